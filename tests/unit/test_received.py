"""What was received is read as it was sent, or refused: nothing in it is trusted."""

import hashlib
import json
import os
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.export.differing import difference_words, differences
from planner.export.foreign_json import ForeignError
from planner.export.making import Options, make_sheet
from planner.export.received import read_received, without_country
from planner.export.sheet import Edition
from planner.library.inbox import Inbox, InboxError, receive, take_in
from planner.regimen.reading import read_bytes
from tests.export.pages import PLAN, altered, bare, enclosed, page_of, with_text
from tests.export.support import CATALOGUE, EDITION, HOSTILE, SHIPPED, hostile_text, sheet_of

PAGE = page_of()


def refusal(data):
    with pytest.raises(ForeignError) as caught:
        read_received(data)
    return str(caught.value)


# what is carried


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_regimen_comes_back_as_it_was_carried(path):
    sheet = sheet_of(path, options=Options(by="A. Coach"))
    received = read_received(page_of(path, options=Options(by="A. Coach")))
    assert received.data == sheet.carried.data
    assert received.reading.whole
    assert not received.is_changed
    assert received.told is not None
    assert received.told.by == "A. Coach"
    assert received.told.edition == EDITION
    assert received.told.digest == hashlib.sha256(received.data).hexdigest()


@pytest.mark.parametrize("name", HOSTILE)
def test_every_text_comes_back_as_that_text(name):
    options = Options(with_person=True, by=HOSTILE[name])
    received = read_received(page_of(hostile_text(HOSTILE[name]), options=options))
    table = tomllib.loads(received.data.decode())
    assert table["title"] == table["notes"] == table["person"]["name"] == HOSTILE[name]
    assert received.told is not None
    assert not received.is_changed


def test_with_its_person_the_bytes_are_those_of_the_file_comments_included():
    assert read_received(page_of(options=Options(with_person=True))).data == PLAN.encode()
    left = read_received(PAGE).data.decode()
    assert "Eva" not in left
    assert "NO" not in left


def test_a_later_version_says_what_it_replaces():
    edition = Edition(EDITION.plan, 3, date(2026, 12, 24), 2)
    told = read_received(page_of(edition=edition)).told
    assert told is not None
    assert told.edition.words == "Version 3 of 2026-12-24, replaces version 2"


def test_a_regimen_file_is_read_as_it_is_and_tells_nothing():
    received = read_received(PLAN.encode())
    assert received.told is None
    assert received.data == PLAN.encode()
    assert not received.is_changed


def test_a_page_may_have_been_saved_again_by_a_browser():
    text = PAGE.decode().replace(
        'type="application/json" id="planner-sheet"',
        "ID='planner-sheet'\n class=x TYPE=\"application/json\"",
    )
    data = (
        b"\xef\xbb\xbf" + f"\n<!-- saved from somewhere -->\n{text}".replace("\n", "\r\n").encode()
    )
    assert not read_received(data).is_changed


# what was changed on the way


def test_a_changed_plan_is_noticed():
    toml = enclosed(PAGE)["toml"].replace("300 mg", "900 mg")
    received = read_received(altered(PAGE, toml=toml))
    assert received.is_changed
    assert received.reading.whole
    assert read_received(altered(PAGE, sha256="0" * 64)).is_changed


LINK = '<a download="plan.toml" href="{}">Save</a>'


@pytest.mark.parametrize(
    ("link", "offers_another"),
    [
        ("data:application/toml;base64,eA==", True),
        (" DATA:text/plain,x", True),
        ("data:application/toml;base64,?", True),
        ("data:", True),
        ("https://example.org/plan.toml", False),
        ("#answers", False),
    ],
)
def test_a_link_that_saves_another_file_is_noticed(link, offers_another):
    assert not read_received(PAGE).offers_another
    page = PAGE.replace(b"</body>", LINK.format(link).encode() + b"</body>")
    received = read_received(page)
    assert received.offers_another is offers_another
    assert not received.is_changed


