"""The review queue: uncertain matches one after another, one key each: same, not the same, later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from app.core_api.people import (
    FACE,
    VOICE,
    AboutFaces,
    Crops,
    FaceFacts,
    HeardVoice,
    MergePeople,
    NotThisPerson,
    PartPeople,
    ReviewItem,
    ReviewQueue,
    SamePerson,
)
from ui import figures
from ui.dialog_size import fit
from ui.people.face_strip import FaceStrip
from ui.people.heard_side import HeardSide
from ui.shared.crop_loader import CropLoader, CropStyle
from ui.shared.people_actions import Actions
from ui.tasks import Tasks
from ui.ui_context import UiContext

SIDE = 144
"""Pixels of a stored crop: more than that is not there."""
SAME, APART, LATER = "same", "apart", "later"


class ReviewDialog(QDialog):
    """Y the same, N not, U later; arrows go back and forth, Backspace takes the last answer back.

    Decisions run in `deciding`, which outlives this dialog; `heard` are the voices of the case as they stand.
    """

    def __init__(
        self, ui: UiContext, actions: Actions, deciding: Tasks, heard: Callable[[], Sequence[HeardVoice]]
    ) -> None:
        super().__init__(ui.window)
        self.setObjectName("review-queue")
        self._ui, self._actions, self._deciding, self._heard = ui, actions, deciding, heard
        self._tasks = ui.tasks()
        self.loader = CropLoader(self._tasks, lambda ids: ui.core.ask(Crops(ids)))
        self.queue: list[ReviewItem] = []
        self.answers: dict[int, str] = {}
        self.at = 0
        self._facts: dict[int, FaceFacts] = {}
        self._gone: set[str] = set()
        self._busy = False
        self._make()
        self._protect()
        ui.exposure.changed.connect(self._protect)
        self._tasks.start(self._load())

    def _make(self) -> None:
        self.setWindowTitle(self.tr("To review"))
        self.progress, self.bar = QLabel(), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.question, self.note = QLabel(), QLabel()
        self.names = (QLabel(), QLabel())
        for label in (self.progress, self.question, self.note, *self.names):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.question.setProperty("role", "title")
        self.question.setWordWrap(True)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        theme = self._ui.theme
        self.sides: tuple[FaceStrip | HeardSide, ...]
        if self._actions.kind == FACE:
            self.sides = (FaceStrip(self.loader, theme), FaceStrip(self.loader, theme))
        else:
            self.sides = (HeardSide(self._ui.position), HeardSide(self._ui.position))
        pair = QHBoxLayout()
        pair.setSpacing(24)
        for name, side in zip(self.names, self.sides, strict=True):
            one = QVBoxLayout()
            one.addWidget(name)
            one.addWidget(side, 1)
            pair.addLayout(one, 1)
        self.same, self.apart, self.later = QPushButton(), QPushButton(), QPushButton()
        self.back, self.forth, self.undo = QPushButton(), QPushButton(), QPushButton()
        buttons = QHBoxLayout()
        for button, text, keys in (
            (self.back, self.tr("Back (←)"), lambda: self.go(-1)),
            (self.same, self.tr("Same (Y)"), lambda: self.answer(SAME)),
            (self.apart, self.tr("Not the same (N)"), lambda: self.answer(APART)),
            (self.later, self.tr("Later (U)"), lambda: self.answer(LATER)),
            (self.forth, self.tr("Forward (→)"), lambda: self.go(1)),
            (self.undo, self.tr("Undo (⌫)"), self.take_back),
        ):
            button.setText(text)
            button.setAutoDefault(False)
            button.clicked.connect(keys)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.progress)
        column.addWidget(self.bar)
        column.addWidget(self.question)
        column.addLayout(pair, 1)
        column.addWidget(self.note)
        column.addLayout(buttons)
        fit(self, 900, 640)
        self._show()

    async def _load(self) -> None:
        core = self._ui.core
        self.queue = await core.ask(ReviewQueue(self._actions.kind))
        self.answers, self.at, self._gone = {}, 0, set()
        self._show()
        if self._actions.kind == FACE and self.queue:
            ids = dict.fromkeys(i for d in self.queue for side in d.samples for i in side)
            self._facts = {f.id: f for f in await core.ask(AboutFaces(tuple(ids)))}
            self._show()

    def answer(self, said: str) -> None:
        """Answer the question that is shown, and go to the next.

        It is decided, and can be undone, even if this dialog is closed at once.
        """
        if self._busy or self.at >= len(self.queue) or self.answers.get(self.at) in (SAME, APART):
            return
        self._busy = True
        deciding = self._deciding.start(self._decide(self.queue[self.at], said, self.tr("Review a match")))
        self._tasks.start(self._decided(deciding, said))

    async def _decided(self, deciding: asyncio.Task[None], said: str) -> None:
        await asyncio.wait({deciding})
        if not deciding.cancelled() and deciding.exception() is None:
            self.answers[self.at] = said
            self._next()
        self._busy = False
        self._show()

    async def _decide(self, item: ReviewItem, said: str, label: str) -> None:
        act, kind = self._actions.act, self._actions.kind
        if said == SAME and item.kind == "pair":
            await act(label, MergePeople((item.one, item.other), kind))
            self._gone |= {item.one, item.other}
        elif said == SAME:
            await act(label, SamePerson(item.face, item.one))
        elif said == APART and item.kind == "pair":
            await act(label, PartPeople(item.one, item.other, kind))
        elif said == APART:
            await act(label, NotThisPerson((item.face,), frozenset((item.one,))))

    def _next(self) -> None:
        """The next that is open; what was merged since is asked again in the next round."""
        while self.at < len(self.queue):
            self.at += 1
            if self.at in self.answers or self.at >= len(self.queue):
                continue
            item = self.queue[self.at]
            if item.kind == "face" or not {item.one, item.other} & self._gone:
                return
            self.answers[self.at] = LATER

    def go(self, by: int) -> None:
        """Look at another question."""
        if not self._busy:
            self.at = max(0, min(len(self.queue), self.at + by))
            self._show()

    def take_back(self) -> None:
        """Undo the last answer and show its question again."""
        decided = [at for at, said in self.answers.items() if said in (SAME, APART)]
        if decided and not self._busy:
            self._busy = True
            self._tasks.start(self._take_back(decided[-1]))

    async def _take_back(self, at: int) -> None:
        try:
            await self._ui.undo.undo()
            del self.answers[at]
            item = self.queue[at]
            self._gone -= {item.one, item.other}
            self.at = at
        finally:
            self._busy = False
            self._show()

    def _show(self) -> None:
        count = len(self.queue)
        here = self.queue[self.at] if self.at < count else None
        self.bar.setRange(0, max(1, count))
        self.bar.setValue(len(self.answers))
        decided = any(said in (SAME, APART) for said in self.answers.values())
        open_ = here is not None and self.answers.get(self.at) not in (SAME, APART)
        for button in (self.same, self.apart, self.later):
            button.setEnabled(open_ and not self._busy)
        self.back.setEnabled(self.at > 0)
        self.forth.setEnabled(self.at < count)
        self.undo.setEnabled(decided and not self._busy)
        if here is None:
            self._over(count)
            return
        place, whole = figures.number(self.at + 1), figures.number(count)
        self.progress.setText(self.tr("{place} of {count}").format(place=place, count=whole))
        self._ask(here)

    def _over(self, count: int) -> None:
        self.progress.setText(self.tr("%n question(s) answered", "", len(self.answers)) if count else "")
        self.question.setText(self.tr("Everything is reviewed.") if count else self.tr("Nothing to review."))
        self.note.setText(self.tr("Press Escape to close. New evidence may bring new questions."))
        for name, side in zip(self.names, self.sides, strict=True):
            name.clear()
            side.clear_side()

    def _ask(self, here: ReviewItem) -> None:
        one = self._actions.called(here.number)
        if here.kind == "pair":
            words = (
                self.tr("Is this the same person?")
                if self._actions.kind == FACE
                else self.tr("Is this the same voice?")
            )
            called = (one, self._actions.called(here.other_number))
        else:
            words = self.tr("Is this {name}?").format(name=one)
            called = (self.tr("This face"), one)
        self.question.setText(words)
        for label, text in zip(self.names, called, strict=True):
            label.setText(text)
        said = {SAME: self.tr("Your answer: the same."), APART: self.tr("Your answer: not the same.")}
        self.note.setText(said.get(self.answers.get(self.at, ""), self._likeness(here)))
        if self._actions.kind == FACE:
            for side, faces in zip(self.sides, here.samples, strict=True):
                assert isinstance(side, FaceStrip)
                side.show_faces(faces, self._facts)
            upcoming = self.queue[self.at : self.at + 3]
            self.loader.want([i for d in upcoming for s in d.samples for i in s])
            return
        heard = self._heard()
        for side, rows in zip(self.sides, here.samples, strict=True):
            assert isinstance(side, HeardSide)
            side.show_voices([heard[r] for r in rows if r < len(heard)])

    def _likeness(self, here: ReviewItem) -> str:
        value = figures.number(here.likeness, 2)
        return (
            self.tr("Similarity {value}: too low to merge them automatically.").format(value=value)
            if (here.kind == "pair")
            else self.tr("Similarity {value}: a poor match for this person.").format(value=value)
        )

    def _protect(self) -> None:
        exposure = self._ui.exposure
        self.loader.use_style(CropStyle(SIDE, exposure.blurs, exposure.greys))
        if self.queue:
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        match event.key():
            case Qt.Key.Key_Y:
                self.answer(SAME)
            case Qt.Key.Key_N:
                self.answer(APART)
            case Qt.Key.Key_U:
                self.answer(LATER)
            case Qt.Key.Key_Left:
                self.go(-1)
            case Qt.Key.Key_Right:
                self.go(1)
            case Qt.Key.Key_Backspace:
                self.take_back()
            case Qt.Key.Key_1 | Qt.Key.Key_2 if self._actions.kind == VOICE:
                side = self.sides[event.key() - Qt.Key.Key_1]
                assert isinstance(side, HeardSide)
                side.play()
            case _:
                super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self._tasks.cancel()
        self.loader.close()
        super().done(result)
