"""A library of its own for each test, with a path that does not differ between machines."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _short_slices(monkeypatch):
    """Look for idleness in slices of 5 ms instead of 20: the same test of it, sooner."""
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 1 / 200)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 1 / 2000)


@pytest.fixture
def library(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = Path("regimens")
    folder.mkdir()
    return folder
