"""The sentence: written by the rules for safe doses, and it says what the schedule says."""

import re
from decimal import Decimal

import pytest
from hypothesis import given

from planner.clock import BeforeBed
from planner.export.sentence import dose_words, entry_sentence, spelled
from planner.judge import judge
from tests.export.plans import planned
from tests.export.sentence_reader import assert_moment, read_sentence, same
from tests.export.support import CATALOGUE, SHIPPED, sheet_of

NIGHT_MAG = """
[products.mag]
name = "Night Mag"
serving = "2 capsules"
[products.mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
"""


def sentence_of(entry: str, *, bedtime: str = "22:30", more: str = "") -> str:
    """The sentence of an entry, with plain spaces."""
    return sentence_as_it_is(entry, bedtime, more).replace("\u00a0", " ")


def sentence_as_it_is(entry: str, bedtime: str, more: str) -> str:
    source = f'format = 1\ntitle = "T"\nbedtime = "{bedtime}"\n[entries.x]\n{entry}\n{more}'
    return sheet_of(source).entries[0].sentence


def mag(dose: str, when: str, **more: str) -> str:
    return sentence_of(f'product = "mag"\ndose = "{dose}"\nwhen = {when}', more=NIGHT_MAG, **more)


MELATONIN = 'substance = "melatonin"\n'
ASHWAGANDHA = 'substance = "ashwagandha-extract"\nstandardised_to = "5 %"\n'
AT_NINE = 'when = "21:00"'


def test_the_sentence_of_the_example():
    assert mag("2 capsules", '"21:00"') == (
        "Take 2 capsules of Night Mag at 21:00, 1 hour 30 minutes before bed."
        " Gives 200 mg elemental magnesium."
    )


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        ("0.5 mg", "0.5 mg"),  # a zero before the point
        ("1.0 mg", "1 mg"),  # none behind it
        ("2.50 mg", "2.5 mg"),
        ("300mg", "300 mg"),  # a space before the unit
        ("500 µg", "500 mcg"),  # no Greek sign
        ("500 ug", "500 mcg"),
        ("1400 mg", "1,400 mg"),  # thousands with a comma
        ("999 mg", "999 mg"),
        ("0.3 g", "300 mg"),  # the unit that needs no decimals
        ("1.25 g", "1,250 mg"),
        ("2 g", "2 g"),
        ("1000 mcg", "1,000 mcg"),
        ("1500000 mcg", "1,500 mg"),
        ("3 Milligrams", "3 mg"),  # units in their own case
    ],
)
def test_a_mass_is_written_by_the_rules(dose, words):
    said = sentence_of(f'{MELATONIN}dose = "{dose}"\n{AT_NINE}')
    assert said == (
        f"Take {words} of melatonin at 21:00, 1 hour 30 minutes before bed."
        f" Gives {words} melatonin."
    )


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        ("1 capsule", "1 capsule"),
        ("3 capsules", "3 capsules"),
        ("0.5 capsules", "half a capsule"),
        ("0.25 tablets", "a quarter of a tablet"),
        ("0.75 tablets", "three quarters of a tablet"),
        ("1.5 tablets", "1 and a half tablets"),
        ("2.25 softgels", "2 and a quarter softgels"),
        ("1.75 drops", "1 and three quarters drops"),
        ("0.5 gummies", "half a gummy"),
        ("2 gummies", "2 gummies"),
        ("0.5 lozenges", "half a lozenge"),
        ("0.5 pieces", "half a piece"),
        ("0.4 scoops", "0.4 scoops"),  # no part that has a name
        ("1200.5 drops", "1,200 and a half drops"),
        ("0.5 mL", "0.5 mL"),  # only what is counted has halves
        ("0.5 mg", "0.5 mg"),
        ("1000 IU", "1,000 international units"),  # never IU
        ("1 IU", "1 international unit"),
        ("0.5 iu", "0.5 international units"),
        ("0.5 mcgDFE", "0.5 mcgDFE"),
        ("5 CFU", "5 CFU"),
    ],
)
def test_what_is_counted_is_written_in_words(dose, words):
    assert dose_words(dose).replace("\u00a0", " ") == words
    said = sentence_of(f'substance = "other"\nname = "Vitamin D"\ndose = "{dose}"\n{AT_NINE}')
    assert said.startswith(f"Take {words} of Vitamin D at 21:00, ")
    assert said.endswith(f" Gives {words} Vitamin D.")


