"""The player: shows the item of the place, runs it, and says where it is."""

from __future__ import annotations

import time
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core_api.media import Cuts, NotRead, OpenMedia, Seen
from app.core_api.protocol import Changed, Event
from app.core_api.session import CaseFacts
from engine.units import Kind
from gpu_backends.viewer_messages import StillMade
from ui.error_texts import error_text
from ui.panel import Panel
from ui.player.canvas import Canvas
from ui.player.failures import explained
from ui.player.full_screen import FullScreen
from ui.player.hearing import NONE, Hearing
from ui.player.overlays import Overlays
from ui.player.player_actions import PlayerActions
from ui.player.player_commands import PlayerCommands
from ui.player.projector import Projector
from ui.player.scrub_bar import ScrubBar
from ui.player.shown_item import ShownItem
from ui.player.still_export import StillExport
from ui.player.transport_bar import TransportBar
from ui.player.unread_bar import UnreadBar
from ui.position import Spot
from ui.ui_context import UiContext

AGAIN_AFTER_SECONDS = 20.0
"""A lost viewer is replaced automatically, but not twice within this many seconds."""
DECODED = frozenset({Kind.VIDEO, Kind.IMAGE})


class PlayerPanel(Panel):
    """One item at a time, that of `ui.position`."""

    name: ClassVar[str] = "player"
    icon: ClassVar[str] = "mdi6.play-box-outline"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        tokens = ui.theme.tokens
        self.projector = Projector(self)
        self._item = ShownItem()
        self._do = PlayerCommands(self)
        self.canvas, self.scrub = Canvas(tokens), ScrubBar(tokens)
        self.unread, self.transport = UnreadBar(tokens), TransportBar(self._do, tokens)
        self.hearing = Hearing(self.projector, self.transport, self.canvas.wave, self._muted)
        ui.position.audible = lambda: self.projector.speaker.heard
        self._player_actions = PlayerActions(
            ui.position, self._item, self._do, self.projector, self.hearing, self.transport, self.canvas
        )
        self._body = QWidget()
        self._still = StillExport(ui, self._tasks, self)
        self._overlays = Overlays(ui, self._tasks, self._shown_kinds, self)
        self._lost_at = float("-inf")
        self._run_when_open = False
        self._do["faces"].setChecked(True)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.scrub)
        column.addWidget(self.unread)
        column.addWidget(self.transport)
        # on the body too, so that they also count on the full screen
        self._body.addActions(self.commands())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        self._whole = FullScreen(self._body, whole, self)

    def _connect(self) -> None:
        place, projector = self.ui.position, self.projector
        self._do.wanted.connect(self._commanded)
        place.moved.connect(self._moved)
        place.playing_changed.connect(self._asked_to_run)
        place.span_changed.connect(self.scrub.show_span)
        sought = (self.scrub.scrubbed, self.canvas.wave.scrubbed, self.unread.wanted, self.transport.sought)
        for source in sought:
            source.connect(place.seek)
        projector.framed.connect(self._framed)
        projector.timed.connect(self._timed)
        projector.run_changed.connect(self._run_changed)
        projector.ended.connect(self._ended)
        projector.opened.connect(self._opened)
        projector.failed.connect(self._failed)
        projector.silent.connect(self._silent)
        projector.lost.connect(self._lost)
        projector.still_made.connect(self._still_made)
        self.canvas.picture.wanted.connect(projector.show)
        self.canvas.picture.full_screen_wanted.connect(self.toggle_full_screen)
        self.transport.speed_chosen.connect(self._player_actions.run_at)
        self.canvas.message.button.clicked.connect(self._reopen)
        self._overlays.changed.connect(self._mark)
        self._whole.changed.connect(self._full_screen_changed)
        self._whole.escaped.connect(self.setFocus)
        self.ui.exposure.changed.connect(self._protect)
        self.ui.theme.changed.connect(self._recolour)

    def _commanded(self, name: str) -> None:
        match name:
            case "mute":
                self.sound_changed()
            case "full screen":
                self.toggle_full_screen()
            case "faces" | "objects" | "texts":
                self.overlay()
            case _:
                self._player_actions.do(name)

    @property
    def duration_ns(self) -> int:
        """Of the item shown; 0 while it is not known."""
        return self._item.duration_ns

    def title(self) -> str:
        return self.tr("Player")

    def retranslate(self) -> None:
        self._do.retranslate()
        self.transport.retranslate()
        self.unread.retranslate()
        self.canvas.picture.setAccessibleName(self.tr("Picture"))
        self.canvas.wave.setAccessibleName(self.tr("Sound"))
        self.scrub.setAccessibleName(self.tr("Time in the item"))
        self._show_item()
        if not self._item.id:
            self._say_empty()

    def opened(self, case: CaseFacts) -> None:
        self.projector.warm()
        self._protect()

    def closed(self) -> None:
        super().closed()
        self._whole.leave()
        self._still.close()
        self.projector.shut()
        self.hearing.close()
        self._forget()
        self._item.id = ""
        self._show_item()
        self._say_empty()

    def on_event(self, event: Event) -> None:
        match event:
            case Changed(what=what, items=items) if self._item.id and (not items or self._item.id in items):
                if self._item.playable and what & {"faces", "findings"}:
                    self._overlays.show_item(self._item.id)
                    self._overlays.need(self.projector.t_ns)
                if "findings" in what:
                    self.start(self._find_cuts(self._item.id))
                    self.start(self._find_unread(self._item.id))

    # the item

    def _moved(self, spot: Spot) -> None:
        if spot.item_id != self._item.id:
            self._item.id, self._run_when_open = spot.item_id, False
            self._open_item()
        elif self.projector.speed:
            self.projector.play(self.projector.speed, spot.t_ns)
        else:
            self.projector.seek(spot.t_ns)
        self.canvas.picture.point_at(spot.box, spot.t_ns)

    def _forget(self) -> None:
        self._item.playable, self._item.cuts, self._item.unread = None, (), ()
        self._overlays.show_item("")
        self.hearing.show_item(None)

    def _open_item(self) -> None:
        self.projector.close()
        self._forget()
        self._show_item()
        if not self._item.id:
            self._say_empty()
            return
        self.canvas.say(self.tr("Opening …"))
        self.start(self._open(self._item.id))
        self.start(self._find_cuts(self._item.id))
        self.start(self._find_unread(self._item.id))

    async def _open(self, item_id: str) -> None:
        playable = await self.ui.core.ask(OpenMedia(item_id))
        if item_id != self._item.id:
            return
        self._item.playable = playable
        self.hearing.show_item(playable)
        audible = bool(playable.sounds) or not playable.probed
        self._show_item()
        self.projector.open(playable, self.hearing.stream if audible else None, self.ui.position.t_ns)
        if playable.kind in DECODED:
            self._overlays.show_item(item_id)
            self._overlays.need(self.projector.t_ns)

    async def _find_cuts(self, item_id: str) -> None:
        cuts = await self.ui.core.ask(Cuts(item_id))
        if item_id == self._item.id:
            self._item.cuts = cuts
            self.scrub.show_cuts(cuts)

    async def _find_unread(self, item_id: str) -> None:
        unread = await self.ui.core.ask(NotRead(item_id))
        if item_id == self._item.id:
            self._item.unread = unread
            self._show_unread()

    def _show_unread(self) -> None:
        playable, unread = self._item.playable, self._item.unread
        self.scrub.show_unread([(entry.start_ns, entry.end_ns) for entry in unread])
        self.unread.show_entries(unread if playable else (), playable.untrusted_name if playable else "")

    def _opened(self) -> None:
        self._item.playable = self.projector.playable
        self._show_item()
        if self._item.playable and self._item.playable.kind is Kind.AUDIO:
            self.canvas.show_wave()
            self.hearing.draw(self._item.playable)
        if self._run_when_open:
            self._run_when_open = False
            self._asked_to_run(True)

    def _reopen(self) -> None:
        self._lost_at = float("-inf")
        self._open_item()

    def _show_item(self) -> None:
        """What the controls say of the item."""
        playable = self._item.playable
        rate = playable.pictures.frame_rate if playable and playable.pictures else 0.0
        self.scrub.show_item(self._item.duration_ns)
        self.scrub.show_cuts(self._item.cuts)
        self.scrub.show_span(self.ui.position.span)
        self._show_unread()
        self.transport.show_item(self._item.duration_ns, rate, self.hearing.sounds, self.hearing.stream)
        self.transport.setEnabled(playable is not None)
        self._timed_controls(self.projector.t_ns)
        kind = playable.kind if playable else Kind.OTHER
        self._do.enable(kind in (Kind.VIDEO, Kind.AUDIO), kind in DECODED)
        self._recolour()

    # running

    def _asked_to_run(self, running: bool) -> None:
        if self._item.playable is None:
            self._run_when_open = running
        elif running != bool(self.projector.speed) and self._item.playable.kind is not Kind.IMAGE:
            self._player_actions.play()

    def _run_changed(self) -> None:
        speed = self.projector.speed
        self.ui.position.set_playing(bool(speed))
        self.transport.show_speed(speed or self._player_actions.usual)
        self._recolour()

    def _ended(self) -> None:
        if self._player_actions.repeats and self.projector.t_ns > 0:
            self.projector.play(
                self._player_actions.usual, self.ui.position.span[0] if self.ui.position.span else 0
            )

    def _timed(self, t_ns: int) -> None:
        self._timed_controls(t_ns)
        self.ui.position.at(t_ns)
        self._overlays.need(t_ns)
        span = self.ui.position.span
        if self._player_actions.repeats and span and self.projector.speed > 0 and t_ns >= span[1] > span[0]:
            self.projector.play(self.projector.speed, span[0])

    def _timed_controls(self, t_ns: int) -> None:
        self.scrub.show_time(t_ns)
        self.unread.show_time(t_ns)
        self.transport.show_time(t_ns)
        self.canvas.wave.show_time(t_ns)

    def _framed(self) -> None:
        frame = self.projector.frame
        self.canvas.show_frame(frame, self._overlays.of(frame))

    # sound

    def sound_changed(self) -> None:
        """Mute, loudness or protection are not what they were."""
        self.hearing.adjust()
        self._recolour()

    def _muted(self) -> bool:
        return self._do["mute"].isChecked() or self.ui.exposure.mutes

    # what is drawn over the picture

    def overlay(self) -> None:
        """A kind of outline was switched on or off."""
        self._overlays.need(self.projector.t_ns)
        self._mark()

    def _mark(self) -> None:
        self.canvas.picture.mark(self._overlays.of(self.projector.frame))

    def _shown_kinds(self) -> set[Seen]:
        switches = {Seen.FACE: "faces", Seen.OBJECT: "objects", Seen.TEXT: "texts"}
        return {kind for kind, name in switches.items() if self._do[name].isChecked()}

    # what went wrong, and what to say instead of a picture

    def _say_empty(self) -> None:
        self.canvas.say(self.tr("No item selected. Choose one in the list of evidence to play it here."))

    def _failed(self, code: str) -> None:
        self._give_up(error_text(explained(code)))

    def _give_up(self, text: str) -> None:
        self.transport.setEnabled(False)
        self.scrub.setEnabled(False)
        self.canvas.say(text, self.tr("Try again"))

    def _silent(self, code: str) -> None:
        text = self.tr("The sound cannot be played: {reason}")
        self.ui.notices.warn(text.format(reason=error_text(explained(code))))

    def _lost(self, code: str) -> None:
        """The viewer is gone: say so; bring a new one, unless that was tried just now."""
        failed, now = explained(code), time.monotonic()
        self.ui.notices.fail(failed)
        again, self._lost_at = now - self._lost_at > AGAIN_AFTER_SECONDS, now
        if again and self._item.playable:
            self.canvas.say(self.tr("Opening again …"))
            sound = self.hearing.stream if self.hearing.stream != NONE else None
            self.projector.open(self._item.playable, sound, self.ui.position.t_ns)
        else:
            self._give_up(error_text(failed))

    def _still_made(self, still: StillMade) -> None:
        if self._item.playable:
            self._still.ask(still, self._item.playable)

    # looks

    def _protect(self) -> None:
        exposure = self.ui.exposure
        self.canvas.picture.protect(exposure.blurs, exposure.greys)
        self.sound_changed()

    def _recolour(self) -> None:
        tokens = self.ui.theme.tokens
        self._do.redraw(tokens, bool(self.projector.speed))
        self.transport.recolour(tokens)
        self.unread.recolour(tokens)
        self.scrub.tokens = self.canvas.wave.tokens = tokens
        self.scrub.update()
        self.canvas.wave.redraw()

    def toggle_full_screen(self) -> None:
        self._whole.toggle(self.window(), self.title())

    def _full_screen_changed(self, on: bool) -> None:
        self._do["full screen"].setChecked(on)
        self.setFocus()

    def setFocus(self, *_: object) -> None:  # noqa: N802
        self.canvas.take_focus()
