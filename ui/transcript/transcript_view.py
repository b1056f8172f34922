"""The transcript as a person works in it: going to words and marking them, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAction, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ui.theme import Theme
from ui.transcript.captions import Captions
from ui.transcript.cursor import Position
from ui.transcript.lines_view import LinesView
from ui.transcript.sheet import NOBODY, Sheet

KEYS = frozenset(
    {
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter,
    }
)  # fmt: skip


class TranscriptView(LinesView):
    """What a person asks leaves as signals."""

    went = Signal(str, object, bool)
    """Item, ns, whether to play."""
    name_asked = Signal(int)
    """The speaker of this utterance is to be named."""
    cursor_moved = Signal()

    def __init__(self, theme: Theme, sheet: Sheet, captions: Captions) -> None:
        super().__init__(theme, sheet, captions)
        self._pressed: QPointF | None = None
        self.own: Callable[[QKeyEvent], QAction | None] = lambda _: None
        """Commands that hold here before any other of the window."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def put_cursor(self, at: Position) -> None:
        """Set the cursor and show it."""
        self._moved(lambda: self.cursor_at.put(at))

    # the mouse

    def position_at(self, point: QPointF) -> Position | None:
        """The word at a point of the viewport, or the nearest of its utterance."""
        y = int(point.y()) + self.verticalScrollBar().value()
        line = self.column.heights.at(y)
        if line < 0 or y >= self.column.heights.total:
            return None
        paragraph = self.column.paragraph(line)
        if paragraph is None:
            return None
        utterance = int(self.sheet.lines[line])
        block, row = self.sheet.where(utterance)
        within = y - self.column.heights.top(line)
        letter = paragraph.letter_at(point.x() - self.column.setter.left, within)
        return Position(utterance, block.word_under(row, letter))

    def _name_at(self, point: QPointF) -> int:
        """The utterance whose speaker's name is at a point, or -1."""
        y = int(point.y()) + self.verticalScrollBar().value()
        line = self.column.heights.at(y)
        paragraph = self.column.paragraph(line) if line >= 0 else None
        if paragraph is None:
            return -1
        utterance = int(self.sheet.lines[line])
        if int(self.sheet.speaker[utterance]) == NOBODY:
            return -1
        box = self._painter.head_box(paragraph, self.name_of(utterance))
        within = QPointF(point.x(), y - self.column.heights.top(line))
        return utterance if box.contains(within) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self.position_at(event.position())
        if event.button() is Qt.MouseButton.RightButton and at is not None and not self._in_marked(at):
            self._moved(lambda: self.cursor_at.put(at), scroll=False)  # the menu is about what it is over
        if event.button() is not Qt.MouseButton.LeftButton or at is None:
            return
        self._pressed = event.position()
        if self._name_at(event.position()) < 0:
            mark = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._moved(lambda: self.cursor_at.put(at, mark), scroll=False)

    def _in_marked(self, at: Position) -> bool:
        return self.cursor_at.marked is not None and at.utterance in self.cursor_at.utterances()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        over_name = self._name_at(event.position()) >= 0
        shape = Qt.CursorShape.PointingHandCursor if over_name else Qt.CursorShape.IBeamCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far and (at := self.position_at(event.position())) is not None:
            self._moved(lambda: self.cursor_at.put(at, mark=True), scroll=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        pressed, self._pressed = self._pressed, None
        if pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if (named := self._name_at(event.position())) >= 0:
            self.name_asked.emit(named)
        elif self.cursor_at.marked is None:
            self.go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton and self.position_at(event.position()) is not None:
            self.go(play=True)

    # the keyboard

    def go(self, play: bool = False) -> None:
        """Go where the cursor is, and perhaps play from there."""
        at = self.cursor_at.at
        if at is None:
            return
        block, row = self.sheet.where(at.utterance)
        self.follow(True)
        self.went.emit(block.said.item_id, block.start_of(row, at.word), play)

    def event(self, event: QEvent) -> bool:
        """Keys of the text are the view's own, whatever else they do in the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alone = not event.modifiers() & (
                Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
            )
            if event.key() in KEYS and alone:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if (command := self.own(event)) is not None:
            command.trigger()
            return
        move = self._move(event)
        if move is None:
            super().keyPressEvent(event)
            return
        if self.cursor_at.at is None:
            self._begin()
        else:
            self._moved(move)

    def _move(self, event: QKeyEvent) -> Callable[[], None] | None:
        mark = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        whole = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        cursor, page = self.cursor_at, max(2, self.viewport().height() // 60)
        key = Qt.Key
        match event.key():
            case key.Key_Up | key.Key_Down:
                return lambda: cursor.step_line(-1 if event.key() == key.Key_Up else 1, mark)
            case key.Key_PageUp | key.Key_PageDown:
                return lambda: cursor.step_line(-page if event.key() == key.Key_PageUp else page, mark)
            case key.Key_Left | key.Key_Right:
                return lambda: cursor.step_word(-1 if event.key() == key.Key_Left else 1, mark)
            case key.Key_Home | key.Key_End if whole:
                far = len(self.sheet.lines) * (-1 if event.key() == key.Key_Home else 1)
                return lambda: cursor.step_line(far, mark)
            case key.Key_Home | key.Key_End:
                return lambda: cursor.ends(event.key() == key.Key_End, mark)
            case key.Key_Return | key.Key_Enter:
                return lambda: self.go(play=True)
        return None

    def ensure_cursor(self) -> Position | None:
        """Where the cursor is; what is said now, or is seen first, if it was nowhere yet."""
        if self.cursor_at.at is None or self.sheet.line_of(self.cursor_at.at.utterance) < 0:
            self._begin()
        return self.cursor_at.at

    def _begin(self) -> None:
        utterance = self._now.utterance
        if self.sheet.line_of(utterance) < 0:
            value = self.verticalScrollBar().value()
            shown = (int(self.sheet.lines[n]) for n, _ in self.column.seen(value, self.viewport().height()))
            utterance = next((u for u in shown if u >= 0), -1)
        if utterance >= 0:
            self._moved(lambda: self.cursor_at.put(self.cursor_at.first(utterance)))

    def _moved(self, move: Callable[[], None], scroll: bool = True) -> None:
        before = self.cursor_at.at
        move()
        at = self.cursor_at.at
        self.viewport().update()
        if at is None:
            return
        if scroll and at != before:
            self.follow(False)
            self.reveal(at.utterance, at.word, gently=False)
        block, row = self.sheet.where(at.utterance)
        said = self.captions.spoken(self.name_of(at.utterance), block.text(row), block.start_of(row))
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.cursor_moved.emit()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.position_at(QPointF(event.pos()))
            if at is None:
                QToolTip.hideText()
            else:
                block, row = self.sheet.where(at.utterance)
                QToolTip.showText(event.globalPos(), self.captions.tip(block, row, at.word), self)
            return True
        return super().viewportEvent(event)
