"""Loading a template into a regimen: what is typed stays unless somebody chooses otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.regimen.models import Regimen, SharedProduct
from planner.regimen.reading import read_bytes
from planner.regimen.template_loading import loading_of, taken_over
from planner.regimen.writing import regimen_table
from tests.strategies import regimens

OWN = """\
format = 1
title = "Mine"
bedtime = "23:00"

[person]
name = "C-041"

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "0.4 g"
basis = "elemental"
when = "90 min before bed"

[entries.theanine]
substance = "l-theanine"
dose = "200 mg"
when = "21:00"
"""
GIVEN = """\
format = 1
title = "Theirs"
bedtime = "22:30"
weeks = 8

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "200 mg"
basis = "elemental"
when = "90 min before bed"
reason = "Wired"

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "60 min before bed"
"""
LABEL = """
[products.{name}]
name = "Night Mag"
serving = "2 capsules"
[products.{name}.contents.magnesium-citrate]
elemental = "{holds}"
"""
TAKES = '\n[entries.{entry}]\nproduct = "{name}"\ndose = "{dose}"\nwhen = "at bedtime"\n'


def regimen_of(text):
    reading = read_bytes(text.encode())
    assert reading.whole, reading.problems
    return reading.regimen


def with_product(text, entry="night", name="mag", dose="2 capsules", holds="100 mg"):
    return text + TAKES.format(entry=entry, name=name, dose=dose) + LABEL.format(
        name=name, holds=holds
    )  # fmt: skip


def offers(own=OWN, theirs=GIVEN):
    loading = loading_of(regimen_of(own), regimen_of(theirs))
    return {each.key: each for each in loading.offers}


def taken(*keys, own=OWN, theirs=GIVEN):
    found = offers(own, theirs)
    return taken_over(regimen_of(own), regimen_of(theirs), [found[key] for key in keys])


def test_each_part_is_offered_by_itself_and_says_whether_it_would_replace_something():
    found = {key: each.replaces for key, each in offers().items()}
    assert found == {
        "magnesium taken": True,
        "magnesium reason": False,
        "ashwagandha entry": False,
        "bedtime": True,
        "weeks": False,
    }
    loading = loading_of(regimen_of(OWN), regimen_of(GIVEN))
    assert loading.untouched == ("theanine",)
    assert loading.same == ()


def test_the_same_amount_in_another_unit_is_the_same():
    loading = loading_of(regimen_of(OWN), regimen_of(OWN.replace("0.4 g", "400 mg")))
    assert loading.offers == ()
    assert loading.same == ("magnesium", "theanine")


def test_what_the_template_does_not_say_is_no_change():
    less = OWN.replace('bedtime = "23:00"\n', "").replace("[entries.theanine]\n", "[entries.t]\n")
    assert offers(OWN + '\n[entries.x]\nsubstance = "glycine"\ndose = "3 g"\nwhen = "21:00"\n',
                  less) == {}  # fmt: skip


def test_nothing_is_taken_but_what_is_chosen():
    before = regimen_of(OWN)
    assert taken() == before
    after = taken("ashwagandha entry", "weeks")
    assert list(after.entries) == ["magnesium", "theanine", "ashwagandha"]
    assert after.entries["magnesium"] == before.entries["magnesium"]
    assert after.weeks == 8
    assert str(after.bedtime) == "23:00"
    assert after.title == "Mine"
    assert after.person == before.person
    assert after.derived is None


def test_a_dose_is_taken_and_the_time_stays():
    after = taken("magnesium taken", theirs=GIVEN.replace("90 min before bed", "at bedtime"))
    assert after.entries["magnesium"].dose.text == "200 mg"
    assert [each.text for each in after.entries["magnesium"].when] == ["90 min before bed"]
    after = taken("magnesium times", theirs=GIVEN.replace("90 min before bed", "at bedtime"))
    assert after.entries["magnesium"].dose.text == "0.4 g"
    assert [each.text for each in after.entries["magnesium"].when] == ["at bedtime"]


def test_an_entry_is_found_by_what_it_takes_whatever_it_is_called():
    found = offers(OWN.replace("[entries.magnesium]", "[entries.mg]"))
    assert "mg taken" in found
    assert "magnesium entry" not in found


def test_two_bottles_of_one_id_are_two():
    own = with_product(OWN)
    theirs = with_product(GIVEN, entry="second", holds="150 mg")
    found = offers(own, theirs)
    assert found["second entry"].replaces is False
    after = taken("second entry", own=own, theirs=theirs)
    assert after.entries["night"].product == "mag"
    assert after.entries["second"].product == "mag-2"
    contents = {name: each.contents["magnesium-citrate"] for name, each in after.products.items()}
    assert contents["mag"].elemental.text == "100 mg"
    assert contents["mag-2"].elemental.text == "150 mg"


def test_one_bottle_of_two_ids_is_one():
    own, theirs = with_product(OWN), with_product(GIVEN, entry="night", name="other")
    assert not any(key.startswith("night") for key in offers(own, theirs))
    theirs = with_product(GIVEN, entry="night", name="other", dose="1 capsule")
    after = taken("night taken", own=own, theirs=theirs)
    assert after.entries["night"].product == "mag"
    assert after.entries["night"].dose.text == "1 capsule"
    assert list(after.products) == ["mag"]


def test_another_label_is_a_change_of_what_is_taken_and_the_old_one_goes():
    own, theirs = with_product(OWN), with_product(GIVEN, holds="150 mg")
    assert offers(own, theirs)["night taken"].replaces
    after = taken("night taken", own=own, theirs=theirs)
    (label,) = after.products.values()
    assert label.contents["magnesium-citrate"].elemental.text == "150 mg"
    assert after.entries["night"].product in after.products


def test_a_label_of_the_shelf_goes_on_being_one(tmp_path):
    theirs = regimen_of(with_product(GIVEN))
    facts = {key: getattr(theirs.products["mag"], key)
             for key in type(theirs.products["mag"]).model_fields}  # fmt: skip
    shared = SharedProduct(**facts, id="mag", home=tmp_path)
    theirs = theirs.model_copy(update={"products": {"mag": shared}})
    own = regimen_of(OWN)
    after = taken_over(own, theirs, loading_of(own, theirs).offers)
    assert after.products == {"mag": shared}


@given(regimens, regimens)
def test_taking_everything_leaves_nothing_to_be_taken(own, theirs):
    after = taken_over(own, theirs, loading_of(own, theirs).offers)
    assert loading_of(after, theirs).offers == ()
    assert {"title", "person", "start"} & regimen_table(after).keys() == (
        {"title", "person", "start"} & regimen_table(own).keys()
    )


@given(regimens, regimens, st.data())
def test_what_is_not_chosen_stays(own, theirs, data):
    loading = loading_of(own, theirs)
    chosen = [each for each in loading.offers if data.draw(st.booleans())]
    after = taken_over(own, theirs, chosen)
    touched = {each.entry for each in chosen}
    for name, entry in own.entries.items():
        if name not in touched:
            assert after.entries[name] == entry
            if entry.product in own.products:
                assert after.products[entry.product] == own.products[entry.product]
    assert set(after.entries) == {*own.entries, *(each for each in touched if each)}


@pytest.mark.parametrize("part", ["title", "person", "medicines", "accepted", "start"])
def test_what_is_the_persons_own_is_never_offered(part):
    text = GIVEN.replace('title = "Theirs"\n', 'title = "Theirs"\nstart = 2026-12-01\n')
    text += '\n[person]\nage = 30\n\n[medicines.metformin]\nwhen = "07:00"\n'
    assert part not in offers(theirs=text)
    assert isinstance(regimen_of(text), Regimen)
