"""Saving a regimen, with every question that may have to be asked on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.library.listing import free_path
from planner.library.store import ChangedOnDisk, CommentsWouldGo, SaveError
from planner.tui.screens.confirm import Choice, ConfirmScreen, PromptScreen
from planner.tui.text import cut
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.document import Document
    from planner.regimen.models import Regimen
    from planner.tui.screens.base import PlannerScreen

SUFFIX = ".toml"
CLIENTS = "clients"
"""The folder of a library in which plans of clients lie, where there is one."""


class SaveFlow:
    """One attempt to save; `done` is called after it has worked, and only then."""

    def __init__(
        self, screen: PlannerScreen[Any], document: Document, done: Callable[[], object]
    ) -> None:
        self._screen, self._document, self._done = screen, document, done
        self._folder = screen.planner.library

    def start(self) -> None:
        """Save to the file of the regimen, or ask where a new one shall go."""
        if self._document.path is None:
            self.ask_path()
        else:
            self.attempt(self._document.path)

    def ask_path(self) -> None:
        """Ask for the file, with a name made from the title offered, or from a client's code."""
        offered = suggested_path(self._folder, self._document.regimen)
        self._screen.app.push_screen(
            PromptScreen(
                "Save as",
                done="Save",
                value=str(offered.relative_to(self._folder)),
                hint=f"In the folder {visible(str(self._folder))}, unless you write another path.",
                read=lambda text: str(self._target(text)),
            ),
            self._path_given,
        )

    def _target(self, text: str) -> Path:
        written = text.strip()
        if not written or written.endswith(("/", "\\")):
            raise ValueError("Write a file name, such as evening.toml.")
        if not written.isprintable() or len(written) > 1000:
            raise ValueError("A file name has at most 1,000 characters, all of them visible.")
        path = self._folder / Path(written).expanduser()
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        if len(path.name.encode()) > 200:
            raise ValueError("This file name is too long: 200 characters at most.")
        return path

    def _path_given(self, text: str | None) -> None:
        if text is not None:
            self.attempt(self._target(text))

    def attempt(self, path: Path, *, overwrite: bool = False, drop_comments: bool = False) -> None:
        """Save, or ask what to do about what stands in the way."""
        from planner.forms.shared import own_words

        document = self._document
        before, is_new = document.regimen, path != document.path
        try:
            document.save(path, overwrite=overwrite, drop_comments=drop_comments)
        except ChangedOnDisk:
            self._ask_changed(path, drop_comments)
        except CommentsWouldGo as problem:
            self._ask_comments(path, overwrite, str(problem))
        except (SaveError, OSError) as problem:
            self._ask_elsewhere(str(problem))
        else:
            own = own_words(before, document.regimen)
            said = (saved_words(document), own, self._keep_template(path) if is_new else "")
            self._screen.tell("\n".join(filter(None, said)))
            self._done()

    def _keep_template(self, path: Path) -> str:
        """Keep beside a new plan what it was made from; return what to tell where that fails."""
        if self._document.regimen.derived is None:
            return ""
        from planner.library.template_writing import keep_state_of

        return keep_state_of(self._document.regimen, path, self._folder)

    def _ask_changed(self, path: Path, drop_comments: bool) -> None:
        def answered(answer: str | None) -> None:
            if answer == "overwrite":
                self.attempt(path, overwrite=True, drop_comments=drop_comments)
            elif answer == "copy":
                self.ask_path()

        if path == self._document.path:
            title = "The file has changed on disk"
            said = (
                f"{visible(path.name)} was changed by something else since it was opened here."
                " Overwriting keeps that version in the folder .versions beside it."
            )
        else:
            title = "There is such a file already"
            said = f"{visible(path.name)} exists. Overwriting keeps it in the folder .versions."
        choices = (
            Choice("o", "Overwrite", "overwrite"),
            Choice("c", "Save as a copy", "copy", main=True),
            Choice("escape", "Cancel", "cancel"),
        )
        self._screen.app.push_screen(ConfirmScreen(title, said, choices), answered)

    def _ask_comments(self, path: Path, overwrite: bool, said: str) -> None:
        def answered(answer: str | None) -> None:
            if answer == "save":
                self.attempt(path, overwrite=overwrite, drop_comments=True)
            elif answer == "copy":
                self.ask_path()

        question = (
            f"{visible(said)}\n\nSaving without them keeps the old version, comments and all,"
            " in the folder .versions beside the file."
        )
        choices = (
            Choice("s", "Save without them", "save"),
            Choice("c", "Save as a copy", "copy", main=True),
            Choice("escape", "Cancel", "cancel"),
        )
        self._screen.app.push_screen(
            ConfirmScreen("Comments would go", question, choices), answered
        )

    def _ask_elsewhere(self, said: str) -> None:
        def answered(answer: str | None) -> None:
            if answer == "copy":
                self.ask_path()

        choices = (
            Choice("c", "Save elsewhere", "copy", main=True),
            Choice("escape", "Cancel", "cancel"),
        )
        self._screen.app.push_screen(
            ConfirmScreen("It could not be saved", f"{said}\n\nNothing is lost: the evening stays"
                          " as you see it.", choices),
            answered,
        )  # fmt: skip


