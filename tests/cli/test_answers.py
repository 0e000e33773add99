"""`planner answers`: what came back, shown, and merged as a change that can be seen."""

import argparse
import hashlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cli import answers as command
from planner.export.answers import merge, read_answers
from planner.export.foreign_json import ForeignError
from planner.library.sent import edition_of, keep_edition
from planner.regimen.reading import read_bytes, read_file
from tests.export.pages import PLAN, enclosed, page_of
from tests.export.support import EDITION

CARRIED = hashlib.sha256(PLAN.encode()).hexdigest()
"""The fingerprint of the plan with its person."""
LEFT = enclosed(page_of(PLAN))["sha256"]
"""Its fingerprint as it goes out without the person."""
TODAY = date(2026, 11, 26)

SAID: dict[str, Any] = {
    "format": 1,
    "kind": "planner-answers",
    "plan": EDITION.plan,
    "version": 3,
    "sha256": LEFT,
    "title": "Wind-down evening",
    "answers": [
        {"entry": "ashwagandha", "answer": "continue", "note": ""},
        {"entry": "magnesium", "answer": "stop", "note": "It upsets\nmy stomach."},
    ],
    "note": "",
}

PARAGRAPH = f"""\
Answers to version 3 of "Wind-down evening" (fingerprint {LEFT[:12]}), received 2026-11-26:
- ashwagandha: continue.
- magnesium: stop. Note: It upsets my stomach."""


def flat(text):
    return " ".join(text.split())


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "evening.toml").write_text(PLAN, encoding="utf-8")
    return folder


@pytest.fixture
def answer(file):
    """`answer(version=4)` writes an answer file that says something else, and returns its path."""

    def write(name="answers.json", **changes):
        held = {key: value for key, value in (SAID | changes).items() if value is not ...}
        return file(json.dumps(held), name)

    return write


@pytest.fixture
def merged(library, capsys):
    """`merged(path, ...)` runs the command on a fixed day."""

    def run(*words, day=TODAY):
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        options = parser.parse_args([*map(str, words), "--library", str(library)])
        code = command.run(options, day)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def notes_of(path):
    reading = read_file(path)
    assert reading.regimen is not None
    return reading.regimen.notes


def entries_of(path):
    reading = read_file(path)
    assert reading.regimen is not None
    return reading.regimen.entries


# merging


def test_answers_become_a_dated_paragraph_of_the_notes_and_nothing_else(merged, answer, library):
    code, out, err = merged(answer())
    assert (code, err) == (0, "")
    path = library / "evening.toml"
    line = PARAGRAPH.replace('"', '\\"').replace("\n", "\\n")
    assert path.read_text(encoding="utf-8") == PLAN.replace(
        'bedtime = "22:30"\n', f'bedtime = "22:30"\nnotes = "{line}"\n'
    )
    assert notes_of(path) == PARAGRAPH
    kept = list((library / ".versions").iterdir())
    assert [each.read_text(encoding="utf-8") for each in kept] == [PLAN]
    text = flat(out)
    for said in (
        f'answers to version 3 of "Wind-down evening" (fingerprint {LEFT[:12]})',
        f"They belong to {path}. It has not changed since.",
        "ashwagandha continue. magnesium wants to stop. Note: It upsets my stomach.",
        f'--- evening.toml before +++ evening.toml after @@ -3,0 +4 @@ +notes = "{line}"',
        "Written. The version before is in the folder .versions beside it.",
    ):
        assert flat(said) in text, said
    assert out.splitlines()[-1] == "1 continue, 0 change, 1 stop, 0 ask"


def test_notes_that_are_there_stay(merged, answer, library):
    path = library / "evening.toml"
    text = PLAN.replace(
        "[person]", 'notes = """\nDim the lights.\n\nBreathe.\n"""  # mine\n[person]'
    )
    path.write_text(text, encoding="utf-8")
    digest = enclosed(page_of(text))["sha256"]
    merged(answer(sha256=digest))
    assert notes_of(path) == f"Dim the lights.\n\nBreathe.\n\n{PARAGRAPH}".replace(
        LEFT[:12], digest[:12]
    )
    assert "# mine" in path.read_text(encoding="utf-8")


