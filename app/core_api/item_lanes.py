"""The lanes of one item: what was found in it, as columns of events."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from app.cases.findings import Findings, Item
from app.cases.item_views import of_labels, rows, seen_views
from app.cases.transcript import WORDS
from app.cases.units_current import Cover
from app.core_api.known_people import NOBODY, People
from app.core_api.made_lane import Events, LaneMaker, MadeLane
from app.core_api.timeline import LaneKind, Shade
from app.core_api.tracks import Times
from app.review.coverage import NOT_YET, ItemCoverage, coverage
from app.review.review import Review
from engine.units import Kind, Span
from resources.displays import labelled

Mark = tuple[int, str, str]
"""What is said of a segment: shade, reason, stage."""
MOST_LABELS = 12
"""Labels with a lane of their own; events of rarer ones share one."""
OTHER = "*"
"""Key of the lane of all rarer labels."""
SURE = (0.85, 0.7, 0.5)
"""Confidences from which on an event has shade 0, 1, 2."""


class ItemLanes:
    """Reads an item's findings once, lane by lane."""

    def __init__(self, review: Review, item: Item, people: People, check: Callable[[], None]) -> None:
        """`check` raises where nobody waits for the lanes any more."""
        self.review, self.item, self.people, self._check = review, item, people, check
        self.findings: Findings = review.findings

    def made(self) -> Iterator[MadeLane]:
        """All lanes that hold something, from top to bottom."""
        for lanes in (
            self._shots, self._faces, self._speakers, self._words, self._screen_text, self._labels,
            self._waveform, self._coverage,
        ):  # fmt: skip
            self._check()
            yield from lanes()

    def _shots(self) -> Iterator[MadeLane]:
        found = self.findings.table(self.item.id, "shots", "shots")
        if len(found):
            order = np.argsort(found["start_ns"], kind="stable")
            starts, ends = found["start_ns"][order], found["end_ns"][order]
            yield (
                LaneMaker("shots", LaneKind.SHOTS)
                .band(0, Events.of(starts, ends, np.arange(len(starts)) % 2))
                .made()
            )

    def _faces(self) -> Iterator[MadeLane]:
        for seen in self.people.seen:
            if spans := seen.by_item.get(self.item.id):
                who = seen.who
                lane = LaneMaker(f"face:{who.number}", LaneKind.FACE, who.number, who.untrusted_name)
                yield lane.rows(Events.of(*spans), most=2).made()

    def _speakers(self) -> Iterator[MadeLane]:
        turns = rows(self.findings, self.item, "speakers", "turns").table
        for speaker in np.unique(turns["speaker"]).tolist():
            own = turns["speaker"] == speaker
            voice = self.people.voices.get((self.item.id, speaker), NOBODY)
            shades = np.where(turns["overlap"][own], Shade.DOUBTFUL, Shade.SURE)
            events = Events.of(turns["start_ns"][own], turns["end_ns"][own], shades)
            lane = LaneMaker(f"speaker:{speaker}", LaneKind.SPEAKER, voice.number, voice.untrusted_name)
            yield lane.rows(events, most=2).made()

    def _words(self) -> Iterator[MadeLane]:
        said = self.review.spoken(self.item)
        if not len(said):
            return
        lane = LaneMaker("words", LaneKind.WORDS)
        doubts = np.where(said.doubtful, Shade.DOUBTFUL, Shade.SURE)
        lane.rows(Events.of(said.starts, said.ends, doubts), most=2)
        lane.texts(said.untrusted_texts)
        words = WORDS.of(self.findings, self.item)["words"]
        kept = np.ones(len(words), dtype=bool)
        for row in np.flatnonzero(said.edited):  # the machine's words are not shown where a person's stand
            kept &= (words["start_ns"] >= said.ends[row]) | (words["end_ns"] <= said.starts[row])
        shown = words if kept.all() else words.take(kept)
        if len(shown):
            lane.rows(
                Events.of(shown["start_ns"], shown["end_ns"], shades(shown["probability"])), near=True, most=1
            )
            lane.texts(shown["text"], near=True)
        yield lane.made()

    def _screen_text(self) -> Iterator[MadeLane]:
        found = rows(self.findings, self.item, "screen_text", "texts").table
        if len(found):
            events = Events.of(found["start_ns"], found["end_ns"], shades(found["confidence"]))
            yield LaneMaker("text", LaneKind.TEXT).rows(events).texts(list(found["text"])).made()

    def _labels(self) -> Iterator[MadeLane]:
        """Of every stage whose results are labels, in the order of the kinds of lanes."""
        kinds = list(LaneKind)
        shown = [(kinds.index(LaneKind(t.lane)), d.stage, t) for d, t in labelled() if t.lane]
        for place, stage, told in sorted(shown, key=lambda s: s[:2]):
            if stage in self.findings.stages:
                yield from _labelled(stage, kinds[place], self._spans(stage, told.table))

    def _spans(self, stage: str, table: str) -> dict[str, Events]:
        """When each label was found: spans as they are, moments joined where nothing lies between."""
        if stage in seen_views():
            last = max(self.item.duration_ns, 1)
            seen = seen_views()[stage].spans(self.findings, self.item)
            return {
                label: Events.of(starts, np.minimum(ends, last).clip(starts + 1))
                for label, starts, ends in seen
            }
        found = rows(self.findings, self.item, stage, table).table
        starts, ends, scores = found["start_ns"], found["end_ns"], found["score"]
        return {
            label: Events.of(starts[own], ends[own], shades(scores[own]))
            for label, own in of_labels(found["label"]).items()
        }

    def _waveform(self) -> Iterator[MadeLane]:
        if self.item.kind in (Kind.VIDEO, Kind.AUDIO) and "sound" in self._streams().values():
            yield LaneMaker("waveform", LaneKind.WAVEFORM).made()

    def _coverage(self) -> Iterator[MadeLane]:
        found = coverage(self.findings, self.item)
        streams = self._streams()
        lane, band = LaneMaker("coverage", LaneKind.COVERAGE), 0
        texts: list[str] = []
        for what in ("picture", "sound"):
            chosen = {s.stage for s in found.stages if streams.get(s.stream) == what}
            if chosen:
                events, told = _covered(found, {n for n, w in streams.items() if w == what}, len(texts))
                lane.band(band, events)
                texts += told
                band += 1
        if band:
            yield lane.texts(texts).made()

    def _streams(self) -> dict[int, str]:
        """`picture` or `sound` for each stream of the item."""
        streams = self.findings.table(self.item.id, "probe", "streams")
        names = {"video": "picture", "image": "picture", "audio": "sound"}
        pairs = zip(streams["index"].tolist(), streams["kind"], strict=True)
        return {index: names[kind] for index, kind in pairs if kind in names}


