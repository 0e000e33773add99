"""One person's first evening, step by step: what is typed, what is seen, what is in the file."""

import pytest

from tests.screens import screen_text
from tests.tui.support import fill, planner, press, saved, settled, shown, told, where

WIDE = (120, 60)
MOST_KEYS = 12
"""Keys that the plain evening may take beside what is typed as a value."""


class Keys:
    """Presses keys and counts them; what is typed as a value is counted apart."""

    def __init__(self, pilot):
        self.pilot = pilot
        self.pressed = 0
        self.letters = 0

    async def press(self, *keys):
        self.pressed += len(keys)
        await press(self.pilot, *keys)

    async def type(self, text):
        self.letters += len(text)
        await type_in(self.pilot, text)


async def type_in(pilot, text):
    """Type a text letter by letter."""
    await pilot.press(*text)
    await settled(pilot)


async def type_over(pilot, text):
    """Type a text in place of what stands in the field that has the focus."""
    await pilot.press("end", "ctrl+u", *text)
    await settled(pilot)


async def click_words(pilot, words, *, nth=0):
    """Click where these words stand on the screen."""
    found = [
        (line.index(words), y)
        for y, line in enumerate(screen_text(pilot.app).splitlines())
        if words in line
    ]
    assert found, f"{words!r} is not shown"
    await pilot.click(offset=found[nth])
    await settled(pilot)


async def click(pilot, selector, **more):
    assert await pilot.click(selector, **more)
    await settled(pilot)


async def evening(pilot, bedtime="22:30"):
    await press(pilot, "n", "b")
    await type_over(pilot, bedtime)
    await press(pilot, "enter")


async def begin(pilot, name):
    """Begin an entry with the first letters of what it is."""
    await press(pilot, "a")
    await type_in(pilot, name)
    await press(pilot, "enter")


async def magnesium(pilot, dose, which="1"):
    await begin(pilot, "magn")
    await press(pilot, which)
    await fill(pilot, "dose", dose)


async def ashwagandha(pilot, dose, strength, when=""):
    await begin(pilot, "ashwa")
    await fill(pilot, "dose", dose)
    await fill(pilot, "strength", strength)
    if when:
        await fill(pilot, "when", when)


async def bottle(pilot):
    """The label of a bottle: 200 mg of magnesium, as 1,400 mg of the compound, in 2 capsules."""
    await begin(pilot, "magn")
    await click_words(pilot, "mg of the substance")
    await click_words(pilot, "capsules")
    assert pilot.app.focused.id == "input-serving"
    await fill(pilot, "serving", "2 capsules")
    pilot.app.screen.query_one("#which").focus()
    await press(pilot, "3")
    await fill(pilot, "elemental", "200 mg")
    await fill(pilot, "compound", "1400 mg")


def codes(pilot):
    """The findings that count, as far as the verdict can be scrolled through."""
    return {row.code for row in pilot.app.screen.query_one("#verdict").findings if row.counts}


def table(pilot):
    """The entries with their times, in the order in which they stand there."""
    entries = pilot.app.screen.query_one("#entries")
    return " ".join(entries.line(place).plain for place in range(entries.line_count()))


def answer(pilot, name):
    said = str(pilot.app.screen.query_one(f"#field-{name} .field-answer").render())
    return said.replace("\u00a0", " ")


def verdict(pilot):
    """What the verdict says, as far as it can be scrolled through, in one line."""
    pane = pilot.app.screen.query_one("#verdict")
    text = " ".join(pane.line(place).plain for place in range(pane.line_count()))
    return " ".join(text.replace("\u00a0", " ").replace("▌", " ").split())


# 1 start


async def test_1_an_empty_library_offers_the_documented_evening(library):
    async with planner(library, WIDE) as pilot:
        assert "documented evening" in shown(pilot)
        assert pilot.app.focused.id == "start-documented"
        await press(pilot, "enter")
        assert where(pilot) == "EditorScreen"
        assert "Ashwagandha extract" in shown(pilot)
        assert "Magnesium bisglycinate" in shown(pilot)


async def test_1_a_blank_evening_takes_a_bedtime(library):
    async with planner(library, WIDE) as pilot:
        await evening(pilot, "23:30")
        assert "Bedtime 23:30" in shown(pilot)
        await magnesium(pilot, "200 mg")
        assert answer(pilot, "when") == "= 21:30 to 22:30, with bedtime 23:30"
        await press(pilot, "ctrl+s", "w", "enter")
    assert str(saved(library / "new-evening.toml").bedtime) == "23:30"


