"""A change of a regimen changes the rows that it is about, and no others."""

import difflib

import pytest

from planner.clock import TimeOfDay
from planner.quantities import parse_amount
from planner.regimen import edits
from planner.regimen.models import MedicineTaken, Person, Phase, Regimen
from planner.regimen.patching import patched
from planner.regimen.reading import read_bytes
from planner.regimen.rows import Rows, has_comments
from planner.regimen.writing import regimen_table, write_text
from tests.strategies import facts_of

ODD = """\
# top comment
format = 1
"title" = "x # not a comment" # title
bedtime = "10:30 pm"   # late

# entries start here
[entries.magnesium]   # head
  substance = "magnesium-citrate"
  dose =   "200 mg"  # each
  when = [ # twice
    "08:00", # morning
    "21:00",
  ]
# below magnesium

# about the product
[ entries . 'p' ]
product = 'p'
dose = '2 capsules'
when = "at bedtime"
[products.p]
name = "n"
serving = "2 capsules"
contents.magnesium.amount = "3 mg" # dotted
contents.zinc = { name = "Z", amount = "5 mg" } # in one line
# between
[entries.c]
substance = "glycine"
phases = [{ weeks = 2, dose = "1 g" }, # first
          { weeks = 3, dose = "2 g" }]
when = "at bedtime"

[[accepted]]
code = "x"
observed = "1" # seen
reason = "r"
on = 2026-01-01

[[accepted]]
code = "y"
observed = "1"
reason = "r"
on = 2026-01-01
# end
"""


def read(text):
    reading = read_bytes(text.encode())
    assert reading.whole, reading.problems
    assert reading.regimen is not None
    return reading.regimen


def changed(row, **changes):
    return type(row)(**(facts_of(row) | changes))


def difference(text, new):
    """What goes and what comes, as rows that start with - and +."""
    result = patched(text, new)
    assert result is not None
    assert regimen_table(read(result)) == regimen_table(new)
    rows = difflib.unified_diff(text.split("\n"), result.split("\n"), n=0, lineterm="")
    return [row for row in list(rows)[2:] if not row.startswith("@@")]


@pytest.fixture
def odd():
    return read(ODD)


def test_a_dose_changes_one_row(odd):
    entry = changed(odd.entries["magnesium"], dose=parse_amount("300 mg"))
    assert difference(ODD, edits.with_entry(odd, "magnesium", entry)) == [
        '-  dose =   "200 mg"  # each',
        '+  dose =   "300 mg"  # each',
    ]


def test_a_dose_within_a_table_in_one_line_changes_one_row(odd):
    product = odd.products["p"]
    zinc = changed(product.contents["zinc"], amount=parse_amount("7 mg"))
    product = changed(product, contents={**product.contents, "zinc": zinc})
    assert difference(ODD, edits.with_product(odd, "p", product)) == [
        '-contents.zinc = { name = "Z", amount = "5 mg" } # in one line',
        '+contents.zinc = { name = "Z", amount = "7 mg" } # in one line',
    ]


def test_a_dotted_key_changes_one_row(odd):
    product = odd.products["p"]
    content = changed(product.contents["magnesium"], amount=parse_amount("7 mg"))
    product = changed(product, contents={**product.contents, "magnesium": content})
    assert difference(ODD, edits.with_product(odd, "p", product)) == [
        '-contents.magnesium.amount = "3 mg" # dotted',
        '+contents.magnesium.amount = "7 mg" # dotted',
    ]


def test_a_quoted_key_keeps_its_quotes(odd):
    assert difference(ODD, edits.with_title(odd, '[/x] "q"')) == [
        '-"title" = "x # not a comment" # title',
        '+"title" = "[/x] \\"q\\"" # title',
    ]


def test_other_times_keep_the_comments_of_those_that_stay(odd):
    entry = odd.entries["magnesium"]
    entry = changed(entry, when=(entry.when[0], *odd.entries["p"].when))
    assert difference(ODD, edits.with_entry(odd, "magnesium", entry)) == [
        '-    "21:00",',
        '+    "at bedtime",',
    ]


def test_a_phase_more_keeps_the_others(odd):
    entry = odd.entries["c"]
    more = Phase(weeks=9, dose=parse_amount("3 g"))
    new = edits.with_entry(odd, "c", changed(entry, phases=(*entry.phases, more)))
    assert difference(ODD, new) == [
        '-          { weeks = 3, dose = "2 g" }]',
        '+          { weeks = 3, dose = "2 g" },',
        '+          {weeks = 9, dose = "3 g"}]',
    ]


def test_new_keys_stand_in_the_order_of_the_format_and_indented_as_their_neighbours(odd):
    entry = changed(odd.entries["magnesium"], basis="elemental", reason="Sleep")
    new = edits.with_weeks(edits.with_entry(odd, "magnesium", entry), 4)
    assert difference(ODD, new) == [
        "+weeks = 4",
        '+  basis = "elemental"',
        '+  reason = "Sleep"',
    ]
    text = patched(ODD, new)
    assert text is not None
    assert "# late\nweeks = 4\n" in text
    assert '# each\n  basis = "elemental"\n' in text


def test_a_key_that_goes_takes_its_row(odd):
    assert difference(ODD, edits.with_bedtime(odd, None)) == ['-bedtime = "10:30 pm"   # late']


def test_an_entry_that_goes_takes_its_rows_and_leaves_the_comments_around_it(odd):
    gone = difference(ODD, edits.without_entry(odd, "magnesium"))
    assert len(gone) == 7
    assert all(row.startswith("-") for row in gone)
    assert not any("below" in row or "about" in row for row in gone)


