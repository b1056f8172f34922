"""The list of people or voices: best picture, name, standing, how much there is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.colours import cluster_colour, voice_colour
from ui.people.people_model import BEST, FACTS, NUMBER, STANDING, PeopleModel
from ui.shared.crop_loader import CropLoader
from ui.theme import Theme

TALL, PICTURE, GAP = 64, 48, 8
Index = QModelIndex | QPersistentModelIndex


class PeopleDelegate(QStyledItemDelegate):
    """Draws a row; `loader` None draws a disc in the voice's colour instead of a face."""

    def __init__(self, theme: Theme, loader: CropLoader | None) -> None:
        super().__init__()
        self._theme, self._loader = theme, loader
        self._colour = cluster_colour if loader else voice_colour  # what has no picture is a voice

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802  (Qt's name)
        lines = option.fontMetrics.height() * 2 + 12
        return QSize(160, max(TALL, lines))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = self._theme.tokens
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(tokens.selection if chosen else tokens.surface))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(tokens.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        number = int(index.data(NUMBER))
        colour = self._colour(number, tokens.dark)
        box = QRect(rect.left() + GAP, rect.center().y() - PICTURE // 2, PICTURE, PICTURE)
        self._picture(painter, box, index, colour)
        painter.fillRect(rect.left(), rect.top() + 6, 3, rect.height() - 12, colour)
        text = rect.adjusted(PICTURE + 2 * GAP + 4, 6, -GAP, -6)
        self._lines(painter, text, option, index, chosen)
        painter.restore()

    def _picture(self, painter: QPainter, box: QRect, index: Index, colour: QColor) -> None:
        if self._loader is None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(box.adjusted(6, 6, -6, -6))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            return
        picture = self._loader.picture(int(index.data(BEST)))
        if picture is None:
            painter.fillRect(box, QColor(self._theme.tokens.raised))
            return
        size = picture.deviceIndependentSize().toSize()
        x, y = (box.width() - size.width()) // 2, (box.height() - size.height()) // 2
        painter.drawImage(box.x() + x, box.y() + y, picture)

    def _lines(
        self, painter: QPainter, text: QRect, option: QStyleOptionViewItem, index: Index, chosen: bool
    ) -> None:
        tokens, left = self._theme.tokens, Qt.AlignmentFlag.AlignLeft
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(tokens.on_selection if chosen else tokens.text))
        elide = Qt.TextElideMode.ElideRight
        name = painter.fontMetrics().elidedText(str(index.data()), elide, text.width())
        half = QRect(text.left(), text.top(), text.width(), text.height() // 2)
        painter.drawText(half, left | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.on_selection if chosen else tokens.muted))
        facts = " · ".join(filter(None, (index.data(STANDING), index.data(FACTS))))
        below = QRect(text.left(), half.bottom() + 1, text.width(), text.height() - half.height())
        line = painter.fontMetrics().elidedText(facts, elide, text.width())
        painter.drawText(below, left | Qt.AlignmentFlag.AlignVCenter, line)


class PeopleView(QListView):
    """Dragging one row onto another asks to merge the two."""

    played = Signal(int)
    """Double click: play the clearest sighting of this number."""
    faces_wanted = Signal()
    """Enter: show the faces of the selected."""
    dropped_on = Signal(int)
    """The selected were dragged onto this number."""

    def __init__(self, model: PeopleModel, theme: Theme, loader: CropLoader | None) -> None:
        super().__init__()
        self.people = model
        self._loader = loader
        self._delegate = PeopleDelegate(theme, loader)
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._soon.start())
        model.modelReset.connect(self._soon.start)
        if loader is not None:
            loader.arrived.connect(lambda _: self.viewport().update())

    @property
    def numbers(self) -> list[int]:
        """The selected, in the order shown."""
        return [self.people.number(i.row()) for i in sorted(self.selectedIndexes(), key=lambda i: i.row())]

    def refill(self, table: object) -> None:
        """Show another state of the table; what is selected and where it stands stay."""
        chosen, current = set(self.numbers), self.currentIndex().row()
        at = self.people.number(current) if current >= 0 else -1
        top = self.verticalScrollBar().value()
        self.people.show_table(table)  # type: ignore[arg-type]
        model = self.selectionModel()
        for number in chosen:
            place = self.people.place(number)
            if place >= 0:
                model.select(self.people.index(place), model.SelectionFlag.Select)
        place = self.people.place(at)
        if place < 0 and current >= 0 and self.people.rowCount():
            place = min(current, self.people.rowCount() - 1)
        if place >= 0:
            model.setCurrentIndex(self.people.index(place), model.SelectionFlag.NoUpdate)
            if not self.numbers:
                model.select(self.people.index(place), model.SelectionFlag.Select)
        self.verticalScrollBar().setValue(top)
        self._soon.start()

    def ask_again(self) -> None:
        """Pictures are wanted in another way."""
        self._soon.start()
        self.viewport().update()

    def _ask(self) -> None:
        if self._loader is None or not self.people.rowCount():
            return
        first = max(0, self.indexAt(QPoint(4, 2)).row())
        each = max(1, self.sizeHintForRow(0))
        last = min(self.people.rowCount(), first + 2 * (self.viewport().height() // each + 1))
        wanted = [int(self.people.index(p).data(BEST)) for p in range(first, last)]
        self._loader.want(wanted)

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.numbers:
            self.faces_wanted.emit()
            return
        if event.text().isprintable() and event.text() and not event.text().isspace():
            event.ignore()  # letters are commands; a name is typed into the field above
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.played.emit(self.people.number(index.row()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._pressed = event.position().toPoint()
            if self.selectionModel().isSelected(index) and not event.modifiers():
                return  # it may be the beginning of a drag of all that are selected
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        point = event.position().toPoint()
        if (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
        if self._dragging:
            fits = self._target(point) >= 0
            self.viewport().setCursor(
                Qt.CursorShape.DragMoveCursor if fits else Qt.CursorShape.ForbiddenCursor
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        point, dragged = event.position().toPoint(), self._dragging
        pressed, self._pressed, self._dragging = self._pressed, None, False
        self.viewport().unsetCursor()
        if dragged:
            target = self._target(point)
            if target >= 0:
                self.dropped_on.emit(target)
            return
        if pressed is not None and not event.modifiers():
            index = self.indexAt(point)
            model = self.selectionModel()
            if index.isValid():
                model.setCurrentIndex(index, model.SelectionFlag.ClearAndSelect)
        super().mouseReleaseEvent(event)

    def _target(self, point: QPoint) -> int:
        index = self.indexAt(point)
        if not index.isValid() or self.selectionModel().isSelected(index):
            return -1
        return self.people.number(index.row())
