"""Saving from the plain mode, with every question that may have to be asked on the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.build_dialogue import Back, Cancelled, Dialogue, Option
from planner.cli.build_words import saved_words
from planner.library.listing import SUFFIX, free_path
from planner.library.store import ChangedOnDisk, CommentsWouldGo, SaveError

if TYPE_CHECKING:
    from planner.document import Document

_COPY = Option("copy", "save as a copy, under another name")
_CANCEL = Option("cancel", "cancel, and save nothing")


class Saving:
    """Saves a document to its file, to the one that was asked for, or to one that is asked for."""

    def __init__(
        self, dialogue: Dialogue, document: Document, folder: Path, output: Path | None
    ) -> None:
        self._dialogue, self._document, self._folder = dialogue, document, folder
        self._output = output
        self.summary = ""
        """What was saved last, in the words of the screen; empty where nothing was."""

    @property
    def target(self) -> Path | None:
        """The file that a save would write; None where it would be asked for."""
        return self._output or self._document.path

    def save(self, given: str = "") -> bool:
        """Save, and return whether the file holds the evening now."""
        try:
            path = None if given else self.target
            path = path or self._path(given)
            while path is not None:
                path = self._attempt(path)
        except (Back, Cancelled):
            self._dialogue.say("Nothing was saved.")
            return False
        return not self._document.dirty and self._document.path is not None

    def _path(self, given: str = "") -> Path:
        """Ask for the file, with a name made from the title offered."""
        offered = free_path(self._folder, self._document.regimen.title).name
        text = self._dialogue.ask(
            "File name", read=lambda text: str(self._read(text)), default=offered, given=given,
            help=f"Where it is saved: a file in the folder {self._folder}, unless you write another"
                 " path.",
        )  # fmt: skip
        return self._read(text)

    def _read(self, text: str) -> Path:
        written = text.strip()
        if not written or written.endswith(("/", "\\")):
            raise ValueError("Write a file name, such as evening.toml.")
        if not written.isprintable() or len(written) > 1000:
            raise ValueError("A file name has at most 1,000 characters, all of them visible.")
        try:
            path = self._folder / Path(written).expanduser()
        except RuntimeError:  # `~somebody`, who is not known here
            raise ValueError("There is no such home folder. Write the whole path.") from None
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        if len(path.name.encode()) > 200:
            raise ValueError("This file name is too long: 200 characters at most.")
        return path

    def _attempt(self, path: Path) -> Path | None:
        """Save, or ask what to do about what stands in the way; return where to try next."""
        from planner.forms.shared import own_words

        dialogue, document = self._dialogue, self._document
        before = document.regimen
        overwrite = drop_comments = False
        while True:
            try:
                saved = document.save(path, overwrite=overwrite, drop_comments=drop_comments)
            except ChangedOnDisk:
                options = [Option("overwrite", "overwrite it"), _COPY, _CANCEL]
                if path == document.path:
                    dialogue.say(
                        f"The file has changed on disk. {path.name} was changed by something else"
                        " since it was opened here."
                    )
                else:
                    dialogue.say(f"There is such a file already: {path}.")
                dialogue.say("Overwriting keeps that version in the folder .versions beside it.")
            except CommentsWouldGo as problem:
                options = [Option("drop", "save without the comments"), _COPY, _CANCEL]
                dialogue.say(
                    f"Comments would go. {problem}",
                    "Saving without them keeps the old version, comments and all, in the folder"
                    " .versions beside the file.",
                )
            except (SaveError, OSError) as problem:
                options = [Option("copy", "save elsewhere"), _CANCEL]
                dialogue.say(f"It could not be saved. {problem}", "The evening stays as it is.")
            else:
                self._output = None
                self.summary = saved_words(document)
                words = f"{self.summary[:1].upper()}{self.summary[1:]}."
                folder = saved.path.parent.absolute()
                dialogue.say(f"{words} Folder: {folder}" if saved.changed else words)
                if own := own_words(before, document.regimen):
                    dialogue.say(own)
                return None
            answer = dialogue.choose(
                "What now", options, help="Nothing is written until you answer."
            )
            if answer == "copy":
                return self._path()
            if answer == "cancel":
                raise Cancelled
            overwrite = overwrite or answer == "overwrite"
            drop_comments = drop_comments or answer == "drop"
