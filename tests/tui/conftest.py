"""A library of its own for each test, with a path that does not differ between machines."""

from pathlib import Path

import pytest


@pytest.fixture
def library(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = Path("regimens")
    folder.mkdir()
    return folder
