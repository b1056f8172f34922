"""One face large: at once the stored crop, then the exact picture, and everything measured about it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QVBoxLayout

from app.core_api.people import Crops, FaceTable, WhereFace
from app.operations.moments import timecode
from ui import figures
from ui.dialog_size import fit
from ui.faces.exact_picture import ExactPicture, covered
from ui.shared.crop_loader import CropStyle
from ui.tasks import Tasks
from ui.ui_context import UiContext


class FacePreview(QDialog):
    """Stays open while one steps with the arrows; Space or Escape closes it."""

    stepped = Signal(int)

    def __init__(self, ui: UiContext, tasks: Tasks) -> None:
        super().__init__(ui.window)
        self.setObjectName("face-preview")
        self._ui, self._tasks = ui, tasks
        self._exact = ExactPicture(ui.core, tasks.start)
        self._exact.made.connect(self._arrived)
        self._picture: QImage | None = None
        self._row, self._stored_exact = -1, False
        self._image = QLabel()
        self._image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._image.setMinimumSize(QSize(240, 240))
        self._image.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._facts, self._kind = QLabel(), QLabel()
        for label in (self._facts, self._kind):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._kind.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(self._image, 1)
        column.addWidget(self._facts)
        column.addWidget(self._kind)
        fit(self, 560, 660)
        ui.exposure.changed.connect(self._draw)

    def present(self, table: FaceTable, row: int, called: str) -> None:
        """Show the face of this row of the table; `called` is how its person is named."""
        self._row, self._picture, self._stored_exact = row, None, bool(table.exact[row])
        self.setWindowTitle(called)
        self._facts.setText(
            self.tr(
                "{name} · quality {quality} · detector {score} · sharpness {sharpness} · {side} px"
            ).format(
                name=called,
                quality=figures.number(float(table.quality[row]), 2),
                score=figures.number(float(table.score[row]), 2),
                sharpness=figures.number(float(table.sharpness[row]), 2),
                side=int(table.side[row]),
            )
            + f"\n{table.items[int(table.item[row])].untrusted_name} · {timecode(int(table.t_ns[row]))}"
        )
        self._say(exact=False)
        self._draw()
        self.show()
        self.raise_()
        self._tasks.start(self._fetch(int(table.ids[row]), row))

    def closeEvent(self, event: object) -> None:  # noqa: N802  (Qt's name)
        self._forget()
        super().closeEvent(event)  # type: ignore[arg-type]

    def reject(self) -> None:
        self._forget()
        super().reject()

    def _forget(self) -> None:
        self._exact.close()
        self._picture, self._row = None, -1
        self._image.clear()

    async def _fetch(self, face: int, row: int) -> None:
        (untrusted,) = await self._ui.core.ask(Crops((face,)))
        picture = QImage()
        picture.loadFromData(QByteArray(untrusted), "JPEG")  # type: ignore[arg-type]
        if row != self._row:
            return
        if not picture.isNull():
            self._picture = picture
            self._draw()
        spot = await self._ui.core.ask(WhereFace(face))
        if row == self._row:
            await self._exact.ask(row, spot.item_id, spot.moment)

    def _arrived(self, row: int, picture: QImage | None) -> None:
        if row != self._row:
            return
        if picture is None or picture.isNull():
            self._kind.setText(self.tr("The exact picture could not be decoded; this is the stored crop."))
            return
        self._picture = picture
        self._say(exact=True)
        self._draw()

    def _say(self, exact: bool) -> None:
        if exact:
            self._kind.setText(self.tr("Exact: decoded from the sealed original."))
        elif self._stored_exact:
            self._kind.setText(self.tr("Stored crop; the exact picture is being decoded…"))
        else:
            self._kind.setText(
                self.tr("Stored crop of a faster, inexact decoding; the exact picture is being decoded…")
            )

    def _draw(self) -> None:
        if self._picture is None:
            self._image.clear()
            return
        exposure = self._ui.exposure
        picture = covered(self._picture, CropStyle(0, exposure.blurs, exposure.greys))
        ratio = self.devicePixelRatioF()
        size = (self._image.size() * ratio).boundedTo(picture.size() * 6)
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        shown = QPixmap.fromImage(picture.scaled(size, keep, smooth))
        shown.setDevicePixelRatio(ratio)
        self._image.setPixmap(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        match event.key():
            case Qt.Key.Key_Space:
                self.close()
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self.stepped.emit(1)
            case _:
                super().keyPressEvent(event)
