"""A label as it was understood, in words: what one serving holds, and what the label leaves open.

Nothing is decided here: amounts, bases and contradictions are those of the judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from planner.catalogue import Catalogue
from planner.catalogue.models import Substance
from planner.clock import parse_when
from planner.forms.draft import Draft, Drafted
from planner.forms.labels import contents_of, serving_of
from planner.judge.errors import find_errors
from planner.judge.evening import Evening
from planner.judge.findings import Finding
from planner.judge.labels import two_rows
from planner.judge.portions import Known, Portion, is_converted
from planner.judge.wordings import called
from planner.quantities import UNITS, Amount, mg_shown
from planner.quantities_display import NO_BREAK_SPACE, approximate
from planner.quantities_units import WIDE
from planner.regimen.models import Content, Entry, Product, Regimen
from planner.wording import listed, visible

_AGREES = "agrees"


@dataclass(frozen=True, slots=True)
class LabelReading:
    """What a label is understood to say."""

    understood: tuple[str, ...] = ()
    """What one serving holds: a sentence or two for each row of the label."""
    needed: tuple[str, ...] = ()
    """What has to be filled before the label can be used."""
    asked: tuple[str, ...] = ()
    """What the label leaves open: it can be used, and stays a question."""
    refused: tuple[str, ...] = ()
    """Why a row cannot be used."""


def label_words(label: Product | Draft, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what a label is understood to say, a sentence or two for each of its rows."""
    return read_label(label, catalogue).understood


def read_label(label: Product | Draft, catalogue: Catalogue) -> LabelReading:
    """Return what a label is understood to say, what it still needs, and what it leaves open.

    Of a draft everything is read that can be; a draft without a label says nothing.
    """
    if isinstance(label, Product):
        return _reading(label.contents, label.serving, catalogue)
    if not label.is_product:
        return LabelReading()
    made = Drafted()
    if not label.row.id:
        made.needed["substance"] = "what it is"
    serving = serving_of(label, made)
    contents = contents_of(label, catalogue, made)
    return _reading(contents, serving, catalogue, label.counted, tuple(made.missing))


def _reading(
    contents: dict[str, Content],
    serving: Amount | None,
    catalogue: Catalogue,
    counted: str = "",
    needed: tuple[str, ...] = (),
) -> LabelReading:
    if not contents:
        return LabelReading(needed=needed)
    understood: list[str] = []
    asked: list[str] = []
    refused: list[str] = []
    counted_in = serving or Amount(Decimal(1), UNITS[counted])
    for key, content in contents.items():
        row = _Row.read(key, content, counted_in, catalogue)
        if isinstance(row, str):
            refused.append(row)
            continue
        holder = "Also" if understood else _holder(serving)
        understood.append(f"{holder} {row.words()}")
        asked += row.questions()
    return LabelReading(tuple(understood), needed, tuple(asked), tuple(refused))


