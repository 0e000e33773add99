"""An open regimen: its undo history, what of it is saved, and its verdict; knows no screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from planner.catalogue import Catalogue
from planner.judge import judge
from planner.judge.findings import Verdict
from planner.library.store import Saved, save
from planner.regimen.models import Regimen
from planner.regimen.reading import Reading


class NotWholeError(Exception):
    """A file holds problems or unfilled fields, which editing it here would lose."""


@dataclass(frozen=True, slots=True)
class _State:
    regimen: Regimen
    what: str
    """The edit that led here, in words: `remove magnesium`."""
    merge: str | None = None
    """What the edit is a part of, such as one drag of the mouse; None where it stands alone."""


class Document:
    """A regimen that is being edited; every edit is judged at once and can be undone."""

    def __init__(
        self,
        regimen: Regimen,
        catalogue: Catalogue,
        *,
        country: str | None = None,
        path: Path | None = None,
        digest: str | None = None,
        unsaved: bool = False,
    ) -> None:
        """Open a regimen; `path` and `digest` are those of the file that it was read from.

        With `unsaved` the regimen is not what the file holds, as with a draft that was kept.
        """
        self.catalogue = catalogue
        self.country = country
        self.path = path
        self._digest = digest
        self._history = [_State(regimen, "")]
        self._place = 0
        self._saved: Regimen | None = regimen if path is not None and not unsaved else None
        self._blank = None if unsaved else regimen
        self._verdict: Verdict | None = None

    @classmethod
    def of_reading(
        cls, reading: Reading, catalogue: Catalogue, country: str | None = None
    ) -> Document:
        """Open what reading a file gave.

        Raises:
            NotWholeError: the file holds problems, or is a template with fields to be filled;
                saving would lose what could not be read.
        """
        if not reading.whole or reading.regimen is None or reading.unfilled:
            raise NotWholeError(str(reading.path))
        return cls(
            reading.regimen, catalogue, country=country, path=reading.path, digest=reading.digest
        )

    @property
    def regimen(self) -> Regimen:
        """The regimen as it stands."""
        return self._history[self._place].regimen

    @property
    def digest(self) -> str | None:
        """The fingerprint of the file as it was read or saved last."""
        return self._digest

    @property
    def verdict(self) -> Verdict:
        """What the judge says of the regimen as it stands."""
        if self._verdict is None:
            self._verdict = self.preview(self.regimen)
        return self._verdict

    def use_country(self, country: str | None) -> None:
        """Judge by the limits of another country from now on, where the person names none."""
        if country != self.country:
            self.country = country
            self._verdict = None

    def preview(self, regimen: Regimen) -> Verdict:
        """Return what the judge would say of another regimen, such as one being typed."""
        return judge(regimen, self.catalogue, self.country)

    @property
    def dirty(self) -> bool:
        """Whether there are changes that no file holds."""
        if self._saved is None:
            return self.regimen != self._blank
        return self.regimen != self._saved

    def apply(self, regimen: Regimen, what: str = "edit", *, merge: str | None = None) -> None:
        """Make a regimen the current one; nothing happens where it is the same.

        Edits in a row with the same `merge` are parts of one, such as a drag of the mouse, and are
        undone together.
        """
        if regimen == self.regimen:
            return
        del self._history[self._place + 1 :]
        if merge is not None and self._history[self._place].merge == merge:
            del self._history[self._place]
            self._place -= 1
        self._history.append(_State(regimen, what, merge))
        self._place += 1
        self._verdict = None

    def undo(self) -> str | None:
        """Go back one edit and return its words, or None where there is none."""
        if self._place == 0:
            return None
        what = self._history[self._place].what
        self._place -= 1
        self._verdict = None
        return what

    def redo(self) -> str | None:
        """Do an undone edit again and return its words, or None where there is none."""
        if self._place + 1 >= len(self._history):
            return None
        self._place += 1
        self._verdict = None
        return self._history[self._place].what

    def save(
        self, path: Path | None = None, *, overwrite: bool = False, drop_comments: bool = False
    ) -> Saved:
        """Save to the file it came from, or to another one, and return what was done.

        Raises:
            SaveError: see `planner.library.store.save`; the document stays as it is.
            ValueError: there is no path to save to.
        """
        target = path or self.path
        if target is None:
            raise ValueError("a new regimen needs a path to be saved to")
        digest = self._digest if target == self.path else None
        saved = save(
            self.regimen, target, digest=digest, overwrite=overwrite, drop_comments=drop_comments
        )
        if saved.regimen != self.regimen:  # labels have become its own: the edits stay as they are
            self._history[self._place] = replace(
                self._history[self._place], regimen=saved.regimen, merge=None
            )
            self._verdict = None
        self.path, self._digest, self._saved = saved.path, saved.digest, self.regimen
        return saved
