"""What a dossier is made of: claims that each rest on citations, and the document that holds them.

A *fact* is what a file, a log or a person says (a hash, a correction, a segment that was not analysed); an
*assessment* is an inference (these faces are one person) or what a machine read, heard or saw.
Both are written by rule from findings and decisions; no language model takes part.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from app.cases.findings import Item
from app.cases.units_current import Unit
from app.operations.moments import Moment, uri

FACT, ASSESSMENT = "fact", "assessment"
EVIDENCE, ABSENCE, CUSTODY, DECISION = "evidence", "absence", "custody", "decision"
NAMED = 8
"""Items that a statement names one by one."""
UNTRUSTED = "untrusted_"
"""Values of a statement whose name begins so were read from evidence; they are set apart when shown."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What a claim rests on.

    `evidence`: a place in an item and the unit that found something there. `absence`: a place where
    nothing was done, or in vain (`unit` empty if none ran). `custody` and `decision`: an entry of the
    log, by `reference`.
    """

    kind: str
    sha256: str = ""
    stream: int = -1
    start_ns: int = 0
    end_ns: int = 0
    box: tuple[float, ...] = ()
    at_ns: int = -1
    """When the box is there; -1 where there is none."""
    stage: str = ""
    version: int = 0
    models: Mapping[str, str] = field(default_factory=dict, hash=False)
    unit: str = ""
    reference: str = ""
    crop: bytes = field(default=b"", repr=False)
    """A JPEG cut out by the stage, for showing; the document holds its hash."""

    @property
    def id(self) -> str:
        place = [self.kind, self.sha256, self.stream, self.start_ns, self.end_ns]
        box = [round(b) for b in self.box]
        return "c" + _digest([*place, box, self.stage, self.unit, self.reference])

    def to_json(self) -> dict[str, Any]:
        if self.kind in (CUSTODY, DECISION):
            return {"kind": self.kind, "reference": self.reference}
        record: dict[str, Any] = {
            "kind": self.kind,
            "sha256": self.sha256,
            "stream": self.stream,
            "start_ns": self.start_ns,
            "end_ns": self.end_ns,
            "stage": self.stage,
            "version": self.version,
            "models": dict(self.models),
            "unit": self.unit,
            "uri": uri(self.sha256, self.stream, self.start_ns, self.end_ns, self.box),
        }
        if self.box:
            record["box"] = [round(b, 1) for b in self.box]
            record["at_ns"] = self.at_ns
        if self.crop:
            record["crop_sha256"] = hashlib.sha256(self.crop).hexdigest()
        return record


@dataclass(frozen=True, slots=True)
class Former:
    """The id under which earlier versions knew a claim, which named a group by its number.

    The number was given to others as well: it means this group in what was said since `since`, and since
    `parted`, when people last moved somebody, it surely meant the same people.
    """

    id: str
    since: str
    parted: str

    @classmethod
    def about(cls, topic: tuple[str, ...], since: str, parted: str) -> Former:
        return cls("k" + _digest(topic), since, parted)

    def means(self, said_at: str, same_words: bool) -> bool:
        """Whether what was said then was surely said of this group."""
        return said_at >= self.since and (same_words or said_at >= self.parted)


@dataclass(frozen=True)
class Claim:
    """One checkable sentence: `key` names it in the catalogue, `values` fill it."""

    kind: str
    key: str
    values: Mapping[str, Any] = field(hash=False)
    citations: tuple[Citation, ...]
    extent: Mapping[str, Any] = field(hash=False)
    """Further facts for machines and for drawing: spans per item, doubts, status."""

    topic: tuple[Any, ...]
    """What this claim and no other is about, so that it stays itself when a re-run words it otherwise."""
    former: Former | None = None

    @cached_property
    def id(self) -> str:
        """Follows from what the claim is about, never from how it is worded or where it stands."""
        return "k" + _digest(self.topic)

    @property
    def wording(self) -> str:
        """Digest of what it says, in no language: who judged another wording judged another sentence."""
        return _digest([self.key, self.values])


def distinct(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, of which no two have one id: a second one about the same thing is known by its number.

    Earlier versions stored several utterances at one instant.
    """
    met: Counter[str] = Counter()
    for claim in claims:
        met[claim.id] += 1
        again = met[claim.id]
        yield claim if again == 1 else replace(claim, topic=(*claim.topic, again))


@dataclass(frozen=True, slots=True)
class Section:
    """Claims under one heading; `key` names the heading in the catalogue."""

    key: str
    claims: tuple[Claim, ...]


def placed(
    unit: Unit, sha256: str, start_ns: int, end_ns: int, stream: int | None = None, kind: str = EVIDENCE
) -> Citation:
    """A segment of an item, by the unit that worked on it; `stream` is the unit's unless given."""
    return Citation(
        kind=kind,
        sha256=sha256,
        stream=unit.stream if stream is None else stream,
        start_ns=start_ns,
        end_ns=end_ns,
        stage=unit.stage,
        version=unit.version,
        models=unit.digests,
        unit=unit.key,
    )


def cited(moment: Moment, unit: Unit, crop: bytes = b"") -> Citation:
    """A place and the unit that found something there."""
    place = placed(unit, moment.sha256, moment.start_ns, moment.end_ns, moment.stream)
    return replace(place, box=moment.box, at_ns=moment.t_ns if moment.box else -1, crop=crop)


def named_items(items: Sequence[Item]) -> dict[str, Any]:
    """Values of a statement about several items: their names, and how many more there are."""
    names = [item.untrusted_name for item in items]
    return {
        "count": len(names),
        "untrusted_items": ", ".join(names[:NAMED]),
        "further": max(0, len(names) - NAMED),
    }


def more(values: Mapping[str, Any]) -> str:
    """Ending of the key of a statement that names only some of its items."""
    return ".more" if values["further"] else ""


def evenly(citations: Sequence[Citation], most: int) -> tuple[Citation, ...]:
    """At most `most` citations: the first, the last and some evenly between."""
    if len(citations) <= most:
        return tuple(citations)
    steps = [round(i * (len(citations) - 1) / (most - 1)) for i in range(most)]
    return tuple(citations[i] for i in steps)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
