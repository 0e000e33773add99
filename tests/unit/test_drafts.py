"""Drafts: what is kept while one edits, and how it is found again after a crash."""

import hashlib
import os
import stat
import subprocess
import sys
import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.forms.draft import COUNTED, DIRECT, Draft, Row
from planner.forms.typed import draft_from, draft_values
from planner.library.drafts import (
    DISCARDED,
    MOST_DISCARDED,
    discard,
    forget,
    found,
    keep,
    since,
    unreadable,
)
from planner.regimen.fields import DAYS
from planner.regimen.models import Regimen
from planner.regimen.writing import regimen_table
from tests.strategies import regimens

SITTING = "999999999-ab"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state" / "drafts"


def left_behind(folder, regimen=None, sitting=SITTING, **facts):
    """A draft whose process is gone."""
    given = {"path": None, "digest": None, "form": None} | facts
    keep(folder, sitting, regimen or Regimen(title="Evening"), **given)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    change(folder / f"{sitting}.toml", f"pid = {os.getpid()}", f"pid = {gone.pid}")


def change(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_draft_of_a_living_process_is_not_found(folder):
    keep(folder, SITTING, Regimen(title="Evening"), path=None, digest=None, form=None)
    assert found(folder) == ()
    assert unreadable(folder) == ()


def test_a_draft_that_was_left_behind_says_what_it_is_of(folder, tmp_path):
    form = {"dose": "20", "row": {"id": "melatonin"}, "also": [{"id": "zinc", "name": "Zinc"}]}
    left_behind(folder, path=tmp_path / "a.toml", digest="abc", form=form)
    (kept,) = found(folder)
    assert kept.regimen == Regimen(title="Evening")
    assert (kept.path, kept.digest, kept.sitting) == (tmp_path / "a.toml", "abc", SITTING)
    assert kept.form == form
    assert datetime.now(UTC) - kept.when < timedelta(minutes=1)
    forget(folder, SITTING)
    assert found(folder) == ()
    forget(folder, SITTING)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell")
def test_a_process_that_has_ended_and_was_not_fetched_edits_nothing(folder):
    keep(folder, SITTING, Regimen(title="Evening"), path=None, digest=None, form=None)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    stat_file = Path(f"/proc/{ended.pid}/stat")
    while stat_file.read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.01)
    file = folder / f"{SITTING}.toml"
    head = tomllib.loads(file.read_text())["draft"]
    change(file, f"pid = {os.getpid()}", f"pid = {ended.pid}")
    change(file, f'began = "{head["began"]}"\n', "")
    assert [kept.sitting for kept in found(folder)] == [SITTING]
    ended.wait()


def test_a_discarded_draft_is_kept_for_a_while(folder):
    for number in range(MOST_DISCARDED + 2):
        left_behind(folder, Regimen(title=f"Evening {number}"), sitting=f"1-{number}")
        away = discard(folder, f"1-{number}")
        assert found(folder) == ()
        assert tomllib.loads(away.read_text())["title"] == f"Evening {number}"
    kept = sorted((folder / DISCARDED).iterdir())
    assert len(kept) == MOST_DISCARDED
    assert tomllib.loads(kept[0].read_text())["title"] == "Evening 2"
    with pytest.raises(OSError, match="1-0"):
        discard(folder, "1-0")


