"""How the tests are shared among processes, one to a core: by file, the longest first."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

LONGEST = ("tests/contracts/test_house_rules.py::test_types_hold_under_strict_mypy",)
"""Files and single tests in the order in which they begin; what is not named follows. A name earlier in this
list is a share of its own, although the file it belongs to comes later."""


def share_of(nodeid: str) -> str:
    """What runs in one process, in a row: a named test, else a whole file, whose fixtures cost most."""
    plain = nodeid.partition("[")[0]
    return plain if plain in LONGEST else nodeid.partition("::")[0]


def begin_with_the_longest(items: list[pytest.Item]) -> None:
    """Sort the tests so that no process is left with much to do when the other has nothing left."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(share_of(item.nodeid), len(places)))


def scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Hands out share after share, in the order of the tests, to the process that is nearly done."""
    config.option.loadscopereorder = False
    made = LoadScopeScheduling(config, log)
    made._split_scope = share_of
    return made
