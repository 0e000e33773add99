"""What a sheet says beside its doses, as the notes and narratives of resources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from planner.export import fhir_text
from planner.export.fhir_text import Json, filled, markdown, string
from planner.export.outline import Item, Section, outline

if TYPE_CHECKING:
    from planner.export.sheet import EntryRow, FindingRow, Sheet


class Remark(NamedTuple):
    """One thing that is said of an entry, and the day on which it was said, where that counts."""

    text: str
    on: date | None = None


# the sheet as a whole


def everything(sheet: Sheet) -> tuple[Section, ...]:
    """Return everything that a sheet tells, first of all that it is no advice."""
    made = outline(sheet)
    sections = [
        Section("Not advice", (Item(made.disclaimer),)),
        Section("This version", tuple(Item(each) for each in made.facts)),
    ]
    if made.notes:
        sections.append(Section("Notes of the plan", (Item(made.notes),)))
    return (*sections, *made.sections)


def notes(sections: Iterable[Section]) -> list[Json]:
    """Return sections as annotations, one each."""
    return [{"text": _section_markdown(each)} for each in sections]


def plain_text(sections: Iterable[Section]) -> str:
    """Return sections as one FHIR string."""
    return string("\n\n".join(_section_text(each) for each in sections))


def narrative(title: str, sections: Iterable[Section]) -> Json:
    """Return sections as the text of a resource."""
    return fhir_text.narrative(fhir_text.heading(title), *map(_section_xhtml, sections))


def _section_markdown(section: Section) -> str:
    rows = [f"{section.heading}:", ""]
    for item in section.items:
        rows.append(f"- {markdown(item.text)}")
        rows += [f"  - {markdown(detail)}" for detail in item.details]
        if item.address:
            rows.append(f"  - <{item.address}>")  # the catalogue's own, which is to become a link
    if section.note:
        rows += ["", markdown(section.note)]
    return "\n".join(rows)


def _section_text(section: Section) -> str:
    rows = [f"{section.heading}:"]
    for item in section.items:
        details = [*item.details, *([item.address] if item.address else [])]
        rows += [f"- {item.text}", *[f"  - {each}" for each in details]]
    return "\n".join([*rows, *([section.note] if section.note else [])])


def _section_xhtml(section: Section) -> str:
    note = fhir_text.paragraph(section.note) if section.note else ""
    return (
        fhir_text.heading(section.heading)
        + fhir_text.bullets(map(_item_xhtml, section.items))
        + note
    )


def _item_xhtml(item: Item) -> str:
    details = [fhir_text.xhtml(each) for each in item.details]
    if item.address:
        details.append(fhir_text.link(item.address))
    return fhir_text.xhtml(item.text) + (fhir_text.bullets(details) if details else "")


# one entry


def remarks(sheet: Sheet, row: EntryRow) -> list[Remark]:
    """Return what is said of one entry beside its doses: its label, its state, its findings."""
    said = [Remark(f"{row.label[:1].upper()}{row.label[1:]}.")] if row.label else []
    said.append(Remark(f"Compared with what is documented: {row.state_words}."))
    findings = (*sheet.standing, *sheet.accepted, *sheet.remarks)
    return said + [
        Remark(_finding_words(each), each.on) for each in findings if row.key in each.concerns
    ]


def _finding_words(row: FindingRow) -> str:
    if row.reason is None:
        return f"{row.severity.capitalize()}: {row.message}"
    on = f" on {row.on.isoformat()}" if row.on else ""
    return f"Accepted{on}: {row.message} Reason: {row.reason}"


def remark_notes(said: Iterable[Remark]) -> list[Json]:
    """Return remarks as annotations."""
    return [
        filled({"time": each.on and each.on.isoformat(), "text": markdown(each.text)})
        for each in said
    ]


def entry_narrative(row: EntryRow, said: Iterable[Remark]) -> Json:
    """Return an entry as the text of its resource."""
    why = [fhir_text.paragraph(f"Why: {row.why}")] if row.why else []
    return fhir_text.narrative(
        fhir_text.heading(row.name),
        fhir_text.paragraph(row.sentence),
        *why,
        fhir_text.bullets(fhir_text.xhtml(each.text) for each in said),
    )
