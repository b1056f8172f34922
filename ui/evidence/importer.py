"""Brings files in: asks for them, hears how far it is, stops, goes on. Only paths pass through the window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.evidence import (
    AddFiles,
    ContinueImport,
    ImportEnded,
    ImportProgress,
    NotAdded,
    OpenImport,
    OpenImports,
)
from app.desk.protocol import Event, Question, Refused
from ui.bench import Bench
from ui.evidence.import_bar import ImportBar
from ui.evidence.not_added_dialog import NotAddedDialog

Start = Callable[[Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]
URIS = "text/uri-list"
DROPS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class Importer(QObject):
    """Belongs to the panel of evidence; `start` runs its coroutines."""

    def __init__(self, bench: Bench, bar: ImportBar, owner: QWidget, start: Start) -> None:
        super().__init__(owner)
        self._bench, self._bar, self._owner, self._start = bench, bar, owner, start
        self._running: asyncio.Task[Any] | None = None
        self._left: OpenImport | None = None
        self._not_added: tuple[NotAdded, ...] = ()
        bar.stopped.connect(self.stop)
        bar.continued.connect(self.go_on)
        bar.listed.connect(self.list_failures)

    @property
    def running(self) -> bool:
        return self._running is not None

    def choose_files(self) -> None:
        """Ask for files, without holding anything up."""
        self._choose(self.tr("Add Files as Evidence"), QFileDialog.FileMode.ExistingFiles)

    def choose_folder(self) -> None:
        self._choose(self.tr("Add a Folder as Evidence"), QFileDialog.FileMode.Directory)

    def add(self, paths: list[str]) -> None:
        if paths:
            self._ask(AddFiles(paths=tuple(paths)))

    def drop(self, dropped: QMimeData) -> None:
        """Take what was dropped; the list is not even parsed here: ten thousand files cost nothing."""
        self._ask(AddFiles(uri_list=bytes(dropped.data(URIS).data())))

    def stop(self) -> None:
        """Ask the import to stop after the piece it is at; what is in stays in."""
        if self._running is not None:
            self._bar.stopping()
            self._running.cancel()

    def go_on(self) -> None:
        """Go on with the import that did not come to its end."""
        self._start(self._go_on())

    def list_failures(self) -> None:
        NotAddedDialog(self._not_added, self._owner).open()

    def opened(self) -> None:
        """A case was opened: drops on any part of the window are taken, and an interrupted import is told."""
        window = self._owner.window()
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._start(self._look_back())

    def closed(self) -> None:
        window = self._owner.window()
        window.removeEventFilter(self)
        window.setAcceptDrops(False)
        self._running, self._left, self._not_added = None, None, ()
        self._bar.forget()

    def heard(self, event: Event) -> None:
        """An event of the core."""
        match event:
            case ImportProgress():
                self._bar.progress(event)
            case ImportEnded():
                self._ended(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in DROPS and isinstance(event, QDropEvent) and event.mimeData().hasFormat(URIS):
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self.drop(event.mimeData())
            return True
        return super().eventFilter(watched, event)

    def _choose(self, title: str, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self._owner.window(), title)
        dialog.setObjectName("add-evidence")
        dialog.setFileMode(mode)
        dialog.setOption(QFileDialog.Option.ReadOnly)
        dialog.filesSelected.connect(self.add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask(self, question: Question[ImportEnded]) -> None:
        if self._running is not None:
            self._bench.notices.say(
                self.tr("These files are added when the import that is running has ended.")
            )
        else:
            self._bar.begin()
        self._running = self._start(self._import(question))

    async def _import(self, question: Question[ImportEnded]) -> None:
        """Its end is told as an event too, which also comes when it was stopped."""
        try:
            await self._bench.desk.ask(question)
        except Refused:
            self._running = None
            self._bar.forget()
            raise

    def _ended(self, ended: ImportEnded) -> None:
        self._running, self._not_added = None, ended.not_added
        if self._bench.case is not None:
            self._bar.ended(ended)

    async def _go_on(self) -> None:
        found = (self._left,) if self._left else await self._bench.desk.ask(OpenImports())
        self._left = None
        if found:
            self._ask(ContinueImport(found[0].batch))
        else:
            self._bench.notices.say(self.tr("No import is left unfinished."))

    async def _look_back(self) -> None:
        """Only what was interrupted is brought up; files that could not be read were told of at the time."""
        for left in await self._bench.desk.ask(OpenImports()):
            if left.pending:
                self._left = left
                self._bar.interrupted(left)
                return
