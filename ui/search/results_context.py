"""A tab with a list of results: what searches and likenesses have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QStackedLayout, QVBoxLayout, QWidget

from app.core_api.search import Crops
from app.review import search_rows
from app.review import search_terms as terms
from app.review.search_rows import Row
from ui.contexts import Context, ContextView
from ui.search.known import Known
from ui.search.nothing import Nothing
from ui.search.results_model import ResultsModel
from ui.search.results_view import ResultsView
from ui.search.words import keys, who_words
from ui.ui_context import UiContext


@dataclass(frozen=True, slots=True)
class Remembered:
    """All that brings a list of results back as it was."""

    rows: tuple[Row, ...] = field(repr=False)
    after: str
    chosen: int
    scroll: int
    about: Any = field(default=None, repr=False)


class ResultsContext(ContextView):
    """Subclasses put `self.area` where results belong, and say what there is to say in `self.status`."""

    def __init__(self, ui: UiContext, context: Context, known: Known) -> None:
        super().__init__(context, ui.tasks())
        self.ui, self.known = ui, known
        self.model = ResultsModel(ui.exposure)
        self.results = ResultsView(ui, self.model)
        self.nothing = Nothing()
        self.status = QLabel()
        self.status.setObjectName("status")
        self.status.setProperty("role", "muted")
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.area = QWidget()
        self._stack = QStackedLayout(self.area)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self.results)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.results.menu_wanted.connect(self._open_menu)
        self.results.aside.connect(self._open_aside)
        self.model.more.connect(self.more_wanted)

    def more_wanted(self) -> None:
        """The end of what is known was reached."""

    def show_rows(self, rows: Sequence[Row], after: str, keep: bool = False) -> None:
        """Instead of what is shown; with `keep` the list and the cursor stay where they are, if they can."""
        row, scrolled = self.results.chosen, self.results.verticalScrollBar().value()
        self.results.let_rows_have(3 if any(row.beside for row in rows) else 2)
        self.model.show_rows(rows, after)
        self._stack.setCurrentWidget(self.results if rows else self.nothing)
        if keep:
            self.results.doItemsLayout()
            self.results.verticalScrollBar().setValue(scrolled)
            place = self.model.place_of(row.moment) if row is not None else -1
            if place >= 0:
                self.results.choose(place, look=False)
        self._want_crops(rows)

    def add_rows(self, rows: Sequence[Row], after: str) -> None:
        """Behind what is shown."""
        self.model.add_rows(rows, after)
        if self.model.rows:
            self._stack.setCurrentWidget(self.results)
        self._want_crops(rows)

    def step(self, by: int) -> None:
        self.results.step(by)

    def remembered(self) -> Remembered:
        return Remembered(
            tuple(self.model.rows),
            self.model.after,
            self.results.currentIndex().row(),
            self.results.verticalScrollBar().value(),
        )

    def restore(self, remembered: Remembered) -> None:
        self.show_rows(remembered.rows, remembered.after)
        if remembered.chosen >= 0:
            self.results.choose(remembered.chosen, look=False)
        self.results.doItemsLayout()
        self.results.verticalScrollBar().setValue(remembered.scroll)

    def closed(self) -> None:
        super().closed()
        self.results.forget()
        self.model.forget()
        self.status.clear()

    def _want_crops(self, rows: Sequence[Row]) -> None:
        if wanted := self.model.without_picture(rows):
            self.tasks.start(self._load_crops(tuple(wanted)))

    async def _load_crops(self, wanted: tuple[tuple[str, int], ...]) -> None:
        self.model.add_jpegs(await self.ui.core.ask(Crops(wanted)))

    def _open_aside(self, row: Row) -> None:
        """The middle button: more of the same in a tab of its own."""
        if row.kind == search_rows.PERSON and row.who is not None:
            self._open(terms.spelled(terms.PERSON, _named(row), keys()))
        elif row.kind == search_rows.VOICE and row.who is not None:
            self._open(terms.spelled(terms.VOICE, _named(row), keys()))
        elif row.kind in (search_rows.OBJECT, search_rows.SOUND):
            kind = terms.OBJECT if row.kind == search_rows.OBJECT else terms.SOUND
            self._open(terms.spelled(kind, row.untrusted_text, keys()))
        else:
            self._pictures_like(row)

    def _open_menu(self, row: Row, pos: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("result-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Play")).triggered.connect(self.results.play)
        if row.kind == search_rows.PERSON:
            faces = menu.addAction(self.tr("Similar Faces …"))
            faces.setEnabled(self.known.allows_faces)
            if not self.known.allows_faces:
                faces.setText(self.tr("Similar Faces (not allowed by the profile of this case)"))
            faces.triggered.connect(partial(self._faces_like, row))
        if row.kind not in (search_rows.SPEECH, search_rows.VOICE, search_rows.SOUND):
            menu.addAction(self.tr("Similar Pictures")).triggered.connect(partial(self._pictures_like, row))
        if row.who is not None:
            label = (
                self.tr("Everything about {name}").replace("{name}", who_words(row.who)).replace("&", "&&")
            )
            kind = terms.PERSON if row.who.kind == search_rows.PERSON else terms.VOICE
            typed = terms.spelled(kind, _named(row), keys())
            menu.addAction(label).triggered.connect(partial(self._open, typed))
        copies = terms.spelled(terms.COPIES, row.untrusted_item, keys())
        menu.addAction(self.tr("Copies of This Item")).triggered.connect(partial(self._open, copies))
        menu.addSeparator()
        menu.addAction(self.tr("Copy Citation")).triggered.connect(partial(_copy, row.moment.uri))
        menu.popup(pos)

    def _faces_like(self, row: Row) -> None:
        title = self.tr("Faces similar to {name}").replace("{name}", who_words(row.who) or row.untrusted_item)
        about = {"moment": row.moment, "label": who_words(row.who)}
        self.ui.contexts.open(Context("faces-like", title, about))

    def _pictures_like(self, row: Row) -> None:
        title = self.tr("Pictures similar to {item}").replace("{item}", row.untrusted_item)
        about = {"item_id": row.item_id, "t_ns": row.moment.t_ns, "label": row.untrusted_item}
        self.ui.contexts.open(Context("pictures-like", title, about))

    def _open(self, typed: str) -> None:
        self.ui.contexts.open(Context("search", typed, {"typed": typed}))


def _named(row: Row) -> str:
    assert row.who is not None
    return row.who.untrusted_name or str(row.who.number)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
