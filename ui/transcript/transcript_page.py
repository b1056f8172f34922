"""How the transcript is laid out, and what is said around the text: legend, choice, standing, emptiness."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon
from ui.position import CurrentPosition
from ui.theme import Theme
from ui.transcript.captions import Captions
from ui.transcript.filter_menu import FilterMenu
from ui.transcript.find_bar import FindBar
from ui.transcript.follow_button import FollowButton
from ui.transcript.sheet import Sheet
from ui.transcript.speaker_list import SpeakerList
from ui.transcript.transcript_view import TranscriptView


class TranscriptPage(QWidget):
    """Shows what a sheet holds; what a person does is the panel's."""

    def __init__(
        self, theme: Theme, position: CurrentPosition, sheet: Sheet, captions: Captions, view: TranscriptView
    ) -> None:
        super().__init__()
        self._theme, self._position, self._sheet, self._captions = theme, position, sheet, captions
        self.view = view
        self.find_bar, self.speakers = FindBar(theme), SpeakerList(theme, captions)
        self.filter = FilterMenu(self)
        self.filter_button, self.whole_button = QToolButton(), QToolButton()
        self.filter_button.setMenu(self.filter)
        self.filter_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.whole_button.setCheckable(True)
        for button in (self.filter_button, self.whole_button):
            button.setProperty("flat", True)
        self.nothing, self.standing_label, self._chosen = QLabel(), QLabel(), QLabel()
        for label, name in ((self.nothing, "nothing-said"), (self.standing_label, "transcript-standing")):
            label.setObjectName(name)
            label.setProperty("role", "muted")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(24, 24, 24, 24)
        self.standing_label.setContentsMargins(12, 4, 12, 4)
        self._chosen.setTextFormat(Qt.TextFormat.PlainText)
        self._chosen.setWordWrap(True)
        self.everything = QPushButton()
        self._follow_button = FollowButton(view, position)
        self._pages = QStackedWidget()
        self._pages.addWidget(view)
        self._pages.addWidget(self.nothing)
        self._lay_out()

    def _lay_out(self) -> None:
        self._strip = QWidget()
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(8, 0, 8, 4)
        strip.addWidget(self._chosen, 1)
        strip.addWidget(self.everything)
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 4)
        top.setSpacing(4)
        top.addWidget(self.find_bar, 1)
        top.addWidget(self.filter_button)
        top.addWidget(self.whole_button)
        legend = QVBoxLayout()
        legend.setContentsMargins(8, 0, 8, 4)
        legend.addWidget(self.speakers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(legend)
        column.addWidget(self._strip)
        column.addWidget(self._pages, 1)
        column.addWidget(self.standing_label)

    def retranslate(self) -> None:
        self.filter_button.setToolTip(self.tr("Choose what to show"))
        self.filter_button.setAccessibleName(self.tr("Choose what to show"))
        self.whole_button.setToolTip(self.tr("Transcripts of the whole case (Shift+A)"))
        self.whole_button.setAccessibleName(self.tr("Transcripts of the whole case"))
        self._follow_button.setText(self.tr("Back to playback (F)"))
        self.everything.setText(self.tr("Show everything"))
        self.find_bar.retranslate()
        self.filter.retranslate()

    def dress(self) -> None:
        """Icons in the theme's colours."""
        self.filter_button.setIcon(icon("mdi6.filter-variant", self._theme.tokens))
        self.whole_button.setIcon(icon("mdi6.book-open-variant", self._theme.tokens))

    def show_people(self) -> None:
        """Who speaks, in the legend and in the menu of what is shown."""
        sheet = self._sheet
        self.speakers.show_speakers(sheet.speakers, sheet.shares())
        names = {group: self._captions.speaker(s) for group, s in sorted(sheet.speakers.items())}
        self.filter.offer(names, sheet.languages())

    def show_chosen(self) -> None:
        """What of it all is shown."""
        chosen = self._sheet.chosen
        self.filter.show_chosen(chosen)
        self.speakers.show_chosen(chosen.speakers)
        self._strip.setVisible(not chosen.anything)
        count = int((self._sheet.lines >= 0).sum())
        shown = self.tr("{shown} of {all} shown").format(shown=count, all=len(self._sheet))
        self._chosen.setText(f"{shown}: {', '.join(self.filter.words())}")

    def show_standing(self, left_to_read: int) -> None:
        """What stands below the text, or in its place."""
        self.nothing.setText(self._nothing())
        self._pages.setCurrentWidget(self.nothing if self.nothing.text() else self.view)
        self.standing_label.setText(" · ".join(self._parts(left_to_read)) if len(self._sheet) else "")
        self.standing_label.setVisible(bool(self.standing_label.text()))
        lost = [text for block in self._sheet.blocks for text in block.said.lost]
        self.standing_label.setToolTip("<p>" + "</p><p>".join(map(escape, lost)) + "</p>" if lost else "")

    def _nothing(self) -> str:
        blocks = self._sheet.blocks
        if not blocks and not self._position.item_id:
            return self.tr("Choose an item to read its transcript.")
        if not blocks:
            return self.tr("Reading …")
        if len(blocks) == 1 and not len(self._sheet):
            return self._captions.nothing(blocks[0].said)
        if len(self._sheet) and not len(self._sheet.lines):
            return self.tr("Nothing matches your selection.")
        return ""

    def _parts(self, left_to_read: int) -> list[str]:
        sheet = self._sheet
        count = len(sheet)
        parts = [self.tr("1 line") if count == 1 else self.tr("{count} lines").format(count=count)]
        share = float((sheet.mine * sheet.letters).sum() / max(1, int(sheet.letters.sum())))
        parts.append(self.tr("{share} % heard").format(share=round(100 * share)))
        if doubtful := int((sheet.flags != 0).sum()):
            parts.append(self.tr("{count} uncertain").format(count=doubtful))
        if len(sheet.blocks) == 1 and (missing := self._captions.nothing(sheet.blocks[0].said)):
            parts.append(missing)
        if lost := sum(len(b.said.lost) for b in sheet.blocks):
            parts.append(self.tr("corrections that no longer match: {count}").format(count=lost))
        if left_to_read:
            parts.append(self.tr("still loading: {count}").format(count=left_to_read))
        return parts
