"""`planner open`: a foreign plan under one's own country and catalogue, read-only and harmless."""

import os

import pytest

from planner.export.making import Options
from planner.export.sheet import Edition
from tests.cli.conftest import ASKS, INVALID, PASSES, WARNS
from tests.export.pages import PLAN, altered, enclosed, page_of
from tests.export.support import CATALOGUE, EDITION, HOSTILE, SHIPPED, hostile_text

ACCEPTED = WARNS + (
    '\n[[accepted]]\ncode = "dose-above-range"\nentry = "ashwagandha"\nobserved = "800 mg"\n'
    'reason = "as the doctor said"\non = 2026-11-20\n'
)


def flat(text):
    return " ".join(text.replace("\u00a0", " ").split())


def differing(out):
    return out.partition("What differs from the sender's sheet")[2].partition("\n\n")[0]


def test_a_page_says_who_sent_it_which_version_it_is_and_that_it_is_unchanged(planner, file):
    edition = Edition(EDITION.plan, 3, EDITION.on, 2)
    page = page_of(PASSES, edition=edition, options=Options(by="Anna, coach"))
    result = planner("open", file(page, "sheet.html"))
    text = flat(result.out)
    assert text.startswith(
        "Wind-down evening Received from Anna, coach. Version 3 of 2026-11-26, replaces version 2."
        f" Fingerprint ok, {enclosed(page)['sha256'][:12]}: the plan that the file carries is"
        " the one that its sheet was made of. What the page itself shows was not compared with it,"
        " and who made it no fingerprint can prove."
    )
    for said in (
        "Read only: nothing was changed or copied.",
        "Bedtime 22:30.",
        "Upper limits of: United States (US), the default, because you have set no country.",
        "Take 300 mg of ashwagandha extract at 21:00, 1 hour 30 minutes before bed.",
        "Schedule 21:00 Ashwagandha extract, 300 mg",
        "in the documented range (300 mg to 600 mg extract a day)",
        "Nothing: the same catalogue, the same limits and the same findings.",
        "Conditions, pregnancy included: none is named, so that none was checked.",
        "Verified:",
    ):
        assert said in text, said
    assert text.count("no medical advice and no prescription") == 1
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_regimen_has_the_same_verdict_at_its_receiver(planner, file, path):
    page = page_of(path, options=Options(with_person=True))
    country = enclosed(page)["country"]
    result = planner("open", file(page, "sheet.html"), "--country", country)
    assert result.err == ""
    assert result.code == {"pass": 0, "ask": 0, "warn": 1}[enclosed(page)["status"]]
    assert "Nothing: the same catalogue" in differing(result.out)


@pytest.mark.parametrize(
    ("text", "code"), [(PASSES, 0), (ASKS, 0), (WARNS, 1), (ACCEPTED, 1), (INVALID, 2)]
)
def test_exit_codes_are_those_of_check_and_what_the_sender_accepted_counts(
    planner, file, text, code
):
    result = planner("open", file(text))
    assert result.code == code
    assert "A regimen file." in result.out


def test_what_the_sender_accepted_is_told_with_the_reason(planner, file):
    out = flat(planner("open", file(page_of(ACCEPTED), "sheet.html")).out)
    assert "The sender accepted this on 2026-11-20: as the doctor said" in out
    assert "Warnings (1)" in out
    assert "Accepted by the sender: 1 warning. It counts here." in out
    assert "see the warnings below" in out


def test_a_plan_changed_on_the_way_is_warned_of(planner, file):
    page = page_of(PASSES)
    changed = enclosed(page)["toml"].replace("300 mg", "400 mg")
    result = planner("open", file(altered(page, toml=changed), "sheet.html"))
    text = flat(result.out)
    assert "! Fingerprint not ok: the plan was changed after its sheet was made." in text
    assert "Fingerprint ok" not in text
    assert "The plan itself: it was changed after the sheet was made." in text
    assert "Take 400 mg of ashwagandha extract" in text
    assert result.code == 1


