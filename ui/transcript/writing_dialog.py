"""Where a transcript is written to, as what; and that the file is plain."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core_api.transcript import WriteTranscript
from ui.shared.plain_files import not_encrypted
from ui.ui_context import UiContext


class WritingDialog(QFileDialog):
    """Asks, writes, and tells when it is done. Opened, never executed."""

    def __init__(
        self,
        parent: QWidget,
        ui: UiContext,
        items: tuple[str, ...],
        start: Callable[..., asyncio.Task[None]],
    ) -> None:
        super().__init__(parent)
        self._ui, self._items, self._start = ui, items, start
        self.setObjectName("write-transcript")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Export transcript")
        self.setWindowTitle(f"{title} · {not_encrypted()}")
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        forms = {
            "txt": self.tr("Text (*.txt)"),
            "srt": self.tr("Subtitles, SubRip (*.srt)"),
            "vtt": self.tr("Subtitles, WebVTT (*.vtt)"),
        }
        if len(items) > 1:  # subtitles of several items would lie over each other
            forms = {"txt": forms["txt"]}
        self._forms = {text: form for form, text in forms.items()}
        self.setNameFilters(list(self._forms))
        self.fileSelected.connect(self._chosen)

    def _chosen(self, path: str) -> None:
        form = Path(path).suffix[1:].lower()
        if form not in self._forms.values():
            form = self._forms[self.selectedNameFilter()]
            path = f"{path}.{form}"
        self._start(self._write(form, path))

    async def _write(self, form: str, path: str) -> None:
        ui, done = self._ui, self.tr("Transcript exported to {path}")
        await ui.core.ask(WriteTranscript(self._items, form, path))
        ui.notices.say(done.format(path=path))