def test_a_product_that_goes_leaves_the_comment_above_the_next_table(odd):
    text = patched(ODD, edits.without_entry(odd, "p"))
    assert text is not None
    assert "products" not in text
    assert "# about the product\n# between\n[entries.c]\n" in text


def test_a_copy_stands_behind_its_entry(odd):
    new, name = edits.duplicate_entry(odd, "magnesium")
    rows = difference(ODD, new)
    assert all(row.startswith("+") for row in rows)
    text = patched(ODD, new)
    assert text is not None
    assert f"# below magnesium\n\n[entries.{name}]\n" in text
    assert list(read(text).entries) == ["magnesium", name, "p", "c"]


def test_a_warning_more_that_is_accepted_leaves_the_others(odd):
    rows = difference(ODD, edits.with_acceptance(odd, changed(odd.accepted[0], code="z")))
    assert all(row.startswith("+") for row in rows)
    assert "+[[accepted]]" in rows


def test_an_acceptance_that_is_replaced_keeps_its_place(odd):
    first, second = odd.accepted
    new = changed(odd, accepted=(changed(first, observed="2"), second))
    text = patched(ODD, new)
    assert text is not None
    assert read(text).accepted == new.accepted


def test_the_first_acceptance_and_the_person_find_their_places():
    text = 'format = 1\ntitle = "x"\n\n# mine\n[entries.a]\nsubstance = "glycine"\ndose = "1 g"\n'
    text += 'when = "at bedtime"\n'
    new = edits.with_person(read(text), age=42)
    new = edits.with_acceptance(new, read(ODD).accepted[0])
    result = patched(text, new)
    assert result is not None
    assert '"x"\n\n[person]\nage = 42\n\n# mine\n[entries.a]' in result
    assert result.index("[entries.a]") < result.index("[[accepted]]")


def test_tables_in_one_line_take_more():
    text = 'format = 1\ntitle = "x"\nentries = { a = { substance = "glycine", dose = "1 g",'
    text += ' when = "at bedtime" } } # all'
    new = edits.duplicate_entry(read(text), "a")[0]
    result = patched(text, new)
    assert result is not None
    assert read(result) == new
    assert "# all" in result


def test_dotted_tables_go_and_become_empty():
    text = 'format = 1\ntitle = "x"\nperson.age = 3\n# keep\nperson.country = "US"\n'
    text += 'medicines.a.when = "07:00"\n[medicines.c]\nwhen = "07:00"\n'
    old = read(text)
    nothing = changed(old, person=None, medicines={})
    assert patched(text, nothing) == 'format = 1\ntitle = "x"\n# keep\n'
    empty = changed(old, person=Person(), medicines={key: MedicineTaken() for key in "ac"})
    result = patched(text, empty)
    assert result is not None
    assert read(result) == empty


@pytest.mark.parametrize("last", ["", "\n", "\n\n", "\n# end"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_last_row_stay(end, last):
    plain = 'format = 1\ntitle = "x" # t\nweeks = 3\n[person]\nage = 42'
    text = (plain + last).replace("\n", end)
    result = patched(text, edits.with_weeks(read(text), 4))
    assert result == text.replace("weeks = 3", "weeks = 4")


def test_mixed_line_ends_stay_where_they_are():
    text = 'format = 1\r\ntitle = "x"\nweeks = 3\r\nnotes = """a\nb"""\r\n'
    result = patched(text, edits.with_weeks(edits.with_bedtime(read(text), None), 4))
    assert result == text.replace("weeks = 3", "weeks = 4")
    result = patched(text, edits.with_person(read(text), age=42))
    assert result == text + "\r\n[person]\r\nage = 42\r\n"


def test_an_unchanged_regimen_is_the_same_text(odd):
    assert patched(ODD, odd) is ODD


def test_a_text_with_problems_is_not_changed(odd):
    assert patched(ODD + "[oops]\n", odd) is None
    assert patched("format = ", odd) is None


def test_what_no_file_can_hold_is_not_written(odd):
    assert patched(ODD, edits.with_title(odd, "\ud800")) is None


def test_the_written_form_does_not_flip_with_its_length():
    accepted = read(ODD).accepted[0]
    for reason in ("r", "r" * 200):
        regimen = Regimen(title="x", accepted=(changed(accepted, reason=reason),))
        assert "\n\n[[accepted]]\ncode = " in write_text(regimen)


@pytest.mark.parametrize("after", ["", "\n# below\n", "[person]\nage = 3\n"])
def test_a_long_text_may_end_like_a_comment(after):
    text = 'format = 1\ntitle = \'x\'\nnotes = """\n\n# no comment""" # one\n' + after
    new = edits.with_weeks(edits.with_bedtime(read(text), TimeOfDay(1350)), 4)
    assert difference(text, new) == ['+bedtime = "22:30"', "+weeks = 4"]
    text = text.replace("title", "weeks = 1\ntitle", 1)
    result = patched(text, edits.with_notes(read(text), None))
    assert result is not None
    assert "# no comment" not in result
    assert ("# below" in result) == ("# below" in after)


def test_comments_are_told_from_their_likes():
    assert not has_comments('a = "#"\nb = \'#\'\nc = """\n# "" \\""" # \n"""\nd = \'\'\'#\'\'\'\n')
    assert not has_comments('a = """x\\\\"""\nb = "\\"#"\nc = """"#""""\n')
    assert has_comments('a = "" # "\n')
    assert has_comments("a = 'x' #")
    assert has_comments("not TOML # at all")


def test_rows_without_a_place_are_refused(odd):
    with pytest.raises(ValueError, match="no rows"):
        Rows(ODD).add_line(("person", "age"), "age = 1", [])
