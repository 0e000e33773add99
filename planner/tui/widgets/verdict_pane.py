"""What the judge says, as one list: every total beside what is documented, then every finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.content import Content

from planner.judge.findings import Finding, Gauge
from planner.tui.drawing import legend
from planner.tui.finding_drawing import (
    finding_rows,
    grouped,
    keys_of,
    source_words,
    where_words,
)
from planner.tui.messages import VerdictItemChosen
from planner.tui.text import QUIET, lines, literal, wrapped
from planner.tui.widgets.drawn_lines import MOST_STRIPS, DrawnLines
from planner.tui.widgets.gauges import gauge_rows, once_with_weeks
from planner.tui.widgets.said import split

if TYPE_CHECKING:
    from planner.catalogue import Catalogue

_GUTTER = "  "
_MARK = "▌ "
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Item:
    """Some lines of the list, and what they are about; None for a heading."""

    rows: tuple[Content, ...]
    about: Gauge | Finding | None = None


class VerdictPane(DrawnLines):
    """Gauges and findings; the arrow keys go from one to the next.

    Only a pane that `acts` names the keys that do something about a finding.
    """

    BINDINGS = [
        Binding("enter", "choose", "Choose", show=False),
    ]

    def __init__(self, *, acts: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._acts = acts
        self._names = _NO_NAMES
        self._gauges: Sequence[Gauge] = ()
        self._findings: Sequence[Finding] = ()
        self._catalogue: Catalogue | None = None
        self._words = ("", "", "")
        self._remedies: Mapping[Finding, str] = {}
        self._items: list[Item] = []
        self._unmarked: dict[int, tuple[Content, Content]] = {}
        """Lines, by which object they are, with the room for a mark before them."""
        self._item_of: list[int] = []
        self._starts: list[int] = []
        self._at: int | None = None
        self._width = 0
        self._headed: Content | None = None

    # what is shown

    def show(
        self,
        gauges: Sequence[Gauge],
        findings: Sequence[Finding],
        catalogue: Catalogue | None,
        *,
        head: Content | None = None,
        no_gauges: str = "",
        heading: str = "",
        no_findings: str = "",
        names: Mapping[str, str] = _NO_NAMES,
    ) -> None:
        """Show a verdict; the item that was selected stays selected if it is still there.

        `head` stays above when the rest is scrolled. `names` say what entries take, for ids that
        say nothing.
        """
        self._show_head(head)
        words = (no_gauges, heading, no_findings)
        if (gauges, findings, words, names) == (
            self._gauges, self._findings, self._words, self._names,
        ):  # fmt: skip
            return
        self._gauges, self._findings, self._words = gauges, findings, words
        self._names = names
        self._catalogue, self._remedies = catalogue, {}
        self._lay_out()

    def _show_head(self, head: Content | None) -> None:
        self._headed = head
        width = self.line_width - len(_GUTTER)
        rows = split(head, width) if head is not None and width > 0 else []
        self.put_head([Content.assemble(_GUTTER, row) for row in rows])

    def show_remedies(self, remedies: Mapping[Finding, str]) -> None:
        """Say beside each finding what the key f does about it."""
        if dict(remedies) != dict(self._remedies):
            self._remedies = dict(remedies)
            self._lay_out()

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings that are shown."""
        return self._findings

    @property
    def selected(self) -> Gauge | Finding | None:
        """What the mark stands at."""
        return self._items[self._at].about if self._at is not None else None

    @property
    def selected_finding(self) -> Finding | None:
        """The finding that the mark stands at, if it is one."""
        selected = self.selected
        return selected if isinstance(selected, Finding) else None

    def select(self, about: Gauge | Finding) -> None:
        """Put the mark at an item, if it is shown."""
        for place, item in enumerate(self._items):
            if item.about == about:
                self._go_to(place)
                return

    def _lay_out(self) -> None:
        """Make the lines anew for the width of the widget."""
        width = self.line_width
        self._width = width
        if width < len(_GUTTER) + 4:
            return
        kept, before = self.selected, self._marked_lines()
        self._items = list(self._made(width - len(_GUTTER)))
        self._at = _place_of(kept, self._items)
        self._item_of, self._starts = [], []
        rows: list[Content] = []
        for place, item in enumerate(self._items):
            self._starts.append(len(rows))
            self._item_of += [place] * len(item.rows)
            rows += item.rows
        seen_at = before.start - round(self.scroll_y)
        self.put(rows)
        if before and 0 <= seen_at < self.room:
            self._keep_mark_at(seen_at)
        self._move_mark(before)

    def _keep_mark_at(self, line: int) -> None:
        """Scroll so that the mark stays where it is seen: remedies have made what is above longer.

        Nothing is scrolled while the lines before it keep their number.
        """
        if after := self._marked_lines():
            top = min(max(after.start - line, 0), self.max_scroll_y)
            if top != round(self.scroll_y):
                self.scroll_to(y=top, animate=False, force=True)

    def _marked_lines(self) -> range:
        """Return which lines the mark stands beside."""
        if self._at is None:
            return range(0)
        start = self._starts[self._at]
        return range(start, start + len(self._items[self._at].rows))

    def _move_mark(self, before: range) -> None:
        """Draw the lines beside which the mark stood, and those beside which it stands."""
        after = self._marked_lines()
        if before != after:
            for marked in (before, after):
                self.redraw(marked.start, len(marked))

    def _made(self, width: int) -> Sequence[Item]:
        no_gauges, heading, no_findings = self._words
        items: list[Item] = []
        for gauge, weeks in once_with_weeks(self._gauges):
            rows = _gauge_rows(gauge, width, weeks)
            items.append(Item((*rows, Content("")), gauge))
        if marks := legend(self._gauges):
            items.append(Item(tuple(literal(row, QUIET) for row in wrapped(marks, width))))
            items.append(Item((Content(""),)))
        if not self._gauges and no_gauges:
            rows = tuple(literal(row, QUIET) for row in wrapped(no_gauges, width))
            items.append(Item((*rows, Content(""))))
        if heading:
            items.append(Item((literal(heading, strong=True),)))
        if not self._findings and no_findings:
            items.append(Item(tuple(literal(row, QUIET) for row in wrapped(no_findings, width))))
        for (sign, words, tone), group in grouped(self._findings):
            items.append(Item((literal(f"{sign} {words}", tone, strong=True),)))
            items += (self._finding_item(finding, width) for finding in group)
        return items

    def _finding_item(self, finding: Finding, width: int) -> Item:
        keys = tuple(keys_of(finding, self._remedies.get(finding, ""))) if self._acts else ()
        source = source_words(finding, self._catalogue)
        where = where_words(finding.entry, self._names)
        return Item(finding_rows(finding, where, source, keys, width), finding)

    # drawing

    def on_resize(self) -> None:
        """Wrap the words to the new width."""
        if self.line_width != self._width:
            self._show_head(self._headed)
            self._lay_out()

    def on_focus(self) -> None:
        """Show the mark, at the first item if there is none yet."""
        if self._at is None:
            self._at = next((i for i, item in enumerate(self._items) if item.about), None)
        super().on_focus()

    def line(self, place: int) -> Content:
        """Return a line with the mark, or the room for it, before it."""
        row = super().line(place)
        if self._at is not None and self._item_of[place] == self._at:
            return Content.assemble(literal(_MARK, "ask" if self.has_focus else QUIET), row)
        known = self._unmarked.get(id(row))
        if known is None or known[0] is not row:
            if len(self._unmarked) >= MOST_STRIPS:
                self._unmarked.clear()
            known = self._unmarked[id(row)] = (row, Content.assemble(_GUTTER, row))
        return known[1]

    # moving

    def action_move(self, by: int) -> None:
        """Go to another gauge or finding; at the ends the rest of the text is scrolled to."""
        places = [i for i, item in enumerate(self._items) if item.about is not None]
        if not places:
            self.scroll_relative(y=by, animate=False)
            return
        if self._at is None or self._at not in places:
            self._go_to(places[0 if by > 0 else -1])
            return
        at = places.index(self._at)
        self._go_to(places[min(max(at + by, 0), len(places) - 1)])

    def action_choose(self) -> None:
        """Tell that the selected item was chosen."""
        if (selected := self.selected) is not None:
            self.post_message(VerdictItemChosen(selected))

    def _go_to(self, place: int) -> None:
        before, self._at = self._marked_lines(), place
        first = self._starts[place]
        height = len(self._items[place].rows)
        heading = self._items[place - 1] if place else None
        if heading is not None and heading.about is None and first:
            first, height = first - 1, height + 1  # a heading comes along with its first finding
        self.see(first, height)
        self._move_mark(before)

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked; a second click chooses it."""
        place = self.place_at(event.y)
        if place is None:
            return
        item = self._item_of[place]
        if self._items[item].about is None:
            return
        if item == self._at and event.chain > 1:
            self.action_choose()
        else:
            before, self._at = self._marked_lines(), item
            self._move_mark(before)

    def as_text(self) -> str:
        """Return the selected item as plain text, for the clipboard; the whole list if none is."""
        rows = self._items[self._at].rows if self._at is not None else self._put
        return lines(rows).plain.strip()


def _place_of(about: Gauge | Finding | None, items: Sequence[Item]) -> int | None:
    """Return where an item stands now: the same, or the one about the same thing."""
    if about is None:
        return None
    near = None
    for place, item in enumerate(items):
        if item.about == about:
            return place
        if near is None and _same_thing(about, item.about):
            near = place
    return near


def _same_thing(one: Gauge | Finding, other: Gauge | Finding | None) -> bool:
    if isinstance(one, Gauge):
        return isinstance(other, Gauge) and one.substance == other.substance
    return isinstance(other, Finding) and (one.code, one.entry) == (other.code, other.entry)


@lru_cache(maxsize=256)
def _gauge_rows(gauge: Gauge, width: int, weeks: str) -> tuple[Content, ...]:
    return tuple(gauge_rows(gauge, width, weeks))
