"""Exporting the dossier: which files, where, in which language, and that they will not be encrypted."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core_api.dossier import LanguageModels, ModelOffer, WriteDossier, Writing, WrittenTo
from app.core_api.protocol import Refused
from app.core_api.session import CaseFacts
from ui.error_texts import error_text
from ui.shared.plain_files import plain_file_notice
from ui.translation import own_names
from ui.ui_context import UiContext

WIDTH = 520


class ExportDialog(QDialog):
    """Stays open until closed: it says how far writing is, and where the files lie."""

    def __init__(
        self, ui: UiContext, case: CaseFacts, language: str, accepted_only: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("write-dossier")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export Dossier"))
        self._ui, self._tasks = ui, ui.tasks()
        self._writing: asyncio.Task[None] | None = None
        self._written: WrittenTo | None = None
        self._offers: tuple[ModelOffer, ...] = ()
        self._make_fields(case, language)
        self.accepted_only.setChecked(accepted_only)
        self._lay_out()
        self._fold.clicked.connect(self._choose_folder)
        self._write.clicked.connect(self.write)
        self._stop.clicked.connect(self.stop)
        self._open.clicked.connect(self._show_folder)
        self.page.toggled.connect(self._enable)
        self.document.toggled.connect(self._enable)
        self.folder.textChanged.connect(self._enable)
        self.model.currentIndexChanged.connect(self._enable)
        self.crops.toggled.connect(self._enable)
        self._enable()
        self._tasks.start(self._ask_models())

    def tell(self, step: Writing) -> None:
        """How far it is."""
        texts = {
            "gather": self.tr("Reading the case …"),
            "write": self.tr("Writing and signing …"),
            "keep": self.tr("Saving the draft and writing the files …"),
        }
        text = texts.get(step.what) or self.tr("Summary: part {done} of {all} …").format(
            done=min(step.done + 1, step.all), all=step.all
        )
        self._bar.setRange(0, step.all)
        self._bar.setValue(step.done)
        self._say(text)

    def write(self) -> None:
        """Start, with what was chosen."""
        self._writing = self._tasks.start(self._run())

    def stop(self) -> None:
        """Write nothing more."""
        if self._writing is not None:
            self._writing.cancel()

    def done(self, result: int) -> None:
        """Closing it stops what runs."""
        self._tasks.cancel()
        super().done(result)

    async def _run(self) -> None:
        self._busy(True)
        self._say(self.tr("Reading the case …"))
        question = WriteDossier(
            folder=str(Path(self.folder.text()).expanduser()),
            language=str(self.language.currentData()),
            page=self.page.isChecked(),
            document=self.document.isChecked(),
            crops=self.crops.isChecked(),
            hide_bystanders=self.named_only.isChecked(),
            narrative=str(self.model.currentData() or ""),
            accepted_only=self.accepted_only.isChecked(),
        )
        try:
            self._written = await self._ui.core.ask(question)
        except Refused as refused:
            self._say(error_text(refused.failed), "error")
        except asyncio.CancelledError:
            self._say(self.tr("Stopped. No file was written or changed."), "warning")
            raise
        else:
            statements = self.tr("%n statement(s)", "", self._written.statements)
            sources = self.tr("%n source(s)", "", self._written.sources)
            told = self.tr("Exported: {statements} with {sources}.")
            self._say(told.format(statements=statements, sources=sources), "good")
        finally:
            self._busy(False)

    async def _ask_models(self) -> None:
        self._offers = await self._ui.core.ask(LanguageModels())
        for offer in self._offers:
            here = self.tr("{model}, inside this program").format(model=offer.label)
            self.model.addItem(here if offer.here else offer.label, offer.named)
        self._enable()

    def _make_fields(self, case: CaseFacts, language: str) -> None:
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder = QLineEdit(str(Path(usual or Path.home()) / "AIMA dossier"))
        self.folder.setObjectName("folder")
        self.folder.setAccessibleName(self.tr("Folder"))
        self._fold = QPushButton(self.tr("Choose…"))
        self._fold.setAccessibleName(self.tr("Choose a folder"))
        self._fold.setAutoDefault(False)
        self.language, self.model = QComboBox(), QComboBox()
        self.language.setAccessibleName(self.tr("Language of the dossier"))
        self.model.setAccessibleName(self.tr("Summary by a language model"))
        for name, spelled in own_names().items():
            self.language.addItem(spelled, name)
        self.language.setCurrentIndex(self.language.findData(language))
        self.model.addItem(self.tr("No summary"), "")
        self.page = _ticked(self.tr("Printable page (HTML)"), True, "page")
        self.document = _ticked(self.tr("Signed data file (JSON)"), True, "document")
        self.crops = _ticked(self.tr("Show faces"), True, "crops")
        self.named_only = _ticked(self.tr("Leave out faces of unnamed people"), case.hide_bystanders, "hide")
        self.accepted_only = _ticked(self.tr("Only what was accepted or reworded"), False, "accepted-only")
        self._about_model = _told("muted")
        self._plain = _told("warning")
        self._plain.setText(plain_file_notice())
        self._state, self._bar = _told("muted"), QProgressBar()
        self._state.setObjectName("state")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.hide()
        buttons = self._buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self._write = buttons.addButton(self.tr("Export"), role.ActionRole)
        self._write.setObjectName("write")
        self._write.setDefault(True)
        self._stop = buttons.addButton(self.tr("Stop"), role.ActionRole)
        self._open = buttons.addButton(self.tr("Open Folder"), role.ActionRole)
        close = buttons.addButton(self.tr("Close"), role.RejectRole)
        close.clicked.connect(self.reject)
        self._stop.hide()
        self._open.hide()

    def _lay_out(self) -> None:
        self.setMinimumWidth(WIDTH)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.folder, 1)
        place.addWidget(self._fold)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setSpacing(8)
        form.addRow(self.tr("Folder:"), place)
        form.addRow(self.tr("Language:"), self.language)
        form.addRow(self.tr("Files:"), self.page)
        form.addRow("", self.document)
        form.addRow(self.tr("Statements:"), self.accepted_only)
        form.addRow(self.tr("Faces:"), self.crops)
        form.addRow("", self.named_only)
        form.addRow(self.tr("Summary:"), self.model)
        form.addRow("", self._about_model)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self._plain)
        column.addWidget(self._bar)
        column.addWidget(self._state)
        column.addStretch(1)
        column.addWidget(self._buttons)

    def _enable(self) -> None:
        anything = self.page.isChecked() or self.document.isChecked()
        self._write.setEnabled(anything and bool(self.folder.text().strip()) and not self._bar.isVisible())
        self.crops.setEnabled(self.page.isChecked())
        self.named_only.setEnabled(self.page.isChecked() and self.crops.isChecked())
        self._about_model.setText(self._of_model())

    def _of_model(self) -> str:
        if not self._offers:
            return self.tr(
                "No language model is installed or running on this computer. The dossier is"
                " complete without one: it is written by rules."
            )
        if not self.model.currentData():
            return self.tr("The dossier is written by rules, without a language model.")
        return self.tr(
            "A language model drafts the summary from the statements. Every sentence is"
            " checked against its sources, and the dossier says that a machine wrote it."
            " This can take a while."
        )

    def _busy(self, busy: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        self._open.setVisible(not busy and self._written is not None)
        files = (self.folder, self._fold, self.page, self.document)
        for field in (*files, self.language, self.model, self.accepted_only):
            field.setEnabled(not busy)
        self._enable()

    def _say(self, text: str, role: str = "muted") -> None:
        self._state.setText(text)
        self._state.setProperty("role", role)
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)

    def _choose_folder(self) -> None:
        chooser = QFileDialog(self, self.tr("Folder for the Dossier"), str(Path(self.folder.text()).parent))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.folder.setText)
        chooser.open()

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.folder.text()).expanduser())))


def _ticked(text: str, on: bool, name: str) -> QCheckBox:
    box = QCheckBox(text)
    box.setChecked(on)
    box.setObjectName(name)
    return box


def _told(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
