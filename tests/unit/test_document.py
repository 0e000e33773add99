"""The open regimen: undo, what is saved, the verdict, and what is never opened."""

from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.clock import parse_time_of_day, parse_when
from planner.document import Document, NotWholeError
from planner.library.store import ChangedOnDisk
from planner.quantities import parse_amount
from planner.regimen import edits
from planner.regimen.models import Entry, Regimen
from planner.regimen.reading import read_bytes, read_file

GLYCINE = 'format = 1\ntitle = "x"\n[entries.a]\nsubstance = "glycine"\nwhen = "21:00"\n'


def magnesium(dose):
    return Entry(
        substance="magnesium-bisglycinate",
        dose=parse_amount(dose),
        basis="elemental",
        when=(parse_when("21:00"),),
    )


@pytest.fixture
def document():
    return Document(Regimen(title="Evening"), load_catalogue())


def test_undo_and_redo_go_through_every_edit(document):
    start = document.regimen
    document.apply(edits.with_title(start, "One"), "title")
    document.apply(edits.with_title(document.regimen, "Two"), "title again")
    two = document.regimen
    assert document.undo() == "title again"
    assert document.undo() == "title"
    assert document.undo() is None
    assert document.regimen == start
    assert (document.redo(), document.redo(), document.redo()) == ("title", "title again", None)
    assert document.regimen == two


def test_an_edit_after_undo_forgets_what_was_undone(document):
    document.apply(edits.with_title(document.regimen, "One"))
    document.undo()
    document.apply(edits.with_title(document.regimen, "Other"))
    assert document.redo() is None
    assert document.regimen.title == "Other"


def test_the_verdict_follows_the_regimen(document):
    document.apply(edits.with_bedtime(document.regimen, parse_time_of_day("22:30")))
    document.apply(edits.with_entry(document.regimen, "magnesium", magnesium("300 mg")))
    assert document.verdict.status == "pass"
    document.apply(edits.with_entry(document.regimen, "magnesium", magnesium("500 mg")))
    assert document.verdict.status == "warn"
    document.undo()
    assert document.verdict.status == "pass"


def test_dirty_is_what_no_file_holds(document, tmp_path):
    assert not document.dirty
    document.apply(edits.with_title(document.regimen, "One"))
    assert document.dirty
    document.save(tmp_path / "one.toml")
    assert not document.dirty
    document.apply(edits.with_title(document.regimen, "Two"))
    assert document.dirty
    document.undo()
    assert not document.dirty


def test_saving_again_knows_the_file_it_wrote(document, tmp_path):
    path = tmp_path / "one.toml"
    document.save(path)
    document.apply(edits.with_title(document.regimen, "Two"))
    document.save()
    assert read_file(path).title == "Two"
    path.write_text('format = 1\ntitle = "Somebody else"\n', encoding="utf-8")
    document.apply(edits.with_title(document.regimen, "Three"))
    with pytest.raises(ChangedOnDisk):
        document.save()
    assert document.dirty
    assert read_file(path).title == "Somebody else"


def test_a_new_regimen_needs_a_path(document):
    with pytest.raises(ValueError, match="path"):
        document.save()


@pytest.mark.parametrize(
    "text",
    [
        'format = 1\ntitle = "x"\ncolour = "red"\n',
        f'{GLYCINE}dose = "1,5 g"\n',
        f'{GLYCINE}[template]\ndescription = "d"\n[template.fields.dose]\n'
        'key = "entries.a.dose"\nprompt = "How much?"\n',
        "format = 2\n",
    ],
)
def test_what_would_be_lost_is_not_opened(text):
    with pytest.raises(NotWholeError):
        Document.of_reading(read_bytes(text.encode(), Path("x.toml")), load_catalogue())


def test_removing_an_entry_takes_the_product_that_only_it_took(document):
    text = (
        'format = 1\ntitle = "x"\n'
        '[entries.a]\nproduct = "p"\ndose = "1 capsule"\nwhen = "21:00"\n'
        '[entries.b]\nproduct = "p"\ndose = "1 capsule"\nwhen = "22:00"\n'
        '[products.p]\nname = "P"\nserving = "1 capsule"\n'
        '[products.p.contents.glycine]\namount = "1 g"\n'
    )
    regimen = read_bytes(text.encode()).regimen
    assert regimen is not None
    one = edits.without_entry(regimen, "a")
    assert set(one.products) == {"p"}
    assert edits.without_entry(one, "b").products == {}


def test_a_copy_stands_behind_its_original_under_a_free_name(document):
    regimen = edits.with_entry(document.regimen, "magnesium", magnesium("300 mg"))
    regimen = edits.with_entry(regimen, "other", magnesium("100 mg"))
    copied, name = edits.duplicate_entry(regimen, "magnesium")
    assert list(copied.entries) == ["magnesium", name, "other"]
    assert copied.entries[name] == copied.entries["magnesium"]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("Magnesium 2", "magnesium-2"), ("Çay!", "cay"), ("\u2603", "entry"), ("a" * 100, "a" * 59)],
)
def test_names_are_identifiers(wanted, name):
    assert edits.free_name(wanted, ()) == name


def test_the_steps_of_one_drag_are_undone_together(document):
    start = document.regimen
    for number in range(5):
        document.apply(edits.with_title(start, f"Drag {number}"), f"drag {number}", merge="first")
    document.apply(edits.with_title(start, "Other drag"), "other", merge="second")
    assert document.undo() == "other"
    assert document.regimen.title == "Drag 4"
    assert document.undo() == "drag 4"
    assert document.regimen == start
    assert document.redo() == "drag 4"
    document.apply(edits.with_title(start, "Alone"), "alone")
    document.apply(edits.with_title(start, "Alone too"), "alone too")
    document.undo()
    assert document.regimen.title == "Alone"


def test_a_kept_draft_is_unsaved_until_it_is_saved(tmp_path):
    path = tmp_path / "a.toml"
    first = Document(Regimen(title="Evening"), load_catalogue())
    first.save(path)
    draft = Document(
        Regimen(title="Changed"), load_catalogue(), path=path, digest=first.digest, unsaved=True
    )
    before = draft.dirty
    draft.save()
    assert (before, draft.dirty) == (True, False)
    assert read_file(path).title == "Changed"


def test_a_draft_of_a_file_that_changed_meanwhile_does_not_overwrite_it(tmp_path):
    path = tmp_path / "a.toml"
    first = Document(Regimen(title="Evening"), load_catalogue())
    first.save(path)
    path.write_text(path.read_text().replace("Evening", "By hand"))
    draft = Document(
        Regimen(title="Changed"), load_catalogue(), path=path, digest=first.digest, unsaved=True
    )
    with pytest.raises(ChangedOnDisk):
        draft.save()
    assert read_file(path).title == "By hand"
