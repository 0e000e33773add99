"""What a figure stands on, one key away from it; and what is documented for a situation."""

import re

import pytest
from textual.app import App

from planner.catalogue import load_catalogue
from planner.catalogue.situations import load_situations
from tests.screens import screen_text
from tests.tui.support import (
    PAIR,
    fill,
    planner,
    press,
    saved,
    settled,
    shown,
    told,
    where,
    write,
)

WIDE = (120, 40)
CATALOGUE = load_catalogue()
SITUATIONS = load_situations().situations


MELATONIN = """
[entries.melatonin]
substance = "melatonin"
dose = "3 mg"
when = "30 min before bed"
"""


@pytest.fixture
def evening(library):
    return write(library, "evening.toml", PAIR)


def evidence(pilot):
    """All of the text that can be scrolled through, in one line."""
    text = str(pilot.app.screen.query_one("#evidence-rows").render())
    return " ".join(text.replace("\u00a0", " ").split())


def rows(pilot):
    text = str(pilot.app.screen.query_one("#evidence-rows").render())
    return text.replace("\u00a0", " ").split("\n")


def top(pilot):
    """The first line of the evidence that is seen."""
    lines = screen_text(pilot.app).replace("\u00a0", " ").splitlines()
    title = next(y for y, line in enumerate(lines) if line.strip() == "Evidence")
    first = pilot.app.screen.query_one("#evidence").content_region.y
    assert first > title
    return lines[first].strip(" ▁▂▃▄▅▆▇█")


def limit_source(country):
    limits = CATALOGUE.families["magnesium"].upper_limits
    return CATALOGUE.source(next(row.source for row in limits if row.country == country)).title


# one key from a figure to its source


