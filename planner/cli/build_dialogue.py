"""Asking line by line: plain prompts, answers typed or piped, and words that hold everywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO, TypeVar

from planner.cli.output import say, spaced, width, wrap
from planner.forms.draft import refusal_words
from planner.wording import listed, quoted, visible

T = TypeVar("T")

LONGEST = 20_000
"""Characters of one answer; a longer line is refused whole."""

HELP_WORDS = ("?", "help")
NONE = "none"
YES_OR_NO = (("yes", "yes"), ("no", "no"))
ANYWHERE = (
    "Everywhere: a question mark explains what is asked; back goes to the question before; undo"
    " takes back the last change of the evening; cancel leaves the entry; quit leaves Planner. An"
    ' answer that is one of these words itself is written in quotes: "back".'
)

_CONTROL = (*HELP_WORDS, "back", "cancel", "undo", "quit", NONE)
_WORD = re.compile(r"[^\W_]+")


class How(StrEnum):
    """How a conversation came to its end."""

    QUIT = "quit"
    DISCARDED = "discarded"
    INPUT_ENDED = "input ended"
    INTERRUPTED = "interrupted"


class Back(Exception):  # noqa: N818  (no error: the person goes back to the question before)
    """The question before is wanted again."""


class Cancelled(Exception):  # noqa: N818
    """What is being asked for is left as it was."""


class Ended(Exception):  # noqa: N818
    """The conversation is over."""

    def __init__(self, how: How) -> None:
        super().__init__(how)
        self.how = how


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a few: what it stands for, and its words."""

    value: str
    words: str


