"""What the map of coverage says in words."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QObject

from app.core_api.coverage import BINS, DONE, FAILED, NOT_YET, PREVIEWED
from app.core_api.protocol import Failed
from engine.media.account import UNREAD, FileEntry
from ui.coverage.coverage_chart import CoverageChart
from ui.error_texts import error_text
from ui.figures import number, percent
from ui.stage_words import stage_word


class CoverageWords(QObject):
    """Short words and whole sentences."""

    def items(self, count: int, unread: int) -> str:
        """How many items there are."""
        text = self.tr("1 item") if count == 1 else self.tr("{count} items").format(count=number(count))
        if unread:
            text += "\n" + self.tr("{count} loading").format(count=number(unread))
        return text

    def state(self, state: int) -> str:
        """How a segment stands."""
        return {
            DONE: self.tr("analysed"),
            PREVIEWED: self.tr("preview only"),
            NOT_YET: self.tr("not yet"),
            FAILED: self.tr("failed"),
        }.get(state, self.tr("not applicable"))

    def unread(self, entry: FileEntry) -> str:
        """How a part of the file stands."""
        return self.tr("not read") if entry.code in UNREAD else self.tr("note")

    def reason(self, code: str) -> str:
        """Why nothing is known of an item."""
        if code == "not-yet":
            return self.tr("not examined yet")
        return self.tr("cannot be analysed: {reason}").format(reason=code)

    def why(self, state: int, code: str, problems: dict[str, Failed]) -> str:
        """Why a segment stands as it does, and what can be done."""
        if state == NOT_YET:
            return self.tr("Not analysed yet. Start an analysis under Jobs.")
        if state == PREVIEWED:
            return self.tr("Only previewed; run an analysis for full results.")
        if state == FAILED:
            return error_text(problems[code]) if code in problems else code
        return ""

    def rate(self, hz: float) -> str:
        """Pictures a second."""
        return self.tr("{rate} fps").format(rate=number(hz, 0 if hz == int(hz) else 1)) if hz else ""

    def cell(self, chart: CoverageChart, row: int, column: int, part: int) -> str:
        """A cell, or a part of it, in words."""
        name = chart.names[row]
        if not chart.known[row]:
            return f"{name}: …"
        if chart.reasons[row]:
            return f"{name}: {self.reason(chart.reasons[row])}"
        if column < 0:
            share = chart.share(row)
            return f"{name}: " + (percent(share) if share >= 0 else self.state(0))
        stage, share = stage_word(chart.stages[column]), float(chart.shares[row, column])
        if share < 0:
            unplanned = self.tr("not applicable to this item")
            return f"{name} · {stage}: {unplanned}"
        text = f"{name} · {stage}: {percent(share)}"
        if 0 <= part < BINS:
            here = self.state(int(chart.parts[row, column, part]))
            return f"{text} · " + self.tr("here: {state}").format(state=here)
        states = chart.parts[row, column]
        for state in (PREVIEWED, NOT_YET, FAILED):
            if (states == state).any():
                text += f", {percent(float((states == state).mean()))} {self.state(state)}"
        return text

    @staticmethod
    def safe(text: str) -> str:
        """For a tool tip: names of files are shown, never read as markup."""
        return f"<p>{escape(text)}</p>"
