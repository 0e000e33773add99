"""Sharing: what each format would say is seen first; then it is copied, or written and recorded."""

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from planner.export.formats import FORMATS, Format, FormatError
from planner.library.sent import read_record
from planner.tui.screens.sending import MOST_COPIED
from planner.tui.share_making import exports_folder, from_home
from planner.tui.widgets.text_preview import MOST_LINES, TextPreview
from tests.export.support import HOSTILE as HOSTILE_TEXTS
from tests.export.support import hostile_text
from tests.screens import screen_text
from tests.tui.support import (
    BROKEN,
    PAIR,
    ROOT,
    SIZES,
    planner,
    press,
    saved,
    settled,
    shown,
    told,
    typed,
    where,
    write,
)

WIDE = (120, 40)
PERSON = PAIR.replace(
    "\n[entries", '\n[person]\nname = "Anna Client"\nconditions = ["pregnancy"]\n\n[entries', 1
)
EXPORTS = Path("exports") / "evening"
NAMES = list(FORMATS)
TEXTS = [name for name in NAMES if FORMATS[name].is_text]


@pytest.fixture
def evening(library):
    return write(library, "evening.toml", PERSON)


def preview(pilot):
    """The text that is shown, as it can be scrolled through."""
    widget = pilot.app.screen.query_one(TextPreview)
    rows = [widget.line(place).plain for place in range(widget.line_count())]
    return "\n".join(rows).replace("\u00a0", " ")


def words(pilot):
    """The text that is shown, in one line."""
    return " ".join(preview(pilot).split())


async def highlight(pilot, name):
    """Go to a format in the list."""
    formats = pilot.app.screen.query_one("#formats")
    formats.focus()
    by = NAMES.index(name) - NAMES.index(formats.highlighted)
    await press(pilot, *["j" if by > 0 else "k"] * abs(by))
    assert formats.highlighted == name


async def click(pilot, text):
    """Click where these words stand."""
    for y, line in enumerate(screen_text(pilot.app).splitlines()):
        if text in line:
            blanks = len(text) - len(text.lstrip())
            await pilot.click(offset=(line.index(text) + blanks, y))
            await settled(pilot)
            return
    raise AssertionError(f"{text!r} is not shown:\n{screen_text(pilot.app)}")


def versions(path):
    """The versions of a regimen that are on record."""
    record = read_record(path)
    return [(sent.number, sent.on) for sent in record.versions] if record else []


def files(folder=EXPORTS):
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


# what is seen


@pytest.mark.parametrize("size", SIZES)
async def test_a_stranger_sees_at_once_what_a_sheet_says_and_what_to_press(library, evening, size):
    async with planner(library, size) as pilot:
        await press(pilot, "S")
        assert where(pilot) == "ShareScreen"
        assert "Share “Wind-down evening” Version 1 of 2026-11-20" in shown(pilot)
        assert "The person is left out. w writes evening.txt." in shown(pilot)
        for form in FORMATS.values():
            assert form.title in shown(pilot)
            assert form.purpose[:30] in shown(pilot)
        assert "Plain text, as it will be written: evening.txt" in shown(pilot)
        assert "Wind-down evening" in preview(pilot)
        assert "Take 300 mg of ashwagandha extract at 21:30" in words(pilot)
        for key in ("w Write", "space Mark", "y Copy", "esc Back"):
            assert key in shown(pilot)
        assert str(EXPORTS) in shown(pilot)
    assert not EXPORTS.exists(), "looking writes nothing"
    assert not versions(evening)


@pytest.mark.parametrize("keys", [("S",), ("enter", "S"), ("ctrl+p", *"share", "enter")])
async def test_it_is_reached_from_the_library_the_editor_and_the_palette(library, evening, keys):
    async with planner(library, WIDE) as pilot:
        await press(pilot, *keys)
        assert where(pilot) == "ShareScreen"
        await press(pilot, "escape")
        assert where(pilot) == ("EditorScreen" if "enter" in keys[:1] else "LibraryScreen")


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "html"])
async def test_the_text_of_a_format_is_shown_as_it_will_be_written(library, evening, name):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        await highlight(pilot, name)
        seen = pilot.app.screen.query_one(TextPreview).text
        await press(pilot, "w")
        written = (EXPORTS / f"evening{FORMATS[name].suffix}").read_bytes().decode("utf-8-sig")
        assert seen == written
        first = written.splitlines()[0][:40]
        assert first in preview(pilot)
    assert files() == [f"evening{FORMATS[name].suffix}"]


