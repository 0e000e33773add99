"""What is asked for in words: countries, medicines, bedtime, reasons."""

import pytest

from planner.clock import parse_time_of_day
from planner.library.paths import settings_file
from planner.tui.screens.confirm import PromptScreen
from planner.tui.screens.facts import read_country
from planner.tui.screens.person import read_medicines
from tests.screens import screen_text
from tests.tui.support import PAIR, fill, planner, press, settled, shown, told, typed, where, write

WIDE = (120, 40)
FIXED = PAIR.replace("60 min before bed", "21:30").replace("90 min before bed", "21:00")


NBSP = "\u00a0"


def inside_box(pilot):
    """What stands in the box of a question, in one line."""
    region = pilot.app.screen.query_one("#box").content_region
    rows = screen_text(pilot.app).replace(NBSP, " ").splitlines()[region.y : region.bottom]
    return " ".join(" ".join(row[region.x : region.right] for row in rows).split())


@pytest.fixture
def evening(library):
    return write(library, "evening.toml", PAIR)


# the country


async def test_a_country_is_taken_by_its_name(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await typed(pilot, "germany")  # on the way ge is Georgia
        assert "= Germany" in shown(pilot)
        await press(pilot, "escape")
        assert "Limits of Germany (DE), your setting" in shown(pilot)
    assert 'country = "DE"' in settings_file().read_text(encoding="utf-8")


async def test_a_name_that_breaks_off_leaves_the_country_as_it_was_and_says_so(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await typed(pilot, "ger")
        await press(pilot, "escape")
        assert "It stays as it was: not set: United States" in told(pilot)[-1]
        assert '"ger" is no country' in told(pilot)[-1]
        assert pilot.app.settings.country is None


async def test_the_error_about_a_country_is_seen_whole(library):
    async with planner(library, (80, 24)) as pilot:
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await typed(pilot, "xx")
        await settled(pilot)
        assert "✗ Write a country's two letters" in shown(pilot)
        assert "or its name." in shown(pilot)


async def test_the_path_of_the_settings_is_shown_whole(library):
    async with planner(library, (60, 40)) as pilot:
        await press(pilot, "f9")
        assert str(settings_file()) in "".join(
            line.strip() for line in screen_text(pilot.app).splitlines()
        )


async def test_of_a_long_path_the_file_name_is_seen_and_the_country_with_its_label(
    library, monkeypatch, tmp_path
):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ("long" * 40) / ("folder" * 20)))
    async with planner(library, (80, 24)) as pilot:
        await press(pilot, "f9")
        assert "…" in shown(pilot)
        assert "settings.toml" in "".join(shown(pilot).split())
        pilot.app.screen.query_one("#input-country").focus()
        await settled(pilot)
        assert "Country such as US" in shown(pilot)
        assert "Whose upper limits apply" in shown(pilot)


async def test_the_label_of_the_country_never_stands_alone(library, monkeypatch):
    monkeypatch.setattr("planner.tui.screens.settings.settings_file", lambda: "settings.toml")
    async with planner(library, (80, 24)) as pilot:
        await press(pilot, "f9")
        rows = screen_text(pilot.app).splitlines()
        assert [row for row in rows if row.strip().startswith("Country ")]
        assert not [row for row in rows if row.strip() == "Country"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_warning_that_is_accepted_is_shown_whole(library, size):
    write(library, "evening.toml", PAIR)
    async with planner(library, size) as pilot:
        await press(pilot, "enter", "y")
        [finding] = [row for row in pilot.app.document.verdict.findings if row.counts
                     and row.severity == "warning"]  # fmt: skip
        assert finding.message.replace(NBSP, " ") in inside_box(pilot)
        assert "Accept (enter)" in inside_box(pilot)


async def test_what_is_longer_than_the_screen_is_read_on_with_page_down(library):
    long = " ".join(f"word{number}" for number in range(300)) + " end"
    async with planner(library, (80, 24)) as pilot:
        pilot.app.push_screen(PromptScreen("Accept", about=long, hint="It stays.", read=str))
        await settled(pilot)
        assert "Page down shows the rest of it. It stays." in inside_box(pilot)
        assert "Cancel (esc)" in shown(pilot)
        assert " end" not in inside_box(pilot)
        for _ in range(20):
            await press(pilot, "pagedown")
        assert "word299 end" in inside_box(pilot)
        await press(pilot, "pageup")
        assert "word299 end" not in inside_box(pilot)
        assert pilot.app.focused.id == "prompt"


async def test_an_evening_takes_a_country_by_its_name(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "o", *"germany", "enter")
        assert pilot.app.document.regimen.person.country == "DE"
        with pytest.raises(ValueError, match="two letters"):
            read_country("Germania", pilot.app.catalogue)
        assert read_country(" united  states ", pilot.app.catalogue) == "US"
        assert read_country("", pilot.app.catalogue) is None


# medicines


async def test_a_misspelt_medicine_is_a_question_with_the_nearest_name(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "p")
        assert "such as levothyroxine 07:00" in shown(pilot)
        await fill(pilot, "medicines", "levothyroxin 07:00")
        assert '? levothyroxin is not in the catalogue. Did you mean "levothyroxine"?' in shown(
            pilot
        )
        assert "= levothyroxin" not in shown(pilot)
        await fill(pilot, "medicines", "levothyroxine 07:00")
        assert "= levothyroxine: Thyroid hormone" in shown(pilot)


def test_a_comma_between_two_medicines_is_told_to_be_a_semicolon():
    with pytest.raises(ValueError, match="semicolon"):
        read_medicines("levothyroxine 07:00, doxycycline 20:00")
    with pytest.raises(ValueError, match="letters"):
        read_medicines("1")
    assert list(read_medicines("levothyroxine 07:00, 19:00; b12")) == ["levothyroxine", "b12"]
    with pytest.raises(ValueError, match="24:70"):
        read_medicines("levothyroxine 07:00, 24:70")


# the bedtime, and reasons


async def test_a_bedtime_that_times_are_counted_from_cannot_go(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "b", *["backspace"] * 5)
        assert "✗ ashwagandha and magnesium have times counted from bedtime" in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == "PromptScreen"
        await press(pilot, "escape")
        assert pilot.app.document.regimen.bedtime == parse_time_of_day("22:30")


async def test_a_bedtime_that_nothing_needs_can_go(library):
    write(library, "evening.toml", FIXED)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "b", *["backspace"] * 5, "enter")
        assert pilot.app.document.regimen.bedtime is None


async def test_a_reason_that_is_not_typed_yet_is_no_error(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "y")
        assert where(pilot) == "PromptScreen"
        assert "✗" not in str(pilot.app.screen.query_one("#answer").render())
        assert "It stays listed with your reason" in shown(pilot)
        await press(pilot, "enter")
        assert "✗ Write in a few words why" in shown(pilot), "now it is"


async def test_the_empty_evening_says_what_to_press_in_lines(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n")
        assert "⏎" not in shown(pilot)
        assert "Not sure what? Press i" in shown(pilot)
