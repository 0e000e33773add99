"""What widgets tell the screens: each is something that has happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from planner.forms.offers import ProductKnown
    from planner.judge.findings import Finding, Gauge
    from planner.library.changes import Signature
    from planner.library.listing import Summary
    from planner.library.sharing import Prepared
    from planner.library.templates import TemplateFile
    from planner.tui.share_making import Wish
    from planner.tui.weekly_check import CheckedPlan


@dataclass
class FieldEdited(Message):
    """A person has changed the text of a field."""

    name: str
    text: str


@dataclass
class ChoiceMade(Message):
    """A person has chosen one or more of several answers."""

    name: str
    chosen: tuple[str, ...]


@dataclass
class SubstanceChosen(Message):
    """A person has said what is taken: an id of the catalogue, or a name that it lacks.

    Both are empty where something else was chosen before its name was typed.
    """

    substance: str
    name: str


@dataclass
class ProductChosen(Message):
    """A person has chosen a product whose label is known."""

    known: ProductKnown


@dataclass
class ShelfRead(Message):
    """The worker has read which products the library's regimens take."""

    shelf: tuple[ProductKnown, ...]


@dataclass
class DaysEdited(Message):
    """A person has changed the days of the week."""

    days: tuple[str, ...]


@dataclass
class RegimensListed(Message):
    """The worker has read some of the library, or has seen that it changed."""

    folder: Path
    summaries: tuple[Summary, ...] = ()
    named: tuple[Path, ...] | None = None
    """Every file that there is, in the first message of a listing."""
    done: bool = False
    known: dict[Path, Signature] | None = None
    """What the files looked like from outside, once all is read."""
    problem: str = ""


@dataclass
class PlansChecked(Message):
    """The worker has judged some plans of the library, or has seen that it changed."""

    folder: Path
    plans: tuple[CheckedPlan, ...] = ()
    files: dict[Path, Signature] | None = None
    """What every file looks like from outside, in the first message of a look."""
    done: bool = False
    problem: str = ""


@dataclass
class RowHighlighted(Message):
    """The cursor has gone to another row of a table."""


@dataclass
class RowOpened(Message):
    """A person has opened the row that the cursor is on."""


@dataclass
class RegimenHighlighted(Message):
    """The cursor has gone to another regimen of the list."""


@dataclass
class RegimenOpened(Message):
    """A person has opened the regimen that the cursor is on."""


@dataclass
class EntryHighlighted(Message):
    """The cursor has gone to another row of the entries."""


@dataclass
class EntryOpened(Message):
    """A person has opened the entry that the cursor is on."""


@dataclass
class HeaderClicked(Message):
    """A person has clicked the header of a column."""

    column: str


@dataclass
class VerdictItemChosen(Message):
    """A person has chosen a gauge or a finding."""

    about: Gauge | Finding


@dataclass
class TakingMoved(Message):
    """A person has moved a taking along the evening."""

    entry: str
    taking: int
    """Which of the entry's times it is, counted from 0."""
    minutes: int
    """More than 0 is later."""
    drag: str = ""
    """Which drag of the mouse it is a part of; empty for a key."""


@dataclass
class TakingChosen(Message):
    """A person has chosen a taking on the picture of the evening."""

    entry: str
    taking: int


@dataclass
class FormatHighlighted(Message):
    """A person has gone to a format to share in, or has marked it."""

    format: str


@dataclass
class ReadOn(Message):
    """A person wants to read on in what is shown, or to read back."""

    pages: int
    """Less than 0 is back."""


@dataclass
class SheetMade(Message):
    """The worker has made a regimen ready to be shown, copied or written."""

    wish: Wish
    prepared: Prepared | None
    """None where it cannot be shared."""
    problem: str = ""


@dataclass
class PlanLookedFor(Message):
    """The worker has looked for a received plan in the library."""

    found: tuple[Path, ...]
    """The regimens that are this very plan."""


@dataclass
class TickMoved(Message):
    """The cursor of a list of ticks has gone to another row."""


@dataclass
class TickChanged(Message):
    """A person has ticked a row of a list, or has taken its tick away."""

    key: str


@dataclass
class TemplatesRead(Message):
    """The worker has read the templates of the library, and those that come with Planner."""

    found: tuple[tuple[TemplateFile, str], ...]
    """Each with the status that the judge gives it."""
