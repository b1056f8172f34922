"""Faces or pictures like one: candidates with their similarity, never an identity."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel

from app.core_api.likeness import Alike, FacesLike, FacesLikeFile, PicturesLike
from app.core_api.protocol import Question, Refused
from ui.contexts import Context
from ui.error_texts import error_text
from ui.figures import number
from ui.search.known import Known
from ui.search.reason_dialog import ReasonDialog
from ui.search.results_context import Remembered, ResultsContext
from ui.ui_context import UiContext

FACES, FACE_FILE, PICTURES = "faces-like", "face-file", "pictures-like"


class LikenessView(ResultsContext):
    """Asks when it is first seen; a search for a face asks why before."""

    def __init__(self, ui: UiContext, context: Context, known: Known) -> None:
        super().__init__(ui, context, known)
        self.setObjectName("likeness-view")
        self.head = QLabel()
        self.head.setWordWrap(True)
        self.head.setProperty("role", "muted")
        self.head.setMargin(8)
        self.column.addWidget(self.head)
        self.column.addWidget(self.area, 1)
        self.status.setMargin(8)
        self.column.addWidget(self.status)
        self._begun = False
        self._alike: Alike | None = None
        self._state = "new"
        self._problem = ""
        self.nothing.pressed.connect(lambda _: self._begin())
        self.retranslate()

    @property
    def of_faces(self) -> bool:
        """Whether faces are compared, not whole pictures."""
        return self.context.kind != PICTURES

    def retranslate(self) -> None:
        self.results.setAccessibleName(self.tr("Results"))
        if self.of_faces:
            self.head.setText(
                self.tr(
                    "Candidates, not identities. Similarity is only a lead: check each one before"
                    " you name anyone."
                )
            )
        else:
            self.head.setText(self.tr("Most similar first. The whole pictures are compared."))
        self._explain()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        super().showEvent(event)
        if not self._begun:
            self._begin()

    def remembered(self) -> Remembered:
        base = super().remembered()
        about = (self._begun, self._alike, self._state, self._problem)
        return Remembered(base.rows, base.after, base.chosen, base.scroll, about)

    def restore(self, remembered: Remembered) -> None:
        super().restore(remembered)
        self._begun, self._alike, self._state, self._problem = remembered.about
        if self._state in ("why", "comparing"):  # closing the tab ended that
            self._begun, self._state = False, "new"
        self._explain()

    def closed(self) -> None:
        super().closed()
        self._alike = None
        self.show_rows((), "")

    def _begin(self) -> None:
        self._begun = True
        if not self.of_faces:
            about = self.context.about
            self._ask(PicturesLike(about["item_id"], about["t_ns"]))
        elif not self.known.allows_faces:
            self._turn("locked")
        else:
            self._turn("why")
            dialog = ReasonDialog(self, self.known.reason)
            dialog.given.connect(self._reasoned)
            dialog.open()

    def _reasoned(self, purpose: str, legal_basis: str) -> None:
        self.known.reason = (purpose, legal_basis)
        about: Any = self.context.about
        if self.context.kind == FACES:
            self._ask(FacesLike(about["moment"], purpose, legal_basis))
        else:
            self._ask(FacesLikeFile(about["path"], purpose, legal_basis))

    def _ask(self, question: Question[Alike]) -> None:
        self._turn("comparing")
        self.tasks.start(self._compare(question))

    async def _compare(self, question: Question[Alike]) -> None:
        try:
            self._alike = await self.ui.core.ask(question)
        except Refused as refused:
            self._problem = error_text(refused.failed)
            self._turn("failed")
            return
        self.show_rows(self._alike.rows, "")
        self._turn("done")

    def _turn(self, state: str) -> None:
        self._state = state
        self._explain()

    def _explain(self) -> None:
        again = [(self.tr("Give a Reason …"), "again")]
        said: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
            "new": ("", "", []),
            "why": (self.tr("No reason given yet"), self.tr("Nothing has been compared."), again),
            "locked": (
                self.tr("Face search is not allowed here"),
                self.tr(
                    "The profile of this case does not permit it, so nothing was compared."
                    " Grouping the faces of the case is not a search: the Faces panel shows who"
                    " appears more than once."
                ),
                [],
            ),
            "comparing": (self.tr("Comparing …"), "", []),
            "failed": (self.tr("Nothing was compared"), self._problem, [(self.tr("Try Again …"), "again")]),
            "done": (self.tr("Nothing similar"), self.tr("Everything analysed so far was compared."), []),
        }
        self.nothing.say(*said[self._state])
        self.status.setText("")
        if self._alike is not None and self._state == "done":
            told = (
                self.tr("{count} candidates among {compared}.")
                if self.of_faces
                else self.tr("{count} pictures.")
            )
            text = told.replace("{count}", number(len(self._alike.rows)))
            if self._alike.faces > 1:
                text += " " + self.tr("The picture shows {faces} faces; the largest was compared.").replace(
                    "{faces}", number(self._alike.faces)
                )
            if self._alike.other_model:
                text += " " + self.tr(
                    "{left} more faces were seen with another model and not compared."
                    " Analyse their files again to compare them too."
                ).replace("{left}", number(self._alike.other_model))
            self.status.setText(text.replace("{compared}", number(self._alike.compared)))
