"""A line under the line of time: what of the item is damaged or missing. Pressed, it goes to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton

from app.operations.moments import timecode
from engine.media.account import FileEntry
from ui.figures import length, number
from ui.file_words import entry_words
from ui.icons import tinted
from ui.theme import Tokens

Span = tuple[int, int]
"""Start and end in ns."""


class UnreadBar(QToolButton):
    """Only there where an item has something of the kind. Tells of the stretch that the player is in."""

    wanted = Signal(object)
    """A time to go to, in ns."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("not-read")
        self.setProperty("flat", True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._entries: Sequence[FileEntry] = ()
        self._spans: list[Span] = []
        self._name, self._t_ns = "", 0
        self.recolour(tokens)
        self.clicked.connect(self._go_on)
        self.hide()

    def recolour(self, tokens: Tokens) -> None:
        self.setIcon(tinted("mdi6.alert-outline", tokens.warning))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, 26)

    def show_entries(self, entries: Sequence[FileEntry], untrusted_name: str) -> None:
        """What is damaged or missing of the item of this name, in order of time."""
        self._entries, self._name = entries, untrusted_name
        self._spans = together((e.start_ns, e.end_ns) for e in entries)
        self.setVisible(bool(entries))
        self.retranslate()

    def show_time(self, t_ns: int) -> None:
        """Where the player is."""
        before, self._t_ns = self._inside(), t_ns
        if self._inside() != before:
            self.retranslate()

    def retranslate(self) -> None:
        inside = self._inside()
        self.setText(self._words([inside] if inside else self._spans))
        told = "\n".join(entry_words(entry, self._name) for entry in self._entries)
        self.setToolTip(told)
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(told)

    def _inside(self) -> Span | None:
        """The stretch that the player is in."""
        return next((span for span in self._spans if span[0] <= self._t_ns < span[1]), None)

    def _words(self, spans: Sequence[Span]) -> str:
        if len(spans) == 1:
            begin, end = map(timecode, spans[0])
            return self.tr("Damaged or missing: {begin} to {end}").format(begin=begin, end=end)
        text = self.tr("{count} stretches damaged or missing, {length} in all")
        whole = length(sum(end - start for start, end in spans))
        return text.format(count=number(len(spans)), length=whole)

    def _go_on(self) -> None:
        later = [start for start, _ in self._spans if start > self._t_ns]
        self.wanted.emit((later or [self._spans[0][0]])[0])


def together(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap made one, in order: two streams are mostly damaged at once."""
    made: list[Span] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = made[-1][0], max(end, made[-1][1])
        else:
            made.append((start, end))
    return made
