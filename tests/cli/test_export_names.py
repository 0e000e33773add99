"""`planner export --names`: names on sheets that were asked for, and nowhere else."""

import json
import os
import re

import pytest

from planner.cli import export
from planner.export.formats import FORMATS
from tests.cli.conftest import PASSES

NAME = "Anna Quackenbush"
NAMES = f"code,name\nC-041,{NAME}\nC-042,Bert Ypsilanti\n"
TEXTS = [name for name, form in FORMATS.items() if form.is_text]


def client(code=None, age=42):
    name = f'name = "{code}"\n' if code else ""
    return f"{PASSES}\n[person]\n{name}age = {age}\n"


@pytest.fixture
def names(file):
    path = file(NAMES, "private/names.csv")
    path.chmod(0o600)
    return path


def holds_name(data: bytes) -> bool:
    """Whether a name stands in a file, be its lines folded or its words split by a mark."""
    plain = re.sub(rb"\r?\n[ \t]", b"", data)
    return b"Quackenbush" in plain or b"Ypsilanti" in plain


@pytest.mark.parametrize("form", TEXTS)
def test_every_text_names_the_person_and_keeps_the_code(planner, file, names, form):
    path = file(client("C-041"), "c-041.toml")
    result = planner("export", path, "--to", form, "--with-person", "--names", names)
    assert result.code == 0
    flat = re.sub(r"\r?\n[ \t]", "", result.out)
    assert NAME in flat
    assert "C-041" in flat


def test_a_pdf_is_made_with_the_name(planner, file, names, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst")
    path = file(client("C-041"), "c-041.toml")
    out = tmp_path / "out"
    words = ["export", path, "--to", "pdf", "--with-person", "--names", names, "--out", out]
    assert planner(*words).code == 0
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out / "c-041.pdf").pages)
    assert NAME in text
    assert "C-041" in text


def test_the_name_is_who_it_is_for_and_the_code_stands_beside_it(planner, file, names):
    path = file(client("C-041"))
    words = ["export", path, "--with-person", "--names", names, "--to"]
    lines = planner(*words, "txt").out.splitlines()
    assert lines[lines.index(f"For: {NAME}") + 1] == "Code: C-041"
    told = json.loads(planner(*words, "json").out)
    assert told["subject"] == NAME
    assert told["person"][:2] == [
        {"what": "For", "value": NAME},
        {"what": "Code", "value": "C-041"},
    ]


def test_the_plan_that_goes_along_keeps_the_code(planner, file, names, tmp_path):
    path, out = file(client("C-041"), "c-041.toml"), tmp_path / "out"
    planner("export", path, "--to", "html,json", "--with-person", "--names", names, "--out", out)
    library = tmp_path / "library"
    result = planner("import", out / "c-041.html", "--library", library)
    assert result.code == 0, result.err
    [taken] = library.rglob("*.toml")
    assert 'name = "C-041"' in taken.read_text(encoding="utf-8")
    assert not holds_name(taken.read_bytes())
    told = json.loads((out / "c-041.json").read_text(encoding="utf-8"))
    assert told["toml"] == path.read_text(encoding="utf-8")


def test_names_of_files_the_manifest_and_what_is_kept_hold_codes_only(
    planner, file, names, tmp_path
):
    for code in ("c-041", "c-042"):
        file(client(code.upper()), f"clients/{code}.toml")
    clients, out = tmp_path / "clients", tmp_path / "out"
    words = ["export", clients, "--to", "txt,ics", "--with-person", "--names", names, "--out", out]
    result = planner(*words)
    assert result.code == 0
    written = sorted(each for each in out.rglob("*") if each.is_file())
    assert [each.relative_to(out).as_posix() for each in written] == [
        "c-041/c-041.ics",
        "c-041/c-041.txt",
        "c-042/c-042.ics",
        "c-042/c-042.txt",
        "manifest.json",
    ]
    assert [holds_name(each.read_bytes()) for each in written] == [True] * 4 + [False]
    kept = [each for each in clients.rglob("*") if each.is_file()]
    assert len(kept) == 4, "two plans, and the record of what was shared of each"
    assert not any(holds_name(each.read_bytes()) for each in kept)
    assert not holds_name((result.out + result.err).encode())


def test_each_sheet_has_its_own_name(planner, file, names, tmp_path):
    for code in ("c-041", "c-042"):
        file(client(code.upper()), f"clients/{code}.toml")
    out = tmp_path / "out"
    words = ["--to", "txt", "--with-person", "--names", names, "--out", out]
    planner("export", tmp_path / "clients", *words)
    first, second = ((out / c / f"{c}.txt").read_text("utf-8") for c in ("c-041", "c-042"))
    assert NAME in first
    assert "Bert" not in first
    assert "Bert Ypsilanti" in second
    assert "Anna" not in second