CHILD = (
    PASSES.replace("[entries", '[person]\nname = "Kim"\nage = 9\n\n[entries', 1)
    + """
[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "300 mg"
basis = "elemental"
when = "90 min before bed"
"""
)


@pytest.mark.parametrize("country", ["US", "NO"])
def test_a_plan_for_a_child_without_the_age_is_warned_of(planner, file, country):
    page = page_of(CHILD)
    assert enclosed(page)["minor"] is True
    assert "age" not in enclosed(page)["toml"]
    result = planner("open", file(page, "sheet.html"), "--country", country)
    text = flat(result.out)
    assert result.code == 1
    assert text.index("! The sender judged this for somebody under age, whose age was left out."
                      " Here it is judged as for an adult: what is said here of ranges and limits"
                      " does not hold for that person.") < text.index("What is taken")  # fmt: skip
    assert "! As for an adult: this does not hold for the person, who is under age." in text
    assert "Age: theirs is for somebody under age, whose age was left out" in differing(text)
    assert "Nothing to warn about" not in text
    assert "see the warnings below" not in text


def test_a_plan_for_a_child_is_warned_of_where_it_holds_errors_too(planner, file):
    page = altered(page_of(CHILD), toml=INVALID)
    result = planner("open", file(page, "sheet.html"))
    assert result.code == 2
    assert "! The sender judged this for somebody under age" in flat(result.out)


def test_a_plan_for_a_child_with_the_age_is_judged_by_it(planner, file):
    page = page_of(CHILD, options=Options(with_person=True))
    assert enclosed(page)["minor"] is True
    text = flat(planner("open", file(page, "sheet.html")).out)
    assert "not judged: the documented range is for adults" in text
    assert "left out" not in text
    assert "As for an adult" not in text


def test_a_plan_for_an_adult_or_for_nobody_named_is_for_no_minor():
    assert enclosed(page_of(PASSES))["minor"] is False
    assert enclosed(page_of(CHILD.replace("age = 9", "age = 40")))["minor"] is False


def test_a_link_to_another_file_is_warned_of(planner, file):
    page = page_of(PASSES)
    start, end = page.split(b";base64,")
    page = start + b";base64," + b"Zm9ybWF0ID0gMQo=" + end[end.index(b'"') :]
    result = planner("open", file(page, "sheet.html"))
    assert "! The page offers a file to save that is not the plan that it carries." in flat(
        result.out
    )
    assert "Fingerprint ok" in result.out
    assert result.code == 1


def test_the_receivers_country_comes_before_the_plans(planner, file):
    page = file(page_of(PLAN, options=Options(with_person=True)), "sheet.html")
    text = flat(planner("open", page, "--country", "de").out)
    assert (
        "Upper limits of: Germany (DE), as you asked. The plan names Norway (NO), which is not"
        " used here." in text
    )
    assert "Upper limits: theirs of Norway (NO), yours of Germany (DE)." in text
    assert "Only here: the warning above-upper-limit, Magnesium bisglycinate" in text
    assert "For: Eva" in text


def test_the_setting_is_the_receivers_country(planner, file, monkeypatch):
    from planner.library import settings

    chosen = settings.Settings(country="DE"), None
    monkeypatch.setattr(settings, "load_settings", lambda *_: chosen)
    text = flat(planner("open", file(PLAN)).out)
    assert "Upper limits of: Germany (DE), your setting. The plan names Norway (NO)" in text


def test_another_catalogue_and_other_findings_are_named(planner, file):
    page = altered(page_of(WARNS), catalogue="2020.01\x1b[31m", findings=[], status="pass")
    text = flat(planner("open", file(page, "sheet.html")).out)
    assert f"Version of the catalogue: theirs 2020.01\\x1b[31m, yours {CATALOGUE.version}." in text
    assert "Only here: the warning dose-above-range, Ashwagandha extract: 800 mg" in text


