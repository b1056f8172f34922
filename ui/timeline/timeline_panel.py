"""The timeline's dock: the lanes of the item looked at, or of the whole case, following the place."""

from __future__ import annotations

import asyncio
import html
import importlib
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QMenu, QStackedLayout, QToolTip

from app.core_api.protocol import Changed, Event
from app.core_api.session import CaseFacts
from ui.panel import Panel
from ui.position import Spot
from ui.ui_context import UiContext

if TYPE_CHECKING:
    from ui.timeline.board import Board
    from ui.timeline.clock_setting import ClockSetting
    from ui.timeline.hit import Hit
    from ui.timeline.lane_loader import LaneLoader

SHOWN = frozenset({"findings", "faces", "voices", "transcript", "clocks", "items", "coverage"})
"""Changes after which lanes are asked for again."""
SETTLE_MS = 400
"""How long changes are gathered before lanes are asked for: an analysis tells many a second."""
WORDS_MS = 40
TIP_MS = 350


class TimelinePanel(Panel):
    """Follows `ui.position`; scrubs, goes and marks there."""

    name = "timeline"
    icon = "mdi6.chart-timeline"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._board: Board | None = None
        self._clock_setting: ClockSetting | None = None
        self._case: CaseFacts | None = None
        self._loader: LaneLoader | None = None
        self._of_case = False
        self._return: Spot | None = None
        self._under: tuple[Hit, QPoint] | None = None
        self._message = QLabel()
        self._message.setObjectName("timeline-message")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._message.setMargin(16)
        self._message.setProperty("role", "muted")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._message)
        self._reload = self._timer(SETTLE_MS, self._ask_again)
        self._asking_words = self._timer(WORDS_MS, lambda: self.start(self.loader.learn_missed()))
        self._tip = self._timer(TIP_MS, lambda: self.start(self._show_tip()))
        self._make_commands()
        ui.position.item_changed.connect(self._item_changed)
        ui.position.time_changed.connect(self._time_changed)
        ui.position.moved.connect(self._moved)
        ui.position.span_changed.connect(self._span_changed)
        ui.theme.changed.connect(self._repaint)
        self.retranslate()

    def _timer(self, ms: int, slot: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(slot)
        return timer

    def _make_commands(self) -> None:
        self._nearer = self.command("view", lambda: self._on_view("zoom", 1), "Ctrl++, Ctrl+=")
        self._farther = self.command("view", lambda: self._on_view("zoom", -1), "Ctrl+-")
        self._all = self.command("view", lambda: self._on_view("fit"), "0", everywhere=False)
        self._marked = self.command("view", self._fit_marked, "Z", everywhere=False)
        self._switch = self.command("view", lambda: self.show_case(not self._of_case), "Ctrl+Shift+L")
        self._clocks = self.command("view", self._show_clocks)

    def title(self) -> str:
        return self.tr("Timeline")

    def retranslate(self) -> None:
        self._nearer.setText(self.tr("Timeline: zoom in"))
        self._farther.setText(self.tr("Timeline: zoom out"))
        self._all.setText(self.tr("Timeline: show everything"))
        self._marked.setText(self.tr("Timeline: zoom to the selection"))
        self._switch.setText(self.tr("Timeline: item or whole case"))
        self._clocks.setText(self.tr("Clocks of the sources …"))
        self.setAccessibleName(self.title())
        if self._board is not None:
            self._board.retranslate()
            self.loader.rename()
        if self._clock_setting is not None:
            self._clock_setting.retranslate()
        self._say()

    def opened(self, case: CaseFacts) -> None:
        self._case = case
        self.start(self._load_board())

    def closed(self) -> None:
        super().closed()
        for timer in (self._reload, self._asking_words, self._tip):
            timer.stop()
        self._case = self._return = self._under = None
        self._of_case = False
        if self._clock_setting is not None:
            self._clock_setting.forget()
        if self._board is not None:
            self.loader.forget()
            self._board.show_case(False)
        QToolTip.hideText()
        self._say()

    def on_event(self, event: Event) -> None:
        match event:
            case Changed(what, items) if what & SHOWN and self._case is not None:
                mine = self._of_case or not items or self.ui.position.item_id in items
                if mine and not self._reload.isActive():
                    self._reload.start()
                if "clocks" in what and self._clock_setting is not None:
                    self.start(self._clock_setting.refresh())

    @property
    def shows_lanes(self) -> bool:
        """Whether the board has been loaded and a case is open."""
        return self._board is not None and self._case is not None

    @property
    def loader(self) -> LaneLoader:
        assert self._loader is not None
        return self._loader

    @property
    def board(self) -> Board:
        """Only while a case is open and the board has been loaded."""
        assert self._board is not None
        return self._board

    def show_case(self, case: bool) -> None:
        """Change between the timeline of the item and that of the whole case."""
        if self._board is None or self._case is None or case == self._of_case:
            return
        self._of_case = case
        self._board.show_case(case)
        self._ask_again()

    async def _load_board(self) -> None:
        if self._board is None:
            # numpy takes a tenth of a second to load: not in the thread that paints
            boards = await asyncio.to_thread(importlib.import_module, "ui.timeline.board")
            setting = await asyncio.to_thread(importlib.import_module, "ui.timeline.clock_setting")
            loaders = await asyncio.to_thread(importlib.import_module, "ui.timeline.lane_loader")
            board: Board = boards.Board(self.ui.theme.tokens)
            self._board = board
            self._loader = loaders.LaneLoader(self.ui, board, self._tasks, self)
            self._clock_setting = setting.ClockSetting(self.ui, self._tasks, self)
            self._pages.addWidget(board)
            board.retranslate()
            self._connect(board)
        self._ask_again()

    def _connect(self, board: Board) -> None:
        view = board.view
        board.case_chosen.connect(self.show_case)
        board.clocks_wanted.connect(self._show_clocks)
        board.apart_opened.connect(lambda item_id: self._open_item(item_id, 0))
        view.sought.connect(self._seek)
        view.chosen.connect(self._choose)
        view.opened.connect(self._open)
        view.span_drawn.connect(self._draw_span)
        view.hovered.connect(self._hover)
        view.arranged.connect(lambda: self.loader.remember())
        view.menu_wanted.connect(self._menu)
        view.words_missed.connect(self._miss_words)

    def _ask_again(self) -> None:
        if self._case is None or self._board is None:
            return
        if self._of_case or self.ui.position.item_id:
            self.start(self._load("" if self._of_case else self.ui.position.item_id))
        else:
            self.loader.leave()
        self._say()

    async def _load(self, item_id: str) -> None:
        if await self.loader.load(item_id):
            self._show_time()
            self._say()

    def _say(self) -> None:
        """Show the lanes, or why there are none and what can be done."""
        text = ""
        found = self._loader.found if self._loader else None
        if self._case is None:
            text = self.tr("Open a case to see its timeline.")
        elif self._of_case and found is not None and not found.item_id and not found.placed:
            text = self.tr("No file of this case states when it was recorded, so there is no common time.")
        elif not self._of_case and not self.ui.position.item_id:
            text = self.tr(
                "Choose an item in the list of evidence to see what was found in it and when."
                " Ctrl+Shift+L shows the whole case."
            )
        elif found is not None and found.item_id and found.still:
            text = self.tr("A photo has no duration. The case timeline shows when it was taken.")
        elif found is not None and found.item_id and not found.lanes:
            text = self.tr("There are no findings for this item yet. Analyse it to see its tracks here.")
        self._message.setText(text)
        self._pages.setCurrentIndex(0 if self._board is None or self._case is None else 1)
        if self._board is not None:
            self._board.view.show_message(text)

    def _show_clocks(self) -> None:
        if self._clock_setting is not None:
            self.start(self._clock_setting.show())

    def _repaint(self) -> None:
        if self._board is not None:
            self._board.use_tokens(self.ui.theme.tokens)

    def _on_view(self, what: str, *values: int) -> None:
        if self._board is not None:
            getattr(self._board.view, what)(*values)

    def _fit_marked(self) -> None:
        if self._board is not None:
            self._board.fit_marked()

    def _item_changed(self, item_id: str) -> None:
        if not self._of_case and self._board is not None:
            self.loader.leave()
            self._ask_again()

    def _moved(self, spot: Spot) -> None:
        if self._return is not None and spot == self._return and self.ui.position.can_go_forward:
            self._return = None
            self.show_case(True)

    def _time_changed(self, t_ns: int) -> None:
        if self._board is None or self.loader.found is None:
            return
        shown = self._axis_time(t_ns)
        if shown is not None:
            self._board.view.follow(shown)

    def _show_time(self) -> None:
        view = self.board.view
        view.set_playhead(self._axis_time(self.ui.position.t_ns))
        view.set_span(None if self._of_case else self.ui.position.span)

    def _axis_time(self, t_ns: int) -> int | None:
        """Where the place's time lies on the axis shown; None where the item has no place on it."""
        if not self._of_case:
            return t_ns
        begun = self.loader.begins(self.ui.position.item_id)
        return None if begun is None else begun + t_ns

    def _span_changed(self, span: tuple[int, int] | None) -> None:
        if self._board is not None and not self._of_case:
            self._board.view.set_span(span)

    def _seek(self, t_ns: int) -> None:
        if not self._of_case:
            self.ui.position.seek(t_ns)

    def _draw_span(self, span: tuple[int, int]) -> None:
        if not self._of_case:
            self.ui.position.set_span(span)

    def _choose(self, found: Hit, t_ns: int) -> None:
        self._tell(found)
        if not self._of_case:
            self.ui.position.go(self.ui.position.item_id, t_ns)

    def _open(self, found: Hit) -> None:
        placed = self.loader.place_of(found)
        if placed is None:
            self.ui.position.go(self.ui.position.item_id, found.start_ns, play=True)
        else:
            inside = max(0, min(found.start_ns - placed.start_ns, placed.duration_ns - 1))
            self._open_item(placed.item_id, inside)

    def _open_item(self, item_id: str, t_ns: int) -> None:
        """From the case's timeline to an item; going back leads here again."""
        before = self.ui.position.spot
        self.show_case(False)
        self.ui.position.go(item_id, t_ns)
        self._return = before if before.item_id else None

    def _hover(self, found: Hit | None, place: QPoint) -> None:
        if found is None:
            self._under = None
            self._tip.stop()
            QToolTip.hideText()
            return
        self._under = found, place
        self._tell(found)
        self._tip.start()

    def _tell(self, found: Hit) -> None:
        text = self.loader.text(found)
        self.board.status.say(text)
        self.board.view.describe(text)

    async def _show_tip(self) -> None:
        if self._under is None:
            return
        found, place = self._under
        await self.loader.learn(found)
        if self._under is not None and self._under[0] == found:
            self._tell(found)
            # as rich text with everything escaped, or what looks like markup would be taken for it
            QToolTip.showText(place, f"<qt>{html.escape(self.loader.text(found))}</qt>", self.board.view)

    def _miss_words(self) -> None:
        if not self._asking_words.isActive():
            self._asking_words.start()

    def _menu(self, number: int, place: QPoint) -> None:
        view = self.board.view
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if number >= 0:
            folded = view.stack.lanes[number].collapsed
            name = self.tr("Expand track") if folded else self.tr("Collapse track")
            menu.addAction(name, lambda: view.fold(number))
            menu.addAction(self.tr("Move track up"), lambda: view.move_lane(number, number - 1))
            menu.addAction(self.tr("Move track down"), lambda: view.move_lane(number, number + 1))
            menu.addSeparator()
        menu.addActions([self._all, self._marked, self._switch])
        if self._of_case:
            menu.addAction(self._clocks)
        menu.popup(place)