def suggested_path(folder: Path, regimen: Regimen) -> Path:
    """Return a free path for a new regimen: named after its title, or after a client's code.

    A plan that was made for a client from a template lies with those of the others.
    """
    code = regimen.person.name if regimen.derived and regimen.person else None
    if code is None:
        return free_path(folder, regimen.title)
    clients = folder / CLIENTS
    return free_path(clients if clients.is_dir() else folder, code)


def saved_words(document: Document) -> str:
    """Return what was saved: `saved evening.toml (2 entries, 1 warning, 0 not checked)`."""
    verdict = document.verdict
    counting = [finding for finding in verdict.findings if finding.counts]
    warnings = sum(finding.severity == "warning" for finding in counting)
    questions = sum(finding.severity == "question" for finding in counting)
    parts = [
        counted(len(document.regimen.entries), "entry", "entries"),
        counted(warnings, "warning"),
        f"{len(verdict.not_checked())} not checked",
    ]
    if questions:
        parts.insert(2, counted(questions, "question"))
    name = document.path.name if document.path else ""
    return f"saved {name} ({', '.join(parts)})"


def ask_to_save_first(
    screen: PlannerScreen[Any], document: Document, then: Callable[[], object]
) -> None:
    """Ask whether to save what no file holds yet, and do something once it is saved."""

    def answered(answer: str | None) -> None:
        if answer == "save":
            SaveFlow(screen, document, then).start()

    title = cut(document.regimen.title, 60)
    question = (
        f"“{title}” has changes that no file holds. What is shared is what its file says, and"
        " which version that is is kept on record beside the file."
    )
    choices = (Choice("s", "Save", "save", main=True), Choice("escape", "Cancel", "cancel"))
    screen.app.push_screen(ConfirmScreen("Save it first?", question, choices), answered)


def ask_about_changes(
    screen: PlannerScreen[Any], document: Document, leave: Callable[[], object]
) -> None:
    """Call `leave`, after asking about changes that no file holds."""
    if not document.dirty:
        leave()
        return

    def answered(answer: str | None) -> None:
        if answer == "save":
            SaveFlow(screen, document, leave).start()
        elif answer == "discard":
            leave()

    choices = (
        Choice("s", "Save", "save", main=True),
        Choice("d", "Discard", "discard"),
        Choice("escape", "Stay", "stay"),
    )
    title = cut(document.regimen.title, 60)
    screen.app.push_screen(
        ConfirmScreen("Unsaved changes", f"“{title}” has changes that no file holds.", choices),
        answered,
    )
