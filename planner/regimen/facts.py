"""What a regimen file says, fact by fact, from the table that TOML holds.

So nothing is lost of a file with errors, or of a template whose keys are still to be filled. A
catalogue is not needed; with one, substances have names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from planner.clock import BeforeBed, TimeError, TimeOfDay, When, parse_time_of_day
from planner.regimen.fact_models import Fact, Facts, Group, Item, Kind, plain_fact, safe_table
from planner.regimen.label_facts import Names, label_facts
from planner.regimen.values import Value, times_of, value_of
from planner.regimen.words import clock_words_of, when_words
from planner.wording import listed, quoted, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.positions import KeyPath

_UNSTATED_TIME = "at a time that is not stated"
_BASES = {"elemental": "elemental", "compound": "the whole compound"}

_TOP = {
    "title": Kind.TITLE,
    "bedtime": Kind.BEDTIME,
    "start": Kind.START,
    "weeks": Kind.WEEKS,
    "notes": Kind.NOTES,
}
_OF_ENTRY = {
    "name": (Kind.NAME, "name", ""),
    "basis": (Kind.BASIS, "dose counted as", "not stated"),
    "standardised_to": (Kind.STRENGTH, "strength", "not stated"),
    "when": (Kind.TIME, "taken", ""),
    "days": (Kind.DAYS, "taken", "every day"),
    "reason": (Kind.REASON, "reason", ""),
}
"""Keys of an entry: the kind, what they are called, and what holds without them."""


def facts_of(
    table: Mapping[str, Any],
    catalogue: Catalogue | None = None,
    *,
    shared: frozenset[str] = frozenset(),
    renamed: Mapping[str, str] | None = None,
) -> Facts:
    """Return the facts of a file.

    `shared` are the products of `table` whose label is one of the shelf; `renamed` says what
    products are called in the file that it is compared with.
    """
    file = _File(table, Names(table, catalogue), shared, renamed or {})
    groups: dict[Any, Group] = {}
    facts: dict[Any, Fact] = {}
    for key, item in file.items():
        if isinstance(item, Group):
            groups[key] = item
        else:
            facts[key] = item
    return Facts(groups, facts, file.bedtime)


class _File:
    """One file, told table by table."""

    def __init__(
        self,
        table: Mapping[str, Any],
        names: Names,
        shared: frozenset[str],
        renamed: Mapping[str, str],
    ) -> None:
        self._table = table
        self._names = names
        self._shared = shared
        self._renamed = renamed
        self.bedtime = _bedtime(table.get("bedtime"))

    def items(self) -> Iterator[Item]:
        """Yield everything, in the order of the file."""
        of_tables: Mapping[str, Callable[[dict[str, Any]], Iterator[Item]]] = {
            "person": self._person,
            "derived": self._derived,
            "template": self._template,
        }
        of_rows: Mapping[str, Callable[[str, dict[str, Any]], Iterator[Item]]] = {
            "medicines": self._medicine,
            "entries": self._entry,
            "products": self._label,
        }
        for key, raw in self._table.items():
            if key in of_tables and isinstance(raw, dict):
                yield from of_tables[key](raw)
            elif key in of_rows and isinstance(raw, dict):
                for name, row in raw.items():
                    if isinstance(row, dict):
                        yield from of_rows[key](name, row)
                    else:
                        yield plain_fact(Kind.OTHER, (key, name), visible(name), "", row)
            elif key == "accepted" and _are(raw, dict):
                yield from self._acceptances(raw)
            elif key != "format":
                about = "length" if key == "weeks" else visible(key)
                yield plain_fact(_TOP.get(key, Kind.OTHER), (key,), about, "", raw)

    # the person and the medicines

    def _person(self, person: dict[str, Any]) -> Iterator[Item]:
        for key, raw in person.items():
            path: KeyPath = ("person", key)
            if key != "conditions" or not _are(raw, str):
                yield plain_fact(Kind.PERSON, path, "person", visible(key), raw)
                continue
            for each in raw:
                value = Value(each, each, self._names.condition(each))
                yield (*path, each), Fact(Kind.PERSON, path, "person", "condition", value)

    def _medicine(self, name: str, medicine: dict[str, Any]) -> Iterator[Item]:
        path: KeyPath = ("medicines", name)
        about = f"medicine {visible(name)}"
        words = self._when(medicine["when"]) if "when" in medicine else _UNSTATED_TIME
        yield path, Group(Kind.MEDICINE, path, about, "", words, safe_table(medicine))
        for key, raw in medicine.items():
            what = "taken" if key == "when" else visible(key)
            absent = _UNSTATED_TIME if key == "when" else ""
            item = plain_fact(Kind.MEDICINE, (*path, key), about, what, raw, absent)
            yield self._timed(item, raw) if key == "when" else item

    # entries

    def _entry(self, name: str, entry: dict[str, Any]) -> Iterator[Item]:
        path: KeyPath = ("entries", name)
        about = visible(name)
        words = self._entry_words(entry)
        yield path, Group(Kind.ENTRY, path, about, "", words, safe_table(entry))
        takes = self._takes(entry)
        if takes is not None:
            key, value = takes
            yield (*path, "takes"), Fact(Kind.SUBSTANCE, (*path, key), about, "", value)
        dose = self._dose(entry)
        if dose is not None:
            key, value = dose
            yield (*path, "dose"), Fact(Kind.DOSE, (*path, key), about, "dose", value)
        told = {takes and takes[0], dose and dose[0]}
        for key, raw in entry.items():
            if key in told:
                continue
            kind, what, absent = _OF_ENTRY.get(key, (Kind.OTHER, visible(key), ""))
            item = plain_fact(kind, (*path, key), about, what, raw, absent)
            if key == "when":
                item = self._timed(item, raw)
            elif key == "basis":
                item = _in_words(item, _BASES.get(str(raw)))
            yield item

    def _takes(self, entry: Mapping[str, Any]) -> tuple[str, Value] | None:
        """Return what an entry takes, and the key that says so."""
        for key in ("substance", "product"):
            raw = entry.get(key)
            if isinstance(raw, str):
                is_product = key == "product"
                same = self._renamed.get(raw, raw) if is_product else self._names.canonical(raw)
                words = self._names.product(raw) if is_product else self._names.substance(raw)
                return key, Value((key, same), raw, words)
        return None

    def _dose(self, entry: Mapping[str, Any]) -> tuple[str, Value] | None:
        """Return the dose of an entry, of a mineral with what it is of, and its key."""
        key = "dose" if "dose" in entry else "phases"
        if key not in entry:
            return None
        value = value_of(key, entry[key])
        substance, basis = entry.get("substance"), entry.get("basis")
        if not isinstance(substance, str):
            return key, value
        if not value.parts:
            return key, self._names.with_basis(value, substance, basis)
        parts = tuple(
            part._replace(dose=self._names.with_basis(part.dose, substance, basis))
            for part in value.parts
        )
        words = ", then ".join(f"{part.dose.words} in {part.weeks}" for part in parts)
        return key, value._replace(words=words, parts=parts)

    def _entry_words(self, entry: Mapping[str, Any]) -> str:
        """Return an entry in a few words: `300 mg of ashwagandha extract (5%), at 21:00`."""
        takes, dose = self._takes(entry), self._dose(entry)
        name = entry.get("name")
        if isinstance(name, str):
            named = visible(name)
        else:
            named = takes[1].words if takes else "something that is not named"
        if dose and dose[1].parts:
            said = f"{named}, {dose[1].words}"
        else:
            said = f"{dose[1].words} of {named}" if dose else named
        if "standardised_to" in entry:
            said += f" ({value_of('standardised_to', entry['standardised_to']).words})"
        when = f", {self._when(entry['when'])}" if "when" in entry else ""
        days = f", {value_of('days', entry['days']).words}" if "days" in entry else ""
        return f"{said}{when}{days}"

    def _when(self, raw: Any) -> str:
        """Return when something is taken: times before bed with what they are by the clock."""
        try:
            return listed(map(self._moment, times_of(raw)))
        except ValueError:
            return value_of("when", raw).words

    def _moment(self, when: When) -> str:
        clock = clock_words_of(when, self.bedtime) if isinstance(when, BeforeBed) else ""
        return f"{when_words(when)} ({clock})" if clock else when_words(when)

    def _timed(self, item: Item, raw: Any) -> Item:
        key, fact = _in_words(item, self._when(raw))
        assert isinstance(fact, Fact)
        try:
            return key, fact._replace(times=times_of(raw))
        except ValueError:
            return key, fact

    # labels, what was accepted, and where the file comes from

    def _label(self, name: str, product: dict[str, Any]) -> Iterator[Item]:
        yield from label_facts(name, product, self._names, is_shared=name in self._shared)

    def _acceptances(self, rows: list[dict[str, Any]]) -> Iterator[Item]:
        seen: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(rows, start=1):
            about = tuple(str(row.get(key, "")) for key in ("code", "entry", "substance"))
            seen[about] = seen.get(about, 0) + 1
            key, path = ("accepted", *about, seen[about]), ("accepted", number)
            concerns = listed(visible(each) for each in dict.fromkeys(about[1:]) if each)
            what = visible(about[0]) + (f" of {concerns}" if concerns else "")
            told = {each: value_of(each, raw) for each, raw in row.items()}
            words = f"observed {told['observed'].words}" if "observed" in told else ""
            if "reason" in told:
                words = f"{words}, reason {told['reason'].words}".removeprefix(", ")
            yield key, Group(Kind.ACCEPTED, path, "accepted", what, words, safe_table(row))
            for each, value in told.items():
                if each not in ("code", "entry", "substance"):
                    about_it = f"{what}, {visible(each)}"
                    fact = Fact(Kind.ACCEPTED, (*path, each), "accepted", about_it, value)
                    yield (*key, each), fact

    def _derived(self, derived: dict[str, Any]) -> Iterator[Item]:
        path: KeyPath = ("derived",)
        about = "made from template"
        words = [quoted(derived.get("template", ""))]
        if "version" in derived:
            words.append(f"version {visible(str(derived['version']))}")
        yield path, Group(Kind.DERIVED, path, about, "", ", ".join(words), safe_table(derived))
        called = {"template": "", "filled": "fields filled"}
        for key, raw in derived.items():
            what = called.get(key, visible(key))
            yield plain_fact(Kind.DERIVED, (*path, key), about, what, raw)

    def _template(self, template: dict[str, Any]) -> Iterator[Item]:
        fields = template.get("fields")
        for key, raw in template.items():
            if key != "fields" or not isinstance(fields, dict):
                yield plain_fact(Kind.TEMPLATE, ("template", key), "template", visible(key), raw)
        for name, field in fields.items() if isinstance(fields, dict) else ():
            path: KeyPath = ("template", "fields", name)
            what = f"field {visible(name)}"
            if not isinstance(field, dict):
                yield plain_fact(Kind.TEMPLATE, path, "template", what, field)
                continue
            filled = str(field.get("key", ""))
            words = f"for {visible(filled)}"
            if "default" in field:
                default = value_of(filled.rpartition(".")[2], field["default"])
                words += f", {default.words} unless filled"
            yield path, Group(Kind.TEMPLATE, path, "template", what, words, safe_table(field))
            for key, raw in field.items():
                reads = filled.rpartition(".")[2] if key == "default" else key
                value = value_of(reads, raw)
                said = f"{what}, {visible(key)}"
                yield (*path, key), Fact(Kind.TEMPLATE, (*path, key), "template", said, value)


def _in_words(item: Item, words: str | None) -> Item:
    key, fact = item
    if words is None or isinstance(fact, Group):
        return item
    return key, fact._replace(value=fact.value._replace(words=words))


def _bedtime(raw: Any) -> TimeOfDay | None:
    try:
        return parse_time_of_day(raw) if isinstance(raw, str) else None
    except TimeError:
        return None


def _are(raw: Any, kind: type) -> bool:
    return isinstance(raw, list) and all(isinstance(each, kind) for each in raw)
