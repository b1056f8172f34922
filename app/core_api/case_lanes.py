"""The lanes of a whole case on one axis of time: every source's recordings, and who was seen when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from app.cases.clocks import DEVICE, Placed
from app.core_api.known_people import People
from app.core_api.made_lane import Events, LaneMaker, MadeLane
from app.core_api.timeline import LaneKind, Shade


def sources(placed: Sequence[Placed], names: Mapping[str, str]) -> Iterator[MadeLane]:
    """A lane per source with its items, each fading out as far as its time is uncertain."""
    by_source: dict[str, list[int]] = {}
    for number, item in enumerate(placed):
        by_source.setdefault(item.source, []).append(number)
    for key, numbers in by_source.items():
        starts = np.array([placed[n].start_ns for n in numbers], dtype=np.int64)
        lengths = np.array([max(1, placed[n].item.duration_ns) for n in numbers], dtype=np.int64)
        fuzz = np.array([placed[n].uncertainty_ns for n in numbers], dtype=np.int64)
        lane = LaneMaker(f"source:{key}", LaneKind.ITEMS, -1, names[key])
        for part, shade in enumerate(reversed(Shade.FUZZY)):
            wide = fuzz * (len(Shade.FUZZY) - part) // len(Shade.FUZZY)
            unsure = np.flatnonzero(wide)
            if len(unsure):
                lane.band(
                    0,
                    Events.of(
                        (starts - wide)[unsure],
                        (starts + lengths + wide)[unsure],
                        shade,
                        np.array(numbers)[unsure],
                    ),
                    counted=False,
                )
        lane.band(0, Events.of(starts, starts + lengths, Shade.SURE, numbers))
        yield lane.texts([p.item.untrusted_name for p in placed]).made()


def source_names(placed: Sequence[Placed]) -> dict[str, str]:
    """What a source is called: its device, or its item's name."""
    return {
        p.source: p.source.removeprefix(DEVICE) if p.source.startswith(DEVICE) else p.item.untrusted_name
        for p in placed
    }


def people(known: People, placed: Sequence[Placed]) -> Iterator[MadeLane]:
    """A lane per person and per voice with all that is known of them in items whose time is known; those
    there most often first.
    """
    numbers = {p.item.id: n for n, p in enumerate(placed)}
    for kind, everybody in ((LaneKind.FACE, known.seen), (LaneKind.SPEAKER, known.heard)):
        for seen in sorted(everybody, key=lambda s: (-s.count, s.who.number)):
            parts = []
            for item_id, (starts, ends) in seen.by_item.items():
                number = numbers.get(item_id)
                if number is not None:
                    begun = placed[number].start_ns
                    ends = np.maximum(ends, starts + 1)
                    parts.append((starts + begun, ends + begun, np.full(len(starts), number)))
            if parts:
                starts, ends, items = (np.concatenate(column) for column in zip(*parts, strict=True))
                who = seen.who
                lane = LaneMaker(f"{kind}:{who.number}", kind, who.number, who.untrusted_name)
                yield lane.band(0, Events.of(starts, ends, Shade.SURE, items)).made()
