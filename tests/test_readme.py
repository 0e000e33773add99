"""The README tells the truth: its codes, its commands and its file are those of the program."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from planner.catalogue import load_catalogue
from planner.cli.main import COMMANDS
from planner.judge import judge_reading
from planner.judge.findings import CODES
from planner.library.settings import Settings
from planner.regimen.reading import read_bytes

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_code_stands_in_the_table_with_its_severity():
    table: dict[str, str] = {}
    row = re.compile(r"^\| (`[^|]+) \| (error|warning|question|note) \|", re.MULTILINE)
    for codes, severity in row.findall(README):
        table |= dict.fromkeys(re.findall(r"`([a-z-]+)`", codes), severity)
    assert table == {code: str(severity) for code, severity in CODES.items()}


def test_every_command_stands_in_the_table():
    named = set(re.findall(r"^\| `planner ([a-z]+)", README, re.MULTILINE))
    assert named == set(COMMANDS)


def test_the_file_it_shows_is_read_and_passes():
    text = re.search(r"```toml\n(format = 1\n.*?)```", README, re.DOTALL)
    assert text is not None
    reading = read_bytes(text[1].encode())
    assert not reading.problems
    assert judge_reading(reading, load_catalogue()).status == "pass"


def test_the_phases_it_shows_are_read():
    (phases,) = re.findall(r"`(phases = \[.*?\])`", README)
    text = 'format = 1\ntitle = "x"\n[entries.a]\nsubstance = "glycine"\nwhen = "21:00"\n'
    assert not read_bytes(f"{text}{phases}\n".encode()).problems


def test_the_convert_example_gives_what_the_text_says():
    arguments = re.search(r"`planner (convert \"400 mg\" [^`]+)`", README)
    assert arguments is not None
    words = [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', arguments[1])]
    done = subprocess.run(
        [sys.executable, "-m", "planner", *words], capture_output=True, text=True, check=True
    )
    assert "56.4 mg elemental" in done.stdout.replace("\u00a0", " ")


def test_every_dependency_has_a_reason():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert block is not None
    for name in re.findall(r'"([a-z0-9-]+)', block[1]):
        assert re.search(rf"^\| `{name}`", README, re.MULTILINE), name


def test_the_picture_is_there():
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture


def test_the_keys_are_those_of_the_table_of_commands():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "keys.py")],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert f"<!-- keys -->\n{done.stdout}<!-- /keys -->" in README, "run tools/keys.py --write"


def test_the_settings_it_shows_are_the_defaults():
    shown = re.search(r"```toml\n(country = .*?)```", README, re.DOTALL)
    assert shown is not None
    settings = Settings(**tomllib.loads(shown[1]))
    assert settings == Settings(country="US")
    assert set(tomllib.loads(shown[1])) == set(Settings.model_fields)