def test_it_is_told_what_has_become_of_the_file(folder, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("title = 1", encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    left_behind(folder, path=path, digest=digest)
    (kept,) = found(folder)
    assert since(kept) == ""
    path.write_text("title = 2", encoding="utf-8")
    assert since(kept) == "changed"
    path.unlink()
    assert since(kept) == "gone"
    left_behind(folder)
    (kept,) = found(folder)
    assert since(kept) == "", "it never had a file"


def test_the_number_of_a_process_that_is_given_again_hides_nothing(folder):
    keep(folder, SITTING, Regimen(title="Evening"), path=None, digest=None, form=None)
    head = tomllib.loads((folder / f"{SITTING}.toml").read_text())["draft"]
    if not head.get("began"):
        pytest.skip("this system does not tell when a process began")
    change(folder / f"{SITTING}.toml", head["began"], "before-the-restart")
    assert len(found(folder)) == 1


def test_a_draft_of_another_machine_is_left_to_it_for_a_day(folder):
    left_behind(folder)
    file = folder / f"{SITTING}.toml"
    head = tomllib.loads(file.read_text())["draft"]
    change(file, f'host = "{head["host"]}"', 'host = "elsewhere"')
    assert found(folder) == ()
    written = head["written"]
    change(file, f"{written.year}-", f"{written.year - 1}-")
    assert len(found(folder)) == 1


def test_the_newest_draft_comes_first_and_nobody_else_may_read_it(folder):
    for number in range(3):
        left_behind(folder, Regimen(title=f"Evening {number}"), sitting=f"1-{number}")
        time.sleep(0.002)
    assert [kept.regimen.title[-1] for kept in found(folder)] == ["2", "1", "0"]
    if os.name == "posix":
        assert stat.S_IMODE((folder / "1-0.toml").stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


START = 'format = 1\ntitle = "x"\n'
HEAD = "[draft]\npid = 1\nwritten = 2026-01-01T00:00:00Z\n"
BROKEN = ["", "[draft]", "format = 1", "\x00", "a=" + "[" * 5000, START,
          f'{START}[draft]\npid = "1"\nwritten = 2026-01-01', f'{START}colour = "blue"\n{HEAD}',
          f"format = 1\ntitle = 5\n{HEAD}"]  # fmt: skip


def test_a_broken_draft_is_passed_over_and_kept(folder):
    left_behind(folder)
    for number, text in enumerate(BROKEN):
        (folder / f"broken-{number}.toml").write_text(text)
    (folder / "not-utf-8.toml").write_bytes(b"\xff")
    (folder / "a.folder.toml").mkdir()
    assert [kept.sitting for kept in found(folder)] == [SITTING]
    assert len(unreadable(folder)) == len(BROKEN) + 1
    assert all(path.exists() for path in unreadable(folder))


def test_hostile_heads_are_not_believed(folder):
    for number, pid in enumerate((0, -1, 1 << 70)):
        (folder).mkdir(parents=True, exist_ok=True)
        (folder / f"h-{number}.toml").write_text(
            f'format = 1\ntitle = "x"\n[draft]\npid = {pid}\nwritten = 2026-01-01T00:00:00Z\n'
            'path = "a\\u0000b"\ndigest = 5\nform = "no"\n'
        )
    for kept in found(folder):
        assert (kept.path, kept.digest, kept.form) == (None, None, None)
    assert len(found(folder)) == 3


def test_a_name_that_leads_elsewhere_is_refused(folder):
    for sitting in ("../x", "a/b", "", "a\0b"):
        with pytest.raises(ValueError, match="sitting"):
            keep(folder, sitting, Regimen(title="x"), path=None, digest=None, form=None)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(OSError, match="state"):
        keep(tmp_path / "state", SITTING, Regimen(title="x"), path=None, digest=None, form=None)
    assert found(tmp_path / "state") == ()


def test_half_a_character_costs_only_itself(folder):
    left_behind(folder, Regimen(title="half \ud800 one"), path=Path("a\udcff.toml"))
    (kept,) = found(folder)
    assert kept.regimen.title == "half ? one"
    assert kept.path is None


def test_killed_at_any_moment_the_old_or_the_new_draft_is_there(folder):
    code = (
        "import sys; from pathlib import Path\n"
        "from planner.library.drafts import keep\n"
        "from planner.regimen.models import Regimen\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    regimen = Regimen(title=f'Evening {n}', notes='x' * 50_000)\n"
        "    keep(Path(sys.argv[1]), 'killed-1', regimen, path=None, digest=None, form=None)\n"
        "    print(n, flush=True)\n"
    )
    for pause in (0.0, 0.003, 0.011):
        writer = subprocess.Popen(
            [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(pause)
        writer.kill()
        last = [1, *map(int, writer.stdout.read().split())][-1]
        writer.wait()
        writer.stdout.close()
        (kept,) = found(folder)
        assert int(kept.regimen.title.split()[1]) in (last, last + 1)


def test_keeping_a_draft_is_cheap(folder):
    entry = {"substance": "melatonin", "dose": "1 mg", "when": "at bedtime"}
    regimen = Regimen.model_validate(
        {"title": "Evening", "bedtime": "22:30", "entries": {f"e{n}": entry for n in range(40)}}
    )
    times = []
    for _ in range(30):
        start = time.perf_counter()
        keep(folder, SITTING, regimen, path=None, digest=None, form={"dose": "1"})
        times.append(time.perf_counter() - start)
    assert sorted(times)[len(times) // 2] < 0.02, "many times what it takes, for a busy machine"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(regimens, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_regimen_comes_back_as_it_was(tmp_path, regimen, typed):
    file = tmp_path / "one" / "1-a.toml"
    keep(file.parent, "1-a", regimen, path=None, digest=None, form={"reason": typed})
    text = file.read_text().replace("host = ", "host = 'elsewhere' # ", 1)
    file.write_text(text.replace(f"written = {datetime.now(UTC).year}", "written = 1999", 1))
    (kept,) = found(file.parent)
    assert regimen_table(kept.regimen) == regimen_table(regimen)
    assert kept.form == {"reason": typed}


# A half-filled form as plain values.

texts = st.text(max_size=12)
rows = st.builds(
    Row,
    id=texts, name=texts, amount=texts, elemental=texts, compound=texts, strength=texts,
    daily_value=texts, which=st.sampled_from(["unsaid", "elemental", "compound", "both"]),
    buffered=st.booleans(), undisclosed=st.booleans(),
)  # fmt: skip
drafts = st.builds(
    Draft,
    row=rows,
    also=st.lists(rows.filter(lambda row: row != Row()), max_size=3).map(tuple),
    counted=st.sampled_from([DIRECT, *COUNTED]),
    product=st.none() | st.just("night-mag"),
    days=st.lists(st.sampled_from(DAYS), unique=True).map(tuple),
    product_name=texts, serving=texts, pack=texts, price=texts, dose=texts, phases=texts,
    when=texts, reason=texts,
)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)
keys = st.sampled_from(["row", "also", "days", "dose", "which", "counted", "product", "x"])


@given(drafts)
def test_a_form_comes_back_as_it_was(draft):
    assert draft_from(draft_values(draft)) == draft


@given(st.dictionaries(keys, anything))
def test_any_values_make_a_form(values):
    draft = draft_from(values)
    assert draft_from(draft_values(draft)) == draft


def test_the_texts_of_a_form_are_kept_in_a_file(folder):
    draft = Draft(row=Row(id="zinc", name="Zi[/oops]nc", undisclosed=True), dose="5 m", days=())
    left_behind(folder, form=draft_values(draft))
    (kept,) = found(folder)
    assert kept.form is not None
    assert draft_from(kept.form) == draft
