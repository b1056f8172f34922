"""What a dossier said first: its drafts, and how what they said differs from what it says now."""

from __future__ import annotations

import asyncio
import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.core_api.dossier import Change, Changes, ChangesSince, DraftRow, Drafts
from app.core_api.shown_text import plain
from ui.dialog_size import fit
from ui.dossier.wording_changes import Spans, changes
from ui.figures import day_and_time
from ui.translation import own_names
from ui.ui_context import UiContext

WIDTH, HEIGHT, LIST_WIDTH = 820, 520, 240
AT_ONCE = 20
"""Changes that are shown before the window gets its turn."""


class DraftsDialog(QDialog):
    """Drafts at the left, what became of one at the right."""

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drafts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Drafts of the Dossier"))
        fit(self, WIDTH, HEIGHT)
        self._ui, self._tasks = ui, ui.tasks()
        self._told = QLabel()
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self._told.setProperty("role", "muted")
        self.list, self.shown = QListWidget(), QTextBrowser()
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setAccessibleName(self.tr("Drafts"))
        self.shown.setAccessibleName(self.tr("Changes since then"))
        self.shown.setOpenLinks(False)
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.list)
        both.addWidget(self.shown, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._told)
        column.addLayout(both, 1)
        column.addWidget(buttons)
        self.list.currentItemChanged.connect(lambda now, _: self._choose(now))
        self._tasks.start(self._ask())

    def done(self, result: int) -> None:
        self._tasks.cancel()
        super().done(result)

    async def _ask(self) -> None:
        rows = await self._ui.core.ask(Drafts())
        self._told.setText(self._about(len(rows)))
        for row in reversed(rows):
            item = QListWidgetItem(self._name(row))
            item.setData(Qt.ItemDataRole.UserRole, row)
            self.list.addItem(item)
        if rows:
            self.list.setCurrentRow(len(rows) - 1)
            self.list.setFocus()

    def _about(self, count: int) -> str:
        if not count:
            return self.tr(
                "There are no drafts yet. The first one is saved when a statement is reviewed"
                " or the dossier is exported."
            )
        return self.tr("A draft is the dossier as it was before anyone changed it. Drafts cannot be edited.")

    def _name(self, row: DraftRow) -> str:
        kind = self.tr("Written by rules") if row.kind == "rule" else self.tr("Summary by a model")
        who = row.who or self.tr("you")
        language = own_names().get(row.language, row.language)
        return f"{day_and_time(row.at)}\n{kind} · {language} · {who}"

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._tasks.cancel()
            self._tasks.start(self._compare(item.data(Qt.ItemDataRole.UserRole)))

    async def _compare(self, row: DraftRow) -> None:
        self.shown.setPlainText(self.tr("Comparing …"))
        found = await self._ui.core.ask(ChangesSince(row.id))
        self.shown.setHtml(f"<p>{html.escape(self._summary(found, row))}</p>")
        for begin in range(0, len(found.rows), AT_ONCE):
            for change in found.rows[begin : begin + AT_ONCE]:
                self.shown.append(self._html(change))
            await asyncio.sleep(0)
        cursor = self.shown.textCursor()
        cursor.movePosition(cursor.MoveOperation.Start)
        self.shown.setTextCursor(cursor)

    def _summary(self, found: Changes, row: DraftRow) -> str:
        if row.kind != "rule":
            kept = self.tr("Sentences kept: {count}.").format(count=found.count)
            removed = self.tr("Removed for lack of a source: {count}.").format(count=found.removed)
            return f"{kept} {removed}"
        if not found.count:
            return self.tr("No statement has changed.")
        told = self.tr("Changed statements: {count}.").format(count=found.count)
        if found.count > len(found.rows):
            told += " " + self.tr("The first {count} are shown.").format(count=len(found.rows))
        return told

    def _html(self, change: Change) -> str:
        """One change; everything that is text is escaped."""
        tokens = self._ui.theme.tokens
        words = {
            "edited": (self.tr("reworded"), tokens.accent),
            "rejected": (self.tr("rejected"), tokens.danger),
            "reworded": (self.tr("changed by new findings"), tokens.warning),
            "new": (self.tr("new"), tokens.good),
            "gone": (self.tr("removed"), tokens.warning),
            "supported": (self.tr("supported by what it cites"), tokens.good),
            "contradicted": (self.tr("contradicted by what it cites"), tokens.danger),
            "unsupported": (self.tr("not supported by what it cites"), tokens.warning),
        }
        word, colour = words[change.how]
        before, now = plain(change.before), plain(change.now)
        gone, came = changes(before, now) if before and now else ([], [])
        head = f'<span style="color:{colour}">{html.escape(word)}</span>'
        if change.section:
            head += f' <span style="color:{tokens.muted}">· {html.escape(change.section)}</span>'
        parts = [head]
        if before:
            marked = _marked(before, gone, "s") if now else f"<s>{html.escape(before)}</s>"
            parts.append(f'<span style="color:{tokens.muted}">{marked}</span>')
        if now:
            parts.append(_marked(now, came, "u"))
        return f"<p>{'<br>'.join(parts)}</p>"


def _marked(text: str, spans: Spans, tag: str) -> str:
    out, at = [], 0
    for begin, end in spans:
        out += [html.escape(text[at:begin]), f"<{tag}>", html.escape(text[begin:end]), f"</{tag}>"]
        at = end
    return "".join([*out, html.escape(text[at:])])
