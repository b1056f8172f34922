"""Paragraphs of any number, drawn and scrolled; what is said now is marked and kept in view."""

from __future__ import annotations

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QRect,
    QRectF,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QFrame

from app.operations.moments import timecode
from ui.colours import voice_colour
from ui.theme import Theme
from ui.transcript.captions import Captions
from ui.transcript.column import Column
from ui.transcript.cursor import Cursor, Position
from ui.transcript.hit_walk import HitWalk
from ui.transcript.row_painter import LineState, RowPainter
from ui.transcript.sheet import Sheet
from ui.transcript.typesetter import Typesetter

LEAST_Y, MOST_Y, WANTED_Y = 0.12, 0.66, 0.3
"""Shares of the height: what is followed is kept between the first two, and brought to the third."""
GLIDE_MS = 220


class LinesView(QAbstractScrollArea):
    """Draws a `Sheet`, with what is said now, where the cursor is and what was found."""

    following_changed = Signal(bool)
    drawn_up = Signal()
    """Lines stand elsewhere: what lies over them has to move."""

    def __init__(self, theme: Theme, sheet: Sheet, captions: Captions) -> None:
        super().__init__()
        self.sheet, self.captions, self.hits = sheet, captions, HitWalk(sheet)
        self.cursor_at = Cursor(sheet)
        self.following = True
        self.held = False
        """During an edit nothing scrolls automatically."""
        self._theme, self._machine = theme, False
        self._now = Position(-1)
        self._anchored: tuple[str, int, int] | None = None
        self._moving = False
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._glided)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().actionTriggered.connect(self._dragged)
        theme.changed.connect(self.refresh)
        self._typeset()

    # what is shown

    def refresh(self) -> None:
        """The sheet, the theme or what is chosen changed: build all lines again, and stay where we are."""
        anchor = self._anchored
        self._typeset()
        self._return(anchor)
        self.viewport().update()
        self.drawn_up.emit()

    def show_machine(self, shown: bool) -> None:
        """Show the machine's words below a person's."""
        self._machine = shown
        self.refresh()

    @property
    def machine_shown(self) -> bool:
        return self._machine

    def show_time(self, item_id: str, t_ns: int) -> None:
        """This is said now."""
        at = self.sheet.number(item_id)
        now = Position(-1)
        if at >= 0:
            block = self.sheet.blocks[at]
            word = block.word_at(t_ns)
            row = block.row_of(word) if word >= 0 else block.row_at(t_ns)
            now = Position(self.sheet.utterance(at, row), word)
        if now != self._now:
            before, self._now = self._now, now
            for utterance in {before.utterance, now.utterance}:
                self.redraw(utterance)
            if self.following:
                self._follow()

    @property
    def now(self) -> Position:
        """What is being said: an utterance (-1: none yet), and a word of it (-1: a pause)."""
        return self._now

    def follow(self, following: bool) -> None:
        """Keep what is said in view, or stay where a person scrolled to."""
        if following != self.following:
            self.following = following
            self.following_changed.emit(following)
        if following:
            self._follow()

    def redraw(self, utterance: int) -> None:
        """Only this utterance looks other than before."""
        line = self.sheet.line_of(utterance)
        if line >= 0:
            y = self.column.heights.top(line) - self.verticalScrollBar().value()
            self.viewport().update(0, y, self.viewport().width(), self.column.heights.height(line))

    def reveal(self, utterance: int, word: int = -1, gently: bool = True) -> None:
        """Scroll so that a word stands where it is read best."""
        line = self.sheet.near(utterance)
        if line < 0:
            return
        top, box = self._box(line, word)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        y = top + box.top() - bar.value()
        if LEAST_Y * height <= y and y + box.height() <= MOST_Y * height:
            return
        wanted = int(top + box.top() - WANTED_Y * height)
        if gently and abs(wanted - bar.value()) < 2 * height and self.isVisible():
            self._glide.stop()
            self._glide.setStartValue(bar.value())
            self._glide.setEndValue(max(0, min(wanted, bar.maximum())))
            self._glide.start()
        else:
            self._glide.stop()
            self._scroll(wanted)

    def area_of(self, utterance: int) -> QRect:
        """Where the text of an utterance stands in the viewport; empty where it is not shown."""
        line = self.sheet.line_of(utterance)
        if line < 0 or (paragraph := self.column.paragraph(line)) is None:
            return QRect()
        y = self.column.heights.top(line) - self.verticalScrollBar().value() + int(paragraph.text_top)
        setter = self.column.setter
        high = int(paragraph.layout.boundingRect().height())
        return QRect(int(setter.left), y, int(setter.text_width), high)

    def word_area(self, utterance: int, word: int) -> QRect:
        """Where a word stands in the viewport (its beginning, where it is broken over lines)."""
        line = self.sheet.line_of(utterance)
        if line < 0:
            return QRect()
        top, box = self._box(line, word)
        return box.translated(self.column.setter.left, top - self.verticalScrollBar().value()).toRect()

    def name_of(self, utterance: int) -> str:
        """What the speaker of an utterance is called."""
        return self.captions.speaker(self.sheet.speakers.get(int(self.sheet.speaker[utterance])))

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(self._theme.tokens.surface))
        value, width = self.verticalScrollBar().value(), self.viewport().width()
        for line, top in self.column.seen(value + event.rect().top(), event.rect().height()):
            area = QRectF(0, top - value, width, self.column.heights.height(line))
            self._paint(painter, line, area)
        painter.end()

    def _paint(self, painter: QPainter, line: int, area: QRectF) -> None:
        utterance = int(self.sheet.lines[line])
        paragraph = self.column.paragraph(line)
        if paragraph is None:
            block = self.sheet.blocks[-utterance - 1]
            self._painter.title(painter, area, block.said.untrusted_name, self.captions.heading(block))
        else:
            self._painter.utterance(painter, area, paragraph, self._state_of(utterance, paragraph.headed))

    def _state_of(self, utterance: int, headed: bool) -> LineState:
        block, row = self.sheet.where(utterance)
        group = int(self.sheet.speaker[utterance])
        state = LineState(timecode(int(block.said.start_ns[row])))
        state.mine, state.others = float(self.sheet.mine[utterance]), float(self.sheet.others[utterance])
        if headed:
            state.name = self.captions.speaker(self.sheet.speakers.get(group))
            state.colour = voice_colour(group, self._theme.tokens.dark)
            state.notes = self.captions.notes(block, row)
        if utterance == self._now.utterance:
            state.current = True
            state.word = block.letters(self._now.word) if self._now.word >= 0 else None
        cursor = self.cursor_at.at
        if cursor is not None and cursor.utterance == utterance and self.hasFocus():
            state.cursor = block.letters(cursor.word) if cursor.word >= 0 else (0, len(block.text(row)))
        state.selected = self.cursor_at.letters(utterance)
        state.hits = self.hits.letters(utterance)
        state.hit = self.hits.current_letters(utterance)
        return state

    def _typeset(self) -> None:
        tokens = self._theme.tokens
        setter = Typesetter(
            self.font(), self.viewport().width(), QColor(tokens.warning), QColor(tokens.muted)
        )
        self._column = Column(self.sheet, setter, self._machine)
        self._painter = RowPainter(setter, tokens)
        self._settle()

    @property
    def column(self) -> Column:
        """The lines as they are now, even between a change of the sheet and `refresh`."""
        if self._column.stale:
            self._column = Column(self.sheet, self._column.setter, self._machine)
        return self._column

    # scrolling

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Paint only what comes into view; all of it where heights turned out other than thought."""
        view = self.viewport()
        if self._moving:
            view.update()
            return
        moved = not self._settle(self.verticalScrollBar().value() + dy)
        if moved and abs(dy) < view.height() and not self.held:
            view.scroll(0, dy)
        else:
            view.update()
        self.drawn_up.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.refresh()
        else:
            self._settle()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.refresh()

    def _settle(self, before: int | None = None) -> int:
        """Set what is seen, and give the scroll bar its length. Returns by how much lines above grew."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        grown = self.column.settle(bar.value(), height, before)
        self._moving = True
        bar.setRange(0, max(0, self.column.heights.total - height))
        bar.setPageStep(max(1, height - 40))
        bar.setSingleStep(int(self.column.setter.line_height * 2))
        if grown:
            bar.setValue(bar.value() + grown)
        self._moving = False
        self._anchored = self._anchor()
        return grown

    def _scroll(self, value: int) -> None:
        self.verticalScrollBar().setValue(value)

    def _anchor(self) -> tuple[str, int, int] | None:
        """What is found again after all lines were rebuilt: the first utterance that is seen, and where."""
        value, height = self.verticalScrollBar().value(), self.viewport().height()
        for line, top in self.column.seen(value, height):
            if (utterance := int(self.sheet.lines[line])) >= 0:
                block, row = self.sheet.where(utterance)
                return block.said.item_id, block.start_of(row), top - value
        return None

    def _return(self, anchor: tuple[str, int, int] | None) -> None:
        if anchor is None or (at := self.sheet.number(anchor[0])) < 0:
            return
        row = self.sheet.blocks[at].row_at(anchor[1])
        line = self.sheet.near(self.sheet.utterance(at, row))
        if line >= 0:
            self._scroll(self.column.heights.top(line) - anchor[2])
            self._settle()

    def _follow(self) -> None:
        if self._now.utterance >= 0 and not self.held:
            self.reveal(self._now.utterance, self._now.word)

    def _glided(self, value: int) -> None:
        self._scroll(value)

    def _dragged(self, action: int) -> None:
        if action != QAbstractSlider.SliderAction.SliderNoAction.value:
            self._scrolled_away()

    def _scrolled_away(self) -> None:
        self._glide.stop()
        self.follow(False)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        self._scrolled_away()
        super().wheelEvent(event)

    def _box(self, line: int, word: int) -> tuple[int, QRectF]:
        """Top of a line, and where in it a word stands (the first line of text where there is none)."""
        paragraph = self.column.paragraph(line)
        top = self.column.heights.top(line)
        if paragraph is None:
            return top, QRectF(0, 0, 1, self.column.setter.title_height)
        self.column.heights.set(line, paragraph.height)
        utterance = int(self.sheet.lines[line])
        block, row = self.sheet.where(utterance)
        if word in block.words(row):
            for box in paragraph.boxes(*block.letters(word)):
                return top, box
        return top, QRectF(0, paragraph.text_top, 1, self.column.setter.line_height)