@pytest.mark.parametrize(
    ("name", "heading", "begins"),
    [
        ("pdf", "PDF, its words; a reader of PDF lays it out: evening.pdf", b"%PDF"),
        ("html", "Web page, its words; a browser lays it out: evening.html", b"<!DOCTYPE html>"),
    ],
)
async def test_of_what_others_lay_out_the_words_are_shown(library, evening, name, heading, begins):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        await highlight(pilot, name)
        assert heading in shown(pilot)
        assert "Take 300 mg of ashwagandha extract at 21:30" in words(pilot)
        await press(pilot, "w")
    assert (EXPORTS / f"evening.{name}").read_bytes().startswith(begins)


async def test_what_is_missing_for_a_format_is_said(library, evening, monkeypatch):
    def refuse(self, sheet, options):
        if self.name == "pdf":
            raise FormatError("typst is missing: pip install it")
        return render(self, sheet, options)

    render = Format.render
    monkeypatch.setattr(Format, "render", refuse)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        await highlight(pilot, "pdf")
        assert "✗ PDF cannot be made" in shown(pilot)
        assert preview(pilot) == "Typst is missing: pip install it."
        await press(pilot, "w")
        assert told(pilot)[-1] == "Not written: typst is missing: pip install it"
        assert not EXPORTS.exists()
        await press(pilot, "space")
        await highlight(pilot, "txt")
        await press(pilot, "space", "w")
        assert "Written: evening.txt" in told(pilot)[-1]
        assert "Not written: typst is missing" in told(pilot)[-1]
    assert files() == ["evening.txt"]


