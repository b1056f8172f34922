"""Claims about the work itself: items, near duplicates, coverage, gaps, decisions, custody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from app.cases.chain import Entry
from app.cases.findings import Findings, Item
from app.cases.stacks import HASHES
from app.cases.stated_facts import StatedFact
from app.cases.units_current import Unit
from app.dossier.claims import (
    ABSENCE,
    ASSESSMENT,
    CUSTODY,
    DECISION,
    EVIDENCE,
    FACT,
    Citation,
    Claim,
    evenly,
    more,
    named_items,
    placed,
)
from app.dossier.material import Material
from app.dossier.people import former
from app.operations.decisions import JUDGE, Decision
from app.review.coverage import Gap, ItemCoverage, StageCoverage
from engine.media.account import FileEntry
from engine.plan import PROBE
from engine.units import Kind

CITED_ENTRIES = 8


def items(material: Material) -> Iterator[Claim]:
    """What each item is, by the probe's word, and what people stated about it."""
    logged_at = {e.hash: e.seq for e in material.custody} if material.stated else {}
    for item in material.items:
        unit = probe_of(material.findings, item)
        values: dict[str, Any] = {
            "untrusted_item": item.untrusted_name,
            "kind": {"word": f"kind.{item.kind}"},
            "format": {"word": f"format.{item.format}"},
            "long_ns": item.duration_ns,
            "sha256": item.sha256[:16],
            "added_at": item.added_at,
            "reason": {"word": f"reason.{item.error}"},
        }
        key = "item" if unit and unit.done else "item.unread" if unit or item.error else "item.open"
        if key == "item" and item.kind == Kind.IMAGE:
            key = "item.image"
        extent = {"item": item.sha256}
        yield Claim(FACT, key, values, (of_item(item, unit),), extent, ("item", item.sha256))
        for fact in material.stated.get(item.sha256, ()):
            yield _stated(item, fact, logged_at[fact.operation], fact.operation in material.withheld)


def _stated(item: Item, fact: StatedFact, seq: int, withheld: bool) -> Claim:
    values: dict[str, Any] = {
        "untrusted_item": item.untrusted_name,
        "author": fact.author[:8],
        "made_at": fact.at,
        "name": {"word": "withheld"} if withheld else fact.name,
        "text": {"word": "withheld"} if withheld else fact.value,
    }
    cites = (log_entry(seq, fact.operation),)
    topic = ("stated", item.sha256, fact.operation if withheld else fact.name)
    return Claim(FACT, "item.stated", values, cites, {"item": item.sha256}, topic)


def probe_of(findings: Findings, item: Item) -> Unit | None:
    """The unit that opened an item or failed to."""
    return next(iter(findings.of_stage(item.id, PROBE)), None)


def of_item(item: Item, unit: Unit | None, kind: str = "") -> Citation:
    """The whole item, and the unit that opened it or failed to."""
    if unit is None:
        return Citation(ABSENCE, item.sha256, -1, 0, item.duration_ns, stage=PROBE)
    state = kind or (EVIDENCE if unit.done else ABSENCE)
    return placed(unit, item.sha256, 0, item.duration_ns, -1, state)


def near_duplicates(material: Material) -> Iterator[Claim]:
    """Groups of pictures, or segments of video, that show the same."""
    by_id = {item.id: item for item in material.items}
    for stack in material.stacks:
        citations = []
        for m in stack.members:
            item = by_id[m.item_id]
            looked = material.findings.of_stage(item.id, HASHES)
            unit = next((u for u in looked if u.key == m.unit_key), None)
            if unit is not None:
                end = max(m.end_ns, m.t_ns + 1)
                citations.append(placed(unit, item.sha256, m.t_ns, end, m.stream))
        names = sorted({by_id[m.item_id].untrusted_name for m in stack.members})
        values = {"count": len(names), "untrusted_items": ", ".join(names), "pictures": len(stack.members)}
        if len(citations) > 1:
            key = "duplicates" if len(names) > 1 else "duplicates.within"
            cites = evenly(citations, CITED_ENTRIES)
            topic, earlier = ("duplicates", stack.subject), former(material, stack, "duplicates")
            yield Claim(ASSESSMENT, key, values, cites, {"subject": stack.subject}, topic, earlier)


def covered(material: Material) -> Iterator[Claim]:
    """Per film or recording and stage how much of it was analysed, how densely, by which version, where; per
    stage how many photos.
    """
    photos: dict[tuple[str, int, str], list[tuple[Item, Unit]]] = {}
    for found in material.coverage:
        for stage in _with_input(material.findings, found):
            units = [
                u
                for u in material.findings.of_stage(found.item.id, stage.stage)
                if u.done and u.stream == stage.stream
            ]
            if units and found.item.kind == Kind.IMAGE:
                ran = (stage.stage, stage.version, ", ".join(stage.devices))
                photos.setdefault(ran, []).append((found.item, units[0]))
            elif units:
                yield _covered(found, stage, units)
    for (name, version, device), pictures in sorted(photos.items()):
        yield _covered_photos(name, version, device, pictures)


