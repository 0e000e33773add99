"""What every screen looks like: at the smallest size, at a comfortable one, and in light colours.

A walk is the files of a library, and screens with the steps that lead to each from the one before:
a key, `#id` to put the focus on a widget, or a pair that fills a field. Light screens say what the
dark ones say; the colours of both are held beside the text.
"""

import hashlib
import json
import socket
from datetime import UTC
from pathlib import Path

import pytest
import tomli_w

from planner.tui.screens.editor import EditorScreen
from tests.tui.support import BROKEN, NOW, PAIR, ROOT, SIZES, planner, settled, write


def shipped(*names):
    folder = ROOT / "regimens"
    return {f"{each}.toml": (folder / f"{each}.toml").read_text("utf-8") for each in names}


def titled(title, bedtime="22:30"):
    return PAIR.replace("Wind-down evening", title).replace("22:30", bedtime)


def table(title, entries, **more):
    return tomli_w.dumps(
        {"format": 1, "title": title, "bedtime": "22:30", **more, "entries": entries}
    )


EVIL = (
    "[/oops] [@click=app.bell]x[/] \x1b[31mred \u202eevil\u202c 日本語の夜 a\nb\tc B12 [methyl] [/"
)
LONG = "A title of a hundred and twenty characters, which is as long as any title of an evening may be: " + "x" * 24  # fmt: skip  # noqa: E501
DRAFT = f"""{PAIR}
[draft]
written = {NOW.astimezone(UTC).isoformat()}
pid = 0
host = "{socket.gethostname()}"
"""
COMMENTED = PAIR.replace("[entries.", "# kept by hand\n[entries.")
MANY_MAGNESIUM = {
    f"magnesium-{number:03}": {"substance": "magnesium-bisglycinate", "dose": "1 mg",
                               "basis": "elemental", "when": "21:00"}
    for number in range(200)
}  # fmt: skip
MANY_MISTAKES = {
    f"{substance}-{number}": {"substance": substance, "dose": dose, "when": "3 h before bed"}
    for number in range(10)
    for substance, dose in (
        ("magnesium-citrate", "400 mg"),
        ("ashwagandha-extract", "900 mg"),
        ("melatonin", "12 mg"),
    )
}
EVIL_ENTRIES = {
    "evil": {"substance": "other", "name": EVIL, "dose": "5 mg", "when": "21:00", "reason": EVIL},
    "blend": {"product": "blend", "dose": "2 capsules", "when": "at bedtime", "reason": "x" * 1000},
    "magnesium": {"substance": "magnesium-bisglycinate", "dose": "400 mg", "when": "20:15"},
}
EVIL_TABLES = {
    "notes": f"{EVIL} " + "y" * 9_900,
    "person": {"name": EVIL, "conditions": ["pregnancy", EVIL]},
    "products": {"blend": {"name": EVIL, "serving": "2 capsules", "contents": {
        "zinc": {"name": EVIL, "amount": "5 mg"},
        "magnesium-citrate": {"elemental": "1234.5 mg"}}}},
}  # fmt: skip


def sent(text, **changes):
    """A web page that carries a plan, as somebody else may have sent it."""
    carried = {
        "format": 1, "kind": "planner-sheet", "plan": "5f0c1a52-0f5b-5c4e-9d55-6f3a5a1f7c11",
        "version": 2, "on": "2026-11-19", "replaces": 1, "by": "Coach K", "catalogue": "2026.11",
        "country": "DE", "status": "warn", "minor": False, "findings": [],
        "sha256": hashlib.sha256(text.encode()).hexdigest(), "toml": text,
    }  # fmt: skip
    data = json.dumps(carried | changes).replace("<", "\\u003c")
    return f'<script type="application/json" id="planner-sheet">{data}</script>'


