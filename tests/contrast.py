"""How well the text of a screen stands out, by the formula of WCAG 2.2 (relative luminance)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from rich.color import Color as RichColor
from rich.color import ColorType
from textual.app import App
from textual.color import Color


class Weak(NamedTuple):
    """A text that stands out less than asked for."""

    text: str
    ratio: float
    foreground: str
    background: str


def _luminance(color: Color) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(part / 255) for part in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _color(color: RichColor | None) -> Color | None:
    if color is None or color.type is not ColorType.TRUECOLOR or color.triplet is None:
        return None
    return Color(*color.triplet)


def weak_texts(app: App[Any], least: float) -> Iterator[Weak]:
    """Every text of letters or figures on the screen whose contrast is below `least`.

    Of a question only its box is read: what lies behind it is dimmed on purpose.
    """
    strips = app.screen._compositor.render_strips()
    for box in app.screen.query("#box"):
        inside = box.region
        strips = [row.crop(inside.x, inside.right) for row in strips[inside.y : inside.bottom]]
    for strip in strips:
        for segment in strip:
            style = segment.style
            if style is None or not any(letter.isalnum() for letter in segment.text):
                continue
            front, back = _color(style.color), _color(style.bgcolor)
            if front is None or back is None:
                continue
            if style.reverse:
                front, back = back, front
            if style.dim:
                front = back.blend(front, 0.6)
            found = ratio(front, back)
            if found < least:
                yield Weak(segment.text.strip(), round(found, 2), front.hex, back.hex)