def test_what_was_left_out_with_the_person_is_said(planner, file):
    result = planner("open", file(page_of(PLAN), "sheet.html"), "--country", "NO")
    assert "Left out by the sender: 1 caution about their person." in flat(result.out)
    assert "regnan" not in result.out.replace("pregnancy included: none", "")


@pytest.mark.parametrize("name", ["sheet.html", "plan.toml"])
def test_a_plan_with_errors_is_named_and_not_told_as_a_plan(planner, file, name):
    page = altered(page_of(PASSES), toml=INVALID)
    result = planner("open", file(page if name == "sheet.html" else INVALID, name))
    assert result.code == 2
    assert "The plan in it holds errors, so that nobody should take anything by it." in flat(
        result.out
    )
    assert "invalid-amount (ashwagandha, line 7)" in result.out
    assert "Take 1" not in result.out


def test_a_plan_that_is_no_toml_is_named(planner, file):
    result = planner("open", file(altered(page_of(PASSES), toml="<b>\x1b[31m"), "sheet.html"))
    assert result.code == 2
    assert "not valid TOML" in flat(result.out)
    assert "\x1b" not in result.out


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"<p>hello", "page.html", "it is a web page that carries no plan"),
        (b"hello", "page.html", "it is a web page that carries no plan"),
        (b"%PDF-1.7", "plan.pdf", "it is a PDF. Only the regimen file and the web page carry"),
        (altered(page_of(PASSES), format=2), "new.html", "it is of format 2"),
    ],
)
def test_what_carries_no_plan_is_refused_in_one_line(planner, file, data, name, said):
    result = planner("open", file(data, name))
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("planner: ")
    assert said in result.err
    assert result.err.count("\n") == 1


def test_what_is_not_there_is_told_and_a_pipe_is_not_waited_for(planner, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in ("absent.html", "pipe", "."):
        result = planner("open", tmp_path / name)
        assert (result.code, result.out) == (2, "")


ACTS = "\x1b[31m\x9b2J\x07\u202e\u2066\x08[bold]"


def test_nothing_in_a_plan_acts_on_the_terminal(planner, file, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    options = Options(with_person=True)
    page = altered(page_of(hostile_text(ACTS), options=options), by=ACTS)
    toml = enclosed(page)["toml"]
    for data, name in ((page, "sheet.html"), (toml.encode(), "plan.toml")):
        out = planner("open", file(data, name)).out
        assert all(each.isprintable() or each in "\n\u200d" for each in out), out
        assert "\\x1b[31m\\x9b2J\\x07\\u202e\\u2066\\x08[bold]" in out


@pytest.mark.parametrize("name", HOSTILE)
def test_every_text_is_shown_as_that_text(planner, file, name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    result = planner("open", file(page_of(hostile_text(HOSTILE[name])), "sheet.html"))
    assert result.err == ""
    for line in HOSTILE[name].splitlines():
        assert "".join(line.split()) in "".join(result.out.split())


def test_nothing_is_written_and_no_name_in_it_is_followed(planner, file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file(PASSES, "bait.toml")
    page = file(page_of(PASSES.replace("Wind-down evening", "bait.toml")), "sheet.html")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    planner("open", page)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(planner, file, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    page = file(page_of(PLAN), "sheet.html")
    out = planner("open", page, "--country", "DE").out
    assert not [line for line in out.splitlines() if len(line) > columns and "http" not in line]


def test_a_template_says_what_is_left_open(planner, file):
    template = (
        PASSES
        + """
[entries.magnesium]
substance = "magnesium-bisglycinate"
basis = "elemental"
when = "at bedtime"

[template]
description = "For a start"

[template.fields.amount]
key = "entries.magnesium.dose"
prompt = "How much?"
"""
    )
    out = flat(planner("open", file(template)).out)
    assert "A template: For a start - entries.magnesium.dose: How much?" in out
    assert "Left to be filled in: magnesium." in out
