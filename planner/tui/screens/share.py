"""Sharing a regimen: what each format would say, to whom it tells what, and where it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static
from textual.worker import Worker, WorkerState

from planner.tui.commands import SHARE, bindings
from planner.tui.messages import ChoiceMade, FormatHighlighted, ReadOn, SheetMade
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.confirm import ConfirmScreen
from planner.tui.screens.sending import Sending, shown_text, size_words
from planner.tui.share_making import COPY, PLAIN, SHOW, WRITE, Wish, from_home, make
from planner.tui.text import BAD, GOOD, QUIET, cut, literal
from planner.tui.widgets.choices import Choices
from planner.tui.widgets.format_list import SIDE_BY_SIDE, FormatList
from planner.tui.widgets.plain_input import PlainInput
from planner.tui.widgets.text_preview import TextPreview
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.export.formats import Format
    from planner.export.making import Options
    from planner.library.sharing import Prepared
    from planner.regimen.reading import Reading

PERSON, LARGE = "person", "large"
_ROWS = {PERSON: "Tell of the person", LARGE: "Large print: web page, PDF"}
_LONGEST = {"by": 200, "folder": 4_000}


class ShareScreen(PlannerScreen[None]):
    """Formats with what each is good for; the one that is highlighted is shown as it would be."""

    WHERE = SHARE
    BINDINGS = bindings(SHARE)
    BUTTONS = (
        "write-shared", "mark-format", "copy-shared", "tell-person", "large-print", "close",
    )  # fmt: skip
    CSS_PATH = "../styles/share.tcss"
    AUTO_FOCUS = "#formats"
    HORIZONTAL_BREAKPOINTS = [(0, "-tight"), (64, "-narrow"), (SIDE_BY_SIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall")]

    def __init__(self, reading: Reading, prepared: Prepared, folder: Path) -> None:
        """`prepared` is the regimen as it would be shared, in no format yet."""
        super().__init__()
        self._reading = reading
        self._sheet = prepared.sheet
        self._folder = self._goes_to = folder
        self._sending = Sending(self, self._sent)
        self._wanted: Wish | None = None
        self._making: Wish | None = None
        self._written = ""
        """What was written last, while nothing has changed since."""
        self._busy = 0
        """How much is being made to be copied or written."""
        self._closing = False
        """Whether to go back once that is done."""

    def compose(self) -> ComposeResult:
        """Compose the heading, the formats, what a sender chooses, and what would be sent."""
        from planner.export.formats import FORMATS

        yield Static(id="share-title", classes="title", markup=False)
        yield Static(id="share-state", classes="title", markup=False)
        with Container(id="share"):
            with Container(id="share-how"):
                yield FormatList(list(FORMATS.values()), PLAIN, id="formats")
                with Container(id="share-options"):
                    yield Choices("share", _ROWS.items(), many=True)
                    with Vertical(id="share-fields"):
                        with Horizontal(classes="share-field"):
                            yield Label("Made by", markup=False)
                            yield _field(self.planner.shared_by, "by", "not stated")
                        with Horizontal(classes="share-field"):
                            yield Label("Folder", markup=False)
                            yield _field(from_home(self._folder), "folder", "such as exports")
            with Vertical(id="share-said"):
                yield Static(id="share-about", markup=False)
                yield TextPreview(id="share-text")
        yield from self.bottom()

    def on_mount(self) -> None:
        """Have what is typed seen at once; enter goes back to the formats."""
        for field in self.query(PlainInput):
            field.typed = self._typed
            field.entered = self._to_formats

    def _to_formats(self) -> None:
        self.query_one(FormatList).focus()

    def on_screen_resume(self) -> None:
        """Show it, after another screen as that one left things, such as the country."""
        self._ask()

    def on_resize(self) -> None:
        """Fit the heading to the new width."""
        self._say()

    # what is chosen

    def _options(self) -> Options:
        from planner.export.making import Options

        chosen = self.query_one(Choices).chosen
        return Options(
            with_person=PERSON in chosen,
            by=self.query_one("#input-by", Input).value.strip() or None,
            large_print=LARGE in chosen,
            country=self.planner.country,
        )

    def _formats(self) -> tuple[str, ...]:
        """Return what would be written: the marked formats, or the one that is highlighted."""
        formats = self.query_one(FormatList)
        return formats.marked or (formats.highlighted,)

    def _target(self) -> Path:
        """Return the folder that is typed.

        Raises:
            ValueError: it is none.
        """
        text = self.query_one("#input-folder", Input).value.strip()
        if not text or not text.isprintable():
            raise ValueError("Write the folder that the files shall go to.")
        try:
            return Path(text).expanduser()
        except RuntimeError:  # `~somebody`, who is not known here
            return Path(text)

    @on(ChoiceMade)
    def _chosen(self, event: ChoiceMade) -> None:
        event.stop()
        self._ask()

    def _typed(self, _: str) -> None:
        self._written = ""
        self.planner.shared_by = self.query_one("#input-by", Input).value
        self._ask()

    @on(FormatHighlighted)
    def _highlighted(self, event: FormatHighlighted) -> None:
        event.stop()
        self._written = ""
        self._ask()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()  # it is taken in already

    def action_mark_format(self) -> None:
        """Mark the highlighted format, or take its mark away."""
        self.query_one(FormatList).mark()
        self._written = ""
        self._say()

    def action_tell_person(self) -> None:
        """Tell of the person, or leave the person out again."""
        self._switch(PERSON)

    def action_large_print(self) -> None:
        """Print in large letters, or in plain ones again."""
        self._switch(LARGE)

    def _switch(self, row: str) -> None:
        choices = self.query_one(Choices)
        choices.fill(set(choices.chosen) ^ {row})
        self._ask()

    def action_edit_by(self) -> None:
        """Go to the name of who made it."""
        self.query_one("#input-by").focus()

    def action_edit_folder(self) -> None:
        """Go to the folder."""
        self.query_one("#input-folder").focus()

    # showing

    @on(ReadOn)
    def _read_on(self, event: ReadOn) -> None:
        event.stop()
        self.query_one(TextPreview).action_page(event.pages)

    def _ask(self) -> None:
        """Have what is highlighted made as it would be now, one after the other."""
        wish = Wish(SHOW, (self.query_one(FormatList).highlighted,), self._options())
        if self._wanted is None or wish.formats != self._wanted.formats:
            self.query_one(TextPreview).start_over()
        if wish != self._wanted:
            self._wanted, self._written = wish, ""
            if self._making is None:
                self._start(wish)
        self._say()

    def _start(self, wish: Wish) -> None:
        self._making = wish
        self._make(wish)

    @work(thread=True, group="making", exit_on_error=False)
    def _make(self, wish: Wish) -> None:
        """Make it in a thread, which touches no widget."""
        planner, path = self.planner, self._reading.path
        used = planner.catalogue if path is None else planner.catalogue_at(path)
        self.post_message(make(self._reading, used, wish, planner.now().date()))

    @on(Worker.StateChanged)
    def _fault(self, event: Worker.StateChanged) -> None:
        """Let a fault in a format be told as any other; the next wish is taken up again."""
        if event.state == WorkerState.ERROR and event.worker.error is not None:
            failed, self._making, self._busy, self._closing = self._making, None, 0, False
            self.query_one(TextPreview).show("")
            if self._wanted is not None and self._wanted != failed:
                self._start(self._wanted)
            raise event.worker.error

    @on(SheetMade)
    def _made(self, event: SheetMade) -> None:
        event.stop()
        prepared, wish = event.prepared, event.wish
        if wish.purpose == SHOW:
            self._making = None
            if wish != self._wanted and self._wanted is not None:
                self._start(self._wanted)
                return
        else:
            self._busy -= 1
        if prepared is None:
            self._closing = False
            self._show_about(literal("✗ It cannot be shared", BAD), event.problem)
        elif wish.purpose == SHOW:
            self._sheet = prepared.sheet
            self._show(prepared, wish.formats[0])
            self._say()
        elif wish.purpose == COPY:
            self._sending.copy(prepared)
        else:
            self._sending.write(prepared, self._goes_to)
        if self._closing and not isinstance(self.app.screen, ConfirmScreen):
            self.action_close()
        self._closing = self._closing and self._busy > 0

    def _show(self, prepared: Prepared, name: str) -> None:
        from planner.export.formats import FORMATS

        form, refused = FORMATS[name], dict(prepared.refused)
        if name in refused:
            about = literal(f"✗ {form.title} cannot be made", BAD)
            reason = f"{refused[name][:1].upper()}{refused[name][1:].rstrip('.')}."
            self._show_about(about, reason)
            return
        data = {made: data for made, _, data in prepared.files}
        _, file, written = next(each for each in prepared.files if each[0] == name)
        text = shown_text(data.get(PLAIN if form.laid_out_by else name, b""))
        about = Content.assemble(
            literal(form.title, strong=True),
            literal(f", {_seen_as(form)}: {visible(file)}, {size_words(len(written))}", QUIET),
        )
        self._show_about(about, text)

    def _show_about(self, about: Content, text: str) -> None:
        self.query_one("#share-about", Static).update(about, layout=False)
        self.query_one(TextPreview).show(text)

    def _sent(self, words: str) -> None:
        self._written = words
        self._say()

    def _say(self) -> None:
        """Say what is shared, as which version, whether the person is told, and what w does."""
        width = max(self.app.size.width - 4, 20)
        words = self._sheet.edition.words
        title = cut(self._reading.title or "", max(width - len(words) - 12, 10))
        heading = Content.assemble(
            literal(f"Share “{title}”", strong=True), literal(f"  {words}", QUIET)
        )
        self.query_one("#share-title", Static).update(heading, layout=False)
        self.query_one("#share-state", Static).update(self._state(width), layout=False)

    def _state(self, width: int) -> Content:
        if self._written:
            return literal(cut(f"✓ {self._written}", width), GOOD)
        try:
            self._target()
        except ValueError as problem:
            return literal(cut(f"✗ {problem}", width), BAD)
        from planner.export.formats import FORMATS

        formats = self._formats()
        what = f"{self._sheet.stem}{FORMATS[formats[0]].suffix}"
        if len(formats) > 1:
            what = f"{counted(len(formats), 'file')}, as marked"
        return literal(cut(f"{self._person_words()} w writes {what}.", width))

    def _person_words(self) -> str:
        regimen = self._reading.regimen
        if regimen is None or regimen.person is None:
            return "No person is named in it."
        if PERSON not in self.query_one(Choices).chosen:
            return "The person is left out."
        told = ("name" if what == "For" else what.lower() for what, _ in self._sheet.person)
        return f"The person is told of: {listed(told)}."

    # copying and writing

    def action_copy_shared(self) -> None:
        """Copy the text that is highlighted."""
        from planner.export.formats import FORMATS

        name = self.query_one(FormatList).highlighted
        if not FORMATS[name].is_text:
            self.tell(f"{FORMATS[name].title} is no text that could be copied; w writes it.")
            return
        self._begin(Wish(COPY, (name,), self._options()))

    def _begin(self, wish: Wish) -> None:
        self._busy += 1
        self._make(wish)

    def action_write_shared(self) -> None:
        """Write the marked formats, or the one that is highlighted."""
        try:
            self._goes_to = self._target()
        except ValueError as problem:
            self.tell(str(problem), severity="warning")
            self.action_edit_folder()
            return
        self._begin(Wish(WRITE, self._formats(), self._options()))

    def action_close(self) -> None:
        """Go back, once what is being written or copied is done."""
        self._closing = self._busy > 0
        if not self._closing:
            self.dismiss(None)


def _field(value: str, name: str, placeholder: str) -> PlainInput:
    return PlainInput(
        value, placeholder=placeholder, compact=True, max_length=_LONGEST[name], id=f"input-{name}"
    )


def _seen_as(form: Format) -> str:
    if form.laid_out_by:
        return f"its words; {form.laid_out_by} lays it out"
    return "as it will be written"
