"""Model packs: what is there, what is missing, under which licence; fetched, or brought in from a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableWidget,
)
from PySide6.QtWidgets import QTableWidgetItem as Cell

from app.core_api.protocol import Event, Refused
from app.core_api.setup import ImportPacks, InstallPacks, PackRow, Packs, PacksArriving, PacksDone
from ui import figures
from ui.error_texts import error_text
from ui.start.card import row, words
from ui.start.step import Step
from ui.ui_context import UiContext

if TYPE_CHECKING:
    import asyncio

NAME, STATE, SIZE, LICENCE = range(4)


class PacksStep(Step):
    """Ticked packs are fetched; what is missing of the base pack is ticked from the start."""

    def __init__(self, ui: UiContext, profile: Callable[[], str]) -> None:
        super().__init__()
        self._ui, self._profile, self._tasks = ui, profile, ui.tasks()
        self._rows: tuple[PackRow, ...] = ()
        self._running: asyncio.Task[None] | None = None
        self.table = QTableWidget(0, 4)
        self.table.setObjectName("packs")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.setMinimumHeight(190)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().resizeSection(LICENCE, 130)
        for column in (STATE, SIZE):
            self.table.horizontalHeader().setSectionResizeMode(
                column, QHeaderView.ResizeMode.ResizeToContents
            )
        self.about, self.told, self.missing = words("muted"), words("muted"), words("muted")
        self.told.setObjectName("packs-told")
        self.bar = QProgressBar()
        self.bar.setObjectName("packs-progress")
        self.bar.setTextVisible(False)
        self.install, self.bring, self.stop = QPushButton(), QPushButton(), QPushButton()
        self.install.setObjectName("packs-install")
        self.bring.setObjectName("packs-import")
        self.stop.setObjectName("packs-stop")
        for part in (self.missing, self.table, self.about):
            self.column.addWidget(part)
        self.column.addLayout(row(self.install, self.bring, None, self.stop))
        self.column.addWidget(self.bar)
        self.column.addWidget(self.told)
        self.install.clicked.connect(self._install)
        self.bring.clicked.connect(self._choose_file)
        self.stop.clicked.connect(self._cancel)
        self.table.itemChanged.connect(lambda _: self._enable())
        self.table.currentCellChanged.connect(lambda *_: self._tell_about())
        ui.core.events.connect(self._arriving)
        self.setFocusProxy(self.table)
        self.retranslate()
        self._enable()

    @property
    def complete(self) -> bool:
        return self._running is None

    def heading(self) -> str:
        return self.tr("Model packs")

    def lead(self) -> str:
        return self.tr(
            "The models AIMA recognises faces, voices, speech and text with. AIMA uses the"
            " network only to download them. On a computer without network, install them"
            " from a file."
        )

    def onward(self) -> str:
        missing = any(pack.base and not pack.installed for pack in self._rows)
        return self.tr("Continue Without Them") if missing else ""

    def entered(self) -> None:
        self._tasks.start(self._list())

    def leave(self) -> None:
        """Nobody looks any more: what is being fetched stops."""
        self._tasks.cancel()

    def retranslate(self) -> None:
        self.table.setHorizontalHeaderLabels(
            [self.tr("Pack"), self.tr("State"), self.tr("Size"), self.tr("Licence")]
        )
        self.table.setAccessibleName(self.tr("Model packs"))
        self.install.setText(self.tr("Download"))
        self.bring.setText(self.tr("From a File…"))
        self.stop.setText(self.tr("Stop"))
        self.bar.setAccessibleName(self.tr("Download progress"))
        self._draw()

    async def _list(self) -> None:
        self._rows = await self._ui.core.ask(Packs(self._profile()))
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        self.table.blockSignals(True)
        ticked = self._ticked() if self.table.rowCount() else None
        self.table.setRowCount(len(self._rows))
        for n, pack in enumerate(self._rows):
            name = Cell(self._task(pack))
            if not pack.installed and pack.allowed and pack.downloadable:
                wanted = pack.base if ticked is None else pack.name in ticked
                name.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            size = Cell(figures.size(pack.bytes, 0))
            size.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            licence = pack.licence.removeprefix("LicenseRef-")
            for column, cell in enumerate((name, Cell(self._state(pack)), size, Cell(licence))):
                if column == LICENCE:
                    cell.setToolTip(licence)
                self.table.setItem(n, column, cell)
        self.table.blockSignals(False)
        self._tell_missing()
        self._tell_about()
        self._enable()

    def _state(self, pack: PackRow) -> str:
        if pack.installed:
            return self.tr("installed")
        if not pack.allowed:
            return self.tr("not allowed")
        return self.tr("missing") if pack.base else self.tr("optional")

    def _tell_missing(self) -> None:
        missing = sum(pack.base and not pack.installed for pack in self._rows)
        self.missing.setText(
            self.tr("%n required pack(s) missing; nothing can be analysed without them.", "", missing)
        )
        self.missing.setVisible(missing > 0)

    def _tell_about(self) -> None:
        n = self.table.currentRow()
        if not 0 <= n < len(self._rows):
            self.about.clear()
            return
        pack = self._rows[n]
        said = [pack.name + "."]
        if not pack.allowed:
            said.append(
                self.tr("Its licence excludes the use this profile stands for: “{clause}”").format(
                    clause=pack.clause
                )
            )
        elif not pack.downloadable and not pack.installed:
            said.append(self.tr("No registry offers it; it can only be installed from a file."))
        self.about.setText(" ".join(said))

    def _ticked(self) -> list[str]:
        found = []
        for n, pack in enumerate(self._rows[: self.table.rowCount()]):
            cell = self.table.item(n, NAME)
            if cell is not None and not pack.installed and cell.checkState() is Qt.CheckState.Checked:
                found.append(pack.name)
        return found

    def _enable(self) -> None:
        busy = self._running is not None
        self.install.setEnabled(not busy and bool(self._ticked()))
        self.bring.setEnabled(not busy)
        self.stop.setVisible(busy)
        self.bar.setVisible(busy)

    def _install(self) -> None:
        self._run(InstallPacks(tuple(self._ticked()), self._profile()))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("File with Model Packs"))
        dialog.setObjectName("packs-file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._run(ImportPacks(path, self._profile())))
        dialog.open()

    def _run(self, question: InstallPacks | ImportPacks) -> None:
        self.bar.setRange(0, 0)
        self.told.setText(self.tr("Working…"))
        self._running = self._tasks.start(self._bringing(question))
        self._running.add_done_callback(lambda _: self._ended())
        self._enable()
        self.changed.emit()
        self.stop.setFocus()

    async def _bringing(self, question: InstallPacks | ImportPacks) -> None:
        try:
            done = await self._ui.core.ask(question)
        except Refused as refused:
            self.told.setText(error_text(refused.failed))
            return
        self._tell(done)
        self._rows = await self._ui.core.ask(Packs(self._profile()))

    def _tell(self, done: PacksDone) -> None:
        said = [self.tr("%n pack(s) installed.", "", len(done.added))]
        said += [f"{name}: {error_text(failed)}" for name, failed in done.failed]
        self.told.setText("\n".join(said))

    def _ended(self) -> None:
        self._running = None
        self._draw()
        self.changed.emit()
        self.table.setFocus()

    def _cancel(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            self.told.setText(self.tr("Stopped. Finished packs are kept; the download continues from here."))

    def _arriving(self, event: Event) -> None:
        if not isinstance(event, PacksArriving) or self._running is None:
            return
        self.bar.setRange(0, max(1, event.bytes // 1024))
        self.bar.setValue(event.arrived_bytes // 1024)
        pack = next((p for p in self._rows if p.name == event.pack), None)
        said = self.tr("{number} of {total}: {name}, {size} downloaded")
        name, size = self._task(pack) if pack else event.pack, figures.size(event.arrived_bytes)
        self.told.setText(said.format(number=event.number, total=event.total, name=name, size=size))

    def _task(self, pack: PackRow) -> str:
        words = {
            "face detection": self.tr("Finding faces"),
            "face embedding": self.tr("Comparing faces"),
            "speech recognition": self.tr("Speech to text"),
            "voice activity": self.tr("Voice activity detection"),
            "speaker segmentation": self.tr("Speaker separation"),
            "speaker embedding": self.tr("Comparing voices"),
            "object detection": self.tr("Objects"),
            "picture embedding, picture tags": self.tr("Similar pictures and tags"),
            "screen text detection, screen text recognition": self.tr("Text in pictures"),
            "sound events": self.tr("Sound events"),
            "language model": self.tr("Dossier summaries"),
            "face detection, face embedding": self.tr("Finding and comparing faces (more accurate)"),
        }
        return words.get(pack.task) or ", ".join(words.get(task, task) for task in pack.task.split(", "))