async def test_lines_of_plain_text_are_whole_on_a_wide_screen(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        text = pilot.app.screen.query_one(TextPreview).text.replace("\u00a0", " ")
        rows = preview(pilot).split("\n")
        assert all(row in rows for row in text.splitlines() if len(row) <= 72)


async def test_one_set_of_keys_moves_in_the_list_and_in_the_text(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "S")
        formats = pilot.app.screen.query_one("#formats")
        text = pilot.app.screen.query_one(TextPreview)
        for keys, name in (
            (("g",), "html"), (("j",), "pdf"), (("k",), "html"), (("G",), "fhir"),
            (("home",), "html"), (("end",), "fhir"), (("up",), "json"), (("down",), "fhir"),
            (("down",), "fhir"), (("g", "k"), "html"),
        ):  # fmt: skip
            await press(pilot, *keys)
            assert formats.highlighted == name
        await highlight(pilot, "txt")
        await press(pilot, "pagedown")
        assert text.scroll_y > 0, "the list has no second page: the text is read on"
        await press(pilot, "pageup")
        assert text.scroll_y == 0
        text.focus()
        for key, place in (("G", text.max_scroll_y), ("g", 0), ("j", 1), ("k", 0),
                           ("end", text.max_scroll_y), ("home", 0)):  # fmt: skip
            await press(pilot, key)
            assert text.scroll_y == place
        await press(pilot, "ctrl+d")
        assert text.scroll_y > 1
        assert text.max_scroll_y > 0


async def test_another_format_is_read_from_its_beginning(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "S", "pagedown", "pagedown")
        await highlight(pilot, "md")
        assert pilot.app.screen.query_one(TextPreview).scroll_y == 0
        assert "# Wind-down evening" in shown(pilot)


async def test_a_very_long_text_is_cut_to_what_can_be_scrolled(library, evening, monkeypatch):
    text = "\n".join(f"line {number}" for number in range(5_000))
    monkeypatch.setattr(Format, "render", lambda *_: text.encode())
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        assert f"line {MOST_LINES - 1}\n… and 3,000 more lines, which are written too" in preview(
            pilot
        )
        await press(pilot, "w")
    assert (EXPORTS / "evening.txt").read_text("utf-8") == text


async def test_a_fault_in_a_format_is_told_and_the_next_one_is_shown(library, evening, monkeypatch):
    def fail(self, sheet, options):
        if self.name == "csv":
            raise ZeroDivisionError("a fault")
        return render(self, sheet, options)

    render = Format.render
    monkeypatch.setattr(Format, "render", fail)
    async with planner(library, WIDE) as pilot:
        pilot.app.forgiving = True
        await press(pilot, "S")
        await highlight(pilot, "ics")
        await pilot.press("j")
        await pilot.pause(0.2)
        assert "ZeroDivisionError" in told(pilot)[-1]
        assert preview(pilot) == ""
        await press(pilot, "k")
        assert "BEGIN:VCALENDAR" in preview(pilot)


# what a sender chooses


async def test_the_person_is_left_out_unless_asked_for(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "g")
        for name in TEXTS:
            await highlight(pilot, name)
            assert "Anna" not in pilot.app.screen.query_one(TextPreview).text
        await highlight(pilot, "txt")
        await press(pilot, "p")
        assert "Anna Client" in preview(pilot)
        assert "The person is told of: name and conditions." in shown(pilot)
        assert "[x] Tell of the person" in shown(pilot)
        await press(pilot, "w", "p")
        assert "The person is left out." in shown(pilot)
        assert "Anna" not in preview(pilot)
    assert "Anna Client" in (EXPORTS / "evening.txt").read_text("utf-8")


async def test_the_person_is_left_out_again_the_next_time(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "p", "escape", "S")
        assert "The person is left out." in shown(pilot)
        assert "Anna" not in preview(pilot)


async def test_that_no_person_is_named_is_said(library):
    write(library, "evening.toml", PAIR)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        assert "No person is named in it." in shown(pilot)


async def test_who_made_it_is_seen_as_it_is_typed_and_remembered(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "b")
        assert pilot.app.focused.id == "input-by"
        await press(pilot, *"Coach", "space", "K")
        assert "Made by: Coach K" in preview(pilot)
        await press(pilot, "enter")
        assert pilot.app.focused.id == "formats", "enter goes on"
        await press(pilot, "escape", "S")
        assert "Made by: Coach K" in preview(pilot)
        await press(pilot, "w")
    assert "Made by: Coach K" in (EXPORTS / "evening.txt").read_text("utf-8")


async def test_letters_that_are_typed_are_no_keys(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "b", *"wyplq")
        assert where(pilot) == "ShareScreen"
        assert pilot.app.focused.value == "wyplq"
        assert not EXPORTS.exists()
        await press(pilot, "ctrl+s")
    assert files() == ["evening.txt"]


async def test_large_print_is_another_page(library, evening):
    written = EXPORTS / "evening.html"
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        await highlight(pilot, "html")
        await press(pilot, "w")
        plain = written.read_bytes()
        await press(pilot, "l")
        assert "[x] Large print" in shown(pilot)
        await press(pilot, "w", "o")
        assert written.read_bytes() != plain
        await press(pilot, "l")
        assert "[ ] Large print" in shown(pilot)


async def test_the_choices_are_made_without_their_letters_too(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "tab", "space", "down", "space")
        assert "[x] Tell of the person" in shown(pilot)
        assert "[x] Large print" in shown(pilot)
        assert "Anna Client" in preview(pilot)


async def test_the_country_of_the_settings_is_followed(library):
    write(library, "evening.toml", PAIR)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        assert "United States" in preview(pilot)
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await typed(pilot, "de")
        await press(pilot, "escape")
        assert where(pilot) == "ShareScreen"
        assert "Germany (DE), the sender's setting" in words(pilot)


# writing


async def test_writing_says_which_files_in_which_folder_and_which_version(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "space")
        await highlight(pilot, "html")
        await press(pilot, "space")
        assert "w writes 2 files, as marked." in shown(pilot)
        await press(pilot, "w")
        assert told(pilot)[-1] == (
            f"Written: evening.html and evening.txt\nin {EXPORTS}\nVersion 1 of 2026-11-20."
        )
        assert f"✓ Written: evening.html and evening.txt, in {EXPORTS}" in shown(pilot)
        await press(pilot, "w")
        assert told(pilot)[-1].startswith("There already: evening.html and evening.txt")
        await press(pilot, "escape")
        assert "1 regimen" in shown(pilot), "the exports are no part of the library"
    assert files() == ["evening.html", "evening.txt"]
    assert versions(evening) == [(1, date(2026, 11, 20))]


async def test_a_changed_regimen_is_the_next_version_and_overwriting_is_asked(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "w", "escape", "enter", "t")
        pilot.app.screen.query_one("#prompt").value = "Another title"
        await press(pilot, "enter", "w", "S")
        words_now = "Version 2 of 2026-11-20, replaces version 1"
        assert words_now in shown(pilot)
        before = (EXPORTS / "evening.txt").read_bytes()
        await press(pilot, "w")
        assert where(pilot) == "ConfirmScreen"
        assert "There is such a file already" in shown(pilot)
        assert "evening.txt" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "ShareScreen"
        assert (EXPORTS / "evening.txt").read_bytes() == before
        await press(pilot, "w", "o")
        assert words_now in told(pilot)[-1]
        assert "✓ Written: evening.txt" in shown(pilot)
    assert b"Another title" in (EXPORTS / "evening.txt").read_bytes()
    assert len(versions(evening)) == 2


async def test_all_or_nothing_is_written_where_one_file_is_another(library, evening):
    EXPORTS.mkdir(parents=True)
    (EXPORTS / "evening.md").write_text("mine", "utf-8")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "space")
        await highlight(pilot, "md")
        await press(pilot, "space", "w", "escape")
        assert files() == ["evening.md"]
        await press(pilot, "w", "o")
    assert files() == ["evening.md", "evening.txt"]
    assert (EXPORTS / "evening.md").read_text("utf-8") != "mine"


