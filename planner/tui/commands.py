"""The one table of commands: it feeds key bindings, footer, palette, buttons and help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding, BindingType

EVERYWHERE = "everywhere"
LIBRARY = "library"
EXAMPLES = "examples"
EDITOR = "editor"
ENTRY = "entry"
LABEL = "label"
PERSON = "person"
PROBLEMS = "problems"
EVIDENCE = "evidence"
CHOOSING = "choosing"
COMPARE = "compare"
SHARE = "share"
RECEIVED = "received"
WEEKLY = "weekly"
SETTINGS = "settings"
TEMPLATES = "templates"
FILLING = "filling"
TEMPLATE_NEW = "template-new"
TEMPLATE_LOAD = "template-load"
HELP = "help"

TITLES = {
    LIBRARY: "The library",
    EXAMPLES: "The documented examples",
    EDITOR: "The evening",
    ENTRY: "One entry",
    LABEL: "More on a label",
    PERSON: "The person",
    PROBLEMS: "A file with problems",
    EVIDENCE: "Evidence",
    CHOOSING: "What is it for?",
    COMPARE: "Two side by side",
    SHARE: "Sharing",
    RECEIVED: "A file that was received",
    WEEKLY: "The weekly check",
    SETTINGS: "Settings",
    TEMPLATES: "The templates",
    FILLING: "A plan from a template",
    TEMPLATE_NEW: "A new template",
    TEMPLATE_LOAD: "Loading a template",
    HELP: "Help",
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do, with the keys for it and the words that explain it."""

    id: str
    keys: tuple[str, ...]
    title: str
    """A word or two, for the footer, buttons and the palette."""
    help: str
    """A sentence that says what it does."""
    where: tuple[str, ...]
    footer: bool = False

    @property
    def action(self) -> str:
        """The method that does it, without `action_`."""
        return self.id.replace("-", "_")

    @property
    def call(self) -> str:
        """The action with its owner, for buttons and the palette."""
        owner = "app" if self.where == (EVERYWHERE,) else "screen"
        return f"{owner}.{self.action}"


