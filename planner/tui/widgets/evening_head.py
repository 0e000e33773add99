"""The heading of an evening: its title, whether it is saved, and its facts as buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.widgets import Button, Static

from planner.tui.clock_display import shown_clock
from planner.tui.text import QUIET, WARN, cut, literal
from planner.tui.widgets.button_row import ButtonRow
from planner.wording import counted

if TYPE_CHECKING:
    from planner.document import Document
    from planner.regimen.models import Regimen

_NEEDED = ("fact-edit-bedtime", "fact-edit-country", "fact-edit-person", "fact-edit-weeks")
"""Facts that go last where there is no room for all, the most needed first."""
FACTS = ("edit-title", "edit-bedtime", "edit-weeks", "edit-country", "edit-person", "edit-notes")


class EveningHead(Vertical):
    """Shows what holds for the evening as a whole; each fact is a button that asks for it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._document: Document | None = None

    def compose(self) -> ComposeResult:
        """Compose the title and the facts."""
        yield Static(id="title", markup=False)
        yield ButtonRow([_button(name) for name in FACTS], first=_NEEDED, gap=0, id="facts")

    def show(self, document: Document) -> None:
        """Show the heading of a document; a fact that has not changed asks for no new layout."""
        self._document = document
        self._show_title(document)
        self._show_facts(document)

    def _show_facts(self, document: Document) -> None:
        row = self.query_one(ButtonRow)
        facts = _facts(document)
        if row.needed(list(facts.values())) > row.room:
            facts |= _short_facts(document)
        changed = False
        for name, words in facts.items():
            button = self.query_one(f"#fact-{name}", Button)
            label = literal(words)
            if button.label != label:
                button.label = label
                button.refresh(layout=True)
                changed = True
        if changed:
            row.fit()

    def _show_title(self, document: Document) -> None:
        if document.dirty:
            mark, tone = "●  unsaved", WARN
        elif document.path is None:
            mark, tone = "no file yet", QUIET
        else:
            mark, tone = f"saved, {cut(document.path.name, 30)}", QUIET
        width = self.app.size.width - 4
        title = cut(document.regimen.title, max(width - len(mark) - 3, 20))
        gap = max(width - cell_len(title) - len(mark), 1)
        head = Content.assemble(literal(title, strong=True), " " * gap, literal(mark, tone))
        self.query_one("#title", Static).update(head, layout=False)

    def on_resize(self) -> None:
        """Fit the title and the facts to the new width."""
        if self._document is not None:
            self.show(self._document)

    @on(Click, "#title")
    async def _title_clicked(self) -> None:
        await self.run_action("screen.edit_title")


def _button(name: str) -> Button:
    action = f"screen.{name.replace('-', '_')}"
    return Button("", id=f"fact-{name}", compact=True, action=action)


def _facts(document: Document) -> dict[str, str]:
    regimen = document.regimen
    bedtime = regimen.bedtime
    return {
        "edit-title": "Title",
        "edit-bedtime": f"Bedtime {shown_clock(bedtime.text)}" if bedtime else "No bedtime",
        "edit-weeks": counted(regimen.weeks, "week") if regimen.weeks else "No length",
        "edit-country": _country_words(document),
        "edit-person": _person_words(regimen),
        "edit-notes": "Notes ✎" if regimen.notes else "Notes",
    }


def _short_facts(document: Document) -> dict[str, str]:
    """Return facts in fewer words, for a narrow screen."""
    bedtime = document.regimen.bedtime
    return {
        "edit-bedtime": f"Bed {shown_clock(bedtime.text)}" if bedtime else "No bedtime",
        "edit-country": f"Limits {cut(document.verdict.country, 4)}",
    }


def _country_words(document: Document) -> str:
    own = document.regimen.person and document.regimen.person.country
    country = cut(document.verdict.country, 4)
    if own:
        return f"Limits {country} (this person)"
    return f"Limits {country} ({'setting' if document.country else 'default'})"


def _person_words(regimen: Regimen) -> str:
    person = regimen.person
    parts = []
    if person and person.age is not None:
        parts.append(f"{person.age} y")
    if person and person.conditions:
        parts.append(f"{len(person.conditions)} cond.")
    if regimen.medicines:
        parts.append(f"{len(regimen.medicines)} med.")
    return f"Person {', '.join(parts)}" if parts else "Person"
