"""A1, A15, C6, S2, B14: people, their numbers, and what is decided about them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.faults.either import CaseAtHand, Seen, case_at_hand, films, made, named

AHEAD = """
import datetime, time
class Ahead(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=1)
datetime.datetime = Ahead
real = time.time
time.time = lambda: real() + 86400
"""
"""A clock that is a day ahead, for a process of its own."""
COAT = "The suspect in the red coat."


def a_statement_under_another_person() -> Seen:
    with case_at_hand(films) as case:
        suspect, other = case.number_of("c.jpg", 5), case.number_of("a.mp4", 50)
        claims = case.records("dossier", "claims", "person", str(suspect))
        about = next(c["claim"] for c in claims if f"erson {suspect} " in c["text"])
        case.records("dossier", "judge", about, "edit", "--text", COAT)
        case.records("faces", "merge", str(other), str(suspect))
        case.records("faces", "split", f"{case.number_of('a.mp4', 10)}.1")
        judged = [c for c in case.records("dossier", "claims") if c.get("judged")]
    texts = [" ".join(c["text"].split()).partition(",")[0] for c in judged if COAT in json.dumps(c["judged"])]
    return bool(texts), f"what was said of one who was merged stands at: {texts or 'nobody'}"


def a_number_used_twice() -> Seen:
    with case_at_hand(films) as case:
        before = case.people()
        gone = case.number_of("c.jpg", 5)
        case.records("faces", "merge", str(case.number_of("a.mp4", 50)), str(gone))
        case.records("faces", "split", f"{case.number_of('a.mp4', 10)}.1")
        after = case.people()
    twice = [n for n in after if n in before and not after[n] & before[n]]
    return bool(twice), f"numbers that somebody else had: {twice or 'none'}"


def decided_by_window_and_command_line() -> Seen:
    def fill(case: Any) -> None:
        for n, like in enumerate((0.8, 0.9, 0.85, 0.95)):
            for person in range(2):
                name = f"{person}{n}.mp4"
                seen = [(made("face")(person, like=like), n, n + 1.0, 10)]
                made("put_faces")(case, name, made("put_item")(case, name), seen)

    questions = named("questions")
    actions: dict[str, tuple[list[str], Callable[[tuple[int, ...]], Any]]] = {
        "merge": (["1", "2"], lambda _: questions.MergePeople((1, 2))),
        "cannot": (["1", "2"], lambda _: questions.PartPeople(1, 2)),
        "name": (["1", "Ada"], lambda _: questions.NamePerson(1, "Ada")),
        "detach": (["1.1", "1.2"], questions.NotThisPerson),
    }
    with case_at_hand(fill) as at_hand:
        at_hand.people()
        differ = [
            action
            for action, (told, asked) in actions.items()
            if by_command(at_hand, action, told) != by_window(at_hand, asked)
        ]
    return bool(differ), f"recorded otherwise by the window: {', '.join(differ) or 'nothing'}"


def recorded(case: Any) -> Any:
    """The last decision: its kind and what it says; those who stand alone in no order."""
    with case.database.connect() as connection:
        last = named("log").decisions(connection)[-1]
    body, alone = dict(last.body), last.body.get("alone", 1)
    return last.kind, body | {
        "moments": [*sorted(body["moments"][:alone], key=str), *body["moments"][alone:]]
    }


def by_command(at_hand: CaseAtHand, action: str, told: Sequence[str]) -> Any:
    """What a command records; the case is then as before."""
    with at_hand.unchanged():
        at_hand.records("faces", action, *told)
        with at_hand.opened() as case:
            return recorded(case)


def by_window(at_hand: CaseAtHand, asked: Callable[[tuple[int, ...]], Any]) -> Any:
    """The same of what the window asks for, about the first two faces that `faces list 1` names."""
    for part in ("handling people", "handling decisions"):
        named(part)
    handlers, questions = named("handlers"), named("questions")
    (person,) = (r for r in at_hand.records("faces", "list", "1") if "person" in r)
    first = {seen["uri"] for seen in person["sightings"][:2]}
    session = named("session")(lambda _: None)
    with at_hand.unchanged(), at_hand.opened() as case:
        session.enter(case.account)
        session.take(case)
        ids = handlers[questions.Faces](session, questions.Faces()).ids.tolist()
        facts = handlers[questions.AboutFaces](session, questions.AboutFaces(tuple(ids)))
        question = asked(tuple(fact.id for fact in facts if fact.moment.uri in first))
        handlers[type(question)](session, question)
        said = recorded(case)
        session.leave_case()
    return said


def a_clock_that_was_ahead() -> Seen:
    with case_at_hand(films) as case, tempfile.TemporaryDirectory() as folder:
        number = str(case.number_of("a.mp4", 10))
        (Path(folder) / "sitecustomize.py").write_text(AHEAD)
        path = os.pathsep.join([folder, os.environ.get("PYTHONPATH", "")])
        case.records("faces", "name", number, "Said first", PYTHONPATH=path)
        case.records("faces", "name", number, "Said last")
        (name,) = {r["name"] for r in case.records("faces", "list", number) if r.get("name")}
    return name != "Said last", f"of two names the one that holds: {name}"


def seen_very_often() -> Seen:
    people, poses, times = 8, 3, 70

    def fill(case: Any) -> None:
        import numpy as np

        dice = np.random.default_rng(0)
        base = dice.standard_normal((people, 128))
        base /= np.linalg.norm(base, axis=1, keepdims=True)
        posed = np.repeat(base, poses, axis=0) + dice.standard_normal((people * poses, 128)) * 0.044
        posed /= np.linalg.norm(posed, axis=1, keepdims=True)
        count = people * poses * times
        vectors = np.tile(posed, (times, 1)) + dice.standard_normal((count, 128)) * 0.009
        vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        seen = [(vector, n, n + 1.0, 10) for n, vector in enumerate(vectors)]
        item = made("put_item")(case, "loop.mp4", seconds=count)
        made("put_faces")(case, "loop.mp4", item, seen, span=(0, count))

    with case_at_hand(fill) as case:
        groups = len(case.people())
    return groups != people, f"{people} people in a film shown {times} times: {groups} people"
