"""A pytest plugin that keeps every regimen file that tests read, by the test that reads it.

`python -m pytest -p tests.contract.recording` writes them to the folder `RECORDED_FILES`, with
`tests.json` beside: the tests of each file.
"""

import hashlib
import json
import os
from pathlib import Path

import pytest

from planner.regimen import reading

_real = reading.read_bytes
_files: dict[str, bytes] = {}
_tests: dict[str, list[str]] = {}
_now = [""]


def _read_bytes(data: bytes, path: Path | None = None) -> reading.Reading:
    name = hashlib.sha256(data).hexdigest()[:16]
    _files[name] = data
    tests = _tests.setdefault(name, [])
    if _now[0] not in tests:
        tests.append(_now[0])
    return _real(data, path)


reading.read_bytes = _read_bytes  # before any test has imported it


def pytest_runtest_logstart(nodeid: str) -> None:
    """Remember which test reads from now on."""
    _now[0] = Path(nodeid.split("::", maxsplit=1)[0]).name + nodeid[nodeid.index("::") :]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Write what was read."""
    del config
    folder = Path(os.environ["RECORDED_FILES"])
    for name, data in _files.items():
        (folder / f"{name}.toml").write_bytes(data)
    (folder / "tests.json").write_text(json.dumps(_tests), encoding="utf-8")
