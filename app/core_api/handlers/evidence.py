"""Answers about items: the list, what is known of one, whether it is still what was added."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select

import engine.media.errors  # noqa: F401  (so that their codes have words)
from app.cases.case import NoSuchItem
from app.cases.check import item_problem
from app.cases.findings import Findings, Item
from app.cases.units_current import Unit
from app.core_api.core_session import CoreSession, handles
from app.core_api.evidence import (
    MOST_EXTENTS,
    MOST_ROWS,
    SEPARATOR,
    Custody,
    Extent,
    Extents,
    Facts,
    Hashes,
    ItemFacts,
    Items,
    Listing,
    SourcePath,
    StageShare,
    Stream,
    Verified,
    VerifyItem,
)
from app.core_api.failures import by_code, failed
from app.core_api.protocol import Failed
from app.core_api.shown_text import plain
from app.operations.kinds.item_fact import DESCRIBED
from app.review.coverage import NOT_YET, ItemCoverage, StageCoverage, coverage
from app.review.names_withheld import withheld_from
from app.review.review import Review
from app.store import schema
from engine.errors import AimaError, Cancelled
from engine.plan import PROBE
from engine.records import Result
from engine.stage import stages

CUT = 400
"""Characters of a value in the chain of custody that are shown."""


@handles(Items)
def items(session: CoreSession, _: Items) -> Listing:
    t, s = schema.items.c, schema.source_paths.c
    columns = (t.id, t.name, t.kind, t.format, t.added_at, t.state, t.error, t.bytes, t.duration_ns)
    folders: dict[str, str] = {}
    places: Counter[str] = Counter()
    with session.case.database.connect() as connection:
        rows = connection.execute(select(*columns).order_by(t.added_at, t.id)).all()
        for item_id, path, name in connection.execute(select(s.item_id, s.path, s.name).order_by(s.id)):
            places[item_id] += 1
            folders.setdefault(item_id, path[: -len(name)] if name and path.endswith(name) else path)
    return Listing(
        ids=_column(r.id for r in rows),
        names=_column(plain(r.name) for r in rows),
        folders=_column(plain(folders.get(r.id, "")) for r in rows),
        kinds=_column(r.kind or "" for r in rows),
        formats=_column(r.format or "" for r in rows),
        added_at=_column(r.added_at for r in rows),
        states=_column(r.state for r in rows),
        errors=_column(r.error for r in rows),
        sizes=array("q", (r.bytes for r in rows)),
        durations_ns=array("q", (r.duration_ns or 0 for r in rows)),
        places=array("q", (places[r.id] for r in rows)),
    )


def _column(texts: Iterable[str]) -> str:
    return SEPARATOR.join(texts)


@handles(Extents)
def extents(session: CoreSession, question: Extents) -> tuple[Extent, ...]:
    found = []
    with session.review() as review:
        asked = question.items[:MOST_EXTENTS]
        review.findings.read(asked)
        for item in review.findings.items(asked):
            session.check()
            found.append(_extent(review.findings, item, coverage(review.findings, item)))
    return tuple(found)


def _extent(findings: Findings, item: Item, covered: ItemCoverage) -> Extent:
    planned = sum(s.planned_ns for s in covered.stages)
    done = sum(s.done_ns for s in covered.stages)
    reasons = Counter(gap.reason for stage in covered.stages for gap in stage.gaps)
    failures = reasons.total() - reasons[NOT_YET]
    recorded = ""
    if (probe := _probe(findings, item)) is not None:
        recorded = str(json.loads(probe["container"]["metadata"][0]).get("recorded_at", ""))
    outdated = item.state == "analysed" and reasons[NOT_YET] > 0
    return Extent(item.id, min(1.0, done / planned) if planned else 0.0, failures, recorded, outdated)


def _probe(findings: Findings, item: Item) -> Result | None:
    unit: Unit | None = next((u for u in findings.of_stage(item.id, PROBE) if u.done), None)
    return findings.tables(unit) if unit else None


@handles(Hashes)
def hashes(session: CoreSession, question: Hashes) -> tuple[str, ...]:
    with session.case.database.connect() as connection:
        known: dict[str, str] = dict(
            map(tuple, connection.execute(select(schema.items.c.id, schema.items.c.sha256)))
        )
    return tuple(known[item_id] for item_id in question.items if item_id in known)


@handles(ItemFacts)
def item_facts(session: CoreSession, question: ItemFacts) -> Facts:
    row = _row(session, question.item_id)
    with session.review() as review:
        (item,) = review.findings.items([question.item_id])
        covered = coverage(review.findings, item)
        probe = _probe(review.findings, item)
        return Facts(
            item_id=item.id,
            untrusted_name=item.untrusted_name,
            sha256=item.sha256,
            blake3=row.blake3,
            bytes=item.bytes,
            kind=row.kind or "",
            format=item.format,
            duration_ns=item.duration_ns,
            added_at=item.added_at,
            state=item.state,
            problem=by_code(item.error) if item.error else None,
            extent=_extent(review.findings, item, covered),
            streams=_streams(probe) if probe else (),
            metadata=_metadata(probe) if probe else (),
            source_paths=_source_paths(review, item.id),
            custody=_custody(review, item),
            stages=tuple(_share(s) for s in covered.stages if s.stage in stages()),
            left=covered.left,
        )


def _row(session: CoreSession, item_id: str) -> Row[tuple[object, ...]]:
    """Raises NoSuchItem."""
    with session.case.database.connect() as connection:
        row = connection.execute(select(schema.items).where(schema.items.c.id == item_id)).first()
    if row is None:
        raise NoSuchItem
    return row


def _streams(probe: Result) -> tuple[Stream, ...]:
    t = probe["streams"]
    return tuple(
        Stream(
            int(t["index"][n]), str(t["kind"][n]), str(t["codec"][n]), int(t["width"][n]),
            int(t["height"][n]), int(t["rotation"][n]), float(t["frame_rate"][n]),
            int(t["sample_rate"][n]), int(t["channels"][n]), str(t["language"][n]), int(t["duration_ns"][n]),
        )
        for n in range(min(len(t), MOST_ROWS))
    )  # fmt: skip


def _metadata(probe: Result) -> tuple[tuple[str, str, str], ...]:
    t = probe["metadata"]
    rows = zip(t["scope"], t["key"], t["value"], strict=True)
    return tuple((str(s), str(k), str(v)) for s, k, v in list(rows)[:MOST_ROWS])


def _source_paths(review: Review, item_id: str) -> tuple[SourcePath, ...]:
    s = schema.source_paths.c
    wanted = select(s.path, s.mtime_ns, s.seen_at).where(s.item_id == item_id).order_by(s.id).limit(MOST_ROWS)
    return tuple(SourcePath(*row) for row in review.connection.execute(wanted))


def _custody(review: Review, item: Item) -> tuple[Custody, ...]:
    """What was done with an item, and what people stated about it, which names it by its hash."""
    log = review.case.custody
    said = log.found(review.connection, [DESCRIBED])
    stated = [e for e in said if e.details.get("sha256") == item.sha256]
    hidden = withheld_from(review) if stated else frozenset()
    done = log.found(review.connection, subject=item.id) + [e for e in stated if e.hash not in hidden]
    rows = sorted(done, key=lambda e: e.seq)[:MOST_ROWS]
    return tuple(Custody(r.seq, r.at, r.actor, r.action, _details(r.details)) for r in rows)


def _details(details: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(k), str(v)[:CUT]) for k, v in details.items())


def _share(stage: StageCoverage) -> StageShare:
    failures = Counter(gap.reason for gap in stage.gaps if gap.reason != NOT_YET)
    return StageShare(stage.stage, stage.stream, stage.share, stage.devices, tuple(sorted(failures.items())))


@handles(VerifyItem)
def verify_item(session: CoreSession, question: VerifyItem) -> Verified:
    with session.holding() as case:
        row = _row(session, question.item_id)
        sha256, size = str(row.sha256), int(row.bytes)
        problem: Failed | None = None
        try:
            code = item_problem(case, question.item_id, sha256, size, session.dropped)
            problem = _named(code)
        except Cancelled:
            raise
        except AimaError as error:
            problem = failed(error)
        if case.writable:
            facts = {"sha256": sha256, "problem": problem.code if problem else ""}
            case.custody.record("item verified", question.item_id, facts)
            session.changed("custody", items=frozenset({question.item_id}))
    return Verified(question.item_id, sha256, problem)


class HashDiffers(AimaError):
    """The sealed copy differs from what was added: its hash is another one. Restore this item from a
    backup, verify it again, and mention it in the report.
    """

    code = "hash-differs"
    exit_code = 6


def _named(problem: str) -> Failed | None:
    return failed(HashDiffers()) if problem else None
