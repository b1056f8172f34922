"""Brings files in: asks for them, follows progress, stops, continues. Only paths pass through the window."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core_api.evidence import (
    AddFiles,
    ContinueImport,
    ImportEnded,
    ImportProgress,
    NotAdded,
    OpenImport,
    OpenImports,
    StopImport,
)
from app.core_api.protocol import CORE_LOST, Event, Question, Refused
from ui.evidence.import_bar import ImportBar
from ui.evidence.not_added_dialog import NotAddedDialog
from ui.ui_context import UiContext

URIS = "text/uri-list"
DROPS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class Importer(QObject):
    """Belongs to the panel of evidence; an import outlives a locked window."""

    ended = Signal(object)
    """An import has ended: its ImportEnded."""

    def __init__(self, ui: UiContext, bar: ImportBar, owner: QWidget) -> None:
        super().__init__(owner)
        self._ui, self._bar, self._tasks = ui, bar, ui.tasks()
        self._numbers = itertools.count(1)
        self._waiting: list[int] = []
        self._left: OpenImport | None = None
        self._not_added: tuple[NotAdded, ...] = ()
        bar.stopped.connect(self.stop)
        bar.continued.connect(self.go_on)
        bar.listed.connect(self.list_failures)

    @property
    def running(self) -> bool:
        return bool(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether something asked for has not arrived yet."""
        return self._tasks.busy

    def choose_files(self) -> None:
        """Ask for files, without holding anything up."""
        self._choose(self.tr("Add Files as Evidence"), QFileDialog.FileMode.ExistingFiles)

    def choose_folder(self) -> None:
        self._choose(self.tr("Add a Folder as Evidence"), QFileDialog.FileMode.Directory)

    def add(self, paths: list[str]) -> None:
        if paths:
            number = next(self._numbers)
            self._ask(number, AddFiles(paths=tuple(paths), number=number))

    def drop(self, dropped: QMimeData) -> None:
        """Take what was dropped; the list is not even parsed here: ten thousand files cost nothing."""
        number = next(self._numbers)
        self._ask(number, AddFiles(uri_list=bytes(dropped.data(URIS).data()), number=number))

    def stop(self) -> None:
        """Ask the import to stop after the piece it is at; what is in stays in."""
        if self._waiting:
            self._bar.stopping()
        for number in self._waiting:
            self._ui.core.ask(StopImport(number))

    def go_on(self) -> None:
        """Go on with the import that did not come to its end."""
        self._tasks.start(self._go_on())

    def list_failures(self) -> None:
        NotAddedDialog(self._not_added, self._ui.window).open()

    def opened(self) -> None:
        """A case was opened: drops on any part of the window are taken, and an interrupted import is told."""
        self._take_drops(True)
        self._tasks.start(self._look_back())

    def closed(self) -> None:
        self._take_drops(False)
        self._tasks.cancel()
        self._waiting.clear()
        self._left, self._not_added = None, ()
        self._bar.forget()

    def locked(self) -> None:
        """Nothing can be dropped on a locked window; a running import continues."""
        if self.running:
            self._take_drops(False)
        else:
            self.closed()

    def unlocked(self) -> None:
        """The same case is shown again."""
        if self.running:
            self._take_drops(True)
        else:
            self.opened()

    def heard(self, event: Event) -> None:
        """An event of the core."""
        if isinstance(event, ImportProgress):
            self._bar.progress(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in DROPS and isinstance(event, QDropEvent) and event.mimeData().hasFormat(URIS):
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self.drop(event.mimeData())
            return True
        return super().eventFilter(watched, event)

    def _take_drops(self, taken: bool) -> None:
        window = self._ui.window
        if window is not None:
            window.setAcceptDrops(taken)
            window.removeEventFilter(self)
            if taken:
                window.installEventFilter(self)

    def _choose(self, title: str, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self._ui.window, title)
        dialog.setObjectName("add-evidence")
        dialog.setFileMode(mode)
        dialog.setOption(QFileDialog.Option.ReadOnly)
        dialog.filesSelected.connect(self.add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask(self, number: int, question: Question[ImportEnded]) -> None:
        if self._waiting:
            self._ui.notices.say(self.tr("These files will be added after the running import."))
        else:
            self._bar.begin()
        self._waiting.append(number)
        self._tasks.start(self._import(number, question))

    async def _import(self, number: int, question: Question[ImportEnded]) -> None:
        try:
            ended = await self._ui.core.ask(question)
        except Refused as refused:
            self._bar.forget()
            if refused.failed.code != CORE_LOST.code:
                raise
            return
        finally:
            if number in self._waiting:
                self._waiting.remove(number)
        self._not_added = ended.not_added
        self._bar.ended(ended)
        self.ended.emit(ended)
        if self._waiting:
            self._bar.begin()

    async def _go_on(self) -> None:
        found = (self._left,) if self._left else await self._ui.core.ask(OpenImports())
        self._left = None
        if found:
            number = next(self._numbers)
            self._ask(number, ContinueImport(found[0].batch, number))
        else:
            self._ui.notices.say(self.tr("There is no unfinished import."))

    async def _look_back(self) -> None:
        """Only interrupted imports are offered; files that could not be read were reported at the time."""
        for left in await self._ui.core.ask(OpenImports()):
            if left.pending:
                self._left = left
                self._bar.interrupted(left)
                return
