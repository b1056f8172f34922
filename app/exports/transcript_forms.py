"""The forms of a transcript: plain text, SubRip, WebVTT, JSON. Each says what is sure and who worded it.

`[?]` marks words in doubt, `[✎]` words that a person wrote. What bears neither was recognised by a machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from app.cases.listening import Listening
from app.cases.transcript import Utterance
from app.operations.moments import timecode
from engine.units import SECOND

Namer = Callable[[Utterance], str]

DOUBTED, REWORDED = "[?] ", "[✎] "
KEY = (
    "NOTE Words were recognised by a machine. [?] in doubt, for the reasons noted before the cue; "
    "[✎] worded by a person.\n"
)


def mark(utterance: Utterance) -> str:
    """What stands before the words."""
    return REWORDED if utterance.edited_by else DOUBTED if utterance.doubts else ""


def as_text(utterances: Iterable[Utterance], name: Namer) -> str:
    """A line per utterance: time, who, what, marked as this module says."""
    lines = []
    for u in utterances:
        who = _one_line(name(u))
        words = mark(u) + _one_line(u.untrusted_text)
        lines.append(f"{timecode(u.moment.start_ns)}  {who + ': ' if who else ''}{words}")
    return "\n".join(lines) + ("\n" if lines else "")


def as_subtitles(utterances: Iterable[Utterance], name: Namer, form: str) -> str:
    """SubRip (`srt`) or WebVTT (`vtt`), with the marks of this module; WebVTT also notes each doubt.

    Text is written so that it can not act as markup or a new cue. A cue lasts a millisecond at least: WebVTT
    forbids one without a length.
    """
    blocks = ["WEBVTT\n", KEY] if form == "vtt" else []
    for number, u in enumerate(utterances, 1):
        start_ms = u.moment.start_ns * 1000 // SECOND
        end_ms = max(u.moment.end_ns * 1000 // SECOND, start_ms + 1)
        times = f"{_stamp(start_ms, form)} --> {_stamp(end_ms, form)}"
        text = (mark(u) + _one_line(u.untrusted_text)).replace("-->", "→")
        who = _one_line(name(u))
        if form == "vtt":
            text = _escaped(text)
            if u.doubts:
                blocks.append(f"NOTE {', '.join(u.doubts)}\n")
            blocks.append(f"{times}\n{f'<v {_escaped(who)}>' if who else ''}{text}\n")
        else:
            line = f"{who}: {text}" if who else text
            blocks.append(f"{number}\n{times}\n{line.replace('<', '‹').replace('>', '›')}\n")
    return "\n".join(blocks)


def as_records(
    utterances: Iterable[Utterance], name: Namer, listening: Listening
) -> list[Mapping[str, object]]:
    """One mapping per utterance, with its place, doubts, who corrected it and who listened to it."""
    return [
        {
            "start_ns": u.moment.start_ns,
            "end_ns": u.moment.end_ns,
            "uri": u.moment.uri,
            "speaker": name(u),
            "text": u.untrusted_text,
            "machine_text": u.machine_text,
            "language": u.language,
            "confidence": u.confidence,
            "doubts": list(u.doubts),
            "edited_by": u.edited_by,
            "listened_by": list(listening.to(u.moment)),
        }
        for u in utterances
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(t_ms: int, form: str) -> str:
    seconds, rest = divmod(t_ms, 1000)
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{clock}{'.' if form == 'vtt' else ','}{rest:03d}"