def test_the_same_answers_change_nothing_the_second_time(merged, answer, library):
    first, again = answer(), answer("copy.json")
    merged(first)
    held = (library / "evening.toml").read_bytes()
    for words in ([first], [again], [first, again]):
        code, out, _ = merged(*words, day=date(2027, 1, 1))
        assert code == 0
        assert "These answers stand in its notes already." in out
        assert "@@" not in out
        assert "Written" not in out
    assert (library / "evening.toml").read_bytes() == held
    assert len(list((library / ".versions").iterdir())) == 1


def test_twice_in_one_run_is_once(merged, answer, library):
    code, out, _ = merged(answer(), answer("copy.json"))
    assert code == 0
    assert out.count("@@ ") == 1
    assert notes_of(library / "evening.toml") == PARAGRAPH


def test_other_answers_of_the_same_person_are_added(merged, answer, library):
    merged(answer())
    later = answer("later.json", answers=[SAID["answers"][0]])
    code, out, _ = merged(later, day=date(2026, 12, 1))
    assert code == 0
    assert "Since then only its notes have changed." in flat(out)
    notes = notes_of(library / "evening.toml")
    assert notes.count("Answers to version 3") == 2
    assert notes.endswith("received 2026-12-01:\n- ashwagandha: continue.")
    _, out, _ = merged(later)
    assert "in its notes already" in out


def test_a_dry_run_shows_the_same_and_writes_nothing(merged, answer, library):
    code, out, _ = merged(answer(), "--dry-run", "--take-out-stopped")
    assert code == 0
    assert "Nothing was written." in out
    assert "-[entries.magnesium]" in out
    assert "+notes = " in out
    assert [path.name for path in library.rglob("*")] == ["evening.toml"]
    assert (library / "evening.toml").read_text(encoding="utf-8") == PLAN


def test_only_a_wish_takes_out_what_was_stopped(merged, answer, library):
    merged(answer())
    path = library / "evening.toml"
    assert list(entries_of(path)) == ["ashwagandha", "magnesium"]
    code, out, _ = merged(answer(), "--take-out-stopped")
    assert code == 0
    assert "Answered with stop, and so taken out: magnesium." in flat(out)
    assert "in its notes already" in out
    assert list(entries_of(path)) == ["ashwagandha"]
    assert notes_of(path) == PARAGRAPH
    held = path.read_bytes()
    code, out, _ = merged(answer(), "--take-out-stopped")
    assert "taken out" not in out
    assert path.read_bytes() == held


def test_what_is_another_thing_by_now_is_not_taken_out(merged, answer, library):
    merged(answer())
    path = library / "evening.toml"
    text = path.read_text(encoding="utf-8").replace("magnesium-bisglycinate", "magnesium-citrate")
    path.write_text(text, encoding="utf-8")
    _, out, _ = merged(answer(), "--take-out-stopped")
    assert "Not taken out, because it is something else now than what was answered: magnesium." in (
        flat(out)
    )
    assert "It has changed since in entries.magnesium." in flat(out)
    assert path.read_text(encoding="utf-8") == text


def test_every_answer_in_words_and_every_one_counted(merged, answer, library):
    rows = [
        {"entry": "ashwagandha", "answer": "change", "note": "half"},
        {"entry": "magnesium", "answer": "ask", "note": ""},
        {"entry": "gone", "answer": None, "note": "what was this"},
    ]
    _, out, _ = merged(answer(answers=rows, note="Thank you"))
    text = flat(out)
    for said in (
        "ashwagandha asks for a change. Note: half",
        "magnesium asks to be asked first.",
        "gone no answer; the plan no longer has this entry. Note: what was this",
        "On the whole: Thank you",
    ):
        assert said in text, said
    assert out.splitlines()[-1] == "0 continue, 1 change, 0 stop, 1 ask, 1 without an answer"
    assert notes_of(library / "evening.toml").endswith(
        "- ashwagandha: change. Note: half\n- magnesium: ask.\n"
        "- gone: no answer. Note: what was this\n- On the whole: Thank you"
    )


