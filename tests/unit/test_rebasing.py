"""Carrying a template's change over: own changes stay, conflicts are shown, nothing is chosen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.regimen.filling import fill, source_of
from planner.regimen.models import Derived, Regimen
from planner.regimen.reading import read_bytes
from planner.regimen.rebasing import CannotFillError, own_changes, rebase, template_changes
from planner.regimen.writing import regimen_table, write_text

TEMPLATE = """\
format = 1
title = "Calm night"
weeks = 8
notes = "Dim the lights."

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "200 mg"
basis = "elemental"
when = "90 min before bed"
reason = "Wired but tired"

[entries.ashwagandha]
substance = "ashwagandha-extract"
standardised_to = "5 %"
when = "60 min before bed"

[entries.night-mag]
product = "night-mag"
dose = "1 capsule"
when = "at bedtime"

[products.night-mag]
name = "Night Mag"
serving = "2 capsules"
pack = "60 capsules"

[products.night-mag.contents.zinc]
name = "Zinc"
amount = "5 mg"

[template]
description = "Three for the night."

[template.fields.bedtime]
key = "bedtime"
prompt = "When to bed?"

[template.fields.dose]
key = "entries.ashwagandha.dose"
prompt = "How much ashwagandha?"
default = "300 mg"
"""


def source(*changes, text=TEMPLATE):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return source_of(read_bytes(text.encode()), "calm-night")


OLD = source()


def made(**values: Any) -> Any:
    regimen = fill(OLD, {"bedtime": "23:00"} | values).regimen
    assert regimen is not None
    return regimen


def edited(regimen: Regimen, *changes: tuple[str, str]) -> Any:
    """The regimen with changes in the text of its file, as a person makes them."""
    text = write_text(regimen)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    reading = read_bytes(text.encode())
    assert reading.whole, reading.problems
    return reading.regimen


def parts(changes):
    return {".".join(each.part) for each in changes}


def conflicts(own, *template, **options):
    return {
        ".".join(each.part) for each in rebase(own, OLD, source(*template), **options).conflicts
    }


def carried(own: Regimen, *template: tuple[str, str], **options: Any) -> Any:
    """What the regimen becomes, where nothing is in the way."""
    result = rebase(own, OLD, source(*template), **options)
    assert result.regimen is not None, (result.conflicts, result.problems)
    return result.regimen


# without own changes


def test_a_change_is_carried_over_and_the_new_version_recorded():
    new = (('dose = "200 mg"', 'dose = "300 mg"'), ("weeks = 8", "weeks = 6"))
    regimen = carried(made(), *new)
    assert regimen.entries["magnesium"].dose.text == "300 mg"
    assert regimen.weeks == 6
    assert regimen.derived == Derived(
        template="calm-night", version=source(*new).version, filled=("bedtime",)
    )


def test_a_plan_without_own_changes_becomes_what_the_new_template_gives():
    new = source(
        ('dose = "200 mg"', 'dose = "300 mg"'),
        ('notes = "Dim the lights."\n', ""),
        ('serving = "2 capsules"', 'serving = "1 capsule"'),
        ("[entries.ashwagandha]", "[entries.herb]"),
        ("entries.ashwagandha.dose", "entries.herb.dose"),
    )
    regimen = rebase(made(), OLD, new).regimen
    expected = fill(new, {"bedtime": "23:00"}).regimen
    assert regimen is not None
    assert expected is not None
    assert regimen_table(regimen) == regimen_table(expected)


def test_a_default_that_was_not_filled_follows_the_template():
    new = ('default = "300 mg"', 'default = "450 mg"')
    assert carried(made(), new).entries["ashwagandha"].dose.text == "450 mg"


def test_a_field_that_was_filled_stays_as_it_was_filled():
    new = ('default = "300 mg"', 'default = "450 mg"')
    assert carried(made(dose="300 mg"), new).entries["ashwagandha"].dose.text == "300 mg"


def test_an_entry_comes_and_an_entry_goes():
    new = source(
        (
            '[entries.night-mag]\nproduct = "night-mag"\n'
            'dose = "1 capsule"\nwhen = "at bedtime"\n\n',
            "",
        ),
        (
            '[products.night-mag]\nname = "Night Mag"\nserving = "2 capsules"\n'
            'pack = "60 capsules"\n\n'
            '[products.night-mag.contents.zinc]\nname = "Zinc"\namount = "5 mg"\n\n',
            '[entries.glycine]\nsubstance = "glycine"\ndose = "3 g"\nwhen = "at bedtime"\n\n',
        ),
    )
    regimen = rebase(made(), OLD, new).regimen
    assert regimen is not None
    assert set(regimen.entries) == {"magnesium", "ashwagandha", "glycine"}
    assert not regimen.products


# own changes stay


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (('dose = "200 mg"', 'dose = "250 mg"'), "entries.magnesium.taken"),
        (('when = "90 min before bed"', 'when = "21:00"'), "entries.magnesium.times"),
        (('reason = "Wired but tired"', 'reason = "Cramps"'), "entries.magnesium.reason"),
        (('title = "Calm night"', 'title = "Mine"'), "title"),
        (("weeks = 8", "weeks = 4"), "weeks"),
        (('serving = "2 capsules"', 'serving = "1 capsule"'), "products.night-mag.label"),
        (('pack = "60 capsules"', 'pack = "90 capsules"'), "products.night-mag.pack"),
    ],
)
def test_an_own_change_is_told_and_stays(change, where):
    own = edited(made(), change)
    assert parts(own_changes(own, OLD)) == {where}
    regimen = carried(own, ('notes = "Dim the lights."', 'notes = "Read a book."'))
    assert regimen.notes == "Read a book."
    assert (
        regimen_table(edited(regimen, ("Read a book.", "Dim the lights.")))["entries"]
        == (regimen_table(own)["entries"])
    )
    assert parts(rebase(own, OLD, source(("Dim the", "Dim all"))).kept) == {where}


def test_facts_about_the_person_are_no_own_changes():
    own = edited(
        made(),
        ("[entries.magnesium]", '[person]\nname = "C-1"\nage = 30\n\n[entries.magnesium]'),
        ("weeks = 8", "start = 2026-12-01\nweeks = 8"),
    )
    assert own_changes(own, OLD) == ()
    regimen = carried(own, ("weeks = 8", "weeks = 6"))
    assert regimen.person == own.person
    assert regimen.start == own.start


def test_what_both_changed_alike_is_no_conflict():
    own = edited(made(), ('dose = "200 mg"', 'dose = "300 mg"'))
    assert carried(own, ('dose = "200 mg"', 'dose = "300 mg"')).entries["magnesium"].dose.text == (
        "300 mg"
    )


def test_the_same_amount_in_another_unit_is_no_other_dose():
    own = edited(made(), ('dose = "200 mg"', 'dose = "0.2 g"'))
    assert own_changes(own, OLD) == ()
    own = edited(made(), ('dose = "200 mg"', 'dose = "0.3 g"'))
    assert carried(own, ('dose = "200 mg"', 'dose = "300 mg"')).entries["magnesium"].dose.text == (
        "0.3 g"
    )


# conflicts


@pytest.mark.parametrize(
    ("own", "template", "where"),
    [
        (('dose = "200 mg"', 'dose = "250 mg"'), ('dose = "200 mg"', 'dose = "300 mg"'), "taken"),
        # another dose on another basis is not both changes at once
        (('dose = "200 mg"', 'dose = "250 mg"'), ("elemental", "compound"), "taken"),
        (("90 min before bed", "21:00"), ("90 min before bed", "60 min before bed"), "times"),
        (("Wired but tired", "Cramps"), ("Wired but tired", "Sleep"), "reason"),
    ],
)
def test_what_both_changed_differently_is_a_conflict(own, template, where):
    changed = edited(made(), own)
    result = rebase(changed, OLD, source(template))
    assert result.regimen is None
    assert {each.part[-1] for each in result.conflicts} == {where}


def test_a_conflict_shows_all_three_sides():
    own = edited(made(), ("weeks = 8", "weeks = 4"))
    (conflict,) = rebase(own, OLD, source(("weeks = 8", "weeks = 12"))).conflicts
    assert (conflict.was, conflict.template, conflict.own) == (
        {"weeks": 8}, {"weeks": 12}, {"weeks": 4},
    )  # fmt: skip


@pytest.mark.parametrize(("take", "weeks"), [("own", 4), ("template", 12)])
def test_a_side_is_taken_only_where_somebody_says_so(take, weeks):
    own = edited(made(), ("weeks = 8", "weeks = 4"))
    assert carried(own, ("weeks = 8", "weeks = 12"), take=take).weeks == weeks


def test_a_dose_in_capsules_of_another_label_is_a_conflict():
    own = edited(made(), ('dose = "1 capsule"', 'dose = "3 capsules"'))
    assert "entries.night-mag.taken" in conflicts(
        own, ('serving = "2 capsules"', 'serving = "1 capsule"')
    )


def test_an_own_label_under_a_new_dose_is_a_conflict():
    own = edited(made(), ('serving = "2 capsules"', 'serving = "1 capsule"'))
    assert "entries.night-mag.taken" in conflicts(
        own, ('dose = "1 capsule"', 'dose = "2 capsules"')
    )


def test_a_filled_dose_under_another_strength_is_a_conflict():
    new = ('standardised_to = "5 %"', 'standardised_to = "10 %"')
    assert conflicts(made(dose="600 mg"), new) == {"entries.ashwagandha.taken"}
    assert carried(made(), new).entries["ashwagandha"].standardised_to.text == "10 %"


def test_an_entry_that_one_side_changed_and_the_other_took_out_is_a_conflict():
    magnesium = (
        '[entries.magnesium]\nsubstance = "magnesium-bisglycinate"\ndose = "200 mg"\n'
        'basis = "elemental"\nwhen = "90 min before bed"\nreason = "Wired but tired"\n\n'
    )
    gone = edited(made(), (magnesium, ""))
    new = ('dose = "200 mg"', 'dose = "300 mg"')
    assert conflicts(gone, new) == {"entries.magnesium"}
    assert "magnesium" not in carried(gone, new, take="own").entries
    assert carried(gone, new, take="template").entries["magnesium"].dose.text == "300 mg"
    assert "magnesium" not in carried(gone, ("weeks = 8", "weeks = 6")).entries
    changed = edited(made(), ('dose = "200 mg"', 'dose = "250 mg"'))
    assert conflicts(changed, (magnesium, "")) == {"entries.magnesium"}
    assert carried(changed, (magnesium, ""), take="own").entries["magnesium"].dose.text == "250 mg"
    assert "magnesium" not in carried(changed, (magnesium, ""), take="template").entries


# one bottle is not another

EXTRA = (
    "[products.night-mag]",
    '[entries.morning]\nproduct = "night-mag"\ndose = "1 capsule"\nwhen = "08:00"\n\n'
    "[products.night-mag]",
)
STRONGER = ('amount = "5 mg"', 'amount = "10 mg"')
MORE = ('dose = "1 capsule"', 'dose = "2 capsules"')
OWN_LABEL = ('amount = "5 mg"', 'amount = "3 mg"')


def of_bottle(regimen, entry="night-mag"):
    """What an entry takes: its dose, and how much is in a serving of its label."""
    row = regimen.entries[entry]
    return row.dose.text, regimen.products[row.product].contents["zinc"].amount.text


def test_an_own_entry_is_not_moved_to_another_bottle():
    own = edited(made(), EXTRA)
    assert "products.night-mag.label" in conflicts(own, STRONGER)
    kept = carried(own, STRONGER, take="own")
    assert of_bottle(kept, "morning") == of_bottle(kept) == ("1 capsule", "5 mg")
    assert rebase(own, OLD, source(STRONGER), take="template").problems


def test_a_taken_side_brings_its_own_label_along():
    own = edited(made(), MORE)
    new = (STRONGER, ('dose = "1 capsule"', 'dose = "4 capsules"'))
    assert of_bottle(carried(own, *new, take="own")) == ("2 capsules", "5 mg")
    assert of_bottle(carried(own, *new, take="template")) == ("4 capsules", "10 mg")
    own = edited(made(), OWN_LABEL)
    assert of_bottle(carried(own, MORE, take="own")) == ("1 capsule", "3 mg")
    assert of_bottle(carried(own, MORE, take="template")) == ("2 capsules", "5 mg")


def test_another_product_under_an_own_dose_is_a_conflict():
    own = edited(made(), MORE)
    other = (
        ('product = "night-mag"', 'product = "day-zinc"'),
        ("[products.night-mag", "[products.day-zinc"),
    )
    assert conflicts(own, *other)
    assert of_bottle(carried(own, *other, take="own")) == ("2 capsules", "5 mg")
    assert carried(own, *other, take="template").entries["night-mag"].product == "day-zinc"


SHELVED = TEMPLATE[: TEMPLATE.index("[products")] + TEMPLATE[TEMPLATE.index("[template]") :]
SHELF = {
    "night-mag": {
        "name": "Night Mag",
        "serving": "2 capsules",
        "contents": {"zinc": {"name": "Zinc", "amount": "5 mg"}},
    }
}


def test_a_label_that_goes_to_the_shelf_is_the_same_label():
    """Whether file or shelf holds it does not matter, only what it says."""
    shelved = source(text=SHELVED)
    result = rebase(made(dose="300 mg"), OLD, shelved, shelf=SHELF)
    assert not result.conflicts
    own = edited(made(), MORE)
    assert not rebase(own, OLD, shelved, shelf=SHELF).conflicts
    stronger = {"night-mag": SHELF["night-mag"] | {"serving": "1 capsule"}}
    assert rebase(own, OLD, shelved, shelf=stronger).conflicts


def test_a_label_that_a_plan_holds_itself_is_its_own_where_it_differs_from_the_shelf():
    shelved = source(text=SHELVED)
    assert own_changes(made(), shelved, SHELF) == ()
    assert parts(own_changes(edited(made(), OWN_LABEL), shelved, SHELF)) == {"products.night-mag"}
    new = source(MORE, text=SHELVED)
    assert rebase(edited(made(), OWN_LABEL), shelved, new, shelf=SHELF).conflicts
    assert of_bottle(rebase(made(), shelved, new, shelf=SHELF).regimen) == ("2 capsules", "5 mg")


def test_a_filled_dose_is_not_carried_under_another_strength_by_taking_the_template():
    new = (('standardised_to = "5 %"', 'standardised_to = "10 %"'), ('"300 mg"', '"150 mg"'))
    own = made(dose="600 mg")
    row = carried(own, *new, take="own").entries["ashwagandha"]
    assert (row.dose.text, row.standardised_to.text) == ("600 mg", "5 %")
    regimen = carried(own, *new, take="template")
    row = regimen.entries["ashwagandha"]
    assert (row.dose.text, row.standardised_to.text) == ("150 mg", "10 %")
    assert regimen.derived.filled == ("bedtime",)


def test_a_field_that_fills_another_key_by_now_does_not_take_the_old_answer():
    new = source(
        ('dose = "200 mg"\n', ""),
        (
            '[template.fields.dose]\nkey = "entries.ashwagandha.dose"',
            '[template.fields.herb]\nkey = "entries.ashwagandha.dose"\nprompt = "Herb?"\n'
            'default = "300 mg"\n\n[template.fields.dose]\nkey = "entries.magnesium.dose"',
        ),
    )
    regimen = rebase(made(dose="600 mg"), OLD, new, take="own").regimen
    assert regimen is not None
    assert regimen.entries["ashwagandha"].dose is not None
    assert regimen.entries["ashwagandha"].dose.text == "600 mg"
    assert regimen.entries["magnesium"].dose is not None
    assert regimen.entries["magnesium"].dose.text in ("200 mg", "300 mg")


def test_nothing_is_taken_twice_because_an_entry_was_renamed():
    own = edited(made(), ('dose = "200 mg"', 'dose = "100 mg"'))
    renamed = ("[entries.magnesium]", "[entries.mag]")
    assert conflicts(own, renamed) == {"entries.magnesium"}
    for take in ("own", "template"):
        result = rebase(own, OLD, source(renamed), take=take)
        regimen = result.regimen
        assert result.problems or regimen is None or len(regimen.entries) == 3


def test_what_a_template_accepted_is_never_carried_into_a_plan():
    accepted = (
        "[template]",
        '[[accepted]]\ncode = "caution"\nobserved = "pregnancy"\nreason = "Fine"\n'
        "on = 2026-11-20\n\n[template]",
    )
    assert not made_from(accepted).accepted
    assert not carried(made(), accepted, ("weeks = 8", "weeks = 6")).accepted


def made_from(*changes):
    return fill(source(*changes), {"bedtime": "23:00"}).regimen


# fields that change


def test_a_renamed_field_keeps_what_was_filled():
    regimen = carried(made(dose="600 mg"), ("[template.fields.dose]", "[template.fields.herb]"))
    assert regimen.entries["ashwagandha"].dose.text == "600 mg"
    assert regimen.derived.filled == ("bedtime", "herb")


def test_a_new_field_needs_a_value():
    new = source(
        (
            "[template.fields.dose]",
            '[template.fields.code]\nkey = "person.name"\nprompt = "Whose?"\n\n'
            "[template.fields.dose]",
        )
    )
    with pytest.raises(CannotFillError, match="code: is not filled: Whose"):
        rebase(made(), OLD, new)
    regimen = rebase(made(), OLD, new, more={"code": "C-9"}).regimen
    assert regimen is not None
    assert regimen.person is not None
    assert regimen.person.name == "C-9"
    assert regimen.derived is not None
    assert regimen.derived.filled == ("bedtime", "code")


def test_a_plan_that_does_not_say_what_was_filled_keeps_its_required_fields():
    own = edited(made(), ('filled = [\n    "bedtime",\n]\n', ""))
    assert own_changes(own, OLD) == ()
    regimen = carried(own, ("weeks = 8", "weeks = 6"), ('default = "300 mg"', 'default = "450 mg"'))
    assert str(regimen.bedtime) == "23:00"
    assert regimen.entries["ashwagandha"].dose.text == "450 mg"


# for any changes

_CHANGES = [
    ("weeks = 8", "weeks = 6"),
    ('title = "Calm night"', 'title = "Quiet"'),
    ('dose = "200 mg"', 'dose = "250 mg"'),
    ('basis = "elemental"\n', ""),
    ("90 min before bed", "21:00"),
    ('reason = "Wired but tired"\n', ""),
    ('standardised_to = "5 %"', 'standardised_to = "10 %"'),
    ('dose = "1 capsule"', 'dose = "2 capsules"'),
    ('serving = "2 capsules"', 'serving = "4 capsules"'),
    ('pack = "60 capsules"\n', ""),
    ('amount = "5 mg"', 'amount = "10 mg"'),
]
changes = st.lists(st.sampled_from(_CHANGES), unique=True, max_size=6)


@given(own=changes, template=changes)
def test_nothing_own_is_lost_and_nothing_is_invented(own, template):
    regimen, new = edited(made(), *own), source(*template)
    result = rebase(regimen, OLD, new)
    mine, theirs = own_changes(regimen, OLD), template_changes(regimen, OLD, new)
    if not mine:
        assert not result.conflicts
    alike = {each.part for each in mine if each in theirs}
    told = parts(result.kept) | {".".join(each.part) for each in result.conflicts}
    assert told >= parts(mine) - {".".join(part) for part in alike}
    if result.regimen is None:
        assert result.conflicts or result.problems
        return
    given_now = fill(new, {"bedtime": "23:00"}).reading.regimen
    assert given_now is not None
    table, was, now = (regimen_table(each) for each in (result.regimen, regimen, given_now))
    # every value comes from the regimen or from the template, and from nowhere else
    for path, value in _flat(table).items():
        if path[0] != "derived":
            assert value in (_flat(was).get(path), _flat(now).get(path)), path
    # a rebased plan has nothing left to carry over
    again = rebase(result.regimen, new, new)
    assert again.regimen is not None
    assert regimen_table(again.regimen) == table


@given(own=changes, template=changes, take=st.sampled_from(["own", "template"]))
def test_where_a_side_is_taken_there_is_always_a_plan(own, template, take):
    result = rebase(edited(made(), *own), OLD, source(*template), take=take)
    assert result.regimen is not None


def _flat(table, path=()):
    if not isinstance(table, dict):
        return {path: table}
    found: dict[Any, Any] = {}
    for key, value in table.items():
        found |= _flat(value, (*path, key))
    return found