def test_an_enclosed_plan_with_errors_is_read_like_a_file():
    received = read_received(altered(PAGE, toml="format = 1\n"))
    assert [each.key for each in received.reading.problems] == [("title",)]
    assert read_received(altered(PAGE, toml="\0")).reading.regimen is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": 2}, "format 2; this version of Planner reads format 1"),
        ({"format": 0}, '"format" is 0'),
        ({"format": True}, '"format" is true'),
        ({"format": "1"}, '"format"'),
        ({"format": ...}, '"format" is missing'),
        ({"kind": "planner-answers"}, "planner-sheet"),
        ({"kind": ...}, "planner-sheet"),
        ({"surprise": 1}, '"surprise" is unknown'),
        ({"plan": "../../etc/passwd"}, "expected a UUID"),
        ({"plan": "5F0C1A52-0F5B-5C4E-9D55-6F3A5A1F7C11"}, "expected a UUID"),
        ({"version": 0}, '"version" is 0'),
        ({"version": 10**9}, '"version"'),
        ({"version": -1}, '"version"'),
        ({"replaces": 7}, '"replaces" is 7'),
        ({"replaces": ...}, '"replaces" is missing'),
        ({"on": "2026-02-30"}, '"on" is "2026-02-30"'),
        ({"on": "20261126"}, "expected a date"),
        ({"on": "٢٠٢٦-١١-٢٦"}, "expected a date"),
        ({"by": 5}, '"by" is 5'),
        ({"by": "x" * 20_001}, "20001 characters"),
        ({"catalogue": "x" * 65}, "65 characters"),
        ({"country": "Norway"}, '"country" has 6 characters'),
        ({"country": "n\n"}, '"country"'),
        ({"status": "invalid"}, '"status" is "invalid"'),
        ({"status": []}, '"status" is a list'),
        ({"minor": ...}, '"minor" is missing'),
        ({"minor": 1}, '"minor" is 1'),
        ({"minor": None}, '"minor" is null'),
        ({"minor": "false"}, '"minor" is "false"'),
        ({"findings": {}}, '"findings" is a table'),
        ({"findings": [1]}, '"findings" 1: 1 where an object'),
        ({"findings": [{}] * 5_001}, "5001 items"),
        ({"sha256": "0" * 63}, '"sha256"'),
        ({"sha256": "G" * 64}, '"sha256"'),
        ({"sha256": "0" * 64 + "\n"}, '"sha256" has 65 characters'),
        ({"toml": None}, '"toml" is null'),
        ({"toml": "x" * (2**20 + 1)}, "1048577 characters"),
        ({"toml": 'title = "\ud800"'}, "half a character"),
        ({"\x1b[31m": 1}, '"\\x1b[31m" is unknown'),
    ],
)
def test_an_object_of_another_shape_is_refused(changes, said):
    assert said in refusal(altered(PAGE, **changes))


FINDING = {
    "code": "caution",
    "severity": "warning",
    "entry": "magnesium",
    "substance": "magnesium",
    "phase": None,
    "observed": None,
    "limit": None,
    "accepted": False,
    "withheld": True,
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "Caution"}, '"code"'),
        ({"code": "\x1b[2J"}, '"code" is "\\x1b[2J"'),
        ({"severity": "error"}, '"severity" is "error"'),
        ({"severity": "note"}, "caution is called a note, but is a warning"),
        ({"entry": "../x"}, '"entry" is "../x"'),
        ({"entry": "x\n"}, '"entry"'),
        ({"phase": 53}, '"phase" is 53'),
        ({"phase": 1.0}, '"1.0" is no whole number'),
        ({"accepted": 1}, '"accepted" is 1'),
        ({"withheld": None}, '"withheld"'),
        ({"line": 3}, '"line" is unknown'),
    ],
)
def test_a_finding_of_another_shape_is_refused(changes, said):
    assert said in refusal(altered(PAGE, findings=[FINDING | changes]))


