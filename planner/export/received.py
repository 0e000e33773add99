"""A regimen that somebody shared: read from a file or a web page that nobody vouches for.

Nothing in it is run, followed or believed: a web page is only searched for one element, and what
that holds has exactly the shape that Planner writes, or is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from planner.export.enclosed import ELEMENT, FORMAT, KIND
from planner.export.foreign_json import LONGEST_ID, Fields, ForeignError, read_fields
from planner.export.sheet import Edition
from planner.judge.findings import CODES, Severity
from planner.regimen import edits
from planner.regimen.fields import IDENTIFIER_PATTERN, MOST_PHASES
from planner.regimen.reading import LARGEST_FILE, Reading, read_bytes
from planner.wording import quoted

if TYPE_CHECKING:
    from pathlib import Path

    from planner.catalogue import Catalogue

LARGEST_PAGE = 4 * 1024 * 1024
"""Bytes of a web page that are read at the most."""
MOST_VERSIONS = 10**6
_LONGEST_TEXT = 20_000
_MOST_FINDINGS = 5_000
_PART = 64 * 1024
_LONGEST_TAG = 256 * 1024

UNKNOWN_EDITION = Edition("00000000-0000-0000-0000-000000000000", 1, date(1970, 1, 1))
"""Stands in where a file tells no version; nothing of it is to be shown."""

_CODE = re.compile(r"[a-z-]{1,64}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ENTRY = re.compile(IDENTIFIER_PATTERN.removesuffix("$") + r"\Z", re.ASCII)
_SEVERITIES = tuple(str(each) for each in Severity if each is not Severity.ERROR)
_STATUSES = ("pass", "ask", "warn")

_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"BEGIN:VCALENDAR", "a calendar"),
    (b"PK\x03\x04", "an archive"),
)
_ONLY = "Only the regimen file and the web page carry a plan; ask the sender for one of them"


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding as the sender was told it."""

    code: str
    severity: str
    entry: str | None
    substance: str | None
    phase: int | None
    observed: str | None
    limit: str | None
    accepted: bool
    withheld: bool
    """Whether the sender left out what it is about, together with the person."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sheet says of itself and of what its sender was told; all of it is only a claim."""

    edition: Edition
    by: str | None
    catalogue: str
    country: str
    status: str
    minor: bool
    """Whether a range was not compared because the person is under age."""
    findings: tuple[ToldFinding, ...]
    digest: str
    """SHA-256 that the plan had when the sheet was made, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Received:
    """A regimen that was received."""

    reading: Reading
    data: bytes
    """The plan as it was carried."""
    told: Told | None
    """What its sheet says; None for a regimen file, which says nothing of its sender."""
    offers_another: bool = False
    """Whether a link of the web page saves another file than the plan that it carries."""

    @property
    def digest(self) -> str:
        """SHA-256 of the plan as it is now, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def is_changed(self) -> bool:
        """Whether the plan is not the one that its sheet was made of."""
        return self.told is not None and self.told.digest != self.digest

    @property
    def lacks_age(self) -> bool:
        """Whether the sender judged for somebody under age, and the plan came without the age.

        What is then judged here of ranges and limits, as for an adult, does not hold.
        """
        if self.told is None or not self.told.minor:
            return False
        regimen = self.reading.regimen
        return regimen is None or regimen.person is None or regimen.person.age is None


def read_received(data: bytes, path: Path | None = None) -> Received:
    """Return the regimen that the bytes of a file hold; the path is only named, never used.

    What is wrong with the regimen itself is told by its reading.

    Raises:
        ForeignError: there is no regimen in it that could be read.
    """
    if len(data) > LARGEST_PAGE:
        raise ForeignError(
            f"it is larger than {LARGEST_PAGE // 1024**2} MiB, the most that is read"
        )
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_page = path is not None and path.suffix.lower() in (".html", ".htm")
    if start.startswith(b"<") or is_page:
        return _from_page(data)
    for sign, kind in _OTHER_KINDS:
        if start.startswith(sign):
            raise ForeignError(f"it is {kind}. {_ONLY}")
    if start.startswith(b"{"):
        if b'"planner-answers"' in start[:LARGEST_FILE]:
            raise ForeignError("it holds answers to a plan: planner answers FILE")
        raise ForeignError(f"it is JSON. {_ONLY}")
    return Received(read_bytes(data, path), data, None)


def without_country(reading: Reading, catalogue: Catalogue) -> tuple[Reading, str | None]:
    """Return what was read without the country of its person, and that country.

    The receiver's own country then decides. One that is no country stays: it is an error.
    """
    person = reading.regimen.person if reading.regimen else None
    if reading.regimen is None or person is None or person.country is None:
        return reading, None
    if not catalogue.is_country(person.country):
        return reading, None
    left = edits.with_person(reading.regimen, country=None)
    return replace(reading, regimen=left), person.country