def test_a_figure_cannot_be_divided_from_its_unit():
    said = sentence_as_it_is(f'{ASHWAGANDHA}dose = "1400 mg"\n{AT_NINE}', "22:30", "")
    assert said == (
        "Take 1,400\u00a0mg of ashwagandha extract at 21:00, 1\u00a0hour\u00a030\u00a0minutes"
        " before bed. Gives 1,400\u00a0mg ashwagandha extract (5% = 70\u00a0mg withanolides)."
    )
    half = sentence_as_it_is(
        'product = "mag"\ndose = "0.5 capsules"\nwhen = "21:00"', "22:30", NIGHT_MAG
    )
    assert "half\u00a0a\u00a0capsule of Night Mag" in half


@pytest.mark.parametrize(
    ("basis", "taken", "gives"),
    [
        (
            'dose = "0.2 g"\nbasis = "elemental"',
            "200 mg elemental magnesium as magnesium bisglycinate",
            "200 mg elemental magnesium",
        ),
        (
            'dose = "1400 mg"\nbasis = "compound"',
            "1,400 mg of magnesium bisglycinate (the whole compound)",
            "≈ 197 mg elemental magnesium (from 1,400 mg of the compound)",
        ),
        (
            'dose = "1400 mg"',
            "1,400 mg of magnesium bisglycinate (not stated whether elemental or compound)",
            "1,400 mg magnesium bisglycinate, not stated whether elemental or compound",
        ),
        (
            'dose = "10 mmol"',
            "10 mmol of magnesium bisglycinate (counted as elemental)",
            "≈ 243 mg elemental magnesium",
        ),
    ],
)
def test_the_basis_of_a_mineral_is_always_named(basis, taken, gives):
    said = sentence_of(f'substance = "magnesium-bisglycinate"\n{basis}\n{AT_NINE}')
    assert said == f"Take {taken} at 21:00, 1 hour 30 minutes before bed. Gives {gives}."


def test_what_a_label_holds_is_written_by_the_same_rules():
    label = """
[products.p]
name = "Night 1000 IU Mix"
serving = "1 tablet"
[products.p.contents.ashwagandha-extract]
amount = "0.6 g"
standardised_to = "2.5 %"
[products.p.contents.vitamin-d]
name = "Vitamin D (400 IU form)"
amount = "1000 IU"
[products.p.contents.glycine]
amount = "undisclosed"
"""
    said = sentence_of('product = "p"\ndose = "0.5 tablets"\nwhen = "21:00"', more=label)
    assert said == (
        "Take half a tablet of Night 1000 IU Mix at 21:00, 1 hour 30 minutes before bed. Gives 300"
        " mg ashwagandha extract (2.5% = 7.5 mg withanolides), 500 international units Vitamin D"
        " (400 IU form) and an undisclosed amount of glycine."
    )


@pytest.mark.parametrize(
    ("when", "bedtime", "words"),
    [
        ('"08:00"', "22:30", "at 08:00"),  # a morning is not counted from bedtime
        ('"10:30"', "22:30", "at 10:30, 12 hours before bed"),
        ('"22:30"', "22:30", "at 22:30, at bedtime"),
        ('"at bedtime"', "22:30", "at 22:30, at bedtime"),
        ('"1 min before bed"', "22:30", "at 22:29, 1 minute before bed"),
        ('"60 min before bed"', "22:30", "at 21:30, 1 hour before bed"),
        ('"61 min before bed"', "22:30", "at 21:29, 1 hour 1 minute before bed"),
        ('"1 to 2 h before bed"', "22:30", "between 20:30 and 21:30, 1 to 2 hours before bed"),
        (
            '"30 to 90 min before bed"',
            "22:30",
            "between 21:00 and 22:00, 30 minutes to 1 hour 30 minutes before bed",
        ),
        (
            '"15 to 45 min before bed"',
            "22:30",
            "between 21:45 and 22:15, 15 to 45 minutes before bed",
        ),
        (
            '"0 to 60 min before bed"',
            "22:30",
            "between 21:30 and 22:30, 0 minutes to 1 hour before bed",
        ),
        # past midnight the day is named: the evening is the one before
        ('"at bedtime"', "00:30", "at 00:30 (next day), at bedtime"),
        ('"00:00"', "00:30", "at 00:00 (next day), 30 minutes before bed"),
        ('"1 h before bed"', "00:30", "at 23:30, 1 hour before bed"),
        (
            '"0 to 15 min before bed"',
            "00:30",
            "between 00:15 and 00:30 (next day), 0 to 15 minutes before bed",
        ),
        # and a window that goes past it says so of its end
        (
            '"30 to 90 min before bed"',
            "01:00",
            "between 23:30 and 00:30 (next day), 30 minutes to 1 hour 30 minutes before bed",
        ),
        ('"23:00"', "22:30", "at 23:00 (day before)"),
        (
            '"1300 to 1400 min before bed"',
            "22:30",
            "between 23:10 (day before) and 00:50, 21 hours 40 minutes to 23 hours 20 minutes"
            " before bed",
        ),
    ],
)
def test_times_are_written_in_plain_words(when, bedtime, words):
    assert mag("2 capsules", when, bedtime=bedtime) == (
        f"Take 2 capsules of Night Mag {words}. Gives 200 mg elemental magnesium."
    )