def test_several_processes_know_the_names(planner, file, names, tmp_path, monkeypatch):
    for number in range(4):
        file(client("C-041"), f"clients/c-{number}.toml")
    monkeypatch.setattr(export, "workers_for", lambda *_: 2)
    out = tmp_path / "out"
    words = ["--to", "txt", "--with-person", "--names", names, "--out", out]
    assert planner("export", tmp_path / "clients", *words).code == 1  # all of them have one code
    sheets = list(out.rglob("*.txt"))
    assert len(sheets) == 4
    assert all(NAME in each.read_text("utf-8") for each in sheets)


def test_one_code_in_several_plans_is_told(planner, file, names, tmp_path):
    paths = [file(client("C-041"), "c-041.toml"), file(client("c-041", age=50), "c-050.toml")]
    out = tmp_path / "out"
    words = ["export", *paths, "--to", "txt", "--with-person", "--names", names, "--out", out]
    result = planner(*words)
    assert result.code == 1
    (line,) = [each for each in result.err.splitlines() if "one name on the sheets" in each]
    assert "c-041.toml" in line
    assert "c-050.toml" in line


# only on request


def test_without_the_person_there_are_no_names(planner, file, names, tmp_path):
    out = tmp_path / "out"
    result = planner("export", file(client("C-041")), "--names", names, "--out", out)
    assert result.code == 2
    assert "--with-person" in result.err
    assert not out.exists()


def test_without_names_the_person_is_the_code(planner, file, names):
    text = planner("export", file(client("C-041")), "--to", "txt", "--with-person").out
    assert "For: C-041\n" in text
    assert "Code:" not in text
    assert names.exists()


# names that are missing


def test_codes_without_a_name_are_told_together_and_exported(planner, file, names, tmp_path):
    for number, code in enumerate(("C-041", "C-100", "C-101", "c-100", None)):
        file(client(code), f"clients/c-{number}.toml")
    out = tmp_path / "out"
    words = ["--to", "txt", "--with-person", "--names", names, "--out", out]
    result = planner("export", tmp_path / "clients", *words)
    assert result.code == 1
    assert len(list(out.rglob("*.txt"))) == 5
    assert "For: C-100\n" in (out / "c-1" / "c-1.txt").read_text("utf-8")
    said = [line for line in result.err.splitlines() if "no row" in line or "without a" in line]
    assert said == [
        f"planner: {names}: no row for 2 codes, told on sheets instead of a name: C-100 and C-101",
        "planner: 1 regimen without a code (person.name), whose sheets name nobody:"
        f" {tmp_path}/clients/c-4.toml",
    ]


def test_a_plan_that_is_printed_tells_it_too(planner, file, names):
    words = ["--to", "txt", "--with-person", "--names", names]
    result = planner("export", file(client("C-100")), *words)
    assert result.code == 1
    assert "For: C-100" in result.out
    assert "C-100" in result.err


def test_what_could_not_be_exported_counts_more(planner, file, names, tmp_path):
    file(client("C-100"), "clients/a.toml")
    file(client("C-100").replace("300 mg", "1,5 g"), "clients/b.toml")
    words = ["--to", "txt", "--with-person", "--names", names, "--out", tmp_path / "out"]
    assert planner("export", tmp_path / "clients", *words).code == 2


# a file that cannot be used


def test_nothing_is_exported_by_names_that_cannot_be_used(planner, file, tmp_path):
    bad = file("code,name\n" + "C-1,Anna\n" * 31, "names.csv")
    out = tmp_path / "out"
    words = ["--with-person", "--names", bad, "--out", out]
    result = planner("export", file(client("C-041")), *words)
    assert result.code == 2
    assert result.out == ""
    assert not out.exists()
    lines = result.err.splitlines()
    assert lines[0].startswith(f"planner: {bad}:3:1: the code")
    assert lines[-1] == (f"planner: nothing was exported: mend {bad} first, and 10 more problems")
    assert len(lines) == 21


def test_a_name_that_acts_on_nothing_and_is_no_formula(planner, file):
    path = file('code,name\nC-041,"=HYPERLINK(1) <i>x"\n', "names.csv")
    words = ["export", file(client("C-041")), "--with-person", "--names", path, "--to"]
    assert "<i>x" not in planner(*words, "html").out
    assert ",'=HYPERLINK(1) <i>x," in planner(*words, "csv").out


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")
def test_a_file_that_others_can_read_is_warned_of(planner, file, names, tmp_path):
    words = ["export", file(client("C-041")), "--to", "txt", "--with-person", "--names", names]
    assert "chmod 600" not in planner(*words).err
    names.chmod(0o644)
    open_above = all(
        folder.stat().st_mode & 0o001 for folder in (names.parent, *names.parent.parents)
    )
    assert ("chmod 600" in planner(*words).err) == open_above


def test_names_that_lie_among_the_exports_are_warned_of(planner, file, tmp_path):
    path = file(NAMES, "out/names.csv")
    words = ["--with-person", "--names", path, "--out", tmp_path / "out"]
    result = planner("export", file(client("C-041")), *words)
    assert result.code == 0
    assert "do not hand it on" in result.err


def test_names_are_never_taken_for_a_regimen(planner, file, names, tmp_path):
    file(PASSES, "private/evening.toml")
    result = planner("check", tmp_path / "private")
    assert result.code == 0
    assert "names.csv" not in result.out + result.err
