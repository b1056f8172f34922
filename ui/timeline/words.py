"""What lanes, events and clocks are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.core_api.timeline import LaneHead, LaneKind, PlacedItem, Shade
from ui.reason_words import reason_word
from ui.stage_words import stage_word
from ui.timeline.hit import Hit
from ui.timeline.ruler import duration_text, instant_text

translate = QCoreApplication.translate
ICONS = {
    LaneKind.ITEMS: "mdi6.filmstrip-box-multiple",
    LaneKind.SHOTS: "mdi6.content-cut",
    LaneKind.FACE: "mdi6.face-recognition",
    LaneKind.SPEAKER: "mdi6.account-voice",
    LaneKind.WORDS: "mdi6.text-long",
    LaneKind.TEXT: "mdi6.text-recognition",
    LaneKind.OBJECT: "mdi6.cube-outline",
    LaneKind.SOUND: "mdi6.volume-high",
    LaneKind.LABEL: "mdi6.label-outline",
    LaneKind.WAVEFORM: "mdi6.waveform",
    LaneKind.COVERAGE: "mdi6.check-all",
}


def lane_name(head: LaneHead) -> str:
    """A name people gave, a label of the machine, or the window's word for the kind."""
    if head.untrusted_label:
        return " ".join(head.untrusted_label.split())
    match head.kind:
        case LaneKind.FACE:
            return translate("Timeline", "Person {number}").format(number=head.number)
        case LaneKind.LABEL:
            return stage_word(head.key.partition(":")[0])
        case LaneKind.SPEAKER if head.number >= 0:
            return translate("Timeline", "Voice {number}").format(number=head.number)
    return {
        LaneKind.SPEAKER: translate("Timeline", "Unknown voice"),
        LaneKind.SHOTS: translate("Timeline", "Shots"),
        LaneKind.WORDS: translate("Timeline", "Words"),
        LaneKind.TEXT: translate("Timeline", "Text in the picture"),
        LaneKind.OBJECT: translate("Timeline", "Other objects"),
        LaneKind.SOUND: translate("Timeline", "Other sounds"),
        LaneKind.WAVEFORM: translate("Timeline", "Volume"),
        LaneKind.COVERAGE: translate("Timeline", "Coverage"),
        LaneKind.ITEMS: translate("Timeline", "Recordings"),
    }[head.kind]


def event_text(found: Hit, untrusted_words: str) -> str:
    """An event in one line: lane, what it says, from when to when."""
    said = coverage_text(untrusted_words) if found.lane.head.kind is LaneKind.COVERAGE else untrusted_words
    parts = [found.lane.name]
    if said:
        parts.append(" ".join(said.split())[:300])
    length = found.end_ns - found.start_ns
    step = 10**8 if length < 10 * 10**9 else 10**9
    parts.append(
        translate("Timeline", "{begin} to {end} ({length})").format(
            begin=duration_text(found.start_ns, 10**8),
            end=duration_text(found.end_ns, 10**8),
            length=duration_text(length, step),
        )
    )
    if found.lane.head.kind is not LaneKind.COVERAGE and found.shade == Shade.DOUBTFUL:
        parts.append(translate("Timeline", "uncertain"))
    return "  ·  ".join(parts)


def coverage_text(untrusted_told: str) -> str:
    """From `reason stage stage` to a sentence."""
    reason, _, stages = untrusted_told.partition(" ")
    words = {
        "": "",
        "analysed": translate("Timeline", "analysed"),
        "scouted": translate("Timeline", "preview only so far: {stages}"),
        "not-yet": translate("Timeline", "not analysed yet: {stages}"),
    }
    text = words.get(reason, translate("Timeline", "failed ({reason}): {stages}"))
    return text.format(stages=", ".join(map(stage_word, stages.split())), reason=reason_word(reason))


def placed_text(item: PlacedItem, source: str) -> str:
    """An item on the case's axis: when it was recorded, how that is known, how sure it is."""
    parts = [
        " ".join(item.untrusted_name.split()),
        source,
        instant_text(item.start_ns),
        zone_word(item.zone),
        translate("Timeline", "in the file: {time}").format(time=item.untrusted_recorded),
    ]
    if item.uncertainty_ns:
        parts.insert(3, f"± {duration_text(item.uncertainty_ns)}")
    return "  ·  ".join(dict.fromkeys(part for part in parts if part))


def zone_word(zone: str, short: bool = False) -> str:
    """How a time's zone is known; `short` where a heading says what it is about."""
    if short:
        return {
            "stated": translate("Timeline", "stated"),
            "assumed": translate("Timeline", "UTC assumed"),
            "set": translate("Timeline", "clock set"),
        }.get(zone, zone)
    return {
        "stated": translate("Timeline", "time zone stated in the file"),
        "assumed": translate("Timeline", "time zone not stated, UTC assumed"),
        "set": translate("Timeline", "clock set by a person"),
    }.get(zone, zone)
