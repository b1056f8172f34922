"""The row under the picture: time, running, marks, speed, track, loudness, overlays, still."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFontDatabase, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from app.core_api.media import SoundStream
from ui.icons import icon
from ui.player.player_commands import PlayerCommands
from ui.player.running import SPEEDS
from ui.player.timecode import in_milliseconds, in_pictures, read
from ui.theme import Tokens

SIZE = 28


class TransportBar(QWidget):
    """What does not fit is in the menu of the last button; nothing is cut off."""

    sought = Signal(object)
    """A time was typed, in ns."""
    speed_chosen = Signal(float)
    track_chosen = Signal(int)
    loudness_changed = Signal(float)

    def __init__(self, commands: PlayerCommands, tokens: Tokens) -> None:
        super().__init__()
        self._commands, self._tokens = commands, tokens
        self._rate, self._shown_speed, self._heard = 0.0, 1.0, -1
        self._t_ns = self._duration_ns = 0
        self._sounds: Sequence[SoundStream] = ()
        self.time, self._length = QLineEdit(), QLabel()
        self._speed, self._tracks, self._overlays, self._more = (self._menu_button() for _ in range(4))
        self._loudness = QSlider(Qt.Orientation.Horizontal)
        self._loudness.setObjectName("loudness")
        self._loudness.setRange(0, 100)
        self._loudness.setValue(100)
        self._loudness.setFixedWidth(72)
        self._loudness.valueChanged.connect(lambda v: self.loudness_changed.emit(v / 100))
        self.time.setObjectName("timecode")
        self.time.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._length.setFont(self.time.font())
        self._length.setProperty("role", "muted")
        self.time.returnPressed.connect(self._typed)
        self.time.editingFinished.connect(self._left)
        buttons = {
            "speed": self._speed,
            "track": self._tracks,
            "overlays": self._overlays,
            "more": self._more,
        }
        for name, button in buttons.items():
            button.setObjectName(name)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 8)
        row.setSpacing(4)
        run = [self._button(n) for n in ("cut back", "picture back", "play", "picture on", "cut on")]
        marks: list[QWidget] = [self._button(n) for n in ("mark in", "mark out", "repeat")]
        mute, still, full = (self._button(n) for n in ("mute", "still", "full screen"))
        for widget in (self.time, self._length, *run):
            row.addWidget(widget)
        row.addStretch(1)
        rest = (
            *marks,
            self._speed,
            self._tracks,
            mute,
            self._loudness,
            self._overlays,
            still,
            full,
            self._more,
        )
        for widget in rest:
            row.addWidget(widget)
        self._by_rank: list[list[QWidget]] = [
            [self._length], [self._loudness], marks, [self._tracks], [mute], [self._speed], [still],
            [self._overlays], [full], [run[0], run[4]],
        ]  # fmt: skip

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"button-{name.replace(' ', '-')}")
        button.setDefaultAction(self._commands[name])
        button.setProperty("flat", True)
        button.setIconSize(QSize(18, 18))
        button.setFixedHeight(SIZE)
        return button

    def _menu_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("flat", True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFixedHeight(SIZE)
        button.setMenu(QMenu(button))
        # the arrow would lie on the icon
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    def show_item(self, duration_ns: int, rate: float, sounds: Sequence[SoundStream], heard: int) -> None:
        """Another item; `heard` is the index of the sound stream that is played."""
        self._duration_ns, self._rate, self._sounds = duration_ns, rate, sounds
        self.show_track(heard)
        self.show_time(0)

    def show_time(self, t_ns: int) -> None:
        self._t_ns = t_ns
        if not self.time.hasFocus() or not self.time.isModified():
            self._show_time()

    def show_speed(self, speed: float) -> None:
        """As a factor of real time, negative backwards."""
        self._shown_speed = speed
        text = QLocale().toString(abs(speed), "g", 3)
        self._speed.setText(f"{'−' if speed < 0 else ''}{text}×")

    def show_track(self, heard: int) -> None:
        """Which of several sound streams is played; the button is there only where there is a choice."""
        self._heard = heard
        menu = self._tracks.menu()
        menu.clear()
        group = QActionGroup(menu)
        for place, sound in enumerate(self._sounds, 1):
            action = menu.addAction(self._track_name(place, sound))
            action.setCheckable(True)
            action.setChecked(sound.index == heard)
            group.addAction(action)
            action.triggered.connect(lambda _=False, index=sound.index: self.track_chosen.emit(index))
        place = next((n for n, s in enumerate(self._sounds, 1) if s.index == heard), 0)
        self._tracks.setText(self.tr("Track {number}").format(number=place))
        self._tracks.setEnabled(len(self._sounds) > 1)
        self._fit()

    def set_loudness(self, share: float) -> None:
        self._loudness.setValue(round(share * 100))

    @property
    def loudness(self) -> float:
        """As the slider stands, 0 to 1."""
        return self._loudness.value() / 100

    def edit_time(self) -> None:
        """Give the field of the time the focus, ready to be written over."""
        self.time.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.time.selectAll()

    def recolour(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._overlays.setIcon(icon("mdi6.face-recognition", tokens))
        self._more.setIcon(icon("mdi6.dots-horizontal", tokens))

    def retranslate(self) -> None:
        self.time.setAccessibleName(self.tr("Time"))
        self.time.setToolTip(self.tr("Time; type a time and press Enter. 90, 1:30, 0:01:30.500, 0:01:30+12"))
        self._loudness.setAccessibleName(self.tr("Volume"))
        self._loudness.setToolTip(self.tr("Volume"))
        for button, text in (
            (self._speed, self.tr("Speed")),
            (self._tracks, self.tr("Sound track")),
            (self._overlays, self.tr("Overlays")),
            (self._more, self.tr("More, with all keys")),
        ):
            button.setAccessibleName(text)
            button.setToolTip(text)
        self._fill_menus()
        self.show_speed(self._shown_speed)
        self.show_track(self._heard)
        self._show_time()
        self.recolour(self._tokens)

    def _fill_menus(self) -> None:
        speeds, overlays, more = self._speed.menu(), self._overlays.menu(), self._more.menu()
        for menu in (speeds, overlays, more):
            menu.clear()
        for speed in SPEEDS:
            action = speeds.addAction(f"{QLocale().toString(speed, 'g', 3)}×")
            action.triggered.connect(lambda _=False, s=speed: self.speed_chosen.emit(s))
        for name in ("faces", "objects", "texts"):
            overlays.addAction(self._commands[name])
        overlays.addSeparator()
        overlays.addAction(self._commands["count pictures"])
        for action in self._commands:
            more.addAction(action)

    def _track_name(self, place: int, sound: SoundStream) -> str:
        language = QLocale.codeToLanguage(sound.untrusted_language[:3])
        known = language not in (QLocale.Language.AnyLanguage, QLocale.Language.C)
        name = QLocale.languageToString(language) if known else self.tr("unknown language")
        return self.tr("Track {number}: {language}, channels: {channels}").format(
            number=place, language=name, channels=sound.channels
        )

    def _show_time(self) -> None:
        counted = self._commands["count pictures"].isChecked() and self._rate > 0
        text = in_pictures(self._t_ns, self._rate) if counted else in_milliseconds(self._t_ns)
        self.time.setText(text)
        self.time.setModified(False)
        self.time.setStyleSheet("")
        length = in_pictures(self._duration_ns, self._rate) if counted else in_milliseconds(self._duration_ns)
        self._length.setText(f"/ {length}")
        wide = max(self.time.fontMetrics().horizontalAdvance(text + "00"), 96)
        if self.time.width() != wide:
            self.time.setFixedWidth(wide)

    def _typed(self) -> None:
        try:
            t_ns = read(self.time.text(), self._rate)
        except ValueError:
            self.time.selectAll()
            self.time.setStyleSheet(f"color: {self._tokens.danger}")
            return
        self.time.setModified(False)
        self.sought.emit(min(t_ns, max(0, self._duration_ns - 1)))

    def _left(self) -> None:
        """Return leaves what cannot be understood to be mended; going elsewhere drops it."""
        if not self.time.hasFocus():
            self._show_time()

    def _fit(self) -> None:
        """Hide what matters least until the rest has room."""
        groups = self._by_rank
        widgets = [w for group in groups for w in group]
        for widget in widgets:
            widget.setVisible(widget is not self._tracks or len(self._sounds) > 1)
        for group in groups:
            self._row.activate()
            if self._row.sizeHint().width() <= self.width():
                return
            for widget in group:
                widget.setVisible(False)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(260, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() is QEvent.Type.FontChange:
            self._fit()
        super().changeEvent(event)
