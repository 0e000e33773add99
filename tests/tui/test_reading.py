"""What is read and chosen from: j, k, g and G, sections, and options taller than their pane."""

import pytest

from planner.tui.screens.evidence import EvidenceScreen
from tests.screens import screen_text
from tests.tui.support import BROKEN, PAIR, planner, press, shown, where, write

SMALL = (80, 24)
TALL_FILE = BROKEN + "".join(f'wrong-{number} = "x"\n' for number in range(30))


@pytest.mark.parametrize(
    ("keys", "pane"),
    [
        (["question_mark"], "help"),
        (["v"], "evidence"),
        (["down", "enter"], "problems"),
        (["space", "end", "equals_sign"], "compare"),
    ],
)
async def test_the_keys_of_vi_scroll_what_is_read(library, keys, pane):
    write(library, "a.toml", PAIR)
    write(library, "b.toml", TALL_FILE.replace("Broken", "Second"))
    write(library, "c.toml", PAIR.replace("Wind-down", "Other"))
    async with planner(library, (80, 16)) as pilot:
        for key in keys:
            await press(pilot, key)
        if pane == "problems" and where(pilot) != "ProblemsScreen":
            await press(pilot, "escape", "up", "enter")
        scroll = pilot.app.screen.query_one(f"#{pane}")
        await press(pilot, "j", "j", "k")
        assert scroll.scroll_y == 1
        await press(pilot, "G")
        assert scroll.scroll_y == scroll.max_scroll_y > 1
        await press(pilot, "g")
        assert scroll.scroll_y == 0


async def test_lists_go_to_their_first_and_last_row(library):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "s")
        examples = pilot.app.screen.query_one("#examples")
        await press(pilot, "G")
        assert examples.highlighted == examples.option_count - 1 > 0
        await press(pilot, "g")
        assert examples.highlighted == 0
        await press(pilot, "escape", "i", "G")
        situations = pilot.app.screen.query_one("#situations")
        assert situations.highlighted == situations.option_count - 1


async def test_every_section_of_the_evidence_comes_to_the_top_and_is_copied(library):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "v")
        screen = pilot.app.screen
        assert isinstance(screen, EvidenceScreen)
        number = len(screen._sections)
        for section in range(number):
            assert f"Section {section + 1} of {number} · Y copies it" in shown(pilot)
            title = screen._shown[screen._sections[section]].plain
            assert title in shown(pilot)
            await press(pilot, "Y")
            assert pilot.app.clipboard.startswith(title)
            assert "\u00a0" not in pilot.app.clipboard
            await press(pilot, "n")
        assert f"Section {number} of {number}" in shown(pilot), "n at the last one stays"


@pytest.mark.parametrize(("age", "limit"), [(None, "350 mg"), (16, "350 mg"), (5, "110 mg")])
async def test_the_limit_in_use_is_marked_once_and_explained(library, age, limit):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 60)) as pilot:
        screen = EvidenceScreen(["magnesium"], None, country="US", age=age)
        pilot.app.push_screen(screen)
        await press(pilot)
        text = str(screen.query_one("#evidence-rows").render()).replace("\u00a0", " ")
        (marked,) = [row for row in text.split("\n") if row.startswith("▶ United")]
        assert limit in marked
        assert "▶ is the limit in use here: United States" in text


async def test_cautions_say_names(library):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "v")
        text = str(pilot.app.screen.query_one("#evidence-rows").render())
        assert "Weak kidneys (kidney impairment):" in text.replace("\u00a0", " ")
        assert "kidney-impairment" not in text


async def test_the_evidence_of_everything_is_a_command_of_the_library(library):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "ctrl+p", *"evidence", "enter")
        assert where(pilot) == "EvidenceScreen"
        text = str(pilot.app.screen.query_one("#evidence-rows").render())
        assert "Magnesium bisglycinate" in text
        assert "Ashwagandha extract" in text
        assert text.count("All of magnesium") == 1


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 20)])
async def test_all_of_a_tall_option_is_reached_by_keys(library, size):
    async with planner(library, size) as pilot:
        await press(pilot, "i", "enter")
        documented = pilot.app.screen.query_one("#documented")
        seen = shown(pilot)
        for _ in range(60):
            before = (documented.highlighted, documented.scroll_y)
            await press(pilot, "j")
            now = (documented.highlighted, documented.scroll_y)
            if documented.highlighted < (before[0] or 0):  # round to the first one again
                break
            seen += shown(pilot)
            assert now != before
        for words in ("Sources:", "cramps in", "Both together:", "on its own here."):
            assert words in seen


async def test_situations_take_one_line_each_where_room_is_scarce(library):
    async with planner(library, SMALL) as pilot:
        await press(pilot, "i")
        lines = screen_text(pilot.app).splitlines()
        assert "Muscle tension  Tight or cramping" in "\n".join(lines)
        assert any("Building resilience" in line for line in lines), "all of them are seen"


async def test_the_source_of_a_situation_is_not_called_that_of_a_finding(library):
    async with planner(library, (120, 40), "DE") as pilot:
        await press(pilot, "i", "v")
        text = str(pilot.app.screen.query_one("#evidence-rows").render()).replace("\u00a0", " ")
        assert "finding" not in text.split("\n")[0]
        assert "▶ is the limit in use here: Germany, adults" in text
