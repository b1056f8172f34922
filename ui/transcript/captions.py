"""What the transcript says about itself, in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QObject

from app.core_api.transcript import Said, Speaker
from engine.units import SECOND
from ui.transcript.block import Block

REPETITION, NO_SPEECH, OUTSIDE_VOICE, LOW_CONFIDENCE, LOW_LEVEL, UNSURE_LANGUAGE = 1, 2, 4, 8, 16, 32


class Captions(QObject):
    """Short words and explanations. `me` is the id of this account."""

    def __init__(self) -> None:
        super().__init__()
        self.me = ""

    def speaker(self, speaker: Speaker | None) -> str:
        """The name of a speaker; empty if unknown."""
        if speaker is None:
            return ""
        if not speaker.untrusted_name:
            return self.tr("Voice {number}").format(number=speaker.group)
        if speaker.status in ("candidate", "disputed"):
            return f"{speaker.untrusted_name} ({self.status(speaker.status)})"
        return speaker.untrusted_name

    def status(self, status: str) -> str:
        """How sure a name is."""
        return {
            "candidate": self.tr("unconfirmed"),
            "disputed": self.tr("disputed"),
            "verified": self.tr("verified"),
        }.get(status, "")

    def notes(self, block: Block, row: int) -> tuple[tuple[str, bool], ...]:
        """Short words on an utterance; True for a warning."""
        flags = int(block.said.flags[row])
        found = [(text, True) for bit, text, _ in self._doubts() if flags & bit]
        if row in block.said.reworded:
            found.append((self.tr("edited"), False))
        return tuple(found)

    def tip(self, block: Block, row: int, word: int) -> str:
        """What is to be known of an utterance, and of the word pointed at; markup, evidence escaped."""
        said = block.said
        flags = int(said.flags[row])
        lines = [
            f"<b>{escape(short)}</b>: {escape(long)}" for bit, short, long in self._doubts() if flags & bit
        ]
        if word >= 0 and said.word_probability[word] >= 0:
            share = round(100 * float(said.word_probability[word]))
            lines.append(escape(self.tr("This word: {share} % confidence").format(share=share)))
        if reworded := said.reworded.get(row):
            who = self.tr("you") if reworded.author == self.me else reworded.author[:8]
            lines.append(escape(self.tr("Edited by {who}. Automatic transcript:").format(who=who)))
            lines.append(f"<i>{escape(reworded.machine_text)}</i>")
        else:
            share = round(100 * float(said.confidence[row]))
            lines.append(escape(self.tr("This line: {share} % confidence").format(share=share)))
        lines.append(escape(self.listened(float(block.mine[row]), float(block.others[row]), block.heard.who)))
        return "<p>" + "</p><p>".join(lines) + "</p>"

    def listened(self, mine: float, others: float, who: Sequence[str]) -> str:
        """Who listened to how much; people are distinguished by the beginning of their ids."""
        parts = []
        if mine > 0:
            parts.append(self.tr("You have listened to {share} % of it.").format(share=round(100 * mine)))
        if others > 0:
            names = ", ".join(name[:8] for name in who)
            text = self.tr("Others ({who}) have listened to {share} % of it.")
            parts.append(text.format(who=names, share=round(100 * others)))
        return " ".join(parts) or self.tr("Not listened to yet.")

    def heading(self, block: Block) -> str:
        """How much of an item was listened to, or why there is nothing to read."""
        if not len(block):
            return self.nothing(block.said)
        return self.tr("{share} % heard").format(share=round(100 * block.listened))

    def nothing(self, said: Said) -> str:
        """Why nothing, or not all, of an item can be read."""
        match said.state:
            case "no-sound":
                return self.tr("This item has no sound.")
            case "no-speech":
                return self.tr("No speech was found in this item.")
            case "not-yet" if said.share > 0:
                return self.tr("{share} % of the sound is analysed so far.").format(
                    share=round(100 * said.share)
                )
            case "not-yet":
                return self.tr("The sound is not analysed yet. Start the analysis under Jobs.")
            case "":
                return ""
        return self.tr(
            "A part could not be analysed ({reason}). See Jobs for details and retry it there."
        ).format(reason=said.state)

    def spoken(self, name: str, text: str, t_ns: int) -> str:
        """An utterance for a screen reader."""
        minutes, seconds = divmod(t_ns // SECOND, 60)
        when = self.tr("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds)
        return f"{when}. {name + ': ' if name else ''}{text}"

    def _doubts(self) -> tuple[tuple[int, str, str], ...]:
        return (
            (
                REPETITION,
                self.tr("repetition"),
                self.tr("The same words keep repeating; the speech recognition may be stuck in a loop."),
            ),
            (
                NO_SPEECH,
                self.tr("no speech?"),
                self.tr("Perhaps nobody is speaking here; such words are often invented by the model."),
            ),
            (
                OUTSIDE_VOICE,
                self.tr("no voice"),
                self.tr("Most of it lies where no voice was detected."),
            ),
            (
                LOW_CONFIDENCE,
                self.tr("uncertain"),
                self.tr(
                    "The speech recognition was unsure about most of these words. Listen before"
                    " you rely on them."
                ),
            ),
            (
                LOW_LEVEL,
                self.tr("quiet"),
                self.tr("The recording is very quiet here; it was made louder to be heard."),
            ),
            (
                UNSURE_LANGUAGE,
                self.tr("language?"),
                self.tr("Perhaps another language is spoken here. Listen before you rely on these words."),
            ),
        )
