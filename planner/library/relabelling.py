"""Changing a label of the shelf: what its file would hold, and what becomes of who takes it.

Nothing here writes: `Change.change` is for `planner.library.runs`, so that it can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.library.products import PRODUCT, ShelfFile, label_table, product_of, product_text
from planner.library.runs import FileChange
from planner.positions import key_text
from planner.regimen.models import FORMAT, Content, Product
from planner.regimen.patching import with_table
from planner.regimen.rows import has_comments
from planner.wording import did_you_mean, quoted

_CONTENTS = "contents"
_MARK = b"\xef\xbb\xbf"
_MARKS = {"true": True, "yes": True, "false": False, "no": False}


class CannotChangeError(ValueError):
    """A label that cannot be changed as it was asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A label as it was and as it is to be."""

    old: ShelfFile
    new: ShelfFile
    data: bytes | None
    """What the file holds at present; None where nothing is to be written."""
    written: bytes = b""

    @property
    def file(self) -> FileChange | None:
        """What is written; None where nothing is."""
        if self.data is None or self.data == self.written:
            return None
        return FileChange(self.old.path, self.data, self.written)


def with_keys(
    file: ShelfFile, data: bytes, values: Mapping[str, str], gone: Sequence[str]
) -> Change:
    """Return a label with keys set to other values, as `contents.zinc.amount`, or taken out.

    Comments and layout of its file stay.

    Raises:
        CannotChangeError: a key is none of a label, or the label could not be read with it.
    """
    if file.product is None:
        raise CannotChangeError("the label cannot be read as it is; mend it first")
    table = label_table(file.product)
    for key in gone:
        _take_out(table, key)
    for key, text in values.items():
        _put(table, key, text)
    wanted = product_of(_text(_table(table)), file.path)
    if wanted.product is None:
        first = wanted.problems[0]
        raise CannotChangeError(f"{key_text(first.key[1:])}: {first.message}")
    mark = _MARK if data.startswith(_MARK) else b""
    return Change(file, wanted, data, mark + _written(file, wanted.product))


def with_file(file: ShelfFile, data: bytes, other: bytes) -> Change:
    """Return a label with the whole content of another file in its place.

    Raises:
        CannotChangeError: the other file holds no label.
    """
    new = product_of(other, file.path)
    if new.product is None:
        first = new.problems[0]
        key = f"{key_text(first.key)}: " if first.key else ""
        raise CannotChangeError(f"line {first.line}: {key}{first.message}")
    return Change(file, new, data, other)


def since(file: ShelfFile, before: bytes) -> Change:
    """Return a change that the file of a label has gone through already.

    Raises:
        CannotChangeError: neither then nor now it holds a label.
    """
    old = product_of(before, file.path)
    if old.product is None and file.product is None:
        raise CannotChangeError("no label can be read, neither as it was nor as it is")
    return Change(old, file, None)


def _written(file: ShelfFile, product: Product) -> bytes:
    """Return the file with another label in it, changed only where the two differ."""
    assert file.product is not None
    old, new = (_table(label_table(each)) for each in (file.product, product))
    text = with_table(file.text, old, new)
    if text is not None:
        again = product_of(text.encode(), file.path)
        if again.product == product:
            return text.encode()
    if has_comments(file.text):
        raise CannotChangeError(
            "its layout cannot be changed in place, and writing it anew would lose its comments;"
            " change it in an editor, or give the whole label with --to FILE"
        )
    return product_text(product).encode()


def _table(label: Mapping[str, Any]) -> dict[str, Any]:
    return {"format": FORMAT, PRODUCT: label}


def _text(table: Mapping[str, Any]) -> bytes:
    from planner.regimen.writing import table_text

    try:
        return table_text(table).encode()
    except UnicodeEncodeError:
        raise CannotChangeError("a value holds half a character, which no file can") from None


def _place(table: dict[str, Any], key: str, *, make: bool) -> tuple[dict[str, Any], str]:
    """Return the table that holds a key, and the last part of the key.

    Raises:
        CannotChangeError: a label has no such key.
    """
    parts = key.split(".")
    known = [each for each in Product.model_fields if each != _CONTENTS]
    if parts[0] != _CONTENTS:
        if len(parts) == 1 and key in known:
            return table, key
        offer = did_you_mean(key, [*known, _CONTENTS])
        raise CannotChangeError(
            f"{quoted(key)} is no key of a label.{offer} Known: {', '.join(known)} and"
            f" {_CONTENTS}.SUBSTANCE.KEY"
        )
    contents = table[_CONTENTS]
    if len(parts) == 2 and not make:
        if parts[1] in contents:
            return contents, parts[1]
    elif len(parts) == 3:
        if parts[2] not in Content.model_fields:
            offer = did_you_mean(parts[2], Content.model_fields)
            raise CannotChangeError(
                f"{quoted(key)} is no key of a label.{offer} Known of a content:"
                f" {', '.join(Content.model_fields)}"
            )
        if make:
            return contents.setdefault(parts[1], {}), parts[2]
        if parts[1] in contents:
            return contents[parts[1]], parts[2]
    elif make:
        raise CannotChangeError(
            f"{quoted(key)} names no value: write {_CONTENTS}.SUBSTANCE.KEY, such as"
            " contents.zinc.amount"
        )
    offer = did_you_mean(".".join(parts[1:2]), contents)
    raise CannotChangeError(f"the label has no {quoted(key)} that could go.{offer}")


def _put(table: dict[str, Any], key: str, text: str) -> None:
    place, last = _place(table, key, make=True)
    value: Any = text.strip()
    place[last] = _MARKS.get(value.lower(), value) if last == "buffered" else value


def _take_out(table: dict[str, Any], key: str) -> None:
    place, last = _place(table, key, make=False)
    if last not in place:
        raise CannotChangeError(f"the label has no {quoted(key)} that could go.")
    del place[last]
