"""What is written beside statements: who said what about them, and what sources are called."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.core_api.shown_text import plain
from ui.dossier.sheet import Sheet, Source
from ui.dossier.typesetter import ITEM_LETTERS
from ui.figures import day_and_time


class StatementWords(QObject):
    """Its texts are those of the window's language when they are asked for."""

    def status(self, sheet: Sheet, row: int) -> str:
        """`Assessment · accepted by you, 22.11.26, 18:05`."""
        known = sheet.statements
        assert known is not None
        kind = self.tr("Assessment") if known.assessment[row] else self.tr("Fact")
        said = sheet.said(row)
        if said is None:
            waits = self.tr("not reviewed")
            return f"{kind} · {waits}" if sheet.unreviewed(row) else kind
        by = said.who or self.tr("you")
        patterns = {
            "accepted": self.tr("accepted by {who}, {time}"),
            "rejected": self.tr("rejected by {who}, {time}"),
            "edited": self.tr("reworded by {who}, {time}"),
        }
        told = patterns[said.word].format(who=by, time=day_and_time(said.at))
        parts = [kind, told.removesuffix(", ")]
        if said.stale:
            parts.append(self.tr("reviewed in an earlier wording"))
        return " · ".join(parts)

    def source(self, source: Source) -> str:
        """`film.mp4 · 00:12.3 · Speakers`."""
        if source.kind == "custody":
            return self.tr("Log entry {number}").format(number=source.label)
        if source.kind == "decision":
            return self.tr("Decision {number}").format(number=source.label)
        parts = [_short(plain(source.untrusted_item)), source.when, source.stage]
        if source.kind == "absence":
            parts.append(self.tr("not analysed"))
        return " · ".join(part for part in parts if part)

    def about_source(self, source: Source) -> str:
        """The same in full."""
        if not source.leads_somewhere:
            return self.source(source)
        return " · ".join(p for p in (plain(source.untrusted_item), source.when, source.stage) if p)

    def judged_of(self, judged: int, count: int) -> str:
        return self.tr("{judged} of {count} reviewed").format(judged=judged, count=count)

    def first_draft(self) -> str:
        return self.tr("First draft:")

    def new_wording(self) -> str:
        return self.tr("New wording of the statement; Enter saves it, Escape discards it")

    def spoken(self, sheet: Sheet, row: int) -> str:
        """A row as a screen reader says it."""
        count = self.tr("%n source(s)", "", sheet.source_count(row))
        return f"{plain(sheet.wording(row))} {self.status(sheet, row)}. {count}."


def _short(name: str) -> str:
    """The beginning and the end of a long name: endings tell kinds of files apart."""
    half = ITEM_LETTERS // 2
    return name if len(name) <= ITEM_LETTERS else f"{name[:half]}…{name[-half + 1 :]}"
