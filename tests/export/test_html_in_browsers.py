"""The web page as programs of others see it: two checkers, a browser, and a printer."""

from __future__ import annotations

import base64
import re

import pytest

from planner.export.sheet import NOT_ADVICE
from tests.export.html_pages import BY, LARGE, SIX, TEMPLATE, UNKNOWN, WITH_PERSON, page_of
from tests.export.support import EDITION, HOSTILE, SECOND, SHIPPED, hostile_text, sheet_of
from tests.foreign.programs import chromium, needed, needed_module, node, run


def _in_a_browser(script, *words, given, modules=()):
    """What a script that starts a browser tells; skips where there is none."""
    chromium()
    found = node(script, *words, modules=("playwright-core", *modules), given=given)
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Pages of every kind as files, by name."""
    folder = tmp_path_factory.mktemp("pages")
    made = {
        **{path.stem: page_of(path, edition=SECOND) for path in SHIPPED},
        "six": page_of(SIX, WITH_PERSON),
        "template": page_of(TEMPLATE),
        "unknown": page_of(UNKNOWN),
        "large": page_of(SIX, LARGE),
        **{f"hostile-{name}": page_of(hostile_text(text)) for name, text in HOSTILE.items()},
    }
    files = {}
    for name, data in made.items():
        files[name] = folder / f"{name}.html"
        files[name].write_bytes(data)
    return files


def test_the_script_saves_exactly_what_was_answered(pages):
    """Three pages; two of them with titles that mean something in HTML, JSON or JavaScript."""
    names = ("hostile-markup", "hostile-quotes", "six")
    marks: dict[str, object] = {
        "magnesium": {"answer": "change", "note": 'half of it:\n"1 capsule" </script> \U0001f319'},
        "ashwagandha": {"answer": "continue", "note": ""},
    }
    notes: dict[str, dict[str, object]] = {
        "hostile-markup": {"other": {"answer": None, "note": "לפני"}},
        "six": {"glycine": {"answer": "ask"}, "zinc": {"answer": "stop"}},
    }
    jobs = [
        {"page": str(pages[name]), "marks": marks | notes.get(name, {}), "note": " Thank you "}
        for name in names
    ]
    by_name = dict(zip(names, _in_a_browser("answers.mjs", given=jobs), strict=True))
    for name, given in by_name.items():
        text = HOSTILE.get(name.removeprefix("hostile-"), "Six things")
        assert given["heard"] == []
        assert given["title"] == text
        assert given["empty"] == "Nothing is marked yet, so that there is nothing to save."
        assert given["refilled"] == "Your answers from last time are filled in again."
        assert given["cleared"] == 0
        assert given["plain"]["saving"] is False
        assert "Print this page" in given["plain"]["byHand"]
        assert NOT_ADVICE in given["plain"]["text"]
        assert given["copied"] == given["byHand"]
    markup = by_name["hostile-markup"]
    sheet = sheet_of(hostile_text(HOSTILE["markup"]), options=BY)
    assert markup["name"] == f"{sheet.stem}-answers.json"
    assert base64.b64decode(markup["toml"]["data"]) == sheet.carried.data
    assert markup["file"] == {
        "format": 1,
        "kind": "planner-answers",
        "plan": EDITION.plan,
        "version": 1,
        "sha256": sheet.carried.digest,
        "title": HOSTILE["markup"],
        "answers": [
            {"entry": "other", "answer": None, "note": "לפני"},
            {"entry": "magnesium", "answer": "change",
             "note": 'half of it:\n"1 capsule" </script> \U0001f319'},
            {"entry": "ashwagandha", "answer": "continue", "note": ""},
        ],
        "note": "Thank you",
    }  # fmt: skip
    assert list(markup["file"]) == [
        "format", "kind", "plan", "version", "sha256", "title", "answers", "note",
    ]  # fmt: skip
    assert [(e["entry"], e["answer"]) for e in by_name["six"]["file"]["answers"]] == [
        ("ashwagandha", "continue"), ("zinc", "stop"), ("magnesium", "change"), ("glycine", "ask"),
    ]  # fmt: skip
    assert by_name["six"]["copied"] == (
        "Answers to: Six things\nVersion 1 of 2026-11-26, fingerprint"
        f" {by_name['six']['file']['sha256'][:12]}\n\n"
        "Ashwagandha extract: continue\nZinc picolinate: stop\n"
        'Night Mag: change. half of it:\n"1 capsule" </script> \U0001f319\nGlycine: ask me\n'
        "Anything else: Thank you\n"
    )


def test_the_checker_of_html_finds_nothing(pages):
    java, folder = needed("java"), needed_module("vnu-jar")
    jar = folder / "build" / "dist" / "vnu.jar"
    done = run(java, "-jar", jar, "--Werror", "--exit-zero-always", *pages.values())
    assert (done.stdout + done.stderr).decode() == ""


def test_the_checker_of_html_sees_what_is_wrong(tmp_path):
    java, folder = needed("java"), needed_module("vnu-jar")
    bad = tmp_path / "bad.html"
    bad.write_bytes(page_of(SIX).replace(b"</main>", b"", 1).replace(b"let ", b"var ", 1))
    done = run(java, "-jar", folder / "build" / "dist" / "vnu.jar", "--Werror", bad)
    assert done.returncode == 1


DESKTOP_BY_DAY = {"width": 1280, "scheme": "light", "axe": True}
PHONE_BY_NIGHT = {"width": 390, "scheme": "dark", "axe": True}
NARROWEST = {"width": 320, "scheme": "light"}
SPACED = {"width": 320, "scheme": "dark", "spacing": True}
PAPER = {"width": 710, "paper": True}


def _looked_at(jobs):
    found = _in_a_browser("axe.mjs", given=jobs, modules=("axe-core",))
    assert len(found) == sum(len(job["checks"]) for job in jobs)
    return found


@pytest.fixture(scope="module")
def seen(pages):
    """What a browser and axe-core say of every page."""
    narrow = [NARROWEST, SPACED, PAPER]
    read = [DESKTOP_BY_DAY, PHONE_BY_NIGHT]
    hostile = {name for name in pages if name.startswith("hostile-")} - {"hostile-arabic"}
    return _looked_at(
        [
            {"page": str(path), "checks": narrow if name in hostile else read + narrow}
            for name, path in pages.items()
        ]
    )


def test_everybody_can_use_it_on_a_desktop_and_on_a_phone_by_day_and_by_night(seen):
    by_axe = [each for each in seen if each.get("axe")]
    assert len(by_axe) == 2 * (len(SHIPPED) + 5)
    for each in by_axe:
        assert each["found"] == [], each["page"]
        assert each["passed"] > 30


def test_it_fits_the_narrowest_screen_with_the_widest_spacing_and_is_quiet(seen):
    narrow = [each for each in seen if not each.get("axe")]
    assert len(narrow) == 3 * (len(SHIPPED) + 4 + len(HOSTILE))
    for each in narrow:
        assert each["found"] == [], (each["page"], each["width"])


def test_what_is_wrong_with_a_page_is_seen(tmp_path):
    """The two tests above prove something only if a bad page does not pass them."""
    picture = '<img src="http://127.0.0.1:9/x.png">'
    wide = '<svg width="2000" height="9" aria-hidden="true"></svg>'
    page = page_of(SIX).decode().replace(' lang="en"', "", 1)
    bad = page.replace("<main", f"{picture}{wide}<main", 1)
    (tmp_path / "bad.html").write_text(bad, encoding="utf-8")
    (told,) = _looked_at([{"page": str(tmp_path / "bad.html"), "checks": [DESKTOP_BY_DAY]}])
    found = " ".join(told["found"])
    assert "html-has-lang" in found
    assert "image-alt" in found
    assert "Content Security Policy" in found
    assert "sticks out" in found


@pytest.fixture(scope="module")
def printed(pages, tmp_path_factory):
    """Pages of paper by name of the page and paper, printed in one run."""
    pdfinfo = needed("pdfinfo")
    folder = tmp_path_factory.mktemp("printed")
    names = [*(path.stem for path in SHIPPED), "six", "template", "hostile-newline", "large"]
    jobs = [
        {"page": str(pages[name]), "paper": paper, "pdf": str(folder / f"{name}-{paper}.pdf")}
        for name in names
        for paper in ("A4", "Letter")
    ]
    _in_a_browser("shot.mjs", "-", given=jobs)
    found = {}
    for job in jobs:
        said = run(pdfinfo, job["pdf"]).stdout.decode()
        count = re.search(r"^Pages: +(\d+)$", said, re.MULTILINE)
        assert count is not None
        found[job["pdf"].rsplit("/", 1)[-1].removesuffix(".pdf")] = int(count[1])
    return folder, found


def test_up_to_six_entries_are_printed_on_one_page(printed):
    _, found = printed
    ordinary = {name: pages for name, pages in found.items() if not name.startswith("large")}
    assert len(ordinary) == 2 * (len(SHIPPED) + 3)
    assert {name: pages for name, pages in ordinary.items() if pages != 1} == {}


def test_the_printed_page_has_boxes_and_addresses_and_no_buttons(printed):
    folder, _ = printed
    done = run(needed("pdftotext"), "-layout", folder / "evening-of-the-articles-A4.pdf", "-")
    text = done.stdout.decode()
    assert NOT_ADVICE in " ".join(text.split())
    assert "https://doi.org/10.1080/15622975.2021.2013041" in text
    assert re.search(r"Magnesium bisglycinate +continue +change +stop +ask me +Note", text)
    for screen_only in ("Save the answer file", "Copy as text", "Clear", "planner open", "Mark"):
        assert screen_only not in text


def test_large_print_is_large(seen, printed):
    _, found = printed
    assert found["large-A4"] > 1
    by_page: dict[str, list[float]] = {}
    for each in seen:
        by_page.setdefault(each["page"].rsplit("/", 1)[-1], []).append(each["smallest"])
    assert min(by_page["large.html"]) >= 24  # pixels, which are 18 points
    assert min(by_page["six.html"]) < 24
