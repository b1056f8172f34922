"""The first run: a few questions, one at a time, then the first case."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from app.core_api.protocol import Refused
from app.core_api.session import ConfirmRecoveryKey, CreateAccount
from app.core_api.setup import CheckMachine
from ui.error_texts import error_text
from ui.start.card import Card, row, waiting_line, words
from ui.start.device_step import DeviceStep
from ui.start.first_steps import KeyringStep, LanguageStep, PassphraseStep, ProfileStep
from ui.start.key_step import KeyStep
from ui.start.packs_step import PacksStep
from ui.start.step import Step
from ui.translation import current
from ui.ui_context import UiContext

WIDTH = 640


class FirstRun(Card):
    """`done` carries the profile; the account is made and unlocked by then."""

    done = Signal(str)
    restore_wanted = Signal()

    def __init__(self, ui: UiContext, use_language: Callable[[str], None]) -> None:
        super().__init__(WIDTH)
        self.setObjectName("first-run")
        self._ui, self._tasks = ui, ui.tasks()
        self._where = words("muted")
        self._where.setObjectName("step-number")
        self.column.insertWidget(0, self._where)
        self.language = LanguageStep(ui.settings.text("language") or self._language(), use_language)
        self.profile, self.passphrase, self.keyring = ProfileStep(), PassphraseStep(), KeyringStep()
        self.key = KeyStep()
        self.packs = PacksStep(ui, self._profile)
        self.device = DeviceStep(ui, self._profile)
        self.steps: list[Step] = [
            self.language, self.profile, self.passphrase, self.keyring, self.key, self.packs, self.device,
        ]  # fmt: skip
        self.error, self.waiting = words("error"), waiting_line()
        self.error.setObjectName("first-run-error")
        self.error.hide()
        self.back, self.next = QPushButton(), QPushButton()
        self.back.setObjectName("step-back")
        self.next.setObjectName("step-next")
        self.next.setDefault(True)
        for step in self.steps:
            self.column.addWidget(step)  # not a stack: that is as high as its highest page
            step.changed.connect(self._enable)
        for part in (self.error, self.waiting):
            self.column.addWidget(part)
        self.column.addLayout(row(self.back, None, self.next))
        self._connect()
        self._at = 0
        self._go(0)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self._go(self._at - 1))
        self.next.clicked.connect(self._onward)
        self.language.restore.clicked.connect(self.restore_wanted)
        for key, slot in (
            (Qt.Key.Key_Return, self._onward),
            (Qt.Key.Key_Enter, self._onward),
            ("Alt+Left", self._backward),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    @property
    def step(self) -> Step:
        return self.steps[self._at]

    def shows(self, step: Step) -> bool:
        """Whether it is this step's turn."""
        return self.step is step

    def _profile(self) -> str:
        return self.profile.profile

    def _language(self) -> str:
        return current().code

    def retranslate(self) -> None:
        self.title.setText(self.step.heading())
        self.lead.setText(self.step.lead())
        self._where.setText(
            self.tr("Step {number} of {total}").format(number=self._at + 1, total=len(self.steps))
        )
        self.back.setText(self.tr("Back"))
        self.waiting.setAccessibleName(self.tr("Creating the account"))
        self._enable()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _go(self, to: int) -> None:
        self._at = to
        for step in self.steps:
            step.setVisible(step is self.step)
        self.error.hide()
        self.first = self.step
        self.step.entered()
        self.retranslate()
        self.step.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(0)
        if self.step is self.keyring and not self.waiting.isVisible():
            self._tasks.start(self._look_for_keyring())

    def _enable(self) -> None:
        last = self._at == len(self.steps) - 1
        self.next.setText(
            self.step.onward() or (self.tr("Create First Case") if last else self.tr("Continue"))
        )
        self.next.setEnabled(self.step.complete)
        before = self.steps[self._at - 1]
        self.back.setVisible(self._at > 0 and self.step.may_go_back and before.may_go_back)

    def _backward(self) -> None:
        if self.back.isVisible() and self.back.isEnabled():
            self._go(self._at - 1)

    def _onward(self) -> None:
        if not self.next.isEnabled():
            return
        if self.step is self.keyring:
            self._tasks.start(self._make_account())
        elif self.step is self.key:
            self._tasks.start(self._confirm_key())
        elif self._at == len(self.steps) - 1:
            self.packs.leave()
            self.device.leave()
            self.done.emit(self._profile())
        else:
            self._go(self._at + 1)

    async def _look_for_keyring(self) -> None:
        rows = await self._ui.core.ask(CheckMachine(self._profile()))
        if any(check.name == "keyring" and check.state != "good" for check in rows):
            self.keyring.there_is_none()
            if self.step is self.keyring:
                self.keyring.setFocus(Qt.FocusReason.OtherFocusReason)

    async def _make_account(self) -> None:
        self._hold(True)
        self.error.hide()
        try:
            made = await self._ui.core.ask(
                CreateAccount(self.passphrase.new.text(), self.keyring.use_keyring, self._profile())
            )
        except Refused as refused:
            self.error.setText(error_text(refused.failed))
            self.error.show()
            return
        finally:
            self._hold(False)
        self.passphrase.new.clear()
        self.key.key.show_key(made.recovery_key)
        self._go(self._at + 1)
        if self.keyring.use_keyring and not made.keyring:
            self._ui.notices.warn(
                self.tr(
                    "The keyring did not store the secret: only the passphrase protects this"
                    " account. Choose a strong one."
                )
            )

    async def _confirm_key(self) -> None:
        await self._ui.core.ask(ConfirmRecoveryKey())
        self._go(self._at + 1)
        self.key.key.forget()

    def _hold(self, held: bool) -> None:
        self.waiting.setVisible(held)
        self.step.setEnabled(not held)
        self.back.setEnabled(not held)
        self.next.setEnabled(not held)
        if not held:
            self._enable()
