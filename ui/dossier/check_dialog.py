"""Checking a dossier somebody gave: form, sources, log, signature; and copies of the evidence, if any."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.core_api.dossier import CheckDossier, Checked
from app.core_api.protocol import Refused
from app.core_api.shown_text import plain
from ui.dialog_size import fit
from ui.error_texts import error_text
from ui.ui_context import UiContext

WIDTH, HEIGHT = 560, 380


class CheckDialog(QDialog):
    """Says what a check found; a file can be chosen again, and copies of its items be added."""

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("check-dossier")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Check a Dossier"))
        fit(self, WIDTH, HEIGHT)
        self._ui, self._tasks = ui, ui.tasks()
        self._path, self._media = "", []  # type: tuple[str, list[str]]
        self.verdict, self._about = QLabel(), QLabel()
        for label in (self.verdict, self._about):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        bold = self.verdict.font()
        bold.setBold(True)
        self.verdict.setFont(bold)
        self._about.setProperty("role", "muted")
        self.found = QPlainTextEdit()
        self.found.setReadOnly(True)
        self.found.setAccessibleName(self.tr("What was found"))
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self._choose = buttons.addButton(self.tr("Choose a Dossier…"), role.ActionRole)
        self._add = buttons.addButton(self.tr("Add Copies of the Evidence…"), role.ActionRole)
        close = buttons.addButton(self.tr("Close"), role.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.verdict)
        column.addWidget(self._about)
        column.addWidget(self.found, 1)
        column.addWidget(buttons)
        self._choose.clicked.connect(self._choose_file)
        self._add.clicked.connect(self._choose_media)
        close.clicked.connect(self.reject)
        self._begin()

    def check(self, path: str) -> None:
        """Check this `dossier.json`."""
        self._path, self._media = path, []
        self._tasks.start(self._run())

    def done(self, result: int) -> None:
        self._tasks.cancel()
        super().done(result)

    def _begin(self) -> None:
        self._say(self.tr("Choose the file dossier.json of a dossier."))
        self._about.setText(
            self.tr(
                "This checks the format, that every statement has a source, the case log and"
                " the signature, and so whether a single word has been changed since the export."
            )
        )
        self.found.clear()
        self._add.setEnabled(False)
        self._choose.setDefault(True)
        self._choose.setFocus()

    async def _run(self) -> None:
        self._say(self.tr("Checking …"))
        try:
            checked = await self._ui.core.ask(CheckDossier(self._path, tuple(self._media)))
        except Refused as refused:
            self._begin()
            self._say(error_text(refused.failed), "error")
            return
        self._show(checked)

    def _show(self, checked: Checked) -> None:
        if checked.problems:
            self._say(self.tr("Something is wrong with this dossier."), "error")
            self._about.setText(
                self.tr("Problems found: {count}. Do not rely on it.").format(count=len(checked.problems))
            )
            self._list(checked.problems)
            return
        self._say(self.tr("This dossier is intact."), "good")
        counts = [
            self.tr("%n statement(s)", "", checked.statements),
            self.tr("%n source(s)", "", checked.sources),
            self.tr("{count} log entries").format(count=checked.entries),
        ]
        who = (
            self.tr("Signed by this account.")
            if checked.mine
            else self.tr("Signed by another account: compare its key with the one you were given.")
        )
        self._about.setText(f"{', '.join(counts)}. {who}")
        self._add.setEnabled(bool(checked.files_missing))
        notes = [
            self.tr("Not compared, no copy given: {item}").format(item=plain(item))
            for item in checked.files_missing
        ]
        if checked.withheld:
            notes.append(
                self.tr("Decisions whose names are withheld: {count}").format(count=checked.withheld)
            )
        self._list(notes or [self.tr("Every item was compared with the copy given.")])

    def _list(self, lines: tuple[str, ...] | list[str]) -> None:
        self.found.setPlainText("\n".join(plain(line) for line in lines))

    def _say(self, text: str, role: str = "") -> None:
        self.verdict.setText(text)
        self.verdict.setProperty("role", role)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self.tr("Choose a Dossier"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([self.tr("Dossiers (*.json)"), self.tr("All files (*)")])
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.check)
        chooser.open()

    def _choose_media(self) -> None:
        chooser = QFileDialog(self, self.tr("Copies of the Evidence"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.filesSelected.connect(self._with_media)
        chooser.open()

    def _with_media(self, paths: list[str]) -> None:
        self._media += [path for path in paths if path not in self._media]
        self._tasks.start(self._run())
