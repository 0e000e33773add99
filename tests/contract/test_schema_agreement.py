"""The JSON Schema says of every file of the tests what Planner says of it, by others' programs.

The files are those that the tests of the contract read, those that come with Planner, and those
that stand in the sources of any test. Where a schema cannot know, the file is named here.
"""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from planner.quantities import UNITS
from planner.regimen.schema import shipped_path
from tests.foreign.programs import needed, run
from tests.schemas import errors

ROOT = Path(__file__).parent.parent.parent
SCHEMA = shipped_path("regimen")

FORMS = [unit.name for unit in UNITS.values() if unit.dimension in (unit.name, "volume")]
MISTAKEN = [
    "ashwaganda-extract-ashwagandha-extract",
    "magnesium-bisglycinat-magnesium-bisglycinate",
    "melatonine-melatonin",
]

OF_PROGRAMS = [Path(__file__).name, "test_schema_engines.py", "test_schema_in_an_editor.py"]
"""Tests that read no file themselves."""

BEYOND = {
    "a name that the file may find on a shelf or in an own catalogue": [
        "test_codes.py::test_raises[unknown-product]",
        "test_codes.py::test_raises[unknown-substance]",
        "test_labels.py::test_what_the_catalogue_lacks_needs_a_name",
        "test_strictness.py::test_an_unknown_product_offers_the_nearest",
        "test_totals.py::test_an_entry_with_an_error_has_no_findings_but_its_errors[product]",
        "test_totals.py::test_an_entry_with_an_error_has_no_findings_but_its_errors[substance]",
        *(
            f"test_strictness.py::test_an_unknown_substance_offers_the_nearest[{each}]"
            for each in MISTAKEN
        ),
    ],
    "a dose in one table, and the serving that it does not fit in another": [
        "test_codes.py::test_raises[unit-mismatch]",
        *(
            f"test_quantity_texts.py::test_every_counted_form_serves_itself_and_no_other[{each}]"
            for each in FORMS
        ),
        *(
            f"test_totals.py::test_other_units_never_fit_a_serving_in_capsules[{each}]"
            for each in ("200 mg", "1 tablet", "1 gummy", "1 softgel", "5 mL")
        ),
    ],
    "a key that the fields of a template do not fill": [
        "test_schema_rules.py::test_a_key_that_no_field_fills_is_missed_by_planner_alone",
    ],
    "a default for a key of another table": [
        "test_strictness.py::test_a_default_that_cannot_be_read_is_an_error",
    ],
    "a date in quotes, which JSON cannot tell from one without": [
        "test_acceptance.py::test_the_day_is_a_toml_date[2026-11-20]",
        "test_strictness.py::test_a_wrong_type_or_value[start-2026-12-01]",
    ],
    "8.0, which is a whole number in JSON": [
        "test_phases.py::test_a_phase_that_cannot_be_read[phase5-invalid-field-weeks]",
        "test_strictness.py::test_a_wrong_type_or_value[weeks-8.0]",
    ],
    "the size of the file": [
        "test_files.py::test_a_file_that_cannot_be_read_is_one_finding[2 MiB]",
        "test_files.py::test_a_file_that_cannot_be_read_is_one_finding[a byte over 1 MiB]",
    ],
}
"""Files that Planner refuses and a schema cannot refuse, by why that is."""


def read_by_tests(folder: Path) -> dict[str, list[str]]:
    """Write the files that the tests of the contract read, and return the tests of each."""
    here = Path(__file__).parent
    words = ["-q", "-m", "not hypothesis", "-p", "no:cacheprovider"]
    left_out = [f"--ignore={here / name}" for name in OF_PROGRAMS]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.contract.recording", *words, *left_out, here],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RECORDED_FILES": str(folder)},
        capture_output=True,
        check=False,
    )
    assert (folder / "tests.json").exists(), done.stdout.decode()[-2000:]
    tests: dict[str, list[str]] = json.loads((folder / "tests.json").read_bytes())
    return tests


def written_down() -> Iterator[tuple[str, bytes]]:
    """Every text of the sources of the tests, the README, and files that come along, with where."""
    tests = [path for path in ROOT.glob("tests/**/*.py") if "node_modules" not in path.parts]
    for path in sorted(tests):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.name}:{node.lineno}", node.value.encode("utf-8", "replace")
    for block in re.findall(
        r"```toml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
    ):
        yield "README.md", block.encode()
    for path in (*ROOT.glob("regimens/**/*.toml"), *ROOT.glob("tests/*/data/*.toml")):
        yield path.name, path.read_bytes()


def is_regimen(data: bytes) -> bool:
    """Whether it is a table with a format."""
    return b"format = 1" in data and is_table(data) and "format" in tomllib.loads(data.decode())


def is_table(data: bytes) -> bool:
    """Whether it is TOML, and not so deep that programs end on it before they see the schema."""
    try:
        tomllib.loads(data.decode())
    except (ValueError, RecursionError):
        return False
    return not any("nested deeper" in each.message for each in errors(data))


class Files:
    """Files in a folder, where each comes from, and whether Planner uses it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = read_by_tests(folder)
        self.expected = {name for names in BEYOND.values() for name in names}
        for path in folder.glob("*.toml"):
            if not is_table(path.read_bytes()):
                path.unlink()
                del self.sources[path.stem]
        for number, (where, data) in enumerate(written_down()):
            if is_regimen(data):
                name = f"written-{number}"
                self.sources[name] = [where]
                (folder / f"{name}.toml").write_bytes(data)
        self.used = {path.stem: self._is_used(path) for path in folder.glob("*.toml")}

    @staticmethod
    def _is_used(path: Path) -> bool:
        codes = {each.code for each in errors(path.read_bytes())}
        # what stands in a source may be meant for a library that has the product on its shelf
        return not (codes - {"unknown-product"} if path.stem.startswith("written") else codes)

    def hold(self, refused: set[str]) -> None:
        """Hold that a program refuses the files that Planner does not use, but for those named."""
        for name in refused:
            assert not self.used[name], f"Planner uses {self.sources[name]}: {self.folder / name}"
        passed = [name for name in self.used if name not in refused and not self.used[name]]
        sources = {source for name in passed for source in self.sources[name]}
        unexpected = [name for name in passed if not self.expected & {*self.sources[name]}]
        assert not unexpected, [self.sources[name] for name in unexpected]
        assert self.expected <= sources, f"not needed any more: {self.expected - sources}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("files"))


def test_there_are_enough_files_of_both_kinds(files):
    verdicts = list(files.used.values())
    assert verdicts.count(True) > 800
    assert verdicts.count(False) > 250
    assert any(name.startswith("written") for name in files.used)


def test_taplo_agrees(files):
    program = needed("taplo")
    words = ["--no-auto-config", "--colors", "never", "--schema", SCHEMA.as_uri()]
    done = run(program, "lint", *words, files.folder / "*.toml")
    said = done.stderr.decode()
    refused = {Path(each).stem for each in re.findall(r'invalid file .*?path="([^"]+)"', said)}
    files.hold(refused)


def test_check_jsonschema_agrees(files):
    program = needed("check-jsonschema")
    paths = [files.folder / f"{name}.toml" for name in files.used]
    done = run(program, "--schemafile", SCHEMA, "--output-format", "json", *paths)
    found: Mapping[str, list[dict[str, str]]] = json.loads(done.stdout)
    assert found["parse_errors"] == []
    files.hold({Path(each["filename"]).stem for each in found["errors"]})