def test_a_finding_that_is_not_known_here_is_kept():
    later = FINDING | {"code": "later-rule", "severity": "note"}
    told = read_received(altered(PAGE, findings=[later])).told
    assert told is not None
    assert [each.code for each in told.findings] == ["later-rule"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("[]", 'of the kind "planner-sheet"'),
        ("null", 'of the kind "planner-sheet"'),
        ("[" * 200_000, "nested deeper"),
        ('{"a":' * 200_000, "nested deeper"),
        ('{"kind":"planner-sheet","format":1,"a":[[[[[[]]]]]]}', "nested deeper"),
        ('{"kind":"planner-sheet","kind":"planner-sheet"}', '"kind" is given twice'),
        ('{"kind":"planner-sheet","format":NaN}', "NaN is no value"),
        ('{"kind":"planner-sheet","format":1e3}', '"1e3" is no whole number'),
        (f'{{"kind":"planner-sheet","format":{"9" * 5000}}}', "not valid JSON"),
        (f'{{"kind":"planner-sheet","format":{"9" * 4000}}}', "a very large number"),
        ("{'kind': 1}", "not valid JSON"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_object_is_refused(text, said):
    assert said in refusal(bare(text))


# pages


ELEMENT = '<script type="application/json" id="planner-sheet">{}</script>'


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>hello</p>", "carries no plan"),
        ("<", "carries no plan"),
        ("<!--" + ELEMENT + "-->", "carries no plan"),
        ("<!--" + ELEMENT, "carries no plan"),
        (ELEMENT * 2, "more than one plan"),
        (ELEMENT + '<p id="planner-sheet">', "holds something else"),
        (ELEMENT.replace("application/json", "text/javascript"), "holds something else"),
        (ELEMENT.replace(' type="application/json"', ""), "holds something else"),
        (ELEMENT.removesuffix("</script>"), "breaks off"),
        ("<textarea>" * 9 + ELEMENT.replace("planner-sheet", "other"), "carries no plan"),
        ("<![if x", "carries no plan"),
        ("<![x[ y ]]>" + ELEMENT, ""),  # some versions of the parser give up on it
        ("<a" + " " * 2_000_000 + ">" + ELEMENT, "a tag that is too long"),
        ("<a" + " b" * 1_000_000 + ">" + ELEMENT, "a tag that is too long"),
        ("<a b='" + "x" * 2_000_000, "a tag that is too long"),
        ("<!--" + "x" * 2_000_000, "a tag that is too long"),
        ("<!" * 1_000_000, "a tag that is too long"),
        ("</" * 1_000_000, "a tag that is too long"),
        ("<script>" + "</script " * 200_000, ""),
        ("<p>" * 500_000, "carries no plan"),
        ("&" * 2_000_000, ""),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_page_without_exactly_one_plan_is_refused(page, said):
    assert said in refusal(b"<!doctype html>" + page.encode())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n", "it is a PDF"),
        (b"BEGIN:VCALENDAR\r\n", "it is a calendar"),
        (b"PK\x03\x04", "it is an archive"),
        (b'{"format": 1, "kind": "planner-answers"}', "planner answers FILE"),
        (b'{"resourceType": "Bundle"}', "it is JSON"),
        (b"<html>\xff", "not UTF-8"),
        (b"<" * (4 * 2**20 + 1), "larger than 4 MiB"),
    ],
    ids=lambda value: str(value)[:16],
)
def test_other_files_are_refused_with_what_they_are(data, said):
    assert said in refusal(data)


@given(st.integers(0, len(PAGE) - 1), st.integers(0, len(PAGE) - 1), st.binary(max_size=8))
def test_a_damaged_page_is_read_or_refused(start, length, put):
    try:
        read_received(PAGE[:start] + put + PAGE[start + length % 300 :])
    except ForeignError as problem:
        assert str(problem).isprintable()  # noqa: PT017


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(enclosed(PAGE))), anything)
def test_any_value_anywhere_is_read_or_refused(key, value):
    held = enclosed(PAGE) | {key: value}
    try:
        read_received(with_text(PAGE, json.dumps(held).replace("<", "\\u003c")))
    except ForeignError as problem:
        assert str(problem).isprintable()  # noqa: PT017