class Dialogue:
    """Says lines and asks questions; only text is written, so that it can be heard as well."""

    def __init__(self, answers: TextIO, told: TextIO) -> None:
        """Read answers from one stream and say everything to the other."""
        self._answers, self._told = answers, told
        self._at_terminal = answers.isatty()
        reconfigure = getattr(answers, "reconfigure", None)
        if reconfigure is not None:  # bytes that are no text are refused as an answer, not raised
            reconfigure(errors="surrogateescape")
        with self.telling():
            self.columns = width()
        self.on_undo: Callable[[], None] = lambda: None
        """What takes back the last change of the evening."""
        self.on_leave: Callable[[How], None] = _end
        """What asks whether to leave; it raises `Ended`, or returns where the person stays."""

    # saying

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Let everything that prints results print into the conversation instead."""
        with redirect_stdout(self._told):
            yield

    def say(self, *texts: str) -> None:
        """Say paragraphs; whatever foreign text is in them, it is only shown."""
        with self.telling():
            for text in texts:
                for line in wrap(_spoken(text), self.columns):
                    say(line)

    def say_list(self, rows: Sequence[str], first: int = 1) -> None:
        """Say a numbered list."""
        self.say(*(f"{number}. {row}" for number, row in enumerate(rows, start=first)))

    def refuse(self, reason: str) -> None:
        """Say why an answer cannot be used."""
        self.say(f"Not understood. {reason}")

    # asking

    def line(self, prompt: str, *, help: str = "", menu: bool = False) -> str:
        """Ask for one line and return it; words that hold everywhere are answered here.

        A `menu` has its own answers to those words, and is given whatever is typed.

        Raises:
            Back: the question before is wanted.
            Cancelled: the entry, or whatever is asked for, is left.
            Ended: there is no more input, or Planner is left.
        """
        while True:
            try:
                self._prompt(prompt)
                typed = self._read()
            except KeyboardInterrupt:
                self.interrupted()
                continue
            if typed is None:
                continue
            word = typed.lower()
            if menu:
                return typed
            if word in HELP_WORDS:
                self.say(help, ANYWHERE)
            elif word == "back":
                raise Back
            elif word == "cancel":
                raise Cancelled
            elif word == "undo":
                self.on_undo()
            elif word == "quit":
                self.on_leave(How.QUIT)
            else:
                return typed

    def ask(
        self,
        prompt: str,
        *,
        read: Callable[[str], str],
        help: str,
        default: str = "",
        shown: str = "",
        optional: bool = False,
        given: str = "",
    ) -> str:
        """Ask for a text until it can be used, and return it.

        `read` returns how a text is understood, or raises ValueError with the reason why it is
        not. An empty answer keeps the `default`, told as `shown` where its words differ; what is
        `optional` may be empty, and the word none empties it. `given` is an answer that was typed
        before the question was asked.
        """
        if default and not _fits(default, read):
            default = shown = ""  # such as mg where the label counts capsules by now
        offered = shown or default or (NONE if optional else "")
        question = f"{prompt} [{offered}]" if offered else prompt
        while True:
            typed, given = given or self.line(question, help=help), ""
            if not typed and not (default or shown or optional):
                self.refuse(f"An answer is needed here. {help}")
                continue
            text = default if not typed else _literal(typed)
            if optional and typed.lower() == NONE:
                text = ""
            if not typed and not text:
                return text
            try:
                understood = read(text)
            except ValueError as problem:
                self.refuse(refusal_words(problem))
                continue
            if typed or spaced(understood) not in (text, offered):
                self.say(f"Understood: {understood or NONE}")
            return text

    def choose(
        self,
        prompt: str,
        options: Sequence[Option],
        *,
        help: str,
        default: str | None = None,
        short: bool = False,
        check: Callable[[str], None] = lambda _: None,
        given: str = "",
    ) -> str:
        """Ask for one of a few answers, by its number or the first letters of a word.

        The answers are read out before the question, unless it is to be `short`: then only its
        explanation names them. `check` raises ValueError for a choice that cannot be used here.
        """
        rows = [f"{number}. {option.words}" for number, option in enumerate(options, start=1)]
        kept = next((option for option in options if option.value == default), None)
        question = prompt
        if kept is not None:
            question = f"{prompt} [{options.index(kept) + 1}, {kept.words}]"
        if not short and not given:
            self.say(*rows)
        while True:
            explained = f"{help} The answers: {'; '.join(rows)}."
            at_once = bool(given)  # the command that it came with says what it has done
            typed, given = given or self.line(question, help=explained), ""
            try:
                if typed:
                    chosen = matching(_literal(typed), options)
                elif kept is not None:
                    chosen = kept
                else:
                    raise ValueError("Type a number, or the first letters of a word.")
                check(chosen.value)
            except ValueError as problem:
                self.refuse(str(problem))
                continue
            if typed and not at_once:
                self.say(f"Understood: {chosen.words}")
            return chosen.value

    def yes(self, prompt: str, *, default: bool, help: str) -> bool:
        """Ask for yes or no."""
        options = [Option(value, words) for value, words in YES_OR_NO]
        word = "yes" if default else "no"
        while True:
            typed = self.line(f"{prompt} yes or no [{word}]", help=help).lower()
            try:
                return (matching(typed, options).value if typed else word) == "yes"
            except ValueError:
                self.refuse("Type yes or no, or their first letter.")

    def interrupted(self) -> None:
        """Ask whether to leave, as control and c ask for; return where the person stays."""
        self._left(How.INTERRUPTED)

    # streams

    def _prompt(self, text: str) -> None:
        *lines, last = wrap(_spoken(f"{text}:"), self.columns - 1)
        with self.telling():
            for line in lines:
                say(line)
        self._write(f"{last} ")

    def _read(self) -> str | None:
        """Return the next answer, or None where the same question is to be asked again."""
        typed = self._answers.readline(LONGEST)
        too_long = len(typed) == LONGEST and not typed.endswith("\n")
        while too_long and not typed.endswith("\n") and typed:
            typed = self._answers.readline(LONGEST)
        if not typed and not too_long:
            self._left(How.INPUT_ENDED)
            return None
        answer = "" if too_long else typed.strip().replace("\t", " ")
        if not self._at_terminal:
            self._write(f"{_spoken(answer)}\n")  # so that a transcript reads as it was typed
        if too_long:
            self.refuse(f"An answer has at most {LONGEST:,} characters.")
            return None
        if any(unicodedata.category(each) in ("Cc", "Cs") for each in answer):
            self.refuse(
                "The line holds something that is no text, such as an arrow key. Type it again."
            )
            return None
        return answer

    def _left(self, how: How) -> None:
        """Ask whether to leave, at a terminal; a pipe that has ended has nothing more to say."""
        self._write("\n")
        if not self._at_terminal:
            raise Ended(how)
        self.on_leave(how)

    def _write(self, text: str) -> None:
        try:
            self._told.write(text)
        except UnicodeEncodeError:
            encoding = self._told.encoding or "ascii"
            self._told.write(text.encode(encoding, "backslashreplace").decode(encoding))
        self._told.flush()


def walk(
    dialogue: Dialogue,
    wanted: Callable[[], list[str]],
    ask: Callable[[str], None],
    *,
    back: bool = False,
) -> None:
    """Ask every question that is wanted, which answers may change; `back` goes to the one before.

    Raises:
        Back: with `back`, the question before the first one is wanted.
    """
    done: list[str] = []
    while True:
        name = next((each for each in wanted() if each not in done), None)
        if name is None:
            return
        try:
            ask(name)
        except Back:
            if done:
                done.pop()
            elif back:
                raise
            else:
                dialogue.say("This is the first question. The word cancel leaves the entry.")
            continue
        done.append(name)


def matching(typed: str, options: Sequence[Option]) -> Option:
    """Return the one option that a number, or the first letters of its words, stand for.

    Raises:
        ValueError: it stands for none of them, or for several.
    """
    if typed.isascii() and typed.isdigit():
        number = int(typed[:9])
        if 1 <= number <= len(options):
            return options[number - 1]
        raise ValueError(f"There are the numbers 1 to {len(options)}.")
    for option in options:
        if option.value == typed.lower():
            return option
    begun = [option for option in options if begins(typed, option.words)]
    exact = [option for option in options if option.words.lower().startswith(typed.lower())]
    for found in (begun, exact):
        if len(found) == 1:
            return found[0]
    if begun:
        may = listed((option.words for option in begun[:4]), "or")
        raise ValueError(f"{quoted(typed)} may be {may}. Write more letters, or a number.")
    raise ValueError(
        f"{quoted(typed)} is none of the answers. Type a number from 1 to {len(options)}, or the"
        " first letters of a word."
    )


def begins(typed: str, words: str) -> bool:
    """Whether every word that was typed begins one of the words."""
    known = _WORD.findall(words.lower())
    wanted = _WORD.findall(typed.lower())
    return bool(wanted) and all(any(word.startswith(each) for word in known) for each in wanted)


def _fits(text: str, read: Callable[[str], str]) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _literal(typed: str) -> str:
    """Return what is meant: a word that would be a command is given in quotes."""
    inner = typed[1:-1]
    return inner if typed == f'"{inner}"' and inner.lower() in _CONTROL else typed


def _spoken(text: str) -> str:
    """Return a text for eyes and ears; the sign for about is passed over by screen readers."""
    return visible(text).replace("≈", "about")


def _end(how: How) -> None:
    raise Ended(how)