def shades(confidence: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Times:
    """0 where the machine was sure, 3 where it was hardly."""
    out: Times = np.sum([confidence < limit for limit in SURE], axis=0, dtype=np.int64)
    return out


def _labelled(key: str, kind: LaneKind, spans: Mapping[str, Events]) -> Iterator[MadeLane]:
    """A lane for each of the labels seen or heard longest, and one for all others."""
    longest = sorted(spans, key=lambda label: (-int((spans[label].ends - spans[label].starts).sum()), label))
    for label in longest[:MOST_LABELS]:
        yield LaneMaker(f"{key}:{label}", kind, -1, label).rows(spans[label], most=2).made()
    rare = longest[MOST_LABELS:]
    if rare:
        columns = [spans[label] for label in rare]
        numbers = np.repeat(np.arange(len(rare)), [len(events) for events in columns])
        events = Events.of(
            np.concatenate([e.starts for e in columns]),
            np.concatenate([e.ends for e in columns]),
            np.concatenate([e.shades for e in columns]),
            numbers,
        )
        yield LaneMaker(f"{key}:{OTHER}", kind).rows(events).texts(rare).made()


def _covered(found: ItemCoverage, streams: set[int], first: int) -> tuple[Events, Sequence[str]]:
    """The worst that can be said of each segment, and of which stages: `reason stage stage`."""
    changes: dict[int, list[tuple[Mark, int]]] = {}
    for start, end, mark in _marks(found, streams):
        changes.setdefault(start, []).append((mark, 1))
        changes.setdefault(end, []).append((mark, -1))
    starts: list[int] = []
    ends: list[int] = []
    worst: list[int] = []
    texts: list[str] = []
    here: Counter[Mark] = Counter()
    for a, b in itertools.pairwise(sorted(changes)):
        for mark, count in changes[a]:
            here[mark] += count
            if not here[mark]:
                del here[mark]
        if not here:
            continue
        shade, reason, _ = max(here)
        stages = sorted({mark[2] for mark in here if mark[:2] == (shade, reason)})
        text = " ".join([reason, *stages])
        if texts and texts[-1] == text and ends[-1] == a:
            ends[-1] = b
            continue
        starts.append(a)
        ends.append(b)
        worst.append(shade)
        texts.append(text)
    return Events.of(starts, ends, worst, np.arange(first, first + len(texts))), texts


def _marks(found: ItemCoverage, streams: set[int]) -> Iterator[tuple[int, int, Mark]]:
    """What can be said of which segment, from start to end."""
    for stage in found.stages:
        if stage.stream not in streams:
            continue
        for shade, reason, spans in (
            (Shade.ANALYSED, "analysed", stage.grid),
            (Shade.PREVIEWED, "scouted", stage.previewed),
        ):
            for span in spans:
                yield span.start_ns, span.end_ns, (shade, reason, stage.stage)
        previewed = Cover(stage.previewed)
        for gap in stage.gaps:
            start, end = gap.span.start_ns, gap.span.end_ns
            shade = Shade.NOT_YET if gap.reason == NOT_YET else Shade.FAILED
            if previewed.leaves(Span(start, start + 1)):
                yield start, end, (shade, gap.reason, stage.stage)
