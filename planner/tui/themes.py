"""The colours of the screen: dark, light, of the highest contrast, or the terminal's own."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace

from textual.filter import LineFilter, Monochrome, NoColor
from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="planner-dark",
    primary="#2c6484",
    secondary="#28506b",
    accent="#7fc4e8",
    foreground="#dfe3e6",
    background="#14181c",
    surface="#1c2228",
    panel="#252d35",
    success="#6cc08b",
    warning="#e6b450",
    error="#e06c75",
    dark=True,
    variables={
        "rule": "#4a5661",
        "placeholder": "#a4adb5",
        "text-muted": "#a4adb5",
        "text-success": "#7fd39d",
        "text-warning": "#efc36a",
        "text-error": "#f08b93",
        "text-accent": "#8fd0f2",
        "footer-key-foreground": "#8fd0f2",
        "primary-muted": "#22384a",
        "block-cursor-background": "#22384a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#1c2a35",
        "block-cursor-blurred-foreground": "#ffffff",
    },
)
LIGHT = Theme(
    name="planner-light",
    primary="#1f6f9f",
    secondary="#c6dcea",
    accent="#0b5a86",
    foreground="#1b1f23",
    background="#fbfaf7",
    surface="#f0eee8",
    panel="#e4e1d8",
    success="#1e6b3a",
    warning="#8a5a00",
    error="#a3202f",
    dark=False,
    variables={
        "rule": "#aaa79c",
        "placeholder": "#55595e",
        "text-muted": "#55595e",
        "text-success": "#1b6234",
        "text-warning": "#7a4f00",
        "text-error": "#992030",
        "text-accent": "#0b5a86",
        "footer-key-foreground": "#0b5a86",
        "primary-muted": "#dcebf4",
        "block-cursor-background": "#dcebf4",
        "block-cursor-foreground": "#101418",
        "block-cursor-blurred-background": "#eaf1f5",
        "block-cursor-blurred-foreground": "#101418",
    },
)
CONTRAST = Theme(
    name="planner-contrast",
    primary="#ffffff",
    secondary="#000000",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#00ff7f",
    warning="#ffff00",
    error="#ff9d9d",
    dark=True,
    variables={
        "rule": "#ffffff",
        "placeholder": "#d4d4d4",
        "text": "#ffffff",
        "text-muted": "#ffffff",
        "text-disabled": "#c8c8c8",
        "text-success": "#00ff7f",
        "text-warning": "#ffff00",
        "text-error": "#ff9d9d",
        "text-accent": "#00ffff",
        "primary-muted": "#00324f",
        "block-cursor-background": "#00324f",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold underline",
        "block-cursor-blurred-background": "#1a1a1a",
        "block-cursor-blurred-foreground": "#ffffff",
        "block-hover-background": "#1a1a1a",
        "footer-key-foreground": "#00ffff",
        "button-color-foreground": "#000000",
        "border": "#ffffff",
        "border-blurred": "#ffffff",
        "scrollbar": "#ffffff",
        "input-selection-background": "#ffff00",
        "input-selection-foreground": "#000000",
    },
)
IN_ANY_THEME = {"rule": "ansi_default", "placeholder": "ansi_default"}
"""Our own variables where a theme does not set them: no grey of a terminal is sure to be seen.

Rules part two panes, placeholders say how to fill a field.
"""
TERMINAL_DARK = replace(
    BUILTIN_THEMES["ansi-dark"],
    accent="ansi_cyan",  # a question is not to have the green of what is in range
    variables=BUILTIN_THEMES["ansi-dark"].variables
    | {
        "footer-key-foreground": "ansi_cyan",
        "block-cursor-background": "ansi_blue",
        "block-cursor-foreground": "ansi_bright_white",
    },
)
OWN = (DARK, LIGHT, CONTRAST, TERMINAL_DARK)


def theme_name(setting: str) -> str:
    """Return the name of the theme that a setting means."""
    if setting == "terminal":
        return "ansi-light" if _terminal_is_light() else TERMINAL_DARK.name
    return {theme.name: theme.name for theme in OWN}.get(f"planner-{setting}", DARK.name)


def fitting_filters(filters: Iterable[LineFilter], *, ansi: bool) -> list[LineFilter]:
    """Return filters in which the one for NO_COLOR fits a theme of the terminal's own colours.

    Textual chooses it before a theme is set. Shades of grey of colours that only the terminal
    knows would be black on black.
    """
    right = NoColor if ansi else Monochrome
    return [right() if isinstance(each, NoColor | Monochrome) else each for each in filters]


def _terminal_is_light() -> bool:
    """Whether the terminal says that its background is a light one."""
    return os.environ.get("COLORFGBG", "").rpartition(";")[2] in {"7", "15"}
