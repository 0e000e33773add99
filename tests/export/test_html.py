"""The web page: it tells everything, and nothing in it acts but its own script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import pairwise

import pytest

from planner.export.making import Options
from planner.export.privacy import told
from planner.export.received import read_received
from planner.export.sheet import NOT_ADVICE, UNITS_KEY
from tests.export.html_pages import BY, LARGE, SIX, TEMPLATE, UNKNOWN, WITH_PERSON, page_of
from tests.export.html_reader import read
from tests.export.support import HOSTILE, SECOND, SHIPPED, hostile_text, rendered, sheet_of

# what it tells


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_it_tells_everything(path):
    sheet = sheet_of(path, edition=SECOND, options=BY)
    page = read(rendered("html", sheet, BY))
    text = page.one("body").text
    expected = [sheet.title, "Coach K", "Version 2 of 2026-12-03, replaces version 1"]
    expected += [sheet.carried.fingerprint, sheet.catalogue, sheet.length, sheet.limits]
    expected += [sheet.status_words, UNITS_KEY, sheet.notes, *sheet.medicines, *sheet.not_checked]
    for entry in sheet.entries:
        expected += [entry.name, entry.sentence, entry.why, entry.state_words]
        expected.append(entry.label.removeprefix("label: "))
        expected += [each for row in entry.takings for each in (row.take, row.gives)]
    for total in sheet.totals:
        expected += [total.name, total.total, total.range, total.range_verdict]
        expected += [total.limit, total.limit_by, total.limit_verdict, total.weeks]
    for finding in (*sheet.standing, *sheet.accepted, *sheet.remarks):
        expected += [finding.about, finding.message, finding.reason or ""]
    for source in sheet.sources:
        expected += [source.short, source.text, source.address or "", source.verified]
    assert [each for each in expected if each not in text] == []
    assert text.count(NOT_ADVICE) == 1


def test_time_comes_first_then_what_take_gives_and_why():
    first = next(
        each for each in read(page_of(SIX)).all("li", "entry") if "Night Mag" in each.one("h3").text
    )
    words = ("20:30 to 21:30", "Night Mag", "2\u00a0capsules", "200\u00a0mg elemental magnesium",
             "Legs cramp at night.", "one serving is 2\u00a0capsules and holds")  # fmt: skip
    facts = first.text.replace(first.one("p", "sentence").text, "")
    places = [facts.index(each) for each in words]
    assert places == sorted(places)


def test_two_times_of_an_entry_stand_in_one_heading_and_each_with_its_dose():
    entry = next(e for e in read(page_of(SIX)).all("li", "entry") if "Ashwagandha" in e.text)
    assert entry.one("span", "clock").text == "08:00, 21:00"
    assert [next(each.all("dd")).text for each in entry.all("dl", "taking")] == [
        "08:00",
        "21:00, 1\u00a0hour 30\u00a0minutes before bed",
    ]


def test_headings_go_down_by_one_and_every_section_has_a_name():
    page = read(page_of(SIX))
    levels = [int(each.name[1]) for each in page.all() if re.fullmatch("h[1-6]", each.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for section in page.all("section"):
        page.one(id_=section.attributes["aria-labelledby"])


def test_the_person_is_told_only_when_asked_for():
    without = page_of(SIX).decode()
    assert "K-17" not in without
    assert "44 years" not in without
    facts = read(page_of(SIX, WITH_PERSON)).one("dl", "facts").text
    assert "K-17" in facts
    assert "44 years" in facts
    assert "Germany" in facts


def test_what_is_said_of_the_person_is_withheld():
    path = next(each for each in SHIPPED if each.stem == "shows-warnings-on-purpose")
    without, whole = page_of(path).decode(), page_of(path, WITH_PERSON).decode()
    assert "thyroid disorder" not in without.lower().replace("-", " ")
    assert "thyroid disorder" in whole.lower().replace("-", " ")


def test_an_accepted_finding_stands_apart_with_its_reason_and_date():
    page = read(page_of(hostile_text("my doctor knows")))
    accepted = next(e for e in page.all("section") if e.one("h2").text.startswith("Accepted"))
    assert "800\u00a0mg" in accepted.text
    assert "Accepted on 2026-11-20: my doctor knows" in accepted.text
    assert accepted.one("time").attributes["datetime"] == "2026-11-20"


def test_a_template_says_that_it_is_one_and_what_it_asks_for():
    page = read(page_of(TEMPLATE))
    box = page.one("section", "template").text
    assert "This is a template" in box
    assert "An evening whose dose is filled in." in box
    assert "How much glycine? entries.glycine.dose" in box
    assert "How much magnesium? entries.magnesium.dose, filled with 200 mg unless" in box
    assert "Left to be filled in, and therefore not told here: glycine." in box
    assert "1 to 2\u00a0hours before bed" in next(page.all("span", "clock")).text


def test_a_plan_says_nothing_of_templates():
    assert "template" not in read(page_of(SIX)).one("body").text.lower()


def test_the_same_sheet_gives_the_same_bytes():
    assert page_of(SIX, WITH_PERSON) == page_of(SIX, WITH_PERSON)


# texts of others


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_foreign_text_comes_out_as_that_text(text):
    page = read(page_of(hostile_text(text), Options(by=text, with_person=True)))
    expected = told(text)
    assert page.one("h1").text == expected
    assert page.one("head").one("title").text == expected
    assert [each.text for each in page.one("dl", "facts").all("bdi")] == [expected, expected]
    names = [each.text for each in page.all("bdi", "name")]
    assert names.count(expected) == 4  # two entries, each with its answer
    whys = [each.text for each in page.all("dd") if each.attributes.get("dir") == "auto"]
    assert whys == [expected]
    assert page.one("p", "reason").text.endswith(f"Accepted on 2026-11-20: {expected}")
    assert page.one("section", id_="answers").attributes["data-title"] == expected


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_foreign_text_makes_no_element_and_no_attribute(text):
    shape = [(e.name, sorted(e.attributes)) for e in read(page_of(hostile_text("plain"))).all()]
    found = [(e.name, sorted(e.attributes)) for e in read(page_of(hostile_text(text))).all()]
    # right-to-left names are kept apart from the figures around them, and that is all
    shape, found = ([each for each in list_ if each[0] != "bdi"] for list_ in (shape, found))
    assert found == shape


def test_line_breaks_are_kept_where_texts_stand():
    page = read(page_of(hostile_text("first line\nsecond line")))
    for element in (page.one("h1"), *page.all("p", "sentence"), *page.all("bdi", "name")):
        assert "text" in element.classes  # the class whose white space is kept
    assert re.search(r"\.text \{ white-space: pre-wrap; \}", page.one("style").raw)


def test_a_right_to_left_name_does_not_move_the_dose_beside_it():
    name = HOSTILE["arabic"]
    page = read(page_of(hostile_text(name)))
    sentence = next(each for each in page.all("p", "sentence") if name in each.text)
    assert [each.text for each in sentence.all("bdi")] == [name, name]
    assert sentence.raw.startswith("Take 50\u00a0mg of ")


# what it loads and runs


@pytest.mark.parametrize("source", [*SHIPPED, hostile_text(HOSTILE["quotes"])], ids=str)
def test_it_loads_nothing_and_runs_only_its_own_script(source):
    page = read(page_of(source))
    for element in page.all():
        handlers = [name for name in element.attributes if name.startswith("on")]
        assert handlers == []
        assert "style" not in element.attributes
        assert "src" not in element.attributes
        address = element.attributes.get("href")
        if address and element.name != "a":
            assert address.startswith("data:")
        elif address:
            assert re.match("#|data:application/toml;base64,|https?://", address)
    policy = next(
        each.attributes["content"]
        for each in page.all("meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    )

    def hashed(text):
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    scripts = [each.raw for each in page.all("script")]
    assert len(scripts) == 2
    enclosed, script = scripts
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{hashed(page.one('style').raw)}'",
        f"script-src 'sha256-{hashed(script)}' 'sha256-{hashed(enclosed)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert "url(" not in page.one("style").raw
    assert "@import" not in page.one("style").raw


def test_it_asks_not_to_be_followed_or_indexed():
    metas = read(page_of(SIX)).all("meta")
    named = {e.attributes.get("name"): e.attributes.get("content") for e in metas}
    assert named["referrer"] == "no-referrer"
    assert named["robots"] == "noindex"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_carries_the_regimen_in_three_ways(text):
    sheet = sheet_of(hostile_text(text), options=BY)
    page = read(rendered("html", sheet, BY))
    enclosed = json.loads(page.one("script", id_="planner-sheet").raw)
    assert enclosed["toml"].encode() == sheet.carried.data
    assert enclosed["sha256"] == hashlib.sha256(sheet.carried.data).hexdigest()
    link = page.one("a", "button")
    assert link.attributes["download"] == f"{sheet.stem}.toml"
    head, data = link.attributes["href"].split(",")
    assert head == "data:application/toml;base64"
    assert base64.b64decode(data) == sheet.carried.data
    assert page.one("pre").text == sheet.carried.data.decode()
    assert page.one("p", "digest").text == f"SHA-256 {sheet.carried.digest}"


def test_a_very_long_plan_has_no_link_that_nobody_would_read():
    page = page_of(SIX + "# a remark of many words\n" * 5000, WITH_PERSON)
    assert "download=" not in page.decode()
    received = read_received(page)
    assert len(received.data) > 100_000
    assert not received.is_changed


# pictures


def test_every_picture_has_its_words():
    page = read(page_of(SIX))
    pictures = [each for each in page.all("svg") if "role" in each.attributes]
    assert len(pictures) == 7 + 4  # six entries and a medicine; four totals with a scale
    for each in pictures:
        title, words = each.attributes["aria-labelledby"].split()
        assert each.one("title", id_=title).text
        assert each.one("desc", id_=words).text.endswith(".")
    for each in page.all("svg"):
        outside = "role" not in each.attributes and "overflow" not in each.attributes
        assert not outside or each.attributes.get("aria-hidden") == "true"


def test_the_line_of_the_evening_says_what_it_draws():
    page = read(page_of(SIX))
    words = {e.one("bdi").text: e.one("desc").text for e in page.all("li", "track")}
    assert words == {
        "ciprofloxacin": "a medicine, 20:00 and 23:15.",
        "Ashwagandha extract": "08:00 and 21:00.",
        "Zinc picolinate": "19:00.",
        "L-theanine": "20:00.",
        "Night Mag": "20:30 to 21:30; documented time of magnesium bisglycinate:"
        " 1 to 2\u00a0hours before bed; documented to be kept apart from levothyroxine and"
        " ciprofloxacin.",
        "Melatonin": "22:00.",
        "Glycine": "22:30.",
    }


def _row(page, name):
    return next(each for each in page.one("tbody").all("tr") if each.one("th").text.strip() == name)


def _paths(row):
    return [each.classes for each in row.all("path")]


def test_a_total_that_is_not_known_in_full_is_not_drawn_like_a_known_one():
    path = next(each for each in SHIPPED if each.stem == "shows-warnings-on-purpose")
    page = read(page_of(path))
    assert _paths(_row(page, "Magnesium")) == [["total", "open"]]
    assert _paths(_row(page, "Melatonin")) == [["total", "known"]]


def test_a_total_of_which_nothing_is_known_has_no_pointer():
    row = _row(read(page_of(UNKNOWN)), "Magnesium")
    assert _paths(row) == []
    assert "total not known" in [each.text for each in row.all("text")]


def test_a_scale_holds_its_range_and_limit_in_words_and_shapes():
    path = next(each for each in SHIPPED if each.stem == "evening-of-the-articles")
    row = _row(read(page_of(path)), "Magnesium")
    assert [each.text for each in row.all("text")] == [
        "200\u00a0mg elemental", "limit 350\u00a0mg", "200", "400\u00a0mg",
    ]  # fmt: skip
    assert row.one("title").text == "Magnesium: 200\u00a0mg elemental a day"
    assert row.one("desc").text == (
        "Total: 200\u00a0mg elemental a day. In the documented range (200 to 400\u00a0mg). Within"
        " the upper limit (350\u00a0mg, United States, National Academy of Medicine 1997). Doses of"
        " trials: 250\u00a0mg."
    )
    row.one("line", "limit")
    row.one("rect", "range")


def test_a_total_far_beyond_its_range_is_drawn_at_the_edge():
    text = SIX.replace('"0.5 mg"', '"100 mg"')
    row = _row(read(page_of(text)), "Melatonin")
    assert [each.attributes["d"] for each in row.all("path")] == ["M-4 -5 4 0 -4 5z"]
    assert "It lies beyond the end of the scale." in row.one("desc").text


def test_a_range_whose_ends_are_close_is_written_in_one():
    path = next(each for each in SHIPPED if each.stem == "shows-warnings-on-purpose")
    row = _row(read(page_of(path)), "Ashwagandha extract")
    assert [each.text for each in row.all("text")] == [
        "800\u00a0mg extract",
        "300 to 600\u00a0mg",
    ]


def test_the_line_places_what_is_taken_and_what_comes_after_bed():
    """It begins at 19:00 less 30 minutes, 4 hours before bed, and ends an hour after bed."""
    page = read(page_of(SIX))
    tracks = {e.one("bdi").text: e for e in page.all("li", "track")}

    def marks(name):
        drawn = [e for e in tracks[name].all("svg") if "overflow" in e.attributes]
        return [each.attributes["x"] for each in drawn]

    assert marks("Zinc picolinate") == ["10.00%"]  # 30 of 300 minutes
    assert marks("Glycine") == ["80.00%"]
    assert marks("Night Mag") == ["40.00%", "60.00%"]
    assert marks("ciprofloxacin") == ["30.00%", "95.00%"]  # the second 45 minutes after bed
    assert marks("Ashwagandha extract") == ["50.00%", "0.5em"]  # and an arrow to the morning
    band = tracks["Night Mag"].one("rect", "window").attributes
    assert (band["x"], band["width"]) == ("40.00%", "20.00%")


def test_without_a_bedtime_the_line_counts_hours_before_bed():
    page = read(page_of(TEMPLATE))
    axis = page.one("svg", "axis")
    assert [each.text for each in axis.all("text")] == ["3\u00a0h", "2\u00a0h", "1\u00a0h", "bed"]


def test_there_is_no_line_where_nothing_can_be_placed():
    by_the_clock = TEMPLATE.replace("1 to 2 h before bed", "21:00")
    assert "The evening" not in read(page_of(by_the_clock)).one("main").text


def test_verdicts_are_words_first_then_a_sign():
    path = next(each for each in SHIPPED if each.stem == "shows-warnings-on-purpose")
    row = _row(read(page_of(path)), "Ashwagandha extract")
    verdicts = [each.text for each in row.all("span", "verdict")]
    assert verdicts == ["above the documented range\u00a0!", "no upper limit in the catalogue"]


# answers


def test_every_entry_can_be_answered_by_hand():
    page = read(page_of(SIX))
    boxes = list(page.all("fieldset", "answer"))
    assert [each.attributes["data-entry"] for each in boxes] == [
        "ashwagandha", "zinc", "theanine", "magnesium", "melatonin", "glycine",
    ]  # fmt: skip
    night_mag = boxes[3]
    assert night_mag.one("bdi", "name").text == "Night Mag"
    values = [each.attributes["value"] for each in night_mag.all("input")]
    assert values == ["continue", "change", "stop", "ask"]
    assert len({each.attributes["name"] for each in night_mag.all("input")}) == 1
    assert "hidden" in page.one("div", "saving").attributes
    assert "hidden" not in page.one("p", "by-hand").attributes


def test_the_more_a_sheet_says_the_smaller_it_is_set():
    little = read(page_of(SHIPPED[0])).one("html").attributes["class"]
    much = read(page_of(SIX)).one("html").attributes["class"]
    assert little.startswith("pt-")
    assert much.startswith("packed pt-")
    more_than_a_page = SIX.replace("A diary of sleep on paper, please.", "Long " * 700)
    assert read(page_of(more_than_a_page)).one("html").attributes["class"] == "pt-9"
    assert read(page_of(SIX, LARGE)).one("html").attributes["class"] == "large"
