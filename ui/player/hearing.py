"""What is heard of an item: which sound stream, how loud, and its wave where there are no pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.core_api.media import Playable, SoundStream
from ui.player.projector import Projector
from ui.player.transport_bar import TransportBar
from ui.player.wave_view import WaveView
from ui.shared.waveforms import Waveforms

NONE = -1


class Hearing(QObject):
    """Of one item at a time. `muted` tells whether nothing is to be heard."""

    def __init__(
        self, projector: Projector, transport: TransportBar, wave: WaveView, muted: Callable[[], bool]
    ) -> None:
        super().__init__(projector)
        self._projector, self._transport, self._wave, self._muted = projector, transport, wave, muted
        self._waveforms = Waveforms(self)
        self._item, self._duration_ns = "", 0
        self.sounds: tuple[SoundStream, ...] = ()
        self.stream = NONE
        """The one heard."""
        self._waveforms.grown.connect(self._waved)
        self._waveforms.ready.connect(self._waved)
        transport.track_chosen.connect(self.listen)
        transport.loudness_changed.connect(self.adjust)

    def show_item(self, playable: Playable | None) -> None:
        """Another item, its first stream; or none."""
        self._item, self._duration_ns = "", 0
        self.sounds = playable.sounds if playable else ()
        self.stream = self.sounds[0].index if self.sounds else NONE
        self._wave.show_item(0)

    def draw(self, playable: Playable) -> None:
        """Have the wave of its first stream drawn."""
        self._item, self._duration_ns = playable.item_id, playable.duration_ns
        self._waveforms.ask(playable)

    def adjust(self) -> None:
        """Be as loud as things stand now."""
        self._projector.set_loudness(0.0 if self._muted() else self._transport.loudness**2)

    def next(self) -> None:
        """The next of several streams, after the last the first."""
        indices = [sound.index for sound in self.sounds]
        if len(indices) > 1:
            self.listen(indices[(indices.index(self.stream) + 1) % len(indices)])

    def listen(self, stream: int) -> None:
        self.stream = stream
        self._transport.show_track(stream)
        self._projector.listen(stream)

    def close(self) -> None:
        """The case was closed: forget all."""
        self._waveforms.clear()

    def _waved(self, item_id: str, peaks: object) -> None:
        if item_id == self._item:
            self._wave.show_item(self._duration_ns)
            self._wave.show_peaks(peaks)  # type: ignore[arg-type]
