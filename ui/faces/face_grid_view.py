"""A grid of faces, as many as there are: only what is in view is drawn, and asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ui.faces.cell_painter import FEET, GAP, CellPainter
from ui.faces.crop_loader import CropLoader, Look
from ui.faces.face_order import Order
from ui.faces.face_selection import FaceSelection
from ui.faces.grid_keys import MOVES, enlarges, led_to
from ui.faces.grid_layout import HEAD, MARGIN, GridLayout
from ui.faces.head_painter import HeadPainter

if TYPE_CHECKING:
    from app.desk.people import FaceTable
    from ui.theme import Tokens

SMALLEST, LARGEST, STEP = 56, 240, 16


class FaceGridView(QAbstractScrollArea):
    """Shows an `Order` of a `FaceTable`. `head_text` tells what is written on a head."""

    chosen = Signal()
    """The selection, or the current face, is another."""
    opened = Signal(int)
    """Double click or Enter on this row: go there."""
    enlarged = Signal(int)
    """Space on this row: look at it large."""
    resized = Signal(int)
    """Pictures are now this large."""
    head_dropped = Signal(int)
    """The selected faces were dragged onto the head of this person."""

    def __init__(self, loader: CropLoader, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loader = loader
        self.selection = FaceSelection()
        self.head_text: Callable[[int], str] = str
        self.table: FaceTable | None = None
        self._order: Order | None = None
        self._layout: GridLayout | None = None
        self._heads = True
        self._painter = CellPainter(tokens)
        self._heads_painter = HeadPainter(tokens)
        self.side = 96
        self._look = Look(self.side)
        self._last_top = 0
        self._pressed: QPoint | None = None
        self._dragging = False
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._ask)
        loader.arrived.connect(self._arrived)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(40)

    def show_order(self, table: FaceTable, order: Order, heads: bool) -> None:
        """Show these faces in this order. What is selected stays so; the current one stays where it was."""
        old = self.table
        anchor = self._in_view()
        if old is None:
            self.selection.retable(table.ids[:0], table.ids)
        elif old.ids is not table.ids:
            self.selection.retable(old.ids, table.ids)
        self.table, self._order, self._heads = table, order, heads
        self._arrange()
        self._bring_back(anchor)
        self.viewport().update()
        self._soon.start()
        self.chosen.emit()

    def clear(self) -> None:
        """Show nothing, keep nothing."""
        self.table = self._order = self._layout = None
        self.selection = FaceSelection()
        self._heads_painter.clear()
        self.loader.clear()
        self.verticalScrollBar().setRange(0, 0)
        self.viewport().update()

    def use(self, tokens: Tokens) -> None:
        """Draw in another theme."""
        self._painter = CellPainter(tokens)
        self._heads_painter = HeadPainter(tokens)
        self.viewport().update()

    def cover(self, blurred: bool, grey: bool) -> None:
        """Draw pictures covered, or not."""
        self._prepare(blurred, grey)
        self.viewport().update()
        self._soon.start()

    def _prepare(self, blurred: bool, grey: bool) -> None:
        ratio = self.devicePixelRatioF()
        self._look = Look(round(self.side * ratio), blurred, grey, ratio)
        self.loader.look(self._look)

    def set_side(self, side: int) -> None:
        """Draw pictures so large; what is in the middle stays there."""
        side = max(SMALLEST, min(LARGEST, side))
        if side == self.side:
            return
        anchor = self._in_view()
        self.side = side
        self._prepare(self._look.blurred, self._look.grey)
        self._arrange()
        self._bring_back(anchor)
        self.viewport().update()
        self._soon.start()
        self.resized.emit(side)

    @property
    def current_row(self) -> int:
        return self.selection.current

    @property
    def shown(self) -> int:
        """How many faces are shown."""
        return len(self._order) if self._order else 0

    def go_to(self, row: int) -> None:
        """Select one face and bring it into view."""
        place = self._place(row)
        if place >= 0:
            self.selection.only(row)
            self._ensure(place)
            self._changed()

    def neighbour(self, by: int) -> int:
        """The row shown so many places further on; -1 where there is none."""
        place = self._place(self.selection.current) + by
        return int(self._order.rows[place]) if self._order is not None and 0 <= place < self.shown else -1

    def _arrange(self) -> None:
        if self._order is None:
            return
        width = self.side + 2 * GAP
        self._layout = GridLayout(
            self._order, self.viewport().width(), width, width + FEET + GAP, self._heads
        )
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._layout.total - self.viewport().height()))
        bar.setPageStep(self.viewport().height())

    def _in_view(self) -> tuple[int, int] | None:
        """Id of a face that should stay where it is, and how far below the top: the current, or the first."""
        if self._layout is None or self._order is None or self.table is None or not len(self._order):
            return None
        top = self.verticalScrollBar().value()
        place = self._place(self.selection.current)
        if place >= 0:
            y = self._layout.where(place).y - top
            if -self._layout.height < y < self.viewport().height():
                return int(self.table.ids[self._order.rows[place]]), y
        line = next(self._layout.lines(top, top + self.viewport().height()), None)
        if line is None:
            return None
        return int(self.table.ids[self._order.rows[line[0]]]), line[2] - top

    def _bring_back(self, anchor: tuple[int, int] | None) -> None:
        if anchor is None or self._layout is None or self.table is None:
            return
        import numpy as np

        rows = np.flatnonzero(self.table.ids == anchor[0])
        place = self._place(int(rows[0])) if len(rows) else -1
        if place >= 0:
            self.verticalScrollBar().setValue(self._layout.where(place).y - anchor[1])

    def _place(self, row: int) -> int:
        """Where a row is shown; -1 if it is not."""
        if row < 0 or self._order is None:
            return -1
        import numpy as np

        places = np.flatnonzero(self._order.rows == row)
        return int(places[0]) if len(places) else -1

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        painter = QPainter(self.viewport())
        area = event.rect()
        painter.fillRect(area, self.palette().base())
        if self._layout is None or self._order is None or self.table is None:
            return
        scrolled = self.verticalScrollBar().value()
        lines = list(self._layout.lines(scrolled + area.top(), scrolled + area.bottom() + 1))
        if lines:
            self._paint_lines(painter, event.region(), lines, scrolled)
        self._paint_heads(painter, area, scrolled)

    def _paint_lines(
        self, painter: QPainter, region: QRegion, lines: list[tuple[int, int, int]], scrolled: int
    ) -> None:
        assert self._layout is not None
        assert self._order is not None
        assert self.table is not None
        table, width, height = self.table, self._layout.width, self._layout.height
        columns = (table.ids, table.number, table.quality, table.exact, self.selection.mask)
        rows = self._order.rows[lines[0][0] : lines[-1][0] + lines[-1][1]]
        values = zip(rows.tolist(), *(c[rows].tolist() for c in columns), strict=True)
        scattered = region.rectCount() > 1
        paint, find, at = self._painter.paint, self.loader.picture, self.selection.current
        side = self.side
        for _, count, y in lines:
            for x in range(MARGIN, MARGIN + count * width, width):
                row, face, number, quality, exact, chosen = next(values)
                if not scattered or region.intersects(QRect(x, y - scrolled, width, height)):
                    here = find(face)
                    paint(painter, x, y - scrolled, side, here, number, quality, exact, chosen, row == at)

    def _paint_heads(self, painter: QPainter, area: QRect, scrolled: int) -> None:
        assert self._layout is not None
        assert self._order is not None
        if not self._layout.head:
            return
        for section, y in self._layout.heads(scrolled + area.top(), scrolled + area.bottom() + 1):
            self._head(painter, section, y - scrolled)
        section = self._layout.section_at(scrolled)
        below = self._layout.top(section + 1) - scrolled
        self._head(painter, section, min(0, below - HEAD))

    def _head(self, painter: QPainter, section: int, y: int) -> None:
        assert self._order is not None
        number, count = int(self._order.heads[section]), self._counts(section)
        colour = self._painter.colour(number)
        self._heads_painter.paint(painter, self, y, self.head_text(number), colour, count)

    def _counts(self, section: int) -> int:
        assert self._order is not None
        starts = self._order.starts
        end = int(starts[section + 1]) if section + 1 < len(starts) else len(self._order)
        return end - int(starts[section])

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        self.viewport().scroll(0, dy)
        if self._layout is not None and self._layout.head:
            # the head that sticks to the top was moved along: draw the strip where it was and where it is
            self.viewport().update(0, min(0, dy), self.viewport().width(), HEAD + abs(dy) + 1)
        if not self._soon.isActive():
            self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        anchor = self._in_view()
        self._arrange()
        self._bring_back(anchor)
        self._soon.start()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_side(self.side + (STEP if event.angleDelta().y() > 0 else -STEP))
            event.accept()
            return
        super().wheelEvent(event)

    def _ask(self) -> None:
        """Ask for the pictures in view, then for those of a screen further on."""
        if self._layout is None or self._order is None or self.table is None:
            return
        top, tall = self.verticalScrollBar().value(), self.viewport().height()
        first, end = self._layout.between(top, top + tall)
        rows, down = self._order.rows, top >= self._last_top
        self._last_top = top
        if down:
            _, further = self._layout.between(top + tall, top + 2 * tall)
            near = [rows[first:end], rows[end : max(further, end)]]
        else:
            before, _ = self._layout.between(max(0, top - tall), top)
            near = [rows[first:end], rows[min(before, first) : first][::-1]]
        if self._look.ratio != self.devicePixelRatioF():
            self._prepare(self._look.blurred, self._look.grey)
        self.loader.want([face for part in near for face in self.table.ids[part].tolist()])

    def _arrived(self, faces: list[int]) -> None:
        """Draw only the cells whose pictures came."""
        if self._layout is None or self._order is None or self.table is None:
            return
        new, top = set(faces), self.verticalScrollBar().value()
        width, height = self._layout.width, self._layout.height
        for first, count, y in self._layout.lines(top, top + self.viewport().height()):
            here = self.table.ids[self._order.rows[first : first + count]].tolist()
            for column, face in enumerate(here):
                if face in new:
                    self.viewport().update(MARGIN + column * width, y - top, width, height)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = self._place_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.RightButton:
            if place >= 0 and self._order is not None and not self.selection.mask[self._order.rows[place]]:
                self.selection.only(int(self._order.rows[place]))
                self._changed()
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position().toPoint() if place >= 0 else None
        self._click(place, event.modifiers())

    def _click(self, place: int, held: Qt.KeyboardModifier) -> None:
        if self._order is None:
            return
        if place < 0:
            if not held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
                self.selection.only(-1)
                self._changed()
            return
        row = int(self._order.rows[place])
        if held & Qt.KeyboardModifier.ShiftModifier:
            self._stretch(place, bool(held & Qt.KeyboardModifier.ControlModifier))
        elif held & Qt.KeyboardModifier.ControlModifier:
            self.selection.toggle(row)
        elif not self.selection.mask[row]:
            self.selection.only(row)
        else:
            self.selection.current = self.selection.anchor = row
        self._changed()

    def _stretch(self, place: int, keep: bool = False) -> None:
        assert self._order is not None
        anchor = self._place(self.selection.anchor)
        self.selection.stretch(self._order.rows, max(anchor, 0), place, keep)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Dragging selected faces onto a head; not with Qt's own drag, which would run a loop of its own."""
        if self._pressed is None or not self._heads:
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if self._dragging or moved >= QApplication.startDragDistance():
            self._dragging = True
            over = self._section_at(event.position().toPoint()) >= 0
            shape = Qt.CursorShape.DragMoveCursor if over else Qt.CursorShape.ForbiddenCursor
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        point = event.position().toPoint()
        place, pressed = self._place_at(point), self._pressed
        dragged, self._dragging, self._pressed = self._dragging, False, None
        self.viewport().unsetCursor()
        if dragged:
            section = self._section_at(point)
            if section >= 0 and self._order is not None:
                self.head_dropped.emit(int(self._order.heads[section]))
            return
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if pressed is not None and plain and place >= 0 and self._order is not None:
            self.selection.only(int(self._order.rows[place]))
            self._changed()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = self._place_at(event.position().toPoint())
        if place >= 0 and self._order is not None:
            self.opened.emit(int(self._order.rows[place]))

    def _section_at(self, point: QPoint) -> int:
        if self._layout is None or not self._layout.head or not self._layout.count:
            return -1
        return self._layout.section_at(point.y() + self.verticalScrollBar().value())

    def _place_at(self, point: QPoint) -> int:
        if self._layout is None:
            return -1
        return self._layout.at(point.x(), point.y() + self.verticalScrollBar().value())

    def event(self, event: QEvent) -> bool:
        """Ctrl with + and - belongs to the grid while it has the focus, whatever else they mean."""
        if event.type() is QEvent.Type.ShortcutOverride and enlarges(cast(QKeyEvent, event)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if by := enlarges(event):
            self.set_side(self.side + by * STEP)
            return
        if self._order is None or self._layout is None or not len(self._order):
            super().keyPressEvent(event)
            return
        key, held = event.key(), event.modifiers()
        place = self._place(self.selection.current)
        page = max(1, self.viewport().height() // self._layout.height)
        to = led_to(self._layout, Qt.Key(key), place, page) if place >= 0 else 0
        if to is not None and (place >= 0 or Qt.Key(key) in MOVES):
            self._move(to, held)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place >= 0:
            self.opened.emit(self.selection.current)
        elif key == Qt.Key.Key_Space and place >= 0:
            if held & Qt.KeyboardModifier.ControlModifier:
                self.selection.toggle(self.selection.current)
                self._changed()
            else:
                self.enlarged.emit(self.selection.current)
        elif key == Qt.Key.Key_A and held == Qt.KeyboardModifier.ControlModifier:
            self.selection.every(self._order.rows)
            self._changed()
        elif key == Qt.Key.Key_Escape and self.selection.count:
            self.selection.only(-1)
            self._changed()
        else:
            super().keyPressEvent(event)

    def _move(self, place: int, held: Qt.KeyboardModifier) -> None:
        assert self._order is not None
        if held & Qt.KeyboardModifier.ShiftModifier:
            self._stretch(place)
        elif held & Qt.KeyboardModifier.ControlModifier:
            self.selection.current = int(self._order.rows[place])
        else:
            self.selection.only(int(self._order.rows[place]))
        self._ensure(place)
        self._changed()

    def _ensure(self, place: int) -> None:
        assert self._layout is not None
        y, bar = self._layout.where(place).y, self.verticalScrollBar()
        if y - self._layout.head < bar.value():
            bar.setValue(y - self._layout.head)
        elif y + self._layout.height > bar.value() + self.viewport().height():
            bar.setValue(y + self._layout.height - self.viewport().height())

    def _changed(self) -> None:
        self.viewport().update()
        self.chosen.emit()
