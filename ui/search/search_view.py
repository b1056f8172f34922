"""A search: one field, what it was understood as, how many of each kind, and the results as they come."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout

from app.core_api.protocol import Changed, Event
from app.core_api.search import PAGE, Find, Found
from app.review import search_terms as terms
from app.review.search_rows import BEST, IN_TIME
from app.review.search_terms import Asked, Term, parse
from ui.contexts import Context
from ui.icons import icon
from ui.search.add_menu import fill_add_menu
from ui.search.chips import Chips
from ui.search.empty_words import examples, nothing_found, nothing_typed, status_words
from ui.search.facets import Facets
from ui.search.field import SearchField
from ui.search.known import Known
from ui.search.results_context import Remembered, ResultsContext
from ui.search.words import keys
from ui.ui_context import UiContext

PAUSE_MS = 150
"""While an answer is awaited, typing may continue this long before another request replaces it."""


class SearchView(ResultsContext):
    """What is typed is asked at once; while an answer is awaited, only after a pause."""

    def __init__(self, ui: UiContext, context: Context, known: Known) -> None:
        super().__init__(ui, context, known)
        self.setObjectName("search-view")
        self.field = SearchField()
        self.order = QToolButton()
        self.order.setObjectName("order")
        self.order.setCheckable(True)
        self.more = QToolButton()
        self.more.setObjectName("search-menu")
        self.chips, self.facets = Chips(), Facets(ui.theme)
        self.again = QToolButton()
        self.again.setObjectName("again")
        self.again.hide()
        self._lay()
        self._found = Found(())
        self._asked, self._growing, self._shown_for = "", True, ""
        self._asking: asyncio.Task[None] | None = None
        self._going_on: asyncio.Task[None] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._add_menu = QMenu(self)
        self._connect()
        self._paint_icons()
        self.retranslate()
        if typed := context.about.get("typed"):
            self.field.setText(typed)
            self._growing = bool(context.about.get("growing"))
            self.chips.show_asked(parse(typed, self._growing))
            self.facets.choose(frozenset(context.about.get("kinds", ())))
            self._ask()

    def _lay(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(8, 8, 8, 8)
        top.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(4)
        for widget in (self.field, self.order, self.more):
            line.addWidget(widget)
        top.addLayout(line)
        top.addWidget(self.chips)
        top.addWidget(self.facets)
        self.column.addLayout(top)
        self.column.addWidget(self.area, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 4, 8, 4)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.again)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        self.field.textEdited.connect(lambda _: self._typing(growing=True))
        self.field.returnPressed.connect(self._enter)
        self.field.down.connect(self._enter)
        self.field.dropped.connect(self._face_file)
        self.results.up.connect(self.field.setFocus)
        self.order.toggled.connect(lambda _: self._ask())
        self.again.clicked.connect(self.refresh)
        self.chips.removed.connect(self._remove)
        self.chips.within_chosen.connect(self._within)
        self.chips.add_wanted.connect(self._offer)
        self.facets.chosen.connect(lambda _: self._ask())
        self.facets.aside.connect(self._facet_aside)
        self.nothing.pressed.connect(self.type)
        self.nothing.aside.connect(self._open)
        self.known.changed.connect(self._explain)
        self.ui.theme.changed.connect(self._paint_icons)

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Words, “a phrase”, person:Ada, object:car …"))
        self.field.setAccessibleName(self.tr("Search"))
        self.field.name_buttons(self.tr("Clear"))
        self.field.setToolTip(self.tr("Type words, or drop a picture of a face here"))
        self.order.setToolTip(self.tr("Sort by item and time instead of relevance"))
        self.order.setAccessibleName(self.tr("In chronological order"))
        self.more.setToolTip(self.tr("Save, export, search for a face"))
        self.more.setAccessibleName(self.tr("More about this search"))
        self.again.setText(self.tr("Search Again"))
        self.results.setAccessibleName(self.tr("Results"))
        self.chips.retranslate()
        self.facets.retranslate()
        self._explain()

    @property
    def typed(self) -> str:
        """The query as it could be typed, with its chips."""
        return self.field.text()

    @property
    def shown_for(self) -> str:
        """What was typed when what is shown was asked for."""
        return self._shown_for

    @property
    def growing(self) -> bool:
        """Whether the last word may be incomplete."""
        return self._growing

    @property
    def kinds(self) -> frozenset[str]:
        return self.facets.kinds

    @property
    def sorting(self) -> str:
        return IN_TIME if self.order.isChecked() else BEST

    @property
    def busy(self) -> bool:
        return self.tasks.busy or self._pause.isActive()

    def type(self, typed: str) -> None:
        """As if typed and finished."""
        self.field.setText(typed)
        self._typing(growing=False)

    def refresh(self) -> None:
        """Ask the same again; the cursor stays where it is."""
        self.again.hide()
        if self._asked:
            self._ask(keep=True)

    def catch_up(self) -> None:
        """Findings or names changed: search again, unless the user is far down in the list."""
        if self._asked and len(self.model.rows) <= PAGE:
            self._ask(keep=True)
        elif self._asked:
            self.again.show()

    def focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def on_event(self, event: Event) -> None:
        # what people decided reaches it by the panel, which reads the names again and repeats the search
        if isinstance(event, Changed) and "findings" in event.what and self._asked:
            self.again.show()

    def remembered(self) -> Remembered:
        base = super().remembered()
        waits = self._asking is not None or self._pause.isActive()
        about = (self.typed, self._growing, self.kinds, self.order.isChecked(), self._found, waits)
        return Remembered(base.rows, base.after, base.chosen, base.scroll, about)

    def restore(self, remembered: Remembered) -> None:
        typed, growing, kinds, timed, found, waits = remembered.about
        self._halt()
        self.field.setText(typed)
        self._asked, self._growing, self._found = typed.strip(), growing, found
        self.order.blockSignals(True)
        self.order.setChecked(timed)
        self.order.blockSignals(False)
        self.chips.show_asked(parse(typed, growing))
        self.facets.choose(kinds)
        self.facets.show_counts(found.counts)
        super().restore(remembered)
        self._explain()
        if waits:  # what is shown was found for what was typed before
            self._ask(keep=True)

    def closed(self) -> None:
        self._halt()
        super().closed()
        self._found, self._asked, self._shown_for = Found(()), "", ""
        self.field.setText("")  # `clear` could be undone, in another case
        self.again.hide()
        self.facets.choose(frozenset())
        self.facets.show_counts(())
        self.chips.show_asked(Asked())
        self.show_rows((), "")
        self._explain()

    def _typing(self, growing: bool) -> None:
        self._growing = growing
        self.chips.show_asked(parse(self.typed, growing))
        if self.kinds:
            self.facets.choose(frozenset())
        self.renamed.emit(self.typed.strip())
        if self._asking is None:
            self._ask()
        else:
            self._pause.start()

    def _ask(self, keep: bool = False) -> None:
        """Ask for what is typed by now; an older question is dropped."""
        self._halt()
        self._asked = self.typed.strip()
        self.again.hide()
        if parse(self._asked, self._growing).terms:
            self._asking = self.tasks.start(self._find(keep))
            self._asking.add_done_callback(self._answered)
        else:
            self._show(Found(()), keep=False)

    def _answered(self, task: asyncio.Task[None]) -> None:
        if self._asking is task:
            self._asking = None
            self._explain()
        if self._pause.isActive() and not task.cancelled():
            self._ask()

    def _halt(self) -> None:
        self._pause.stop()
        asking, self._asking = self._asking, None
        going_on, self._going_on = self._going_on, None
        for task in (asking, going_on):
            if task is not None:
                task.cancel()

    async def _find(self, keep: bool) -> None:
        question = Find(self._asked, self._growing, self.kinds, self.sorting)
        self._show(await self.ui.core.ask(question), keep)

    def _show(self, found: Found, keep: bool) -> None:
        self._found, self._shown_for = found, self._asked
        self.show_rows(found.rows, found.after, keep)
        self.facets.show_counts(found.counts)
        self._explain()

    def more_wanted(self) -> None:
        self._going_on = self.tasks.start(self._go_on(self.model.after))

    async def _go_on(self, after: str) -> None:
        question = Find(self._asked, self._growing, self.kinds, self.sorting, after)
        found = await self.ui.core.ask(question)
        self.add_rows(found.rows, found.after)
        self._explain()

    def _explain(self) -> None:
        """Say what is shown, or why nothing is."""
        count = len(self.model.rows)
        self.status.setText(status_words(self._found, count, bool(self.model.after), self.known))
        if count:
            return
        if not self._asked:
            self.nothing.say(*nothing_typed(self.known), examples(self.known.vocabulary))
        elif self._asking is None:
            self.nothing.say(*nothing_found(self._found, self.known))

    def _enter(self) -> None:
        if not self.model.rows:
            return
        self.results.setFocus()
        if not self.results.currentIndex().isValid():
            self.results.choose(0)

    def _remove(self, term: Term) -> None:
        self.type(terms.without(self.typed, term))
        self.field.setFocus()

    def _within(self, length_ns: int) -> None:
        asked = parse(self.typed)
        bare = terms.without(self.typed, asked.within) if asked.within else self.typed
        length = terms.spelled(terms.WITHIN, terms.length_text(length_ns), keys())
        self.type(f"{bare} {length}".strip())

    def _offer(self, pos: QPoint) -> None:
        fill_add_menu(self._add_menu, self.known.vocabulary, self._put)
        self._add_menu.popup(pos)

    def _put(self, kind: str, value: str) -> None:
        """Add a term; one without a value waits to be typed."""
        term = terms.spelled(kind, value, keys())
        self.field.setText(f"{self.typed.rstrip()} {term}".strip())
        self.field.setFocus()
        self._typing(growing=not value)

    def _facet_aside(self, kind: str) -> None:
        about = {"typed": self.typed, "growing": self._growing, "kinds": {kind}}
        self.ui.contexts.open(Context("search", self.typed, about))

    def _face_file(self, path: str) -> None:
        self.ui.contexts.open(Context("face-file", self.tr("Face in a picture"), {"path": path}))

    def _paint_icons(self) -> None:
        tokens = self.ui.theme.tokens
        self.order.setIcon(icon("mdi6.sort-clock-ascending-outline", tokens))
        self.more.setIcon(icon("mdi6.dots-vertical", tokens))
