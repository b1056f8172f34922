"""Shows notices above the work, one at a time, the newest first; closing one shows the one before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.notices import Notice, Notices, Weight

KEPT = 50


class NoticeBar(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setObjectName("notice-bar")
        self._kept: list[Notice] = []
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act, self._close = QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        row.addWidget(self._close)
        self._act.clicked.connect(self.act)
        self._close.clicked.connect(self.dismiss)
        notices.said.connect(self.show_notice)
        self.retranslate()
        self.hide()

    @property
    def shown(self) -> Notice | None:
        """The notice in view."""
        return self._kept[-1] if self._kept else None

    def show_notice(self, notice: Notice) -> None:
        """The same said twice is shown once."""
        self._kept = [n for n in self._kept if (n.text, n.code) != (notice.text, notice.code)]
        self._kept = [*self._kept, notice][-KEPT:]
        self._draw()

    def dismiss(self) -> None:
        if self._kept:
            self._kept.pop()
        self._draw()

    def clear(self) -> None:
        """Forget all: the case was closed."""
        self._kept.clear()
        self._draw()

    def retranslate(self) -> None:
        self._close.setText(self.tr("Dismiss"))
        self._text.setAccessibleName(self.tr("Message"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _draw(self) -> None:
        notice = self.shown
        self.setVisible(notice is not None)
        if notice is None:
            self._text.clear()
            return
        more = len(self._kept) - 1
        self._text.setText(notice.text + (f"  (+{more})" if more else ""))
        self._act.setVisible(notice.action is not None)
        if notice.action is not None:
            self._act.setText(notice.action[0])
        self.setProperty("weight", notice.weight.value)
        self.style().unpolish(self)
        self.style().polish(self)
        if notice.weight is Weight.ERROR:
            self._text.setAccessibleDescription(notice.text)

    def act(self) -> None:
        """Do what the notice offers."""
        notice = self.shown
        self.dismiss()
        if notice is not None and notice.action is not None:
            notice.action[1]()
