"""Second answers, blind: faces and moments are shown, neither the first answer nor any score."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from app.core_api.people import FACE, AboutFaces, Crops, HeardVoice, VerifyPerson, Waiting, WaitingNames
from ui import figures
from ui.dialog_size import fit
from ui.people.face_strip import FaceStrip
from ui.people.heard_side import HeardSide
from ui.people.review_dialog import SIDE
from ui.shared.crop_loader import CropLoader, CropStyle
from ui.shared.name_words import NameWords
from ui.ui_context import UiContext


class VerifyDialog(QDialog):
    """Enter gives the answer that was typed; nothing of the first one is seen before.

    `kind` is FACE or VOICE; `heard` are the voices of the case as they stand.
    """

    def __init__(self, ui: UiContext, kind: str, heard: Callable[[], Sequence[HeardVoice]]) -> None:
        super().__init__(ui.window)
        self.setObjectName("verify-names")
        self._ui, self._kind, self._heard = ui, kind, heard
        self._tasks = ui.tasks()
        self.loader = CropLoader(self._tasks, lambda ids: ui.core.ask(Crops(ids)))
        self.waiting: list[Waiting] = []
        self.at = 0
        self._busy = False
        self._make()
        self._protect()
        ui.exposure.changed.connect(self._protect)
        self._tasks.start(self._load())

    def _make(self) -> None:
        self.setWindowTitle(self.tr("Verify names"))
        self.progress, self.question, self.outcome = QLabel(), QLabel(), QLabel()
        for label in (self.progress, self.question, self.outcome):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.question.setProperty("role", "title")
        self.progress.setProperty("role", "muted")
        self.outcome.setObjectName("result")
        self.side: FaceStrip | HeardSide
        if self._kind == FACE:
            self.side = FaceStrip(self.loader, self._ui.theme)
        else:
            self.side = HeardSide(self._ui.position)
        self.field = QLineEdit()
        self.field.setObjectName("answer")
        self.field.setPlaceholderText(self.tr("Name"))
        self.field.setAccessibleName(self.tr("Your answer"))
        self.say, self.cannot, self.skip = QPushButton(), QPushButton(), QPushButton()
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button, text, slot in (
            (self.skip, self.tr("Later"), self._skip),
            (self.cannot, self.tr("I cannot say"), lambda: self.answer("")),
            (self.say, self.tr("Answer"), lambda: self.answer(self.field.text())),
        ):
            button.setText(text)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            buttons.addWidget(button)
        self.say.setDefault(True)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.progress)
        column.addWidget(self.question)
        column.addWidget(self.side, 1)
        column.addWidget(self.field)
        column.addWidget(self.outcome)
        column.addLayout(buttons)
        self.field.textChanged.connect(lambda _: self._enable())
        fit(self, 640, 620)
        self._show()

    async def _load(self) -> None:
        self.waiting = await self._ui.core.ask(WaitingNames(self._kind))
        self._show()
        await self._present()

    def answer(self, name: str) -> None:
        """Give the answer; empty means that one cannot say."""
        here = self._here
        if here is not None and not here.mine and not self._busy:
            self._busy = True
            self._enable()
            self._tasks.start(self._answer(here, " ".join(name.split())))

    async def _answer(self, here: Waiting, name: str) -> None:
        try:
            said = await self._ui.core.ask(VerifyPerson(here.subject, name, here.kind))
            self.outcome.setText(self._told(name, said.untrusted_name, said.status))
            self.at += 1
            self.field.clear()
        finally:
            self._busy = False
            self._show()
        await self._present()

    def _told(self, mine: str, first: str, status: str) -> str:
        if not mine:
            return self.tr("Recorded that you cannot say. The first answer was “{name}”.").format(name=first)
        if status == "verified":
            return self.tr("You agree: {name} is verified.").format(name=first)
        if status == "disputed":
            return self.tr("Your answer: “{mine}”. First answer: “{name}”. The name is disputed.").format(
                mine=mine, name=first
            )
        return self.tr("Recorded. First answer: “{name}”. Status: {status}.").format(
            name=first, status=NameWords.status(status)
        )

    @property
    def _here(self) -> Waiting | None:
        return self.waiting[self.at] if self.at < len(self.waiting) else None

    def _skip(self) -> None:
        if self._here is not None and not self._busy:
            self.at += 1
            self.field.clear()
            self.outcome.clear()
            self._show()
            self._tasks.start(self._present())

    def _show(self) -> None:
        here = self._here
        self.progress.setText(
            self.tr("{place} of {count}").format(
                place=figures.number(self.at + 1), count=figures.number(len(self.waiting))
            )
            if here
            else ""
        )
        if here is None:
            self.question.setText(self.tr("No name waits for your answer."))
        elif here.mine:
            self.question.setText(
                self.tr(
                    "You named this person first; someone else has to confirm the name without seeing it."
                )
            )
        else:
            self.question.setText(
                self.tr("Who is this?") if here.kind == FACE else self.tr("Whose voice is this?")
            )
        self.field.setFocus()
        self._enable()

    def _enable(self) -> None:
        mine = self._here is None or self._here.mine
        self.field.setEnabled(not mine)
        self.cannot.setEnabled(not mine and not self._busy)
        self.say.setEnabled(not mine and not self._busy and bool(self.field.text().strip()))
        self.skip.setEnabled(self._here is not None and not self._busy)

    async def _present(self) -> None:
        """The faces and moments of the person asked about, and the pictures of the next."""
        here = self._here
        if here is None:
            self.side.clear_side()
            return
        if isinstance(self.side, HeardSide):
            heard = self._heard()
            self.side.show_voices([heard[r] for r in here.samples if r < len(heard)])
            return
        following = self.waiting[self.at : self.at + 2]
        self.loader.want([i for w in following for i in w.samples[:4]])
        facts = await self._ui.core.ask(AboutFaces(here.samples[:4]))
        if here is self._here:
            self.side.show_faces(here.samples[:4], {f.id: f for f in facts})

    def _protect(self) -> None:
        exposure = self._ui.exposure
        self.loader.use_style(CropStyle(SIDE, exposure.blurs, exposure.greys))
        if self.waiting:
            self._tasks.start(self._present())

    def done(self, result: int) -> None:
        self._tasks.cancel()
        self.loader.close()
        super().done(result)
