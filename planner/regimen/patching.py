"""Changing only what differs in the text of a regimen file: comments, order and layout stay.

A value is changed by tomlkit, which keeps what stands around it, and which is given the rows of
that one key only. Whole tables and new lines are taken out and put in by rows of the text
(`planner.regimen.rows`): tomlkit takes the comments above a table for a part of the table before,
puts a new table where the last one happens to end, and writes some lists another way than it read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from planner.regimen.models import Regimen
from planner.regimen.reading import read_bytes
from planner.regimen.rows import Path, Rows
from planner.regimen.writing import ACCEPTED, list_row_text, regimen_table, table_text

if TYPE_CHECKING:
    from tomlkit.items import Array

_ABSENT = object()


def patched(text: str, new: Regimen) -> str | None:
    """Return the text changed so far that it reads to a regimen, or None where that fails.

    The result is read again before it is returned. None stands for a text with problems, and for
    a layout that is too unusual to be changed in place.
    """
    reading = read_bytes(text.encode())
    if not reading.whole or reading.regimen is None:
        return None
    wanted = regimen_table(new)
    result = with_table(text, regimen_table(reading.regimen), wanted)
    if result is None or result == text:
        return result
    again = read_bytes(result.encode())
    if not again.whole or again.regimen is None or regimen_table(again.regimen) != wanted:
        return None
    return result


def with_table(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    """Return a TOML text that says `old` changed so far that it says `new`, or None.

    Both are tables in their safe form: what is the same in them stays as it is written. Whoever
    calls this reads the result again. None stands for a layout that is too unusual to be changed.
    """
    changes = tuple(_changes(old, new))
    if not changes:
        return text
    plain = text.replace("\r\n", "\n")
    try:
        result = _apply(plain, changes, new)
        result.encode()
    except Exception:  # whatever a strange layout does to tomlkit, the file is then written anew
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
    list_rows: list[tuple[Path, int, list[Any]]] = field(default_factory=list)
    """New tables of a `[[...]]` list, and how many of those that stay stand before them."""


def _changes(old: Mapping[str, Any], new: Mapping[str, Any], path: Path = ()) -> Iterator[_Change]:
    for key, value in old.items():
        if key not in new:
            yield _Change((*path, key), old=value)
    for key, value in new.items():
        before = old.get(key, _ABSENT)
        if value and isinstance(before, dict) and isinstance(value, dict):
            yield from _changes(before, value, (*path, key))
        elif before != value:
            yield _Change((*path, key), before, value)


def _apply(text: str, changes: tuple[_Change, ...], wanted: Mapping[str, Any]) -> str:
    rows = Rows(text)
    work = _Work()
    for change in changes:
        _sort(change, rows, work)
    if work.values:
        rows = Rows(_with_values(rows, work.values))
    if work.removals:
        rows.remove(work.removals)
        rows = Rows(rows.text)
    for change in work.lines:
        line = table_text({change.path[-1]: change.new})
        rows.add_line(change.path, line, _keys_before(wanted, change.path))
    for change in work.tables:
        block = table_text(_nested(change.path, change.new))
        rows.add_block(change.path, block, _places(wanted, change.path))
    for path, place, items in work.list_rows:
        block = "\n".join(list_row_text(path, item) for item in items)
        if rows.tables_of_list(path):
            rows.add_to_list(path, place, block)
        else:
            rows.add_block(path, block, _places(wanted, path))
    return rows.text


def _sort(change: _Change, rows: Rows, work: _Work) -> None:
    """Decide how one change is made."""
    path, new = change.path, change.new
    present = rows.value(path, _ABSENT)
    if new is _ABSENT:
        if rows.has_header(path):
            work.removals.append((path, None))
        if present is not _ABSENT:
            work.values.append(change)
    elif isinstance(new, list) and rows.tables_of_list(path):
        _sort_list(path, change.old if isinstance(change.old, list) else [], new, work)
    elif isinstance(new, dict) and isinstance(present, dict):
        if not new and not rows.has_header(path):
            work.values.append(change)
            return
        old = {} if new else present
        for inner in _changes(old, new, path):
            _sort(inner, rows, work)
    elif present is not _ABSENT:
        work.values.append(change)
    elif isinstance(new, dict) and rows.takes_header(path):
        work.tables.append(change)
    elif path == (ACCEPTED,):
        work.list_rows.append((path, 0, new))
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
            work.list_rows.append((path, kept, new[new_from:new_to]))


def _key(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, repr(value)) for name, value in row.items())


def _with_values(rows: Rows, changes: list[_Change]) -> str:
    """Return the text with values changed, each within the rows of its own key."""
    by_rows: dict[tuple[int, int], list[_Change]] = {}
    for change in changes:
        if change.old is _ABSENT or change.new not in (_ABSENT, {}):
            by_rows.setdefault(rows.rows_of(change.path), []).append(change)
            continue
        for number, place in enumerate(rows.all_rows_of(change.path)):
            # of several rows with dotted keys the first says that a table is empty
            each = _Change(change.path) if number else change
            by_rows.setdefault(place, []).append(each)
    return rows.replaced(
        {
            place: _with_row_changed(text, path, by_rows[place])
            for place in by_rows
            for path, text in [rows.statement(place)]
        }
    )


def _with_row_changed(text: str, table: Path, changes: list[_Change]) -> str:
    """Return the rows of one key, in the table with this path, with the changes made."""
    import tomlkit
    from tomlkit.items import Array

    document = tomlkit.parse(text)
    for change in sorted(changes, key=lambda each: each.new is _ABSENT):
        place: Any = document
        for part in change.path[len(table) : -1]:
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


def _nested(path: Path, value: Any) -> dict[str, Any]:
    for part in reversed(path):
        value = {part: value}
    return dict(value)


def _keys_before(wanted: Mapping[str, Any], path: Path) -> list[str]:
    """Return the keys that stand before the last of a path, the nearest first."""
    table: Any = wanted
    for part in path[:-1]:
        table = table[part]
    keys = list(table)
    return keys[: keys.index(path[-1])][::-1]


def _places(wanted: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, bool]]:
    """Yield the tables behind which a new one may stand, the best first."""
    for depth in range(len(path), 0, -1):
        outer = path[: depth - 1]
        for key in _keys_before(wanted, path[:depth]):
            yield (*outer, key), True
        if outer:
            yield outer, False


def _with_line_ends(text: str, plain: str, result: str) -> str:
    """Return the result with the line ends of the text: each its own where a row has stayed."""
    if "\r\n" not in text:
        return result
    ends = ["\r\n" if row.endswith("\r") else "\n" for row in text.split("\n")[:-1]]
    if "\n" not in ends:
        return result.replace("\n", "\r\n")
    usual = "\r\n" if 2 * ends.count("\r\n") >= len(ends) else "\n"
    old, new = plain.split("\n")[:-1], result.split("\n")
    new_ends = [usual] * (len(new) - 1)
    matcher = SequenceMatcher(None, old, new[:-1], False)
    for start, new_start, length in matcher.get_matching_blocks():
        new_ends[new_start : new_start + length] = ends[start : start + length]
    return "".join(map(str.__add__, new, new_ends)) + new[-1]
