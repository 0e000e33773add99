"""The import rule as it is written in the sources: who may know whom, and who may open files.

`tui, cli -> document, forms -> library, export -> judge -> regimen -> catalogue -> quantities,
clock -> wording`: nothing left of an arrow is imported by what stands to its right.
`test_startup_imports.py` holds what really happens when a command starts.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent

ORDER = [
    {"tui", "cli"},
    {"document", "forms"},
    {"library", "export"},
    {"judge"},
    {"regimen"},
    {"catalogue"},
    {"quantities", "clock"},
    {"wording", "lines", "positions", "tables"},  # foreign text: how it is shown, how it is read
]
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}
RANK["planner"] = -1  # planner/__init__.py and __main__.py: above every room, imported by none

TOML = {"catalogue", "regimen", "library", "tables"}
OWNERS = {  # who may import what from outside
    "textual": {"tui"},
    "rich": {"tui", "cli"},
    "pint": {"quantities"},
    "pydantic": {"catalogue", "regimen", "library"},
    "tomllib": TOML,
    "tomli_w": TOML,
    "tomlkit": TOML,
    "icalendar": {"export"},
    "jinja2": {"export"},
    "typst": {"export"},
}

READS = {"read_text", "read_bytes"}
FILE_CALLS = READS | {"write_text", "write_bytes", "fdopen"}


class Import(NamedTuple):
    target: str
    line: int
    deferred: bool
    """Inside a function, so not run when the module is loaded."""


def room_of(path: str) -> str:
    """`planner/judge/ranges.py` and `planner/quantities_units.py` live in judge and quantities."""
    parts = Path(path).with_suffix("").parts
    if parts[1] in {"__init__", "__main__"}:
        return "planner"
    return "quantities" if parts[1].startswith("quantities") else parts[1]


def room_of_target(target: str) -> str | None:
    """The room that an import of `target` reaches into, or None outside the package."""
    package, *rest = target.split(".")
    if package != "planner":
        return None
    if not rest or rest[0] == "__version__":
        return ""
    return room_of(f"planner/{rest[0]}.py")


def imports(path: str, node: ast.AST, *, deferred: bool = False) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import(names=names):
                for name in names:
                    yield Import(name.name, child.lineno, deferred)
            case ast.ImportFrom(module=module, names=names, level=level):
                folder = Path(path).parts[:-level] if level else ()
                base = ".".join([*folder, *([module] if module else [])])
                for name in names:
                    yield Import(f"{base}.{name.name}", child.lineno, deferred)
            case ast.Call(
                func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(target)), *_],
            ):
                yield Import(target, child.lineno, deferred)
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from imports(path, child, deferred=deferred or inside)


def file_calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for call in ast.walk(tree):
        match call:
            case ast.Call(func=ast.Name(id="open")):
                yield "open", call.lineno
            case ast.Call(func=ast.Attribute(attr=name)) if name in FILE_CALLS:
                yield name, call.lineno
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="os" | "io" | "codecs"), attr="open")
            ):
                yield "open", call.lineno
            case ast.Call(func=ast.Attribute(attr="open"), args=args, keywords=keywords):
                # `path.open("rb")`, but not `document.open(path)`
                mode = any(
                    isinstance(a, ast.Constant) and set(str(a.value)) <= {*"rwaxb+t"} for a in args
                )
                if mode or any(word.arg in {"mode", "encoding"} for word in keywords):
                    yield "open", call.lineno


def may_open(path: str, call: str) -> bool:
    match room_of(path):
        case "library" | "catalogue" | "tables":
            return True
        case "regimen":
            return Path(path).stem.startswith("reading")
        case "cli":
            return (
                call not in READS
            )  # it writes what it was asked to write, and reads by the readers
    return False


def violations(path: str, source: str) -> list[str]:
    """Every breach of the rule in one module, as `path:line: what is wrong`."""
    tree = ast.parse(source)
    room = room_of(path)
    if room not in RANK:
        return [f"{path}:1: belongs to no room; give it a place in ORDER and in the README"]
    found = []
    for target, line, deferred in imports(path, tree):
        there = room_of_target(target)
        outside = target.split(".")[0]
        if there is None:
            if room not in OWNERS.get(outside, {room}):
                found.append(f"{path}:{line}: {room} imports {outside}")
        elif there == "":
            continue
        elif there not in RANK:
            found.append(f"{path}:{line}: {target} is in no room; import it from where it lives")
        elif RANK[there] < RANK[room]:
            found.append(f"{path}:{line}: {room} imports {there}")
        elif (room, there, deferred) == ("cli", "tui", False):
            found.append(f"{path}:{line}: cli imports tui outside a function")
    for call, line in file_calls(tree):
        if not may_open(path, call):
            found.append(f"{path}:{line}: {room} opens a file ({call})")
    return found


def sources() -> dict[str, str]:
    files = sorted((ROOT / "planner").rglob("*.py"))
    return {f.relative_to(ROOT).as_posix(): f.read_text(encoding="utf-8") for f in files}


def test_modules_import_only_what_stands_to_their_right():
    found = [each for path, source in sources().items() for each in violations(path, source)]
    assert not found, "\n" + "\n".join(found)


def test_every_room_exists_and_is_joined_to_the_next():
    """The rule holds nothing if the modules that it speaks of are elsewhere."""
    modules = sources()
    missing = set(RANK) - {room_of(path) for path in modules}
    assert missing <= {"export"}, missing  # nothing stands on export, so it may be absent
    reached = {
        (room_of(path), room_of_target(each.target))
        for path, source in modules.items()
        for each in imports(path, ast.parse(source))
    }
    expected = {
        ("cli", "tui"),
        ("cli", "judge"),
        ("tui", "document"),
        ("document", "judge"),
        ("library", "regimen"),
        ("judge", "catalogue"),
        ("regimen", "quantities"),
        ("catalogue", "quantities"),
    }
    assert expected <= reached, f"not seen: {sorted(expected - reached)}"


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("planner/judge/ranges.py", "from planner.document import Document"),
        ("planner/judge/ranges.py", "from planner import tui"),
        ("planner/judge/ranges.py", "def f():\n    import planner.library.store"),
        ("planner/judge/ranges.py", "from ..export import text"),
        ("planner/judge/__init__.py", "from .. import cli"),
        ("planner/judge/ranges.py", "import_module('planner.cli.main')"),
        ("planner/judge/ranges.py", "from planner import load"),
        ("planner/judge/ranges.py", "import pint"),
        ("planner/judge/ranges.py", "from pydantic import BaseModel"),
        ("planner/judge/ranges.py", "from planner.__main__ import main"),
        ("planner/clock.py", "import planner.catalogue"),
        ("planner/clock.py", "import pint"),
        ("planner/wording.py", "import planner.clock"),
        ("planner/document.py", "if TYPE_CHECKING:\n    from textual.app import App"),
        ("planner/document.py", "import rich.text"),
        ("planner/export/markdown.py", "import tomllib"),
        ("planner/tui/app.py", "import tomli_w"),
        ("planner/cli/main.py", "from planner.tui.app import PlannerApp"),
        ("planner/cli/main.py", "import textual"),
        ("planner/__init__.py", "import pydantic"),
        ("planner/helpers.py", ""),
        ("planner/document.py", "open('x')"),
        ("planner/export/csv.py", "path.write_text('x')"),
        ("planner/tui/app.py", "path.open('rb')"),
        ("planner/tui/app.py", "path.open(encoding='utf-8')"),
        ("planner/judge/ranges.py", "os.open(path, 0)"),
        ("planner/regimen/edits.py", "path.read_bytes()"),
        ("planner/cli/check.py", "path.read_text()"),
    ],
)
def test_a_breach_is_seen(path, source):
    assert len(violations(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("planner/cli/main.py", "def f():\n    from planner.tui.app import PlannerApp"),
        ("planner/cli/check.py", "from rich.console import Console\nPath('x').write_text('y')"),
        ("planner/__main__.py", "from planner.cli.main import main"),
        ("planner/judge/ranges.py", "from planner import __version__, clock, regimen"),
        ("planner/judge/__init__.py", "from . import ranges\nfrom .ranges import judge"),
        ("planner/judge/ranges.py", "from ..catalogue import models"),
        ("planner/quantities_units.py", "import pint"),
        ("planner/regimen/reading.py", "import tomllib\npath.read_bytes()"),
        ("planner/library/store.py", "import tomlkit\npath.open('wb')"),
        ("planner/tui/app.py", "import textual\nself.document.open(path)"),
    ],
)
def test_what_is_allowed_passes(path, source):
    assert violations(path, source) == []
