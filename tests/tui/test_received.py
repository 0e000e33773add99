"""What somebody sent: read without being believed, judged here, and imported only when asked."""

import hashlib
import json
from pathlib import Path

import pytest

from planner.export.formats import FORMATS
from planner.export.making import Options, make_sheet
from planner.library.inbox import take_in
from planner.library.settings import Settings
from planner.tui.app import PlannerApp
from planner.tui.received_reading import typed_path
from planner.tui.running import run
from tests.export.support import CATALOGUE, HOSTILE, SECOND, hostile_text
from tests.screens import screen_text, showing
from tests.tui.support import (
    BROKEN,
    PAIR,
    SIZES,
    app_on,
    planner,
    press,
    settled,
    shown,
    told,
    typed,
    where,
    write,
)

WIDE = (120, 40)
TALL = (120, 120)
MODERATE = PAIR.replace("400 mg", "300 mg")
INBOX = Path("inbox")
WEAK = {
    "code": "evidence-limited", "severity": "note", "entry": "magnesium",
    "substance": "magnesium-bisglycinate", "phase": None, "observed": None, "limit": None,
    "accepted": False, "withheld": False,
}  # fmt: skip
"""What is noted of magnesium bisglycinate wherever it is taken."""
DRAFT = f"""{PAIR}
[draft]
written = 2026-11-20T21:00:00Z
pid = 0
host = "another"
"""


def enclosed(text, **changes):
    """What a sheet carries, written by hand."""
    table = {
        "format": 1,
        "kind": "planner-sheet",
        "plan": "5f0c1a52-0f5b-5c4e-9d55-6f3a5a1f7c11",
        "version": 2,
        "on": "2026-11-19",
        "replaces": 1,
        "by": "Coach K",
        "catalogue": CATALOGUE.version,
        "country": "US",
        "status": "pass",
        "minor": False,
        "findings": [],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "toml": text,
    }
    return table | changes


def page(text, name="sheet.html", **changes):
    """A web page that carries a plan."""
    INBOX.mkdir(exist_ok=True)
    path = INBOX / name
    data = json.dumps(enclosed(text, **changes)).replace("<", "\\u003c")
    path.write_text(
        "<!DOCTYPE html><title>x</title><script>alert(1)</script>"
        f'<script type="application/json" id="planner-sheet">{data}</script>',
        encoding="utf-8",
    )
    return path


async def receive(pilot, path):
    await press(pilot, "R")
    assert where(pilot) == "PromptScreen"
    pilot.app.screen.query_one("#prompt").value = str(path)
    await settled(pilot)
    await press(pilot, "enter")


async def click(pilot, text):
    for y, line in enumerate(screen_text(pilot.app).splitlines()):
        if text in line:
            await pilot.click(offset=(line.index(text) + len(text) - len(text.lstrip()), y))
            await settled(pilot)
            return
    raise AssertionError(f"{text!r} is not shown")


def names(folder):
    return sorted(each.name for each in folder.glob("*.toml"))


# what is seen


@pytest.mark.parametrize("size", SIZES)
async def test_it_says_from_whom_what_it_is_worth_and_what_to_press(library, size):
    path = page(MODERATE, findings=[WEAK])
    async with planner(library, size) as pilot:
        await receive(pilot, path)
        assert where(pilot) == "ReceivedScreen"
        for words in (
            "Received: “Wind-down evening” ✓ pass",
            "Read only: nothing is copied or changed. i imports it into your library.",
            "Received from Coach K. Version 2 of 2026-11-19, replaces version 1.",
            "✓ Fingerprint ok",
            hashlib.sha256(MODERATE.encode()).hexdigest()[:12],
            "✓ pass: nothing to warn about in what was checked.",
            "Upper limits of: United States (US), the default.",
            "What differs from the sender's sheet",
            "Nothing: the same catalogue, the same limits and the same findings.",
            "i Import",
            "esc Back",
        ):
            assert words in shown(pilot), words
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"
    assert names(library) == []
    assert names(INBOX) == []


async def test_the_whole_plan_can_be_read(library):
    async with planner(library, TALL) as pilot:
        await receive(pilot, page(MODERATE))
        for words in (
            "What is taken",
            "- Take 300 mg of ashwagandha extract at 21:30, 1 hour before bed.",
            "Schedule",
            "21:00 Magnesium bisglycinate, 300 mg elemental",
            "✓ In the documented range (300 to 600 mg)",
            "Not checked",
            "Medicines: none is named, so that none was checked.",
            "Sources",
            "It is no medical advice and no prescription.",
        ):
            assert words in shown(pilot), words


