"""The formats that a sheet is told in: their names, endings, and what each is good for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.export.making import Options
    from planner.export.sheet import Sheet


class FormatError(Exception):
    """A sheet cannot be told in a format; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to tell a sheet."""

    name: str
    """As it is asked for: `html`."""
    suffix: str
    """The ending of its files: `.html`."""
    title: str
    purpose: str
    """What it is good for, in a few words."""
    module: str
    is_text: bool = True
    """Whether it is text, which can be printed and copied."""
    laid_out_by: str = ""
    """What lays it out, where its bytes are not what its reader sees."""

    def render(self, sheet: Sheet, options: Options) -> bytes:
        """Return the sheet as the bytes of a file; the same sheet gives the same bytes.

        Raises:
            FormatError: it cannot be told in this format.
        """
        data: bytes = import_module(self.module).render(sheet, options)
        return data


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format("html", ".html", "Web page", "to read on a phone, print, answer and open again",
               "planner.export.html_sheet", laid_out_by="a browser"),
        Format("pdf", ".pdf", "PDF", "for the fridge, a folder or a pharmacist",
               "planner.export.pdf_sheet", is_text=False, laid_out_by="a reader of PDF"),
        Format("md", ".md", "Markdown", "for notes and messages", "planner.export.markdown"),
        Format("txt", ".txt", "Plain text", "to paste into a message", "planner.export.plain_text"),
        Format("ics", ".ics", "Calendar", "events with alarms for a phone or computer",
               "planner.export.calendar_file"),
        Format("csv", ".csv", "Table", "for a spreadsheet, one row a taking",
               "planner.export.table"),
        Format("json", ".json", "JSON", "for other programs", "planner.export.data"),
        Format("fhir", ".fhir.json", "FHIR R4", "for systems of clinics", "planner.export.fhir"),
    )
}  # fmt: skip
"""Every format by its name, in the order in which they are offered."""
