"""Own substances and ranges on the screen: marked, and beside what is documented."""

import pytest

from tests.own_files import EVENING, HOUSE, own_file
from tests.screens import screen_text
from tests.tui.support import HOSTILE, planner, press, settled, shown, typed, where, write


@pytest.fixture
def evening(library):
    own_file(library)
    return write(library, "evening.toml", EVENING)


def plain(text):
    return " ".join(text.replace("\u00a0", " ").split())


def evidence(pilot):
    """All of the text that can be scrolled through, in one line."""
    return plain(str(pilot.app.screen.query_one("#evidence-rows").render()))


def verdict(pilot):
    """All that the editor says beside the entries, in one line."""
    pane = pilot.app.screen.query_one("#verdict")
    return plain(" ".join(pane.line(place).plain for place in range(pane.line_count())))


async def add(pilot, text):
    """Begin an entry and type into the search."""
    await press(pilot, "a")
    await typed(pilot, text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_editor_tells_both_ranges_and_whose_the_own_one_is(library, evening, size):
    async with planner(library, size) as pilot:
        await press(pilot, "enter")
        said = verdict(pilot)
        assert "In the documented range (300 to 600 mg)" in said
        assert "! Above Coach Nilsen's own range (300 to 450 mg extract)" in said
        assert "– In Coach Nilsen's own range (150 to 300 mg elemental)" in said
        assert "– Not checked: no documented range" in said
        assert "Apigenin (Coach Nilsen's own)" in said
        assert "✓ In Coach Nilsen's own range" not in said


async def test_the_evidence_shows_the_own_range_below_the_documented_one(library, evening):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "v")
        assert where(pilot) == "EvidenceScreen"
        said = evidence(pilot)
        documented = said.index("Documented range: 300 mg to 600 mg extract a day")
        own = said.index("Coach Nilsen's own range: 300 mg to 450 mg extract a day, adults")
        assert documented < own
        assert "More did not help." in said
        assert "House rules after the 2026 audit" in said
        assert "Coach Nilsen's own, catalogue/house.toml" in said
        assert "Verified: not by Planner; an own file names it." in said


async def test_the_evidence_of_an_own_substance_claims_nothing_documented(library, evening):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "down", "down", "v")
        said = evidence(pilot)
        assert "Apigenin (Coach Nilsen's own)" in said
        assert "No documented range. It is an own substance (catalogue/house.toml)" in said
        assert "Coach Nilsen's own range: 25 mg to 50 mg apigenin a day, adults" in said
        assert "All of apigenin" not in said


async def test_the_evidence_of_a_total_names_the_sources_of_both_ranges(library, evening):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter")
        pane = pilot.app.screen.query_one("#verdict")
        pane.focus()
        await settled(pilot)
        gauge = next(each for each in pilot.app.document.verdict.gauges
                     if each.substance == "ashwagandha-extract")  # fmt: skip
        pane.select(gauge)
        await press(pilot, "v")
        said = evidence(pilot)
        assert "! Above Coach Nilsen's own range (300 to 450 mg extract)" in said
        assert said.index("WFSBP") < said.index("House rules after the 2026 audit")


async def test_an_own_substance_is_offered_taken_and_judged(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "enter")
        await add(pilot, "flavone")
        assert "Apigenin (Coach Nilsen's own)" in shown(pilot)
        await press(pilot, "enter")
        await typed(pilot, "60 mg")
        assert "Above Coach Nilsen's own range (25 to 50 mg apigenin)" in verdict(pilot)
        await press(pilot, "ctrl+s")
        assert [each.substance for each in pilot.app.document.regimen.entries.values()][-1] == (
            "apigenin"
        )


async def test_a_dose_within_the_own_range_is_one_key_away(library, evening):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter")
        pane = pilot.app.screen.query_one("#verdict")
        pane.focus()
        warning = next(each for each in pane.findings if each.code == "outside-own-range")
        pane.select(warning)
        await press(pilot, "f")
        assert pilot.app.document.regimen.entries["ash"].dose.text == "450 mg"
        assert "outside-own-range" not in {each.code for each in pane.findings}


async def test_the_library_judges_by_own_files_and_sees_their_changes(library):
    write(library, "evening.toml", EVENING)
    async with planner(library) as pilot:
        assert "invalid" in shown(pilot)
        own_file(library)
        pilot.app.screen.list_again()
        await settled(pilot)
        assert "invalid" not in shown(pilot)
        assert "warn" in shown(pilot)


async def test_the_library_says_that_an_own_file_cannot_be_used(library, evening):
    own_file(library, HOUSE.replace('lower = "300 mg"', 'lower = "500 mg"'))
    async with planner(library, (120, 40)) as pilot:
        said = shown(pilot)
        assert "Own substances and ranges are left out, 1 error" in said
        assert "house.toml:21: ranges.ashwagandha-extract.lower: 500 mg is more than" in said
        own_file(library)
        pilot.app.screen.list_again()
        await settled(pilot)
        assert "left out" not in shown(pilot)


@pytest.mark.parametrize("text", [each for each in HOSTILE if len(each) < 41])
async def test_what_an_own_file_says_is_only_text(library, text):
    import tomli_w

    own_file(library, tomli_w.dumps({
        "format": 1, "by": text, "sources": {"s": {"title": text}},
        "substances": {"apigenin": {"name": text, "about": text, "range": {
            "lower": "25 mg", "upper": "50 mg", "basis": text, "population": text, "source": "s",
        }}},
    }))  # fmt: skip
    write(library, "evening.toml", EVENING)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "v")
        await press(pilot, "escape")
        await add(pilot, "apigenin")
        assert "\x1b" not in screen_text(pilot.app)
        assert "'s own" in shown(pilot)