# whose country


def test_the_country_of_the_person_gives_way():
    reading = read_received(page_of(options=Options(with_person=True))).reading
    left, named = without_country(reading, CATALOGUE)
    assert named == "NO"
    assert left.regimen is not None
    assert left.regimen.person is not None
    assert (left.regimen.person.name, left.regimen.person.country) == ("Eva", None)
    assert without_country(left, CATALOGUE) == (left, None)


def test_what_is_no_country_stays_an_error():
    reading = read_bytes(PLAN.replace('"NO"', '"XX"').encode())
    assert without_country(reading, CATALOGUE) == (reading, None)


# what differs


def compared(page, *, country=None):
    received = read_received(page)
    reading, _ = without_country(received.reading, CATALOGUE)
    sheet = make_sheet(reading, CATALOGUE, EDITION, Options(with_person=True, country=country))
    assert received.told is not None
    found = differences(received.told, sheet)
    return found, [
        each.replace("\u00a0", " ") for each in difference_words(found, sheet, CATALOGUE)
    ]


ALIKE = PLAN.replace('\n[person]\nname = "Eva"\ncountry = "NO"\nconditions = ["pregnancy"]\n', "")


def test_the_same_verdict_has_no_difference():
    found, words = compared(page_of(ALIKE))
    assert not found
    assert words == []


def test_another_country_and_what_comes_of_it():
    found, words = compared(page_of(ALIKE, options=Options(country="NO")), country="DE")
    assert found
    assert words[0] == "Upper limits: theirs of Norway (NO), yours of Germany (DE)."
    assert (
        "Only here: the warning above-upper-limit, Magnesium bisglycinate, Magnesium: 300 mg,"
        " compared with 250 mg." in words
    )
    assert not found.changed


def test_other_figures_of_one_finding():
    plan = ALIKE.replace('dose = "300 mg"\nbasis', 'dose = "380 mg"\nbasis')
    _, words = compared(page_of(plan, options=Options(country="US")), country="DE")
    assert (
        "With other figures: the warning above-upper-limit, Magnesium bisglycinate, Magnesium:"
        " theirs 380 mg, compared with 350 mg; here 380 mg, compared with 250 mg." in words
    )


def test_what_only_the_sender_was_told():
    told = FINDING | {"withheld": False, "accepted": True, "observed": "\x1b[31m", "entry": "gone"}
    page = page_of(ALIKE)
    page = altered(page, findings=[*enclosed(page)["findings"], told], catalogue="2027.01")
    _, words = compared(page)
    assert words == [
        f"Version of the catalogue: theirs 2027.01, yours {CATALOGUE.version}.",
        "Only in their sheet: the warning caution, gone, Magnesium: \\x1b[31m; the sender accepted"
        " it.",
    ]


@pytest.mark.parametrize("figure", ["1..2 mg", "9" * 19_000 + " mg", "0.5 capsules", "x" * 20_000])
def test_no_figure_of_a_sender_is_too_strange_to_be_told(figure):
    page = page_of(ALIKE)
    found, words = compared(
        altered(page, findings=[FINDING | {"withheld": False, "limit": figure}])
    )
    assert found.theirs
    assert words


def test_several_findings_of_one_kind_are_matched_by_what_was_observed():
    plan = ALIKE + '\n[person]\nconditions = ["pregnancy", "breastfeeding"]\n'
    page = page_of(plan, options=Options(with_person=True))
    held = enclosed(page)["findings"]
    cautions = [each for each in held if each["code"] == "caution"]
    assert len(cautions) > 1
    assert not compared(altered(page, findings=held[::-1]))[0]
    gone = [each for each in held if each is not cautions[0]]
    found, _ = compared(altered(page, findings=gone))
    assert [each.observed for each in found.yours] == [cautions[0]["observed"]]
    assert found.theirs == found.changed == ()


