"""The player in the real window: opened, run, stepped, marked, covered, lost; by keys, buttons and the mouse."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QToolButton

from app.desk.evidence import SEPARATOR, Items
from engine.media.stills import exact_still
from engine.units import SECOND, Media
from tests.windows.driving import asked, child, settle, type_text, until
from ui.player.player_panel import PlayerPanel
from ui.shell import Shell

FRAME_NS = SECOND // 30


def player(shell: Shell) -> PlayerPanel:
    panel = shell.workspace.panel("player")
    assert isinstance(panel, PlayerPanel)
    return panel


def item(shell: Shell, name: str) -> str:
    listing = asked(shell, Items())
    names = listing.names.split(SEPARATOR)
    return listing.ids.split(SEPARATOR)[names.index(name)]


def show(shell: Shell, name: str, t_ns: int = 0) -> PlayerPanel:
    """Go to an item and wait for its picture."""
    shell.workspace.reveal("player")
    shell.bench.place.go(item(shell, name), t_ns)
    panel = player(shell)
    until(lambda: shown_at(panel) is not None, "no picture came")
    still(panel)
    panel.setFocus()
    settle()
    return panel


def shown_at(panel: PlayerPanel) -> int | None:
    frame = panel.projector.frame
    return frame.t_ns if frame and frame.exact else None


def still(panel: PlayerPanel) -> None:
    until(lambda: not panel.projector.waits and not panel.busy, "the picture did not come")
    settle()


def key(
    panel: PlayerPanel, code: Qt.Key, with_key: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(panel.picture, code, with_key)
    still(panel)


def test_an_item_that_is_gone_to_is_shown_at_its_time(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4", 2 * SECOND)
    frame = panel.projector.frame
    assert frame is not None
    assert frame.full == (320, 240)
    assert 0 <= 2 * SECOND - frame.t_ns < FRAME_NS
