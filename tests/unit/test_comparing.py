"""Two side by side: what differs, and that what is the same is not said to differ."""

from planner.catalogue import load_catalogue
from planner.judge import judge
from planner.judge.comparing import Side, compare
from planner.regimen.reading import read_bytes
from tests.tui.support import PAIR

CATALOGUE = load_catalogue()


def side(text, entry=None):
    regimen = read_bytes(text.encode()).regimen
    assert regimen is not None
    return Side(regimen.title, regimen, judge(regimen, CATALOGUE, "US"), entry)


def changes(groups):
    """What differs, line by line."""
    return [
        f"{group.title}, {line.about}: {line.left} becomes {line.right}"
        for group in groups
        for line in group.lines
        if line.differs
    ]


def test_the_same_differs_in_nothing():
    groups = compare(side(PAIR), side(PAIR), CATALOGUE)
    assert not changes(groups)
    assert [group.title for group in groups] == [
        "The evening", "Ashwagandha extract", "Magnesium bisglycinate", "Totals a day", "Findings",
    ]  # fmt: skip


def test_one_dose_changes_the_dose_what_it_gives_the_total_and_the_findings():
    groups = compare(side(PAIR), side(PAIR.replace("400 mg", "200 mg")), CATALOGUE)
    said = [sentence.replace("\u00a0", " ") for sentence in changes(groups)]
    name = "Magnesium bisglycinate"
    assert f"{name}, Dose: 400 mg becomes 200 mg" in said
    assert f"{name}, Gives: 400 mg elemental magnesium becomes 200 mg elemental magnesium" in said
    assert any(each.startswith("Totals a day, Magnesium") for each in said)
    assert any("above-upper-limit" in each and each.endswith("becomes –") for each in said)
    assert not any(each.startswith("Ashwagandha") for each in said)


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
    [group] = [group for group in groups if group.title == "Magnesium bisglycinate"]
    [dose] = [line for line in group.lines if line.about == "Dose"]
    assert (dose.left.replace("\u00a0", " "), dose.right) == ("400 mg", "–")


def test_two_entries_of_one_regimen():
    groups = compare(side(PAIR, "magnesium"), side(PAIR, "ashwagandha"), CATALOGUE)
    [entries] = [group for group in groups if group.title == "The entries"]
    takes = {line.about: (line.left, line.right) for line in entries.lines}["Takes"]
    assert takes == ("Magnesium bisglycinate", "Ashwagandha extract")
    [findings] = [group for group in groups if group.title == "Findings"]
    assert any(line.about.startswith("above-upper-limit") for line in findings.lines)


def test_entries_conditions_and_medicines_are_called_by_their_names():
    person = '\n[person]\nconditions = ["thyroid-disorder"]\n\n[medicines]\nlevothyroxine = {}\n'
    twice = PAIR + PAIR[PAIR.index("[entries.magnesium]") :].replace(".magnesium", ".second")
    groups = compare(
        side(PAIR), side(twice.replace("\n[entries", f"{person}\n[entries", 1)), CATALOGUE
    )
    evening = {line.about: line.right for line in groups[0].lines}
    assert evening["Conditions"] == "Thyroid disorder"
    assert evening["Medicines"].startswith("Thyroid hormone")
    titles = [group.title for group in groups]
    assert "Magnesium bisglycinate (second)" in titles, "two of the same keep their ids"
    [findings] = [group for group in groups if group.title == "Findings"]
    about = [line.about for line in findings.lines]
    assert any(each.endswith(", Magnesium bisglycinate") for each in about)