EVIL_TO_SHARE = table(
    EVIL[:110], EVIL_ENTRIES, **EVIL_TABLES | {"person": {"name": EVIL}, "notes": EVIL}
)
WITH_PERSON = PAIR.replace(
    "\n[entries", '\n[person]\nname = "Anna"\nconditions = ["pregnancy"]\n\n[entries', 1
)
CALM = """\
format = 1
title = "Calm night"
weeks = 8

[entries.magnesium]
substance = "magnesium-bisglycinate"
basis = "elemental"
when = "90 min before bed"

[entries.theanine]
substance = "l-theanine"
dose = "200 mg"
when = "60 min before bed"
reason = "A calm end of the day"

[template]
description = "Magnesium and theanine for clients who go to bed late and lie awake for a while."

[template.fields.bedtime]
key = "bedtime"
prompt = "When does the client go to bed on most evenings of the week?"

[template.fields.client]
key = "person.name"
prompt = "Code of the client"

[template.fields.magnesium]
key = "entries.magnesium.dose"
prompt = "How much magnesium?"
default = "200 mg"
"""
EVIL_TEMPLATE = table(EVIL[:110], {"x": {"substance": "other", "name": EVIL, "when": "21:00"}},
                      template={"description": EVIL, "fields": {
                          "f" * 64: {"key": "entries.x.dose", "prompt": EVIL, "default": "5 mg"},
                          "n": {"key": "notes", "prompt": "y" * 500}}})  # fmt: skip
ONE = {"evening.toml": PAIR}
TWO = {"early.toml": titled("Early evening", "21:00"), **shipped("shows-warnings-on-purpose")}
FIVE = {
    **shipped("evening-of-the-articles", "from-real-labels", "shows-warnings-on-purpose"),
    "a-question.toml": PAIR.replace('standardised_to = "5 %"\n', ""),
    "broken.toml": BROKEN,
}
CLIENTS = {
    **{f"clients/c-{number:03}.toml": titled(f"Evening of c-{number:03}") for number in range(36)},
    "clients/agreed.toml": f"""{titled("Agreed")}
[[accepted]]
code = "above-upper-limit"
entry = "magnesium"
substance = "magnesium"
observed = "400 mg"
reason = "talked over"
on = 2026-11-01
""",
    "templates/standard.toml": f"""{titled("Standard evening")}
[template]
description = "For everybody"
""",
}
CALM_TWO = {
    "a.toml": PAIR.replace("400 mg", "300 mg"),
    "b.toml": table("Tea", {"tea": {"substance": "other", "name": "Tea", "dose": "5 mg",
                                    "when": "21:00"}}),
}  # fmt: skip
EVIL_ONE = {"evil.toml": table(EVIL[:110], EVIL_ENTRIES, **EVIL_TABLES)}
WORST = {
    **EVIL_ONE,
    "long.toml": titled(LONG),
    f"{'n' * 150}.toml": titled("A file name of 150 characters"),
    "wide.toml": titled("日本語の夜" * 20),
    **{f"evening-{number:02}.toml": titled(f"Evening {number}") for number in range(40)},
}

