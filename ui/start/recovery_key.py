"""The recovery key, shown once: to be copied, saved or printed, and a part of it typed back."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.start.card import row, words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

GROUPS_IN_A_ROW = 3
CLIPBOARD_MILLISECONDS = 60_000


class RecoveryKey(QWidget):
    """`changed` whenever `confirmed` may have."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._key, self._group = "", 0
        self._why, self.shown, self._ask = words("muted"), QLabel(), QLabel()
        self.shown.setObjectName("recovery-key-shown")
        self.shown.setTextFormat(Qt.TextFormat.PlainText)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setProperty("role", "key")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self.shown.setFont(font)
        self.shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.copy, self.save, self.print = QPushButton(), QPushButton(), QPushButton()
        self.copy.setObjectName("key-copy")
        self.save.setObjectName("key-save")
        self.print.setObjectName("key-print")
        self.told = words("muted")
        self.told.setObjectName("key-told")
        self.typed = QLineEdit()
        self.typed.setObjectName("key-typed")
        self.typed.setMaxLength(8)
        self._ask.setBuddy(self.typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._why)
        column.addWidget(self.shown)
        column.addLayout(row(self.copy, self.save, self.print, None))
        column.addWidget(self.told)
        column.addWidget(self._ask)
        column.addWidget(self.typed)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._choose_file)
        self.print.clicked.connect(self._choose_printer)
        self.typed.textChanged.connect(lambda _: self.changed.emit())
        self.setFocusProxy(self.typed)
        self.retranslate()

    def show_key(self, key: str) -> None:
        """Nine groups of four; one of them, chosen by chance, is asked for."""
        self._key, self._group = key, secrets.randbelow(len(key.split("-")))
        groups = key.split("-")
        lines = [groups[n : n + GROUPS_IN_A_ROW] for n in range(0, len(groups), GROUPS_IN_A_ROW)]
        self.shown.setText("\n".join("-".join(line) for line in lines))
        self.typed.clear()
        self.told.clear()
        self.retranslate()

    def forget(self) -> None:
        """It was confirmed; it is not shown again."""
        self._key = ""
        self.shown.clear()
        self.typed.clear()

    @property
    def asked(self) -> int:
        """Which group has to be typed, counted from 1."""
        return self._group + 1

    @property
    def confirmed(self) -> bool:
        typed = "".join(self.typed.text().upper().split()).strip("-").translate(SLIPS)
        return bool(self._key) and typed == self._key.split("-")[self._group]

    def retranslate(self) -> None:
        self._why.setText(
            self.tr(
                "If you forget the passphrase or lose this computer, only this key opens the"
                " account. Nobody can create another one. Print it or write it down, and keep"
                " it away from this computer."
            )
        )
        self.shown.setAccessibleName(self.tr("Recovery key"))
        self.copy.setText(self.tr("Copy"))
        self.save.setText(self.tr("Save to a File…"))
        self.print.setText(self.tr("Print…"))
        self._ask.setText(self.tr("Type group {number} of the key").format(number=self.asked))
        self.typed.setAccessibleName(self._ask.text())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def page(self) -> str:
        """What is printed or saved."""
        lines = (
            self.tr("AIMA recovery key"),
            "",
            self._key,
            "",
            self.tr("Opens the account without its passphrase. Keep it where only you have access."),
        )
        return "\n".join(lines) + "\n"

    def _copy(self) -> None:
        key, clipboard = self._key, QGuiApplication.clipboard()
        clipboard.setText(key)
        self.told.setText(self.tr("Copied. The clipboard will be cleared in one minute."))

        def empty() -> None:
            if clipboard.text() == key:
                clipboard.clear()

        QTimer.singleShot(CLIPBOARD_MILLISECONDS, empty)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Save Recovery Key"))
        dialog.setObjectName("key-file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(self.tr("AIMA recovery key") + ".txt")
        dialog.fileSelected.connect(self._save)
        dialog.open()

    def _save(self, path: str) -> None:
        try:
            Path(path).write_text(self.page(), encoding="utf-8")
        except OSError:
            self.told.setText(self.tr("It could not be saved there. Choose another folder."))
            return
        self.told.setText(
            self.tr(
                "Saved. The file is not encrypted: move it to a USB stick that you keep away"
                " from this computer."
            )
        )

    def _choose_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("key-printer")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print(printer))
        dialog.show()

    def _print(self, printer: QPrinter) -> None:
        document = QTextDocument()
        document.setDefaultFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        document.setPlainText(self.page())
        document.print_(printer)
        self.told.setText(self.tr("Sent to the printer."))


SLIPS = str.maketrans({"O": "0", "I": "1", "L": "1"})
"""How people misread the key's letters; as in `app.keys.recovery`."""
