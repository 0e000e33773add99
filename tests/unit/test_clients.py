"""A table of clients: rows become values, and every bad cell is named with line and column."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.library.clients import ClientsError, read_clients
from planner.library.deriving import file_stem
from planner.regimen.filling import source_of
from planner.regimen.reading import read_bytes

TEMPLATE = """\
format = 1
title = "Calm night"

[entries.magnesium]
substance = "magnesium-bisglycinate"
basis = "elemental"
when = "90 min before bed"

[template]
description = "Magnesium in the evening."

[template.fields.bedtime]
key = "bedtime"
prompt = "When to bed?"

[template.fields.client]
key = "person.name"
prompt = "Whose?"

[template.fields.dose]
key = "entries.magnesium.dose"
prompt = "How much magnesium?"
default = "200 mg"
"""
SOURCE = source_of(read_bytes(TEMPLATE.encode()), "calm-night")


@pytest.fixture
def table(tmp_path):
    """`table(text)` is the table read for the template."""

    def read(text, skipped=()):
        path = tmp_path / "clients.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_clients(path, SOURCE, skipped)

    return read


def refused(table, text, **options):
    with pytest.raises(ClientsError) as caught:
        table(text, **options)
    return [str(caught.value), *caught.value.told[1]]


def test_a_row_is_values_by_field(table):
    (client,) = table("client,bedtime,dose\nC-041,23:00,300 mg\n").rows
    assert client.name == "C-041"
    assert client.line == 2
    assert client.values == {"client": "C-041", "bedtime": "23:00", "dose": "300 mg"}
    assert client.columns == {"client": 1, "bedtime": 2, "dose": 3}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("divider", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_commas_semicolons_marks_and_line_ends(table, mark, divider, end):
    text = end.join(
        divider.join(row) for row in (("client", "bedtime"), ("C-1", "23:00"), ("C-2", ""))
    )
    found = table(mark + text.encode())
    assert [each.values for each in found.rows] == [
        {"client": "C-1", "bedtime": "23:00"}, {"client": "C-2"},
    ]  # fmt: skip
    assert not found.bad


def test_columns_of_a_person(table):
    text = (
        "code;age;country;conditions;medicines;bedtime\n"
        'C-1;42;DE;pregnancy, thyroid-disorder;"levothyroxine 07:00; lorazepam";23:00\n'
    )
    (client,) = table(text).rows
    assert client.values == {
        "client": "C-1",
        "person.age": 42,
        "person.country": "DE",
        "person.conditions": ["pregnancy", "thyroid-disorder"],
        "medicines.levothyroxine.when": "07:00",
        "medicines.lorazepam": {},
        "bedtime": "23:00",
    }
    assert client.columns["medicines.levothyroxine.when"] == 5


def test_key_paths_are_columns(table):
    (client,) = table("client,entries.magnesium.when,weeks\nC-1,21:00,6\n").rows
    assert client.values == {"client": "C-1", "entries.magnesium.when": "21:00", "weeks": 6}


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        ("doxycycline 21:00; doxycycline 09:00", ["21:00", "09:00"]),
        ("doxycycline 21:00; doxycycline", "21:00"),
        ("doxycycline 09:00 and 21:00", ["09:00", "21:00"]),
        ("Doxycycline at bedtime", "at bedtime"),
        ("doxycycline 9 pm", "9 pm"),
    ],
)
def test_no_time_of_a_medicine_is_dropped(table, cell, when):
    (client,) = table(f'client;medicines\nC-1;"{cell}"\n').rows
    assert client.values["medicines.doxycycline.when"] == when


def test_what_spreadsheets_leave_behind(table):
    found = table("sep=;\r\nClient;BEDTIME;;\r\nC-1;23:00;;\r\nC-2;22:00;;\r\n")
    assert not found.bad
    assert [each.values["bedtime"] for each in found.rows] == ["23:00", "22:00"]
    assert [each.line for each in found.rows] == [3, 4]


def test_empty_rows_are_no_clients_and_lines_stay_right(table):
    found = table('client,bedtime\n\n"C-1","23:00"\n,,\n"C\n2",22:00\nC-3,21:00\n')
    assert [(each.name, each.line) for each in found.rows] == [("C-1", 3), ("C\n2", 5), ("C-3", 7)]


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("client,bedtime\nC-1,23:00,extra\n", 2, 3, "3 cells"),
        ("client,bedtime\n,23:00\n", 2, 1, "empty"),
        ("client,bedtime,age\nC-1,23:00\n", 2, 3, "2 cells"),
        ("client,medicines\nC-1,St Johns wort\n", 2, 2, "levothyroxine 07:00"),
        ("client,medicines\nC-1,ibu/profen\n", 2, 2, "a-z"),
        ("client,bedtime\nC-1," + "x" * 20_000 + "\n", 2, 2, "too many"),
    ],
)
def test_a_bad_cell_is_named(table, text, line, column, said):
    (bad,) = table(text).bad
    assert (bad.line, bad.column) == (line, column)
    assert said in bad.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        (
            "client,bedtme\n",
            ':1:2: the column "bedtme" is no field of calm-night, and no key of a plan.'
            ' Did you mean "bedtime"?',
        ),
        ("client,bedtime,bedtime\n", ":1:3:"),
        ("client,,bedtime\n", ":1:2: the column has no name"),
        ("client,bedtime\n", "no row of a client"),
        ("client,age,person.age\nC-1,1,2\n", '"age" and "person.age" both fill person.age'),
        ("code,client\nC-1,C-2\n", '"code" and "client" both fill person.name'),
        ("client,dose,entries.magnesium.dose\n", "both fill entries.magnesium.dose"),
        ("bedtime,dose\n23:00,200 mg\n", "no column names the files"),
        ("client,format\n", '"format" is no field'),
        ("client,derived.version\n", "cannot be set"),
        ("client,entries.zinc.dose\n", 'the template has no "entries.zinc"'),
        (b"client\n\xff\xfe\n", ":2: not UTF-8"),
        ("client\nC-1\n".encode("utf-16"), ":1: UTF-16"),
        ("client\nC\0\n", ":2: not a text file"),
        ('client\n"C-1\n', ":2: not a row"),
    ],
)
def test_what_is_no_table_is_refused(table, text, said):
    assert said in "\n".join(refused(table, text))


def test_all_wrong_columns_are_told_at_once(table):
    assert len(refused(table, "client,foo,bar\n")) == 2


def test_a_column_is_left_out_only_where_somebody_says_so(table):
    text = "client,email,bedtime\nC-1,a@b.example,23:00\n"
    assert "email" in refused(table, text)[0]
    (client,) = table(text, skipped=["email"]).rows
    assert client.values == {"client": "C-1", "bedtime": "23:00"}
    assert "phone" in refused(table, text, skipped=["email", "phone"])[0]


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(ClientsError, match="cannot be read"):
        read_clients(tmp_path / "none.csv", SOURCE)
    with pytest.raises(ClientsError, match="cannot be read"):
        read_clients(tmp_path, SOURCE)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(",;"),
)
def test_no_row_is_dropped_whatever_it_holds(table, rows, divider):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=divider)
    writer.writerow(["client", "notes"])
    writer.writerows(rows)
    found = table(out.getvalue())
    assert [each.name for each in found.rows] == [name.strip() for name, _ in rows]
    for client, (_, notes) in zip(found.rows, rows, strict=True):
        assert client.values.get("notes", "") == notes.strip()


# names of files


@pytest.mark.parametrize(
    ("name", "stem"),
    [("C-041", "c-041"), ("Client 014", "client-014"), ("Åse Lie", "ase-lie"), ("c.41", "c-41")],
)
def test_a_code_names_its_file(name, stem):
    assert file_stem(name, as_is=False) == stem


@pytest.mark.parametrize("name", ["晚上", "../..", "con", "x" * 61])
def test_what_names_no_file_is_refused(name):
    with pytest.raises(ValueError, match="name"):
        file_stem(name, as_is=False)


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", ".hidden", "a/b", "nul", "a\nb", ""])
def test_a_file_named_as_it_is_stays_in_its_folder(name):
    with pytest.raises(ValueError, match="file"):
        file_stem(name, as_is=True)


def test_a_file_named_as_it_is():
    assert file_stem("C-041.toml", as_is=True) == "C-041"
