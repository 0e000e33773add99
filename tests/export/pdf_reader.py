"""Reading a PDF with programs of others, for the tests of what Planner writes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.export.making import Options
from planner.export.sheet import Sheet
from tests.export.support import rendered
from tests.foreign.programs import needed, run


@dataclass(frozen=True)
class Case:
    """A sheet, and the file that it became."""

    sheet: Sheet
    large: bool
    path: Path

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()


def saved(folder: Path, sheet: Sheet, options: Options) -> Case:
    name = f"{sheet.stem}{'-large' if options.large_print else ''}.pdf"
    (folder / name).write_bytes(rendered("pdf", sheet, options))
    return Case(sheet, options.large_print, folder / name)


def text_of(path: Path, *words: str) -> str:
    """What pdftotext reads, in the order in which the page was written."""
    done = run(needed("pdftotext"), *words, path, "-")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def info_of(path: Path) -> dict[str, str]:
    done = run(needed("pdfinfo"), path)
    assert done.returncode == 0, done.stderr.decode()
    lines = (line.partition(":") for line in done.stdout.decode().splitlines())
    return {name: value.strip() for name, _, value in lines}


def squeezed(text: str) -> str:
    """Text without spaces and line breaks, nor the marks that keep right-to-left text apart."""
    return re.sub(r"[\s\u00a0\u200e\u2066-\u2069\u202a-\u202e]+", "", text)


def reader(data: bytes) -> Any:
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(data))


def elements(data: bytes) -> list[tuple[str, Any]]:
    """Every element of the structure, (what it is, the element), in the order of reading."""
    found: list[tuple[str, Any]] = []

    def walk(part: Any) -> None:
        part = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(part, list):
            for each in part:
                walk(each)
        elif isinstance(part, dict):
            if "/S" in part:
                found.append((part["/S"], part))
            if "/K" in part:
                walk(part["/K"])

    walk(reader(data).trailer["/Root"]["/StructTreeRoot"])
    return found


def letter_sizes(data: bytes) -> list[tuple[str, float]]:
    """Each run of text that is drawn, with the size of its letters in points."""
    sizes: list[tuple[str, float]] = []

    def see(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            sizes.append((text.strip(), abs(size * tm[3] * cm[3])))

    for page in reader(data).pages:
        page.extract_text(visitor_text=see)
    return sizes


def boxes(data: bytes) -> int:
    from pypdf.generic import ContentStream

    found = 0
    pdf = reader(data)
    for page in pdf.pages:
        fonts = page["/Resources"]["/Font"]
        wide: bool = False
        for operands, operator in ContentStream(page.get_contents(), pdf).operations:
            if operator == b"Tf":
                wide = fonts[operands[0]]["/Subtype"] == "/Type0"
            elif operator in {b"Tj", b"TJ"} and wide:
                parts = operands[0] if operator == b"TJ" else operands
                for part in parts:
                    if isinstance(part, (str, bytes)):
                        raw: bytes = getattr(part, "original_bytes", b"")
                        found += sum(raw[at : at + 2] == b"\0\0" for at in range(0, len(raw), 2))
    return found


def assert_within(path: Path) -> None:
    words = re.findall(
        r'xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)<',
        text_of(path, "-bbox"),
    )
    assert words
    for left, top, right, bottom, word in words:
        assert 25 < float(left) <= float(right) < 595 - 25, word
        assert 15 < float(top) <= float(bottom) < 842 - 8, word


def plain(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in reader(data).pages)
