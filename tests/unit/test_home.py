"""A plan and the shelf that it refers to: what it takes, and that no label is lost, copied or lent.

Every way on which a plan goes through the program is here: read, edited, saved, saved elsewhere,
kept as a draft, duplicated, moved, exported with and without its person, imported and answered.
"""

import os
import tomllib
from datetime import date
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.document import Document
from planner.export.answers import changed_since
from planner.export.making import Options, carried
from planner.judge import judge_reading
from planner.library import products as products_module
from planner.library.atomic import SaveError
from planner.library.changes import changes, signatures
from planner.library.drafts import found, keep
from planner.library.home import (
    carried_to,
    catalogue_home_of,
    forget_homes,
    home_of,
    read_regimen,
    with_labels_kept,
    with_shelf,
)
from planner.library.inbox import Inbox, take_in
from planner.library.moves import Moves
from planner.library.products import on_shelf, product_of, read_shelf
from planner.library.sharing import prepare, record
from planner.library.store import save
from planner.regimen import edits
from planner.regimen.models import Product, SharedProduct
from planner.regimen.reading import read_bytes, read_file
from planner.regimen.writing import write_text
from tests.trees import build, with_the_same_times

CATALOGUE = load_catalogue()
LABEL = """\
format = 1

[product]
name = "Night Mag"
serving = "2 capsules"
pack = "120 capsules"

[product.contents.magnesium-bisglycinate]
elemental = "200 mg"
compound = "1420 mg"
"""
STRONGER = LABEL.replace('"200 mg"', '"300 mg"').replace('"1420 mg"', '"2130 mg"')
PLAN = """\
# Anna's own comment
format = 1
title = "Evening"
bedtime = "22:30"

[entries.magnesium]
product = "night-mag"
dose = "2 capsules"
when = "90 min before bed"
"""
PERSON = f'{PLAN}\n[person]\nname = "Anna Client"\ncountry = "NO"\n'
TEMPLATE = """\
format = 1
title = "Wind-down"

[entries.magnesium]
product = "night-mag"
when = "90 min before bed"

[template]
description = "For restless evenings"

[template.fields.bedtime]
key = "bedtime"
prompt = "When do you go to bed?"

[template.fields.dose]
key = "entries.magnesium.dose"
prompt = "How many capsules?"
"""
TODAY = date(2026, 11, 20)


