"""Looks at one fault in the checkout that comes first on the path: `python -m tests.faults.look FAULT`.

Prints one line of JSON: whether the fault is shown, and what was seen.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping

from tests.faults import costs, jobs, people
from tests.faults.either import Seen

FAULTS: Mapping[str, tuple[str, Callable[[], Seen]]] = {
    "A1": ("a statement about one person is printed under another", people.a_statement_under_another_person),
    "A15": ("a number that was shown is given to somebody else", people.a_number_used_twice),
    "B14": ("who is seen very often falls apart", people.seen_very_often),
    "C1": ("current units grow with the square", costs.quadratic_current_units),
    "C2": ("decisions are folded again at every look", costs.quadratic_fold),
    "C3": ("a worker that stops reading blocks the job", jobs.a_worker_that_stops_reading),
    "C4": ("`done` with units missing; spinning for a slot", jobs.done_with_units_missing),
    "C5": ("a list reads every unit of the case", costs.lists_read_every_unit),
    "C6": ("window and command line decide differently", people.decided_by_window_and_command_line),
    "S2": ("a clock that was ahead beats what is said later", people.a_clock_that_was_ahead),
}
"""What each fault is, and what looks at it."""

if __name__ == "__main__":
    shown, seen = FAULTS[sys.argv[1]][1]()
    print(json.dumps({"shown": shown, "seen": seen}))