async def test_it_is_judged_by_the_receivers_limits_and_says_what_differs(library):
    named = MODERATE.replace("\n[entries", '\n[person]\ncountry = "US"\n\n[entries', 1)
    async with planner(library, TALL, country="DE") as pilot:
        await receive(pilot, page(named))
        for words in (
            "! warn: something lies outside what is documented",
            "Upper limits of: Germany (DE), from the command line.",
            "The plan names United States (US), which is not used here.",
            "≠ Upper limits: theirs of United States (US), yours of Germany (DE).",
            "≠ Only here: the warning above-upper-limit",
            "! Above the upper limit (250 mg",
        ):
            assert words in shown(pilot), words


async def test_what_the_sender_accepted_counts_here(library):
    accepted = f"""{PAIR}
[[accepted]]
code = "above-upper-limit"
entry = "magnesium"
observed = "400 mg"
reason = "talked over"
on = 2026-11-20
"""
    finding = {
        "code": "above-upper-limit", "severity": "warning", "entry": "magnesium",
        "substance": "magnesium", "phase": None, "observed": "400 mg", "limit": "350 mg",
        "accepted": True, "withheld": False,
    }  # fmt: skip
    async with planner(library, TALL) as pilot:
        await receive(pilot, page(accepted, findings=[finding]))
        assert "Received: “Wind-down evening” ! warn" in shown(pilot)
        assert "≠ Accepted by the sender: 1 warning. It counts here." in shown(pilot)
        assert "The sender accepted this on 2026-11-20: talked over" in shown(pilot)


async def test_a_plan_that_was_changed_on_the_way_is_told_first(library):
    digest = hashlib.sha256(MODERATE.encode()).hexdigest()
    path = page(MODERATE.replace("300 mg", "600 mg"), sha256=digest)
    async with planner(library) as pilot:
        await receive(pilot, path)
        assert "Received: “Wind-down evening” ! warn ! changed on the way" in shown(pilot)
        assert "! Fingerprint not ok: the plan was changed after its sheet was made." in shown(
            pilot
        )
        await press(pilot, "i")
        assert where(pilot) == "EditorScreen"
        assert "changed after its sheet was made" in told(pilot)[-1]


async def test_a_plan_for_somebody_under_age_is_warned_of_first(library):
    async with planner(library, TALL) as pilot:
        await receive(pilot, page(MODERATE, minor=True))
        text = shown(pilot)
        assert "Received: “Wind-down evening” ! warn" in text
        assert "! The sender judged this for somebody under age, whose age was left out." in text
        assert "does not hold for that person" in text
        assert "! warn: judged as for an adult, and the person is under age." in text
        assert "≠ Age: theirs is for somebody under age" in text
        assert "! As for an adult: this does not hold for the person, who is under age." in text
        assert "nothing to warn about" not in text
        assert "Nothing: the same catalogue" not in text


async def test_a_plan_that_names_the_age_is_judged_by_it(library):
    of_age = MODERATE.replace("\n[entries", "\n[person]\nage = 9\n\n[entries", 1)
    async with planner(library, TALL) as pilot:
        await receive(pilot, page(of_age, minor=True))
        assert "whose age was left out" not in shown(pilot)
        assert "As for an adult" not in shown(pilot)


async def test_a_page_that_offers_another_file_is_warned_of(library):
    path = page(MODERATE)
    with path.open("a") as file:
        file.write('<a download="x.toml" href="data:application/toml;base64,eA==">Save</a>')
    async with planner(library, TALL) as pilot:
        await receive(pilot, path)
        assert "! The page offers a file to save that is not the plan" in shown(pilot)


async def test_a_page_that_planner_wrote_is_understood(library, tmp_path):
    reading = write(library, "a.toml", MODERATE)
    from planner.regimen.reading import read_file

    options = Options(by="Coach K")
    sheet = make_sheet(read_file(reading), CATALOGUE, SECOND, options)
    path = tmp_path / "mine.html"
    path.write_bytes(FORMATS["html"].render(sheet, options))
    async with planner(library, WIDE) as pilot:
        await receive(pilot, path)
        assert f"Received from Coach K. {SECOND.words}." in shown(pilot)
        assert "✓ Fingerprint ok" in shown(pilot)


async def test_a_regimen_file_is_shown_without_a_sender(library):
    INBOX.mkdir()
    path = write(INBOX, "sent.toml", PAIR)
    async with planner(library, TALL) as pilot:
        await receive(pilot, path)
        assert "A regimen file. It does not say who made it" in shown(pilot)
        assert "nothing can be compared" in shown(pilot)
        assert "1970" not in shown(pilot)
        assert "Version" not in shown(pilot)


async def test_one_set_of_keys_moves_in_it(library):
    async with planner(library) as pilot:
        await receive(pilot, page(MODERATE))
        text = pilot.app.screen.query_one("#received")
        assert text.has_focus
        last = text.max_scroll_y
        assert last > 20
        for key, place in (("G", last), ("g", 0), ("j", 1), ("k", 0), ("end", last), ("home", 0),
                           ("down", 1), ("up", 0)):  # fmt: skip
            await press(pilot, key)
            assert text.scroll_y == place
        await press(pilot, "space")
        assert text.scroll_y > 1


