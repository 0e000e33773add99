"""Changing only what differs in the text of a regimen file: comments, order and layout stay.

Values are changed by tomlkit, which keeps what stands around them. Whole tables and new lines are
taken out and put in by rows of the text (`planner.regimen.rows`): tomlkit takes the comments
above the next table for a part of the one before it, and puts a new table where it happens to end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from planner.regimen.models import Regimen
from planner.regimen.reading import read_bytes
from planner.regimen.rows import Path, Rows
from planner.regimen.writing import blocks_text, regimen_table

if TYPE_CHECKING:
    from tomlkit.items import Array

_ABSENT = object()


def patched(text: str, new: Regimen) -> str | None:
    """Return the text changed so far that it reads to a regimen, or None where that fails.

    The result is read again before it is returned. None stands for a text with problems, and for
    a layout that is too unusual to be changed in place.
    """
    plain = text.replace("\r\n", "\n")
    reading = read_bytes(plain.encode())
    if not reading.whole or reading.regimen is None:
        return None
    wanted = regimen_table(new)
    changes = tuple(_changes(regimen_table(reading.regimen), wanted))
    if not changes:
        return text
    try:
        result = _apply(plain, changes, wanted)
        data = result.encode()
    except Exception:  # whatever a strange layout does to tomlkit, the file is then written anew
        return None
    again = read_bytes(data)
    if not again.whole or again.regimen is None or regimen_table(again.regimen) != wanted:
        return None
    return _with_line_ends(text, plain, result)


@dataclass(frozen=True, slots=True)
class _Change:
    path: Path
    old: Any = _ABSENT
    new: Any = _ABSENT


@dataclass
class _Work:
    """The changes, sorted by how they are made."""

    values: list[_Change] = field(default_factory=list)
    """By tomlkit, each in its place."""
    removals: list[tuple[Path, int | None]] = field(default_factory=list)
    """Tables with headers; the number is that of one of several tables of a list."""
    lines: list[_Change] = field(default_factory=list)
    tables: list[_Change] = field(default_factory=list)
    rows_of_lists: list[tuple[Path, int, list[Any]]] = field(default_factory=list)
    """New tables of a list, and how many of the kept ones stand before them."""


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any], path: Path = ()
) -> Iterator[_Change]:
    for key, value in old.items():
        if key not in new:
            yield _Change((*path, key), old=value)
    for key, value in new.items():
        before = old.get(key, _ABSENT)
        if isinstance(before, dict) and isinstance(value, dict):
            yield from _changes(before, value, (*path, key))
        elif before != value:
            yield _Change((*path, key), before, value)


def _apply(text: str, changes: tuple[_Change, ...], wanted: Mapping[str, Any]) -> str:
    rows = Rows(text)
    work = _Work()
    for change in changes:
        _sort(change, rows, work)
    if work.values:
        rows = Rows(_set_values(text, work.values))
    if work.removals:
        rows.remove(work.removals)
        rows = Rows(rows.text)
    for change in work.lines:
        line = blocks_text({change.path[-1]: change.new})
        before = _siblings_before(wanted, change.path)
        if not rows.add_line(change.path, line, before):
            raise ValueError(f"no place for the line {change.path}")
    for change in work.tables:
        rows.add_block(change.path, _block(change.path, change.new), _order(wanted, change.path))
    for path, kept, items in work.rows_of_lists:
        block = "\n".join(_block(path, [item]) for item in items)
        if kept:
            rows.add_block_after(path, kept, block)
        else:
            rows.add_block(path, block, _order(wanted, path), first=True)
    return rows.text


def _sort(change: _Change, rows: Rows, work: _Work) -> None:
    """Decide how one change is made."""
    path, new = change.path, change.new
    present = rows.value(path, _ABSENT)
    if new is _ABSENT:
        if rows.has_header(path):
            work.removals.append((path, None))
        elif present is not _ABSENT:
            work.values.append(change)
    elif isinstance(new, list) and rows.tables_of_list(path):
        _sort_list(path, change.old if isinstance(change.old, list) else [], new, work)
    elif isinstance(new, dict) and isinstance(present, dict):
        for inner in _changes({}, new, path):
            _sort(inner, rows, work)
    elif present is not _ABSENT or rows.in_line(path):
        work.values.append(change)
    elif isinstance(new, dict):
        work.tables.append(change)
    elif path == ("accepted",):
        work.rows_of_lists.append((path, 0, new))
    elif rows.has_own_rows(path[:-1]):
        work.lines.append(change)
    else:
        work.values.append(change)


def _sort_list(path: Path, old: list[Any], new: list[Any], work: _Work) -> None:
    """Keep the tables of a list that stay, wherever others come or go."""
    kept = 0
    matcher = SequenceMatcher(None, [_key(row) for row in old], [_key(row) for row in new], False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            kept += old_to - old_from
            continue
        work.removals += [(path, number) for number in range(old_from, old_to)]
        if new_to > new_from:
            work.rows_of_lists.append((path, kept, new[new_from:new_to]))


def _key(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, repr(value)) for name, value in row.items())


def _set_values(text: str, changes: list[_Change]) -> str:
    import tomlkit
    from tomlkit.items import Array

    document = tomlkit.parse(text)
    for change in changes:
        place: Any = document
        for part in change.path[:-1]:
            place = place[part]
        key = change.path[-1]
        if change.new is _ABSENT:
            del place[key]
        elif key in place and isinstance(place[key], Array):
            items = change.new if isinstance(change.new, list) else [change.new]
            _set_items(place[key], items)
        else:
            place[key] = _item(change.new)
    return document.as_string()


def _set_items(array: Array, items: list[Any]) -> None:
    """Change the items of an array in place, so that those that stay keep their comments."""
    matcher = SequenceMatcher(
        None, [repr(item) for item in array.unwrap()], [repr(item) for item in items], False
    )
    for kind, old_from, old_to, new_from, new_to in reversed(matcher.get_opcodes()):
        if kind == "equal":
            continue
        shared = min(old_to - old_from, new_to - new_from)
        for number in range(shared):
            array[old_from + number] = _item(items[new_from + number])
        for number in range(old_to - 1, old_from + shared - 1, -1):
            del array[number]
        for number in range(new_from + shared, new_to):
            array.insert(old_from + number - new_from, _item(items[number]))


def _item(value: Any) -> Any:
    """Return a value for tomlkit; tables within a line, as they are wherever it sets one."""
    import tomlkit

    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, each in value.items():
            table[key] = _item(each)
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        for each in value:
            array.append(_item(each))
        return array
    return tomlkit.item(value)


def _block(path: Path, value: Any) -> str:
    for part in reversed(path):
        value = {part: value}
    return blocks_text(value, lists_as_tables=True)


def _siblings_before(wanted: Mapping[str, Any], path: Path) -> list[str]:
    """Return the keys that stand before the last of a path, the nearest first."""
    table: Any = wanted
    for part in path[:-1]:
        table = table[part]
    keys = list(table)
    return keys[: keys.index(path[-1])][::-1]


def _order(wanted: Mapping[str, Any], path: Path) -> list[Path]:
    """Return the tables after which a new one may stand, the best first."""
    order: list[Path] = []
    for depth in range(len(path), 0, -1):
        before = path[: depth - 1]
        order += [(*before, sibling) for sibling in _siblings_before(wanted, path[:depth])]
        if before:
            order.append(before)
    return order


def _with_line_ends(text: str, plain: str, result: str) -> str:
    """Return the result with the line ends of the text: each its own where a row has stayed."""
    if "\r\n" not in text:
        return result
    ends = ["\r\n" if row.endswith("\r\n") else "\n" for row in text.splitlines(keepends=True)]
    if "\n" not in text.replace("\r\n", ""):
        return result.replace("\n", "\r\n")
    ends = ["\r\n" if row.endswith("\r") else "\n" for row in text.split("\n")]
    usual = "\r\n" if 2 * ends.count("\r\n") >= len(ends) - 1 else "\n"
    old, new = plain.split("\n"), result.split("\n")
    new_ends = [usual] * len(new)
    for start, new_start, length in SequenceMatcher(None, old, new, False).get_matching_blocks():
        new_ends[new_start : new_start + length] = ends[start : start + length]
    return "".join(row + end for row, end in zip(new[:-1], new_ends, strict=False)) + new[-1]