def test_what_was_not_answered_is_named(merged, answer):
    _, out, _ = merged(answer(answers=[]))
    assert "Not answered: ashwagandha and magnesium." in out
    assert "Nothing was answered in it." in out
    assert "@@" not in out


def test_what_is_not_known_is_not_taken_out(merged, answer, library):
    path = library / "evening.toml"
    text = PLAN.replace("22:30", "22:45")  # by another program, so that nothing was kept
    path.write_text(text, encoding="utf-8")
    code, out, _ = merged(answer(), "--to", path, "--take-out-stopped")
    assert code == 0
    assert (
        "Not taken out, because what it was when it was answered is not known here: magnesium."
        in flat(out)
    )
    assert "and so taken out" not in out
    assert list(entries_of(path)) == ["ashwagandha", "magnesium"]


def test_an_entry_that_came_after_the_answers_is_not_taken_out(merged, answer, library):
    rows = [{"entry": "later", "answer": "stop", "note": ""}]
    merged(answer())
    path = library / "evening.toml"
    text = path.read_text(encoding="utf-8").replace("[entries.magnesium]", "[entries.later]")
    path.write_text(text, encoding="utf-8")
    _, out, _ = merged(answer(answers=rows), "--take-out-stopped")
    assert "when it was answered is not known here: later." in flat(out)
    assert list(entries_of(path)) == ["ashwagandha", "later"]


# which regimen


def share(path):
    """Record that a regimen was shared as it is, and return the id of its plan."""
    digest = read_file(path).digest
    edition = edition_of(path, digest, TODAY)
    keep_edition(path, digest, edition)
    return edition.plan


@pytest.fixture
def clients(library):
    """Two clients with the same plan apart from their names, both shared; the ids of the plans."""
    ids = {}
    for name in ("a", "b"):
        path = library / f"{name}.toml"
        path.write_text(PLAN.replace("Eva", name.upper()), encoding="utf-8")
        ids[name] = share(path)
    (library / "evening.toml").unlink()
    return ids


def test_the_id_decides_though_another_plan_is_alike(merged, answer, library, clients):
    path = library / "b.toml"
    path.write_text(path.read_text("utf-8").replace("22:30", "23:00"), encoding="utf-8")
    before = (library / "a.toml").read_bytes()
    code, out, _ = merged(answer(plan=clients["b"], version=1))
    assert code == 0
    assert f"They belong to {path}." in flat(out)
    assert "Answers to version 1" in notes_of(path)
    assert (library / "a.toml").read_bytes() == before


def test_no_answer_lands_in_a_plan_that_was_shared_under_another_id(
    merged, answer, library, clients
):
    (library / "b.toml").unlink()
    before = (library / "a.toml").read_bytes()
    for words in ([], ["--to", library / "a.toml"]):
        code, _, err = merged(answer(plan=clients["b"]), *words)
        assert code == 2
        said = "answers another plan than" if words else "a.toml was shared as another one"
        assert said in err
        assert (library / "a.toml").read_bytes() == before


def test_what_was_never_shared_may_be_named(merged, answer, library, clients):
    path = library / "new.toml"
    path.write_text(PLAN.replace("Eva", "C"), encoding="utf-8")
    stranger = answer(plan="00000000-0000-4000-8000-000000000000")
    code, out, _ = merged(stranger, "--dry-run")
    assert code == 0
    assert f"They belong to {path}." in flat(out)
    code, _, _ = merged(answer(plan=clients["b"]), "--to", path)
    assert code == 0
    assert notes_of(path) == PARAGRAPH
    assert notes_of(library / "b.toml") is None


