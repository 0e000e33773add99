"""What an editor with taplo's language server offers and explains, by the schema of Planner."""

import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from planner.regimen.schema import shipped_path
from tests.foreign.programs import node

FIRST_LINE = "#:schema ./regimen-1.schema.json\n"

# where the cursor is stands a bar
DOCUMENTS = {
    "nothing yet": "|",
    "the format": "format = |",
    "a date": "star|t = 2026-12-01",
    "a person": "[person]\n|",
    "a country": "[person]\ncountry = |",
    "a condition": "[person]\nconditions = [|]",
    "a condition that is there": '[person]\nconditions = ["preg|nancy"]',
    "a medicine": "[medicines.|]",
    "a medicine that is there": "[medicines.loraze|pam]",
    "a medicine that is unknown": "[medicines.unheard-of]\n|",
    "an entry": "[entries.magnesium]\n|",
    "an entry's name": "[entries.magne|sium]",
    "a substance": "[entries.magnesium]\nsubstance = |",
    "a substance that is there": '[entries.magnesium]\nsubstance = "magnesium-bis|glycinate"',
    "a time": '[entries.magnesium]\nwh|en = "21:00"',
    "a basis": "[entries.magnesium]\nbasis = |",
    "some days": "[entries.magnesium]\ndays = [|]",
    "a label": "[products.night-mag]\n|",
    "a content": "[products.night-mag.contents.magnesium-citrate]\n|",
    "a content's name": '[products.night-mag.contents.magnesium-ci|trate]\namount = "1 g"',
    "a content that is unknown": "[products.night-mag.contents.sodium]\n|",
    "an acceptance": "[[accepted]]\n|",
    "a code": "[[accepted]]\ncode = |",
    "where it comes from": "[derived]\n|",
    "a template": "[template]\n|",
    "a field": "[template.fields.dose]\n|",
}


class Seen(NamedTuple):
    """What an editor shows at a place."""

    offered: dict[str, str | None]
    """What would be inserted, by what it is called; of two of one name the first."""
    explained: dict[str, str | None]
    said: str | None


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    folder: Path = tmp_path_factory.mktemp("plans")
    shutil.copy(shipped_path("regimen"), folder)
    found = node(
        "taplo.mjs",
        modules=("@taplo/lsp",),
        given={"root": str(folder), "documents": [placed(each) for each in DOCUMENTS.values()]},
    )
    assert isinstance(found, list)
    return dict(zip(DOCUMENTS, map(seen, found), strict=True))


def placed(text: str) -> dict[str, Any]:
    before = FIRST_LINE + text[: text.index("|")]
    return {
        "text": f"{FIRST_LINE}{text.replace('|', '')}\n",
        "line": before.count("\n"),
        "character": len(before) - before.rindex("\n") - 1,
    }


def seen(found: dict[str, Any]) -> Seen:
    rows = found["offered"][::-1]
    return Seen(
        {label: inserted for label, inserted, _ in rows},
        {label: explained for label, _, explained in rows},
        found["said"],
    )


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        ("nothing yet", ["format", "title", "bedtime", "start", "weeks", "notes", "person",
                         "medicines", "entries", "products", "accepted", "derived", "template"]),
        ("a person", ["name", "age", "country", "conditions"]),
        ("a medicine that is unknown", ["when"]),
        ("an entry", ["substance", "product", "name", "dose", "phases", "basis",
                      "standardised_to", "when", "days", "reason"]),
        ("a label", ["name", "serving", "pack", "price", "contents"]),
        ("a content", ["name", "amount", "elemental", "compound", "standardised_to",
                       "daily_value", "buffered"]),
        ("a content that is unknown", ["name", "amount", "elemental", "compound"]),
        ("an acceptance", ["code", "entry", "substance", "observed", "reason", "on"]),
        ("where it comes from", ["template", "version", "filled", "paused"]),
        ("a template", ["description", "fields"]),
        ("a field", ["key", "prompt", "default"]),
    ],
)  # fmt: skip
def test_keys_are_offered_and_explained(editor, where, keys):
    found = editor[where]
    assert set(keys) <= set(found.offered)
    top = {key for key in found.offered if "." not in key}
    assert top - set(keys) <= {"standardised_to", "daily_value", "buffered"}
    for key in keys:
        assert found.explained[key], key


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ("the format", ["1"]),
        ("a country", ['"EU"', '"US"', '"DE"', '"JP"']),
        ("a condition", ['"pregnancy"', '"kidney-impairment"']),
        ("a medicine", ["medicines.levothyroxine", "medicines.lorazepam"]),
        ("a substance", ['"magnesium-bisglycinate"', '"magnesium-glycinate"', '"other"']),
        ("a basis", ['"elemental"', '"compound"']),
        ("some days", ['"mon"', '"sun"']),
        ("a code", ['"above-upper-limit"', '"caution"']),
        ("a label", ["contents.magnesium-citrate", "contents.glycine"]),
    ],
)
def test_ids_are_offered_and_explained(editor, where, ids):
    found = editor[where]
    assert set(ids) <= set(found.offered)
    for each in ids:
        assert found.explained[each], each


def test_an_id_says_what_it_is(editor):
    assert editor["a country"].explained['"DE"'] == "Germany"
    assert editor["a condition"].explained['"pregnancy"'] == "Pregnancy"
    substances = editor["a substance"].explained
    assert (substances['"magnesium-oxide"'] or "").startswith("Magnesium oxide. ")
    assert substances['"magnesium-glycinate"'] == "Read as magnesium-bisglycinate."


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("a date", "without quotes"),
        ("a condition that is there", "Pregnancy"),
        ("a medicine that is there", "Counts as: Sedative or sleeping pill."),
        ("an entry's name", "Something that is taken"),
        ("a substance that is there", "Magnesium bisglycinate."),
        ("a time", '"1 to 2 h before bed"'),
        ("a content's name", "Magnesium citrate."),
    ],
)
def test_what_is_under_the_cursor_is_explained(editor, where, said):
    assert said in (editor[where].said or "")


def test_a_date_is_offered_without_quotes_and_a_text_with_them(editor):
    offered = editor["nothing yet"].offered
    assert (offered["start"] or "").startswith("start = $")
    assert offered["title"] == 'title = "$0"'


def test_no_dose_is_ever_suggested(editor):
    """A figure that an editor fills in would be a dose that nobody has chosen."""
    for where in ("nothing yet", "an entry", "a content", "a label"):
        for label, inserted in editor[where].offered.items():
            value = re.sub(r"\$\{?[0-9]+:?", "", inserted or "")
            assert label == "format" or not re.search("[0-9]", value), inserted
