"""Searches kept in the case, results written to a table, and the choice of a picture of a face."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog

from app.core_api.search import ForgetSearch, SaveSearch, WriteFound
from app.review.search_rows import KINDS
from ui.contexts import Context
from ui.panel import Panel
from ui.search.search_view import SearchView
from ui.search.words import kind_word
from ui.shared.plain_files import not_encrypted


class Keeping(QObject):
    """Asks in dialogs of the panel's; none of them waits."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._panel, self._ui = panel, panel.ui

    def save(self, view: SearchView | None) -> None:
        """Keep what is typed in the case, under a name."""
        if view is None or not view.typed.strip():
            self._ui.notices.say(self.tr("Type a search first to save it."))
            return
        dialog = QInputDialog(self._panel)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setObjectName("save-search")
        dialog.setWindowTitle(self.tr("Save Search"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(view.typed.strip())
        dialog.textValueSelected.connect(partial(self._save, view.typed.strip()))
        dialog.open()

    def forget(self, key: str) -> None:
        """List a kept search no longer."""
        self._panel.start(self._forget(ForgetSearch(key)))

    def export(self, view: SearchView | None) -> None:
        """Write all results of a search to a CSV file."""
        if view is None or not view.model.rows:
            self._ui.notices.say(self.tr("There are no results to export."))
            return
        title = self.tr("Export Results")
        dialog = QFileDialog(self._panel, f"{title} · {not_encrypted()}")
        dialog.setObjectName("export-results")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Tables (*.csv)"), self.tr("Records (*.json)")])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(chosen.rpartition(".")[2].strip(")"))
        )
        dialog.selectFile(self.tr("results.csv"))
        dialog.fileSelected.connect(partial(self.write, view))
        dialog.open()

    def write(self, view: SearchView, path: str) -> None:
        """The same, to a place that was chosen."""
        head = (
            self.tr("Item"), self.tr("Kind"), self.tr("From"), self.tr("To"), self.tr("Who"), self.tr("Text"),
            self.tr("Together with"), self.tr("Citation"),
        )  # fmt: skip
        called = {kind: kind_word(kind) for kind in KINDS}
        question = WriteFound(view.typed, view.growing, view.kinds, view.sorting, path, head, called)
        self._panel.start(self._write(question))

    def choose_face(self) -> None:
        """Choose a picture of the person to search for."""
        dialog = QFileDialog(self._panel, self.tr("Picture of a Face"))
        dialog.setObjectName("face-file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        pictures = self.tr("Pictures (*.jpg *.jpeg *.png *.heic *.webp *.tif *.tiff *.bmp)")
        dialog.setNameFilters([pictures, self.tr("All files (*)")])
        dialog.fileSelected.connect(self._look_for)
        dialog.open()

    def _look_for(self, path: str) -> None:
        self._ui.contexts.open(Context("face-file", self.tr("Face in a picture"), {"path": path}))

    def _save(self, typed: str, name: str) -> None:
        if name.strip():
            self._panel.start(self._keep(SaveSearch(name.strip(), typed)))

    async def _keep(self, question: SaveSearch) -> None:
        await self._ui.core.ask(question)
        self._ui.notices.say(self.tr("The search has been saved in the case."))

    async def _forget(self, question: ForgetSearch) -> None:
        await self._ui.core.ask(question)

    async def _write(self, question: WriteFound) -> None:
        count = await self._ui.core.ask(question)
        self._ui.notices.say(self.tr("%n result(s) exported.", "", count))
