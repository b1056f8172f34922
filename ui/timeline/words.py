"""What lanes, events and clocks are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from app.desk.timeline import LaneHead, LaneKind, PlacedItem, Shade
from ui.timeline.hit import Hit
from ui.timeline.ruler import duration_text, instant_text

ICONS = {
    LaneKind.ITEMS: "mdi6.filmstrip-box-multiple",
    LaneKind.SHOTS: "mdi6.content-cut",
    LaneKind.FACE: "mdi6.face-recognition",
    LaneKind.SPEAKER: "mdi6.account-voice",
    LaneKind.WORDS: "mdi6.text-long",
    LaneKind.TEXT: "mdi6.text-recognition",
    LaneKind.OBJECT: "mdi6.cube-outline",
    LaneKind.SOUND: "mdi6.volume-high",
    LaneKind.WAVEFORM: "mdi6.waveform",
    LaneKind.COVERAGE: "mdi6.check-all",
}


def lane_name(head: LaneHead) -> str:
    """A name people gave, a label of the machine, or the window's word for the kind."""
    tr = QCoreApplication.translate
    if head.untrusted_label:
        return " ".join(head.untrusted_label.split())
    match head.kind:
        case LaneKind.FACE:
            return tr("Timeline", "Person {number}").format(number=head.number)
        case LaneKind.SPEAKER if head.number >= 0:
            return tr("Timeline", "Voice {number}").format(number=head.number)
    return {
        LaneKind.SPEAKER: tr("Timeline", "Unknown voice"),
        LaneKind.SHOTS: tr("Timeline", "Shots"),
        LaneKind.WORDS: tr("Timeline", "Words"),
        LaneKind.TEXT: tr("Timeline", "Text in the picture"),
        LaneKind.OBJECT: tr("Timeline", "Other objects"),
        LaneKind.SOUND: tr("Timeline", "Other sounds"),
        LaneKind.WAVEFORM: tr("Timeline", "Loudness"),
        LaneKind.COVERAGE: tr("Timeline", "Coverage"),
        LaneKind.ITEMS: tr("Timeline", "Recordings"),
    }[head.kind]


def event_text(found: Hit, untrusted_words: str) -> str:
    """An event in one line: lane, what it says, from when to when."""
    tr = QCoreApplication.translate
    said = coverage_text(untrusted_words) if found.lane.head.kind is LaneKind.COVERAGE else untrusted_words
    parts = [found.lane.name]
    if said:
        parts.append(" ".join(said.split())[:300])
    length = found.end_ns - found.start_ns
    step = 10**8 if length < 10 * 10**9 else 10**9
    parts.append(
        tr("Timeline", "{begin} to {end} ({length})").format(
            begin=duration_text(found.start_ns, 10**8),
            end=duration_text(found.end_ns, 10**8),
            length=duration_text(length, step),
        )
    )
    if found.lane.head.kind is not LaneKind.COVERAGE and found.shade == Shade.DOUBTFUL:
        parts.append(tr("Timeline", "doubtful"))
    return "  ·  ".join(parts)


def coverage_text(untrusted_told: str) -> str:
    """From `reason stage stage` to a sentence."""
    tr = QCoreApplication.translate
    reason, _, stages = untrusted_told.partition(" ")
    words = {
        "": "",
        "analysed": tr("Timeline", "analysed"),
        "scouted": tr("Timeline", "only looked at in passing so far: {stages}"),
        "not-yet": tr("Timeline", "not analysed yet: {stages}"),
    }
    text = words.get(reason, tr("Timeline", "failed ({code}): {stages}"))
    return text.format(stages=stages.replace(" ", ", ").replace("_", " "), code=reason)


def placed_text(item: PlacedItem, source: str, locale: QLocale) -> str:
    """An item on the case's axis: when it was recorded, how that is known, how sure it is."""
    tr = QCoreApplication.translate
    parts = [
        " ".join(item.untrusted_name.split()),
        source,
        instant_text(item.start_ns, locale),
        zone_word(item.zone),
        tr("Timeline", "in the file: {time}").format(time=item.untrusted_recorded),
    ]
    if item.uncertainty_ns:
        parts.insert(3, f"± {duration_text(item.uncertainty_ns)}")
    return "  ·  ".join(dict.fromkeys(part for part in parts if part))


def zone_word(zone: str, short: bool = False) -> str:
    """How a time's zone is known; `short` where a heading says what it is about."""
    tr = QCoreApplication.translate
    if short:
        return {
            "stated": tr("Timeline", "stated"),
            "assumed": tr("Timeline", "UTC assumed"),
            "set": tr("Timeline", "clock set"),
        }.get(zone, zone)
    return {
        "stated": tr("Timeline", "time zone stated in the file"),
        "assumed": tr("Timeline", "time zone not stated, UTC assumed"),
        "set": tr("Timeline", "clock set by a person"),
    }.get(zone, zone)
