"""Where the ruler has its marks, and what stands at them: time of an item, or date and time of day."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime, QTimeZone

from ui import figures
from ui.timeline.scale import Scale

SECOND = 1_000_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86400 * SECOND
STEPS: tuple[int, ...] = (
    *(m * 10**e for e in range(3, 9) for m in (1, 2, 5)),
    *(m * SECOND for m in (1, 2, 5, 10, 15, 30)),
    *(m * MINUTE for m in (1, 2, 5, 10, 15, 30)),
    *(m * HOUR for m in (1, 2, 3, 6, 12)),
    *(m * DAY for m in (1, 2, 7)),
)
MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
MONTH = 30 * DAY


@dataclass(frozen=True, slots=True)
class Marks:
    """Columns of the labelled marks with their labels, and columns of the short marks, all in order."""

    labelled: list[tuple[int, str]]
    short: list[int]


def marks(scale: Scale, width: int, apart: int, frame_ns: int = 0) -> Marks:
    """Marks for the time of an item, labelled ones at least `apart` columns from each other.

    Where a picture is wide enough there is a short mark at each; `frame_ns` 0: no pictures.
    """
    step = _step(apart * scale.step_ns)
    short = step // 5
    if frame_ns and apart // 12 * scale.step_ns <= frame_ns < step:
        short = frame_ns
    labelled = [(scale.x(t), duration_text(t, step)) for t in _multiples(scale, width, step, 0) if t >= 0]
    return Marks(labelled, [scale.x(t) for t in _multiples(scale, width, short, 0) if t >= 0])


def dated_marks(scale: Scale, width: int, apart: int, locale: QLocale) -> Marks:
    """The same for nanoseconds since 1970, in the time zone of this computer."""
    wanted = apart * scale.step_ns
    if wanted > 7 * DAY:
        return Marks(_by_months(scale, width, wanted, locale), [])
    step = _step(wanted)
    shift = zone_ns(scale.t(width / 2))
    short = step // 6 if step % 6 == 0 and step >= MINUTE else step // 5
    return Marks(
        [(scale.x(t), _clock(t + shift, step)) for t in _multiples(scale, width, step, shift)],
        [scale.x(t) for t in _multiples(scale, width, short, shift)],
    )


def _by_months(scale: Scale, width: int, wanted: int, locale: QLocale) -> list[tuple[int, str]]:
    months = next((m for m in MONTHS if m * MONTH >= wanted), MONTHS[-1])
    first = moment(scale.left_ns).date()
    count = (first.year() * 12 + first.month() - 1) // months * months
    out: list[tuple[int, str]] = []
    while True:
        day = QDate(count // 12, count % 12 + 1, 1)
        x = scale.x(QDateTime(day, QTime(0, 0)).toMSecsSinceEpoch() * 1_000_000)
        if x >= width or not day.isValid():
            return out
        if x >= 0:
            out.append((x, locale.toString(day, "yyyy" if months >= 12 else "MMM yyyy")))
        count += months


def zone_ns(t_ns: int) -> int:
    """How far this computer's time zone is ahead of UTC at an instant."""
    return int(moment(t_ns).offsetFromUtc()) * SECOND


def zone_text(t_ns: int) -> str:
    """Such as `UTC+01:00`."""
    minutes = zone_ns(t_ns) // MINUTE
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def moment(t_ns: int) -> QDateTime:
    """An instant in the time zone of this computer; whole milliseconds."""
    return QDateTime.fromMSecsSinceEpoch(t_ns // 1_000_000, QTimeZone.systemTimeZone())


def instant_text(t_ns: int) -> str:
    """Date and time of day with its zone, as people read it."""
    at = moment(t_ns).date()
    day = figures.day(date(at.year(), at.month(), at.day()))
    return f"{day} {moment(t_ns).time().toString('HH:mm:ss')} {zone_text(t_ns)}"


def duration_text(t_ns: int, step_ns: int = SECOND) -> str:
    """`1:02:03` or `02:03`, with as many decimals as steps of this size need."""
    decimals = 0
    while decimals < 6 and step_ns % 10 ** (9 - decimals):
        decimals += 1
    sign, t_ns = ("-", -t_ns) if t_ns < 0 else ("", t_ns)
    whole, rest = divmod(t_ns, SECOND)
    text = f"{whole // 60 % 60:02d}:{whole % 60:02d}"
    if whole >= 3600:
        text = f"{whole // 3600}:{text}"
    return sign + text + (f".{rest * 10**decimals // SECOND:0{decimals}d}" if decimals else "")


def _clock(local_ns: int, step: int) -> str:
    days, rest = divmod(local_ns, DAY)
    if rest == 0 or step >= DAY:
        return figures.day(date(1970, 1, 1) + timedelta(days=days))
    text = f"{rest // HOUR:02d}:{rest // MINUTE % 60:02d}"
    if step >= MINUTE:
        return text
    return f"{text}:{duration_text(rest % MINUTE, step)[3:]}"


def _step(wanted: int) -> int:
    at = bisect_left(STEPS, wanted)
    if at < len(STEPS):
        return STEPS[at]
    return -(-wanted // (7 * DAY)) * 7 * DAY


def _multiples(scale: Scale, width: int, step: int, shift: int) -> range:
    """Times in view that are multiples of `step` once shifted."""
    return range(-(-(scale.left_ns + shift) // step) * step - shift, scale.t(width), step)
