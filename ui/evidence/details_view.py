"""All that is known of one item, as a tree of names and values that can be read and copied by keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.core_api.evidence import Facts, Stream
from app.core_api.shown_text import plain
from engine.units import SECOND
from ui.error_texts import error_text
from ui.evidence.words import act_word, kind_word
from ui.figures import day_and_time, length, number, percent, recorded, size
from ui.file_words import entry_words
from ui.stage_words import stage_word

Pair = tuple[str, str]


class DetailsView(QTreeWidget):
    """Shows the facts of one item; empty while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence-details")
        self.setColumnCount(2)
        self.setRootIsDecorated(True)
        self.setIndentation(12)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setWordWrap(True)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)
        self.header().setMaximumSectionSize(200)
        self._facts: Facts | None = None

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Details of the item"))
        self.setHeaderLabels([self.tr("Detail"), self.tr("Value")])
        if self._facts is not None:
            self.show_facts(self._facts)

    def forget(self) -> None:
        self._facts = None
        self.clear()

    def show_facts(self, facts: Facts) -> None:
        """Replace what is shown."""
        folded = {self._title(n): not self._top(n).isExpanded() for n in range(self.topLevelItemCount())}
        self._facts = facts
        self.clear()
        for title, open_at_first, pairs in self._sections(facts):
            if not pairs:
                continue
            top = QTreeWidgetItem(self, [title])
            top.setFirstColumnSpanned(True)
            for name, value in pairs:
                row = QTreeWidgetItem(top, [plain(name), plain(value)])
                row.setToolTip(1, "")
            top.setExpanded(not folded.get(title, not open_at_first))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = [i for i in self.selectedItems() if i.text(1)]
            QGuiApplication.clipboard().setText("\n".join(f"{i.text(0)}: {i.text(1)}" for i in rows))
            return
        super().keyPressEvent(event)

    def _top(self, number: int) -> QTreeWidgetItem:
        item = self.topLevelItem(number)
        assert item is not None
        return item

    def _title(self, number: int) -> str:
        return self._top(number).text(0)

    def _sections(self, facts: Facts) -> Iterable[tuple[str, bool, list[Pair]]]:
        yield self.tr("Item"), True, self._general(facts)
        yield self.tr("Analysed"), True, self._stages(facts)
        yield self.tr("Not read"), True, self._left(facts)
        yield self.tr("Streams"), True, [(f"{s.index}", self._stream(s)) for s in facts.streams]
        yield self.tr("Source paths"), True, self._places(facts)
        yield self.tr("Chain of custody"), False, self._custody(facts)
        yield (
            self.tr("Embedded metadata (unverified)"),
            False,
            [(f"{scope} · {key}", value) for scope, key, value in facts.metadata],
        )

    def _general(self, facts: Facts) -> list[Pair]:
        rows = [(self.tr("Name"), facts.untrusted_name)]
        if facts.problem is not None:
            rows.append((self.tr("Unreadable"), error_text(facts.problem)))
        kind = kind_word(facts.kind) + (f" ({facts.format})" if facts.format else "")
        rows += [
            (self.tr("Kind"), kind),
            (self.tr("Length"), length(facts.duration_ns)),
            (self.tr("Size"), f"{size(facts.bytes)} ({number(facts.bytes)})"),
            (self.tr("Recorded"), recorded(facts.extent.untrusted_recorded)),
            (self.tr("Added"), day_and_time(facts.added_at)),
            ("SHA-256", facts.sha256),
            ("BLAKE3", facts.blake3),
        ]
        return [row for row in rows if row[1]]

    def _stages(self, facts: Facts) -> list[Pair]:
        rows = []
        for stage in facts.stages:
            name = stage_word(stage.stage) + (f" · {stage.stream}" if stage.stream > 0 else "")
            parts = [percent(stage.share), *stage.devices]
            parts += [f"{count} × {code}" for code, count in stage.failures]
            rows.append((name, ", ".join(parts)))
        return rows

    def _left(self, facts: Facts) -> list[Pair]:
        return [(f"{n}", entry_words(e, facts.untrusted_name)) for n, e in enumerate(facts.left, 1)]

    def _stream(self, stream: Stream) -> str:
        parts = [stream.kind, stream.untrusted_codec]
        if stream.width:
            parts.append(f"{stream.width} × {stream.height}")
        if stream.rotation:
            parts.append(self.tr("turned {degrees}°").format(degrees=stream.rotation))
        if stream.frame_rate and stream.kind == "video":
            parts.append(self.tr("{rate} fps").format(rate=number(stream.frame_rate, 2)))
        if stream.sample_rate:
            parts.append(self.tr("{rate} Hz").format(rate=number(stream.sample_rate)))
            parts.append(self.tr("channels: {count}").format(count=stream.channels))
        if stream.untrusted_language:
            parts.append(stream.untrusted_language)
        if stream.duration_ns >= SECOND:
            parts.append(length(stream.duration_ns))
        return ", ".join(p for p in parts if p)

    def _places(self, facts: Facts) -> list[Pair]:
        return [(day_and_time(s.seen_at), s.untrusted_path) for s in facts.source_paths]

    def _custody(self, facts: Facts) -> list[Pair]:
        rows = []
        for entry in facts.custody:
            said = ", ".join(f"{name}: {value}" for name, value in entry.details)
            who = self.tr("by {actor}").format(actor=entry.actor[:8])
            rows.append(
                (f"{entry.seq} · {act_word(entry.action)}", f"{day_and_time(entry.at)} {who}; {said}")
            )
        return rows
