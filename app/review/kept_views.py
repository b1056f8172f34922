"""Keeps the views of items: when an item's analysis ends, and for cases in which they are not kept yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import select

from app.cases.appearances import HEARD
from app.cases.case import Case
from app.cases.face_columns import SEEN, VECTORS
from app.cases.findings import UNITS, Findings, Item
from app.cases.item_views import View, joined, seen_views, stage_view
from app.cases.stacks import LOOKS
from app.cases.stored_views import NEVER, store
from app.cases.transcript import SPOKEN, WORDS
from app.review.coverage import COVERAGE, from_view
from app.review.unread import keep_unread, kept_stamp, stamps, weights_of
from app.store import schema
from engine.records import Result


def views() -> Sequence[View]:
    """Every view that is kept."""
    of_stages = (*map(stage_view, joined()), *seen_views().values())
    return (COVERAGE, SPOKEN, WORDS, HEARD, SEEN, VECTORS, LOOKS, *of_stages)


def keep(case: Case, item_id: str) -> None:
    """Make the views of an item that no longer hold, and store them.

    They are made before anything is locked: what arrives meanwhile only makes them not hold.
    """
    with case.database.connect() as connection:
        findings = Findings(connection, case.open_result)
        made = [view for item in findings.items([item_id]) for view in _stale(findings, item)]
        stamp = stamps(findings, item_id).get(item_id, "")
        changed = findings.items([item_id]) if stamp != kept_stamp(connection, item_id) else []
        covered = next((tables for name, _, tables in made if name == COVERAGE.name), None)
        unread = [
            weights_of(findings, item, from_view(findings, item, covered) if covered else None)
            for item in changed
        ]
    if made or unread:
        with case.writing() as connection:
            store(connection, item_id, case.seal_result, made)
            for weights in unread:
                keep_unread(connection, item_id, stamp, weights)


def fill(
    case: Case, check: Callable[[], None] = lambda: None, told: Callable[[float], None] = lambda _: None
) -> int:
    """Keep what is not kept yet, item by item; how many items there were.

    `check` may raise between two items; what was kept stays, and the next time goes on. `told` hears the
    share that is done. Others read and write meanwhile.
    """
    left = list(unkept(case))
    for done, item_id in enumerate(left):
        check()
        keep(case, item_id)
        told((done + 1) / len(left))
    return len(left)


def fill_new(case: Case, told: Callable[[float], None] = lambda _: None) -> int:
    """Keep the views of items that have none, as in a case of an earlier version; how many there were."""
    r, v = schema.unit_revisions.c, schema.item_views.c
    with case.database.connect() as connection:
        wanted = select(r.item_id).distinct().where(r.item_id.not_in(select(v.item_id)))
        left = connection.execute(wanted).scalars().all()
    for done, item_id in enumerate(left):
        told(done / len(left))
        keep(case, item_id)
    return len(left)


def unkept(case: Case) -> Iterator[str]:
    """Items of which a view is not kept, or no longer holds."""
    with case.database.connect() as connection:
        findings = Findings(connection, case.open_result)
        v = schema.item_views.c
        tokens: dict[str, dict[str, str]] = {}
        for view, item_id, token in connection.execute(select(v.view, v.item_id, v.token)):
            tokens.setdefault(item_id, {})[view] = token
        u = schema.item_unread.c
        kept = {row.item_id: row.stamp for row in connection.execute(select(u.item_id, u.stamp))}
        current = stamps(findings)
        for item_id in findings.views.revisions:
            wanted = _tokens(findings, item_id)
            known = tokens.get(item_id, {})
            if kept.get(item_id) != current.get(item_id) or any(
                known.get(name) != token for name, token in wanted.items()
            ):
                yield item_id


def _tokens(findings: Findings, item_id: str) -> dict[str, str]:
    """Token of each view an item should have, by the view's name."""
    wanted = {view.name: view.token(findings, item_id) for view in views()}
    if findings.many(item_id):
        wanted[UNITS] = findings.views.token(item_id, ())
    return {name: token for name, token in wanted.items() if token != NEVER}


def _stale(findings: Findings, item: Item) -> Iterator[tuple[str, str, Result]]:
    known = findings.views.tokens(item.id)
    by_name = {view.name: view for view in views()}
    for name, token in _tokens(findings, item.id).items():
        if known.get(name) == token:
            continue
        made = findings.current(item.id).columns() if name == UNITS else by_name[name].build(findings, item)
        yield name, token, made