COMMANDS: tuple[Command, ...] = (
    Command("help", ("question_mark", "f1"), "Help",
            "Explain the screen you are on, its keys and its words.", (EVERYWHERE,), True),
    # library
    Command("open-regimen", ("enter",), "Open",
            "Open the selected regimen; a file with errors shows its problems.", (LIBRARY,), True),
    Command("new-regimen", ("n",), "New",
            "Start with a blank evening.", (LIBRARY,), True),
    Command("show-examples", ("s",), "Examples",
            "List the documented examples that come with Planner; they open as copies.",
            (LIBRARY,), True),
    Command("search-library", ("slash",), "Search",
            "Show only the regimens whose title or file name holds the words you type.",
            (LIBRARY,), True),
    Command("sort-library", ("o",), "Sort",
            "Sort by title, by status with the worst first, by the last change, or by bedtime.",
            (LIBRARY,)),
    Command("duplicate-regimen", ("d",), "Duplicate",
            "Open an unsaved copy of the selected regimen.", (LIBRARY,)),
    Command("rename-regimen", ("t",), "Rename",
            "Give the selected regimen another title; a file named after it is renamed along.",
            (LIBRARY,)),
    Command("archive-regimen", ("z",), "Archive",
            "Move the selected regimen into the archive, the folder .archive of the library; in the"
            " archive, move it back.", (LIBRARY,)),
    Command("show-archive", ("Z",), "Archived",
            "Show what is in the archive, or the library again.", (LIBRARY,)),
    Command("delete-regimen", ("x", "delete"), "Delete",
            "Move the selected regimen into the trash, the folder .trash of the library; u brings"
            " it back.", (LIBRARY,)),
    Command("undo-move", ("u",), "Undo",
            "Take the last rename, archiving or deletion of this sitting back.", (LIBRARY,)),
    Command("mark-regimen", ("space",), "Mark",
            "Mark the selected regimen for comparing, or take its mark away.", (LIBRARY,)),
    Command("compare-regimens", ("equals_sign",), "Compare",
            "Put the marked regimens side by side, or the marked one and the selected one.",
            (LIBRARY,)),
    Command("copy-regimen-text", ("Y",), "Copy text",
            "Copy title and path of the selected regimen, through the terminal.", (LIBRARY,)),
    Command("browse-evidence", ("v",), "Evidence",
            "Show what is documented of everything in the catalogue, with its sources.",
            (LIBRARY,)),
    Command("clear-search", ("escape",), "Show all",
            "Close the search and show every regimen again.", (LIBRARY,)),
    Command("reload-library", ("r",), "Reload",
            "Read the folder again.", (LIBRARY,)),
    Command("new-from-template", ("N",), "From template",
            "Start a plan from a template: fill its fields in a form.", (LIBRARY,)),
    Command("open-received", ("R",), "Received",
            "Open a sheet that somebody has sent, and see what it says and what differs here.",
            (LIBRARY,)),
    Command("check-library", ("w",), "Check",
            "The weekly check: see which findings the plans of the library have, the same one of"
            " many plans in one row.", (LIBRARY,)),
    # examples
    Command("open-example", ("enter",), "Open a copy",
            "Open an unsaved copy of the example.", (EXAMPLES,), True),
    Command("choose", ("i",), "Choose",
            "See what is documented for a situation, and how well; a choice starts an entry.",
            (LIBRARY, EDITOR)),
    # editor
    Command("add-entry", ("a",), "Add",
            "Add a supplement to the evening.", (EDITOR,), True),
    Command("edit-entry", ("e", "enter"), "Edit",
            "Edit the selected entry.", (EDITOR,), True),
    Command("duplicate-entry", ("c", "d"), "Copy",
            "Put a copy of the selected entry right behind it.", (EDITOR,)),
    Command("remove-entry", ("x", "delete"), "Remove",
            "Remove the selected entry; u brings it back.", (EDITOR,), True),
    Command("more", ("plus", "equals_sign"), "More",
            "Take one step more of the selected entry: one capsule, or some milligrams.",
            (EDITOR,)),
    Command("less", ("minus",), "Less",
            "Take one step less of the selected entry.", (EDITOR,)),
    Command("compare-entries", ("m",), "Compare",
            "Put the selected entry beside another one; choose m on the one, then m on the other.",
            (EDITOR,)),
    Command("edit-bedtime", ("b",), "Bedtime",
            "Change the bedtime; times before bed follow it.", (EDITOR,)),
    Command("bedtime-earlier", ("less_than_sign",), "Bed earlier",
            "Go to bed a quarter of an hour earlier; everything before bed moves along.",
            (EDITOR,)),
    Command("bedtime-later", ("greater_than_sign",), "Bed later",
            "Go to bed a quarter of an hour later; everything before bed moves along.",
            (EDITOR,)),
    Command("edit-title", ("t",), "Title", "Change the title.", (EDITOR,)),
    Command("edit-weeks", ("l",), "Length",
            "Say for how many weeks this is planned.", (EDITOR,)),
    Command("edit-country", ("o",), "Country",
            "Choose the country whose limits apply to this regimen.", (EDITOR,)),
    Command("edit-person", ("p",), "Person",
            "Age, conditions and medicines: cautions and separations are checked against them.",
            (EDITOR,)),
    Command("edit-notes", ("n",), "Notes",
            "Write notes that are kept with the regimen.", (EDITOR,)),
    Command("show-evidence", ("v",), "Evidence",
            "Show the ranges, limits, cautions, trials and sources behind what is selected.",
            (EDITOR,)),
    Command("mend-finding", ("f",), "Mend",
            "Do what is offered for the selected finding, or go to the field it is about.",
            (EDITOR,)),
    Command("accept-finding", ("y",), "Accept",
            "Accept the selected warning and keep your reason for it with the regimen; on a warning"
            " that is accepted, take that back.", (EDITOR,)),
    Command("undo", ("u", "ctrl+z"), "Undo", "Take the last change back.", (EDITOR,)),
    Command("redo", ("ctrl+y",), "Redo", "Do again what was undone.", (EDITOR,)),
    Command("save-regimen", ("w", "ctrl+s"), "Save",
            "Save the regimen to its file.", (EDITOR,), True),
    Command("share-regimen", ("S",), "Share",
            "See what a web page, PDF, calendar or message would say, and copy or write them.",
            (LIBRARY, EDITOR)),
    Command("make-template", ("T",), "As template",
            "Save what is planned as a template, without its person; doses stay in it.",
            (LIBRARY, EDITOR)),
    Command("load-template", ("L",), "Load template",
            "Take entries and doses over from a template; what would change is shown first.",
            (EDITOR,)),
    Command("leave-editor", ("escape", "q"), "Back",
            "Go back to the library; unsaved changes are asked about.", (EDITOR,)),
    # entry form
    Command("save-entry", ("ctrl+s", "f10"), "Save entry",
            "Put the entry into the evening.", (ENTRY,), True),
    Command("cancel-entry", ("escape",), "Cancel",
            "Go back without changing the evening.", (ENTRY,), True),
    Command("add-content", ("f3",), "Add to label",
            "Add another substance that the same label names.", (ENTRY,)),
    Command("show-entry-evidence", ("f2",), "Evidence",
            "Show the ranges, limits, cautions, trials and sources of the substance.",
            (ENTRY,), True),
    # label row
    Command("save-content", ("ctrl+s", "f10"), "Keep",
            "Keep this row of the label.", (LABEL,), True),
    Command("cancel-content", ("escape",), "Cancel",
            "Go back without changing the label.", (LABEL,), True),
    # person
    Command("save-person", ("ctrl+s", "f10"), "Keep",
            "Keep these facts and judge the evening by them.", (PERSON,), True),
    Command("cancel-person", ("escape",), "Cancel",
            "Go back without changing anything.", (PERSON,), True),
    # problems
    Command("reload-file", ("r",), "Read again",
            "Read the file again after mending it in an editor.", (PROBLEMS,), True),
    Command("show-path", ("e",), "How to edit",
            "Show the path of the file and copy it, so that you can open it in an editor.",
            (PROBLEMS,), True),
    # evidence
    Command("next-section", ("n",), "Next section", "Go to the next section.", (EVIDENCE,), True),
    Command("previous-section", ("p",), "Section before", "Go to the section before.",
            (EVIDENCE,), True),
    Command("copy-section", ("Y",), "Copy text",
            "Copy the section that one is in, with its sources.", (EVIDENCE,)),
    # choosing
    Command("start-entry", ("enter",), "Start an entry",
            "Start an entry with the substance that is highlighted, with its reason filled in.",
            (CHOOSING,), True),
    Command("show-choice-evidence", ("v",), "Evidence",
            "Show all that is documented of the substance.", (CHOOSING,), True),
    # comparing
    Command("only-differences", ("d",), "Differences",
            "Show only what differs, or everything again.", (COMPARE,), True),
    # sharing
    Command("write-shared", ("w", "ctrl+s"), "Write",
            "Write the marked formats into the folder, or the highlighted one; no other file is"
            " overwritten unasked.", (SHARE,), True),
    Command("mark-format", ("space", "enter"), "Mark",
            "Mark the highlighted format to be written with others, or take its mark away.",
            (SHARE,), True),
    Command("copy-shared", ("y", "Y"), "Copy",
            "Copy the text of the highlighted format, through the terminal.", (SHARE,), True),
    Command("tell-person", ("p",), "Person",
            "Tell name, age, country and conditions of the person too, or leave them out again.",
            (SHARE,)),
    Command("large-print", ("l",), "Large print",
            "Print web page and PDF in large letters, or in plain ones again.", (SHARE,)),
    Command("edit-by", ("b",), "Made by",
            "Write who made it; every format says so.", (SHARE,)),
    Command("edit-folder", ("f",), "Folder",
            "Write the folder that the files go to.", (SHARE,)),
    # a received file
    Command("import-received", ("i",), "Import",
            "Put the regimen into your library under a free name, and open it.", (RECEIVED,),
            True),
    # the weekly check
    Command("open-finding", ("enter",), "Open",
            "Show the plans that have the selected finding; from there, open a plan at it.",
            (WEEKLY,), True),
    Command("search-findings", ("slash",), "Search",
            "Show only what holds the words you type: of a finding, of a plan that has it, or of"
            " both.", (WEEKLY,), True),
    Command("sort-findings", ("o",), "Sort",
            "Sort by the next column: findings by severity, code, substance or how many plans have"
            " them; plans by title, file or what was observed.", (WEEKLY,), True),
    Command("check-again", ("r",), "Check again",
            "Judge every plan again; what changes in the folder is seen without it.", (WEEKLY,)),
    # templates
    Command("use-template", ("enter",), "Use",
            "Use the highlighted template.", (TEMPLATES,), True),
    Command("save-filled", ("ctrl+s", "f10"), "Save plan",
            "Save the plan to a file of its own, and open it.", (FILLING,), True),
    Command("open-filled", ("f4",), "Open unsaved",
            "Open the plan as it is filled, in no file yet.", (FILLING,), True),
    Command("show-filled-evidence", ("f2",), "Evidence",
            "Show the ranges, limits, cautions, trials and sources behind what is selected.",
            (FILLING,), True),
    Command("edit-template", ("f5",), "Template file",
            "Open the file of the template itself, or see how it can be changed.", (FILLING,)),
    Command("cancel-filled", ("escape",), "Cancel",
            "Go back; what is typed is asked about.", (FILLING,), True),
    Command("save-template", ("ctrl+s", "f10"), "Save template",
            "Write the template into the folder templates of your library.", (TEMPLATE_NEW,),
            True),
    Command("show-template-text", ("f2",), "Show file",
            "Show the file as it would be written.", (TEMPLATE_NEW,), True),
    Command("require-field", ("r",), "Required",
            "Have the highlighted field filled for each person, or keep its value where nothing"
            " is filled in.", (TEMPLATE_NEW,)),
    Command("cancel-template", ("escape",), "Cancel",
            "Go back; what is typed is asked about.", (TEMPLATE_NEW,), True),
    Command("load-ticked", ("ctrl+s", "f10"), "Take over",
            "Take what is ticked over into the evening, as one change that u takes back.",
            (TEMPLATE_LOAD,), True),
    Command("tick", ("space",), "Tick",
            "Tick the highlighted row, or take its tick away.", (TEMPLATE_NEW, TEMPLATE_LOAD),
            True),
    Command("tick-all", ("a",), "All or none",
            "Tick every row; where all are ticked, take every tick away.", (TEMPLATE_LOAD,),
            True),
    # settings
    Command("settings", ("f9", "comma"), "Settings",
            "Choose the country, the colours, the clock and the motion of the screen.",
            (EVERYWHERE,)),
    # everything that closes
    Command("close", ("escape", "q"), "Back", "Go back.",
            (EXAMPLES, PROBLEMS, EVIDENCE, CHOOSING, COMPARE, SHARE, RECEIVED, WEEKLY, SETTINGS,
             TEMPLATES, TEMPLATE_LOAD, HELP),
            True),
    Command("jump", ("g", "f6", "ctrl+o"), "Jump",
            "Show a letter beside everything that can be gone to; press it. g twice goes to the"
            " first row.", (EDITOR, ENTRY, LABEL, PERSON, FILLING, TEMPLATE_NEW)),
    Command("copy-text", ("Y",), "Copy text",
            "Copy the selected entry or finding as text, through the terminal.", (EDITOR,)),
    # app
    Command("quit", ("ctrl+q",), "Quit",
            "Leave Planner; unsaved changes are asked about.", (EVERYWHERE,)),
    Command("quit-library", ("q",), "Quit", "Leave Planner.", (LIBRARY,)),
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}


