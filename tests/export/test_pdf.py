"""The PDF as others read it: pypdf, pdfinfo, pdftotext and qpdf know nothing of Planner."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from planner.export.making import Options
from planner.export.sheet import NOT_ADVICE, UNITS_KEY, Sheet
from tests.export.pdf_reader import (
    Case,
    assert_within,
    boxes,
    elements,
    info_of,
    letter_sizes,
    plain,
    reader,
    saved,
    squeezed,
    text_of,
)
from tests.export.support import (
    EDITION,
    ROOT,
    SECOND,
    SHIPPED,
    rendered,
    sheet_of,
)
from tests.foreign.programs import needed, run

LARGE = Options(large_print=True)
WARNS = ROOT / "regimens" / "shows-warnings-on-purpose.toml"

SIX = """
format = 1
title = "Six for the evening"
bedtime = "22:30"
weeks = 8
start = 2026-12-01
notes = "What we agreed on in November."
[person]
name = "Client 014"
country = "US"
[entries.magnesium]
product = "night-mag"
dose = "2 capsules"
when = "90 min before bed"
reason = "to sleep through"
[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "90 min before bed"
reason = "to calm down"
[entries.melatonin]
substance = "melatonin"
dose = "1 mg"
when = "30 min before bed"
[entries.glycine]
substance = "glycine"
dose = "3 g"
when = "at bedtime"
[entries.theanine]
substance = "l-theanine"
dose = "200 mg"
when = "21:00"
reason = "to unwind"
[entries.valerian]
substance = "valerian-extract"
dose = "600 mg"
when = "1 to 2 h before bed"
[products.night-mag]
name = "Night Mag"
serving = "2 capsules"
[products.night-mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
[[accepted]]
code = "sedative-load"
observed = "ashwagandha-extract, melatonin, valerian-extract"
reason = "no driving, no alcohol in the evening"
on = 2026-11-20
"""


def many(count: int) -> str:
    """A regimen with so many entries, one dose of each in words that must stay together."""
    entries = "".join(
        f'[entries.thing-{place:02}]\nproduct = "p"\ndose = "3.75 capsules"\n'
        f'when = "{10 + place // 4}:{15 * (place % 4):02}"\n'
        for place in range(count)
    )
    return (
        f'format = 1\ntitle = "Many things"\nbedtime = "22:30"\n{entries}'
        '[products.p]\nname = "A product with a name of some length"\nserving = "2 capsules"\n'
        '[products.p.contents.thing]\nname = "something"\namount = "5000 IU"\n'
    )


NAMES = [path.stem for path in SHIPPED]
CASES = [(name, large) for name in [*NAMES, "six", "many"] for large in (False, True)]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], Case]:
    """Every shipped regimen and two more, as they come and in large print, each rendered once."""
    folder = tmp_path_factory.mktemp("pdf")
    sheets = {path.stem: sheet_of(path) for path in SHIPPED}
    told = Options(with_person=True, by="Coach Anna")
    sheets["six"] = replace(sheet_of(SIX, options=told, edition=SECOND), stem="six")
    sheets["many"] = replace(sheet_of(many(30)), stem="many")
    return {
        (name, large): saved(folder, sheets[name], Options(large_print=large))
        for name, large in CASES
    }


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}{'-large' if case[1] else ''}")
def case(files: dict[tuple[str, bool], Case], request: pytest.FixtureRequest) -> Case:
    return files[request.param]


# a file that others accept


def test_it_is_sound_and_tagged_and_of_a4(case: Case):
    checked = run(needed("qpdf"), "--check", case.path)
    assert checked.returncode == 0, checked.stdout.decode() + checked.stderr.decode()
    info = info_of(case.path)
    assert info["Tagged"] == "yes"
    assert info["Title"] == case.sheet.title
    assert info.get("Author") == case.sheet.by
    assert info["Page size"].endswith("(A4)")
    assert (info["JavaScript"], info["Encrypted"]) == ("no", "no")


def test_it_can_be_read_aloud(case: Case):
    root = reader(case.data).trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    kinds = [kind for kind, _ in elements(case.data)]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2")
    assert kinds.count("/H2") >= 5
    assert {"/L", "/LI", "/LBody", "/P"} <= set(kinds)
    tables = 0 if case.large else 2 + bool(case.sheet.totals)
    assert kinds.count("/Table") == kinds.count("/THead") == tables
    assert kinds.count("/TH") >= 3 * tables


def test_each_drawing_has_its_words(case: Case):
    alts = [element.get("/Alt") for kind, element in elements(case.data) if kind == "/Figure"]
    assert all(alts), alts
    told = " ".join(alts)
    for taking in case.sheet.takings if "The evening" in told else ():
        assert taking.name in told
    fullest = ("six", WARNS.stem)  # they leave no room for a drawing
    if case.large or not case.path.stem.startswith(fullest):
        assert any(alt.startswith("The evening") for alt in alts)
        for row in case.sheet.totals:
            assert row.gauge is None or any(row.total.split(",")[0] in alt for alt in alts)


def test_no_letter_became_a_box(case: Case):
    """Glyph 0 is the box that a font shows for a letter that it lacks."""
    assert not boxes(case.data)


# pages and letters


@pytest.mark.parametrize("name", [*NAMES, "six"])
def test_six_entries_and_fewer_stand_on_one_page(files, name):
    assert info_of(files[name, False].path)["Pages"] == "1"
    assert "page 1 of 1" in text_of(files[name, False].path)


@pytest.mark.parametrize("name", [*NAMES, "six"])
def test_letters_are_large_enough_for_a_fridge(files, name):
    """At least 9 points; only remarks, sources and the key of units may have 8.

    Ten warnings on purpose, and six entries with all that can be told of them, are no usual
    content: to stay on one page they may be as small as the leaflet in a box.
    """
    case = files[name, False]
    sizes = letter_sizes(case.data)
    if name in ("six", WARNS.stem):
        assert min(size for _, size in sizes) >= 7
        return
    assert min(size for _, size in sizes) >= 8
    sheet = case.sheet
    rare = [row.message for row in sheet.remarks] + [row.about for row in sheet.remarks]
    rare += [
        f"{row.short}: {row.text} {row.address or ''} Verified: {row.verified}."
        for row in sheet.sources
    ]
    rare += [UNITS_KEY, f"Catalogue of Planner, version {sheet.catalogue}."]
    told = squeezed(" ".join(rare))
    for text, size in sizes:
        assert size >= 9 or squeezed(text).strip("•:") in told, (text, size)


@pytest.mark.parametrize("name", [*NAMES, "six", "many"])
def test_large_print_is_of_18_points_on_numbered_pages(files, name):
    case = files[name, True]
    assert min(size for _, size in letter_sizes(case.data)) >= 17.99
    pages = text_of(case.path, "-raw").split("\f")[:-1]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        foot = squeezed(f"{case.sheet.title} · {case.sheet.edition.words}")
        assert squeezed(page).endswith(f"{foot}page{number}of{len(pages)}")


def test_what_goes_over_pages_repeats_its_heads_and_says_where_it_is(files):
    case = files["many", False]
    pages = text_of(case.path, "-raw").split("\f")[:-1]
    assert len(pages) > 1
    assert pages[0].index("Time What Take Gives") > 0
    assert pages[1].startswith("Time What Take Gives")
    for number, page in enumerate(pages, 1):
        assert "Many things · Version 1 of 2026-11-26" in page
        assert f"page {number} of {len(pages)}" in page


def test_no_word_leaves_the_page(case: Case):
    assert_within(case.path)


def test_no_dose_is_broken_over_a_line(case: Case):
    text = text_of(case.path, "-layout")
    broken = r"[0-9]\u00a0?\n *(mg|mcg|g|mL|capsules?|international)\b"
    assert not re.search(broken, text)
    lines = [" ".join(line.split()) for line in text.replace("\u00a0", " ").split("\n")]
    for taking in case.sheet.takings:
        dose = max(taking.take.split(" "), key=len).replace("\u00a0", " ")
        assert any(dose in line for line in lines), dose


# what it says, and in which order


def test_it_carries_the_whole_sheet_in_order(case: Case):
    sheet = case.sheet
    text = without_feet(case)
    facts = [sheet.title, sheet.made_by, sheet.edition.words, sheet.carried.fingerprint]
    facts += [sheet.length, sheet.status_words, "What to take"]
    assert_in_order(text, facts)
    for taking in sheet.takings:
        assert_in_order(text, [taking.name, taking.take, taking.gives, taking.why])
    for row in sheet.totals:
        assert_in_order(text, ["Totals", row.name, row.total, row.range_verdict])
        assert_in_order(text, ["Totals", row.limit, row.limit_by, row.limit_verdict])
    told = [entry.sentence for entry in sheet.entries] + [entry.label for entry in sheet.entries]
    told += [row.message for row in (*sheet.standing, *sheet.accepted, *sheet.remarks)]
    told += [row.reason or "" for row in sheet.accepted]
    told += [*sheet.not_checked, *sheet.medicines, sheet.notes, sheet.limits]
    told += [part for row in sheet.sources for part in (row.text, row.address or "", row.verified)]
    told += [f"version {sheet.catalogue}", UNITS_KEY]
    missing = [each for each in told if squeezed(each)[1:] not in text]
    assert not missing
    assert text.count(squeezed(NOT_ADVICE)) == 1
    parts = ["What to take", "In words", "The evening", "Totals", "Warnings and questions"]
    parts += ["Accepted, with a reason", "What was not checked", "Notes", "Remarks", "Sources"]
    parts += ["Your answers", NOT_ADVICE, UNITS_KEY]
    assert_in_order(text, [part for part in parts if squeezed(part) in text])


def without_feet(case: Case) -> str:
    """The text of all pages without what stands at the foot and is repeated at the head."""
    foot = squeezed(f"{case.sheet.title} · {case.sheet.edition.words}")
    pages = text_of(case.path, "-raw").split("\f")[:-1]
    bodies = [squeezed(page) for page in pages]
    bodies = [body[: body.rindex(foot)] for body in bodies]
    heads = "TimeWhatTakeGives"  # repeated where a table goes over a page
    return bodies[0] + "".join(body.removeprefix(heads) for body in bodies[1:])


def assert_in_order(text: str, parts: list[str]) -> None:
    place = 0
    for part in parts:
        found = text.find(squeezed(part), place)
        assert found >= 0, (part, text[place : place + 300])
        place = found


@pytest.mark.parametrize("large", [False, True])
def test_each_entry_has_boxes_for_an_answer(files, large):
    text = text_of(files["six", large].path, "-raw")
    answers = text[text.index("Your answers") :]
    for word in ("continue", "change", "stop", "ask me"):
        assert len(re.findall(rf"\b{word}\b(?! as it|,)", answers)) >= 6, word
    assert "Note" in answers


def test_the_person_is_told_only_when_asked_for(files):
    told = text_of(files["six", False].path)
    assert "For: Client 014" in told
    assert "replaces version 1" in " ".join(told.split())
    left_out = rendered("pdf", sheet_of(SIX))
    assert "Client 014" not in plain(left_out)
    assert "For:" not in plain(left_out)


def test_a_caution_about_the_person_is_withheld(files):
    text = " ".join(text_of(files[WARNS.stem, False].path).split())
    assert "What it is about is left out of this sheet together with the person." in text
    assert "thyroid disorder" not in text.lower()
    assert "42 years" not in text


def test_both_verdicts_have_their_own_sign_after_their_words(files):
    text = " ".join(text_of(files[WARNS.stem, True].path, "-raw").replace("\u00a0", " ").split())
    assert "Documented range: 300 to 600 mg: above the documented range (!)" in text
    assert "Documented range: not known: the basis is not stated (?)" in text
    assert (
        "350 mg (United States, National Academy of Medicine 1997): above the upper limit (!)"
        in text
    )
    assert "Warning (!), Ashwagandha extract" in text
    assert "Question (?), Magnesium citrate" in text


def test_a_template_says_so_and_lists_what_is_to_be_filled_in():
    sheet = sheet_of(ROOT / "regimens" / "wind-down.toml")
    assert sheet.template
    text = " ".join(plain(rendered("pdf", sheet)).split())
    assert "This is a template." in text
    for field in sheet.fields:
        assert " ".join(field.prompt.split()) in text


def test_a_total_that_is_not_known_is_not_drawn_like_a_known_one():
    """Known totals are full dots; one that may be more is hollow; an unknown one has no dot."""
    known = sheet_of(
        'format = 1\ntitle = "x"\nbedtime = "22:30"\n[entries.a]\n'
        'substance = "magnesium-bisglycinate"\nbasis = "elemental"\ndose = "300 mg"\n'
        'when = "21:00"\n'
    )
    more = '[entries.b]\nsubstance = "magnesium-citrate"\ndose = "100 mg"\nwhen = "21:00"\n'
    (full,) = pointers(known)
    assert full == "known"
    data = rendered("pdf", known)
    unsure = sheet_of(
        'format = 1\ntitle = "x"\nbedtime = "22:30"\n[entries.a]\n'
        'substance = "magnesium-bisglycinate"\nbasis = "elemental"\ndose = "300 mg"\n'
        f'when = "21:00"\n{more}'
    )
    assert set(pointers(unsure)) == {"open"}
    assert "total, not known in full" in plain(rendered("pdf", unsure))
    assert "total, not known in full" not in plain(data)
    unknown = sheet_of(f'format = 1\ntitle = "x"\nbedtime = "22:30"\n{more}')
    assert set(pointers(unknown)) <= {"none", "open"}


def pointers(sheet: Sheet) -> list[str]:
    from planner.export.pdf_content import content

    return [row["scale"]["pointer"] for row in content(sheet, Options())["totals"] if row["scale"]]


# the same bytes


def test_the_same_sheet_gives_the_same_bytes(case: Case):
    assert rendered("pdf", case.sheet, Options(large_print=case.large)) == case.data


def test_its_date_is_the_day_of_its_edition(files):
    metadata = reader(files[NAMES[0], False].data).metadata
    day = f"D:{EDITION.on:%Y%m%d}000000Z"
    assert (metadata["/CreationDate"], metadata["/ModDate"]) == (day, day)
    later = reader(rendered("pdf", sheet_of(SHIPPED[0], edition=SECOND)))
    first = reader(files[NAMES[0], False].data)
    assert later.metadata["/CreationDate"] == "D:20261203000000Z"
    assert later.trailer["/ID"] != first.trailer["/ID"]
