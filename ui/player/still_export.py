"""Exports the shown frame: asks where, warns that the file is not encrypted, and has the core write it."""

from __future__ import annotations

from PySide6.QtCore import QDir, QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QWidget

from app.core_api.media import KeepStill, Playable
from gpu_backends.viewer_messages import StillMade
from ui.player.timecode import in_milliseconds
from ui.shared.plain_files import plain_file_notice
from ui.tasks import Tasks
from ui.ui_context import UiContext


class StillExport(QObject):
    """One at a time; the picture is decoded first, so that what is asked about exists."""

    def __init__(self, ui: UiContext, tasks: Tasks, beside: QWidget) -> None:
        super().__init__(beside)
        self._ui, self._tasks, self._beside = ui, tasks, beside
        self.dialog: QFileDialog | None = None

    def ask(self, still: StillMade, playable: Playable) -> None:
        """Ask where; closing the dialog exports nothing."""
        self.close()
        dialog = self.dialog = QFileDialog(self._beside.window())
        dialog.setObjectName("still-dialog")
        # the system's own dialog knows no language but its own, and cannot show the warning
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("png")
        dialog.setNameFilter(self.tr("Pictures (*.png)"))
        dialog.setWindowTitle(self.tr("Export Frame"))
        place = QStandardPaths.StandardLocation
        folders = (QStandardPaths.writableLocation(p) for p in (place.PicturesLocation, place.HomeLocation))
        dialog.setDirectory(next((f for f in folders if QDir(f).exists()), ""))
        moment = in_milliseconds(still.t_ns).replace(":", "-").replace(".", "-")
        dialog.selectFile(f"{playable.sha256[:12]}_{moment}.png")
        self._warn(dialog)
        dialog.fileSelected.connect(lambda path: self._chosen(path, still, playable))
        dialog.open()

    def _warn(self, dialog: QFileDialog) -> None:
        """What the file will be, before it is one."""
        origin = self.tr("Its origin is saved beside it.")
        text = QLabel(f"{plain_file_notice()} {origin}")
        text.setObjectName("still-warning")
        text.setWordWrap(True)
        text.setProperty("role", "warning")
        grid = dialog.layout()
        assert isinstance(grid, QGridLayout)
        grid.addWidget(text, grid.rowCount(), 0, 1, grid.columnCount())

    def close(self) -> None:
        """Drop what was asked."""
        dialog, self.dialog = self.dialog, None
        if dialog:
            dialog.close()
            dialog.deleteLater()

    def _chosen(self, path: str, still: StillMade, playable: Playable) -> None:
        self._tasks.start(self._keep(path, still, playable))

    async def _keep(self, path: str, still: StillMade, playable: Playable) -> None:
        kept = await self._ui.core.ask(
            KeepStill(
                item_id=playable.item_id,
                stream=playable.pictures.index if playable.pictures else 0,
                t_ns=still.t_ns,
                pts=still.pts,
                sha256=still.sha256,
                png=still.png,
                path=path,
            )
        )
        text = self.tr("Exported to {path}, with a file about its origin. SHA-256 {hash}")
        self._ui.notices.say(text.format(path=kept.path, hash=kept.sha256))