def _with_input(findings: Findings, found: ItemCoverage) -> Iterator[StageCoverage]:
    """The stages that had something to look at: none listens to an item without sound."""
    planned = {stage.stage for stage in found.stages}
    for stage in found.stages:
        after = findings.stages[stage.stage].after
        if not after or planned.intersection(after):
            yield stage


def _covered_photos(name: str, version: int, device: str, pictures: Sequence[tuple[Item, Unit]]) -> Claim:
    values: dict[str, Any] = {"stage": {"word": f"stage.{name}"}, "device": device, "version": version}
    values |= named_items([item for item, _ in pictures])
    values["untrusted_item"] = pictures[0][0].untrusted_name
    key = "covered.images" if len(pictures) > 1 else "covered.image"
    places = [placed(u, item.sha256, 0, 1) for item, u in pictures]
    extent = {"stage": name, "items": [item.sha256 for item, _ in pictures]}
    topic = ("covered.images", name, version, device)
    return Claim(FACT, key, values, evenly(places, 3), extent, topic)


def _covered(found: ItemCoverage, stage: StageCoverage, units: list[Unit]) -> Claim:
    item = found.item
    values = {
        "stage": {"word": f"stage.{stage.stage}"},
        "untrusted_item": item.untrusted_name,
        "done_ns": stage.done_ns,
        "planned_ns": stage.planned_ns,
        "share": round(100 * stage.share),
        "hz": stage.hz,
        "device": ", ".join(stage.devices),
        "version": stage.version,
    }
    previewed = sum(s.end_ns - s.start_ns for s in stage.previewed)
    key = "covered.scouted" if previewed else "covered.rate" if stage.hz else "covered"
    if previewed and not stage.done_ns:
        key = "covered.only-scouted"
    extent = {
        "item": item.sha256,
        "stage": stage.stage,
        "stream": stage.stream,
        "spans": {item.sha256: [[s.start_ns, s.end_ns] for s in stage.grid]},
        "scouted": [[s.start_ns, s.end_ns] for s in stage.previewed],
        "gaps": [[g.span.start_ns, g.span.end_ns] for g in stage.gaps],
        "share": round(stage.share, 4),
    }
    length = max(item.duration_ns, 1)
    places = [placed(u, item.sha256, u.span.start_ns, min(u.span.end_ns, length)) for u in units]
    topic = ("covered", item.sha256, stage.stage, stage.stream)
    return Claim(FACT, key, values | {"scouted_ns": previewed}, evenly(places, 3), extent, topic)


def not_analysed(material: Material) -> Iterator[Claim]:
    """Every segment that a stage did not look at, with the reason; items nothing could be planned for.

    Photos that a stage did not look at for the same reason are one statement.
    """
    photos: dict[tuple[str, str], list[tuple[Item, StageCoverage, Gap]]] = {}
    for found in material.coverage:
        item = found.item
        if found.reason:
            unit = probe_of(material.findings, item)
            values = {"untrusted_item": item.untrusted_name, "reason": {"word": f"reason.{found.reason}"}}
            extent = {"item": item.sha256}
            cites = (of_item(item, unit, ABSENCE),)
            yield Claim(FACT, "unread", values, cites, extent, ("unread", item.sha256))
        for stage in found.stages:
            for gap in stage.gaps:
                if item.kind == Kind.IMAGE:
                    photos.setdefault((gap.stage, gap.reason), []).append((item, stage, gap))
                else:
                    yield _gap(material, item, stage, gap)
    for (name, reason), pictures in sorted(photos.items(), key=lambda p: p[0]):
        if len(pictures) == 1:
            yield _gap(material, *pictures[0])
        else:
            yield _gap_of_photos(name, reason, pictures)


def _gap_of_photos(name: str, reason: str, pictures: Sequence[tuple[Item, StageCoverage, Gap]]) -> Claim:
    values = {"stage": {"word": f"stage.{name}"}, "reason": {"word": f"reason.{reason}"}}
    values |= named_items([item for item, _, _ in pictures])
    cites = evenly([absence(item, stage, gap, "") for item, stage, gap in pictures], 3)
    extent = {"items": [item.sha256 for item, _, _ in pictures], "reason": reason}
    key = f"gap.images{more(values)}"
    return Claim(FACT, key, values, cites, extent, ("gap.images", name, reason))