async def test_the_folder_is_chosen(library, evening, tmp_path):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "f")
        field = pilot.app.focused
        assert field.id == "input-folder"
        field.value = "  "
        await settled(pilot)
        assert "✗ Write the folder that the files shall go to." in shown(pilot)
        await press(pilot, "enter", "w")
        assert "Write the folder" in told(pilot)[-1]
        assert pilot.app.focused is field
        field.value = str(tmp_path / "for anna")
        await press(pilot, "enter", "w")
        assert str(tmp_path / "for anna") in told(pilot)[-1]
    assert files(tmp_path / "for anna") == ["evening.txt"]


async def test_a_folder_that_cannot_be_written_is_told(library, evening):
    Path("exports").write_text("a file", "utf-8")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "w")
        assert "a part of the path is a file" in told(pilot)[-1]
        assert "✓" not in screen_text(pilot.app).splitlines()[1]
    # the number was claimed before anything was written, and stays that of this very regimen
    assert [number for number, _ in versions(evening)] == [1]


@pytest.mark.parametrize(
    ("library", "path", "folder"),
    [
        ("regimens", "regimens/evening.toml", "exports/evening"),
        ("regimens", "regimens/clients/anna.toml", "exports/clients/anna"),
        ("regimens", "regimens/.archive/old.toml", "exports/old"),
        ("/home/a/regimens", "/home/a/regimens/evening.toml", "/home/a/exports/evening"),
        ("/home/a/regimens", "/elsewhere/evening.toml", "/home/a/exports/evening"),
        ("here/..", "evening.toml", None),
    ],
)
def test_exports_lie_beside_the_library_and_not_in_it(library, path, folder):
    found = exports_folder(Path(library), Path(path))
    if folder is not None:
        assert found == Path(folder)
    assert not found.is_relative_to(Path(library).resolve())


def test_exports_of_the_folder_one_is_in_lie_beside_it(tmp_path, monkeypatch):
    inside = tmp_path / "mine"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert exports_folder(Path(), Path("a.toml")) == tmp_path / "exports" / "a"


def test_a_folder_in_the_home_of_a_person_is_written_as_they_do(monkeypatch):
    monkeypatch.setenv("HOME", "/home/a")
    assert from_home(Path("/home/a/exports/x")) == "~/exports/x"
    assert from_home(Path("/home/ab")) == "/home/ab"
    assert from_home(Path("exports")) == "exports"


