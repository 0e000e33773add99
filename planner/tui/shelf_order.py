"""The regimens of a folder as a list: which are found, in which order, and in how many words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planner.library.listing import Summary
from planner.wording import counted

READING = "reading"
ORDERS = ("title", "status", "changed", "bedtime")
NEXT = dict(zip(ORDERS, (*ORDERS[1:], ORDERS[0]), strict=True))
_WORST_FIRST = {"invalid": 0, "warn": 1, "ask": 2, "pass": 3, READING: 4}
_WORDS = {
    "title": "by title",
    "status": "worst first",
    "changed": "newest first",
    "bedtime": "by bedtime",
}


class Listing:
    """What is known of the files of a folder, and what of it is shown."""

    def __init__(self, order: str = ORDERS[0]) -> None:
        self.order = order
        self._known: dict[Path, Summary] = {}
        self._words: list[str] = []
        self._haystacks: dict[Path, str] = {}

    @property
    def total(self) -> int:
        """How many regimens there are."""
        return len(self._known)

    def name(self, paths: Iterable[Path]) -> None:
        """Take in which files there are; what is known of the others is forgotten."""
        self._known = {path: self._known.get(path) or _unread(path) for path in paths}
        self._haystacks = {path: self._haystacks[path] for path in self._known if
                           path in self._haystacks}  # fmt: skip

    def learn(self, summaries: Iterable[Summary]) -> None:
        """Take in what was read of some files."""
        for summary in summaries:
            self._known[summary.path] = summary
            self._haystacks.pop(summary.path, None)

    def find(self, text: str) -> None:
        """Show only what holds all of these words in its title, file name or status."""
        self._words = text.lower().split()

    def rows(self) -> list[Summary]:
        """Return what is found, in its order."""
        found = [row for row in self._known.values() if self._matches(row)]
        if self.order == "status":
            found.sort(key=lambda row: (_WORST_FIRST.get(row.status, 9), _title(row)))
        elif self.order == "changed":
            found.sort(key=lambda row: (-row.changed, _title(row)))
        elif self.order == "bedtime":
            found.sort(key=lambda row: (row.bedtime or "~", _title(row)))
        else:
            found.sort(key=_title)
        return found

    def _matches(self, row: Summary) -> bool:
        if not self._words:
            return True
        text = self._haystacks.get(row.path)
        if text is None:
            text = f"{row.title or ''} {row.path.name} {row.status}".lower()
            self._haystacks[row.path] = text
        return all(word in text for word in self._words)

    def words(self) -> str:
        """Return how many are shown and in which order; empty where there are none."""
        if not self._known:
            return ""
        number = counted(self.total, "regimen")
        if self._words:
            shown = sum(self._matches(row) for row in self._known.values())
            number = f"{shown:,} of {number}"
        unread = sum(row.status == READING for row in self._known.values())
        reading = f", reading {unread:,}" if unread else ""
        return f"{number}{reading}, {_WORDS[self.order]}"


def _title(row: Summary) -> tuple[str, str]:
    return (row.title or row.path.name).casefold(), str(row.path)


def _unread(path: Path) -> Summary:
    return Summary(path, None, READING, 0, 0.0, None, None)