def test_what_concerns_the_person_of_the_sender_cannot_be_compared():
    found, words = compared(PAGE)
    assert len(found.withheld) == 1
    assert found.theirs == ()
    assert (
        "Left out by the sender: 1 caution about their person. The plan came without the person,"
        " so that this is not judged here." in words
    )
    assert "pregnan" not in " ".join(words).lower()


def test_what_the_sender_accepted_is_said_and_is_no_other_difference():
    plan = ALIKE.replace('"300 mg"\nstandard', '"800 mg"\nstandard') + (
        '\n[[accepted]]\ncode = "dose-above-range"\nentry = "ashwagandha"\nobserved = "800 mg"\n'
        'reason = "as the doctor said"\non = 2026-11-20\n'
    )
    found, words = compared(page_of(plan))
    assert [each.code for each in found.accepted] == ["dose-above-range"]
    assert words == ["Accepted by the sender: 1 warning. It counts here."]


# files


def test_a_pipe_or_a_folder_is_not_read(tmp_path):
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    with pytest.raises(InboxError, match=r"pipe\.html: it is not a regular file"):
        receive(pipe)
    with pytest.raises(InboxError, match="not a regular file"):
        receive(tmp_path)
    with pytest.raises(InboxError, match="cannot be read"):
        receive(tmp_path / "absent.html")


def test_a_file_that_is_too_large_is_not_read_in_full(tmp_path):
    large = tmp_path / "large.html"
    with large.open("wb") as file:
        file.truncate(10**10)
    with pytest.raises(InboxError, match="larger than 4 MiB"):
        receive(large)


def test_a_copy_gets_a_free_name_whatever_is_there(tmp_path):
    outside = tmp_path / "outside.toml"
    library = tmp_path / "library"
    library.mkdir()
    (library / "a-plan.toml").symlink_to(outside)
    (library / "a-plan-2.toml").mkdir()
    path = take_in(library, "../A: Plan\0", b"x")
    assert path == library / "a-plan-3.toml"
    assert path.read_bytes() == b"x"
    assert not outside.exists()
    assert sorted(each.name for each in library.iterdir()) == [
        "a-plan-2.toml", "a-plan-3.toml", "a-plan.toml",
    ]  # fmt: skip


def refuse_links(*_, **__):
    raise OSError(1, "Operation not permitted")


@pytest.mark.parametrize("links", [True, False])
def test_a_name_that_is_taken_in_this_moment_is_not_overwritten(tmp_path, monkeypatch, links):
    from planner.library import inbox

    names = iter([tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "c.toml"])
    (tmp_path / "a.toml").write_bytes(b"mine")
    (tmp_path / "b.toml").symlink_to(tmp_path / "outside.toml")
    monkeypatch.setattr(inbox, "free_path", lambda *_: next(names))
    if not links:
        monkeypatch.setattr(os, "link", refuse_links)
    assert take_in(tmp_path, "A", b"theirs") == tmp_path / "c.toml"
    assert (tmp_path / "a.toml").read_bytes() == b"mine"
    assert (tmp_path / "c.toml").read_bytes() == b"theirs"
    assert not (tmp_path / "outside.toml").exists()
    assert not list(tmp_path.glob(".planner-*"))


def test_a_plan_is_known_by_its_file_and_by_what_goes_along_without_the_person(tmp_path):
    (tmp_path / "mine.toml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("x", encoding="utf-8")
    inbox = Inbox(tmp_path, CATALOGUE)
    assert inbox.holding(read_received(PAGE).digest) == [tmp_path / "mine.toml"]
    assert inbox.holding(hashlib.sha256(PLAN.encode()).hexdigest()) == [tmp_path / "mine.toml"]
    assert inbox.holding(hashlib.sha256(b"x").hexdigest()) == []
