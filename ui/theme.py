"""Dark and light: colours by meaning, Qt's palette, and the style sheet for what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

SHEET = Path(__file__).resolve().parents[1] / "resources" / "themes" / "window.qss"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by meaning. Text on its surface reaches WCAG AA (4.5 to 1); a test says so."""

    dark: bool
    base: str
    """Behind everything."""
    surface: str
    """Panels, lists."""
    raised: str
    """Buttons, heads, menus."""
    line: str
    """Borders between."""
    edge: str
    """Borders of what can be used (3 to 1)."""
    text: str
    muted: str
    """Second in importance, still AA."""
    faint: str
    """Disabled."""
    accent: str
    on_accent: str
    selection: str
    on_selection: str
    danger: str
    warning: str
    good: str
    playhead: str


DARK = Tokens(
    True, "#131519", "#1b1e24", "#262a32", "#343a45", "#6d7786", "#e9ecf1", "#abb4c1", "#6a7380",
    "#6ea8ff", "#0b1220", "#2c4a7c", "#ffffff", "#ff8a80", "#f2bd52", "#5fd39b", "#ff5d5d",
)  # fmt: skip
LIGHT = Tokens(
    False, "#eceef2", "#ffffff", "#f5f6f9", "#d5dae2", "#7f8896", "#191d24", "#535d6b", "#98a1ae",
    "#1557c0", "#ffffff", "#cfe0fb", "#0d1b33", "#b3261e", "#845400", "#12693f", "#d11a1a",
)  # fmt: skip


class Theme(QObject):
    """The colours of the program. `changed` is for everything that paints with tokens."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = DARK
        self.choice = "system"

    def use(self, choice: str) -> None:
        """`dark`, `light` or `system`."""
        self.choice = choice
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setStyle("Fusion")
        dark = choice == "dark" or (choice != "light" and _system_is_dark(app))
        self.tokens = DARK if dark else LIGHT
        app.setPalette(palette(self.tokens))
        app.setStyleSheet(sheet(self.tokens))
        self.changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """Qt's roles in our colours."""
    role = QPalette.ColorRole
    made = QPalette()
    colours = {
        role.Window: tokens.base, role.WindowText: tokens.text, role.Base: tokens.surface,
        role.AlternateBase: tokens.raised, role.Text: tokens.text, role.Button: tokens.raised,
        role.ButtonText: tokens.text, role.BrightText: tokens.danger, role.Highlight: tokens.selection,
        role.HighlightedText: tokens.on_selection, role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text, role.PlaceholderText: tokens.muted,
        role.Link: tokens.accent, role.LinkVisited: tokens.accent,
        role.Mid: tokens.line, role.Midlight: tokens.line, role.Dark: tokens.line, role.Light: tokens.raised,
        role.Shadow: "#000000", role.Accent: tokens.accent,
    }  # fmt: skip
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.faint))
    return made


def sheet(tokens: Tokens) -> str:
    """The style sheet with this theme's colours in the place of `@names`."""
    pictures = SHEET.parent / ("dark" if tokens.dark else "light")
    text = SHEET.read_text(encoding="utf-8").replace("@pictures", pictures.as_posix())
    for name in sorted(Tokens.__dataclass_fields__, key=len, reverse=True):
        text = text.replace(f"@{name}", str(getattr(tokens, name)))
    return text


def _system_is_dark(app: QApplication) -> bool:
    """By the colours Qt's style would choose: `Qt.ColorScheme` takes 17 ms to load, before the first look."""
    return app.style().standardPalette().color(QPalette.ColorRole.Window).lightness() < 128