class Library:
    """A library with a shelf of one label and a folder of clients."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.label = folder / "products" / "night-mag.toml"
        self.plan = folder / "clients" / "c-041.toml"

    def write(self, path: Path | str, text: str) -> Path:
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        forget_homes()
        return path


@pytest.fixture
def library(tmp_path):
    made = Library(tmp_path / "library")
    made.write(made.label, LABEL)
    made.write(made.plan, PLAN)
    return made


def read(path):
    return read_regimen(path)


def held(data):
    return read_bytes(data).regimen


def answered(library, path, digest):
    return Inbox(library.folder, CATALOGUE).as_answered(read(path), digest)


def opened(path):
    return Document.of_reading(read(path), CATALOGUE)


def label_of(regimen, name="night-mag"):
    return regimen.products[name]


def elemental(regimen):
    return label_of(regimen).contents["magnesium-bisglycinate"].elemental.text


def person_of(reading):
    return reading.regimen.person


def findings(reading):
    return [
        (each.code, each.entry, reading.line(each.line, each.path))
        for each in judge_reading(reading, CATALOGUE).findings
        if each.severity == "error"
    ]


# reading


def test_a_plan_takes_the_label_that_its_library_shares(library):
    reading = read(library.plan)
    assert reading.whole
    label = label_of(reading.regimen)
    assert isinstance(label, SharedProduct)
    assert (label.id, label.home) == ("night-mag", library.folder)
    verdict = judge_reading(reading, CATALOGUE)
    assert [each.total for each in verdict.gauges] == [200]
    assert findings(reading) == []


def test_its_own_label_of_the_same_id_wins(library):
    own = PLAN + LABEL.replace("format = 1", "").replace("[product", "[products.night-mag").replace(
        "[products.night-mag.contents", "[products.night-mag.contents"
    ).replace("200 mg", "100 mg")
    path = library.write("own.toml", own)
    label = label_of(read(path).regimen)
    assert type(label) is Product
    assert elemental(read(path).regimen) == "100 mg"


def test_an_own_label_that_cannot_be_read_does_not_become_the_shelfs(library):
    path = library.write("own.toml", f'{PLAN}\n[products.night-mag]\nname = "Night Mag"\n')
    reading = read(path)
    assert "night-mag" not in reading.regimen.products
    assert {code for code, *_ in findings(reading)} == {"invalid-field"}


def test_a_label_that_cannot_be_read_is_named_with_file_and_line(library):
    library.write(library.label, LABEL.replace('"2 capsules"', '"2,5 capsules"'))
    reading = read(library.plan)
    assert not reading.whole
    (finding,) = judge_reading(reading, CATALOGUE).findings
    assert finding.code == "invalid-field"
    assert finding.message.startswith("products/night-mag.toml:5: product.serving: ")
    assert finding.key == "entries.magnesium.product"
    assert reading.line(finding.line, finding.path) == 7


def test_what_the_judge_says_of_a_label_stands_where_an_entry_takes_it(library):
    library.write(library.label, LABEL.replace("bisglycinate]", "glycinade]"))
    reading = read(library.plan)
    assert findings(reading) == [("unknown-substance", "magnesium", 7)]


def test_an_entry_with_an_error_still_knows_its_label(library):
    path = library.write("a.toml", PLAN.replace('"2 capsules"', '"2,5 capsules"'))
    reading = read(path)
    assert findings(reading) == [("invalid-amount", "magnesium", 8)]
    assert reading.broken["magnesium"].contents == {"magnesium-bisglycinate"}


def test_two_errors_of_one_entry_are_both_told(library):
    library.write(library.label, "format = 1\n")
    path = library.write("a.toml", PLAN.replace('"2 capsules"', '"2,5 capsules"'))
    assert findings(read(path)) == [
        ("invalid-amount", "magnesium", 8), ("invalid-field", "magnesium", 7)
    ]  # fmt: skip


def test_a_product_that_nobody_has_is_offered_from_the_shelf(library):
    path = library.write("a.toml", PLAN.replace('"night-mag"', '"nigth-mag"'))
    reading = read(path)
    assert reading.whole  # it can be edited, as before there were shelves
    (finding,) = judge_reading(reading, CATALOGUE).findings
    assert (finding.code, finding.message) == (
        "unknown-product",
        'no product "nigth-mag" in this file or on the shelf of its library. Did you mean'
        ' "night-mag"?',
    )


def test_without_a_library_nothing_is_said_of_a_shelf(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(PLAN)
    (finding,) = judge_reading(read(path), CATALOGUE).findings
    assert finding.message == 'no product "night-mag" in this file.'


def test_a_template_knows_the_label_of_an_entry_that_is_not_filled(library):
    path = library.write("templates/wind-down.toml", TEMPLATE)
    reading = read(path)
    assert reading.broken["magnesium"].contents == {"magnesium-bisglycinate"}
    assert isinstance(label_of(reading.regimen), SharedProduct)
    assert findings(reading) == []


def test_another_label_can_be_tried_in_place_of_the_shelfs(library):
    other = product_of(STRONGER.encode(), library.label)
    reading = with_shelf(read_file(library.plan), library.plan, {"night-mag": other})
    content = label_of(reading.regimen).contents["magnesium-bisglycinate"]
    assert content.elemental.text == "300 mg"
    gone = with_shelf(read_file(library.plan), library.plan, {"night-mag": None})
    assert [code for code, *_ in findings(gone)] == ["unknown-product"]


# whose home


def test_the_nearest_folder_with_a_shelf_is_home(library):
    assert home_of(library.plan) == library.folder
    assert home_of(library.folder / "new" / "folder" / "a.toml") == library.folder
    library.write("clients/products/other.toml", LABEL)
    assert home_of(library.plan) == library.folder / "clients"


def test_the_shelf_and_the_own_catalogue_are_each_found_by_themselves(library):
    library.write("clients/catalogue/house.toml", "format = 1\n")
    assert home_of(library.plan) == library.folder
    assert catalogue_home_of(library.plan) == library.folder / "clients"
    assert catalogue_home_of(library.folder / "a.toml") is None


def test_a_folder_without_a_label_is_no_shelf(library):
    (library.folder / "clients" / "products").mkdir()
    assert home_of(library.plan) == library.folder
    library.write("clients/products/c-001.toml", PLAN)
    library.write("clients/products/c-002.toml", '\ufefftitle = "Night"\n')
    library.write("clients/products/.hidden.toml", LABEL)
    library.write("clients/products/notes.txt", LABEL)
    assert home_of(library.plan) == library.folder


@pytest.mark.parametrize("text", ["format = 1\n", "[product", "product.name = 'x'", "\x00"])
def test_a_damaged_label_still_makes_a_shelf_so_that_it_is_told(library, text):
    library.write("clients/products/night-mag.toml", text)
    assert home_of(library.plan) == library.folder / "clients"
    assert [code for code, *_ in findings(read(library.plan))] == ["invalid-field"]


def test_a_first_label_is_seen_without_being_told_of(library):
    inner = library.folder / "clients" / "products"
    inner.mkdir()
    os.utime(inner, ns=(0, 0))  # a clock that ticks slowly does not hide the next change
    assert home_of(library.plan) == library.folder
    (inner / "night-mag.toml").write_text(STRONGER)
    assert home_of(library.plan) == inner.parent
    assert elemental(read(library.plan).regimen) == "300 mg"
    os.utime(inner, ns=(0, 0))
    assert home_of(library.plan) == inner.parent
    (inner / "night-mag.toml").unlink()
    assert home_of(library.plan) == library.folder
    assert elemental(read(library.plan).regimen) == "200 mg"


def test_a_file_called_products_makes_no_home(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "products").write_text("notes")
    assert home_of(tmp_path / "a" / "b.toml") is None


def test_the_folder_of_the_user_lends_nothing_to_those_in_it(own_home):
    build(own_home, {"products/a.toml": LABEL.encode(), "plans/": b""})
    assert home_of(own_home / "a.toml") == own_home
    assert home_of(own_home / "plans" / "a.toml") is None


def test_the_folder_of_the_user_is_known_by_another_name_too(own_home, tmp_path, monkeypatch):
    build(own_home, {"products/a.toml": LABEL.encode(), "plans/": b""})
    (tmp_path / "home").symlink_to(own_home)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert home_of(own_home / "plans" / "a.toml") is None
    assert home_of(tmp_path / "home" / "plans" / "a.toml") is None


class TestStrangers:
    """Folders that everybody may write to, seen by somebody who owns none of them."""

    @pytest.fixture
    def open_folder(self, library):
        library.folder.chmod(0o777)
        yield library.folder
        library.folder.chmod(0o755)

    @pytest.fixture
    def somebody_else(self, monkeypatch):
        whose = os.getuid() + 1
        monkeypatch.setattr("os.getuid", lambda: whose)
        forget_homes()
        products_module._read.cache_clear()

    @pytest.mark.usefixtures("open_folder")
    def test_the_shelf_that_the_user_put_there_is_one(self, library):
        forget_homes()
        assert isinstance(label_of(read(library.plan).regimen), SharedProduct)

    @pytest.mark.usefixtures("open_folder", "somebody_else")
    def test_a_shelf_that_somebody_else_put_there_is_none(self, library):
        assert home_of(library.plan) is None
        assert home_of(library.folder / "a.toml") is None
        (finding,) = judge_reading(read(library.plan), CATALOGUE).findings
        assert finding.code == "invalid-field"
        assert finding.key == "entries.magnesium.product"
        assert "products/night-mag.toml:1: not used: products is somebody else's" in finding.message
        assert f"chmod o-w {library.folder}" in finding.message

    @pytest.mark.usefixtures("open_folder", "somebody_else")
    def test_a_shelf_of_somebody_else_is_not_skipped_for_one_further_up(self, library, tmp_path):
        library.write(tmp_path / "products" / "night-mag.toml", STRONGER)
        assert "night-mag" not in read(library.plan).regimen.products

    @pytest.mark.usefixtures("open_folder", "somebody_else")
    def test_a_shelf_of_somebody_else_offers_nothing(self, library):
        path = library.write("clients/a.toml", PLAN.replace("night-mag", "night-mug"))
        (finding,) = judge_reading(read(path), CATALOGUE).findings
        assert finding.message == 'no product "night-mug" in this file.'

    @pytest.mark.usefixtures("open_folder", "somebody_else")
    def test_nothing_above_it_is_looked_into(self, library):
        library.write(library.folder.parent / "products" / "night-mag.toml", LABEL)
        (library.folder / "products").rename(library.folder / "other")
        forget_homes()
        assert home_of(library.plan) is None

    @pytest.mark.usefixtures("somebody_else")
    def test_a_team_shares_a_shelf_that_one_of_them_has_made(self, library):
        assert home_of(library.plan) == library.folder
        assert isinstance(label_of(read(library.plan).regimen), SharedProduct)

    @pytest.mark.usefixtures("somebody_else")
    def test_a_label_that_anybody_may_have_put_on_the_shelf_is_not_on_it(self, library):
        library.label.parent.chmod(0o777)
        (finding,) = judge_reading(read(library.plan), CATALOGUE).findings
        assert finding.code == "invalid-field"
        assert "night-mag.toml:1: not used: night-mag.toml is somebody else's" in finding.message
        assert on_shelf(library.folder, "night-mag") is None
        (file,) = read_shelf(library.folder)
        assert file.product is None

    @pytest.mark.usefixtures("open_folder", "somebody_else")
    def test_a_link_that_somebody_else_put_there_is_not_followed(self, library, tmp_path):
        mine = tmp_path / "elsewhere"
        (library.folder / "products").rename(mine)
        (library.folder / "products").symlink_to(mine)
        forget_homes()
        assert home_of(library.plan) is None


def test_links_are_followed_to_the_plan_and_to_the_shelf(library, tmp_path):
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "today.toml").symlink_to(library.plan)
    assert home_of(desk / "today.toml") == library.folder
    (desk / "products").symlink_to(library.folder / "products")
    forget_homes()
    assert home_of(desk / "today.toml") == desk
    assert isinstance(label_of(read(desk / "today.toml").regimen), SharedProduct)


def test_a_way_with_dots_leads_to_the_same_home(library, monkeypatch):
    library.write("clients/products/other.toml", LABEL)
    monkeypatch.chdir(library.folder / "clients")
    assert home_of(Path("../templates/a.toml")) == library.folder
    assert home_of(Path("c-041.toml")) == library.folder / "clients"


def test_a_link_that_leads_round_has_no_home(tmp_path):
    (tmp_path / "a.toml").symlink_to(tmp_path / "b.toml")
    (tmp_path / "b.toml").symlink_to(tmp_path / "a.toml")
    assert home_of(tmp_path / "a.toml") is None
    assert read(tmp_path / "a.toml").regimen is None


# saving


def test_a_saved_plan_goes_on_referring_to_the_shelf(library):
    document = opened(library.plan)
    document.apply(edits.with_title(document.regimen, "Night"))
    document.save()
    assert library.plan.read_text() == PLAN.replace('"Evening"', '"Night"')
    assert not document.dirty


def test_saving_what_has_not_changed_writes_nothing(library):
    saved = opened(library.plan).save()
    assert not saved.changed
    assert library.plan.read_text() == PLAN


def test_undoing_and_doing_again_keeps_the_label(library):
    document = opened(library.plan)
    whole = document.regimen
    document.apply(edits.without_entry(whole, "magnesium"), "remove")
    assert document.regimen.products == {}
    document.undo()
    assert document.regimen == whole
    assert isinstance(label_of(document.regimen), SharedProduct)
    document.save()
    assert library.plan.read_text() == PLAN


def test_saved_outside_its_library_the_label_becomes_its_own(library, tmp_path):
    document = opened(library.plan)
    document.apply(edits.with_title(document.regimen, "For Bo"), "title")
    document.save(tmp_path / "bo.toml")
    outside = read_file(tmp_path / "bo.toml")
    assert type(label_of(outside.regimen)) is Product
    assert label_of(outside.regimen).serving.text == "2 capsules"
    assert findings(outside) == []
    # what is open is what the file holds
    assert type(label_of(document.regimen)) is Product
    assert not document.dirty
    assert library.plan.read_text() == PLAN
    assert document.undo() == "title"
    assert document.regimen.title == "Evening"
    document.save()
    assert findings(read_file(tmp_path / "bo.toml")) == []


def test_in_another_library_the_same_id_may_be_another_bottle(library, tmp_path):
    document = opened(library.plan)
    other = Library(tmp_path / "other")
    other.write(other.label, STRONGER)
    document.save(other.folder / "a.toml")
    content = label_of(read(other.folder / "a.toml").regimen).contents
    assert content["magnesium-bisglycinate"].elemental.text == "200 mg"


def test_in_another_library_the_same_bottle_is_referred_to(library, tmp_path):
    document = opened(library.plan)
    other = Library(tmp_path / "other")
    other.write(other.label, f"# mine\n{LABEL}")
    document.save(other.folder / "a.toml")
    assert "products" not in tomllib.loads((other.folder / "a.toml").read_text())


def test_a_label_that_changed_while_the_plan_was_open_is_still_referred_to(library):
    document = opened(library.plan)
    library.write(library.label, STRONGER)
    document.apply(edits.with_title(document.regimen, "Night"))
    document.save()
    assert "200 mg" not in library.plan.read_text()
    content = label_of(read(library.plan).regimen).contents["magnesium-bisglycinate"]
    assert content.elemental.text == "300 mg"


def test_a_label_that_broke_while_the_plan_was_open_is_still_referred_to(library):
    document = opened(library.plan)
    library.write(library.label, "not toml at all")
    document.apply(edits.with_title(document.regimen, "Night"))
    document.save()
    assert library.plan.read_text() == PLAN.replace('"Evening"', '"Night"')


def test_a_label_that_left_the_shelf_while_the_plan_was_open_is_not_lost(library):
    document = opened(library.plan)
    library.label.unlink()
    document.apply(edits.with_title(document.regimen, "Night"))
    document.save()
    assert type(label_of(read_file(library.plan).regimen)) is Product
    assert "# Anna's own comment" in library.plan.read_text()


def test_a_plan_without_shared_labels_is_saved_as_it_is(tmp_path):
    regimen = held(PLAN.encode())
    assert with_labels_kept(regimen, tmp_path / "a.toml") is regimen


def test_a_template_saved_elsewhere_keeps_its_label(library, tmp_path):
    reading = read(library.write("t.toml", TEMPLATE.replace(
        'when = "90', 'dose = "1 capsule"\nwhen = "90').replace(
        'prompt = "How', 'default = "1 capsule"\nprompt = "How').replace(
        'title = "Wind-down"', 'title = "Wind-down"\nbedtime = "22:30"')))  # fmt: skip
    save(reading.regimen, tmp_path / "t.toml")
    assert type(label_of(read_file(tmp_path / "t.toml").regimen)) is Product


def test_what_is_made_from_a_template_keeps_the_bottle_of_the_template(library, tmp_path):
    template = library.write("templates/wind-down.toml", PLAN)
    made = read_file(template)  # as filling it gives it
    inside = carried_to(library.folder / "clients" / "new.toml", made, template)
    assert isinstance(label_of(inside.regimen), SharedProduct)
    other = Library(tmp_path / "other")
    other.write(other.label, STRONGER)
    for path in (tmp_path / "new.toml", other.folder / "new.toml"):
        outside = carried_to(path, made, template)
        assert type(label_of(outside.regimen)) is Product
        assert elemental(outside.regimen) == "200 mg"
    nothing = read_bytes(b"x")
    assert carried_to(tmp_path / "new.toml", nothing, template) == nothing


# drafts, copies and moves


def draft_of(document, folder):
    keep(folder, "1-a", document.regimen, path=document.path, digest=document.digest, form=None)
    file = folder / "1-a.toml"
    text = file.read_text()
    pid = tomllib.loads(text)["draft"]["pid"]
    file.write_text(text.replace(f"pid = {pid}", "pid = 999999999", 1))
    (draft,) = found(folder)
    return draft


def test_a_draft_refers_to_the_shelf_as_the_plan_did(library, tmp_path):
    document = opened(library.plan)
    document.apply(edits.with_title(document.regimen, "Night"))
    draft = draft_of(document, tmp_path / "drafts")
    assert draft.regimen == document.regimen
    again = Document(
        draft.regimen, CATALOGUE, path=draft.path, digest=draft.digest, unsaved=True
    )  # fmt: skip
    again.save()
    assert library.plan.read_text() == PLAN.replace('"Evening"', '"Night"')


def test_a_draft_that_no_file_holds_yet_refers_to_the_shelf_too(library, tmp_path):
    regimen = edits.with_title(opened(library.plan).regimen, "A copy")
    draft = draft_of(Document(regimen, CATALOGUE), tmp_path / "drafts")
    assert draft.regimen == regimen


def test_a_draft_has_what_the_shelf_says_today(library, tmp_path):
    document = opened(library.plan)
    folder = tmp_path / "drafts"
    draft_of(document, folder)
    library.write(library.label, STRONGER)
    (draft,) = found(folder)
    label = label_of(draft.regimen)
    assert isinstance(label, SharedProduct)
    assert elemental(draft.regimen) == "300 mg"


@pytest.mark.parametrize("text", ["not toml", None])
def test_a_draft_loses_no_label_that_the_shelf_has_lost(library, tmp_path, text):
    document = opened(library.plan)
    folder = tmp_path / "drafts"
    draft_of(document, folder)
    if text is None:
        library.label.unlink()
    else:
        library.write(library.label, text)
    (draft,) = found(folder)
    label = label_of(draft.regimen)
    assert label.serving.text == "2 capsules"
    # a broken file of the shelf is still what the plan refers to
    assert isinstance(label, SharedProduct) == (text is not None)


@pytest.mark.parametrize("shared", ["3", "[1]", "{ night-mag = 3 }", '{ other = "/" }',
                                    '{ night-mag = "/nowhere" }', '{ night-mag = "\\u0000" }',
                                    '{ "../x" = "/" }'])  # fmt: skip
def test_a_draft_whose_head_says_nonsense_is_still_found(library, tmp_path, shared):
    folder = tmp_path / "drafts"
    draft_of(opened(library.plan), folder)
    file = folder / "1-a.toml"
    text = file.read_text()
    start = text.index("[draft.shared]")
    end = text.index("\n\n", start) if "\n\n" in text[start:] else len(text)
    text = text[:start] + text[end:]
    file.write_text(text.replace("[draft]\n", f"[draft]\nshared = {shared}\n"))
    (draft,) = found(folder)
    assert type(label_of(draft.regimen)) is Product


def test_a_renamed_or_archived_plan_still_refers_to_the_shelf(library):
    moves = Moves(library.folder)
    renamed = moves.rename(library.plan, "Night")
    assert renamed.read_text() == PLAN.replace('"Evening"', '"Night"')
    archived = moves.archive(renamed)
    assert isinstance(label_of(read(archived).regimen), SharedProduct)
    moves.undo()
    thrown = moves.throw_away(renamed)
    assert isinstance(label_of(read(thrown).regimen), SharedProduct)


def test_a_change_of_the_shelf_is_a_change_of_every_plan_of_its_library(library):
    library.write("other.toml", PLAN)
    before = signatures(library.folder)
    assert not changes(before, signatures(library.folder))
    library.write(library.label, STRONGER)
    assert set(changes(before, signatures(library.folder)).changed) == {
        library.plan, library.folder / "other.toml"
    }  # fmt: skip


def test_a_change_that_keeps_size_and_time_is_a_change(library):
    before = signatures(library.folder)
    with_the_same_times(library.plan, PLAN.replace("22:30", "22:45").encode())
    assert changes(before, signatures(library.folder)).changed == (library.plan,)
    before = signatures(library.folder)
    with_the_same_times(library.label, LABEL.replace("200 mg", "300 mg").encode())
    assert changes(before, signatures(library.folder)).changed == (library.plan,)


def test_the_own_catalogue_of_another_folder_counts_for_changes_too(library):
    library.write("clients/catalogue/house.toml", "[sources.house]\n")
    before = signatures(library.folder)
    library.write("clients/catalogue/house.toml", "[sources.house-2026]\n")
    assert changes(before, signatures(library.folder)).changed == (library.plan,)


# exports


@pytest.mark.parametrize("text", [PLAN, PERSON, TEMPLATE, f'{TEMPLATE}\n[person]\nname = "Anna"\n'])
@pytest.mark.parametrize("with_person", [False, True])
def test_what_goes_along_with_a_sheet_holds_its_labels(library, text, with_person):
    reading = read(library.write("clients/a.toml", text))
    going = carried(reading, CATALOGUE, Options(with_person=with_person))
    again = read_bytes(going.data)
    label = label_of(again.regimen)
    assert type(label) is Product
    assert (label.serving.text, str(label.pack)) == ("2 capsules", "120 capsules")
    assert again.unfilled == reading.unfilled
    assert list(again.broken) == list(reading.broken)
    assert (person_of(again) is not None) == (with_person and person_of(reading) is not None)
    assert b"library" not in going.data
    assert b"own comment" not in going.data  # it is written anew
    assert not going.exact


def test_a_template_in_a_sheet_keeps_what_it_leaves_to_be_filled(library):
    reading = read(library.write("a.toml", f'{TEMPLATE}\n[person]\nname = "Anna"\n'))
    table = tomllib.loads(carried(reading, CATALOGUE, Options(with_person=True)).data.decode())
    assert table["entries"] == {"magnesium": {"product": "night-mag", "when": "90 min before bed"}}
    assert list(table["template"]["fields"]) == ["bedtime", "dose"]
    assert table["person"] == {"name": "Anna"}


def test_a_plan_that_refers_to_nothing_goes_along_as_it_is(library):
    text = PLAN.replace('product = "night-mag"', 'substance = "magnesium-citrate"').replace(
        "2 capsules", "200 mg"
    )
    reading = read(library.write("a.toml", text))
    going = carried(reading, CATALOGUE, Options(with_person=True))
    assert (going.data, going.exact) == (text.encode(), True)


def made(path):
    return prepare(read(path), CATALOGUE, ["json"], Options(), TODAY)


def test_a_change_of_the_label_is_another_version_of_the_plan(library):
    first = made(library.plan)
    assert record(first) is None
    assert made(library.plan).sheet.edition.number == 1
    library.write(library.label, STRONGER)
    second = made(library.plan)
    assert second.sheet.edition.number == 2
    assert second.sheet.edition.plan == first.sheet.edition.plan
    library.write(library.label, f"# a comment\n{LABEL}")
    assert made(library.plan).sheet.edition.number == 1


# what comes back


def test_an_answer_finds_the_plan_that_was_shared_with_its_label(library):
    inbox = Inbox(library.folder, CATALOGUE)
    for with_person in (False, True):
        path = library.write("clients/c-041.toml", PERSON)
        going = carried(read(path), CATALOGUE, Options(with_person=with_person))
        assert inbox.holding(going.digest) == [path]
        assert answered(library, path, going.digest).path == path


def test_a_version_that_was_kept_has_its_label_too(library):
    going = carried(read(library.plan), CATALOGUE, Options())
    document = opened(library.plan)
    document.apply(edits.with_title(document.regimen, "Night"))
    document.save()
    then = answered(library, library.plan, going.digest)
    assert then.regimen.title == "Evening"
    assert changed_since(then.regimen, document.regimen) == ("title",)


def test_a_label_on_the_shelf_is_no_change_of_the_plan(library):
    reading = read(library.plan)
    then = held(carried(reading, CATALOGUE, Options()).data)
    assert changed_since(then, reading.regimen) == ()
    library.write(library.label, STRONGER)
    now = read(library.plan).regimen
    assert changed_since(then, now) == ("products.night-mag",)


def test_an_imported_sheet_keeps_the_label_that_came_with_it(library, tmp_path):
    going = carried(read(library.plan), CATALOGUE, Options())
    other = Library(tmp_path / "other")
    other.write(other.label, STRONGER)
    path = take_in(other.folder, "Evening", going.data)
    content = label_of(read(path).regimen).contents["magnesium-bisglycinate"]
    assert content.elemental.text == "200 mg"


def test_a_plan_without_its_label_does_not_take_ours_for_it(library):
    before = sorted(library.folder.rglob("*"))
    with pytest.raises(SaveError, match="it takes night-mag without a label, and your shelf"):
        take_in(library.folder, "Evening", PLAN.encode())
    assert sorted(library.folder.rglob("*")) == before
    other = PLAN.replace("night-mag", "day-mag")
    assert take_in(library.folder, "Evening", other.encode()).name == "evening.toml"


def test_reading_writes_nothing(library):
    def state():
        return {
            path: (path.stat().st_mtime_ns, path.read_bytes())
            for path in library.folder.rglob("*") if path.is_file()
        }  # fmt: skip

    before = state()
    reading = read(library.plan)
    judge_reading(reading, CATALOGUE)
    made(library.plan)
    write_text(reading.regimen)
    assert state() == before