def _from_page(data: bytes) -> Received:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ForeignError("it is a web page, but not UTF-8 text") from None
    finder = _search(text)
    fields = read_fields("".join(finder.found[0]), kind=KIND, newest=FORMAT)
    told, toml = _told(fields)
    try:
        carried = toml.encode()
    except UnicodeEncodeError:
        raise ForeignError("the plan in it holds half a character") from None
    offers_another = any(_linked(link) != carried for link in finder.links)
    return Received(read_bytes(carried), carried, told, offers_another)


def _told(fields: Fields) -> tuple[Told, str]:
    number = fields.whole("version", 1, MOST_VERSIONS)
    edition = Edition(
        plan=read_plan_id(fields),
        number=number,
        on=fields.day("on"),
        replaces=fields.whole_or_none("replaces", 1, max(1, number - 1)),
    )
    told = Told(
        edition=edition,
        by=fields.text_or_none("by", _LONGEST_TEXT),
        catalogue=fields.text("catalogue", LONGEST_ID),
        country=fields.text("country", 2, _COUNTRY),
        status=fields.choice("status", _STATUSES),
        minor=fields.flag("minor"),
        findings=tuple(map(_told_finding, fields.rows("findings", _MOST_FINDINGS))),
        digest=read_digest(fields),
    )
    toml = fields.text("toml", LARGEST_FILE)
    fields.done()
    return told, toml


def read_plan_id(fields: Fields) -> str:
    """Return the id of a plan. Raises ForeignError."""
    plan = fields.text("plan", LONGEST_ID)
    try:
        if str(uuid.UUID(plan)) == plan:
            return plan
    except ValueError:
        pass
    raise ForeignError(f'"plan" is {quoted(plan)}, expected a UUID')


def read_digest(fields: Fields) -> str:
    """Return the fingerprint of a plan. Raises ForeignError."""
    return fields.text("sha256", LONGEST_ID, _DIGEST)


def read_entry(fields: Fields) -> str:
    """Return the key of an entry. Raises ForeignError."""
    return fields.text("entry", LONGEST_ID, _ENTRY)


def _told_finding(fields: Fields) -> ToldFinding:
    found = ToldFinding(
        code=fields.text("code", LONGEST_ID, _CODE),
        severity=fields.choice("severity", _SEVERITIES),
        entry=fields.text_or_none("entry", LONGEST_ID, _ENTRY),
        substance=fields.text_or_none("substance", _LONGEST_TEXT),
        phase=fields.whole_or_none("phase", 1, MOST_PHASES),
        observed=fields.text_or_none("observed", _LONGEST_TEXT),
        limit=fields.text_or_none("limit", _LONGEST_TEXT),
        accepted=fields.flag("accepted"),
        withheld=fields.flag("withheld"),
    )
    fields.done()
    # a later Planner may know more codes; of those known here the severity is known, too
    known = CODES.get(found.code)
    if known is not None and known != found.severity:
        raise ForeignError(f"{found.code} is called a {found.severity}, but is a {known}")
    return found


# finding the element of a page


def _search(page: str) -> _Finder:
    """Return what was found in a page: one element that carries a plan, and links.

    Raises:
        ForeignError: there is none, more than one, or another element in its place.
    """
    finder = _Finder()
    for part in _parts(page):
        try:
            finder.feed(part)
        except Exception:  # whatever a strange page does to the parser, it is none of ours
            raise ForeignError("it is a web page that cannot be read") from None
        if finder.cdata_elem is None and len(finder.rawdata) > _LONGEST_TAG:
            raise ForeignError("it is a web page with a tag that is too long to be read")
    if finder.strange:
        raise ForeignError("it is a web page in which the place of the plan holds something else")
    if not finder.found:
        raise ForeignError(f"it is a web page that carries no plan. {_ONLY}")
    if len(finder.found) > 1:
        raise ForeignError("it is a web page that carries more than one plan")
    if finder.is_open:
        raise ForeignError("it is a web page that breaks off within the plan")
    return finder


def _linked(link: str) -> bytes | None:
    """Return what a link that carries its file itself holds; None where it is not readable."""
    head, _, held = link.partition(",")
    try:
        data = unquote_to_bytes(held)
        if not head.lower().rstrip().endswith("base64"):
            return data
        return base64.b64decode(b"".join(data.split()), validate=True)
    except (ValueError, binascii.Error):
        return None


def _parts(page: str) -> Iterable[str]:
    # in parts, so that a tag without end is noticed before the parser has to search it all
    return (page[start : start + _PART] for start in range(0, len(page), _PART))


class _Finder(HTMLParser):
    """Collects the text of the script elements that carry a plan, and the links that save a file.

    Nothing in them is run or followed.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[str]] = []
        self.is_open = False
        self.strange = False
        """Whether an element of another kind has the id."""
        self.links: list[str] = []
        """Addresses that hold a file themselves."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        first: dict[str, str | None] = {}
        for name, value in attrs:
            first.setdefault(name, value)
        address = (first.get("href") or "").strip()
        if tag == "a" and address[:5].lower() == "data:":
            self.links.append(address)
        if first.get("id") != ELEMENT:
            return
        if tag != "script" or first.get("type") != "application/json":
            self.strange = True
            return
        self.found.append([])
        self.is_open = True

    def handle_endtag(self, tag: str) -> None:
        self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.found[-1].append(data)