def absence(item: Item, stage: StageCoverage, gap: Gap, unit: str) -> Citation:
    """Where a stage did not look; `unit` failed there, or is empty."""
    return Citation(
        ABSENCE, item.sha256, gap.stream, gap.span.start_ns, gap.span.end_ns,
        stage=gap.stage, version=stage.version, unit=unit,
    )  # fmt: skip


def not_read(material: Material) -> Iterator[Claim]:
    """Per file what of it was not read, or is odd about it."""
    for found in material.coverage:
        for entry in found.left:
            yield _left(found.item, entry, probe_of(material.findings, found.item))


def _left(item: Item, entry: FileEntry, unit: Unit | None) -> Claim:
    """What of the file itself was not read."""
    values = entry.values(item.untrusted_name)
    topic = ("left", item.sha256, entry.code, entry.stream, entry.start_ns, entry.count)
    extent = {"item": item.sha256, "reason": entry.code}
    return Claim(FACT, f"left.{entry.code}", values, (of_item(item, unit, ABSENCE),), extent, topic)


def _gap(material: Material, item: Item, stage: StageCoverage, gap: Gap) -> Claim:
    failed = [
        u
        for u in material.findings.of_stage(item.id, gap.stage)
        if not u.done and u.stream == gap.stream and u.span.holds(gap.span.start_ns)
    ]
    values = {
        "stage": {"word": f"stage.{gap.stage}"},
        "untrusted_item": item.untrusted_name,
        "from_time": gap.span.start_ns,
        "to_time": gap.span.end_ns,
        "reason": {"word": f"reason.{gap.reason}"},
    }
    citation = absence(item, stage, gap, failed[0].key if failed else "")
    looked = any(s.start_ns < gap.span.end_ns and gap.span.start_ns < s.end_ns for s in stage.previewed)
    key = "gap.image" if item.kind == Kind.IMAGE else "gap.scouted" if looked else "gap"
    topic = ("gap", item.sha256, gap.stage, gap.stream, gap.span.start_ns, gap.span.end_ns)
    return Claim(FACT, key, values, (citation,), {"item": item.sha256, "reason": gap.reason}, topic)


def decided(material: Material) -> Iterator[Claim]:
    """What people decided."""
    return in_order(material.log, material.state.undone, material.withheld)


def in_order(log: Iterable[Decision], undone: Collection[str], withheld: Collection[str]) -> Iterator[Claim]:
    """Every decision with its author, in order; those taken back say so."""
    for decision in log:
        yield _decision(decision, decision.id in undone, decision.id in withheld)


def _what(decision: Decision) -> str:
    if decision.kind != JUDGE:
        return f"decision.{decision.kind}"
    worded = (
        "edited" if decision.body.get("text") else "accepted" if decision.body["accepted"] else "rejected"
    )
    return f"decision.judge-claim.{worded}"


def _decision(decision: Decision, undone: bool, withheld: bool) -> Claim:
    values: dict[str, Any] = {
        "author": decision.author[:8],
        "made_at": decision.at,
        "what": {"word": _what(decision)},
        "text": next((str(t) for n in ("name", "text", "said", "claim") if (t := decision.body.get(n))), ""),
    }
    if withheld:
        values["text"] = {"word": "withheld"}
    key = "decided.undone" if undone else "decided.text" if values["text"] else "decided"
    extent = {"places": [m.uri for m in decision.moments], "undone": undone}
    cites = (Citation(DECISION, reference=decision.id),)
    return Claim(FACT, key, values, cites, extent, ("decided", decision.id))


def custody(material: Material) -> Iterator[Claim]:
    """What the log holds."""
    return logged(material.custody)


def logged(entries: Sequence[Entry]) -> Iterator[Claim]:
    """How many entries the log has, by whom, from when to when, and what was done how often."""
    if not entries:
        return
    first, last = entries[0], entries[-1]
    values: dict[str, Any] = {
        "count": len(entries),
        "signers": len({e.signer for e in entries}),
        "first_at": first.at,
        "last_at": last.at,
        "head": last.hash[:16],
    }
    ends = tuple(dict.fromkeys([log_entry(first.seq, first.hash), log_entry(last.seq, last.hash)]))
    yield Claim(FACT, "custody", values, ends, {}, ("custody",))
    for action, count in sorted(Counter(e.action for e in entries).items()):
        own = [e for e in entries if e.action == action]
        cites = evenly([log_entry(e.seq, e.hash) for e in own], CITED_ENTRIES)
        facts = {"action": {"word": f"action.{action}"}, "count": count, "last_at": own[-1].at}
        yield Claim(FACT, "custody.action", facts, cites, {}, ("custody", action))


def log_entry(seq: int, digest: str) -> Citation:
    """An entry of the log."""
    return Citation(CUSTODY, reference=f"{seq}:{digest}")
