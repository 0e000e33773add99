"""Where things are, and the user's settings."""

import re
from pathlib import Path

import pytest

import planner
from planner.library.atomic import SaveError
from planner.library.paths import library_folder, settings_file, shipped_folder
from planner.library.settings import (
    EXPLAINED,
    Settings,
    documented,
    load_settings,
    save_settings,
)
from planner.regimen.reading import read_file

# where things are


def test_the_library_is_the_option_then_the_variable_then_near_then_the_users(
    tmp_path, own_home, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    users = library_folder(None)
    assert users.name == "regimens"
    assert users.is_relative_to(own_home)
    assert not users.exists()
    (tmp_path / "regimens").mkdir()
    assert library_folder(None) == Path("regimens")
    monkeypatch.setenv("PLANNER_LIBRARY", "~/mine")
    assert library_folder(None) == own_home / "mine"
    assert library_folder(tmp_path / "x") == tmp_path / "x"
    assert library_folder(Path("~nobody-of-this-name/x")) == Path("~nobody-of-this-name/x")
    monkeypatch.setenv("PLANNER_LIBRARY", "")
    assert library_folder(None) == Path("regimens")


def test_shipped_regimens_are_there_and_whole():
    files = list(shipped_folder().glob("*.toml"))
    assert files
    for file in files:
        assert not read_file(file).problems, file


def test_shipped_regimens_of_an_installed_package_lie_within_it(tmp_path, monkeypatch):
    package = tmp_path / "planner"
    (package / "shipped").mkdir(parents=True)
    monkeypatch.setattr("planner.library.paths.__file__", str(package / "library" / "paths.py"))
    assert shipped_folder() == package / "shipped"
    assert planner.__version__


# settings


@pytest.fixture
def path(own_home):
    path = settings_file()
    assert path.is_relative_to(own_home)
    path.parent.mkdir(parents=True)
    return path


def test_without_a_file_there_are_defaults_and_no_problem(own_home):
    assert load_settings() == (Settings(country=None), None)
    assert not settings_file().exists()
    assert own_home.exists()


@pytest.mark.parametrize("written", ["DE", "de", " De "])
def test_a_country_is_read(path, written):
    path.write_text(f'country = "{written}"\n', encoding="utf-8")
    assert load_settings() == (Settings(country="DE"), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# c\ncountry = 3\n", ":2: country: read 3"),
        ('country = "Germany"', ':1: country: read "Germany"'),
        ("a = 1\n= 2\n", ":2: not valid TOML"),
        ("a=" + "[" * 5000, ":1: not valid TOML"),
        ("a = " + "1" * 5000, ":1: not valid TOML"),
        ("#" * 70000, "larger than 64 KiB"),
        ('"\\u001b" = 1', "\\x1b: unknown setting"),
    ],
)
def test_a_broken_file_is_named_and_defaults_hold(path, text, said):
    path.write_text(text, encoding="utf-8")
    settings, message = load_settings()
    assert settings == Settings()
    assert message is not None
    assert message.startswith(str(path))
    assert said in message
    assert "\x1b" not in message


def test_unknown_keys_are_told_with_the_nearest_and_the_rest_is_used(path):
    path.write_text('\ncontry = "US"\ncountry = "DE"\n[other]\n', encoding="utf-8")
    settings, message = load_settings()
    assert settings == Settings(country="DE")
    assert message is not None
    first, second = message.split("\n")
    assert first.startswith(f"{path}:2: contry: ")
    assert 'Did you mean "country"?' in first
    assert second.startswith(f"{path}:4: other: ")


def test_what_is_no_text_is_told(path):
    path.write_bytes(b"\xff")
    assert "UTF-8" in str(load_settings()[1])
    path.unlink()
    path.mkdir()
    assert "cannot be read" in str(load_settings()[1])


def test_settings_are_saved_and_comments_stay(own_home):
    save_settings(Settings(country="DE"))
    path = settings_file()
    assert path.is_relative_to(own_home)
    written = path.read_text(encoding="utf-8")
    assert '\ncountry = "DE"\n' in written
    assert all(f"\n# {key} = " in written for key in ("theme", "clock", "motion"))
    path.write_text('# mine\ncountry = "DE" # here\n', encoding="utf-8")
    save_settings(Settings(country="FR"))
    assert path.read_text(encoding="utf-8") == '# mine\ncountry = "FR" # here\n'
    before = path.stat().st_mtime_ns
    save_settings(Settings(country="FR"))
    assert path.stat().st_mtime_ns == before
    save_settings(Settings())
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_a_broken_settings_file_is_not_overwritten(path):
    path.write_text("country = 3", encoding="utf-8")
    with pytest.raises(SaveError, match="mend that"):
        save_settings(Settings(country="DE"))
    assert path.read_text(encoding="utf-8") == "country = 3"


def test_a_new_file_explains_every_setting_and_changes_nothing(path):
    path.write_text(documented(), encoding="utf-8")
    assert load_settings() == (Settings(), None)
    text = path.read_text(encoding="utf-8")
    for key in Settings.model_fields:
        assert f"# {key} = " in text
        assert EXPLAINED[key].split()[0] in text
    uncommented = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    path.write_text(uncommented, encoding="utf-8")
    assert load_settings() == (Settings(country="US"), None)


def test_each_setting_takes_its_own_place_in_the_file(path):
    path.write_text(documented(), encoding="utf-8")
    save_settings(Settings(theme="light", clock="12 h"))
    text = path.read_text(encoding="utf-8")
    assert '\ntheme = "light"\n' in text
    assert '\n# motion = "full"\n' in text
    assert load_settings() == (Settings(theme="light", clock="12 h"), None)
    save_settings(Settings(clock="12 h", motion="reduced"))
    assert load_settings() == (Settings(clock="12 h", motion="reduced"), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "drak"', 'theme: read "drak", expected one of'),
        ('\nclock = "24"', ":2: clock: read"),
        ("motion = 3", "motion: read 3"),
        ('them = "dark"', 'Did you mean "theme"?'),
    ],
)
def test_a_wrong_choice_is_named_and_the_rest_is_kept(path, text, said):
    path.write_text(f'{text}\ncountry = "NO"\n', encoding="utf-8")
    settings, message = load_settings()
    assert settings == Settings(country="NO")
    assert said in (message or "")