async def test_the_country_of_the_settings_is_followed_though_the_file_has_gone(library):
    path = page(MODERATE)
    async with planner(library, WIDE) as pilot:
        await receive(pilot, path)
        path.unlink()
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await typed(pilot, "de")
        await press(pilot, "escape")
        assert where(pilot) == "ReceivedScreen"
        assert "Upper limits of: Germany (DE), your setting." in shown(pilot)
        assert "! warn" in shown(pilot)


async def test_times_are_shown_as_the_settings_say(library):
    async with planner(library, TALL) as pilot:
        pilot.app.use_settings(Settings(clock="12 h"))
        await receive(pilot, page(MODERATE))
        assert "Bedtime 10:30 pm" in shown(pilot)
        assert "9:00 pm Magnesium bisglycinate" in shown(pilot)


@pytest.mark.parametrize("width", [30, 40, 60, 100])
async def test_it_is_written_for_every_width(library, width):
    path = page(PAIR)
    async with planner(library, (width, 24), country="DE") as pilot:
        await receive(pilot, path)
        rows = pilot.app.screen.query_one("#received-rows").content.plain.split("\n")
        assert max(map(len, rows)) <= max(width - 6, 30)
        assert "300\u00a0mg" in "\n".join(rows)


# importing


async def test_import_gives_it_a_free_name_and_opens_it(library):
    other = write(library, "wind-down-evening.toml", PAIR.replace("400 mg", "200 mg"))
    before = other.read_bytes()
    path = page(MODERATE)
    async with planner(library, WIDE) as pilot:
        await receive(pilot, path)
        await press(pilot, "i")
        assert where(pilot) == "EditorScreen"
        assert told(pilot)[-1] == "Imported as wind-down-evening-2.toml."
        assert not pilot.app.document.dirty
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"
        assert pilot.app.screen.selected.path == library / "wind-down-evening-2.toml"
        assert "2 regimens" in shown(pilot)
    assert (library / "wind-down-evening-2.toml").read_text("utf-8") == MODERATE
    assert other.read_bytes() == before


@pytest.mark.parametrize(
    ("key", "screen", "files"), [("o", "EditorScreen", 1), ("i", "EditorScreen", 2),
                                 ("escape", "ReceivedScreen", 1)],
)  # fmt: skip
async def test_what_the_library_holds_already_is_not_imported_unasked(library, key, screen, files):
    take_in(library, "Mine", MODERATE.encode())
    async with planner(library, WIDE) as pilot:
        await receive(pilot, page(MODERATE))
        await press(pilot, "i")
        assert where(pilot) == "ConfirmScreen"
        assert "mine.toml in your library is this very plan already." in shown(pilot)
        await press(pilot, key)
        assert where(pilot) == screen
    assert len(names(library)) == files


async def test_what_was_shared_without_the_person_is_known_again(library):
    mine = MODERATE.replace("\n[entries", '\n[person]\nname = "Anna"\n\n[entries', 1)
    write(library, "anna.toml", mine)
    from planner.regimen.reading import read_file

    sheet = make_sheet(read_file(library / "anna.toml"), CATALOGUE, SECOND, Options())
    path = page(sheet.carried.data.decode())
    async with planner(library, WIDE) as pilot:
        await receive(pilot, path)
        await press(pilot, "i")
        assert "anna.toml in your library is this very plan already." in shown(pilot)


async def test_errors_are_shown_and_not_imported(library):
    async with planner(library, WIDE) as pilot:
        await receive(pilot, page(BROKEN))
        assert "✗ invalid" in shown(pilot)
        assert "it holds errors, so that nobody should take anything by it" in shown(pilot)
        assert 'unknown key "colour"' in shown(pilot)
        await press(pilot, "i")
        assert where(pilot) == "MessageScreen"
        assert "It cannot be imported" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "ReceivedScreen"
    assert names(library) == []


async def test_a_library_that_cannot_be_written_is_told(library, monkeypatch):
    path = page(MODERATE)
    async with planner(library, WIDE) as pilot:
        await receive(pilot, path)
        library.rmdir()
        library.write_text("a file", "utf-8")
        await press(pilot, "i")
        assert where(pilot) == "ReceivedScreen"
        assert "a part of the path is a file" in told(pilot)[-1]


async def test_it_is_imported_with_the_mouse_alone(library):
    path = page(MODERATE)
    async with planner(library, (80, 24)) as pilot:
        await click(pilot, "Open a sheet that you were sent")
        pilot.app.screen.query_one("#prompt").value = str(path)
        await settled(pilot)
        await click(pilot, "Open (enter)")
        await click(pilot, "  Import   Back")
        assert where(pilot) == "EditorScreen"
    assert names(library) == ["wind-down-evening.toml"]