def test_several_times_are_one_sentence():
    assert mag("1 capsule", '["08:00", "1 to 2 h before bed", "at bedtime"]', bedtime="00:30") == (
        "Take 1 capsule of Night Mag at 08:00, between 22:30 and 23:30 (1 to 2 hours before bed)"
        " and at 00:30 (next day, at bedtime). Each time gives 100 mg elemental magnesium."
    )


def test_days_are_named_in_full():
    said = sentence_of(f'{MELATONIN}dose = "1 mg"\nwhen = "22:00"\ndays = ["mon", "wed", "fri"]')
    assert said == (
        "Take 1 mg of melatonin on Mondays, Wednesdays and Fridays at 22:00, 30 minutes before bed."
        " Gives 1 mg melatonin."
    )


def test_each_phase_has_its_sentence():
    said = sentence_of(
        f"{ASHWAGANDHA}phases = [{{ weeks = 2, dose = '300 mg' }}, {{ weeks = 1, dose = '0.6 g' }},"
        ' { weeks = 5, dose = "300 mg" }]\nwhen = ["08:00", "21:00"]\ndays = ["sun"]'
    )
    assert said == (
        "In weeks 1 to 2, take 300 mg of ashwagandha extract on Sundays at 08:00 and at 21:00"
        " (1 hour 30 minutes before bed). Each time gives 300 mg ashwagandha extract (5% = 15 mg"
        " withanolides)."
        " In week 3, take 600 mg of ashwagandha extract on Sundays at 08:00 and at 21:00 (1 hour 30"
        " minutes before bed). Each time gives 600 mg ashwagandha extract (5% = 30 mg"
        " withanolides)."
        " In weeks 4 to 8, take 300 mg of ashwagandha extract on Sundays at 08:00 and at 21:00"
        " (1 hour 30 minutes before bed). Each time gives 300 mg ashwagandha extract (5% = 15 mg"
        " withanolides)."
    )


def test_a_template_without_a_bedtime_still_says_both_ends_of_a_window():
    source = """\
format = 1
title = "T"
[entries.x]
substance = "melatonin"
dose = "1 mg"
when = ["1 to 2 h before bed", "2 h before bed", "at bedtime"]
[template]
description = "D"
[template.fields.bedtime]
key = "bedtime"
prompt = "Bedtime"
"""
    said = sheet_of(source).entries[0].sentence.replace("\u00a0", " ")
    assert said == (
        "Take 1 mg of melatonin 1 to 2 hours before bed, 2 hours before bed and at bedtime."
        " Each time gives 1 mg melatonin."
    )


def test_names_stay_as_they_are():
    said = sentence_of(
        'substance = "other"\nname = "GABA <b> 1000 IU\\nnight"\ndose = "2 drops"\nwhen = "22:00"'
    )
    assert said.startswith("Take 2 drops of GABA <b> 1000 IU\nnight at 22:00, ")


