"""Reading a web page of an export: a tree of its elements, with their text as a browser has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img"}
RAW = {"script", "style"}


@dataclass
class Element:
    """An element of a page."""

    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its text, scripts and styles left out."""
        return "".join(
            each if isinstance(each, str) else "" if each.name in RAW else each.text
            for each in self.children
        )

    @property
    def raw(self) -> str:
        """The text that stands in it itself."""
        return "".join(each for each in self.children if isinstance(each, str))

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, name: str = "", class_: str = "") -> Iterator[Element]:
        """Every element in it of a name and a class, in the order of the page."""
        for each in self.children:
            if isinstance(each, Element):
                if name in ("", each.name) and (not class_ or class_ in each.classes):
                    yield each
                yield from each.all(name, class_)

    def one(self, name: str = "", class_: str = "", id_: str = "") -> Element:
        """The only element of a name, a class and an id."""
        found = [e for e in self.all(name, class_) if id_ in ("", e.attributes.get("id"))]
        assert len(found) == 1, (name, class_, id_, len(found))
        return found[0]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [Element("page", {})]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        element = self.open.pop()
        assert element.name == tag, f"</{tag}> ends <{element.name}>"

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(page: bytes) -> Element:
    """The whole page; every element of it has to be ended."""
    reader = _Reader()
    reader.feed(page.decode("utf-8"))
    reader.close()
    (whole,) = reader.open
    return whole
