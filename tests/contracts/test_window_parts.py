"""What every dock, tab and step of setting up has to say for itself."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import ui
from ui.contexts import ContextView
from ui.panel import Panel
from ui.start.step import Step


def kinds(base: type) -> set[type]:
    """All classes that stand on this one, and nothing more stands on."""
    below: list[type] = base.__subclasses__()
    return {end for kind in below for end in kinds(kind)} if below else {base}


@pytest.mark.parametrize("base", [Panel, ContextView, Step])
def test_every_kind_says_what_its_base_leaves_open(base: type) -> None:
    """A QWidget cannot be an ABC, which would refuse to be made."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)
    made = kinds(base)
    open_ends = {
        (kind.__name__, name)
        for kind in made
        for name in dir(kind)
        if getattr(getattr(kind, name), "__isabstractmethod__", False)
    }
    assert len(made) > 1
    assert open_ends == set()