async def test_1_a_bedtime_past_midnight_is_still_the_same_evening(library):
    async with planner(library, WIDE) as pilot:
        await evening(pilot, "00:30")
        await magnesium(pilot, "200 mg")
        assert answer(pilot, "when") == "= 22:30 to 23:30, with bedtime 00:30"
        await press(pilot, "ctrl+s")
        await ashwagandha(pilot, "300 mg", "5 %", "00:10")
        await press(pilot, "ctrl+s")
        assert "bed 00:30" in shown(pilot)
        text = table(pilot)
        assert text.index("22:30–23:30") < text.index("00:10"), "in the order of the evening"
        assert codes(pilot) == {"evidence-limited"}
        await press(pilot, "down", "e")
        await fill(pilot, "when", "00:40")
        await press(pilot, "ctrl+s")
        text = table(pilot)
        assert text.index("00:40") < text.index("22:30–23:30"), "after bedtime begins the next day"


async def test_1_a_taking_past_midnight_is_judged_by_its_distance_to_bed(library):
    async with planner(library, WIDE) as pilot:
        await evening(pilot, "00:30")
        await magnesium(pilot, "200 mg")
        await fill(pilot, "when", "23:30")
        assert "outside-time-window" not in codes(pilot)
        await type_over(pilot, "00:00")
        assert "outside-time-window" in codes(pilot)
        assert "30 min before bed" in verdict(pilot)


# 2 what it is and what its label says