def test_a_figure_behind_right_to_left_letters_stays_with_its_unit():
    """Without the mark the 5 of `5 mg` behind a Hebrew name is shown on its other side."""
    label = """
[products.p]
name = "שינה"
serving = "1 tablet"
[products.p.contents.x]
name = "לילה"
amount = "5 mg"
[products.p.contents.ashwagandha-extract]
name = "שקט"
amount = "600 mg"
standardised_to = "5 %"
[products.p.contents.y]
name = "GABA"
amount = "7 mg"
"""
    mark = "\u200e"
    head = 'format = 1\ntitle = "T"\nbedtime = "22:30"\n[entries.x]\nproduct = "p"\n'
    entry = sheet_of(f'{head}dose = "1 tablet"\nwhen = "22:30"\n{label}').entries[0]
    assert entry.sentence.replace("\u00a0", " ") == (
        f"Take 1 tablet of שינה at 22:30, at bedtime. Gives 5 mg לילה{mark},"
        f" 600 mg שקט{mark} (5% = 30 mg withanolides) and 7 mg GABA."
    )
    assert f"לילה{mark}, 5\u00a0mg;" in entry.label
    assert entry.name == "שינה"
    open_bedtime = head.replace('bedtime = "22:30"\n', "") + (
        f'dose = "1 tablet"\nwhen = "60 min before bed"\n{label}[template]\ndescription = "D"\n'
        '[template.fields.b]\nkey = "bedtime"\nprompt = "Bedtime"\n'
    )
    open_entry = sheet_of(open_bedtime).entries[0]
    assert f" of שינה{mark} 1\u00a0hour before bed." in open_entry.sentence


def test_units_in_messages_are_spelled_out():
    assert spelled("at most 4,000 IU a day") == "at most 4,000 international units a day"
    assert spelled("IUPAC, 5 IUs and DIU") == "IUPAC, 5 IUs and DIU"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_taking_says_what_its_entry_says(path):
    sheet = sheet_of(path)
    for entry in sheet.entries:
        if len(entry.takings) == 1:
            assert entry.takings[0].sentence == entry.sentence
        phased = {taking.taking.phase for taking in entry.takings}
        assert len(re.findall(r"\b[Tt]ake ", entry.sentence)) == len(phased)


# Text and structure agree, whatever a person may plan.


@given(planned())
def test_text_and_structure_agree(regimen):
    schedule = judge(regimen, CATALOGUE).schedule
    entry = regimen.entries["x"]
    text = entry_sentence(regimen, schedule)
    said = read_sentence(text)
    by_phase: dict[int, list] = {}
    for taking in schedule:
        by_phase.setdefault(taking.phase or 0, []).append(taking)
    assert len(said) == len(by_phase)
    week = 1
    for read, (phase, takings) in zip(said, sorted(by_phase.items()), strict=True):
        if phase:
            last = week + entry.phases[phase - 1].weeks - 1
            assert read.weeks == (week, last)
            week = last + 1
        else:
            assert read.weeks is None
        number, unit = takings[0].dose.split(" ")
        assert read.amount == same(Decimal(number), unit)
        assert read.name.lower() == takings[0].name.lower()
        assert (
            read.basis
            == {
                "elemental": "elemental",
                "compound": "the whole compound",
                None: "not stated whether elemental or compound"
                if entry.substance == "magnesium-bisglycinate"
                else "",
            }[entry.basis]
        )
        assert read.days == (entry.days or ())
        assert len(read.moments) == len(takings)
        for moment, taking in zip(read.moments, takings, strict=True):
            assert_moment(moment, taking, regimen.bedtime)
    # the words of the rules, and no sign in their place
    assert not re.search(r"[+&@<>→≥≤½¼¾µμ/]|\bIU\b|\d[a-z]|\s\.\d|\.\d*0\b(?![0-9])", text)


@given(planned())
def test_every_planned_time_is_in_the_schedule(regimen):
    """So that the sentence, which agrees with the schedule, agrees with the plan too."""
    entry = regimen.entries["x"]
    schedule = judge(regimen, CATALOGUE).schedule
    phases_planned = len(entry.phases or (None,))
    assert len(schedule) == len(entry.when) * phases_planned
    windows = sorted(
        (when.earliest, when.latest)
        for when in entry.when
        if isinstance(when, BeforeBed) and when.is_window
    )
    told = sorted(
        (taking.minutes_before_bed, taking.latest_before_bed)
        for taking in schedule
        if taking.latest_before_bed is not None and taking.phase in (None, 1)
    )
    assert told == windows
