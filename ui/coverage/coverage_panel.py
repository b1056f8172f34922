"""The panel of the map: all items, what is missing, why, and the way to it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core_api.coverage import DONE, FAILED, NOT_YET, PREVIEWED, Coverage, Segments, SegmentsOf
from app.core_api.evidence import Items, texts
from app.core_api.jobs import Wanted
from app.core_api.protocol import Changed, Event
from app.core_api.session import CaseFacts
from ui.coverage.coverage_chart import FAILURES, GAPS, CoverageChart
from ui.coverage.coverage_view import CoverageView
from ui.coverage.coverage_words import CoverageWords
from ui.coverage.state_legend import StateLegend
from ui.figures import number, percent, span
from ui.file_words import entry_words
from ui.panel import Panel
from ui.shared.rows_model import Row
from ui.shared.rows_table import RowsTable
from ui.stage_words import stage_word
from ui.ui_context import UiContext

LEAST_FOR_LEGEND = 1200
"""Pixels of width below which the words of the legend would leave no room for the filter."""


class CoveragePanel(Panel):
    """Asks for what is seen first, then for the rest, and only while it is visible."""

    name = "coverage"
    icon = "mdi6.map-check-outline"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.chart, self.words = CoverageChart(), CoverageWords()
        self.view = CoverageView(ui.theme, self.chart, self.words)
        self.view.setObjectName("coverage-map")
        self.segments = RowsTable("coverage-segments", 6)
        self._case: CaseFacts | None = None
        self._listed = False
        self._loading: asyncio.Task[None] | None = None
        self._detail: asyncio.Task[None] | None = None
        self._at: tuple[str, str] | None = None
        self._build()
        self._make_commands()
        self.retranslate()

    def title(self) -> str:
        return self.tr("Coverage")

    def retranslate(self) -> None:
        self._field.setPlaceholderText(self.tr("Filter by name"))
        self._field.setAccessibleName(self.tr("Filter by name"))
        self.view.setAccessibleName(self.tr("Coverage map: items and analysis steps"))
        titles = (
            self.tr("Analysis step"), self.tr("Segment"), self.tr("State"), self.tr("Rate"),
            self.tr("Device"), self.tr("Reason and remedy"),
        )  # fmt: skip
        empty = self.tr("Choose an item or a cell of the map to see its segments.")
        self.segments.name(titles, self.tr("Segments of the chosen item"), empty)
        self._retry.setText(self.tr("Retry Failed Segments…"))
        self._gap.setText(self.tr("Next Item with a Gap"))
        self.legend.retranslate()
        self._tell()

    def opened(self, case: CaseFacts) -> None:
        self._case, self._listed = case, False
        self._load()

    def closed(self) -> None:
        super().closed()
        self._case, self._listed, self._loading, self._at = None, False, None, None
        self.chart.take((), ())
        self._field.clear()
        self.segments.show_rows(())
        self.view.setAccessibleDescription("")
        self._choices[""].setChecked(True)
        self.view.refresh()
        self._tell()

    def on_event(self, event: Event) -> None:
        match event:
            case Changed(what, items) if what & {"items", "findings"}:
                self._listed = self._listed and "items" not in what
                self.chart.forget(items)
                self._load()
                if self._at is not None and (not items or self._at[0] in items):
                    self._show_segments(*self._at)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        super().resizeEvent(event)
        self.legend.setVisible(self.width() >= LEAST_FOR_LEGEND)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._load()

    # building

    def _build(self) -> None:
        self._field = QLineEdit()
        self._field.setObjectName("coverage-filter")
        self._field.setClearButtonEnabled(True)
        self._field.textChanged.connect(lambda _: self._choose())
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 4)
        top.setSpacing(4)
        top.addWidget(self._field, 1)
        self._group = QButtonGroup(self)
        self._choices: dict[str, QToolButton] = {}
        for name in ("", GAPS, FAILURES):
            button = QToolButton()
            button.setCheckable(True)
            button.setObjectName(f"coverage-{name or 'all'}")
            self._group.addButton(button)
            self._choices[name] = button
            top.addWidget(button)
        self._choices[""].setChecked(True)
        self._group.buttonClicked.connect(lambda _: self._choose())
        self.legend = StateLegend(self.ui.theme, self.words)
        top.addSpacing(8)
        top.addWidget(self.legend)
        self._nothing = QLabel()
        self._nothing.setObjectName("coverage-nothing")
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._nothing)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.segments)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([880, 400])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self.setFocusProxy(self.view)
        for n, width in enumerate((150, 120, 90, 80, 50)):
            self.segments.view.setColumnWidth(n, width)
        self.view.marked.connect(self._marked)
        self.view.activated.connect(self._go)
        self.view.scrolled.connect(self._load)
        self.segments.activated.connect(lambda at: self.ui.position.go(at[0], at[1], span=at[2]))

    def _make_commands(self) -> None:
        self._gap = self.command("jobs", self._next_gap, "G", everywhere=False)
        self._gap.setObjectName("coverage-next-gap")
        self._retry = self.command("jobs", self._try_again, "Shift+R", everywhere=False)
        self._retry.setObjectName("coverage-retry")

    # asking

    def _load(self) -> None:
        running = self._loading is not None and not self._loading.done()
        if self._case is not None and not running and self.isVisible():
            self._loading = self.start(self._ask())

    async def _ask(self) -> None:
        """Items, then their coverage, some at a time; what is seen comes first."""
        while self.isVisible():
            if not self._listed:  # also where items came while their coverage was asked for
                self._listed = True
                listing = await self.ui.core.ask(Items())
                self.chart.take(texts(listing.ids, len(listing)), texts(listing.names, len(listing)))
                self._choose()
                continue
            wanted = self.chart.unknown(*self.view.seen())
            if not wanted:
                return
            found = await self.ui.core.ask(Coverage(wanted))
            self.chart.put(found)
            self.chart.sift()
            self.view.refresh()
            self._tell()
            await asyncio.sleep(0)

    def _choose(self) -> None:
        wanted = next(name for name, button in self._choices.items() if button.isChecked())
        self.chart.choose(wanted, self._field.text())
        self.view.refresh()
        self._tell()

    def _tell(self) -> None:
        known, gaps, failed, share = self.chart.totals()
        count = len(self.chart.items)
        self.view.head = (self.words.items(count, count - known), percent(share) if known else "")
        self._choices[""].setText(self.tr("All"))
        self._choices[GAPS].setText(self.tr("With gaps: {count}").format(count=number(gaps)))
        self._choices[FAILURES].setText(self.tr("With failures: {count}").format(count=number(failed)))
        self.view.viewport().update()
        if not count:
            self._nothing.setText(self.tr("There are no items in the case yet. Add evidence first."))
        elif not len(self.chart.rows) and known == count:
            self._nothing.setText(self.tr("No item matches your selection."))
        else:
            self._nothing.clear()
        self._pages.setCurrentWidget(self._nothing if self._nothing.text() else self.view)

    # what a person does

    def _marked(self, row: int, column: int) -> None:
        stage = self.chart.stages[column] if column >= 0 else ""
        self._show_segments(self.chart.items[row], stage)

    def _show_segments(self, item_id: str, stage: str) -> None:
        self._at = item_id, stage
        if self._detail is not None:
            self._detail.cancel()
        self._detail = self.start(self._ask_segments(item_id, stage))

    async def _ask_segments(self, item_id: str, stage: str) -> None:
        found = await self.ui.core.ask(SegmentsOf(item_id, stage))
        self.segments.show_rows(self._rows(item_id, found))

    def _rows(self, item_id: str, found: Segments) -> list[Row]:
        problems = {failed.code: failed for failed in found.problems}
        order = sorted(
            range(len(found.stages)), key=lambda n: (found.states[n] == DONE, found.states[n] == PREVIEWED)
        )
        name = self.chart.names[self.chart.items.index(item_id)] if item_id in self.chart.items else ""
        rows = [
            Row(
                (
                    stage_word("probe"), span(left.start_ns, left.end_ns) or self.tr("whole item"),
                    self.words.unread(left), "", "", entry_words(left, name),
                ),
                (item_id, left.start_ns, (left.start_ns, left.end_ns)),
            )
            for left in found.left
        ]  # fmt: skip
        for n in order:
            start, end, state = found.start_ns[n], found.end_ns[n], found.states[n]
            texts = (
                f"{stage_word(found.stages[n])} · v{found.versions[n]}",
                span(start, end) or self.tr("whole item"),
                self.words.state(state),
                self.words.rate(found.rates[n]),
                found.devices[n],
                self.words.why(state, found.codes[n], problems),
            )
            rows.append(Row(texts, (item_id, start, (start, end))))
        return rows

    def _go(self, row: int, column: int) -> None:
        """To the first gap of a stage, or to the beginning of the item."""
        item_id = self.chart.items[row]
        if column < 0:
            self.ui.position.go(item_id)
        else:
            self.start(self._go_to_gap(item_id, self.chart.stages[column]))

    async def _go_to_gap(self, item_id: str, stage: str) -> None:
        found = await self.ui.core.ask(SegmentsOf(item_id, stage))
        gaps = [n for n, state in enumerate(found.states) if state in (NOT_YET, FAILED)]
        n = gaps[0] if gaps else 0
        if len(found.states):
            self.ui.position.go(item_id, found.start_ns[n], span=(found.start_ns[n], found.end_ns[n]))
        else:
            self.ui.position.go(item_id)

    def _next_gap(self) -> None:
        found = self.chart.next_gap(self.view.line)
        if found is None:
            self.ui.notices.say(self.tr("The items shown have no gaps."))
        else:
            self.view.mark(*found)
            self.view.setFocus()

    def _try_again(self) -> None:
        """Hand what failed to the jobs: of the item a person is at, or of all that are shown."""
        rows = [int(self.chart.rows[self.view.line])] if self.view.line >= 0 else self.chart.rows.tolist()
        rows = [row for row in rows if self.chart.failed(row)]
        if not rows:
            self.ui.notices.say(self.tr("Nothing has failed here."))
            return
        items = tuple(self.chart.items[row] for row in rows)
        whole = any(self.chart.reasons[row] for row in rows)  # nothing is known of such an item yet
        stages = () if whole else self.chart.failed_stages(rows)
        self.ui.analyses.wanted.emit(Wanted(items=items, stages=stages, retry_failed=True))
