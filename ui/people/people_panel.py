"""People and voices: the list, how much there is of each, and every action by a key."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core_api.people import FACE, VOICE, Crops, HeardVoice, People, PeopleTable, WhereFace
from app.core_api.protocol import Event
from app.core_api.session import CaseFacts
from ui.icons import icon
from ui.panel import Panel
from ui.people.heard_list import HeardList
from ui.people.people_model import PeopleModel
from ui.people.people_view import PICTURE, PeopleView
from ui.people.review_dialog import ReviewDialog
from ui.people.verify_dialog import VerifyDialog
from ui.people.voice_actions import VoiceActions
from ui.shared.crop_loader import CropLoader, CropStyle
from ui.shared.face_actions import FaceActions
from ui.shared.flow_layout import FlowLayout
from ui.shared.following import Following
from ui.ui_context import UiContext


class PeoplePanel(Panel):
    """Two lists, of people and of voices; under the voices where the chosen one is heard."""

    name = "people"
    icon = "mdi6.account-group-outline"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.faces, self.voices = FaceActions(ui), VoiceActions(ui)
        self._picture_tasks = ui.tasks()
        self.loader = CropLoader(self._picture_tasks, lambda ids: ui.core.ask(Crops(ids)))
        self.lists = {
            FACE: PeopleView(PeopleModel(), ui.theme, self.loader),
            VOICE: PeopleView(PeopleModel(), ui.theme, None),
        }
        self.heard = HeardList()
        self._make()
        self.dialog: ReviewDialog | VerifyDialog | None = None
        self._following = Following(self, frozenset({"faces", "voices"}), self._read, self._tell)
        self._make_commands()
        self._connect()
        self._use_theme()
        self._cover()
        self.retranslate()

    def title(self) -> str:
        return self.tr("People")

    @property
    def kind(self) -> str:
        """Which list is in front."""
        return (FACE, VOICE)[self.tabs.currentIndex()]

    @property
    def list(self) -> PeopleView:
        return self.lists[self.kind]

    def _make(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setObjectName("people-tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.field = QLineEdit()
        self.field.setObjectName("people-filter")
        self.field.setClearButtonEnabled(True)
        self.to_review, self.verify = QToolButton(), QToolButton()
        for button, name in ((self.to_review, "to-review"), (self.verify, "verify")):
            button.setObjectName(name)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._empty = QLabel()
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        below = QSplitter(Qt.Orientation.Vertical)
        below.addWidget(self.lists[VOICE])
        below.addWidget(self.heard)
        below.setStretchFactor(0, 3)
        below.setStretchFactor(1, 1)
        below.setChildrenCollapsible(False)
        self._pages = QStackedWidget()
        for page in (self.lists[FACE], below, self._empty):
            self._pages.addWidget(page)
        line = FlowLayout(gap=8)
        line.addWidget(self.to_review)
        line.addWidget(self.verify)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(8)
        column.addWidget(self.tabs)
        column.addWidget(self.field)
        column.addWidget(self._pages, 1)
        column.addLayout(line)

    def _make_commands(self) -> None:
        def local(slot: Any, keys: str, owner: QWidget | None = None) -> QAction:
            return self.command("people", slot, keys, everywhere=False)

        self._actions = {
            "review": self.command("people", self.review, "Ctrl+Shift+D"),
            "verify": self.command("people", self.verify_names, "Ctrl+Shift+N"),
            "find": local(self.field.setFocus, "/"),
            "show": local(self._show_faces, ""),
            "play": local(self._play_chosen, "Shift+Return"),
            "name": local(lambda: self._do(self._people_actions.name(self._first())), "F2, N"),
            "merge": local(lambda: self._do(self._people_actions.merge(self.list.numbers)), "M"),
            "split": local(lambda: self._on_heard(self.voices.split), "S"),
            "move": local(lambda: self._on_heard(self.voices.move), "V"),
            "not-this": local(lambda: self._on_heard(self.voices.not_this), "X, Del"),
            "new": local(lambda: self._on_heard(self.voices.new_subject), "Ctrl+N"),
        }

    def _connect(self) -> None:
        ui = self.ui
        for kind, view in self.lists.items():
            view.setObjectName(f"{kind}-people")
            view.played.connect(lambda number: self.start(self._play(number)))
            view.faces_wanted.connect(self._show_faces)
            view.dropped_on.connect(self._dropped)
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(self._menu)
        self.lists[VOICE].selectionModel().selectionChanged.connect(lambda *_: self._show_heard())
        self.heard.opened.connect(
            lambda h: ui.position.go(h.item_id, h.start_ns, (), (h.start_ns, h.end_ns), True)
        )
        self.tabs.currentChanged.connect(lambda _: self._turned())
        self.field.textChanged.connect(self._find)
        self.field.returnPressed.connect(self._take_first)
        self.to_review.clicked.connect(self.review)
        self.verify.clicked.connect(self.verify_names)
        ui.exposure.changed.connect(self._cover)
        ui.theme.changed.connect(self._use_theme)

    def retranslate(self) -> None:
        texts = {
            "review": self.tr("Review Uncertain Matches…"),
            "verify": self.tr("Verify Names…"),
            "find": self.tr("Find a Person"),
            "show": self.tr("Show Faces"),
            "play": self.tr("Play Clearest Appearance"),
            "name": self.tr("Name…"),
            "merge": self.tr("Merge…"),
            "split": self.tr("Split Off the Selected Speakers"),
            "move": self.tr("Move the Selected Speakers to…"),
            "not-this": self.tr("Not This Voice"),
            "new": self.tr("New Person from the Selected Speakers…"),
        }
        for name, text in texts.items():
            self._actions[name].setText(text)
        self.tabs.setTabText(0, self.tr("People"))
        self.tabs.setTabText(1, self.tr("Voices"))
        self.tabs.setAccessibleName(self.tr("People or voices"))
        self.field.setPlaceholderText(self.tr("Find by name or number"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.lists[FACE].setAccessibleName(self.tr("People"))
        self.lists[VOICE].setAccessibleName(self.tr("Voices"))
        self.to_review.setText(self.tr("To review"))
        self.to_review.setToolTip(self.tr("Decide matches the analysis is unsure about, one key each"))
        self.verify.setToolTip(self.tr("Confirm names without seeing the first answer"))
        self.heard.retranslate()
        self._tell()

    def opened(self, case: CaseFacts) -> None:
        self._following.opened()

    def closed(self) -> None:
        super().closed()
        self._following.closed()
        self._picture_tasks.cancel()
        self.loader.clear()
        self.faces.people = self.voices.people = None
        for view in self.lists.values():
            view.refill(None)
        self.heard.show_heard(())
        self.field.clear()
        if self.dialog:
            self.dialog.close()
        self._tell()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        super().showEvent(event)
        self._cover()
        self._following.read_if_seen()

    def on_event(self, event: Event) -> None:
        self._following.on_event(event)

    def review(self) -> None:
        """Open the questions the machine has."""
        self._open(ReviewDialog(self.ui, self._people_actions, self._tasks, self._heard))

    def verify_names(self) -> None:
        """Open the names that wait for a second person."""
        self._open(VerifyDialog(self.ui, self.kind, self._heard))

    def _heard(self) -> Sequence[HeardVoice]:
        table = self.table(VOICE)
        return table.heard if table else ()

    def table(self, kind: str) -> PeopleTable | None:
        return self.lists[kind].people.table

    @property
    def _people_actions(self) -> FaceActions | VoiceActions:
        return self.faces if self.kind == FACE else self.voices

    def _open(self, dialog: ReviewDialog | VerifyDialog) -> None:
        if self.dialog:
            self.dialog.close()
        if not self._following.case:
            return
        self.dialog = dialog
        dialog.finished.connect(self._closed_dialog)
        dialog.open()

    def _closed_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog:
            dialog.deleteLater()

    async def _read(self) -> None:
        for kind, view in self.lists.items():
            table = await self.ui.core.ask(People(kind))
            (self.faces if kind == FACE else self.voices).people = table
            view.refill(table)
        self._show_heard()

    def _turned(self) -> None:
        self._find(self.field.text())
        self._tell()
        self.list.setFocus()

    def _find(self, text: str) -> None:
        self.list.people.find(text)
        self._tell()

    def _take_first(self) -> None:
        if self.list.people.rowCount():
            self.list.setCurrentIndex(self.list.people.index(0))
        self.list.setFocus()

    def _show_heard(self) -> None:
        table, numbers = self.table(VOICE), set(self.lists[VOICE].numbers)
        self.heard.show_heard([h for h in table.heard if h.number in numbers] if table else ())

    def _first(self) -> int:
        return (self.list.numbers or [-1])[0]

    def _do(self, action: Coroutine[Any, Any, None]) -> None:
        if self.list.numbers and self.ui.case and self.ui.case.writable:
            self.start(action)
            return
        action.close()
        if self.ui.case and not self.ui.case.writable:
            self.ui.notices.warn(self.tr("This case is open elsewhere and is read-only here."))

    def _on_heard(self, action: Any) -> None:
        """What is about single sightings: of voices here, of people in the grid of faces."""
        if self.kind == FACE:
            self._show_faces()
            return
        if chosen := self.heard.chosen:
            self._do(action(chosen))

    def _dropped(self, number: int) -> None:
        self._do(self._people_actions.merge([number, *self.list.numbers]))

    def _show_faces(self) -> None:
        if self.kind == FACE and self.list.numbers:
            self.ui.people.show_faces(frozenset(self.list.numbers))
        elif self.kind == VOICE:
            self._play_chosen()

    def _play_chosen(self) -> None:
        if self.list.numbers:
            self.start(self._play(self._first()))

    async def _play(self, number: int) -> None:
        place, table = self.list.people.place(number), self.list.people.table
        if place < 0 or table is None:
            return
        best = int(table.best[self.list.people.rows[place]])
        if self.kind == VOICE:
            self._play_heard(table.heard[best])
            return
        spot = await self.ui.core.ask(WhereFace(best))
        seen = spot.moment
        self.ui.position.go(spot.item_id, seen.t_ns, seen.box, (seen.start_ns, seen.end_ns), play=True)

    def _play_heard(self, heard: HeardVoice) -> None:
        self.ui.position.go(heard.item_id, heard.start_ns, (), (heard.start_ns, heard.end_ns), play=True)

    def _menu(self, point: Any) -> None:
        names = ["show", "play", "name", "merge"] if self.kind == FACE else list(self._actions)[4:]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            menu.addAction(self._actions[name])
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _cover(self) -> None:
        exposure = self.ui.exposure
        ratio = self.devicePixelRatioF()
        self.loader.use_style(CropStyle(round(PICTURE * ratio), exposure.blurs, exposure.greys, ratio))
        self.lists[FACE].ask_again()

    def _use_theme(self) -> None:
        tokens = self.ui.theme.tokens
        self.to_review.setIcon(icon("mdi6.help-circle-outline", tokens))
        self.verify.setIcon(icon("mdi6.account-check-outline", tokens))
        for view in self.lists.values():
            view.viewport().update()

    def _tell(self) -> None:
        table = self.table(self.kind)
        shown = self.list.people.rowCount()
        self._pages.setCurrentIndex(2 if not shown else self.tabs.currentIndex())
        waiting = sum(named.asked for t in map(self.table, (FACE, VOICE)) if t for named in t.names.values())
        self.verify.setText(
            self.tr("Verify ({count})").format(count=waiting) if waiting else self.tr("Verify")
        )
        self.to_review.setEnabled(bool(table is not None and len(table)))
        self.verify.setEnabled(self._following.case)
        self._empty.setText(self._why_empty(table))

    def _why_empty(self, table: PeopleTable | None) -> str:
        if not self._following.case:
            return ""
        if self._following.reading and table is None:
            return self.tr(
                "Grouping people… In a large case this takes minutes the first time. You can"
                " go on working meanwhile."
            )
        if table is not None and len(table):
            return self.tr("No person matches.")
        if self.kind == FACE:
            return self.tr("Nobody yet. Analyse the evidence; the people who appear are listed here.")
        return self.tr("No voices yet. Analyse evidence with sound; the voices are listed here.")
