"""Switches of the exposure protection, the key that reveals, and the sign that says how things stand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QToolButton

from app.core_api.session import CaseFacts
from ui.exposure import COVER_AFTER_SECONDS, Exposure
from ui.icons import icon
from ui.ui_context import UiContext

KEY = "F9"
AFTER_SECONDS = (0, 15, COVER_AFTER_SECONDS, 300)
ICONS = {"off": "mdi6.eye-outline", "revealed": "mdi6.eye-check-outline", "covered": "mdi6.shield-half-full"}
KINDS = ("blur", "grey", "mute")


class ProtectionControls(QObject):
    """One set of actions for the menu and the sign in the status bar.

    What a person switches is remembered per profile, never per case: the settings file is not encrypted.
    """

    def __init__(self, ui: UiContext, window: QMainWindow) -> None:
        super().__init__(window)
        self._ui, self._window, self._exposure = ui, window, ui.exposure
        self._profile = ""
        self.reveal = QAction(self)
        self.reveal.setObjectName("reveal")
        self.reveal.setShortcut(QKeySequence(KEY))
        # floating docks and dialogs are windows of their own: the key has to count there too
        self.reveal.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self.reveal.triggered.connect(lambda: self._exposure.reveal(not self._exposure.revealed))
        self.switches = {kind: self._checkable(f"protect-{kind}", self._switched) for kind in KINDS}
        self.on_leaving = self._checkable("cover-on-leaving", self._timed)
        self.after_menu, self._after = QMenu(window), QActionGroup(self)
        self.after = {s: self._checkable(f"cover-after-{s}", self._timed) for s in AFTER_SECONDS}
        for action in self.after.values():
            self._after.addAction(action)
            self.after_menu.addAction(action)
        self.sign = self._sign()
        self._tick = QTimer(self, interval=500)
        self._tick.timeout.connect(self._show)
        self._load()
        window.addAction(self.reveal)
        window.statusBar().addPermanentWidget(self.sign)
        QApplication.instance().focusWindowChanged.connect(self._reach)  # type: ignore[union-attr]
        self._exposure.changed.connect(self._show)
        ui.theme.changed.connect(self._show)
        self.retranslate()

    def begin(self, case: CaseFacts) -> None:
        """A case was opened: what its profile asks for, or what the person chose under it before."""
        self._profile = case.profile
        usual = " ".join(sorted(case.exposure))
        chosen = self._ui.settings.text(f"exposure-{case.profile}", usual).split()
        for kind, switch in self.switches.items():
            switch.setChecked(kind in chosen)
        self._exposure.protect(**{kind: kind in chosen for kind in KINDS})
        self.sign.show()

    def end(self) -> None:
        """The case was closed or locked."""
        self._exposure.reveal(False)
        self.sign.hide()

    def actions(self) -> list[QAction]:
        """The entries of a menu."""
        return [self.reveal, *self.switches.values(), self.after_menu.menuAction(), self.on_leaving]

    def retranslate(self) -> None:
        """Set all texts."""
        names = {
            "blur": self.tr("Blur Pictures"),
            "grey": self.tr("Grey Pictures"),
            "mute": self.tr("Mute Sound"),
        }
        for kind, text in names.items():
            self.switches[kind].setText(text)
        self.on_leaving.setText(self.tr("Cover Again When Leaving the Item"))
        self.after_menu.setTitle(self.tr("Cover Again After"))
        for seconds, action in self.after.items():
            action.setText(self._span(seconds))
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The sign tells of a change of language; actions hear of none."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        return super().eventFilter(watched, event)

    def _checkable(self, name: str, slot: object) -> QAction:
        action = QAction(self, checkable=True)
        action.setObjectName(name)
        action.triggered.connect(slot)
        return action

    def _sign(self) -> QToolButton:
        sign = QToolButton()
        sign.setObjectName("protection")
        sign.setProperty("flat", "true")
        sign.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        sign.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        sign.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(sign)
        menu.addActions(self.actions())
        sign.setMenu(menu)
        sign.clicked.connect(self.reveal.trigger)
        sign.installEventFilter(self)
        sign.hide()
        return sign

    def _load(self) -> None:
        settings = self._ui.settings
        seconds = settings.number("cover-after", COVER_AFTER_SECONDS)
        self._exposure.cover_after(seconds if seconds in self.after else COVER_AFTER_SECONDS)
        self._exposure.cover_on_leaving = settings.flag("cover-on-leaving", True)
        self.after[self._exposure.cover_after_s].setChecked(True)
        self.on_leaving.setChecked(self._exposure.cover_on_leaving)

    def _switched(self) -> None:
        chosen = [kind for kind, switch in self.switches.items() if switch.isChecked()]
        self._ui.settings.keep(f"exposure-{self._profile}", " ".join(chosen))
        self._exposure.protect(**{kind: kind in chosen for kind in KINDS})

    def _timed(self) -> None:
        seconds = next(s for s, action in self.after.items() if action.isChecked())
        self._exposure.cover_after(seconds)
        self._exposure.cover_on_leaving = self.on_leaving.isChecked()
        self._ui.settings.keep("cover-after", seconds)
        self._ui.settings.keep("cover-on-leaving", self._exposure.cover_on_leaving)
        self._show()

    def _reach(self) -> None:
        """A dialog blocks the main window's keys: whatever window is in front carries this one too."""
        front = QApplication.activeWindow()
        if front is not None and self.reveal not in front.actions():
            front.addAction(self.reveal)

    def _show(self) -> None:
        exposure, revealed = self._exposure, self._exposure.revealed
        self.reveal.setEnabled(exposure.active)
        self.reveal.setText(self.tr("Cover Again") if revealed else self.tr("Reveal Pictures and Sound"))
        if not self._profile:
            return  # no case was opened yet, and icons take a while to load
        state = "off" if not exposure.active else "revealed" if revealed else "covered"
        text = self._says(exposure, state)
        self.sign.setIcon(icon(ICONS[state], self._ui.theme.tokens))
        self.sign.setText(text)
        self.sign.setAccessibleName(text)
        told = self.tr("{key} reveals or covers").format(key=KEY) if exposure.active else ""
        self.sign.setToolTip(told)
        if self.sign.property("state") != state:
            self.sign.setProperty("state", state)
            self.sign.style().unpolish(self.sign)
            self.sign.style().polish(self.sign)
        if exposure.seconds_left:
            self._tick.start()
        else:
            self._tick.stop()

    def _says(self, exposure: Exposure, state: str) -> str:
        if state == "off":
            return self.tr("Blur off")
        if state == "revealed":
            left = exposure.seconds_left
            if not left:
                return self.tr("Revealed: {key} covers").format(key=KEY)
            time = f"{left // 60}:{left % 60:02d}"
            return self.tr("Revealed: {key} covers, {time} left").format(key=KEY, time=time)
        words = {"blur": self.tr("blurred"), "grey": self.tr("grey"), "mute": self.tr("muted")}
        kinds = ", ".join(words[kind] for kind in KINDS if getattr(exposure, kind))
        return self.tr("Covered ({kinds}): {key} reveals").format(kinds=kinds, key=KEY)

    def _span(self, seconds: int) -> str:
        if not seconds:
            return self.tr("Never automatically")
        if seconds < 60:
            return self.tr("%n second(s)", "", seconds)
        return self.tr("%n minute(s)", "", seconds // 60)