async def test_from_a_gauge(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        pilot.app.screen.query_one("#verdict").focus()
        for key in ("v", "enter"):
            await press(pilot, key)
            assert where(pilot) == "EvidenceScreen"
            assert top(pilot).startswith("Magnesium: 400 mg elemental a day")
            first, *_ = evidence(pilot).split("Magnesium bisglycinate Magnesium bound")
            assert "✓ In the documented range (200 to 400 mg)" in first
            assert "! Above the upper limit (350 mg" in first
            assert limit_source("US") in first
            assert "Verified:" in first
            await press(pilot, "escape")
            assert where(pilot) == "EditorScreen"


async def test_from_a_finding(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        pane = pilot.app.screen.query_one("#verdict")
        pane.focus()
        await settled(pilot)
        for finding in pane.findings:
            pane.select(finding)
            await press(pilot, "v")
            assert top(pilot) == "The source of the finding"
            assert CATALOGUE.source(finding.source).title in evidence(pilot)
            assert "All of magnesium" in evidence(pilot)
            await press(pilot, "escape")


async def test_from_an_entry(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "v")
        assert top(pilot) == "Magnesium bisglycinate"
        await press(pilot, "escape", "down", "v")
        assert top(pilot) == "Ashwagandha extract"
        assert "Documented range: 300 mg to 600 mg extract a day" in evidence(pilot)


async def test_from_the_form_of_an_entry(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "e", "f2")
        assert top(pilot) == "Magnesium bisglycinate"
        await press(pilot, "escape")
        assert where(pilot) == "EntryScreen"
        assert pilot.app.focused.id == "input-dose", "one types on where one was"
        pilot.app.screen.query_one("#verdict").focus()
        await press(pilot, "f2")
        assert top(pilot).startswith("Magnesium: 400 mg elemental a day")
        await press(pilot, "escape", "down", "enter")
        assert top(pilot) == "The source of the finding"


async def test_from_the_form_before_anything_is_saved(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n", "a", *"ashwa", "enter")
        await fill(pilot, "dose", "900 mg")
        await press(pilot, "f2")
        assert top(pilot) == "Ashwagandha extract"
        await press(pilot, "escape", "ctrl+s")
        assert list(pilot.app.document.regimen.entries) == ["ashwagandha"]


async def test_the_mouse_opens_it_too(library, evening, monkeypatch):
    monkeypatch.setattr(App, "CLICK_CHAIN_TIME_THRESHOLD", 60)  # however slow the machine is
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        assert await pilot.click("#do-show-evidence")
        await settled(pilot)
        assert where(pilot) == "EvidenceScreen"
        assert await pilot.click("#do-close")
        await settled(pilot)
        assert await pilot.click("#verdict", offset=(4, 1), times=2)
        await settled(pilot)
        assert where(pilot) == "EvidenceScreen"


async def test_what_the_catalogue_lacks_is_said_to_be_unchecked(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n", "a", *"luteolin", "enter")
        await fill(pilot, "dose", "50 mg")
        await press(pilot, "f2")
        assert "The catalogue has nothing about this: it is kept and not checked." in shown(pilot)


async def test_a_finding_about_no_substance_is_not_said_to_be_unknown(library):
    text = PAIR.replace("400 mg", "300 mg") + MELATONIN
    write(library, "evening.toml", text)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        pane = pilot.app.screen.query_one("#verdict")
        pane.focus()
        [load] = [each for each in pane.findings if each.code == "sedative-load"]
        assert load.substance is None
        pane.select(load)
        await press(pilot, "v")
        assert top(pilot) == "The source of the finding"
        assert CATALOGUE.source(load.source).title in evidence(pilot)
        assert "What the finding says Several things that make sleepy" in evidence(pilot)
        for name in ("Melatonin", "Ashwagandha extract"):
            assert name in rows(pilot), "what it is about is shown as well"
        assert "nothing about this" not in evidence(pilot)


async def test_a_form_in_which_nothing_is_chosen_says_so(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n", "a", "f2")
        assert where(pilot) == "EvidenceScreen"
        assert "nothing about this" not in shown(pilot)
        assert "No substance is chosen yet" in shown(pilot)


# the table of limits


@pytest.mark.parametrize("country", [None, "DE", "EU"])
async def test_the_limits_of_all_countries_stand_in_one_table(library, evening, country):
    async with planner(library, WIDE, country) as pilot:
        await press(pilot, "enter", "v")
        text = rows(pilot)
        start = text.index("Upper limits of all countries")
        table = []
        for limit in CATALOGUE.families["magnesium"].upper_limits:
            name, amount = CATALOGUE.country_name(limit.country), limit.amount.shown
            wanted = re.compile(
                rf"([▶ ]) {re.escape(name)} +{re.escape(amount.replace(chr(0xA0), ' '))} a day,"
                rf" {re.escape(limit.population[:20])}"
            )
            found = [row for row in text[start:] if wanted.match(row)]
            assert found, (name, amount)
            own = limit.country == (country or "US") and limit.holds_for(None)
            table.append((found[0], own))
        assert len({row.index(" a day,") for row, _ in table}) == 1, "amounts end in one column"
        assert all(row.startswith("▶") == own for row, own in table)
        assert any(own for _, own in table)
        for limit in CATALOGUE.families["magnesium"].upper_limits:
            assert CATALOGUE.source(limit.source).title in evidence(pilot)


# sections and copying


async def test_keys_go_from_section_to_section_and_back(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "v")
        seen = [top(pilot)]
        for _ in range(5):
            await press(pilot, "n")
            seen.append(top(pilot))
        assert seen[:3] == ["Magnesium bisglycinate", "What was tested", "All of magnesium"]
        assert "Upper limits of all countries" in seen
        assert "Cautions" in seen
        assert len(set(seen)) == len(seen)
        for before in seen[-2::-1]:
            await press(pilot, "p")
            assert top(pilot) == before
        await press(pilot, "p")
        assert top(pilot) == seen[0]


async def test_the_section_at_the_top_is_copied_with_its_sources(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "v", "n", "n", "n", "Y")
        copied = pilot.app.clipboard
        assert copied.startswith("Upper limits of all countries\n")
        assert limit_source("EU") in copied.replace("\n", " ").replace("  ", " ")
        assert "Cautions" not in copied
        assert "Copied, where the terminal allows it" in told(pilot)[-1]


# what is documented for a situation


def words(text):
    return " ".join(text.replace("\u00a0", " ").split())


def documented(pilot):
    """The rows of the situation that is highlighted, as they can be scrolled through."""
    options = pilot.app.screen.query_one("#documented").options
    return [words(str(option.prompt)) for option in options]


@pytest.mark.parametrize("place", range(len(SITUATIONS)), ids=lambda n: SITUATIONS[n].id)
async def test_a_situation_says_what_is_documented_how_well_and_by_whom(library, place):
    situation = SITUATIONS[place]
    strengths = load_situations().strengths
    async with planner(library, WIDE) as pilot:
        await press(pilot, "i", *["down"] * place)
        assert situation.name in shown(pilot)
        told_of = documented(pilot)
        assert len(told_of) == len(situation.rows) + 1, "the last one is about the pair"
        for row, text in zip(situation.rows, told_of, strict=False):
            assert text.startswith(CATALOGUE.substances[row.substance].name)
            assert words(row.says) in text
            strength = strengths[row.strength]
            assert f"{strength.sign} {strength.words}: {words(strength.means)}" in text
            for source in row.sources:
                assert CATALOGUE.source(source).short in text
            assert (words(f"! {row.trouble}") in text) == bool(row.trouble)
        assert told_of[-1].startswith("Both together: no trial of the pair was found")
        assert "no advice" in shown(pilot)
        assert situation.rows[0].says[:20] in shown(pilot)


def test_what_is_weak_or_wrongly_cited_is_among_what_is_shown():
    every = [row for situation in SITUATIONS for row in situation.rows]
    assert sum(bool(row.trouble) for row in every) >= 5
    assert {row.strength for row in every} >= {"other-product", "review", "claim", "nothing"}


@pytest.mark.parametrize("place", range(len(SITUATIONS)), ids=lambda n: SITUATIONS[n].id)
async def test_a_choice_starts_an_entry_with_its_reason(library, place):
    situation = SITUATIONS[place]
    row = situation.rows[-1]
    below = ["down"] * (len(situation.rows) - 1)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "i", *["down"] * place, "enter", *below, "enter")
        assert where(pilot) == "EntryScreen"
        assert CATALOGUE.substances[row.substance].name in shown(pilot)
        assert pilot.app.screen.query_one("#input-reason").value == row.reason
        await fill(pilot, "dose", "300 mg")
        await press(pilot, "ctrl+s", "w", "enter")
    (entry,) = saved(library / "new-evening.toml").entries.values()
    assert (entry.substance, entry.reason) == (row.substance, row.reason)


async def test_a_choice_joins_the_open_evening(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "i", "enter", "enter")
        assert where(pilot) == "EntryScreen"
        await fill(pilot, "dose", "100 mg")
        await press(pilot, "ctrl+s")
        assert len(pilot.app.document.regimen.entries) == 3
        assert pilot.app.document.path == evening


async def test_the_mouse_chooses_too(library):
    async with planner(library, WIDE) as pilot:
        await pilot.click("#start-choosing")
        await settled(pilot)
        lines = screen_text(pilot.app).splitlines()
        y = next(y for y, line in enumerate(lines) if "Stress" in line)
        await pilot.click(offset=(3, y))
        await settled(pilot)
        assert documented(pilot)[0].startswith("Ashwagandha")
        assert await pilot.click("#documented", offset=(3, 0))
        await settled(pilot)
        assert where(pilot) == "EntryScreen"
        assert pilot.app.screen.query_one("#input-reason").value == SITUATIONS[2].rows[0].reason


async def test_the_evidence_of_a_choice_begins_with_the_source_of_what_was_said(library):
    row = SITUATIONS[0].rows[0]
    async with planner(library, WIDE) as pilot:
        await press(pilot, "i", "v")
        assert top(pilot) == "The source of what is said there"
        assert CATALOGUE.source(row.sources[0]).title in shown(pilot)
        assert "Magnesium bisglycinate" in evidence(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "ChoosingScreen"


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_without_a_choice_starts_nothing(library, key):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "i", key)
        assert where(pilot) == "LibraryScreen"
        assert pilot.app.document is None