Step = str | tuple[str, str]
WALKS: dict[str, tuple[dict[str, str], dict[str, list[Step]]]] = {
    "nothing": ({}, {
        "library-empty": [],
        "help-library": ["question_mark"],
        "settings": ["escape", "f9"],
        "examples": ["escape", "s"],
        "choosing": ["escape", "i"],
        "choosing-documented": ["down", "enter", "down"],
        "evidence-choice": ["v"],
        "entry-chosen": ["escape", "enter"],
        "editor-empty": ["escape"],
        "help-editor": ["question_mark"],
        "editor-save-as": ["escape", "w"],
        "entry-empty": ["escape", "a"],
        "entry-search": [*"ashw"],
        "entry-unknown": [("#input-substance", "unobtainium")],
        "entry": [("#input-substance", "magn"), "enter", "down", ("#input-dose", "400 mg")],
        "person": ["escape", "d", "p"],
        "person-wrong": [("#input-age", "old"), ("#input-medicines", "two words")],
    }),
    "library": (FIVE, {
        "library-five": [],
        "library-search": ["slash", *"warn"],
        "library-search-nothing": [("#search", "zinc")],
        "problems": ["escape", "#regimens", "home", "enter"],
        "problems-path": ["e"],
    }),
    "archive": ({**ONE, ".archive/old.toml": titled("An old evening")}, {
        "library-rename": ["t"],
        "library-archive": ["escape", "Z"],
        "library-archive-empty": ["z"],
    }),
    "draft": ({**ONE, "../drafts/gone.toml": DRAFT}, {
        "library-draft": [],
        "editor-draft": ["o"],
    }),
    "two": (TWO, {
        "library-marked": ["space"],
        "compare-regimens": ["down", "equals_sign"],
        "compare-differences": ["d"],
    }),
    "one": (ONE, {
        "editor-save-over": ["n", "w", ("#prompt", "evening"), "enter"],
        "editor": ["escape", "escape", "enter"],
        "editor-title": ["t"],
        "editor-bedtime-wrong": ["escape", "b", ("#prompt", "half past ten")],
        "editor-palette": ["escape", "ctrl+p"],
        "editor-palette-search": [*"bed"],
        "evidence": ["escape", "v"],
        "entry-wrong": ["escape", "e", ("#input-when", "before bed"), ("#input-dose", "1,5 g")],
        "entry-discard": ["escape"],
        "editor-unsaved": ["d", "x", "escape"],
    }),
    "warnings": (shipped("shows-warnings-on-purpose"), {
        "editor-medicines": ["enter"],
        "editor-jump": ["g"],
        "editor-notes": ["escape", "n"],
        "person-filled": ["escape", "p"],
        "compare-entries": ["escape", "down", "m", "down", "m"],
        "editor-accept": ["escape", "y", ("#prompt", "talked over")],
        "editor-accepted": ["enter"],
        "editor-finding": ["end"],
        "evidence-finding": ["v"],
    }),
    "labels": (shipped("from-real-labels"), {
        "editor-label": ["enter"],
        "entry-label": ["e"],
        "entry-jump": ["f6"],
        "label": ["escape", "f3"],
        "label-filled": [("#input-substance", "theanine"), "enter", ("#input-amount", "200 mg")],
    }),
    "titration": (shipped("titration-300-to-600"), {
        "editor-titration": ["enter"],
        "entry-titration": ["e"],
    }),
    "no bedtime": ({"a.toml": PAIR.replace('bedtime = "22:30"\n', "")}, {
        "editor-no-bedtime": ["enter"],
    }),
    "worst files": (WORST, {
        "library-worst": [],
        "library-worst-long": ["down", "down"],
        "library-worst-wide": ["end"],
    }),
    "worst texts": ({**EVIL_ONE, "long.toml": titled(LONG)}, {
        "compare-evil": ["space", "down", "equals_sign"],
        "editor-evil": ["escape", "up", "enter"],
        "editor-notes-evil": ["n"],
        "evidence-nothing": ["escape", "down", "v"],
        "entry-evil": ["escape", "e"],
    }),
    "share": ({"evening.toml": WITH_PERSON, "../exports/evening/evening.md": "mine"}, {
        "share": ["S"],
        "share-person": ["p", ("#input-by", "Coach K")],
        "share-marked": ["p", "space", "k", "space"],
        "share-overwrite": ["w"],
        "share-table": ["escape", "down", "down", "down"],
        "share-no-folder": [("#input-folder", "")],
        "help-share": ["#formats", "question_mark"],
    }),
    "share evil": ({**EVIL_ONE, "shared.toml": EVIL_TO_SHARE}, {
        "share-refused": ["home", "S"],
        "share-evil": ["escape", "end", "S", "p"],
        "share-evil-markdown": ["up"],
    }),
    "share received": ({
        "evening.toml": PAIR,
        "../inbox/sheet.html": sent(PAIR),
        "../inbox/changed.html": sent(PAIR.replace("400 mg", "300 mg"), sha256="0" * 64),
        "../inbox/evil.html": sent(EVIL_TO_SHARE, by=EVIL),
        "../inbox/broken.toml": BROKEN,
    }, {
        "share-received-path": ["R"],
        "share-received": [("#prompt", "inbox/sheet.html"), "enter"],
        "share-received-held": ["i"],
        "share-received-changed": [
            "escape", "escape", "R", ("#prompt", "inbox/changed.html"), "enter",
        ],
        "share-received-evil": ["escape", "R", ("#prompt", "inbox/evil.html"), "enter"],
        "share-received-errors": ["escape", "R", ("#prompt", "inbox/broken.toml"), "enter"],
    }),
    "templates": ({"evening.toml": WITH_PERSON, "templates/calm.toml": CALM}, {
        "templates-list": ["N"],
        "templates-fill": ["enter"],
        "templates-fill-missing": ["ctrl+s"],
        "templates-fill-wrong": [("#input-bedtime", "half past ten"),
                                 ("#input-magnesium", "900")],
        "templates-fill-discard": ["escape"],
        "templates-fill-file": ["escape", "f5"],
        "templates-new": ["escape", "escape", "d", "end", "T"],
        "templates-new-field": [("#input-description", "For clients who lie awake"), "#asked",
                                "end", "space", "r"],
        "templates-new-file": ["f2"],
        "templates-load": ["escape", "escape", "d", "end", "enter", "L", "enter"],
        "templates-load-all": ["a", "end"],
    }),
    "templates evil": ({"a.toml": EVIL_TEMPLATE, **EVIL_ONE}, {
        "templates-list-evil": ["N"],
        "templates-fill-evil": ["enter"],
        "templates-new-evil": ["escape", "end", "T"],
    }),
    "weekly": ({**FIVE, **CLIENTS}, {
        "weekly": ["w"],
        "weekly-sorted": ["o", "o", "o"],
        "weekly-notes": ["end"],
        "weekly-search": ["slash", ("#search", "limit c-01")],
        "weekly-search-nothing": [("#search", "zinc")],
        "weekly-plans": ["escape", "home", "enter", "end"],
        "weekly-opened": ["enter"],
        "help-weekly": ["escape", "question_mark"],
    }),
    "weekly nothing": ({}, {"weekly-empty": ["w"]}),
    "weekly calm": (CALM_TWO, {"weekly-calm": ["w"]}),
    "weekly evil": ({**WORST, "junk.toml": "\0"}, {
        "weekly-evil": ["w"],
        "weekly-evil-plans": ["slash", ("#search", "not-checked"), "enter", "enter"],
        "weekly-evil-long": ["escape", ("#search", "above"), "home", "enter", "end"],
    }),
    "200 entries": ({"a.toml": table(LONG, MANY_MAGNESIUM)}, {
        "editor-200-entries": ["enter", "end"],
    }),
    "40 findings": ({"a.toml": table("Many mistakes", MANY_MISTAKES)}, {
        "editor-findings": ["enter", "#verdict", "down", "down", "down"],
        "editor-findings-last": ["end"],
    }),
}  # fmt: skip
VIEWS = {
    **{f"{width}x{height}": ((width, height), "dark") for width, height in SIZES},
    "light": (SIZES[0], "light"),
}


