"""Claims about what no statement speaks for: analyses that still run, what was not looked through, and why.

They stand before the annexes, which list the same file by file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.cases.findings import Item
from app.dossier.claims import FACT, Citation, Claim, evenly, more, named_items
from app.dossier.material import Material
from app.dossier.process import absence, log_entry, of_item, probe_of
from app.review.coverage import NOT_YET, ItemCoverage
from app.review.search_rows import KINDS
from app.review.unread import looked_through, summed, weighed
from engine.media.account import UNREAD
from engine.units import Kind

CITED, WRITING = 4, "unread-writing"
STARTED = "analysis started"
"""Action of the entry that says that a job began."""


@dataclass
class _Seen:
    """What one look at the coverage of all items found."""

    unread: dict[str, list[Item]] = field(default_factory=dict)
    """Items of which nothing was analysed, by reason."""
    parts: list[Item] = field(default_factory=list)
    """Items of which a part of the file was not read."""
    writing: list[Item] = field(default_factory=list)
    """Items with writing that was seen and not read."""
    scouted: list[Item] = field(default_factory=list)
    weights: dict[str, list[tuple[float, dict[str, float]]]] = field(default_factory=dict)
    """Per kind of result what `unread.summed` adds up."""
    absent: dict[str, list[Citation]] = field(default_factory=dict)
    """Per kind of result where it was not looked for."""
    of: dict[str, Citation] = field(default_factory=dict)
    """The whole of an item, by its id."""

    def cited(self, items: Sequence[Item]) -> tuple[Citation, ...]:
        return evenly([self.of[item.id] for item in items], CITED)


def unfinished(material: Material) -> Iterator[Claim]:
    """Analyses that had not ended, films of which only keyframes were seen, files that were not or not wholly
    read, and per kind of result how much of the footage was not looked through.
    """
    yield from _running(material)
    seen = _looked(material)
    if seen.scouted:
        yield _of_several("open.scouted", seen, seen.scouted)
    for reason, items in sorted(seen.unread.items()):
        key = "open.waiting" if reason == NOT_YET else "open.files"
        yield _of_several(key, seen, items, "" if reason == NOT_YET else reason)
    if seen.parts:
        yield _of_several("open.parts", seen, seen.parts)
    if seen.writing:
        yield _of_several("open.writing", seen, seen.writing)
    yield from _by_kind(seen)


def _by_kind(seen: _Seen) -> Iterator[Claim]:
    """Kinds of results of which as much is missing for the same reasons are one statement."""
    alike: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for kind in KINDS:
        missing = summed(seen.weights.get(kind, ()))
        if missing.percent:
            alike.setdefault((missing.percent, tuple(code for code, _ in missing.reasons)), []).append(kind)
    for (percent, reasons), kinds in alike.items():
        values = {
            "share": percent,
            "what": [{"word": f"looked-for.{kind}"} for kind in kinds],
            "reasons": [{"word": f"reason.{code}"} for code in reasons],
        }
        absent = list(dict.fromkeys(cite for kind in kinds for cite in seen.absent[kind]))
        extent = {"kinds": kinds, "share": percent / 100}
        yield Claim(FACT, "open.kind", values, evenly(absent, CITED), extent, ("open", *kinds))


def _running(material: Material) -> Iterator[Claim]:
    """What was still being analysed: it explains what is open."""
    begun = {e.details.get("job"): e for e in material.custody if e.action == STARTED}
    for job in material.running:
        if (entry := begun.get(job.id)) is not None:
            values = {"count": job.items, "begun_at": entry.at, "stands_at": material.stands_at}
            cites = (log_entry(entry.seq, entry.hash),)
            yield Claim(FACT, "running", values, cites, {}, ("running", job.id))


def _looked(material: Material) -> _Seen:
    seen = _Seen()
    stages = {kind: frozenset(looked_through(kind, material.findings.stages)) for kind in KINDS}
    for found in material.coverage:
        item = found.item
        seen.of[item.id] = of_item(item, probe_of(material.findings, item))
        if found.reason:
            seen.unread.setdefault(found.reason, []).append(item)
        if any(entry.code in UNREAD for entry in found.left):
            seen.parts.append(item)
        if any(entry.code == WRITING for entry in found.left):
            seen.writing.append(item)
        if item.kind != Kind.IMAGE and any(stage.previewed for stage in found.stages):
            seen.scouted.append(item)
        for kind, wanted in stages.items():
            weight, missing = weighed(found, wanted)
            seen.weights.setdefault(kind, []).append((weight, missing))
            if missing:
                seen.absent.setdefault(kind, []).append(_first_absence(found, wanted, seen.of[item.id]))
    return seen


def _first_absence(found: ItemCoverage, wanted: frozenset[str], whole: Citation) -> Citation:
    """Where a kind of result was not looked for first; the whole item where that is no step's doing."""
    gaps = ((stage, gap) for stage in found.stages if stage.stage in wanted for gap in stage.gaps)
    return next((absence(found.item, stage, gap, "") for stage, gap in gaps), whole)


def _of_several(key: str, seen: _Seen, items: Sequence[Item], reason: str = "") -> Claim:
    values = named_items(items)
    if reason:
        values["reason"] = {"word": f"reason.{reason}"}
    extent = {"items": [item.sha256 for item in items]}
    return Claim(FACT, f"{key}{more(values)}", values, seen.cited(items), extent, (key, reason))
