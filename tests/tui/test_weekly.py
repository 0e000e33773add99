"""The weekly check: the same finding of many plans in one row, and into each plan at it."""

import threading
import time
from datetime import date, timedelta

import pytest

from planner.judge.grouping import Kind
from planner.tui import weekly_reading
from planner.tui.screens.library import LibraryScreen
from planner.tui.widgets.rows_table import RowsTable
from tests.own_files import own_file
from tests.screens import screen_text
from tests.tui.support import (
    BROKEN,
    HOSTILE,
    NOW,
    PAIR,
    fill,
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
from tests.tui.test_every_action import click_words
from tests.tui.test_screens import table

WIDE = (120, 40)
LIMIT = Kind("above-upper-limit", "magnesium", None, accepted=False)
UNSTATED = Kind("standardisation-unstated", "ashwagandha-extract", None, accepted=False)
LIMITED = Kind("evidence-limited", "magnesium-bisglycinate", None, accepted=False)


def over(title):
    """A plan with one warning: its magnesium is above the upper limit of the United States."""
    return PAIR.replace("Wind-down evening", title)


def calm(title):
    """A plan that passes."""
    return over(title).replace("400 mg", "300 mg")


def asking(title):
    """A plan with one question."""
    return calm(title).replace('standardised_to = "5 %"\n', "")


def accepting(title):
    """A plan whose warning is accepted."""
    return over(title) + (
        '\n[[accepted]]\ncode = "above-upper-limit"\nentry = "magnesium"\n'
        'substance = "magnesium"\nobserved = "400 mg"\nreason = "talked over"\non = 2026-11-01\n'
    )


def unchecked(title):
    """A plan that passes, with an entry that the catalogue knows nothing about."""
    return calm(title) + '\n[entries.tea]\nsubstance = "other"\nname = "Tea"\ndose = "5 mg"\nwhen = "21:00"\n'  # fmt: skip  # noqa: E501


MISTAKES = {
    f"{substance}-{number}": {"substance": substance, "dose": dose, "when": "3 h before bed"}
    for number in range(10)
    for substance, dose in (
        ("magnesium-citrate", "400 mg"), ("ashwagandha-extract", "900 mg"), ("melatonin", "12 mg")
    )
}  # fmt: skip
"""Thirty entries with more findings than a screen shows, one of them about the evening as whole."""


@pytest.fixture
def coach(library):
    """A library of five plans and what is wrong with them."""
    (library / "clients").mkdir()
    write(library, "clients/anna.toml", over("Anna"))
    write(library, "clients/bo.toml", over("Bo"))
    write(library, "clients/cleo.toml", asking("Cleo"))
    write(library, "clients/dan.toml", accepting("Dan"))
    write(library, "broken.toml", BROKEN)
    return library


def rows(pilot):
    """What can be gone to in the table that is seen."""
    return [key for key in pilot.app.screen.table._rows.keys if key is not None]


def kinds(pilot):
    return [(kind.code, kind.accepted) for kind in rows(pilot)]


def plans(pilot):
    return [path.stem for path in rows(pilot)]


def counts(pilot):
    """In how many plans each kind is, as the rows say it; accepted ones have a mark here."""
    return {
        kind.code + "✓" * kind.accepted: pilot.app.screen._groups[kind].plans
        for kind in rows(pilot)
    }


def listed(pilot):
    """The rows as they are seen, without the bar for scrolling."""
    return [line[:78].rstrip() for line in screen_text(pilot.app).splitlines()[4:16]]


def said(pilot):
    """What is said of the row that the cursor is on, in one line."""
    words = str(pilot.app.screen.query_one("#said").render())
    return " ".join(words.replace("\u00a0", " ").split())


async def at(pilot, kind):
    """Open the plans that have a kind of finding."""
    await press(pilot, "home", *["down"] * rows(pilot).index(kind), "enter")


async def until(pilot, holds):
    """Wait for something that happens in a thread."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, screen_text(pilot.app)
        await pilot.pause(0.01)


# the table


@pytest.mark.parametrize("size", [(80, 24), WIDE])
async def test_it_counts_all_plans_and_groups_what_they_have_in_common(coach, size):
    async with planner(coach, size) as pilot:
        await press(pilot, "w")
        assert where(pilot) == "WeeklyScreen"
        assert "Weekly check of regimens" in shown(pilot)
        assert "limits of United States" in shown(pilot)
        assert "5 plans: ✗ 1 invalid · ! 2 warn · ? 1 ask · ✓ 1 pass" in shown(pilot)
        assert kinds(pilot) == [
            ("invalid-field", False), ("invalid-amount", False), ("invalid-time", False),
            ("above-upper-limit", False), ("standardisation-unstated", False),
            ("above-upper-limit", True), ("evidence-limited", False),
        ]  # fmt: skip
        text = screen_text(pilot.app)
        assert "! warning   above-upper-limit         magnesium" in text
        assert "Accepted with a reason: they do not count" in text
        assert "Notes: they do not count" in text


async def test_what_is_said_of_a_row_is_an_example_and_in_which_plans_it_is(coach):
    async with planner(coach, WIDE) as pilot:
        await press(pilot, "w", "down", "down", "down")
        assert "! above-upper-limit, magnesium" in shown(pilot)
        assert "warning in 2 of 5 plans" in shown(pilot)
        assert "For example “Anna”:" in shown(pilot)
        assert "– Bo" in shown(pilot)


async def test_what_was_not_checked_what_is_a_template_and_what_was_not_read_is_told(coach):
    write(coach, "tea.toml", unchecked("Tea"))
    write(coach, "t.toml", calm("Standard") + '\n[template]\ndescription = "For all"\n')
    (coach / "junk.toml").write_bytes(bytes(range(256)))
    async with planner(coach) as pilot:
        await press(pilot, "w")
        assert "1 could not be read · 1 holds something not checked · 1 template" in shown(pilot)


@pytest.mark.parametrize(
    ("keys", "first", "mark"),
    [
        ((), "invalid-field", "Severity ▾"),
        (("o",), "above-upper-limit", "Finding ▾"),
        (("o", "o"), "standardisation-unstated", "About ▾"),
        (("o", "o", "o"), "above-upper-limit", "Plans ▾"),
        (("o", "o", "o", "o"), "invalid-field", "Severity ▾"),
    ],
)
async def test_it_is_sorted_by_every_column(coach, keys, first, mark):
    async with planner(coach) as pilot:
        await press(pilot, "w", *keys)
        assert rows(pilot)[0].code == first
        assert mark in screen_text(pilot.app)
        assert kinds(pilot)[-2:] == [("above-upper-limit", True), ("evidence-limited", False)], (
            "what does not count stays apart"
        )


async def test_a_click_on_a_heading_sorts(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w")
        for heading in ("Finding", "About", "Plans", "Severity"):
            await click_words(pilot, heading)
            assert f"{heading} ▾" in screen_text(pilot.app)
        assert rows(pilot)[0].code == "invalid-field"


# the search


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("limit", {"above-upper-limit": 2, "above-upper-limit✓": 1, "evidence-limited": 4}),
        ("magnesium warning", {"above-upper-limit": 2, "above-upper-limit✓": 1}),
        ("accepted", {"above-upper-limit✓": 1}),
        ("ashwagandha", {"standardisation-unstated": 1}),
        ("anna", {"above-upper-limit": 1, "evidence-limited": 1}),
        ("bo.toml limit", {"above-upper-limit": 1, "evidence-limited": 1}),
    ],
)
async def test_a_search_by_code_substance_and_title(coach, words, expected):
    async with planner(coach) as pilot:
        await press(pilot, "w", "slash")
        await typed(pilot, words)
        assert counts(pilot) == expected
        assert "5 plans: ✗ 1 invalid" in shown(pilot), "the counts are of all plans"
        await press(pilot, "enter")
        assert isinstance(pilot.app.focused, RowsTable)
        await press(pilot, "escape")
        assert len(rows(pilot)) == 7
        assert where(pilot) == "WeeklyScreen"
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"


async def test_a_search_that_finds_nothing_says_how_to_leave_it(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w", "slash")
        await typed(pilot, "[/oops]")
        assert rows(pilot) == []
        assert "Nothing holds “[/oops]”. Press esc to show everything again." in shown(pilot)
        await press(pilot, "enter", "enter")
        assert told(pilot) == ["There is nothing to open here."]


async def test_a_search_goes_on_in_the_plans_that_a_finding_is_in(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w")
        await at(pilot, LIMIT)
        assert plans(pilot) == ["anna", "bo"]
        await press(pilot, "slash")
        await typed(pilot, "bo")
        assert plans(pilot) == ["bo"]
        await press(pilot, "escape")
        assert plans(pilot) == ["anna", "bo"]


async def test_a_search_among_all_findings_is_still_there_after_a_look_at_the_plans(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w", "slash")
        await typed(pilot, "anna")
        await press(pilot, "enter", "enter")
        assert plans(pilot) == ["anna"]
        await press(pilot, "escape")
        assert counts(pilot) == {"above-upper-limit": 1, "evidence-limited": 1}
        await press(pilot, "escape")
        assert len(rows(pilot)) == 7


# into a plan, and back


@pytest.mark.parametrize("size", [(80, 24), WIDE])
async def test_a_row_leads_to_its_plans_and_each_opens_at_the_finding(coach, size):
    async with planner(coach, size) as pilot:
        await press(pilot, "w")
        await at(pilot, LIMIT)
        assert "Weekly check: above-upper-limit, magnesium" in shown(pilot)
        assert "2 of 5 plans have it" in shown(pilot)
        assert plans(pilot) == ["anna", "bo"]
        assert "Anna" in shown(pilot)
        assert "clients/anna.toml" in shown(pilot)
        assert "400 mg" in shown(pilot)
        await press(pilot, "down", "enter")
        assert where(pilot) == "EditorScreen"
        editor = pilot.app.screen
        assert editor.document.path.name == "bo.toml"
        assert editor.pane.selected_finding.code == "above-upper-limit"
        assert editor.pane.has_focus
        assert editor.table.selected == "magnesium"
        await press(pilot, "escape")
        assert (where(pilot), plans(pilot)) == ("WeeklyScreen", ["anna", "bo"])
        assert pilot.app.screen.table.selected.stem == "bo"
        await press(pilot, "escape")
        assert pilot.app.screen.table.selected == LIMIT
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"


async def test_all_of_it_by_the_mouse(coach):
    async with planner(coach) as pilot:
        await click_words(pilot, "Check ")
        assert where(pilot) == "WeeklyScreen"
        await click_words(pilot, "above-upper-limit")
        assert pilot.app.screen.table.selected == LIMIT
        await click_words(pilot, "above-upper-limit")
        assert plans(pilot) == ["anna", "bo"]
        await click_words(pilot, "File")
        assert "File ▾" in screen_text(pilot.app)
        await click_words(pilot, "Bo ")
        await pilot.click("#do-open-finding")
        await settled(pilot)
        assert where(pilot) == "EditorScreen"
        assert pilot.app.document.regimen.title == "Bo"
        await click_words(pilot, "Back")
        await pilot.click("#do-close")
        await settled(pilot)
        assert pilot.app.screen.table.selected == LIMIT
        while pilot.app.screen.query_one("#do-close").has_class("-active"):
            await pilot.pause(0.05)  # a button takes no second click while it shows the first
        await pilot.click("#do-close")
        await settled(pilot)
        assert where(pilot) == "LibraryScreen"


@pytest.mark.parametrize("code", ["dose-above-range", "combined-total", "probable-slip"])
async def test_the_finding_is_seen_however_many_stand_above_it(library, code):
    write(library, "a.toml", table("Many mistakes", MISTAKES))
    async with planner(library) as pilot:
        await press(pilot, "w")
        kind = next(each for each in rows(pilot) if each.code == code)
        await at(pilot, kind)
        await press(pilot, "enter")
        editor = pilot.app.screen
        editor._offer(0)  # what is offered makes the findings above longer
        await until(pilot, lambda: editor.pane._remedies)
        await settled(pilot)
        assert editor.pane.selected_finding.code == code
        first = editor.pane._marked_lines().start - round(editor.pane.scroll_y)
        assert 0 <= first < editor.pane.room


async def test_a_finding_about_the_evening_as_a_whole_is_selected(library):
    write(library, "a.toml", table("Many mistakes", MISTAKES))
    async with planner(library) as pilot:
        await press(pilot, "w", "slash")
        await typed(pilot, "sedative")
        await press(pilot, "enter", "enter", "enter")
        assert where(pilot) == "EditorScreen"
        assert pilot.app.screen.pane.selected_finding.code == "sedative-load"
        assert pilot.app.screen.pane.selected_finding.entry is None


async def test_a_plan_that_has_it_several_times_is_one_row_that_says_so(library):
    write(library, "a.toml", table("Many mistakes", MISTAKES))
    async with planner(library) as pilot:
        await press(pilot, "w", "slash")
        await typed(pilot, "basis-unstated")
        await press(pilot, "enter", "enter")
        assert plans(pilot) == ["a"]
        assert "400 mg and 9 more" in shown(pilot)


async def test_an_amount_is_told_as_people_read_it(library):
    write(library, "a.toml", over("Much").replace("400 mg", "1400 mg"))
    async with planner(library) as pilot:
        await press(pilot, "w")
        await at(pilot, LIMIT)
        assert "1,400 mg" in shown(pilot)


async def test_plans_are_sorted_by_title_file_and_what_was_observed(coach):
    write(coach, "z.toml", over("Aaron").replace("400 mg", "390 mg"))
    async with planner(coach) as pilot:
        await press(pilot, "w")
        await at(pilot, LIMIT)
        assert plans(pilot) == ["z", "anna", "bo"]
        await press(pilot, "o")
        assert plans(pilot) == ["anna", "bo", "z"]
        await press(pilot, "o")
        assert plans(pilot)[-1] == "z"
        await click_words(pilot, "Plan")
        assert plans(pilot) == ["z", "anna", "bo"]


@pytest.mark.parametrize("size", [(80, 24), WIDE])
async def test_a_file_with_errors_opens_at_its_line(library, size):
    wrong = [f'\n[entries.e{n}]\nsubstance = "glycine"\ndose = "3,5 g"\nwhen = "21:00"\n'
             for n in range(24)]  # fmt: skip
    late = '\n[entries.late]\nsubstance = "glycine"\ndose = "3 g"\nwhen = "before bed"\n'
    write(library, "a.toml", "".join([PAIR, *wrong[:8], late, *wrong[8:]]))
    async with planner(library, size) as pilot:
        await press(pilot, "w", "slash")
        await typed(pilot, "invalid-time")
        await press(pilot, "enter", "enter", "enter")
        assert where(pilot) == "ProblemsScreen"
        problems = [line for line in screen_text(pilot.app).splitlines() if "✗ line" in line]
        assert "entries.late.when" in problems[0]
        await press(pilot, "escape")
        assert where(pilot) == "WeeklyScreen"
        assert plans(pilot) == ["a"]


async def test_a_file_with_errors_that_is_mended_opens_and_leads_back_here(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w", "enter", "enter")
        assert where(pilot) == "ProblemsScreen"
        write(coach, "broken.toml", calm("Mended"))
        await press(pilot, "r")
        assert where(pilot) == "EditorScreen"
        await press(pilot, "escape")
        assert where(pilot) == "WeeklyScreen"
        assert "No plan has this finding. Press esc to see all findings." in shown(pilot)
        await press(pilot, "escape")
        assert rows(pilot)[0] == LIMIT


async def test_templates_are_marked_and_one_with_fields_is_filled(library):
    fixed = over("Standard") + '\n[template]\ndescription = "For all"\n'
    write(library, "fixed.toml", fixed)
    write(library, "open.toml", fixed.replace("Standard", "Open").replace(
        'dose = "300 mg"\n', "") + '[template.fields.dose]\nkey = "entries.ashwagandha.dose"\n'
        'prompt = "How much?"\n')  # fmt: skip
    write(library, "plan.toml", over("Plan"))
    async with planner(library, WIDE) as pilot:
        await press(pilot, "w")
        await at(pilot, LIMIT)
        text = screen_text(pilot.app)
        assert "template  Open" in text
        assert "template  Standard" in text
        assert "template  Plan" not in text
        assert "open.toml (a template), line" in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == "TemplateFillScreen"
        await press(pilot, "escape")
        assert where(pilot) == "WeeklyScreen"
        await press(pilot, "end", "enter")
        assert where(pilot) == "EditorScreen"
        assert pilot.app.screen.pane.selected_finding.code == "above-upper-limit"


# what changes meanwhile


async def test_what_is_mended_is_gone_from_the_table(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w")
        await at(pilot, LIMIT)
        await press(pilot, "enter", "y", *"agreed", "enter", "w", "escape")
        assert where(pilot) == "WeeklyScreen"
        assert saved(coach / "clients" / "anna.toml").accepted[0].reason == "agreed"
        assert plans(pilot) == ["bo"]
        assert "1 of 5 plans has it" in shown(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.table.selected == LIMIT
        accepted = pilot.app.screen._groups[LIMIT._replace(accepted=True)]
        assert accepted.plans == 2


async def test_a_plan_that_was_changed_meanwhile_opens_and_says_that_it_has_it_no_longer(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w")
        await at(pilot, LIMIT)
        write(coach, "clients/anna.toml", calm("Anna"), NOW + timedelta(minutes=1))
        await press(pilot, "enter")
        assert where(pilot) == "EditorScreen"
        assert told(pilot) == [
            "This plan has the finding no longer: its file has been changed since it was checked."
        ]
        await press(pilot, "escape")
        assert plans(pilot) == ["bo"]


async def test_a_warning_that_was_accepted_meanwhile_is_the_same_finding(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w")
        await at(pilot, LIMIT)
        write(coach, "clients/anna.toml", accepting("Anna"))
        await press(pilot, "enter")
        finding = pilot.app.screen.pane.selected_finding
        assert (finding.code, finding.accepted.on) == ("above-upper-limit", date(2026, 11, 1))


async def test_a_plan_that_disappears_meanwhile_says_so_and_is_gone_afterwards(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w")
        await at(pilot, LIMIT)
        (coach / "clients" / "anna.toml").unlink()
        await press(pilot, "enter")
        assert where(pilot) == "ProblemsScreen"
        assert "No such file" in shown(pilot)
        await press(pilot, "escape")
        assert plans(pilot) == ["bo"]
        assert "4 plans" in shown(pilot)


async def test_a_file_that_goes_while_it_is_looked_for_leaves_nothing_behind(coach, monkeypatch):
    check = weekly_reading.check_plan

    def late(path, *rest):
        if path.stem == "anna":
            path.unlink()
        return check(path, *rest)

    monkeypatch.setattr(weekly_reading, "check_plan", late)
    async with planner(coach) as pilot:
        await press(pilot, "w")
        assert "4 plans: ✗ 1 invalid" in shown(pilot)
        assert "Checking" not in shown(pilot)


async def test_the_folder_is_watched(coach, monkeypatch):
    async with planner(coach) as pilot:
        monkeypatch.setattr(LibraryScreen, "WATCH_EVERY", 0.05)
        await pilot.press("w")
        await until(pilot, lambda: where(pilot) == "WeeklyScreen" and "5 plans" in shown(pilot))
        write(coach, "new.toml", over("New"))
        await until(pilot, lambda: "6 plans" in shown(pilot))
        assert pilot.app.screen._groups[LIMIT].plans == 3
        monkeypatch.setattr(LibraryScreen, "WATCH_EVERY", 0)
        await pilot.press("escape")
        await settled(pilot)
        assert where(pilot) == "LibraryScreen"


async def test_another_country_judges_every_plan_again(library):
    write(library, "a.toml", calm("Calm"))
    async with planner(library) as pilot:
        await press(pilot, "w")
        assert "✓ 1 pass" in shown(pilot)
        await press(pilot, "f9")
        await fill(pilot, "country", "DE")
        await press(pilot, "escape")
        assert where(pilot) == "WeeklyScreen"
        assert "limits of Germany" in shown(pilot)
        assert "! 1 warn" in shown(pilot)
        assert LIMIT in rows(pilot)


async def test_checking_again_judges_all_and_keeps_the_cursor(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w", "down", "down", "down")
        assert pilot.app.screen.table.selected == LIMIT
        await press(pilot, "r")
        assert pilot.app.screen.table.selected == LIMIT
        assert "5 plans:" in shown(pilot)


# nothing there


async def test_an_empty_library_says_what_to_press(library):
    async with planner(library) as pilot:
        await press(pilot, "w")
        assert "There is no plan in this folder yet. Press esc, then n for a new" in shown(pilot)
        await press(pilot, "enter", "down", "o", "r", "escape", "n")
        assert where(pilot) == "EditorScreen"


async def test_a_folder_that_is_not_there_and_one_that_is_a_file(library):
    async with planner(library / "none") as pilot:
        await press(pilot, "w")
        assert "This folder does not exist yet" in shown(pilot)
    path = write(library, "a.toml", PAIR)
    async with planner(path) as pilot:
        await press(pilot, "w")
        assert "This is a file, not a folder" in shown(pilot)


async def test_nothing_to_warn_about_is_no_approval(library):
    write(library, "a.toml", calm("A"))
    write(library, "b.toml", unchecked("B"))
    async with planner(library) as pilot:
        await press(pilot, "w")
        assert (
            "Nothing to warn about in 2 plans; 1 holds something that was not checked. Press esc"
            " to go back, or r to check again." in shown(pilot)
        )
        assert all(kind.code in {"evidence-limited", "not-checked"} for kind in rows(pilot))


async def test_from_the_archive_it_checks_the_library(coach):
    (coach / ".archive").mkdir()
    write(coach, ".archive/old.toml", over("Old"))
    async with planner(coach) as pilot:
        await press(pilot, "Z", "w")
        assert "5 plans:" in shown(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.in_archive
        assert pilot.app.screen.selected.title == "Old"


# own figures


async def test_an_own_range_is_judged_by_and_its_finding_opens(library):
    own_file(library)
    write(library, "a.toml", PAIR.replace('"300 mg"', '"500 mg"'))
    kind = Kind("outside-own-range", "ashwagandha-extract", None, accepted=False)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "w")
        assert kind in rows(pilot)
        await at(pilot, kind)
        assert "Coach Nilsen's own" in said(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.pane.selected_finding.code == "outside-own-range"


async def test_what_is_wrong_with_own_files_is_said(library):
    own_file(library)
    (library / "catalogue" / "wrong.toml").write_text("format = 1\n[ranges.zinc]\n")
    write(library, "a.toml", PAIR)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "w")
        assert "Own substances and ranges are left out" in shown(pilot)
        assert "wrong.toml:1" in shown(pilot)


# many, and worse


async def test_it_can_be_used_while_six_hundred_plans_are_judged(library, monkeypatch):
    for number in range(600):
        make = over if number % 3 == 0 else asking if number % 3 == 1 else calm
        write(library, f"c-{number:03}.toml", make(f"Client {number:03}"))
    go_on, reached = threading.Event(), threading.Event()
    check = weekly_reading.check_plan

    def slow(path, *rest):
        if path.stem == "c-300":
            reached.set()
            go_on.wait(30)
        return check(path, *rest)

    monkeypatch.setattr(weekly_reading, "check_plan", slow)
    monkeypatch.setattr(weekly_reading, "_TELL_EVERY", 0)
    async with planner(library) as pilot:
        await pilot.press("w")
        await until(pilot, reached.is_set)
        await until(pilot, lambda: "Checking, 300 of 600: ! 100 warn" in shown(pilot))
        assert counts(pilot) == {
            "above-upper-limit": 100, "standardisation-unstated": 100, "evidence-limited": 300,
        }  # fmt: skip
        await pilot.press("down", "enter", "pagedown")
        await pilot.pause()
        selected = pilot.app.screen.table.selected
        before = listed(pilot)
        assert len(plans(pilot)) == 100
        go_on.set()
        await settled(pilot)
        assert len(plans(pilot)) == 200
        assert pilot.app.screen.table.selected == selected
        assert listed(pilot) == before, "nothing moves that is looked at"
        await press(pilot, "G")
        assert pilot.app.screen.table.selected.stem == "c-598"
        await press(pilot, "escape")
        assert pilot.app.screen.table.selected == UNSTATED
        assert "600 plans: ! 200 warn · ? 200 ask · ✓ 200 pass" in shown(pilot)
        assert counts(pilot)[LIMITED.code] == 600


async def test_leaving_stops_the_judging_and_coming_back_goes_on(library, monkeypatch):
    for number in range(40):
        write(library, f"c-{number:02}.toml", over(f"Client {number:02}"))
    go_on, reached, judged = threading.Event(), threading.Event(), []
    check = weekly_reading.check_plan

    def slow(path, *rest):
        judged.append(path.stem)
        if path.stem == "c-20" and not go_on.is_set():
            reached.set()
            go_on.wait(30)
        return check(path, *rest)

    monkeypatch.setattr(weekly_reading, "check_plan", slow)
    monkeypatch.setattr(weekly_reading, "_TELL_EVERY", 0)
    async with planner(library) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: reached.is_set() and "Checking, 20 of 40" in shown(pilot))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: where(pilot) == "EditorScreen")
        go_on.set()
        await settled(pilot)
        assert judged[-1] == "c-20", "it stops with the file that it is at"
        await press(pilot, "escape")
        assert len(plans(pilot)) == 40
        assert "40 plans: ! 40 warn" in shown(pilot)
        assert judged.count("c-00") == 1, "what was judged is not judged again"


async def test_a_mistake_in_planner_itself_stops_no_other_file(coach, monkeypatch):
    from planner.library import home

    read = home.read_regimen

    def fails(path):
        if path.stem == "anna":
            raise RuntimeError("[/oops]")
        return read(path)

    async with planner(coach) as pilot:
        monkeypatch.setattr(home, "read_regimen", fails)
        await press(pilot, "w")
        assert "5 plans: ✗ 2 invalid · ! 1 warn" in shown(pilot)
        kind = Kind("invalid-file", None, None, accepted=False)
        assert kind in rows(pilot)
        await press(pilot, "home", *["down"] * rows(pilot).index(kind))
        assert "RuntimeError('[/oops]')" in shown(pilot)


async def test_hostile_titles_and_names_are_shown_as_text(library):
    for number, text in enumerate(HOSTILE):
        entries = {
            "mag": {"substance": "magnesium-bisglycinate", "dose": "900 mg", "basis": "elemental",
                    "when": "21:00"},
            "other": {"substance": "other", "name": text, "dose": "5 mg", "when": "21:00"},
        }  # fmt: skip
        tables = {"person": {"conditions": ["pregnancy"]}, "medicines": {f"m{number}": {}}}
        write(library, f"evil-{number:02}.toml", table(text[:110], entries, **tables))
    write(library, "xx.toml", f"{PAIR}\n{'k' * 200} = 1\n")
    async with planner(library, WIDE) as pilot:

        def clean():
            text = screen_text(pilot.app)
            assert "\x1b" not in text
            assert "\u202e" not in text

        await press(pilot, "w")
        for kind in rows(pilot):
            await press(pilot, "home", *["down"] * rows(pilot).index(kind))
            clean()
        await at(pilot, LIMIT)
        for text in HOSTILE[:13]:
            assert text in screen_text(pilot.app)
        for _ in HOSTILE:
            clean()
            await press(pilot, "down")
        await press(pilot, "enter")
        clean()


@pytest.mark.parametrize("width", [40, 50, 60, 80, 100, 120])
async def test_no_number_and_no_amount_is_lost_on_any_width(coach, width):
    async with planner(coach, (width, 24)) as pilot:
        await press(pilot, "w")
        row = next(each for each in screen_text(pilot.app).splitlines()
                   if "above-upper-limit" in each)  # fmt: skip
        assert " 2 " in row or row.endswith(" 2")
        await at(pilot, LIMIT)
        row = next(each for each in screen_text(pilot.app).splitlines() if "Anna" in each)
        assert "400\u00a0mg" in row
        assert all(len(each) <= width for each in screen_text(pilot.app).splitlines())


async def test_the_cursor_keys_of_every_list(coach):
    async with planner(coach) as pilot:
        await press(pilot, "w", "j", "j", "k")
        assert pilot.app.screen.table.selected == rows(pilot)[1]
        await press(pilot, "G")
        assert pilot.app.screen.table.selected == rows(pilot)[-1]
        await press(pilot, "g")
        assert pilot.app.screen.table.selected == rows(pilot)[0]
        await press(pilot, "ctrl+d")
        assert pilot.app.screen.table.selected == rows(pilot)[6]