def _holder(serving: Amount | None) -> str:
    if serving is None:
        return "One serving holds"
    return f"{serving.shown} {'holds' if serving.value == 1 else 'hold'}"


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a label as the judge reads it."""

    content: Content
    serving: Portion
    """What one serving holds."""
    one: Portion | None
    """What one capsule holds, or one of whatever is counted; None where that is the serving."""
    unit: str
    by_daily_value: Portion | None
    """The row as its daily value alone would show it, where it states its basis as well."""
    finding: Finding | None
    """What the judge says of its two rows."""
    catalogue: Catalogue
    pure: Decimal | None
    """Elemental mg that the compound as printed holds if it is pure."""

    @classmethod
    def read(cls, key: str, content: Content, serving: Amount, catalogue: Catalogue) -> _Row | str:
        """Read a row, or say why it cannot be used."""
        names = {"label": content}
        printed = content.elemental or content.compound
        if printed is not None and content.daily_value is not None:
            # What the percentage shows by itself is asked of a label that states no basis.
            names["shown"] = Content(
                amount=printed, daily_value=content.daily_value, buffered=content.buffered
            )
        doses = dict.fromkeys(names, serving)
        counts_single = serving.dimension not in ("mass", "element") and serving.value != 1
        if counts_single:
            names["one"], doses["one"] = content, Amount(Decimal(1), serving.unit)
        when = (parse_when("at bedtime"),)
        regimen = Regimen(
            title="label",
            entries={
                name: Entry(product=name, dose=dose, when=when) for name, dose in doses.items()
            },
            products={
                name: Product(name=name, serving=serving, contents={key: each})
                for name, each in names.items()
            },
        )
        errors = find_errors(regimen, catalogue, (), {}, frozenset({("bedtime",)}))
        about = [row for row in errors.findings if row.entry in ("label", None)]
        if "label" in errors.broken or about:
            said = about[0].message if about else "a row cannot be used"
            return visible(said)
        evening = Evening(regimen, catalogue, catalogue.default_country, errors.broken)
        portions = {taken.name: taken.first[0] for taken in evening.taken}
        pure = None
        label = portions["label"]
        compound = content.compound or content.amount
        mineral = label.substance if label.substance and label.substance.is_mineral else None
        if mineral is not None and isinstance(compound, Amount) and compound.dimension == "mass":
            pure = evening.reader.from_compound(mineral, compound.milligrams)
        found = next((row for row in two_rows(evening) if row.entry == "label"), None)
        one = portions.get("one")
        unit = serving.unit.name
        return cls(content, label, one, unit, portions.get("shown"), found, catalogue, pure)

    def words(self) -> str:
        """Return what the row says, for one serving and for one capsule."""
        portion = self.serving
        said = self._mineral() if self._is_mineral else self._other()
        sentences = [f"{said}."]
        if self.one is not None and (single := _single(self.one)):
            sentences.append(f"One {self.unit}: {single}.")
        if self._is_mineral and self.content.daily_value is not None:
            sentences.append(self._daily_value())
        if portion.known is Known.UNCATALOGUED:
            sentences.append("It is kept, and not checked.")
        return " ".join(sentences).replace("≈ ", f"≈{NO_BREAK_SPACE}")

    def questions(self) -> Iterable[str]:
        """Yield what the label leaves open."""
        portion, substance = self.serving, self.serving.substance
        if portion.known is Known.UNSTATED and portion.printed is not None:
            printed, family = portion.printed.shown, portion.family
            if self.content.compound is None:
                yield f"whether {printed} is the {family} itself or the whole compound"
            else:
                yield f"how much {family} itself the compound holds"
        documented = substance.standardisation if substance else None
        needs_strength = documented is not None and documented.required
        if portion.known is Known.UNDISCLOSED:
            yield f"how much {called(portion.name)} there is"
        elif needs_strength and portion.standardised_to is None:
            yield f"how strong {called(portion.name)} is"

    @property
    def _is_mineral(self) -> bool:
        portion = self.serving
        return portion.substance is not None and portion.substance.is_mineral

    def _other(self) -> str:
        portion = self.serving
        name = called(portion.name)
        if portion.printed is None:
            return (
                f"{name}, but not how much: the amount is not disclosed, so totals of it are at"
                " least what is shown"
            )
        words = f"{portion.printed.shown} of {name}"
        substance = portion.substance
        if portion.standardised_to is not None and portion.milligrams is not None:
            marker = (substance.marker if substance else None) or "its marker"
            held = portion.standardised_to.of(portion.milligrams)
            return f"{words} at {portion.standardised_to.shown} = {mg_shown(held)} of {marker}"
        if substance is not None and substance.kind == "extract":
            return f"{words}, of a strength that is not stated"
        return words

    def _mineral(self) -> str:
        portion, content = self.serving, self.content
        assert portion.substance is not None
        name, family = called(portion.name), portion.family
        if portion.printed is None:
            return self._other()
        printed = portion.printed.shown
        if portion.known is Known.UNSTATED:
            return self._unstated(printed, name, portion.substance)
        if portion.known is Known.COMPUTED:
            assert portion.elemental is not None
            gives = mg_shown(portion.elemental, computed=True)
            whole = f"{printed} of {name} as the whole compound"
            return f"{whole}, which is {gives} of the {family} itself if it is pure"
        if is_converted(portion) and portion.elemental is not None:
            return f"{printed} of the {family} itself: {mg_shown(portion.elemental, computed=True)}"
        itself = f"{printed} of the {family} itself (elemental)"
        if isinstance(content.compound, Amount) and portion.elemental is not None:
            return f"{itself}, as {content.compound.shown} of {name}: {self._share()}"
        return f"{itself}, as {name}"

    def _unstated(self, printed: str, name: str, substance: Substance) -> str:
        family = substance.family
        if self.content.compound is not None:
            why = "it is buffered" if self.content.buffered else "its form is not known"
            return (
                f"{printed} of {name} as the whole compound; how much {family} itself that is"
                f" cannot be computed, because {why}"
            )
        then = ""
        if self.pure is not None and not self.content.buffered:
            then = f" (then {mg_shown(self.pure, computed=True)} elemental)"
        return (
            f"{printed} of {name}; the label does not say whether that is the {family} itself"
            f" or the whole compound{then}"
        )

    def _share(self) -> str:
        """Say how much of the compound is the mineral, and whether that can be."""
        content, family = self.content, self.serving.family
        assert self.serving.elemental is not None
        assert isinstance(content.compound, Amount)
        compound = content.compound.milligrams
        share = _percent(self.serving.elemental, compound)
        if self.pure is None:
            return f"{share} of it is {family}; its form is not known, so that is not compared"
        pure = _percent(self.pure, compound)
        code = self.finding.code if self.finding else ""
        if code == "label-contradiction":
            return f"{share}, more than the {pure} that the pure compound has; look at both again"
        if code == "label-differs":
            return (
                f"{share}, less than the {pure} of the pure compound, as with water or a carrier"
                " in it; the stated amount counts"
            )
        if content.buffered:
            return f"{share}; the pure compound has {pure}, and the label says that it is buffered"
        if share == pure:
            return f"{share}, as the pure compound has"
        return f"{share}, near the {pure} of the pure compound"

    def _daily_value(self) -> str:
        """Say what the printed percentage of the daily value shows, and why."""
        portion, family = self.serving, self.serving.family or ""
        stated = self.content.daily_value
        assert stated is not None
        if portion.inferred:
            is_compound = portion.known is Known.COMPUTED
            which = "the whole compound" if is_compound else f"the {family} itself"
            return f"{self._of_daily(portion.inferred)}: that shows that it is {which}."
        alone = self.by_daily_value
        if alone is not None and alone.inferred:
            as_stated = Known.STATED if self.content.elemental else Known.COMPUTED
            if alone.known is as_stated:
                return f"{self._of_daily(alone.inferred)}, which {_AGREES}."
            other = "whole compound" if self.content.elemental else f"{family} itself"
            return (
                f"{self._of_daily(alone.inferred)}, which would fit if it were the {other}:"
                " look again which row it is."
            )
        values = self.catalogue.families[family].daily_values
        if not values:
            return ""
        if portion.printed is None or portion.lacks_share:  # no amount of the mineral to fit
            shown = (
                f"{mg_shown(stated.of(daily.amount.milligrams))} ({daily.name})" for daily in values
            )
            return f"{stated.shown} would be {listed(shown, 'or')}."
        amounts = listed((self._of_daily(daily.name) for daily in values), "or")
        if portion.known is not Known.UNSTATED:
            return f"{amounts}, which does not fit."
        if self.content.buffered or self.pure is None:  # the compound cannot be reckoned
            return f"{amounts}, which does not fit it as the {family} itself."
        return f"{amounts}, which fits neither reading."

    def _of_daily(self, name: str) -> str:
        """Return what the percentage comes to: `48% of the US Daily Value is 201.6 mg`."""
        stated = self.content.daily_value
        values = self.catalogue.families[self.serving.family or ""].daily_values
        amount = next(daily.amount for daily in values if daily.name == name)
        assert stated is not None
        return f"{stated.shown} of the {name} is {mg_shown(stated.of(amount.milligrams))}"


def _single(portion: Portion) -> str:
    """Return what one capsule holds, in as few words as name the basis."""
    if portion.elemental is not None:
        return f"{mg_shown(portion.elemental, computed=is_converted(portion))} elemental"
    if portion.milligrams is not None and portion.printed and portion.printed.value < 1:
        return mg_shown(portion.milligrams)
    return portion.printed.shown if portion.printed is not None else ""


def _percent(part: Decimal, whole: Decimal) -> str:
    shown = approximate(WIDE.divide(part.scaleb(2, WIDE), whole), None, "%")
    return shown.replace(f"{NO_BREAK_SPACE}%", "%")
