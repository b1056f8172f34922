"""What questions about one long recording cost: an item of 24 h, as CCTV and dictation machines write them.

    python tests/benchmarks/long_items.py [hours] [hours for the version before]

Makes an item with all its units, asks what the window asks, each as a question of its own on a fresh
connection, and tells the processor's time. Then the same with the version before (`git worktree`), where the
length of the item has to be small (4 hours unless told otherwise: it grows with the square). Exits with 1
where a question takes more than 0.2 CPU-seconds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
MOST_SECONDS = 0.2
REPEATS = 3


def main(hours: int, hours_before: int) -> int:
    from tests.benchmarks.large_case import version_before

    with tempfile.TemporaryDirectory(prefix="aima-long-") as folder:
        now = _run(ROOT, Path(folder) / "now", hours)
        same = _run(ROOT, Path(folder) / "same", hours_before)
        with version_before(Path(folder)) as root:
            before = _run(root, Path(folder) / "before", hours_before) if root else {}
    print(f"\n{'CPU-s a question':16} {hours:>4} h now {hours_before:>4} h now {hours_before:>4} h before")
    for what, seconds in now.items():
        then = f"{before[what]:10.3f}" if what in before else "         –"
        print(f"{what:16} {seconds:10.3f} {same[what]:9.3f} {then}")
    over = [what for what, seconds in now.items() if seconds > MOST_SECONDS]
    if over:
        print("over the limit:", ", ".join(over))
    return 1 if over else 0


def _run(root: Path, home: Path, hours: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--in", str(root), str(home), str(hours)]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def answer(home: Path, hours: int) -> dict[str, float]:
    """Make the item and ask, in this process."""
    from tests.made_large_case import build
    from tests.vault import new_account, new_case

    with new_case(new_account(home)) as case:
        build(case, 1, hours)
        _keep(case)
        return {what: _timed(case, ask) for what, ask in QUESTIONS.items()}


def _keep(case: Any) -> None:
    try:
        from app.review import kept_views
    except ImportError:
        return
    kept_views.fill(case)


def _timed(case: Any, ask: Callable[[Any, Any], object]) -> float:
    """The least of a few times, each as a question of its own."""
    times = []
    for _ in range(REPEATS):
        with _review()(case, people_index=_index(case)) as found:
            (item,) = found.items.values()
            began = time.process_time()
            ask(found, item)
            times.append(time.process_time() - began)
    return min(times)


_indexes: dict[str, Any] = {}


def _index(case: Any) -> Any:
    """Who is who is kept from one question to the next, as in the window."""
    try:
        from app.review.people_index import PeopleIndex as Index
    except ImportError:
        from app.cases.standing import Standing as Index  # type: ignore[no-redef, import-not-found, unused-ignore]
    return _indexes.setdefault(case.id, Index())


def _review() -> Any:
    try:
        from app.review.review import review
    except ImportError:
        from functools import partial

        from app.cases.review import review as before  # type: ignore[import-not-found, unused-ignore]

        return lambda case, people_index: partial(before, standing=people_index)(case)
    return review


def _lanes(found: Any, item: Any) -> object:
    try:
        from app.core_api.item_lanes import ItemLanes
        from app.core_api.known_people import people
    except ImportError:
        from app.desk.item_lanes import ItemLanes  # type: ignore[no-redef, import-not-found, unused-ignore]
        from app.desk.known_people import people  # type: ignore[no-redef, import-not-found, unused-ignore]
    if "people" not in _indexes:  # who is who is kept from one question to the next, too
        _indexes["people"] = people(found)
    return list(ItemLanes(found, item, _indexes["people"], lambda: None).made())


def _coverage(found: Any, item: Any) -> object:
    try:
        from app.review.coverage import coverage
    except ImportError:
        from app.cases.coverage import coverage  # type: ignore[no-redef, import-not-found, unused-ignore]
    return coverage(found.findings, item)


def _transcript(found: Any, item: Any) -> object:
    return found.transcript(item)


def _overlay(found: Any, item: Any) -> object:
    from engine.units import SECOND, Span

    within = Span(item.duration_ns // 2, item.duration_ns // 2 + 5 * SECOND)
    seen = []
    for part in found.findings.parts(item.id, "faces", within):
        for stage in ("face_tracks", "face_embeddings"):
            seen.append(found.findings.beside(part, stage))
    for stage in ("objects", "screen_text"):
        seen += list(found.findings.parts(item.id, stage, within))
    return seen


def _facts(found: Any, item: Any) -> object:
    return _coverage(found, item), found.findings.table(item.id, "probe", "streams")


QUESTIONS: dict[str, Callable[[Any, Any], object]] = {
    "lanes": _lanes, "overlay": _overlay, "transcript": _transcript, "coverage": _coverage, "facts": _facts,
}  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in"]:
        _, _, root, home, hours = sys.argv
        sys.path.insert(0, root)
        print(json.dumps(answer(Path(home), int(hours))))
    else:
        asked = [int(n) for n in sys.argv[1:]]
        sys.exit(main(asked[0] if asked else 24, asked[1] if len(asked) > 1 else 4))