def test_two_regimens_of_one_id_need_a_name(merged, answer, library):
    twins = [library / "x" / "twin.toml", library / "y" / "twin.toml"]
    for path in twins:
        path.parent.mkdir()
        path.write_text(PLAN, encoding="utf-8")
    plan = share(twins[0])
    assert share(twins[1]) == plan
    twins[0].write_text(PLAN.replace("22:30", "23:00"), encoding="utf-8")
    code, _, err = merged(answer(plan=plan))
    assert code == 2
    assert (
        "more than one regimen was shared as the plan that was answered: x/twin.toml and"
        " y/twin.toml; name one of them with --to" in err
    )
    code, _, _ = merged(answer(plan=plan), "--to", twins[0])
    assert code == 0
    assert [notes_of(path) is None for path in (*twins, library / "evening.toml")] == [
        False, True, True,
    ]  # fmt: skip


def test_a_link_to_a_regimen_is_no_second_one(merged, answer, library):
    plan = share(library / "evening.toml")
    (library / "also.toml").symlink_to(library / "evening.toml")
    assert merged(answer(plan=plan), "--dry-run")[0] == 0
    assert merged(answer(plan=plan), "--to", library / "also.toml", "--dry-run")[0] == 0


def test_a_record_that_cannot_be_read_may_be_the_one(merged, answer, library, clients):
    (library / "c.toml").write_text(PLAN.replace("Eva", "C"), encoding="utf-8")
    record = next(each for each in (library / ".versions").iterdir() if each.name[0] == "b")
    record.write_text("x", encoding="utf-8")
    for words, said in (
        ([], "the record of what was shared of b.toml cannot be read"),
        (["--to", library / "b.toml"], "the record of what was shared cannot be read"),
    ):
        code, _, err = merged(answer(plan=clients["b"]), *words)
        assert code == 2
        assert said in err
    assert notes_of(library / "c.toml") is None
    assert merged(answer(plan=clients["a"]), "--dry-run")[0] == 0


def test_the_fingerprint_with_the_person_is_known_too(merged, answer, library):
    _, out, _ = merged(answer(sha256=CARRIED))
    assert f"{library / 'evening.toml'}. It has not changed since." in flat(out)


def test_a_regimen_that_has_changed_is_found_by_what_was_shared(merged, answer, library):
    path = library / "evening.toml"
    digest = read_file(path).digest
    edition = edition_of(path, digest, TODAY)
    keep_edition(path, digest, edition)
    text = PLAN.replace('"300 mg"\nbasis', '"200 mg"\nbasis')
    path.write_text(text, encoding="utf-8")
    later = read_file(path).digest
    keep_edition(path, later, edition_of(path, later, date(2026, 12, 3)))
    _, out, _ = merged(answer(plan=edition.plan, version=1))
    said = flat(out)
    assert f"They belong to {path}. It is another one than was answered" in said
    assert f"its fingerprint is now {later[:12]}." in said
    assert "Version 2 was shared on 2026-12-03." in said
    assert "Written." in said


def test_a_regimen_that_has_changed_is_found_by_its_kept_versions(merged, answer, library):
    merged(answer())
    path = library / "evening.toml"
    text = path.read_text(encoding="utf-8").replace("22:30", "23:00")
    path.write_text(text, encoding="utf-8")
    code, out, _ = merged(answer("other.json", note="More"))
    assert code == 0
    assert "It has changed since in bedtime." in flat(out)


def test_an_unknown_plan_needs_a_name(merged, answer, library):
    stranger = answer(sha256="0" * 64)
    code, out, err = merged(stranger)
    assert code == 2
    assert (
        "no regimen of the library is the plan that was answered (fingerprint 000000000000)" in err
    )
    assert "--to" in err
    assert out == "0 continue, 0 change, 0 stop, 0 ask; 1 file could not be used\n"
    path = library / "evening.toml"
    code, out, err = merged(stranger, "--to", path)
    assert (code, err) == (0, "")
    assert "It is another one than was answered" in flat(out)
    assert "Answers to version 3" in notes_of(path)


def test_two_regimens_with_one_plan_need_a_name(merged, answer, library):
    (library / "copy.toml").write_text(PLAN, encoding="utf-8")
    code, _, err = merged(answer())
    assert code == 2
    assert "more than one regimen is the plan that was answered: copy.toml and evening.toml" in err
    digest = read_file(library / "copy.toml").digest
    edition = edition_of(library / "copy.toml", digest, TODAY)
    keep_edition(library / "copy.toml", digest, edition)
    code, _, _ = merged(answer(plan=edition.plan))
    assert code == 0
    assert notes_of(library / "evening.toml") is None
    assert notes_of(library / "copy.toml") == PARAGRAPH


