"""Brings a timeline's lanes: asks for heads, then tracks, words and waveforms, and puts them on the board."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject

from app.core_api.media import OpenMedia
from app.core_api.timeline import LaneHead, LaneKind, Lanes, LaneSet, LaneTracks, PlacedItem, Wording
from ui.shared.waveforms import Waveforms
from ui.tasks import Tasks
from ui.timeline.board import Board
from ui.timeline.hit import Hit
from ui.timeline.lane import LaneView
from ui.timeline.ruler import dated_marks, marks, zone_text
from ui.timeline.waveform import Waveform
from ui.timeline.words import event_text, lane_name, placed_text
from ui.ui_context import UiContext

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


LEAST_OF_CASE = 3
"""Columns an event of the case's timeline fills: among years, a recording of minutes would hardly be seen."""


class LaneLoader(QObject):
    """Fills a board. What is known of the case is forgotten by `forget`."""

    def __init__(self, ui: UiContext, board: Board, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._core, self._board, self._tasks = ui.core, board, tasks
        self._waveforms = Waveforms(self)
        self._waveforms.grown.connect(self._waved)
        self._waveforms.ready.connect(self._waved)
        self._waves: dict[str, Waveform] = {}
        self._order: dict[bool, list[str]] = {}
        self._folded: set[str] = set()
        self._wanted: str | None = None
        self.found: LaneSet | None = None
        self._begins: dict[str, int] = {}

    def forget(self) -> None:
        """Keep nothing of the case; no process keeps reading it."""
        self._waveforms.clear()
        self._waves.clear()
        self._order.clear()
        self._folded.clear()
        self.leave()

    def leave(self) -> None:
        """Show no lanes."""
        self._wanted = self.found = None
        self._begins.clear()
        self._board.clear()

    @property
    def of_case(self) -> bool:
        """Whether it is the whole case that is shown."""
        return self.found is not None and not self.found.item_id

    @property
    def placed(self) -> Sequence[PlacedItem]:
        return self.found.placed if self.found else ()

    def begins(self, item_id: str) -> int | None:
        """When an item begins on the case's axis; None where it has no place on it."""
        return self._begins.get(item_id)

    async def load(self, item_id: str) -> bool:
        """Show the lanes of an item, or of the case (empty). False if others were asked for since.

        Lanes of the same edition keep their tracks; another item is shown whole.
        """
        self._wanted = item_id
        found = await self._core.ask(Lanes(item_id))
        if self._wanted != item_id:
            return False
        view, other = self._board.view, self.found is None or self.found.item_id != item_id
        self.found = found
        self._begins = {placed.item_id: placed.start_ns for placed in found.placed}
        view.set_bounds(found.start_ns, found.end_ns)
        view.stack.lanes = self._lanes(found, {} if other else {lane.key: lane for lane in view.stack.lanes})
        view.stack.focus = min(view.stack.focus, max(0, len(view.stack.lanes) - 1))
        self._board.show_apart(found.apart)
        self.mark_ruler()
        if other:
            view.words.clear()
            view.choose(None)
            view.fit()
        view.set_down(view.down)
        view.refresh()
        self._board.follow_bars()
        self._tasks.start(self._fill(found))
        return True

    def rename(self) -> None:
        """The language is another one."""
        for lane in self._board.view.stack.lanes:
            lane.name = lane_name(lane.head)
        self.mark_ruler()
        self._board.view.refresh()

    def mark_ruler(self) -> None:
        """Time of the item, or date and time of day."""
        found, view = self.found, self._board.view
        if found is None:
            return
        if found.item_id:
            view.use_marking(lambda scale, width, apart: marks(scale, width, apart, found.frame_ns), "")
        else:
            corner = zone_text((found.start_ns + found.end_ns) // 2)
            view.use_marking(lambda scale, width, apart: dated_marks(scale, width, apart, QLocale()), corner)

    def remember(self) -> None:
        """Keep the order and folding that a person gave the lanes."""
        lanes = self._board.view.stack.lanes
        self._order[self.of_case] = [lane.key for lane in lanes]
        self._folded -= {lane.key for lane in lanes}
        self._folded |= {lane.key for lane in lanes if lane.collapsed}

    async def learn_missed(self) -> None:
        """Ask for the words of the events in view that are not known."""
        wanted: dict[tuple[str, bool], list[int]] = {}
        for key, near, number in self._board.view.words.missed:
            wanted.setdefault((key, near), []).append(number)
        for (key, near), numbers in wanted.items():
            await self._learn(key, near, numbers)
        if wanted:
            self._board.view.refresh_lanes()

    async def learn(self, hit: Hit) -> None:
        """Ask for the words of one event."""
        if hit.lane.head.worded and not self.of_case:
            await self._learn(hit.lane.key, hit.near, [hit.number])

    def place_of(self, hit: Hit) -> PlacedItem | None:
        """The item an event of the case's timeline belongs to."""
        placed = self.placed
        return placed[hit.number] if hit.number < len(placed) else None

    def text(self, hit: Hit) -> str:
        """An event in one line, as far as its words are known; untrusted."""
        placed = self.place_of(hit)
        if placed is None:
            words = self._board.view.words.of(hit.lane.key, hit.near, hit.number)
            return event_text(hit, words or "")
        lanes = self._board.view.stack.lanes
        source = next((lane.name for lane in lanes if lane.key == f"source:{placed.source}"), "")
        told = placed_text(placed, source)
        return told if hit.lane.head.kind is LaneKind.ITEMS else f"{hit.lane.name}  ·  {told}"

    async def _fill(self, found: LaneSet) -> None:
        """Tracks of the lanes, from the top; then the waveform, which takes longest."""
        view = self._board.view
        for lane in list(view.stack.lanes):
            if lane.head.tracks and not lane.tracks:
                tracks = await self._core.ask(LaneTracks(found.item_id, lane.key, lane.head.edition))
                lane.tracks = tracks
                if self.found is not found:
                    return
                view.refresh_lanes()
        if any(lane.head.kind is LaneKind.WAVEFORM and lane.waveform is None for lane in view.stack.lanes):
            self._waveforms.ask(await self._core.ask(OpenMedia(found.item_id)))

    def _lanes(self, found: LaneSet, before: Mapping[str, LaneView]) -> list[LaneView]:
        lanes = [self._lane(found, head, before.get(head.key)) for head in found.lanes]
        order = {key: n for n, key in enumerate(self._order.get(not found.item_id, []))}
        return sorted(lanes, key=lambda lane: order.get(lane.key, len(order)))

    def _lane(self, found: LaneSet, head: LaneHead, old: LaneView | None) -> LaneView:
        lane = LaneView(head, lane_name(head), collapsed=head.key in self._folded)
        if old is not None and old.head.edition == head.edition:
            lane.tracks = old.tracks
        if not found.item_id:
            lane.least = LEAST_OF_CASE
        if head.kind is LaneKind.WAVEFORM:
            lane.waveform = self._waves.get(found.item_id)
        return lane

    async def _learn(self, key: str, near: bool, numbers: Sequence[int]) -> None:
        words, found = self._board.view.words, self.found
        asked = tuple(n for n in numbers if words.of(key, near, n) is None)
        if asked and found is not None:
            texts = await self._core.ask(Wording(found.item_id, key, near, asked))
            if self.found is not None and self.found.item_id == found.item_id:
                words.learn(key, near, dict(zip(asked, texts, strict=False)))

    def _waved(self, item_id: str, peaks: npt.NDArray[np.int8]) -> None:
        self._tasks.start(self._show_wave(item_id, peaks))

    async def _show_wave(self, item_id: str, peaks: npt.NDArray[np.int8]) -> None:
        made: Any = await asyncio.to_thread(Waveform, peaks)
        self._waves = {item_id: made}  # one item is looked at, so one waveform is kept
        for lane in self._board.view.stack.lanes:
            if lane.head.kind is LaneKind.WAVEFORM and self.found and self.found.item_id == item_id:
                lane.waveform = made
                self._board.view.refresh_lanes()