async def test_2_the_form_asks_what_the_label_gives(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await begin(pilot, "magn")
        assert "Magnesium bisglycinate" in shown(pilot)
        for words in ("Which does the label give?", "the magnesium itself (elemental)",
                      "the whole compound", "both, in two rows", "it does not say"):  # fmt: skip
            assert words in shown(pilot)
        assert pilot.app.focused.id == "which"


@pytest.mark.parametrize(
    ("which", "gives"),
    [
        ("1", "= 400 mg elemental magnesium"),
        ("2", "≈ 56.4 mg elemental magnesium (from 400 mg of the compound)"),
    ],
)
async def test_2_the_same_figure_is_never_taken_for_the_other(library, which, gives):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await magnesium(pilot, "400 mg", which)
        assert answer(pilot, "dose") == gives


# 3 the amount


async def test_3_three_capsules_of_a_label_for_two_are_300_mg(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await bottle(pilot)
        await fill(pilot, "dose", "3 capsules")
        assert answer(pilot, "dose") == "= 300 mg elemental magnesium"
        assert "✓ In the documented range (200 to 400 mg)" in verdict(pilot)
        assert "✓ Within the upper limit (350 mg, United States" in verdict(pilot)
        await press(pilot, "f2")
        text = str(pilot.app.screen.query_one("#evidence-rows").render()).replace("\u00a0", " ")
        for country, limit in (("United States", "350"), ("Norway", "350"), ("European", "250")):
            assert any(country in row and f" {limit} mg a day" in row for row in text.split("\n"))
        await press(pilot, "escape", "ctrl+s", "w", "enter")
    regimen = saved(library / "new-evening.toml")
    (entry,) = regimen.entries.values()
    content = regimen.products[entry.product].contents["magnesium-bisglycinate"]
    assert str(entry.dose) == "3 capsules"
    assert (str(content.elemental), str(content.compound)) == ("200 mg", "1400 mg")


async def test_3_the_limit_of_the_eu_is_lower(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n", "o", *"EU", "enter")
        await bottle(pilot)
        await fill(pilot, "dose", "3 capsules")
        assert "✓ In the documented range (200 to 400 mg)" in verdict(pilot)
        assert "! Above the upper limit (250 mg, European Union" in verdict(pilot)


@pytest.mark.parametrize("dose", [".5 g", "0,5 g", "1,400 mg"])
async def test_3_an_amount_that_can_be_read_in_two_ways_is_asked_about(library, dose):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await magnesium(pilot, dose)
        assert answer(pilot, "dose").startswith("✗ ")
        await press(pilot, "ctrl+s")
        assert where(pilot) == "EntryScreen"


# 4 the time


async def test_4_the_documented_window_is_kept_unless_another_is_said(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await magnesium(pilot, "200 mg")
        assert pilot.app.screen.query_one("#input-when").value == "1 to 2 h before bed"
        await press(pilot, "ctrl+s")
        assert "20:30–21:30" in shown(pilot)
        assert "outside-time-window" not in codes(pilot)
        await press(pilot, "w", "enter")
    (entry,) = saved(library / "new-evening.toml").entries.values()
    assert [when.text for when in entry.when] == ["1 to 2 h before bed"]


# 5 the strength


async def test_5_an_extract_below_the_documented_strength_is_said_to_be(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await ashwagandha(pilot, "600 mg", "2.5 %")
        assert "(2.5% = 15 mg withanolides)" in answer(pilot, "dose")
        assert "standardisation-below-minimum" in codes(pilot)
        assert "dose-above-range" not in codes(pilot)
        assert "dose-below-range" not in codes(pilot)
        assert "(300 to 600 mg)" in verdict(pilot)
        assert "✓ In the documented range" not in verdict(pilot), "weaker is not in the range"
        assert "5%" in verdict(pilot)
        await press(pilot, "ctrl+s")
        assert "! warning" in shown(pilot)


async def test_5_an_unknown_strength_is_a_question_and_not_in_range(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await ashwagandha(pilot, "600 mg", "")
        assert "standardisation-unstated" in codes(pilot)
        assert "✓ In the documented range" not in verdict(pilot)
        await press(pilot, "ctrl+s")
        assert "? question" in shown(pilot)


# 6 the rest of the day


async def test_6_what_is_taken_in_the_morning_counts_for_the_day(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await ashwagandha(pilot, "600 mg", "5 %")
        assert codes(pilot) == set()
        await press(pilot, "ctrl+s")
        await ashwagandha(pilot, "300 mg", "5 %", "08:00")
        assert "900 mg extract a day" in verdict(pilot)
        assert "! Above the documented range (300 to 600 mg)" in verdict(pilot)
        await press(pilot, "ctrl+s")
        assert "dose-above-range" in codes(pilot)
        text = table(pilot)
        assert text.index("08:00") < text.index("22:30"), "the morning stands before the evening"


# 7 cautions


async def test_7_a_caution_is_told_once_for_what_the_person_has(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await ashwagandha(pilot, "300 mg", "5 %")
        await press(pilot, "ctrl+s")
        await ashwagandha(pilot, "300 mg", "5 %", "08:00")
        await press(pilot, "ctrl+s")
        assert "caution" not in codes(pilot)
        await press(pilot, "p")
        await click_words(pilot, "[ ] Thyroid")
        await press(pilot, "ctrl+s")
        found = pilot.app.screen.query_one("#verdict").findings
        assert [row.observed for row in found if row.code == "caution"] == ["thyroid-disorder"]


async def test_7_an_acceptance_needs_a_reason_and_lapses_when_the_dose_changes(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await ashwagandha(pilot, "900 mg", "5 %")
        await press(pilot, "ctrl+s", "y", "enter")
        assert where(pilot) == "PromptScreen", "without a reason nothing is accepted"
        await type_in(pilot, "my doctor knows")
        await press(pilot, "enter")
        assert "dose-above-range" not in codes(pilot)
        assert "✓ accepted" in shown(pilot)
        assert "“my doctor knows”" in verdict(pilot)
        await press(pilot, "w", "enter")
        assert told(pilot)[-1] == "saved new-evening.toml (1 entry, 0 warnings, 0 not checked)"
        pilot.app.screen.query_one("#entries").focus()
        await press(pilot, "plus")
        assert codes(pilot) >= {"dose-above-range", "acceptance-lapsed"}
        assert "! warning" in shown(pilot)
        await press(pilot, "minus")
        assert "acceptance-lapsed" not in codes(pilot)
        assert "dose-above-range" not in codes(pilot)
    (row,) = saved(library / "new-evening.toml").accepted
    assert (row.code, row.observed, row.reason) == (
        "dose-above-range",
        "900 mg",
        "my doctor knows",
    )


# 8 the length


async def test_8_twelve_weeks_are_documented_and_thirteen_are_not(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await ashwagandha(pilot, "300 mg", "5 %")
        await press(pilot, "ctrl+s", "l", *"12", "enter")
        assert "12 weeks" in shown(pilot)
        assert "longer-than-documented" not in codes(pilot)
        await press(pilot, "w", "enter", "l")
        await type_over(pilot, "13")
        await press(pilot, "enter")
        assert "longer-than-documented" in codes(pilot)
        assert "91 days" in verdict(pilot)
    assert saved(library / "new-evening.toml").weeks == 12


# 9 saving


async def test_9_what_was_saved_is_said_and_the_file_is_what_was_planned(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n", "t")
        await type_over(pilot, "Evening")
        await press(pilot, "enter")
        await magnesium(pilot, "400 mg")
        await press(pilot, "ctrl+s")
        await ashwagandha(pilot, "300 mg", "5 %")
        await press(pilot, "ctrl+s", "w", "enter")
        assert told(pilot)[-1] == "saved evening.toml (2 entries, 1 warning, 0 not checked)"
        first = (library / "evening.toml").read_bytes()
        await press(pilot, "w")
        assert (library / "evening.toml").read_bytes() == first
        await begin(pilot, "luteolin")
        await fill(pilot, "dose", "50 mg")
        await press(pilot, "ctrl+s", "w")
        assert told(pilot)[-1] == "saved evening.toml (3 entries, 1 warning, 1 not checked)"
    entries = saved(library / "evening.toml").entries
    assert {name: (row.substance, str(row.dose)) for name, row in entries.items()} == {
        "magnesium": ("magnesium-bisglycinate", "400 mg"),
        "ashwagandha": ("ashwagandha-extract", "300 mg"),
        "luteolin": ("other", "50 mg"),
    }


async def test_9_a_comment_in_the_file_outlives_every_change(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        await magnesium(pilot, "200 mg")
        await press(pilot, "ctrl+s", "w", "enter", "escape")
        path = library / "new-evening.toml"
        text = path.read_text(encoding="utf-8")
        noted = "# from the dietitian\n" + text.replace("dose = ", "# not more\ndose = ")
        path.write_text(noted, encoding="utf-8")
        await press(pilot, "r", "enter", "plus", "w")
        assert path.read_text(encoding="utf-8") == noted.replace("200 mg", "225 mg")


# 11 later


async def test_11_another_bedtime_moves_the_windows_along(library):
    async with planner(library, WIDE) as pilot:
        await evening(pilot, "23:30")
        await magnesium(pilot, "200 mg")
        await press(pilot, "ctrl+s", "w", "enter", "escape", "enter")
        assert "21:30–22:30" in shown(pilot)
        await press(pilot, "b")
        await type_over(pilot, "22:45")
        await press(pilot, "enter")
        assert "bed 22:45" in shown(pilot)
        assert "20:45–21:45" in shown(pilot)
        assert "21:30–22:30" not in shown(pilot)
        await press(pilot, "w")
    regimen = saved(library / "new-evening.toml")
    assert str(regimen.bedtime) == "22:45"
    assert [when.text for when in regimen.entries["magnesium"].when] == ["1 to 2 h before bed"]


async def test_11_a_time_by_the_clock_stays_and_is_judged_anew(library):
    async with planner(library, WIDE) as pilot:
        await evening(pilot, "23:30")
        await magnesium(pilot, "200 mg")
        await fill(pilot, "when", "22:00")
        await press(pilot, "ctrl+s")
        assert "outside-time-window" not in codes(pilot)
        await press(pilot, "b")
        await type_over(pilot, "22:45")
        await press(pilot, "enter")
        assert "22:00" in shown(pilot)
        assert "outside-time-window" in codes(pilot)


# the whole of it


async def test_the_plain_evening_takes_few_keys(library):
    async with planner(library) as pilot:
        keys = Keys(pilot)
        await keys.press("n", "a")
        await keys.type("magn")
        await keys.press("enter", "1", "enter")
        await keys.type("200 mg")
        await keys.press("ctrl+s", "a")
        await keys.type("ashwa")
        await keys.press("enter")
        await keys.type("300 mg")
        await keys.press("enter")
        await keys.type("5 %")
        await keys.press("ctrl+s", "w", "enter")
        assert told(pilot)[-1] == "saved new-evening.toml (2 entries, 0 warnings, 0 not checked)"
        assert keys.pressed <= MOST_KEYS
        assert keys.letters == len("magn200 mgashwa300 mg5 %")
    entries = saved(library / "new-evening.toml").entries
    assert {name: str(row.dose) for name, row in entries.items()} == {
        "magnesium": "200 mg",
        "ashwagandha": "300 mg",
    }
    assert entries["magnesium"].basis == "elemental"
    assert entries["ashwagandha"].standardised_to.text == "5 %"


async def test_the_plain_evening_takes_no_key_at_all(library):
    async with planner(library, (100, 30)) as pilot:
        keys = Keys(pilot)
        await click(pilot, "#start-blank")
        await click(pilot, "#do-add-entry")
        await keys.type("magn")
        await click(pilot, "#offers", offset=(4, 0))
        await click(pilot, "#which", offset=(4, 0))
        await click(pilot, "#input-dose")
        await keys.type("200 mg")
        await click(pilot, "#do-save-entry")
        await click(pilot, "#do-add-entry")
        await keys.type("ashwa")
        await click(pilot, "#offers", offset=(4, 0))
        await click(pilot, "#input-dose")
        await keys.type("300 mg")
        await click(pilot, "#input-strength")
        await keys.type("5 %")
        await click(pilot, "#do-save-entry")
        await click(pilot, "#do-save-regimen")
        await click(pilot, "#keep")
        await click(pilot, "#do-leave-editor")
        assert where(pilot) == "LibraryScreen"
        assert keys.pressed == 0
    entries = saved(library / "new-evening.toml").entries
    assert entries["magnesium"].basis == "elemental"
    assert entries["ashwagandha"].standardised_to.text == "5 %"
