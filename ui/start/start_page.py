"""Everything before a case is open: first run, unlocking, recovering, the list of cases, making one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import places
from ui.settings import Settings
from ui.start.unlock_page import UnlockPage

if TYPE_CHECKING:
    import asyncio

    from app.core_api.session import NewCase
    from ui.start.cases_page import CasesPage
    from ui.start.first_run import FirstRun
    from ui.start.new_case_page import NewCasePage
    from ui.start.recover_page import RecoverPage
    from ui.tasks import Tasks
    from ui.ui_context import UiContext

Use = Callable[[str], None]


class StartPage(QWidget):
    """Emits `opened` with the facts of the case a person chose. Pages are made when they are first shown."""

    opened = Signal(object)
    lock_wanted = Signal()
    unlocked = Signal()
    """After a lock: the passphrase was entered again."""
    _ui: UiContext
    _tasks: Tasks
    _use_language: Use
    _get_ready: Callable[[], object]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._pages = QStackedWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.unlock_page = UnlockPage(str(places.home()))
        self._pages.addWidget(self.unlock_page)
        self.profile = "police"
        """Default of new cases."""
        self._last = ""
        self.open_to_see = False
        """Whether the account is unlocked, so that there is something to hide."""
        self._locked = False
        self._forgetting: asyncio.Task[None] | None = None
        self._cases: CasesPage | None = None
        self._new: NewCasePage | None = None
        self._recover: RecoverPage | None = None
        self.first_run: FirstRun | None = None

    def initialise(self, ui: UiContext, use_language: Use, get_ready: Callable[[], object]) -> None:
        """From now on the core can be asked. `get_ready` loads what an open case needs, in the background."""
        self._get_ready = get_ready
        self._ui, self._tasks, self._use_language = ui, ui.tasks(), use_language
        self.unlock_page.entered.connect(lambda typed: self._tasks.start(self._unlock(typed)))
        self.unlock_page.lost.connect(lambda: self._show(self.recover_page))

    def begin(self) -> None:
        """Ask what there is; the core and the next page get ready in the background."""
        self._get_ready()
        self._tasks.start(self._check())

    def cancel(self) -> None:
        """The window closes."""
        if self.is_set_up:
            self._tasks.cancel()

    @property
    def is_set_up(self) -> bool:
        return hasattr(self, "_ui")

    @property
    def busy(self) -> bool:
        return self._tasks.busy

    def lock(self, forgetting: asyncio.Task[None]) -> None:
        """Show nothing but the way in; `unlocked` comes instead of the list of cases, once it is open.

        A passphrase typed before the keys are forgotten waits for that: the core may be another one then.
        """
        self._locked, self.open_to_see, self._forgetting = True, False, forgetting
        if self._cases is not None:
            self._cases.forget()
        if self._new is not None:
            self._new.begin(self.profile)
        self.unlock_page.lock()
        self._show(self.unlock_page)

    @property
    def cases_page(self) -> CasesPage:
        if self._cases is None:
            from ui.start.cases_page import CasesPage

            page = self._cases = CasesPage(self._ui.theme)
            self._pages.addWidget(page)
            page.chosen.connect(lambda case_id: self._tasks.start(self._open(case_id)))
            page.new_wanted.connect(self.new_case)
            page.restore_wanted.connect(self._choose_backup)
            page.lock_wanted.connect(self.lock_wanted)
            page.setup_wanted.connect(self.set_up)
        return self._cases

    @property
    def new_case_page(self) -> NewCasePage:
        if self._new is None:
            from ui.start.new_case_page import NewCasePage

            page = self._new = NewCasePage()
            self._pages.addWidget(page)
            page.wanted.connect(lambda question: self._tasks.start(self._make(question)))
            page.left.connect(lambda: self._tasks.start(self.list_cases()))
        return self._new

    @property
    def recover_page(self) -> RecoverPage:
        if self._recover is None:
            from ui.start.recover_page import RecoverPage

            page = self._recover = RecoverPage()
            self._pages.addWidget(page)
            page.entered.connect(lambda *typed: self._tasks.start(self._recovering(*typed)))
            page.left.connect(lambda: self._show(self.unlock_page))
        return self._recover

    def new_case(self) -> None:
        """The page on which a case is made."""
        self.new_case_page.begin(self.profile)
        self._show(self.new_case_page)

    async def list_cases(self) -> None:
        """Show the cases of the account."""
        from app.core_api.session import Cases

        rows = await self._ui.core.ask(Cases())
        self.cases_page.show_cases(rows, self._last)
        self._show(self.cases_page)

    def set_up(self) -> None:
        """Model packs and this computer, outside the first run."""
        from ui.start.setup_dialog import SetupDialog

        SetupDialog(self._ui, self.profile, self).open()

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)

    async def _check(self) -> None:
        from app.core_api.session import ReadStartState

        self._locked = self.open_to_see = False
        standing_label = await self._ui.core.ask(ReadStartState())
        if standing_label.account:
            self._show(self.unlock_page)
            return
        from ui.start.first_run import FirstRun

        if self.first_run is None:
            first = self.first_run = FirstRun(self._ui, self._use_language)
            self._pages.addWidget(first)
            first.done.connect(self._first_done)
            first.restore_wanted.connect(self._choose_backup)
        self._show(self.first_run)

    def _first_done(self, profile: str) -> None:
        self.profile, self.open_to_see = profile, True
        self.new_case()

    async def _unlock(self, passphrase: str) -> None:
        from app.core_api.protocol import Refused
        from app.core_api.session import Unlock
        from ui.error_texts import error_text

        self.unlock_page.wait()
        try:
            if self._forgetting is not None:
                await self._forgetting
            account = await self._ui.core.ask(Unlock(passphrase))
        except Refused as refused:
            self.unlock_page.refuse(error_text(refused.failed))
            return
        self.profile = account.profile
        self.unlock_page.opened()
        self.open_to_see = True
        if not account.recovery_key_kept and not self._locked:
            await self._show_new_key()
            return
        await self._go_on()

    async def _go_on(self) -> None:
        locked, self._locked = self._locked, False
        self.open_to_see = True
        if locked:
            self.unlocked.emit()
        else:
            await self.list_cases()

    async def _show_new_key(self) -> None:
        """Nobody confirmed the recovery key: what was shown may be lost, so there is a new one."""
        from app.core_api.session import RenewRecoveryKey

        made = await self._ui.core.ask(RenewRecoveryKey())
        self._keep_key(made.recovery_key)

    def _keep_key(self, key: str) -> None:
        from ui.start.recovery_key_page import RecoveryKeyPage

        page = RecoveryKeyPage(key)
        self._pages.addWidget(page)
        page.kept.connect(lambda: self._tasks.start(self._key_kept(page)))
        self._show(page)

    async def _key_kept(self, page: QWidget) -> None:
        from app.core_api.session import ConfirmRecoveryKey

        await self._ui.core.ask(ConfirmRecoveryKey())
        await self._go_on()
        self._pages.removeWidget(page)
        page.deleteLater()

    async def _recovering(self, key: str, passphrase: str, keyring: bool) -> None:
        from app.core_api.protocol import Refused
        from app.core_api.session import Recover
        from ui.error_texts import error_text

        self.recover_page.wait()
        try:
            made = await self._ui.core.ask(Recover(key, passphrase, keyring))
        except Refused as refused:
            self.recover_page.refuse(error_text(refused.failed))
            return
        self.recover_page.clear()
        self.unlock_page.opened()
        self._keep_key(made.recovery_key)

    async def _open(self, case_id: str) -> None:
        from app.core_api.protocol import Refused
        from app.core_api.session import OpenCase

        self.cases_page.hold(True)
        try:
            facts = await self._ui.core.ask(OpenCase(case_id))
        except Refused as refused:
            await self.list_cases()
            self._ui.notices.fail(refused.failed)
            return
        self.cases_page.hold(False)
        self._last = case_id
        self.opened.emit(facts)

    async def _make(self, question: NewCase) -> None:
        from app.core_api.protocol import Refused
        from ui.error_texts import error_text

        self.new_case_page.hold(True)
        try:
            facts = await self._ui.core.ask(question)
        except Refused as refused:
            self.new_case_page.refuse(refused.failed.code, error_text(refused.failed))
            return
        self.new_case_page.hold(False)
        self._last = facts.id
        self.opened.emit(facts)

    def _choose_backup(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, self.tr("Backup Folder"))
        dialog.setObjectName("backup-folder")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self._tasks.start(self._restore(folder)))
        dialog.open()

    async def _restore(self, folder: str) -> None:
        from app.core_api.session import RestoreCases

        if self._cases is not None:
            self._cases.hold(True)
        try:
            restored = await self._ui.core.ask(RestoreCases(folder))
        finally:
            if self._cases is not None:
                self._cases.hold(False)
        said = self.tr("%n case(s) restored.", "", restored.cases)
        if restored.problems:
            self._ui.notices.warn(
                said + " " + self.tr("%n damaged part(s) in them: check the backup.", "", restored.problems)
            )
        else:
            self._ui.notices.say(said)
        if self._pages.currentWidget() is self._cases:
            await self.list_cases()
        else:
            await self._check()