async def test_a_folder_in_the_home_of_a_person_is_written_to(library, own_home):
    mine = own_home / "regimens"
    mine.mkdir()
    write(mine, "evening.toml", PAIR)
    async with planner(mine, WIDE) as pilot:
        await press(pilot, "S")
        assert "~/exports/evening" in shown(pilot)
        await press(pilot, "w")
    assert files(own_home / "exports" / "evening") == ["evening.txt"]


# copying


async def test_copying_takes_the_whole_text_and_records_the_version(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "S", "y")
        assert "Copied as plain text, where the terminal allows it." in told(pilot)[-1]
        assert "Version 1 of 2026-11-20." in told(pilot)[-1]
        copied = pilot.app.clipboard
        await press(pilot, "w")
    assert copied == (EXPORTS / "evening.txt").read_text("utf-8")
    assert len(versions(evening)) == 1


async def test_what_is_being_written_is_written_before_one_leaves(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        await highlight(pilot, "pdf")
        await pilot.press("w", "escape")
        await settled(pilot)
        assert where(pilot) == "LibraryScreen"
    assert files() == ["evening.pdf"]


async def test_copying_alone_records_the_version(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "S", "y")
    assert len(versions(evening)) == 1
    assert not EXPORTS.exists()


async def test_a_pdf_is_not_copied(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "S")
        await highlight(pilot, "pdf")
        await press(pilot, "y")
        assert told(pilot)[-1] == "PDF is no text that could be copied; w writes it."
        assert pilot.app.clipboard == ""
    assert not versions(evening)


async def test_what_a_terminal_would_cut_is_not_copied(library, evening, monkeypatch):
    monkeypatch.setattr(Format, "render", lambda *_: b"x" * (MOST_COPIED + 1))
    async with planner(library) as pilot:
        await press(pilot, "S", "y")
        assert "too long for a terminal to copy: 56.0 kB" in told(pilot)[-1]
        assert pilot.app.clipboard == ""
    assert not versions(evening)


# what has to be saved or mended first


async def test_what_no_file_holds_is_saved_first(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n", "S")
        assert where(pilot) == "ConfirmScreen"
        assert "Save it first?" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "EditorScreen"
        await press(pilot, "S", "s")
        assert where(pilot) == "PromptScreen", "a new one needs a file"
        await press(pilot, "enter")
        assert where(pilot) == "ShareScreen"
        assert "w writes new-evening.txt" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "EditorScreen"


async def test_changes_are_saved_before_they_are_shared(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "greater_than_sign", "S", "s")
        assert where(pilot) == "ShareScreen"
        assert "at 21:45" in words(pilot)
    assert str(saved(evening).bedtime) == "22:45"


async def test_a_file_that_has_changed_on_disk_is_asked_about(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        evening.write_text(PERSON.replace("300 mg", "350 mg"), "utf-8")
        await press(pilot, "S")
        assert "The file has changed on disk" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "EditorScreen"
        await press(pilot, "S", "o")
        assert where(pilot) == "ShareScreen"
        assert "Take 300 mg of ashwagandha extract" in words(pilot)


async def test_a_file_with_errors_says_why_it_cannot_be_shared(library):
    write(library, "broken.toml", BROKEN)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        assert where(pilot) == "MessageScreen"
        assert "“Broken evening” cannot be shared yet" in shown(pilot)
        assert "it must not be shared" in shown(pilot)
        assert 'unknown key "colour"' in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"


async def test_a_record_that_cannot_be_read_says_how_to_mend_it(library, evening):
    folder = library / ".versions"
    folder.mkdir()
    (folder / "evening.sent.toml").write_text("no toml", "utf-8")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        assert "cannot be shared yet" in shown(pilot)
        assert "delete it to start again" in shown(pilot)


async def test_an_empty_library_has_nothing_to_share(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        assert where(pilot) == "LibraryScreen"
        assert "There is no regimen here." in told(pilot)[-1]


# mouse, narrow screens, foreign texts


async def test_everything_is_done_with_the_mouse_alone(library, evening):
    async with planner(library, (80, 24)) as pilot:
        await click(pilot, "   Share")
        assert where(pilot) == "ShareScreen"
        await click(pilot, "Calendar    ")
        assert "BEGIN:VCALENDAR" in shown(pilot)
        assert "w writes evening.ics" in shown(pilot)
        await click(pilot, "[ ] Table")
        assert "[x] Table" in shown(pilot)
        assert "[ ] Calendar" in shown(pilot)
        await click(pilot, "Table   ")
        assert "[ ] Table" in shown(pilot), "a click on the highlighted one marks it, or not"
        await click(pilot, "[ ] Table")
        await click(pilot, "[ ] Web page")
        await click(pilot, "[ ] Tell of the person")
        assert "[x] Tell of the person" in shown(pilot)
        await click(pilot, "Large print   ")
        assert "[x] Large print" in shown(pilot)
        await click(pilot, "Write   Mark")
        assert "Written: evening.html and evening.csv" in told(pilot)[-1]
        await click(pilot, "   Back")
        assert where(pilot) == "LibraryScreen"
    assert files() == ["evening.csv", "evening.html"]
    assert "Anna Client" in (EXPORTS / "evening.html").read_text("utf-8")


async def test_a_template_is_shared_as_one(library):
    text = (ROOT / "regimens" / "wind-down.toml").read_text("utf-8")
    write(library, "wind-down.toml", text)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S")
        assert "A template: " in preview(pilot)
        await press(pilot, "g")
        for name in NAMES:
            await highlight(pilot, name)
            assert preview(pilot), name
            assert ("✗ Calendar cannot be made" in shown(pilot)) == (name == "ics"), name
            assert "make a plan from it" in words(pilot) or name != "ics", "what to mend is said"


@pytest.mark.parametrize("size", [(40, 16), (60, 16), (64, 20), (100, 30), (119, 24), (120, 22)])
async def test_on_any_screen_the_format_one_is_at_is_seen_and_some_of_its_text(
    library, evening, size
):
    async with planner(library, size) as pilot:
        await press(pilot, "S", "g")
        for name in NAMES:
            await highlight(pilot, name)
            row = next(row for row in screen_text(pilot.app).splitlines() if "▸" in row)
            assert FORMATS[name].title in row
            text = pilot.app.screen.query_one(TextPreview)
            assert text.region.height >= 2
            assert text.region.bottom <= size[1] - 2
        field = pilot.app.screen.query_one("#input-folder", Input)
        assert field.region.width >= 20


async def test_a_screen_that_becomes_wide_has_two_columns(library, evening):
    async with planner(library, (80, 24)) as pilot:
        await press(pilot, "S")
        await pilot.resize_terminal(*WIDE)
        await settled(pilot)
        assert "to read on a phone, print, answer │" in " ".join(screen_text(pilot.app).split())
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "to read on a phone, print, answer and open again" in shown(pilot)


FOREIGN = {
    "markup": f"{HOSTILE_TEXTS['markup'][:80]} [@click=app.bell]x[/] [/",
    "acts": f"\x1b[31mred \u202eevil\u202c {HOSTILE_TEXTS['quotes'][:60]}",
    "lines": HOSTILE_TEXTS["calendar"],
    "letters": f"{HOSTILE_TEXTS['hebrew']} {HOSTILE_TEXTS['cjk']} {HOSTILE_TEXTS['emoji']}",
    "long": "x" * 118,
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
async def test_foreign_texts_stay_texts_in_every_format(library, text):
    write(library, "evening.toml", hostile_text(text))
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "g")
        assert where(pilot) == "ShareScreen"
        for name in NAMES:
            await highlight(pilot, name)
            seen = screen_text(pilot.app)
            assert "\x1b" not in seen
            assert "\u202e" not in seen
            assert preview(pilot)
        await press(pilot, "w", "p", "b")
        await typed(pilot, text.split("\n", maxsplit=1)[0])
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"


async def test_no_colour_is_needed(library, evening, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with planner(library) as pilot:
        await press(pilot, "S", "space", "j")
        assert "[x] Plain text" in shown(pilot)
        assert "▸[ ] Calendar" in shown(pilot)


async def test_the_file_is_not_touched(library, evening):
    before = evening.read_bytes(), evening.stat().st_mtime_ns
    async with planner(library, WIDE) as pilot:
        await press(pilot, "S", "p", "w", "y")
    assert (evening.read_bytes(), evening.stat().st_mtime_ns) == before
