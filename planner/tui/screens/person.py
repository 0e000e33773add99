"""Facts about the person: age, conditions and medicines, which cautions are checked against."""

from __future__ import annotations

import re

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label, Static

from planner.catalogue import Catalogue
from planner.clock import When, parse_when
from planner.document import Document
from planner.forms.draft import refusal_words
from planner.regimen.edits import with_person
from planner.regimen.fields import IDENTIFIER_PATTERN
from planner.regimen.models import MedicineTaken, Regimen
from planner.tui.commands import PERSON, bindings
from planner.tui.messages import FieldEdited
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.leaving import ask_about_typing
from planner.tui.text import QUIET, literal
from planner.tui.widgets.amount_field import Field
from planner.tui.widgets.choices import Choices
from planner.wording import did_you_mean

_MEDICINE = re.compile(r"([A-Za-z0-9-]{1,64})(?:\s+(?:at\s+)?(.+))?", re.DOTALL)


class PersonScreen(PlannerScreen["Regimen | None"]):
    """A short form; everything in it may stay empty."""

    WHERE = PERSON
    BINDINGS = bindings(PERSON)
    BUTTONS = ("save-person", "cancel-person", "help")
    CSS_PATH = "../styles/entry.tcss"
    AUTO_FOCUS = "#input-name"

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self._start: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the form."""
        regimen = self.document.regimen
        person = regimen.person
        own = set(person.conditions or ()) if person else set()
        known = {row.id: row.name for row in self.document.catalogue.conditions.values()}
        known |= {each: each for each in own if each not in known}
        yield Static(literal("The person", strong=True), id="title", markup=False)
        with VerticalScroll(id="form", can_focus=False):
            yield Static(
                literal(
                    "All of this may stay empty. It stays in this file, and no export shows it"
                    " unless asked.",
                    QUIET,
                ),
                markup=False,
                classes="note",
            )
            yield Field("name", "Name or code", value=person.name or "" if person else "")
            yield Field(
                "age", "Age", placeholder="42", hint="whole years; empty means an adult",
                value=str(person.age) if person and person.age is not None else "",
            )  # fmt: skip
            yield Field(
                "medicines", "Medicines", placeholder="such as levothyroxine 07:00; metformin",
                hint="name and time, several with a semicolon between", value=_medicines(regimen),
            )  # fmt: skip
            yield Label("Conditions (space marks one)", classes="section", markup=False)
            yield Choices("conditions", known.items(), own, many=True, id="conditions")
        yield from self.bottom()

    def on_mount(self) -> None:
        """Answer what stands in the fields."""
        self._start = self._typed()
        self._read()

    @on(FieldEdited)
    def _edited(self, event: FieldEdited) -> None:
        event.stop()
        self._read()

    def _text(self, name: str) -> str:
        return self.query_one(f"#field-{name}", Field).text

    def _read(self) -> tuple[int | None, dict[str, MedicineTaken]] | None:
        """Read the fields and answer each; None where one cannot be read."""
        age, medicines, good = None, dict[str, MedicineTaken](), True
        try:
            age = read_age(self._text("age"))
            self.query_one("#field-age", Field).answer(None)
        except ValueError as problem:
            good = False
            self.query_one("#field-age", Field).answer(str(problem))
        field = self.query_one("#field-medicines", Field)
        try:
            medicines = read_medicines(self._text("medicines"))
            field.answer(None, _understood(medicines, self.document.catalogue))
        except ValueError as problem:
            good = False
            field.answer(str(problem))
        return (age, medicines) if good else None

    def action_save_person(self) -> None:
        """Keep the facts."""
        read = self._read()
        if read is None:
            self.tell("Not kept yet: a field cannot be read.", severity="error")
            return
        age, medicines = read
        chosen = set(self.query_one(Choices).chosen)
        order = self.document.catalogue.conditions
        conditions = tuple(sorted(chosen, key=lambda each: (each not in order, each)))
        try:
            regimen = with_person(
                self.document.regimen,
                name=self._text("name").strip() or None,
                age=age,
                conditions=conditions or None,
            )
            facts = {key: getattr(regimen, key) for key in Regimen.model_fields}
            self.dismiss(Regimen(**facts | {"medicines": medicines}))
        except ValueError as problem:
            self.tell(f"Not kept yet: {refusal_words(problem)}", severity="error")

    def _typed(self) -> tuple[object, ...]:
        """Return everything that stands in the form."""
        texts = (self._text(name) for name in ("name", "age", "medicines"))
        return (*texts, frozenset(self.query_one(Choices).chosen))

    def half_typed(self) -> bool:
        """Whether something is typed that the regimen does not hold."""
        return self._typed() != self._start

    def action_cancel_person(self) -> None:
        """Go back, after asking if something was typed."""
        ask_about_typing(self.app, self, lambda: self.dismiss(None))


def read_age(text: str) -> int | None:
    """Read an age in whole years; None for an empty text. Raises ValueError."""
    written = text.strip()
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 3 and int(written) <= 150):
        raise ValueError("Write the age in whole years, from 0 to 150.")
    return int(written)


def read_medicines(text: str) -> dict[str, MedicineTaken]:
    """Read `levothyroxine 07:00; metformin`: names, each with its times. Raises ValueError."""
    found: dict[str, MedicineTaken] = {}
    for piece in filter(None, (part.strip() for part in text[:20_000].split(";"))):
        match = _MEDICINE.fullmatch(piece)
        if not match:
            raise ValueError(
                "A medicine is one word, with - for a space, and its time: levothyroxine 07:00."
            )
        name = match[1].lower()
        if name in found:
            raise ValueError(f"{name} is named twice: write its times with a comma between.")
        assert re.fullmatch(IDENTIFIER_PATTERN, name)
        if not any(letter.isalpha() for letter in name):
            raise ValueError("A medicine has a name with letters, such as levothyroxine 07:00.")
        times = [each.strip() for each in (match[2] or "").split(",") if each.strip()]
        when = tuple(map(_read_time, times))
        found[name] = MedicineTaken(when=when or None)
    return found


def _read_time(text: str) -> When:
    try:
        return parse_when(text)
    except ValueError:
        if re.match(r"[A-Za-z]{3}", text) and any(each in text for each in ":0123456789"):
            raise ValueError(
                "Between two medicines stands a semicolon: levothyroxine 07:00; metformin 20:00."
            ) from None
        raise


def _medicines(regimen: Regimen) -> str:
    return "; ".join(
        f"{name} {', '.join(when.text for when in row.when)}" if row.when else name
        for name, row in regimen.medicines.items()
    )


def _understood(medicines: dict[str, MedicineTaken], catalogue: Catalogue) -> str:
    parts = []
    for name in medicines:
        known = catalogue.medicine(name)
        if known:
            parts.append(f"{name}: {known.name}")
        else:
            meant = did_you_mean(name, catalogue.medicine_names())
            parts.insert(0, f"? {name} is not in the catalogue.{meant}".rstrip("."))
    return "; ".join(parts)
