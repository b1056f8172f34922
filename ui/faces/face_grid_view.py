"""A grid of faces, as many as there are: only what is in view is drawn, and asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ui.faces import face_choosing
from ui.faces.face_order import Order
from ui.faces.face_selection import FaceSelection
from ui.faces.feet_pixels import FEET, GAP
from ui.faces.grid_keys import MOVES, enlarges, led_to
from ui.faces.grid_layout import HEAD, GridLayout
from ui.faces.grid_painter import GridPainter
from ui.faces.shown_faces import Anchor, ShownFaces
from ui.shared.crop_loader import CropLoader, CropStyle

if TYPE_CHECKING:
    from app.core_api.people import FaceTable
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

    def __init__(
        self,
        loader: CropLoader,
        tokens: Tokens,
        head_text: Callable[[int], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.loader = loader
        self.selection = FaceSelection()
        self.side = 96
        self.faces: ShownFaces | None = None
        self._painter = GridPainter(self, loader.picture, head_text)
        self._painter.use(tokens)
        self._style = CropStyle(self.side)
        self._last_top = 0
        self._stuck = (0, 0)
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
        anchor, old = self._anchor(), self.faces.table.ids if self.faces else table.ids[:0]
        if old is not table.ids:
            self.selection.retable(old, table.ids)
        self._arrange(table, order, heads)
        self._bring_back(anchor)
        self.chosen.emit()

    def clear(self) -> None:
        """Show nothing, keep nothing."""
        self.faces = None
        self.selection = FaceSelection()
        self.loader.clear()
        self.verticalScrollBar().setRange(0, 0)
        self.viewport().update()

    def use(self, tokens: Tokens) -> None:
        """Draw in another theme."""
        self._painter.use(tokens)
        self.viewport().update()

    def cover(self, blurred: bool, grey: bool) -> None:
        """Draw pictures covered, or not."""
        self._prepare(blurred, grey)
        self.viewport().update()
        self._soon.start()

    def _prepare(self, blurred: bool, grey: bool) -> None:
        ratio = self.devicePixelRatioF()
        self._style = CropStyle(round(self.side * ratio), blurred, grey, ratio)
        self.loader.use_style(self._style)

    def set_side(self, side: int) -> None:
        """Draw pictures so large; what is in the middle stays there."""
        side = max(SMALLEST, min(LARGEST, side))
        if side == self.side:
            return
        self.side = side
        self._prepare(self._style.blurred, self._style.grey)
        self._arrange_anew()
        self.resized.emit(side)

    @property
    def current_row(self) -> int:
        """Row of the table of the current face; -1 if there is none."""
        return self.selection.current

    @property
    def shown(self) -> int:
        """How many faces are shown."""
        return len(self.faces.order) if self.faces else 0

    def go_to(self, row: int) -> None:
        """Select one face and bring it into view."""
        if self.faces and (place := self.faces.place(row)) >= 0:
            self.selection.only(row)
            self._ensure(place)
            self._changed()

    def neighbour(self, by: int) -> int:
        """The row shown so many places further on; -1 where there is none."""
        return self.faces.row(self.faces.place(self.selection.current) + by) if self.faces else -1

    def _arrange(self, table: FaceTable, order: Order, heads: bool) -> None:
        width, bar = self.side + 2 * GAP, self.verticalScrollBar()
        layout = GridLayout(order, self.viewport().width(), width, width + FEET + GAP, heads)
        self.faces = ShownFaces(table, order, layout)
        bar.setRange(0, max(0, layout.total - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        self.viewport().update()
        self._soon.start()

    def _arrange_anew(self) -> None:
        """The view, or what is in it, is of another size."""
        if self.faces:
            anchor = self._anchor()
            self._arrange(self.faces.table, self.faces.order, self.faces.layout.head > 0)
            self._bring_back(anchor)

    def _anchor(self) -> Anchor | None:
        top, tall = self.verticalScrollBar().value(), self.viewport().height()
        return self.faces.anchor(self.selection.current, top, tall) if self.faces else None

    def _bring_back(self, anchor: Anchor | None) -> None:
        if anchor and self.faces and (top := self.faces.top_for(anchor)) is not None:
            self.verticalScrollBar().setValue(top)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        self._painter.paint(event, self.faces, self.selection, self.verticalScrollBar().value())

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Move what is drawn, all but the head that sticks to the top; that is drawn where it changes."""
        if self.faces and self.faces.layout.head:
            top, area = self.verticalScrollBar().value(), self.viewport().rect()
            section, y = self.faces.layout.stuck(top)
            if self._stuck != (section, y - top):
                self._stuck = (section, y - top)
                self.viewport().update(0, 0, area.width(), HEAD)
            self.viewport().scroll(0, dy, area.adjusted(0, HEAD, 0, 0))
        else:
            self.viewport().scroll(0, dy)
        if not self._soon.isActive():
            self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._arrange_anew()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_side(self.side + (STEP if event.angleDelta().y() > 0 else -STEP))
            event.accept()
            return
        super().wheelEvent(event)

    def _ask(self) -> None:
        """Ask for the pictures in view, then for those of a screen further on."""
        if self.faces is None:
            return
        top, tall = self.verticalScrollBar().value(), self.viewport().height()
        down, self._last_top = top >= self._last_top, top
        if self._style.ratio != self.devicePixelRatioF():
            self._prepare(self._style.blurred, self._style.grey)
        self.loader.want(*self.faces.near(top, tall, down))

    def _arrived(self, faces: list[int]) -> None:
        """Draw only where pictures arrived: one range per line."""
        if self.faces is None:
            return
        top, layout = self.verticalScrollBar().value(), self.faces.layout
        for span in self.faces.where(set(faces), top, top + self.viewport().height()):
            self.viewport().update(span.x, span.y - top, span.many * layout.width, layout.height)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.faces is None:
            return
        place, row = self._at(event)
        if event.button() is Qt.MouseButton.RightButton and row >= 0 and not self.selection.mask[row]:
            self.selection.only(row)
            self._changed()
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint() if place >= 0 else None
            face_choosing.press(self.selection, self.faces, place, event.modifiers())
            self._changed()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drags selected faces onto a head; not with Qt's own drag, which runs a nested event loop."""
        if self._pressed is None or self.faces is None or not self.faces.layout.head:
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if self._dragging or moved >= QApplication.startDragDistance():
            self._dragging = True
            over = self._section_at(event.position().toPoint()) >= 0
            shape = Qt.CursorShape.DragMoveCursor if over else Qt.CursorShape.ForbiddenCursor
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        dragged, pressed = self._dragging, self._pressed
        self._dragging, self._pressed = False, None
        self.viewport().unsetCursor()
        if self.faces is None:
            return
        if dragged:
            section = self._section_at(event.position().toPoint())
            if section >= 0:
                self.head_dropped.emit(int(self.faces.order.heads[section]))
            return
        _, row = self._at(event)
        if pressed is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier and row >= 0:
            self.selection.only(row)
            self._changed()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        _, row = self._at(event)
        if row >= 0:
            self.opened.emit(row)

    def _section_at(self, point: QPoint) -> int:
        """Number of the head a point is under; -1 beside the grid."""
        if self.faces is None or not self.viewport().rect().contains(point):
            return -1
        y = point.y() + self.verticalScrollBar().value()
        return self.faces.layout.section_at(y) if y < self.faces.layout.total else -1

    def _at(self, event: QMouseEvent) -> tuple[int, int]:
        """Place and row of the face under the mouse; -1 where there is none."""
        if self.faces is None:
            return -1, -1
        point = event.position().toPoint()
        place = self.faces.layout.at(point.x(), point.y() + self.verticalScrollBar().value())
        return place, self.faces.row(place)

    def event(self, event: QEvent) -> bool:
        """Ctrl with + and - belongs to the grid while it has the focus, whatever else they mean."""
        if event.type() is QEvent.Type.ShortcutOverride and enlarges(cast(QKeyEvent, event)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if by := enlarges(event):
            self.set_side(self.side + by * STEP)
        elif not (self.faces and self.shown and self._key(event, self.faces)):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent, faces: ShownFaces) -> bool:
        """Do what a key means in the grid; whether it means anything."""
        key, held = event.key(), event.modifiers()
        place = faces.place(self.selection.current)
        page = max(1, self.viewport().height() // faces.layout.height)
        to = led_to(faces.layout, Qt.Key(key), place, page) if place >= 0 else 0
        if to is not None and (place >= 0 or Qt.Key(key) in MOVES):
            face_choosing.step(self.selection, faces, to, held)
            self._ensure(to)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place >= 0:
            self.opened.emit(self.selection.current)
            return True
        elif key == Qt.Key.Key_Space and place >= 0:
            if not held & Qt.KeyboardModifier.ControlModifier:
                self.enlarged.emit(self.selection.current)
                return True
            self.selection.toggle(self.selection.current)
        elif key == Qt.Key.Key_A and held == Qt.KeyboardModifier.ControlModifier:
            self.selection.every(faces.order.rows)
        elif key == Qt.Key.Key_Escape and self.selection.count:
            self.selection.only(-1)
        else:
            return False
        self._changed()
        return True

    def _ensure(self, place: int) -> None:
        """Scroll as far as it takes to see a place."""
        assert self.faces is not None
        layout, bar = self.faces.layout, self.verticalScrollBar()
        y = layout.where(place).y
        if y - layout.head < bar.value():
            bar.setValue(y - layout.head)
        elif y + layout.height > bar.value() + self.viewport().height():
            bar.setValue(y + layout.height - self.viewport().height())

    def _changed(self) -> None:
        self.viewport().update()
        self.chosen.emit()
