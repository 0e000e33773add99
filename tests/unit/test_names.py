"""The private file of names: read whole or refused with every line that is wrong."""

import csv
import io
import os
import pickle
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.library.names import NamesError, read_names, readable_by_others


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "names.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def refused(path):
    """What is wrong with a file, each without its folder."""
    with pytest.raises(NamesError) as caught:
        read_names(path)
    return [each.replace(f"{path.parent}{os.sep}", "") for each in caught.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        "code,name\nC-041,Anna Öztürk\nC-042,Bert\n",
        "code;name\r\nC-041;Anna Öztürk\r\nC-042;Bert\r\n",
        "\ufeffcode,name\nC-041,Anna Öztürk\nC-042,Bert",
        "name,code\nAnna Öztürk,C-041\nBert,C-042\n",
        " Code , NAME \n C-041 , Anna Öztürk \nC-042,Bert\n",
        "phone;code;name;mail\n;C-041;Anna Öztürk;a@b,c\n1;C-042;Bert;\n",
        '"code","name"\n"C-041","Anna Öztürk"\n\n,\n"C-042","Bert"\n',
    ],
)
def test_a_table_as_spreadsheets_save_it(table, text):
    names = read_names(table(text))
    assert names.name_of("C-041") == "Anna Öztürk"
    assert names.name_of("C-042") == "Bert"
    assert names.name_of("C-043") is None


def test_a_name_with_a_comma_is_written_in_quotes(table):
    assert read_names(table('code,name\nC-1,"Smith, Anna"\n')).name_of("C-1") == "Smith, Anna"


def test_codes_are_alike_in_capital_and_small_letters_and_spaces(table):
    names = read_names(table("code,name\nClient  41,Anna\nc\u0327-2,Bert\n"))
    assert names.name_of(" client 41") == "Anna"
    assert names.name_of("\u00c7-2") == "Bert"
    assert names.name_of("Client41") is None
    assert names.name_of("") is None
    assert names.name_of(None) is None


def test_every_line_that_is_wrong_is_named_at_once(table):
    text = (
        "code,name\n"  # 1
        "C-1,Anna\n"
        "C-2\n"  # 3
        ",Bert\n"
        "C-3,Smith, Anna\n"  # 5
        "c-1,Carla\n"
        'C-4,"two\nlines"\n'  # 7 and 8
        "C-5,\x1b[31mred\n"
        "C-6,a\u202eb\n"  # 10
        f"C-7,{'x' * 201}\n"
    )
    found = refused(table(text))
    assert [each.split(": ", 1)[0] for each in found] == [
        "names.csv:3:2",
        "names.csv:4:1",
        "names.csv:5:3",
        "names.csv:6:1",
        "names.csv:7:2",
        "names.csv:9:2",
        "names.csv:10:2",
        "names.csv:11:2",
    ]
    assert "double quotes" in found[2]
    assert 'the code "c-1" is in line 2 already' in found[3]
    assert "\x1b" not in "".join(found)
    assert "\u202e" not in "".join(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names.csv:1: the table is empty"),
        ("\n\n ,\n", "names.csv:1: the table is empty"),
        ("kode,name\nA,B\n", 'names.csv:1: no column "code": read "kode" and "name"'),
        ("\ncode\tname\nA\tB\n", 'names.csv:2: no column "code"'),
        ("code,name,Name\nA,B,C\n", 'names.csv:1:3: the column "name" is there twice'),
        ('code,name\nA,"B\nC,D\n', "names.csv:2: not a row of cells"),
        (b"code,name\nA,\xe4\n", "names.csv:2: not UTF-8 text"),
        ("code,name\nA,B\n".encode("utf-16"), "names.csv:1: UTF-16 text"),
        (b"code,name\nA,\0\n", "names.csv:2: not a text file"),
        (b"code,name\n" + b"x" * (16 * 1024 * 1024), "names.csv: larger than 16 MiB"),
        ("code,name\n" + "A" * 200_000 + ",B\n", "names.csv:2: not a row of cells"),
    ],
)
def test_what_is_no_table_of_names(table, text, said):
    assert refused(table(text))[0].startswith(said)


def test_both_columns_that_are_missing_are_told(table):
    assert len(refused(table("a,b\n1,2\n"))) == 2


@pytest.mark.skipif(os.name == "nt", reason="pipes and links of another kind")
def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to(tmp_path / "gone.csv")
    for name, said in (
        ("pipe.csv", "not a regular file"),
        ("link.csv", "No such file"),
        ("absent.csv", "No such file"),
        (".", "not a regular file"),
    ):
        assert f"cannot be read: {said}" in refused(tmp_path / name)[0]


WORDS = st.text(string.ascii_letters + "äß ,;'\"=-", min_size=1).filter(str.strip)


@given(
    st.dictionaries(WORDS.map(lambda word: f"c{word.strip()}"), WORDS, min_size=1, max_size=8),
    st.sampled_from(",;"),
    st.booleans(),
)
def test_what_a_spreadsheet_writes_is_read_back(tmp_path_factory, rows, divider, marked):
    alike = {" ".join(code.split()).casefold() for code in rows}
    if len(alike) < len(rows):
        return  # refused, see above
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=divider)
    writer.writerow(["code", "name"])
    writer.writerows(rows.items())
    path = tmp_path_factory.mktemp("names") / "names.csv"
    path.write_bytes(written.getvalue().encode("utf-8-sig" if marked else "utf-8"))
    names = read_names(path)
    assert {code: names.name_of(code) for code in rows} == {
        code: name.strip() for code, name in rows.items()
    }


def test_names_travel_to_other_processes(table):
    names = read_names(table("code,name\nC-1,Anna\n"))
    assert pickle.loads(pickle.dumps(names)).name_of("C-1") == "Anna"


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")
def test_who_can_read_a_file_is_known_by_it_and_by_the_folders_above(table, tmp_path):
    path = table("code,name\nC-1,Anna\n")
    folders = [tmp_path, *tmp_path.parents]
    path.chmod(0o644)
    open_above = all(folder.stat().st_mode & 0o001 for folder in folders)
    assert readable_by_others(path) == open_above
    path.chmod(0o640)
    assert not readable_by_others(path)
    path.chmod(0o644)
    tmp_path.chmod(0o700)
    assert not readable_by_others(path)
    assert not readable_by_others(tmp_path / "absent.csv")