ALSO: dict[str, tuple[tuple[str, str], ...]] = {
    EDITOR: (
        ("← → or h l", "In the picture of the evening: take it 5 minutes earlier or later."),
        ("[ ]", "In the picture: take it 15 minutes earlier or later."),
        ("↑ ↓ or k j", "In the picture: go to the taking before or after."),
        ("the mouse", "In the picture: drag a mark to another time."),
    ),
    SHARE: (
        ("page up, page down", "Read on in what is shown of the highlighted format."),
        ("the mouse", "A click on [ ] marks a format, one beside it shows the format."),
    ),
    ENTRY: (("↑ ↓", "In a dose: one capsule, or some milligrams, more or less."),),
}
"""Keys that hold only in a part of a screen, with what they do there: help tells of them."""


def commands_of(where: str) -> Iterator[Command]:
    """Yield the commands of a screen, then those that hold everywhere; help has no help."""
    yield from (command for command in COMMANDS if where in command.where)
    if where != EVERYWHERE:
        for command in COMMANDS:
            if EVERYWHERE in command.where and (command.id, where) != ("help", HELP):
                yield command


def bindings(where: str) -> list[BindingType]:
    """Return the key bindings of a screen; those of the app for `everywhere`."""
    return [
        Binding(
            ",".join(command.keys),
            command.action,
            command.title,
            show=command.footer,
            tooltip=command.help,
            id=command.id,
            priority=command.id == "quit",
        )
        for command in COMMANDS
        if where in command.where
    ]


_KEY_NAMES = {
    "question_mark": "?", "slash": "/", "escape": "esc", "delete": "del", "plus": "+",
    "minus": "-", "equals_sign": "=", "less_than_sign": "<", "greater_than_sign": ">",
    "comma": ",", "space": "space",
}  # fmt: skip


def key_name(key: str) -> str:
    """Return a key as people write it: `ctrl+s`, `?`, `F1`."""
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    return _KEY_NAMES.get(key, key)


def keys_text(command: Command) -> str:
    """Return the keys of a command as people write them: `? or F1`."""
    return " or ".join(key_name(key) for key in command.keys)
