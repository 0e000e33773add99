"""The command `planner`: its arguments, its commands, and the boundary no traceback passes."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from types import ModuleType
from typing import NoReturn

from planner import __version__
from planner.cli.options import add_country, add_library, country_option
from planner.cli.output import CommandError, complain, width, wrap
from planner.wording import did_you_mean, quoted

COMMANDS = {
    "check": "judge files and folders: one line for each finding, a summary, JSON or CSV",
    "show": "one evening as a person reads it",
    "export": "tell regimens as web page, PDF, calendar, message, table, and for programs",
    "open": "what somebody shared with you, read-only, judged under your country",
    "import": "copy what somebody shared with you into your library",
    "answers": "what was answered to a sheet that you shared, merged into its regimen",
    "evidence": "what is documented, and how well each source was verified",
    "convert": "between the compound, the mineral itself, mmol and mEq",
    "diff": "what differs between two regimens, in sentences; also for git",
    "due": "plans past their length or review date, and packs that run out",
    "new": "start a regimen file, blank or from a template",
    "template": "make, list, show and check templates",
    "derive": "a plan for each client of a table, from a template",
    "drift": "which plans differ from the template that they were made from, and how",
    "rebase": "carry a template's change over into its plans, their own changes kept",
    "undo": "take the last derive, rebase or product change back, in one step",
    "product": "labels that many plans share, and which plans a change touches",
    "catalogue": "check your own substances and ranges, beside the shipped ones",
    "schema": "the JSON Schema of the regimen format, for editors",
    "build": "put an evening together line by line, for screen readers and scripts",
}
"""Every command with its line of help; each has a module of its name (see `_module`)."""

INTERRUPTED = 130
BROKEN_PIPE = 141
UNUSABLE = 2

DESCRIPTION = """\
Build and judge evening supplement regimens. Without a command, planner opens the
screen on your regimens."""
EPILOGUE = """\
Planner compares what you plan with documented ranges and limits and names its
sources. It is not medical advice."""
EXAMPLE = "  planner check regimens/evening-of-the-articles.toml"

_BAD_CHOICE = re.compile(r"argument COMMAND: invalid choice: (.*?) \(choose from", re.DOTALL)


class HelpText(argparse.RawDescriptionHelpFormatter):
    """Help in the width of the terminal, 80 columns at most; examples keep their lines."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(80, width()))


class Parser(argparse.ArgumentParser):
    """A parser that complains as every other part of Planner does."""

    def format_help(self) -> str:
        """Return the help, with its description in lines that fit."""
        if self.description:
            lines = wrap(" ".join(self.description.split()), min(80, width()))
            self.description = "\n".join(lines)
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Complain about wrong arguments and end with 2."""
        if bad := _BAD_CHOICE.match(message):
            word = bad[1].strip("'\"")
            message = f"unknown command {quoted(word)}.{did_you_mean(word, COMMANDS)}"
            if word.endswith(".toml") or os.sep in word:
                message += " To judge a file: planner check FILE"
        complain(message.rstrip("."))
        complain(f"see {self.prog} --help")
        self.exit(UNUSABLE)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return its exit code."""
    # no model here has a plugin, and looking for some in every installed package takes its time
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        code = _run(argv)
        sys.stdout.flush()
        return code
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout.fileno())
        return BROKEN_PIPE
    except CommandError as problem:
        for line in (str(problem), *problem.details):
            complain(line)
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        complain(f"{where}{problem.strerror or problem}")
    except Exception as problem:  # the last boundary: a mistake of ours, in one line
        complain(internal(problem))
    return UNUSABLE


def internal(problem: Exception) -> str:
    """Return a mistake of Planner itself as one line that can be reported."""
    trace, place = problem.__traceback__, ""
    while trace is not None:
        place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    if type(problem).__name__ == "CatalogueError":
        return f"the catalogue cannot be used: {problem}"
    return f"a mistake in Planner itself ({type(problem).__name__}: {problem}{place})"


def _run(argv: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    options = _parser(words).parse_args(words)
    if options.command is None:
        return _open_screen(options)
    if _is_gone():
        complain("the current folder was replaced or removed; enter it again: cd .. and back")
        return UNUSABLE
    code: int = _module(options.command).run(options)
    return code


def _is_gone() -> bool:
    """Whether the current folder is no longer there, as after a `rebase` from elsewhere."""
    try:
        return os.stat(".").st_nlink == 0  # noqa: PTH116
    except OSError:
        return True


def _module(command: str) -> ModuleType:
    """Return the module of a command; where Python keeps the word for itself it is `word_`."""
    return import_module(f"planner.cli.{command}{'_' if iskeyword(command) else ''}")


def _parser(words: Sequence[str]) -> Parser:
    """Return the parser; a command that no word names is only listed, and its module not loaded."""
    parser = Parser(
        prog="planner",
        description=DESCRIPTION,
        epilog=f"{EPILOGUE}\n\nexample:\n{EXAMPLE}",
        formatter_class=HelpText,
        allow_abbrev=False,
    )
    add_library(parser)
    add_country(parser)
    parser.add_argument("--version", action="version", version=f"planner {__version__}")
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", prog=parser.prog
    )
    for name, line in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=line,
            formatter_class=HelpText,
            allow_abbrev=False,
        )
        if name in words:
            module = _module(name)
            command.description = module.DESCRIPTION
            command.epilog = f"example:\n{module.EXAMPLE}"
            module.add_arguments(command)
    return parser


def _open_screen(options: argparse.Namespace) -> int:
    from pathlib import Path

    country = None
    # Without a country to check, the catalogue is read after the first paint.
    if getattr(options, "country", None) is not None:
        from planner.catalogue import load_catalogue

        country = country_option(options, load_catalogue())
    if not on_terminal():
        raise CommandError("the screen needs a terminal; for commands see planner --help")
    from planner.tui.running import run

    library = getattr(options, "library", None)
    code: int = run(library=Path(library) if library else None, country=country)
    return code


def on_terminal() -> bool:
    """Whether a screen can be opened here."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _silence(descriptor: int) -> None:
    """Let what is still to be written go nowhere, so that leaving says nothing about the pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
