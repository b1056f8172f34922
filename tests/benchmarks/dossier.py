"""A dossier of 20,000 statements in the window: shown, chosen from, scrolled; beside Qt's own list view.

    xvfb-run python tests/benchmarks/dossier.py

Prints CPU milliseconds of the window's thread; exit status 1 where showing takes more than 100 ms, or the
99th percentile of a frame while scrolling more than 16 ms, which is a dropped frame at 60 Hz. The list view
draws the same texts, without sources, in the same run. A jump shows a window full of statements that were
never drawn before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QListView, QWidget

from tests.made_statements import Made, judgements, statements
from ui.dossier.sheet import UNDECIDED, Chosen, Sheet
from ui.dossier.statements_view import StatementsView
from ui.icons import tinted
from ui.theme import Theme

COUNT, FRAMES, STEP_PX = 20_000, 400, 84
SHOWN_MS, FRAME_MS = 100.0, 16.0
TEXT = "At 00:07.9 in film {0}.mp4, voice {1} says: “has achieved something, after {0} years of negotiations”"


def main() -> int:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme()
    theme.use("dark")
    tinted("mdi6.check", theme.tokens.good)  # the workspace has loaded the font of icons before
    texts = [TEXT.format(n % 997, n % 31) * (1 + n % 3) for n in range(COUNT)]
    made = [Made(1, text, (n % 3, (n + 1) % 3, n % 2)) for n, text in enumerate(texts)]
    known, said = statements(made), judgements({n: "accepted" for n in range(0, COUNT, 3)})
    sheet = Sheet()
    view = StatementsView(theme, sheet)
    listed = QListView()
    listed.setWordWrap(True)
    for widget in (view, listed):
        widget.resize(700, 800)
        widget.show()
    app.processEvents()

    def show_ours() -> None:
        sheet.put(known)
        sheet.take(said)
        view.refresh()
        view.grab()

    def show_list() -> None:
        listed.setModel(QStringListModel(texts))
        listed.grab()

    shown, other = _ms(show_ours), _ms(show_list)

    def choose() -> None:
        sheet.choose(Chosen(UNDECIDED))
        view.refresh()
        view.grab()

    chosen = _ms(choose)
    sheet.choose(Chosen())
    view.refresh()
    print(f"shown: {shown:.1f} ms (list view {other:.1f}); chosen from: {chosen:.1f} ms")
    frames = _frames(view, app, STEP_PX)
    for name, one, step in (("scroll", frames, STEP_PX), ("jump", _frames(view, app), 0)):
        others = _frames(listed, app, step)
        ours, theirs = (f"{_at(t, 50):.2f}, {_at(t, 99):.2f}" for t in (one, others))
        print(f"{name}, p50 and p99 of a frame: {ours} ms (list view {theirs})")
    return int(shown > SHOWN_MS or _at(frames, 99) > FRAME_MS)


def _frames(view: StatementsView | QListView, app: QApplication, step: int = 0) -> list[float]:
    """CPU milliseconds of each frame, moving on by `step` pixels, or (0) through the whole list."""
    bar, times = view.verticalScrollBar(), []
    middle = bar.maximum() // 2
    for n in range(FRAMES):
        begun = time.thread_time()
        bar.setValue(middle + n * step if step else bar.maximum() * n // FRAMES)
        QWidget.repaint(view.viewport())
        times.append((time.thread_time() - begun) * 1e3)
        app.processEvents()
    return times


def _at(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) * percent // 100, len(times) - 1)]


def _ms(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1e3


if __name__ == "__main__":
    sys.exit(main())
