"""All faces of the case, and what a person does with them; every action by a key."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QVBoxLayout

from app.core_api.people import Crops, WhereFace
from app.core_api.protocol import Event
from app.core_api.session import CaseFacts
from ui import figures
from ui.contexts import Context
from ui.faces.face_grid_view import STEP, FaceGridView
from ui.faces.face_order import ALONE, NONE, Sort
from ui.faces.face_preview import FacePreview
from ui.faces.face_store import FaceStore
from ui.faces.grid_bar import GridBar
from ui.panel import Panel
from ui.shared.crop_loader import CropLoader
from ui.shared.face_actions import FaceActions
from ui.shared.following import Following
from ui.ui_context import UiContext


class FacesPanel(Panel):
    """Shows an empty page until there are faces."""

    name = "faces"
    icon = "mdi6.face-recognition"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.store, self.face_actions = FaceStore(ui.core), FaceActions(ui)
        self._picture_tasks = ui.tasks()
        self.loader = CropLoader(self._picture_tasks, lambda ids: ui.core.ask(Crops(ids)))
        self.grid = FaceGridView(self.loader, ui.theme.tokens, self._head_text)
        self.grid.setObjectName("face-grid")
        self.bar = GridBar()
        self.preview: FacePreview | None = None
        self._status, self._empty = QLabel(), QLabel()
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._status.setObjectName("face-status")
        self._status.setProperty("role", "muted")
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self._pages, 1)
        column.addWidget(self._status)
        self.setFocusProxy(self.grid)
        self._following = Following(self, frozenset({"faces"}), self._read, self._tell)
        self._connect()
        self._commands_of_people()
        self._use_theme()
        self.retranslate()

    def title(self) -> str:
        return self.tr("Faces")

    def _connect(self) -> None:
        ui = self.ui
        self.bar.changed.connect(self._others_wanted)
        self.bar.likeness_wanted.connect(lambda: self.start(self._like()))
        self.bar.side_wanted.connect(self.grid.set_side)
        self.bar.side(self.grid.side)
        self.grid.resized.connect(self.bar.side)
        self.grid.chosen.connect(self._tell)
        self.grid.opened.connect(lambda row: self.start(self._go(row, play=True)))
        self.grid.enlarged.connect(self._enlarge)
        self.grid.head_dropped.connect(self._dropped)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._menu)
        ui.exposure.changed.connect(self._cover)
        ui.theme.changed.connect(self._use_theme)
        ui.position.item_changed.connect(self.bar.item)
        ui.people.faces_wanted.connect(self._only)
        self._cover()

    def _commands_of_people(self) -> None:
        def local(slot: Any, keys: str) -> Any:
            return self.command("people", slot, keys, everywhere=False)

        self._actions = {
            "merge": local(lambda: self._do(self.face_actions.merge(self._numbers())), "M"),
            "split": local(lambda: self._do(self.face_actions.split(self._ids())), "S"),
            "move": local(lambda: self._do(self.face_actions.move(self._ids())), "V"),
            "not-this": local(
                lambda: self._do(self.face_actions.not_this(self._ids(), self._numbers())), "X, Del"
            ),
            "name": local(lambda: self._do(self.face_actions.name(self._numbers()[0])), "F2, N"),
            "new": local(lambda: self._do(self.face_actions.new_subject(self._ids())), "Ctrl+N"),
            "like": local(self._find_like, "F"),
            "sort-like": local(lambda: self.bar.sort_by(Sort.LIKENESS), "L"),
            "person": local(lambda: self._only(frozenset(self._numbers())), "P"),
            "larger": local(lambda: self.grid.set_side(self.grid.side + STEP), ""),
            "smaller": local(lambda: self.grid.set_side(self.grid.side - STEP), ""),
        }

    def retranslate(self) -> None:
        texts = {
            "merge": self.tr("Merge People…"),
            "split": self.tr("Split Off as a New Person"),
            "move": self.tr("Move to…"),
            "not-this": self.tr("Not This Person"),
            "name": self.tr("Name the Person…"),
            "new": self.tr("New Person…"),
            "like": self.tr("Find Similar Faces"),
            "sort-like": self.tr("Sort by Similarity"),
            "person": self.tr("Only This Person"),
            "larger": self.tr("Larger Pictures"),
            "smaller": self.tr("Smaller Pictures"),
        }
        for name, text in texts.items():
            self._actions[name].setText(text)
        self.grid.setAccessibleName(self.tr("Grid of faces"))
        self.bar.retranslate()
        self._tell()

    def opened(self, case: CaseFacts) -> None:
        self._following.opened()

    def closed(self) -> None:
        super().closed()
        self._following.closed()
        self._picture_tasks.cancel()
        self.store.clear()
        self.grid.clear()
        self.face_actions.people = None
        if self.preview:
            self.preview.close()
        self.bar.only(frozenset())
        self._tell()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        super().showEvent(event)
        self._following.read_if_seen()

    def on_event(self, event: Event) -> None:
        self._following.on_event(event)

    async def _read(self) -> None:
        await self.store.refresh()
        self.face_actions.people = self.store.people
        await self._reorder()

    def _others_wanted(self) -> None:
        if self.store.table is not None:
            self.start(self._reorder())

    async def _reorder(self) -> None:
        table, wanted = self.store.table, self.bar.wanted
        if table is None:
            return
        order = await self.store.order(wanted)
        if table is self.store.table and wanted == self.bar.wanted:  # else another order is on its way
            self.grid.show_order(table, order, wanted.sort in (Sort.PERSON, Sort.TIME))
            self._tell()

    async def _like(self) -> None:
        ids = self._ids()
        if not ids:
            self.ui.notices.say(
                self.tr("Select a face first; the others are then sorted by similarity to it.")
            )
            self.bar.sort_by(Sort.PERSON)
            return
        await self.store.compare(ids)
        await self._reorder()
        self.grid.verticalScrollBar().setValue(0)

    async def _go(self, row: int, play: bool) -> None:
        if self.store.table is None:
            return
        spot = await self.ui.core.ask(WhereFace(int(self.store.table.ids[row])))
        seen = spot.moment
        self.ui.position.go(spot.item_id, seen.t_ns, seen.box, (seen.start_ns, seen.end_ns), play=play)

    def _do(self, action: Coroutine[Any, Any, None]) -> None:
        """Run an action on what is selected; without a selection there is nothing to do."""
        if self._ids() and not (self.ui.case and not self.ui.case.writable):
            self.start(action)
            return
        action.close()
        if self.ui.case and not self.ui.case.writable:
            self.ui.notices.warn(self.tr("This case is open elsewhere and is read-only here."))

    def _ids(self) -> tuple[int, ...]:
        table = self.store.table
        return tuple(table.ids[self.grid.selection.rows].tolist()) if table is not None else ()

    def _numbers(self) -> tuple[int, ...]:
        table = self.store.table
        if table is None:
            return (-1,)
        numbers = dict.fromkeys(table.number[self.grid.selection.rows].tolist())
        return tuple(numbers) or (-1,)

    def _only(self, numbers: frozenset[int]) -> None:
        known = frozenset(n for n in numbers if n >= 0)
        called = self.face_actions.called(next(iter(known))) if len(known) == 1 else ""
        self.bar.only(known, called)

    def _dropped(self, number: int) -> None:
        if number >= 0 and self.bar.wanted.sort is Sort.PERSON:
            self._do(self.face_actions.move(self._ids(), number))

    def _find_like(self) -> None:
        row = self.grid.current_row
        if self.store.table is None or row < 0:
            return
        self.start(self._open_like(row))

    async def _open_like(self, row: int) -> None:
        assert self.store.table is not None
        face, number = int(self.store.table.ids[row]), int(self.store.table.number[row])
        moment = (await self.ui.core.ask(WhereFace(face))).moment
        label = self.face_actions.called(number)
        title = self.tr("Similar to {name}").format(name=label)
        self.ui.contexts.open(Context("faces-like", title, {"moment": moment, "label": label}))

    def _enlarge(self, row: int) -> None:
        if self.store.table is None:
            return
        if self.preview is None:
            self.preview = FacePreview(self.ui, self._tasks)
            self.preview.stepped.connect(self._step)
        self._present(self.preview, row)

    def _step(self, by: int) -> None:
        place = self.grid.neighbour(by)
        if place >= 0 and self.preview:
            self.grid.go_to(place)
            self._present(self.preview, place)

    def _present(self, preview: FacePreview, row: int) -> None:
        if (table := self.store.table) is not None:
            preview.present(table, row, self.face_actions.called(int(table.number[row])))

    def _menu(self, point: Any) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("name", "new", "merge", "split", "move", "not-this", "like", "sort-like", "person"):
            menu.addAction(self._actions[name])
        menu.popup(self.grid.viewport().mapToGlobal(point))

    def _cover(self) -> None:
        self.grid.cover(self.ui.exposure.blurs, self.ui.exposure.greys)

    def _use_theme(self) -> None:
        self.grid.use(self.ui.theme.tokens)
        self.bar.use(self.ui.theme.tokens)

    def _head_text(self, number: int) -> str:
        if self.bar.wanted.sort is Sort.TIME and self.store.table is not None and number >= 0:
            return self.store.table.items[number].untrusted_name
        if number == ALONE:
            return self.tr("Unassigned: seen once")
        return "" if number == NONE else self.face_actions.called(number)

    def _tell(self) -> None:
        """Status line and empty page."""
        table = self.store.table
        self._pages.setCurrentWidget(self.grid if self.grid.shown else self._empty)
        self.bar.setEnabled(table is not None and len(table) > 0)
        self._empty.setText(self._why_empty())
        self._status.setText(self._about_selection())
        self.grid.setAccessibleDescription(self._status.text())

    def _why_empty(self) -> str:
        if not self._following.case:
            return ""
        if self._following.reading:
            return self.tr(
                "Loading faces… In a large case this takes minutes the first time. You can go"
                " on working meanwhile."
            )
        if self.store.table is not None and len(self.store.table):
            return self.tr("No face matches. Choose another filter above.")
        return self.tr("No faces yet. Analyse the evidence; faces appear here as soon as they are found.")

    def _about_selection(self) -> str:
        table, chosen = self.store.table, self.grid.selection.count
        if table is None or not len(table):
            return ""
        whole = self.tr("%n face(s)", "", self.grid.shown)
        row = self.grid.current_row
        if chosen != 1 or row < 0:
            return whole + (" · " + self.tr("%n selected", "", chosen) if chosen else "")
        facts = self.tr("{name} · quality {quality} · sharpness {sharpness} · {side} px").format(
            name=self.face_actions.called(int(table.number[row])),
            quality=figures.number(float(table.quality[row]), 2),
            sharpness=figures.number(float(table.sharpness[row]), 2),
            side=int(table.side[row]),
        )
        note = "" if table.exact[row] else " · " + self.tr("inexact: from a faster decoding")
        return f"{whole} · {facts}{note} · {table.items[int(table.item[row])].untrusted_name}"