# what is no regimen


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.pdf", "%PDF-1.7", "it is a PDF"),
        ("a.ics", "BEGIN:VCALENDAR", "it is a calendar"),
        ("a.html", "<p>hello</p>", "it is a web page that carries no plan"),
        ("a.json", "{}", "it is JSON"),
    ],
)
async def test_another_file_says_what_it_is_and_what_to_ask_for(library, name, text, said):
    Path(name).write_text(text, "utf-8")
    async with planner(library, WIDE) as pilot:
        await receive(pilot, name)
        assert where(pilot) == "MessageScreen"
        assert "It cannot be opened" in shown(pilot)
        assert said in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"


async def test_a_path_that_leads_nowhere_is_told_while_it_is_typed(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "R")
        assert "✗" not in shown(pilot), "nothing is wrong before anything is typed"
        await typed(pilot, "nowhere")
        assert "✗ There is no such file." in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == "PromptScreen"
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"


@pytest.mark.parametrize(
    "text",
    ["my sheet.html", " my sheet.html ", "'my sheet.html'", '"my sheet.html"', "my\\ sheet.html",
     "~/my sheet.html", "~/my\\ sheet.html"],
)  # fmt: skip
def test_a_path_may_be_pasted_or_dragged(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "my sheet.html").write_text("x", "utf-8")
    assert typed_path(text).name == "my sheet.html"


@pytest.mark.parametrize("text", ["", "  ", "~nobody-here/x", "a\0b", "x" * 5_000, "."])
def test_what_is_no_file_is_refused(text):
    with pytest.raises(ValueError, match=r"such file|Write the path"):
        typed_path(text)


# at the start


@pytest.mark.parametrize("size", SIZES)
async def test_the_command_line_can_ask_for_it(library, size):
    write(library, "a.toml", PAIR)
    app = app_on(library)
    app.received = page(MODERATE)
    async with showing(app, size) as pilot:
        await settled(pilot)
        assert where(pilot) == "ReceivedScreen"
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"
        assert "1 regimen" in shown(pilot)


async def test_what_was_left_unsaved_is_offered_afterwards(library):
    app = app_on(library)
    write(library, "a.toml", PAIR)
    (library.parent / "drafts").mkdir()
    write(library.parent / "drafts", "gone.toml", DRAFT)
    app.received = page(MODERATE)
    async with showing(app, WIDE) as pilot:
        await settled(pilot)
        assert where(pilot) == "ReceivedScreen"
        await press(pilot, "escape")
        assert where(pilot) == "ConfirmScreen"
        assert "unsaved" in shown(pilot)


async def test_a_file_that_has_gone_at_the_start_is_told(library):
    app = app_on(library)
    app.received = Path("gone.html")
    async with showing(app, WIDE) as pilot:
        await settled(pilot)
        assert where(pilot) == "MessageScreen"
        assert "gone.html: it cannot be read: No such file or directory" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"


def test_running_hands_it_to_the_screen(library, monkeypatch):
    started = []

    def start(app):
        started.append(app)

    monkeypatch.setattr(PlannerApp, "run", start)
    assert run(library, None, received=Path("sheet.html")) == 0
    assert started[0].received == Path("sheet.html")
    assert run(library, None) == 0
    assert started[1].received is None


# foreign texts


FOREIGN = {
    "markup": f"{HOSTILE['markup'][:80]} [@click=app.bell]x[/] [/",
    "acts": f"\x1b[31mred \u202eevil\u202c {HOSTILE['quotes'][:60]}",
    "lines": HOSTILE["calendar"],
    "letters": f"{HOSTILE['hebrew']} {HOSTILE['cjk']} {HOSTILE['emoji']}",
    "long": "x" * 118,
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
async def test_foreign_texts_stay_texts(library, text):
    path = page(hostile_text(text), by=text)
    async with planner(library, TALL) as pilot:
        await receive(pilot, path)
        assert where(pilot) == "ReceivedScreen"
        seen = screen_text(pilot.app)
        assert "\x1b" not in seen
        assert "\u202e" not in seen
        rows = pilot.app.screen.query_one("#received-rows").content
        assert "@click" not in str(rows.spans)
        if text == FOREIGN["markup"]:
            assert "Received from <script>alert(1)</script>" in shown(pilot)
            assert "[@click=app.bell]x[/] [/" in " ".join(rows.plain.split())


async def test_no_colour_is_needed(library, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with planner(library, WIDE, country="DE") as pilot:
        await receive(pilot, page(MODERATE))
        assert "! warn" in shown(pilot)
        assert "≠ Upper limits" in shown(pilot)
