"""The regimens of a folder as a list: which are found, in which order, and in how many words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from planner.library.folding import folded
from planner.library.listing import Summary

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
        self._titles: dict[Path, str] = {}
        """Titles as they are sorted and compared, without accents and letter case."""

    @property
    def total(self) -> int:
        """How many regimens there are."""
        return len(self._known)

    def name(self, paths: Iterable[Path]) -> None:
        """Take in which files there are; what is known of the others is forgotten."""
        self._known = {path: self._known.get(path) or _unread(path) for path in paths}
        for known in (self._haystacks, self._titles):
            for path in [path for path in known if path not in self._known]:
                del known[path]

    def learn(self, summaries: Iterable[Summary]) -> None:
        """Take in what was read of some files; one that has been dropped meanwhile is left out."""
        for summary in summaries:
            if summary.path not in self._known:
                continue
            self._known[summary.path] = summary
            self._haystacks.pop(summary.path, None)
            self._titles.pop(summary.path, None)

    def drop(self, path: Path) -> None:
        """Forget a file that has been put away."""
        self.name([each for each in self._known if each != path])

    def doubt(self) -> None:
        """Keep what is known of the files but their status, which is judged anew."""
        self._known = {path: replace(row, status=READING) for path, row in self._known.items()}
        self._haystacks.clear()

    def find(self, text: str) -> None:
        """Show only what holds all of these words in its title, file name or status."""
        self._words = folded(text).split()

    def rows(self) -> list[Summary]:
        """Return what is found, in its order."""
        found = [row for row in self._known.values() if self._matches(row)]
        if self.order == "status":
            found.sort(key=lambda row: (_WORST_FIRST.get(row.status, 9), self._title(row)))
        elif self.order == "changed":
            found.sort(key=lambda row: (-row.changed, self._title(row)))
        elif self.order == "bedtime":
            found.sort(key=lambda row: (row.bedtime or "~", self._title(row)))
        else:
            found.sort(key=self._title)
        return found

    def namesakes(self) -> frozenset[Path]:
        """Return the files whose title another one has, too, so that it tells neither."""
        number = Counter(self._title(row)[0] for row in self._known.values())
        return frozenset(
            row.path for row in self._known.values() if number[self._title(row)[0]] > 1
        )

    def _matches(self, row: Summary) -> bool:
        if not self._words:
            return True
        text = self._haystacks.get(row.path)
        if text is None:
            text = folded(f"{row.title or ''} {row.path.name} {row.status}")
            self._haystacks[row.path] = text
        return all(word in text for word in self._words)

    def _title(self, row: Summary) -> tuple[str, str]:
        title = self._titles.get(row.path)
        if title is None:
            title = " ".join(folded(row.title or row.path.name).split())
            self._titles[row.path] = title
        return title, str(row.path)

    def words(self) -> str:
        """Return how many are shown and in which order; empty where there are none."""
        if not self._known:
            return ""
        number = f"{self.total:,} regimen{'' if self.total == 1 else 's'}"
        if self._words:
            shown = sum(self._matches(row) for row in self._known.values())
            number = f"{shown:,} of {number}"
        unread = sum(row.status == READING for row in self._known.values())
        reading = f", reading {unread:,}" if unread else ""
        return f"{number}{reading}, {_WORDS[self.order]}"


def _unread(path: Path) -> Summary:
    return Summary(path, None, READING, 0, 0.0, None, None)