@pytest.mark.parametrize("text", ["x", PLAN.replace('"22:30"', '"late"')])
def test_a_regimen_with_errors_is_left_alone(merged, answer, library, text):
    path = library / "evening.toml"
    path.write_text(text, encoding="utf-8")
    code, _, err = merged(answer(), "--to", path)
    assert code == 2
    assert "cannot be read whole; planner check" in err
    assert path.read_text(encoding="utf-8") == text


def test_a_protected_file_is_told_and_the_others_are_merged(merged, answer, library, monkeypatch):
    from planner.library import store

    real = store.save

    def save(regimen, path, **rest):
        if path.name == "locked.toml":
            raise store.WriteProtected(f"{path}: not saved: the file is write-protected.")
        return real(regimen, path, **rest)

    monkeypatch.setattr(store, "save", save)
    other = PLAN.replace("Wind-down", "Locked")
    (library / "locked.toml").write_text(other, encoding="utf-8")
    locked = answer("locked.json", sha256=hashlib.sha256(other.encode()).hexdigest())
    code, out, err = merged(locked, answer())
    assert code == 2
    assert "locked.toml: not saved: the file is write-protected." in err
    assert notes_of(library / "evening.toml") == PARAGRAPH
    assert out.splitlines()[-1].endswith("; 1 file could not be used")


def test_several_files_are_summed_up_in_the_last_line(planner, answer, library):
    words = [answer(), answer("b.json", note="b"), answer("c.json", kind="x"), "absent.json"]
    result = planner("answers", *words, "--library", library)
    assert result.code == 2
    assert result.lines[-1] == "2 continue, 0 change, 2 stop, 0 ask; 2 files could not be used"
    assert len(result.err.splitlines()) == 2


# hostile files


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": 2}, "format 2; this version of Planner reads format 1"),
        ({"format": "1"}, '"format"'),
        ({"kind": "planner-sheet"}, "planner-answers"),
        ({"plan": "../evening"}, "expected a UUID"),
        ({"plan": 5}, '"plan" is 5'),
        ({"version": True}, '"version" is true'),
        ({"version": 0}, '"version" is 0'),
        ({"version": 3.0}, '"3.0" is no whole number'),
        ({"sha256": "../../x"}, '"sha256"'),
        ({"title": "x" * 1001}, "1001 characters"),
        ({"title": ...}, '"title" is missing'),
        ({"note": "x" * 4001}, "4001 characters, 4000 at most"),
        ({"note": None}, '"note" is null'),
        ({"answers": {}}, '"answers" is a table'),
        ({"answers": ["stop"]}, '"answers" 1: "stop" where an object'),
        ({"answers": [SAID["answers"][0]] * 2}, "ashwagandha is answered twice"),
        ({"path": "/etc/passwd"}, '"path" is unknown'),
    ],
)
def test_a_file_of_another_shape_is_refused(merged, answer, library, changes, said):
    code, out, err = merged(answer(**changes))
    assert code == 2
    assert "answers.json: these are no answers of a sheet of Planner: " in err
    assert said in err
    assert out.endswith("1 file could not be used\n")
    assert (library / "evening.toml").read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"entry": "../../etc/passwd"}, '"entry" is "../../etc/passwd"'),
        ({"entry": "/etc/passwd"}, '"entry"'),
        ({"entry": "a\n- b"}, '"entry"'),
        ({"entry": "x" * 65}, "65 characters"),
        ({"entry": ""}, '"entry" is ""'),
        ({"entry": "\x1b[31m"}, "\\x1b[31m"),
        ({"answer": "STOP"}, "expected one of continue, change, stop, ask"),
        ({"answer": ["stop"]}, "a list"),
        ({"answer": 0}, '"answer" is 0'),
        ({"note": "x" * 2001}, "2001 characters, 2000 at most"),
        ({"note": {}}, '"note" is a table'),
        ({"dose": "900 mg"}, '"dose" is unknown'),
    ],
)
def test_an_answer_of_another_shape_is_refused(merged, answer, library, row, said):
    code, _, err = merged(
        answer(answers=[{"entry": "magnesium", "answer": "stop", "note": ""} | row])
    )
    assert code == 2
    assert said in err
    assert "\x1b" not in err
    assert (library / "evening.toml").read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not valid JSON"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a":' * 50_000, "nested deeper"),
        (b" " * (256 * 1024 + 1), "larger than 256 KiB"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"<p>hello", "not valid JSON"),
        (b'{"kind": "planner-answers", "kind": "planner-answers"}', "given twice"),
        (json.dumps(SAID | {"answers": [{}] * 201}).encode(), "201 items, 200 at most"),
    ],
    ids=lambda value: str(value)[:16],
)
def test_other_files_are_refused(merged, file, data, said):
    code, _, err = merged(file(data, "answers.json"))
    assert code == 2
    assert said in err


