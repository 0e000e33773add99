"""What differs between two regimens and between two verdicts, value by value and in sentences."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.judge import judge, judge_reading
from planner.judge.differences import verdict_differences
from planner.regimen.differences import (
    Change,
    differences,
    reading_differences,
    reading_facts,
    renamed_entries,
)
from planner.regimen.models import Regimen, SharedProduct
from planner.regimen.reading import read_bytes
from planner.regimen.writing import regimen_table, write_text
from tests.strategies import edited, hand_typed, regimens

CATALOGUE = load_catalogue()
HEAD = 'format = 1\ntitle = "Evening"\nbedtime = "22:30"\n'
MAGNESIUM = """
[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "200 mg"
basis = "elemental"
when = "1 to 2 h before bed"
"""
ASHWAGANDHA = """
[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "21:00"
"""
NIGHT = """
[entries.night]
product = "night-mag"
dose = "2 capsules"
when = "21:00"

[products.night-mag]
name = "Night Mag"
serving = "2 capsules"

[products.night-mag.contents.magnesium-bisglycinate]
elemental = "100 mg"
"""
PLAN = HEAD + MAGNESIUM + ASHWAGANDHA


def reading(text):
    return read_bytes(text.encode())


def found(old, new, catalogue=CATALOGUE):
    return reading_differences(reading(old), reading(new), catalogue)


def said(old, new, catalogue=CATALOGUE):
    return [each.sentence.replace("\u00a0", " ") for each in found(old, new, catalogue)]


def changed(text, *pairs):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_one_dose_is_one_difference_with_its_values():
    [each] = found(PLAN, changed(PLAN, ("200 mg", "300 mg")))
    assert (each.kind, each.change, each.key) == ("dose", "changed", "entries.magnesium.dose")
    assert (each.old, each.new, each.matters) == ("200 mg", "300 mg", True)
    assert each.sentence.replace("\u00a0", " ") == (
        "magnesium: dose 200 mg elemental becomes 300 mg elemental"
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "Evening"', 'title = "Night"', 'title: "Evening" becomes "Night"'),
        ("\n[entries.m", "weeks = 8\n[entries.m", "length: 8 weeks is added"),
        ("\n[entries.m", "start = 2026-12-01\n[entries.m", "start: 2026-12-01 is added"),
        ("\n[entries.m", 'notes = "Dim."\n[entries.m', 'notes: "Dim." is added'),
        ("\n[entries.m", "\n[person]\nage = 42\n[entries.m", "person: age 42 is added"),
        (
            "\n[entries.m", '\n[person]\nconditions = ["thyroid-disorder"]\n[entries.m',
            "person: condition thyroid disorder is added",
        ),
        (
            "\n[entries.m", '\n[medicines]\nlevothyroxine = { when = "07:00" }\n[entries.m',
            "medicine levothyroxine: added, at 07:00",
        ),
        (
            "magnesium-bisglycinate", "magnesium-citrate",
            "magnesium: magnesium bisglycinate becomes magnesium citrate",
        ),
        (
            'basis = "elemental"\n', 'basis = "compound"\n',
            "magnesium: dose counted as elemental becomes the whole compound",
        ),
        ('"5 %"', '"2.5 %"', "ashwagandha: strength 5% becomes 2.5%"),
        ('standardised_to = "5 %"\n', "", "ashwagandha: strength 5% becomes not stated"),
        (
            "1 to 2 h before", "45 min before",
            "magnesium: taken 1 to 2 hours before bed (20:30 to 21:30) becomes 45 minutes before"
            " bed (21:45)",
        ),
        ('"21:00"', '"21:15"', "ashwagandha: taken at 21:00 becomes at 21:15"),
        (
            '"21:00"', '["08:00", "21:00"]',
            "ashwagandha: taken at 21:00 becomes at 08:00 and at 21:00",
        ),
        (
            '"21:00"\n', '"21:00"\ndays = ["fri", "mon"]\n',
            "ashwagandha: taken every day becomes on Mondays and Fridays",
        ),
        (
            '"21:00"\n', '"21:00"\nreason = "Tired"\n',
            'ashwagandha: reason "Tired" is added',
        ),
        (
            'dose = "300 mg"',
            'phases = [{ weeks = 2, dose = "300 mg" }, { weeks = 6, dose = "0.6 g" }]',
            "ashwagandha: dose 300 mg becomes 300 mg in weeks 1 to 2, then 600 mg in weeks 3 to 8",
        ),
    ],
)  # fmt: skip
def test_each_key_has_a_sentence(old, new, sentence):
    assert sentence in said(PLAN, changed(PLAN, (old, new)))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"Night Mag"', '"Day Mag"', 'label of night-mag: name "Night Mag" becomes "Day Mag"'),
        (
            'serving = "2 capsules"', 'serving = "1 capsule"',
            "label of night-mag: serving 2 capsules becomes 1 capsule",
        ),
        (
            'serving = "2 capsules"\n', 'serving = "2 capsules"\nprice = "18.90 EUR"\n',
            "label of night-mag: price 18.90 EUR is added",
        ),
        (
            '"100 mg"', '"0.15 g"',
            "label of night-mag: magnesium bisglycinate per serving, 100 mg elemental becomes"
            " 150 mg elemental",
        ),
        (
            "\n[products.night-mag.c",
            '\n[products.night-mag.contents.zinc]\nname = "Zinc"\namount = "5 mg"\n'
            "[products.night-mag.c",
            "label of night-mag: Zinc is added, 5 mg per serving",
        ),
        ('"2 capsules"\nwhen', '"0.5 capsules"\nwhen',
         "night: dose 2 capsules becomes half a capsule"),
    ],
)  # fmt: skip
def test_each_row_of_a_label_has_a_sentence(old, new, sentence):
    assert said(HEAD + NIGHT, changed(HEAD + NIGHT, (old, new))) == [sentence]


def test_what_was_accepted_where_it_comes_from_and_a_template_are_told():
    accepted = (
        '\n[[accepted]]\ncode = "above-upper-limit"\nentry = "magnesium"\nobserved = "400 mg"\n'
        'reason = "Agreed"\non = 2026-11-20\n'
    )
    derived = '\n[derived]\ntemplate = "wind-down"\nversion = "0123456789ab"\n'
    template = (
        '\n[template]\ndescription = "For all"\n[template.fields.dose]\n'
        'key = "entries.magnesium.dose"\nprompt = "How much?"\ndefault = "0.2 g"\n'
    )
    assert said(PLAN, PLAN + accepted) == [
        "accepted: above-upper-limit of magnesium is added, observed \"400 mg\", reason \"Agreed\""
    ]  # fmt: skip
    assert said(PLAN + accepted, PLAN + accepted.replace("Agreed", "Asked")) == [
        'accepted: above-upper-limit of magnesium, reason "Agreed" becomes "Asked"'
    ]
    assert said(PLAN, PLAN + derived) == [
        'made from template: added, "wind-down", version 0123456789ab'
    ]
    paused = derived + 'paused = "On holiday"\n'
    assert said(PLAN + derived, PLAN + paused.replace("0123456789ab", "ba9876543210")) == [
        'made from template: version "0123456789ab" becomes "ba9876543210"',
        'made from template: paused "On holiday" is added',
    ]
    assert said(PLAN, PLAN + template) == [
        'template: description "For all" is added',
        "template: field dose is added, for entries.magnesium.dose, 200 mg unless filled",
    ]
    more = template.replace('"0.2 g"', '"300 mg"')
    assert said(PLAN + template, PLAN + more) == [
        "template: field dose, default 200 mg becomes 300 mg"
    ]


def test_a_key_that_a_template_leaves_open_is_compared():
    template = (
        '\n[template]\ndescription = "x"\n[template.fields.dose]\n'
        'key = "entries.magnesium.dose"\nprompt = "How much?"\n'
    )
    open_dose = changed(PLAN, ('dose = "200 mg"\n', "")) + template
    assert said(open_dose, open_dose.replace("1 to 2 h", "2 to 3 h")) == [
        "magnesium: taken 1 to 2 hours before bed (20:30 to 21:30) becomes 2 to 3 hours before bed"
        " (19:30 to 20:30)"
    ]


def test_a_moved_bedtime_shows_the_times_that_moved_with_it_and_those_that_did_not():
    assert said(PLAN, changed(PLAN, ("22:30", "00:15"))) == [
        "bedtime: 22:30 becomes 00:15",
        "magnesium: 20:30 to 21:30 becomes 22:15 to 23:15 by the clock, with the bedtime",
        "ashwagandha: still at 21:00; 1 hour 30 minutes before bed becomes 3 hours 15 minutes"
        " before bed",
    ]
    morning = changed(PLAN, ('"21:00"', '"07:00"'))
    assert len(said(morning, changed(morning, ("22:30", "22:45")))) == 2, "no morning has moved"


def test_entries_come_and_go_as_a_whole():
    assert said(HEAD + MAGNESIUM, PLAN) == [
        "ashwagandha: added, 300 mg of ashwagandha extract (5%), at 21:00"
    ]
    [gone] = found(PLAN, HEAD + MAGNESIUM)
    assert gone.sentence.startswith("ashwagandha: removed; it was 300\u00a0mg of ashwagandha")
    assert (gone.change, gone.new) == (Change.REMOVED, None)
    assert gone.old == {
        "substance": "ashwagandha-extract", "dose": "300 mg", "standardised_to": "5 %",
        "when": "21:00",
    }  # fmt: skip


def test_a_label_comes_with_its_contents():
    sentences = said(HEAD + MAGNESIUM, HEAD + MAGNESIUM + NIGHT)
    assert sentences == [
        "night: added, 2 capsules of Night Mag, at 21:00",
        'label of night-mag: added, "Night Mag", one serving is 2 capsules and holds magnesium'
        " bisglycinate, 100 mg elemental",
    ]


def test_an_entry_with_another_name_and_the_same_content_is_renamed():
    renamed = PLAN.replace("entries.magnesium", "entries.mag")
    both = found(PLAN, renamed)
    assert [each.sentence for each in both] == [
        "magnesium: renamed to mag; nothing else of it differs"
    ]
    assert renamed_entries(both) == {"magnesium": "mag"}
    dosed_otherwise = changed(renamed, ("200 mg", "300 mg"))
    assert [each.change for each in found(PLAN, dosed_otherwise)] == ["added", "removed"]


def test_a_label_with_another_name_takes_its_entries_with_it():
    renamed = (HEAD + NIGHT).replace("night-mag", "night-2")
    assert said(HEAD + NIGHT, renamed) == [
        "label of night-mag: renamed to night-2; nothing else of it differs"
    ]


def test_only_the_phase_that_changed_is_told():
    phases = 'phases = [{ weeks = 2, dose = "300 mg" }, { weeks = 6, dose = "600 mg" }]'
    plan = changed(PLAN, ('dose = "300 mg"', phases))
    [each] = found(plan, changed(plan, ('"600 mg"', '"450 mg"')))
    assert each.key == "entries.ashwagandha.phases.2.dose"
    assert each.sentence.replace("\u00a0", " ") == (
        "ashwagandha: dose in weeks 3 to 8, 600 mg becomes 450 mg"
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '"200 mg"', '"0.2 g"',
            "magnesium: dose is the same amount, written 0.2 g instead of 200 mg",
        ),
        (
            "magnesium-bisglycinate", "magnesium-glycinate",
            "magnesium: is the same substance, written magnesium-glycinate instead of"
            " magnesium-bisglycinate",
        ),
    ],
)  # fmt: skip
def test_the_same_written_in_another_way_does_not_matter(old, new, sentence):
    [each] = found(PLAN, changed(PLAN, (old, new)))
    assert (each.sentence, each.matters) == (sentence, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"200 mg"', '"200.0 MG" # as printed'),
        ('"22:30"', '"10:30 pm"'),
        ("1 to 2 h before bed", "120 to 60 min before bed"),
        ('"5 %"', '"min. 5 %"'),
        ("[entries.magnesium]", "# the mineral\n[entries.magnesium]"),
    ],
)
def test_layout_is_no_difference(old, new):
    assert not found(PLAN, changed(PLAN, (old, new)))
    assert not found(PLAN, HEAD + ASHWAGANDHA + MAGNESIUM), "nor is the order of entries"


def test_without_a_catalogue_things_are_called_by_their_ids():
    other = changed(PLAN, ("magnesium-bisglycinate", "magnesium-citrate"), ("200 mg", "300 mg"))
    assert said(PLAN, other, None) == [
        "magnesium: magnesium-bisglycinate becomes magnesium-citrate",
        "magnesium: dose 200 mg elemental becomes 300 mg elemental",
    ]


def test_of_a_mineral_it_is_always_said_what_the_dose_is_of():
    bare = changed(PLAN, ('basis = "elemental"\n', ""))
    assert said(bare, changed(bare, ("200 mg", "300 mg"))) == [
        "magnesium: dose 200 mg (not stated whether elemental or compound) becomes 300 mg (not"
        " stated whether elemental or compound)"
    ]
    in_mmol = changed(bare, ("200 mg", "8 mmol"))
    assert said(in_mmol, changed(in_mmol, ("8 mmol", "10 mmol"))) == [
        "magnesium: dose 8 mmol elemental becomes 10 mmol elemental"
    ]


def test_an_amount_that_is_none_is_compared_as_it_is_written():
    wrong = changed(PLAN, ('"200 mg"', '"1,5 g"'))
    assert said(PLAN, wrong) == ['magnesium: dose 200 mg elemental becomes "1,5 g"']
    number = changed(PLAN, ('"200 mg"', "200"), ('"21:00"', "21:00:00"))
    assert "magnesium: dose 200 mg elemental becomes 200" in said(PLAN, number)
    unknown = changed(PLAN, ("[entries.magnesium]\n", '[entries.magnesium]\nsubstnce = "x"\n'))
    assert said(PLAN, unknown) == ['magnesium: substnce "x" is added']


def test_a_long_text_is_quoted_where_it_parts():
    notes = "Dim the lights at nine, " * 5
    old = changed(PLAN, ("\n[entries.m", f'notes = "{notes}then read."\n[entries.m'))
    new = old.replace("then read", "then sleep")
    assert said(old, new) == [
        'notes: "… Dim the lights at nine, then read." becomes'
        ' "… Dim the lights at nine, then sleep."'
    ]


def test_nothing_in_a_sentence_acts_on_a_terminal():
    hostile = changed(PLAN, ("\n[entries.m", 'notes = "\\u001b[31m\\nred"\n[entries.m'))
    [sentence] = said(PLAN, hostile)
    assert sentence == 'notes: "\\x1b[31m⏎red" is added'
    fact = next(
        each for each in reading_facts(reading(hostile)).facts.values() if each.about == "notes"
    )
    assert fact.sentence == 'notes: "\\x1b[31m⏎red"'


def with_shelf_label(regimen, label):
    shared = SharedProduct(**dict(label), id="night-mag", home=Path("shelf"))
    return regimen.model_copy(update={"products": {"night-mag": shared}})


def test_a_label_of_the_shelf_is_compared_and_told_from_an_own_one():
    own = reading(HEAD + NIGHT).regimen
    assert own is not None
    label = own.products["night-mag"]
    shared = with_shelf_label(own, label)
    assert [each.sentence for each in differences(own, shared)] == [
        "label of night-mag: the plan's own becomes the one on the shelf"
    ]
    assert not differences(shared, shared)
    weaker = reading(changed(HEAD + NIGHT, ("100 mg", "50 mg"))).regimen
    assert weaker is not None
    [each] = differences(shared, with_shelf_label(own, weaker.products["night-mag"]))
    assert (each.old, each.new) == ("100 mg", "50 mg")


def test_a_regimen_that_there_was_not_is_all_added():
    regimen = reading(PLAN).regimen
    assert {each.change for each in differences(None, regimen)} == {Change.ADDED}
    assert {each.change for each in differences(regimen, None)} == {Change.REMOVED}
    assert not differences(None, None)


# whatever a file holds


def meant(regimen: Regimen) -> object:
    """What a regimen plans, without what only orders it."""
    table = regimen_table(regimen)
    for row in (*table.get("entries", {}).values(), *table.get("medicines", {}).values()):
        if isinstance(row.get("when"), list):
            row["when"] = sorted(row["when"])
        if "days" in row:
            row["days"] = sorted(row["days"])
    person = table.get("person", {})
    if "conditions" in person:
        person["conditions"] = sorted({*person["conditions"]})
    table.setdefault("person", {})
    accepted = table.pop("accepted", [])
    keys = ("code", "entry", "substance")
    accepted.sort(key=lambda row: [row.get(key, "") for key in keys])
    return table, accepted


@settings(max_examples=60)
@given(st.data())
def test_something_differs_exactly_where_something_else_is_meant(data):
    old = data.draw(regimens)
    new = data.draw(edited(old))
    is_same = meant(old) == meant(new)
    for one, other in ((old, new), (new, old)):
        each = differences(one, other)
        # what is written in another unit is told too, so that nothing goes by unseen
        assert bool(each) is not is_same
        assert all("\n" not in difference.sentence for difference in each)
    assert not differences(old, old, CATALOGUE)


@settings(max_examples=40)
@given(st.data())
def test_what_was_read_differs_as_what_was_made_does(data):
    old = data.draw(regimens)
    new = data.draw(edited(old))
    typed = reading(data.draw(hand_typed(regimen_table(new))))
    made = differences(old, new, CATALOGUE)
    assert {(each.path, each.change) for each in made} == {
        (each.path, each.change)
        for each in reading_differences(reading(write_text(old)), typed, CATALOGUE)
    }


# verdicts


def verdicts(old, new, country="US"):
    before, after = reading(old), reading(new)
    return verdict_differences(
        judge_reading(before, CATALOGUE, country),
        judge_reading(after, CATALOGUE, country),
        CATALOGUE,
        renamed_entries(reading_differences(before, after, CATALOGUE)),
    )


def sentences(old, new, country="US"):
    return [each.replace("\u00a0", " ") for each in verdicts(old, new, country).sentences()]


def test_a_dose_above_the_limit_changes_status_total_and_finding():
    told = sentences(PLAN, changed(PLAN, ("200 mg", "400 mg")))
    assert told[0] == "status: pass becomes warn"
    assert told[1] == "total of magnesium: 200 mg elemental a day becomes 400 mg elemental a day"
    assert told[2].startswith("new warning above-upper-limit, magnesium: 400 mg elemental")
    assert len(told) == 3


def test_a_finding_that_stays_is_told_with_what_changed_of_it():
    above = changed(PLAN, ("200 mg", "400 mg"))
    told = sentences(above, changed(above, ("400 mg", "360 mg")))
    assert (
        "warning above-upper-limit, magnesium: 400 mg becomes 360 mg, compared with 350 mg" in told
    )
    gone = sentences(above, PLAN)
    assert "gone: warning above-upper-limit, magnesium; it was 400 mg, compared with 350 mg" in gone


def test_a_finding_is_accepted_and_counts_again():
    above = changed(PLAN, ("200 mg", "400 mg"))
    accepted = above + (
        '\n[[accepted]]\ncode = "above-upper-limit"\nentry = "magnesium"\nobserved = "400 mg"\n'
        'reason = "Agreed"\non = 2026-11-20\n'
    )
    name = "warning above-upper-limit, magnesium"
    assert sentences(above, accepted) == [
        "status: warn becomes pass", f'{name}: accepted now, "Agreed"',
    ]  # fmt: skip
    assert sentences(accepted, above) == [
        "status: pass becomes warn", f"{name}: no longer accepted, so that it counts",
    ]  # fmt: skip


def test_cautions_about_different_conditions_are_not_one_that_changed():
    def with_condition(name):
        return changed(PLAN, ("\n[entries.m", f'\n[person]\nconditions = ["{name}"]\n[entries.m'))

    found = verdicts(with_condition("pregnancy"), with_condition("thyroid-disorder")).findings
    assert {(each.change, (each.new or each.old).observed) for each in found} == {
        (Change.ADDED, "thyroid-disorder"), (Change.REMOVED, "pregnancy"),
    }  # fmt: skip


def test_a_total_that_another_entry_now_contributes_most_to_is_one_finding():
    two = changed(PLAN, ("200 mg", "300 mg")) + MAGNESIUM.replace(".magnesium", ".second")
    other = changed(two, ("300 mg", "200 mg"))
    other = other[: other.rindex("200 mg")] + "310 mg" + other[other.rindex("200 mg") + 6 :]
    [each] = [
        each for each in verdicts(two, other).findings
        if (each.new or each.old).code == "above-upper-limit"
    ]  # fmt: skip
    assert each.change is Change.CHANGED
    assert each.sentence.replace("\u00a0", " ") == (
        "warning above-upper-limit, second, magnesium: 500 mg becomes 510 mg, compared with 350 mg;"
        " most of it was in magnesium"
    )


def test_findings_of_a_renamed_entry_are_not_new():
    above = changed(PLAN, ("200 mg", "400 mg"))
    found = verdicts(above, above.replace("entries.magnesium", "entries.mag"))
    assert not found, list(found.sentences())


def test_a_finding_that_an_error_hides_is_not_called_gone():
    above = changed(PLAN, ("200 mg", "400 mg"))
    found = verdicts(above, changed(above, ('"400 mg"', '"x"')))
    [hidden] = [
        each for each in found.findings if each.old and each.old.code == "above-upper-limit"
    ]
    assert not hidden.is_judged
    assert hidden.sentence.startswith("not judged now, because of an error: warning above-upper")
    total = next(each for each in found.totals if "magnesium" in each.sentence)
    assert total.sentence.replace("\u00a0", " ").endswith("becomes not known yet")
    errors = sentences(above, changed(above, ('"22:30"', '"x"'), ('"400 mg"', '"y"')))
    assert any(each.startswith("new error invalid-time, bedtime: ") for each in errors)
    assert any(
        each.startswith("new error invalid-amount, entries.magnesium.dose: ") for each in errors
    )


def test_an_unknown_total_is_not_called_none():
    broken = changed(PLAN, ('"300 mg"', '"x"'))
    assert any(
        each == "total of ashwagandha extract: 300 mg extract a day (15 mg withanolides) becomes"
        " not known, because of an error"
        for each in sentences(PLAN, broken)
    )
    without = HEAD + MAGNESIUM
    assert any(
        each.endswith("(15 mg withanolides) becomes none") for each in sentences(PLAN, without)
    )


def test_a_total_is_told_for_the_weeks_in_which_it_differs():
    phases = 'phases = [{ weeks = 2, dose = "300 mg" }, { weeks = 6, dose = "600 mg" }]'
    plan = changed(PLAN, ('dose = "300 mg"', phases))
    total = "total of ashwagandha extract in weeks 3 to 8: "
    told = sentences(plan, changed(plan, ('"600 mg"', '"450 mg"')))
    assert told == [
        f"{total}600 mg extract a day (30 mg withanolides) becomes 450 mg extract a day (22.5 mg"
        " withanolides)"
    ]
    without = [each for each in sentences(PLAN, plan) if each.startswith("total")]
    assert without[0] == (
        f"{total}300 mg extract a day (15 mg withanolides) becomes 600 mg extract a day (30 mg"
        " withanolides)"
    )
    assert "from week 9 on" in without[1]


def test_another_country_is_said():
    american = changed(PLAN, ("\n[entries.m", '\n[person]\ncountry = "US"\n[entries.m'))
    german = changed(PLAN, ("\n[entries.m", '\n[person]\ncountry = "DE"\n[entries.m'))
    assert "limits: those of US become those of DE" in sentences(american, german)
    assert not verdicts(american, american)


def test_a_verdict_beside_none_has_all_come_or_gone():
    verdict = judge_reading(reading(changed(PLAN, ("200 mg", "400 mg"))), CATALOGUE, "US")
    come = verdict_differences(None, verdict, CATALOGUE)
    gone = verdict_differences(verdict, None, CATALOGUE)
    assert come.status is None, "there was no status"
    assert {each.change for each in come.findings} == {Change.ADDED}
    assert {each.change for each in gone.findings} == {Change.REMOVED}
    assert {(each.old, each.new is None) for each in come.totals} == {(None, False)}
    assert not verdict_differences(None, None, CATALOGUE)


@settings(max_examples=25)
@given(st.data())
def test_a_verdict_differs_from_itself_in_nothing_and_from_any_other_in_words(data):
    old = data.draw(regimens)
    new = data.draw(edited(old))
    before, after = judge(old, CATALOGUE), judge(new, CATALOGUE)
    assert not verdict_differences(before, before, CATALOGUE)
    found = verdict_differences(before, after, CATALOGUE, renamed_entries(differences(old, new)))
    assert all(each and "\n" not in each for each in found.sentences())
    if before.status != after.status:
        assert found
