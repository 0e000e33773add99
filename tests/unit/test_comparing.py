"""Two side by side: what differs, and that what is the same is not said to differ."""

from planner.catalogue import load_catalogue
from planner.judge import judge
from planner.judge.comparing import Side, changes, compare
from planner.regimen.reading import read_bytes
from tests.tui.support import PAIR

CATALOGUE = load_catalogue()


def side(text, entry=None):
    regimen = read_bytes(text.encode()).regimen
    assert regimen is not None
    return Side(regimen.title, regimen, judge(regimen, CATALOGUE, "US"), entry)


def test_the_same_differs_in_nothing():
    groups = compare(side(PAIR), side(PAIR), CATALOGUE)
    assert not changes(groups)
    assert [group.title for group in groups] == [
        "The evening", "ashwagandha", "magnesium", "Totals a day", "Findings",
    ]  # fmt: skip


def test_one_dose_changes_the_dose_what_it_gives_the_total_and_the_findings():
    groups = compare(side(PAIR), side(PAIR.replace("400 mg", "200 mg")), CATALOGUE)
    said = [sentence.replace("\u00a0", " ") for sentence in changes(groups)]
    assert "magnesium, Dose: 400 mg becomes 200 mg" in said
    assert "magnesium, Gives: 400 mg elemental magnesium becomes 200 mg elemental magnesium" in said
    assert any(each.startswith("Totals a day, Magnesium") for each in said)
    assert any("above-upper-limit" in each and each.endswith("becomes –") for each in said)
    assert not any(each.startswith("ashwagandha") for each in said)


def test_an_entry_under_another_name_is_found_by_what_it_takes():
    groups = compare(side(PAIR), side(PAIR.replace("entries.magnesium", "entries.mag")), CATALOGUE)
    assert not [group for group in groups if group.title == "mag"]
    assert all(
        line.about not in ("Dose", "Takes") or not line.differs
        for group in groups
        for line in group.lines
    )


def test_an_entry_of_one_side_only_is_absent_on_the_other():
    without = PAIR[: PAIR.index("[entries.magnesium]")]
    groups = compare(side(PAIR), side(without), CATALOGUE)
    [group] = [group for group in groups if group.title == "magnesium"]
    [dose] = [line for line in group.lines if line.about == "Dose"]
    assert (dose.left.replace("\u00a0", " "), dose.right) == ("400 mg", "–")


def test_two_entries_of_one_regimen():
    groups = compare(side(PAIR, "magnesium"), side(PAIR, "ashwagandha"), CATALOGUE)
    [entries] = [group for group in groups if group.title == "The entries"]
    takes = {line.about: (line.left, line.right) for line in entries.lines}["Takes"]
    assert takes == ("Magnesium bisglycinate", "Ashwagandha extract")
    [findings] = [group for group in groups if group.title == "Findings"]
    assert any(line.about.startswith("above-upper-limit") for line in findings.lines)