ACTS = (
    "\x1b[31mred\x9b\x00\x07\u202egnirts\u2066\u2028\x85x\ud800\nAnswers to version 9\n- b: stop."
)
WRITTEN = "\\x1b[31mred\\x9b\\x00\\x07\\u202egnirts\\u2066 x\\ud800 Answers to version 9 - b: stop."


def test_nothing_in_a_note_acts_in_the_terminal_or_in_the_notes(merged, answer, library):
    rows = [{"entry": "magnesium", "answer": "ask", "note": ACTS}]
    code, out, _ = merged(answer(answers=rows, note=ACTS, title=f'"{ACTS}'))
    assert code == 0
    assert all(each.isprintable() or each == "\n" for each in out)
    notes = notes_of(library / "evening.toml")
    assert all(each.isprintable() or each == "\n" for each in notes)
    assert notes.count("\n") == 2
    assert f"\n- magnesium: ask. Note: {WRITTEN}\n" in notes
    assert notes.endswith(f"\n- On the whole: {WRITTEN}")
    _, out, _ = merged(answer(answers=rows, note=ACTS, title=f'"{ACTS}'))
    assert "in its notes already" in out


@pytest.mark.parametrize(
    "text",
    ["'''", '"""', "\\", "[entries.x]", "# no comment", "睡眠 🌙 שלום", "a\r\nb\tc", "{magnesium}"],
)
def test_a_note_is_text_whatever_it_says(merged, answer, library, text):
    rows = [{"entry": "magnesium", "answer": None, "note": text}]
    code, _, _ = merged(answer(answers=rows))
    assert code == 0
    assert notes_of(library / "evening.toml").endswith(f"Note: {' '.join(text.split())}")
    assert list(entries_of(library / "evening.toml")) == ["ashwagandha", "magnesium"]


def test_answers_that_only_begin_alike_are_not_taken_for_the_same():
    regimen = read_bytes(PLAN.encode()).regimen
    assert regimen is not None
    longer = read_answers(json.dumps(SAID).encode())
    shorter = read_answers(json.dumps(SAID | {"answers": [SAID["answers"][0]]}).encode())
    first = merge(regimen, longer, TODAY)
    second = merge(first.regimen, shorter, TODAY)
    assert second.is_new
    assert not merge(second.regimen, longer, TODAY).is_new
    assert not merge(second.regimen, shorter, date(2027, 2, 2)).is_new


def test_so_many_notes_that_the_file_would_be_too_large_are_refused(
    merged, answer, library, monkeypatch
):
    from planner.regimen import reading

    monkeypatch.setattr(reading, "LARGEST_FILE", 2000)
    code, _, err = merged(answer(note="y" * 2000))
    assert code == 2
    assert "not saved" in err
    assert (library / "evening.toml").read_text(encoding="utf-8") == PLAN


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(SAID)), anything)
def test_any_value_anywhere_is_read_or_refused(key, value):
    try:
        read_answers(json.dumps(SAID | {key: value}).encode())
    except ForeignError as problem:
        assert str(problem).isprintable()  # noqa: PT017