@pytest.fixture(autouse=True)
def _settings_without_a_path_of_this_machine(monkeypatch):
    place = Path("config") / "settings.toml"
    monkeypatch.setattr("planner.tui.screens.settings.settings_file", lambda: place)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("walk", WALKS)
async def test_screens_look_as_they_did(library, snapshot, subtests, walk, view):
    files, scenes = WALKS[walk]
    (width, height), theme = VIEWS[view]
    for file, text in files.items():
        (library / file).parent.mkdir(parents=True, exist_ok=True)
        write(library, file, text)
    async with planner(library, (width, height), theme=theme) as pilot:
        for name, steps in scenes.items():
            await bring(pilot, steps)
            with subtests.test(name):
                compare = snapshot if theme == "dark" else snapshot.same
                await compare(pilot, f"{name}-{width}x{height}")
            with subtests.test(f"colours of {name}"):
                if (width, height) == SIZES[0]:
                    await snapshot.styles(pilot, f"{name}.{theme}")


async def bring(pilot, steps):
    """Do what leads to a screen, and wait for all of it; what is said in passing goes by."""
    for step in steps:
        if isinstance(step, tuple):
            await drawn(pilot)
            pilot.app.screen.query_one(step[0]).value = step[1]
        elif step.startswith("#"):
            await drawn(pilot)
            pilot.app.screen.query_one(step).focus()
        else:
            await pilot.press(step)
    await drawn(pilot)
    pilot.app.clear_notifications()
    await pilot.pause()


async def drawn(pilot):
    """Wait for all that is drawn later: the remedies of findings are, so that no key waits."""
    await settled(pilot)
    screen = pilot.app.screen
    if isinstance(screen, EditorScreen):
        screen._offer(len(screen.document.verdict.findings))
        await pilot.pause()
