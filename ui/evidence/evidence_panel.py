"""The list of evidence: everything in the case, how far it is analysed, and the way to bring more in."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout

from app.core_api.evidence import MOST_EXTENTS, Extents, Hashes, ItemFacts, Items, VerifyItem
from app.core_api.protocol import Changed, Event
from app.core_api.session import CaseFacts
from ui.evidence.details_dialog import DetailsDialog
from ui.evidence.empty_view import EmptyView
from ui.evidence.evidence_model import COLUMNS, EvidenceModel
from ui.evidence.import_bar import ImportBar
from ui.evidence.importer import Importer
from ui.evidence.item_filter import ItemFilter
from ui.evidence.item_table_view import ItemTable
from ui.evidence.rows import Rows
from ui.figures import number
from ui.panel import Panel
from ui.ui_context import UiContext


class EvidencePanel(Panel):
    """Double click or Enter goes to an item; what is marked is what a job is asked for."""

    name = "evidence"
    icon = "mdi6.folder-multiple-outline"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.model = EvidenceModel(ui.theme)
        self._listing = self._stale = self._learning = False
        self._build()
        self.importer = Importer(ui, self.import_bar, self)
        self._connect()
        self._make_commands()
        self._repaint()
        self.retranslate()

    def title(self) -> str:
        return self.tr("Evidence")

    def retranslate(self) -> None:
        self.model.titles = dict(
            zip(
                COLUMNS,
                (
                    self.tr("Name"), self.tr("State"), self.tr("Length"), self.tr("Kind"), self.tr("Size"),
                    self.tr("Recorded"), self.tr("Added"), self.tr("Analysed"), self.tr("Folder"),
                ),
                strict=True,
            )
        )  # fmt: skip
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.table.setAccessibleName(self.tr("Items of evidence"))
        self.filter.retranslate()
        self._empty.text.setText(
            self.tr("There is no evidence in this case yet.\nDrop files or folders here, or add them.")
        )
        self._empty.buttons[0].setText(self.tr("Add Files…"))
        self._empty.buttons[1].setText(self.tr("Add Folder…"))
        self._nothing.text.setText(self.tr("No item matches the filter."))
        self._nothing.buttons[0].setText(self.tr("Clear Filter"))
        self._add_files.setText(self.tr("Add Files…"))
        self._add_folder.setText(self.tr("Add Folder…"))
        self._go_on.setText(self.tr("Continue Interrupted Import"))
        self._go.setText(self.tr("Go to Item"))
        self._details.setText(self.tr("Details of the Item"))
        self._copy.setText(self.tr("Copy SHA-256"))
        self._verify.setText(self.tr("Verify Item"))
        self._find.setText(self.tr("Filter Evidence"))
        self.import_bar.retranslate()
        self.details.retranslate()
        self._count()

    def opened(self, case: CaseFacts) -> None:
        self._pages.setCurrentWidget(self.table)  # whether there is evidence is not known yet
        self.start(self._list())
        self.importer.opened()

    def closed(self) -> None:
        self._forget()
        self.importer.closed()

    def locked(self) -> None:
        """An import goes on; what is in the case is not shown."""
        self._forget()
        self.importer.locked()

    def unlocked(self, case: CaseFacts) -> None:
        self.start(self._list())
        self.importer.unlocked()

    def _forget(self) -> None:
        super().closed()
        self._listing = self._stale = self._learning = False
        self.model.show(Rows())
        self.filter.clear()
        self.details.forget()
        self.ui.position.chosen = ()

    @property
    def at_work(self) -> bool:
        return self.importer.running

    @property
    def busy(self) -> bool:
        return super().busy or self.importer.busy

    def on_event(self, event: Event) -> None:
        if self.ui.case is None:
            return
        self.importer.heard(event)
        match event:
            case Changed(what, items) if "items" in what:
                self.start(self._list())
                self._refresh_details(items)
            case Changed(what, items) if "findings" in what or "custody" in what:
                if "findings" in what:
                    self.start(self._ask_extents([i for i in items if i in self.model.rows.row_of]))
                self._refresh_details(items)

    def _build(self) -> None:
        self.filter = ItemFilter()
        self.table = ItemTable(self.model, self.ui.theme)
        self._empty, self._nothing = EmptyView(2), EmptyView(1)
        self._empty.buttons[0].setObjectName("evidence-empty-files")
        self.details = DetailsDialog(self)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._nothing)
        self.import_bar = ImportBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.import_bar)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.went.connect(self._go_to)
        self.table.seen_others.connect(self._look_closer)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.filter.changed.connect(self._filter)
        self.filter.left.connect(self._to_list)
        self.model.counted.connect(self._count)
        self._empty.buttons[0].clicked.connect(self.importer.choose_files)
        self._empty.buttons[1].clicked.connect(self.importer.choose_folder)
        self._nothing.buttons[0].clicked.connect(self._clear_filter)
        self.ui.position.item_changed.connect(self.table.follow)
        self.ui.theme.changed.connect(self._repaint)

    def _make_commands(self) -> None:
        self._add_files = self._named("evidence-add-files", "file", self.importer.choose_files, "Ctrl+O")
        self._add_folder = self._named(
            "evidence-add-folder", "file", self.importer.choose_folder, "Ctrl+Shift+O"
        )
        self._go_on = self._named("evidence-continue-import", "file", self.importer.go_on)
        self._go = self._named("evidence-go", "view", lambda: self._go_to(self.table.current))
        self._details = self._named("evidence-show-details", "view", self.toggle_details, "Ctrl+I")
        self._copy = self._named("evidence-copy-hash", "edit", self.copy_hashes, "Ctrl+Shift+C")
        self._verify = self._named("evidence-verify", "edit", self.verify)
        self._find = self._named("evidence-find", "search", self.filter.setFocus, "Ctrl+F", everywhere=False)

    def _named(self, name: str, menu: str, slot: object, keys: str = "", everywhere: bool = True) -> QAction:
        action = self.command(menu, slot, keys, everywhere)  # type: ignore[arg-type]
        action.setObjectName(name)
        return action

    def _to_list(self) -> None:
        self.table.setFocus()
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def toggle_details(self) -> None:
        """Show or hide all that is known of the current item."""
        if self.details.parentWidget() is not self.ui.window:
            self.details.setParent(self.ui.window, Qt.WindowType.Dialog)
        self.details.setVisible(self.details.isHidden())
        if self.details.isVisible():
            self._ask_details()

    def copy_hashes(self) -> None:
        """SHA-256 of the marked items, one a line."""
        self.start(self._copy_hashes())

    def verify(self) -> None:
        """Read the marked items again and compare with the day they were added."""
        self.start(self._verify_all())

    def _go_to(self, item_id: str) -> None:
        if item_id:
            self.ui.position.go(item_id)

    def _choose(self, _: QItemSelection, __: QItemSelection) -> None:
        self.ui.position.chosen = self.table.chosen()
        self._count()

    def _current_changed(self) -> None:
        if self.details.isVisible():
            self._ask_details()

    def _filter(self) -> None:
        kept = self.table.kept()
        self.model.filter(self.filter.field.text(), self.filter.kinds)
        self.table.put_back(kept)

    def _clear_filter(self) -> None:
        self.filter.clear()
        self.table.setFocus()

    def _count(self) -> None:
        shown, everything, marked = self.model.rowCount(), self.model.rows.count, len(self.ui.position.chosen)
        self.filter.count(shown, everything, marked)
        self._pages.setCurrentIndex(0 if shown else 2 if everything else 1)

    def _repaint(self) -> None:
        self.filter.redraw(self.ui.theme.tokens)
        self.table.viewport().update()

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("evidence-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._go, self._details])
        if isinstance(self.ui.window, QMainWindow):
            menus = [entry.menu() for entry in self.ui.window.menuBar().actions()]
            commands = [a for m in menus if isinstance(m, QMenu) for a in m.actions()]
            menu.addActions([a for a in commands if a.objectName() == "jobs-analyse"])
        menu.addSeparator()
        menu.addActions([self._copy, self._verify])
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _refresh_details(self, items: frozenset[str]) -> None:
        if self.details.isVisible() and (not items or self.table.current in items):
            self._ask_details()

    def _ask_details(self) -> None:
        if item_id := self.table.current:
            self.start(self._show_details(item_id))
        else:
            self.details.forget()

    async def _show_details(self, item_id: str) -> None:
        facts = await self.ui.core.ask(ItemFacts(item_id))
        if item_id == self.table.current:
            self.details.show_facts(facts)

    async def _list(self) -> None:
        """Ask for all items; if asked again during that, ask once more afterwards."""
        if self._listing:
            self._stale = True
            return
        self._listing = True
        try:
            while True:
                self._stale = False
                listing = await self.ui.core.ask(Items())
                kept = self.table.kept()
                self.model.show(Rows(listing))
                self.table.put_back(kept)
                self._look_closer()
                if not self._stale:
                    return
        finally:
            self._listing = False

    def _look_closer(self) -> None:
        """Ask how far the items in view are; all items where the order follows from it."""
        if not self._learning:
            self.start(self._learn())

    async def _learn(self) -> None:
        self._learning = True
        try:
            while wanted := self.table.unknown():
                if not await self._ask_extents(wanted[:MOST_EXTENTS]):
                    break  # they are no longer in the case; the list follows
            self.model.resort()
        finally:
            self._learning = False

    async def _ask_extents(self, items: list[str]) -> bool:
        """Whether anything was learnt."""
        any_learnt = False
        for begin in range(0, len(items), MOST_EXTENTS):
            some = items[begin : begin + MOST_EXTENTS]
            found = await self.ui.core.ask(Extents(tuple(some)))
            learnt = self.model.rows.learn(found)
            self.model.learn(learnt)
            any_learnt = any_learnt or bool(learnt)
        return any_learnt

    async def _copy_hashes(self) -> None:
        hashes = await self.ui.core.ask(Hashes(self.table.chosen()))
        if hashes:
            QGuiApplication.clipboard().setText("\n".join(hashes))
            self.ui.notices.say(self.tr("SHA-256 copied: {count}").format(count=number(len(hashes))))

    async def _verify_all(self) -> None:
        chosen = self.table.chosen()
        sound = 0
        for item_id in chosen:
            found = await self.ui.core.ask(VerifyItem(item_id))
            if found.problem is None:
                sound += 1
            else:
                self.ui.notices.fail(found.problem)
        if chosen:
            self.ui.notices.say(
                self.tr("{sound} of {all} items are byte for byte as they were added.").format(
                    sound=number(sound), all=number(len(chosen))
                )
            )
