"""The weekly check: the same finding of many plans as one row, and from there into each plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from planner.judge.grouping import Group, Kind, Place
from planner.tui.commands import WEEKLY, bindings
from planner.tui.messages import HeaderClicked, PlansChecked, RowHighlighted, RowOpened
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.finding_opening import open_at
from planner.tui.text import QUIET, WARN, cut, cut_before, lines, literal, wrapped
from planner.tui.weekly_check import NEXT, ORDERS, PLAN_ORDERS, Totals, WeeklyCheck
from planner.tui.weekly_rows import (
    FindingRows,
    PlanRows,
    calm_words,
    counted,
    file_name,
    finding_words,
    heading_of,
    plan_words,
    rest_words,
    sign_of,
    status_words,
)
from planner.tui.widgets.plain_input import PlainInput
from planner.tui.widgets.rows_table import GAP, RowsTable
from planner.tui.widgets.said import split

if TYPE_CHECKING:
    from planner.library.changes import Signature
    from planner.tui.screens.library import LibraryScreen


TALL = 20
"""Rows below which what is said of a finding, and of the folder, is kept short."""
LEAST_NAME = 12
"""Columns of the name of the folder."""


class WeeklyScreen(PlannerScreen[None]):
    """Judges every plan of the library in a thread, and fills in what it finds as it comes."""

    WHERE = WEEKLY
    BINDINGS = bindings(WEEKLY)
    BUTTONS = ("open-finding", "search-findings", "sort-findings", "check-again", "close")
    CSS_PATH = "../styles/weekly.tcss"
    AUTO_FOCUS = "#findings"

    def __init__(self, library: LibraryScreen) -> None:
        super().__init__()
        self._library = library
        self._check = WeeklyCheck()
        self._judged_by: str | None = None
        """The country by whose limits the plans were judged."""
        self._kind: Kind | None = None
        """The kind of finding whose plans are shown; None for all kinds."""
        self._searched_in: Kind | None = None
        """Where the search was opened last, and is closed: among the plans of a kind, or of all."""
        self._groups: dict[Kind, Group] = {}
        self._plan_rows: PlanRows | None = None
        self._order, self._plan_order = ORDERS[0], PLAN_ORDERS[0]
        self._problem = ""
        self._is_done = False
        self._started = False

    def compose(self) -> ComposeResult:
        """Compose the heading, the two tables, of which one is seen, and what is said of a row."""
        yield Static(id="weekly-title", classes="title", markup=False)
        yield Static(id="weekly-counts", classes="title", markup=False)
        yield Static(id="weekly-problem", classes="title", markup=False)
        yield PlainInput(
            placeholder="words of a finding, a substance, a title or a file; esc shows all",
            id="search", compact=True,
        )  # fmt: skip
        with Horizontal(id="main"):
            yield RowsTable(id="findings")
            yield RowsTable(id="plans")
            yield Static(id="said", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Check after the first paint."""
        self.query_one("#search").display = False
        self.query_one("#plans").display = False
        self.fill()
        self.call_after_refresh(self.check)

    # checking

    def check(self) -> None:
        """Judge what is new or other in the library, and go on watching it."""
        if self._started and self._judged_by != self.planner.country:
            self._check = WeeklyCheck()  # the files are the same, and what is said of them is not
            self._is_done = False
        self._started, self._judged_by = True, self.planner.country
        self._judge(self._folder, self._check.known)

    @work(thread=True, exclusive=True, group="checking", exit_on_error=False)
    def _judge(self, folder: Path, known: dict[Path, Signature]) -> None:
        """Judge in a thread, which only posts what it has found, and go on watching."""
        from planner.tui.weekly_reading import check_folder

        worker = get_current_worker()
        for found in check_folder(
            folder,
            known,
            self._judged_by,
            every=self._library.WATCH_EVERY,
            cancelled=lambda: worker.is_cancelled,
        ):
            if not worker.is_cancelled:
                self.post_message(found)

    @on(PlansChecked)
    def _checked(self, event: PlansChecked) -> None:
        event.stop()
        if event.files is not None:
            self._check.name(event.files)
            self._is_done = self._is_done and not self._check.totals.to_check
        self._check.learn(event.plans)
        if event.done:
            self._check.settle()
            self._is_done, self._problem = True, event.problem
        self.fill()

    def on_screen_suspend(self) -> None:
        """Stop judging while another screen is shown in its place."""
        if not isinstance(self.app.screen, ModalScreen):
            self.workers.cancel_group(self, "checking")

    def on_screen_resume(self) -> None:
        """Judge what was changed meanwhile, such as the plan that was open."""
        if self._started and (not self._is_looking() or self._judged_by != self.planner.country):
            self.check()

    def _is_looking(self) -> bool:
        return any(
            worker.group == "checking" and not (worker.is_finished or worker.is_cancelled)
            for worker in self.workers
        )

    def action_check_again(self) -> None:
        """Judge all plans again."""
        self._check = WeeklyCheck()
        self._is_done = False
        self._check.find(self._searched_for)
        self.fill()
        self.check()

    # showing

    @property
    def _folder(self) -> Path:
        return self.planner.library

    @property
    def _searched_for(self) -> str:
        return self.query_one("#search", Input).value.strip()

    @property
    def table(self) -> RowsTable:
        """The table that is seen: of all findings, or of the plans that have one."""
        return self.query_one("#findings" if self._kind is None else "#plans", RowsTable)

    def fill(self) -> None:
        """Show the rows that the search lets through, in their order, and what is said above."""
        self._check.find(self._searched_for)
        totals = self._check.totals
        if self._kind is None:
            self._fill_findings(totals)
        else:
            self._fill_plans(self._kind)
        self._say_counts(totals)
        self._say_selected()

    def _fill_findings(self, totals: Totals) -> None:
        sections = self._check.sections(self._order)
        self._groups = {group.kind: group for groups in sections for group in groups}
        words = "" if sections.counting else self._nothing_words(totals, len(self._groups))
        rows = FindingRows(sections)
        self.query_one("#findings", RowsTable).show(rows, words=words, sorted_by=self._order)

    def _fill_plans(self, kind: Kind) -> None:
        found = self._check.found(kind, self._plan_order)
        self._plan_rows = PlanRows(self._check, found, self._folder)
        words = ""
        if not found:
            words = "No plan has this finding. Press esc to see all findings."
            if self._check.is_searching:
                words = self._not_found_words()
            elif not self._is_done:
                words = "Checking …"
        table = self.query_one("#plans", RowsTable)
        table.show(self._plan_rows, words=words, sorted_by=self._plan_order)

    def _nothing_words(self, totals: Totals, others: int) -> str:
        """Return what is said where nothing counts: why, and what to press."""
        if self._check.is_searching:
            return "" if others else self._not_found_words()
        if not self._is_done:
            return "Checking … What is found is listed here as it comes."
        if not totals.plans:
            return (
                "There is no plan in this folder yet. Press esc, then n for a new evening, or N"
                " for one from a template."
            )
        return calm_words(totals)

    def _not_found_words(self) -> str:
        return f"Nothing holds “{cut(self._searched_for, 40)}”. Press esc to show everything again."

    def _say_counts(self, totals: Totals) -> None:
        """Say what is checked by whose limits, and how it stands with all plans."""
        width = max(self.app.size.width - 4, 20)
        second = rest_words(totals)
        if self._kind is not None:
            second = self._kind_words(self._kind, totals, width)
        counts = (status_words(totals, is_done=self._is_done), second)
        rows = [row for words in counts for row in split(words, width)]
        self.query_one("#weekly-title", Static).update(self._title(width))
        self.query_one("#weekly-counts", Static).update(lines(rows))
        problem = self.query_one("#weekly-problem", Static)
        problem.display = bool(self._problem)
        said = wrapped(self._problem, width, 1 if self.app.size.height < TALL else 3)
        problem.update(lines(literal(row, WARN) for row in said))

    def _title(self, width: int) -> Content:
        title = "Weekly check"
        if self._kind is not None:
            return literal(cut(f"{title}: {heading_of(self._kind)}", width), strong=True)
        catalogue = self.planner.catalogue
        country = self.planner.country or catalogue.default_country
        limits = f"limits of {catalogue.country_name(country)}"
        origin = f"{limits}, {self.planner.country_origin}"
        name = str(self._folder)
        room = width - len(f"{title} of ") - len(GAP)
        words = next((each for each in (origin, limits) if cell_len(name + each) <= room), limits)
        words = words if len(words) + LEAST_NAME <= room else ""
        place = cut_before(name, max(room - len(words), LEAST_NAME))
        return Content.assemble(
            literal(f"{title} of {place}", strong=True), literal(f"{GAP}{words}", QUIET)
        )

    def _kind_words(self, kind: Kind, totals: Totals, width: int) -> Content:
        sign, word, tone = sign_of(kind)
        number = self.query_one("#plans", RowsTable).row_count
        has = "has" if number == 1 else "have"
        said = f" · {number:,} of {counted(totals.plans, 'plan')} {has} it"
        said += " · enter opens one there, esc goes back"
        shown = literal(cut(said, width - len(f"{sign} {word}")), QUIET)
        return Content.assemble(literal(f"{sign} {word}", tone), shown)

    @on(RowHighlighted)
    def _say_selected(self) -> None:
        """Say what the selected finding is, with an example, or what it is in a plan."""
        said = self.query_one("#said", Static)
        width, most = said.content_size.width, said.content_size.height
        if width < 1 or most < 1:
            return
        selected = self.table.selected
        rows: list[Content] = []
        if self._kind is None:
            group = self._groups.get(selected) if isinstance(selected, Kind) else None
            if group is not None:
                plans = self._check.totals.plans
                rows = finding_words(group, plans, width, most)
        elif self._plan_rows is not None:
            place = self._plan_rows.place(selected)
            if place is not None:
                rows = plan_words(self._kind, place, self._file_words(place.path), width, most)
        said.update(lines(rows), layout=False)

    def _file_words(self, path: Path) -> str:
        plan = self._check.plan(path)
        mark = " (a template)" if plan is not None and plan.is_template else ""
        return f"{file_name(path, self._folder)}{mark}"

    def on_resize(self) -> None:
        """Fit the words to the new size."""
        self.set_class(self.app.size.height < TALL, "-short")
        self.call_after_refresh(self.fill)

    # opening and going back

    @on(RowOpened)
    def action_open_finding(self) -> None:
        """Show the plans that have the selected finding, or open the selected plan at it."""
        selected = self.table.selected
        if isinstance(selected, Kind) and self._kind is None:
            self.query_one("#plans", RowsTable).start_over()
            self._show_plans_of(selected)
            return
        place = self._plan_rows.place(selected) if self._plan_rows and self._kind else None
        if place is None or self._kind is None:
            self.tell("There is nothing to open here.")
            return
        self._open(self._kind, place)

    def _open(self, kind: Kind, place: Place) -> None:
        open_at(self._library, kind, place)

    def _show_plans_of(self, kind: Kind | None) -> None:
        """Show the plans that have a kind of finding; for None all kinds."""
        self._kind = kind
        self.query_one("#findings").display = kind is None
        self.query_one("#plans").display = kind is not None
        self.fill()
        self.table.focus()

    def action_close(self) -> None:
        """Go back: from a search to everything, from plans to all findings, then to the library."""
        search = self.query_one("#search", Input)
        if search.display and self._searched_in == self._kind:
            search.value = ""
            search.display = False
            self.fill()
            self.table.focus()
        elif self._kind is not None:
            self._show_plans_of(None)
        else:
            self.dismiss(None)

    # searching and sorting

    def action_search_findings(self) -> None:
        """Open the search; what it lets through goes on into the plans of a finding."""
        self._searched_in = self._kind
        search = self.query_one("#search", Input)
        search.display = True
        search.focus()

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        self.fill()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.table.focus()

    def action_sort_findings(self) -> None:
        """Sort by the next column."""
        self._sort_by(NEXT[self._order if self._kind is None else self._plan_order])

    @on(HeaderClicked)
    def _header_clicked(self, event: HeaderClicked) -> None:
        event.stop()
        if event.column in NEXT:
            self._sort_by(event.column)

    def _sort_by(self, order: str) -> None:
        if self._kind is None:
            self._order = order
        else:
            self._plan_order = order
        self.fill()
