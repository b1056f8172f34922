"""Where a person is in the transcript, and what they have marked, word by word. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.operations.moments import timecode
from ui.transcript.block import Block
from ui.transcript.sheet import Sheet


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A word of an utterance, by its number in its block; -1 where the utterance has no words."""

    utterance: int
    word: int = -1


class Cursor:
    """Moves over what is shown. `at` is None until a person has been anywhere."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.at: Position | None = None
        self._from: Position | None = None
        self._known: tuple[str, int] | None = None
        """Item and time of the word, which find it again when utterances are renumbered."""

    def clear(self) -> None:
        self.at = self._from = self._known = None

    def put(self, at: Position, mark: bool = False) -> None:
        """Go to a word; with `mark` all between is marked."""
        self.at = at
        block, row = self._sheet.where(at.utterance)
        self._known = block.said.item_id, block.start_of(row, at.word)
        if not mark or self._from is None:
            self._from = at

    def step_line(self, lines: int, mark: bool = False) -> None:
        """Up (below 0) or down so many utterances."""
        shown = self._sheet.lines
        if self.at is None or not len(shown):
            return
        line = self._sheet.line_of(self.at.utterance)
        left, way = abs(lines), 1 if lines > 0 else -1
        found, line = line, line + way
        while 0 <= line < len(shown) and left:
            if shown[line] >= 0:
                found, left = line, left - 1
            line += way
        if found >= 0:
            self.put(self.first(int(shown[found])), mark)

    def step_word(self, way: int, mark: bool = False) -> None:
        """To the word before or behind, over the end of the utterance."""
        if self.at is None:
            return
        block, row = self._sheet.where(self.at.utterance)
        words = block.words(row)
        if self.at.word + way in words:
            self.put(Position(self.at.utterance, self.at.word + way), mark)
            return
        here = self.at
        self.step_line(way, mark)
        if way < 0 and self.at.utterance != here.utterance:
            self.put(self.last(self.at.utterance), mark)

    def ends(self, end: bool, mark: bool = False) -> None:
        """To the first or last word of the utterance."""
        if self.at is not None:
            self.put((self.last if end else self.first)(self.at.utterance), mark)

    def first(self, utterance: int) -> Position:
        """The first word of an utterance."""
        block, row = self._sheet.where(utterance)
        words = block.words(row)
        return Position(utterance, words.start if words else -1)

    def last(self, utterance: int) -> Position:
        block, row = self._sheet.where(utterance)
        words = block.words(row)
        return Position(utterance, words.stop - 1 if words else -1)

    @property
    def marked(self) -> tuple[Position, Position] | None:
        """First and last word that are marked; None where it is but the one the cursor is at."""
        if self.at is None or self._from is None or self.at == self._from:
            return None
        return min(self.at, self._from), max(self.at, self._from)

    def letters(self, utterance: int) -> tuple[int, int] | None:
        """Which letters of an utterance are marked."""
        span = self.marked
        if span is None or not span[0].utterance <= utterance <= span[1].utterance:
            return None
        block, row = self._sheet.where(utterance)
        begin, end = 0, len(block.text(row))
        if utterance == span[0].utterance and span[0].word >= 0:
            begin = block.letters(span[0].word)[0]
        if utterance == span[1].utterance and span[1].word >= 0:
            end = block.letters(span[1].word)[1]
        return begin, end

    def utterances(self) -> list[int]:
        """All that are marked and shown, or the one the cursor is at."""
        if self.at is None:
            return []
        low, high = self.marked or (self.at, self.at)
        between = self._sheet.lines
        chosen = between[(between >= low.utterance) & (between <= high.utterance)]
        return [int(u) for u in chosen]

    def recall(self) -> None:
        """Utterances were renumbered: go where we were; nothing stays marked."""
        known = self._known
        self.clear()
        if known is None or (at := self._sheet.number(known[0])) < 0 or not len(self._sheet.blocks[at]):
            return
        block = self._sheet.blocks[at]
        row = max(block.row_at(known[1]), 0)
        word = next((w for w in block.words(row) if block.start_of(row, w) >= known[1]), -1)
        found = Position(self._sheet.utterance(at, row), word)
        self.put(found if word >= 0 else self.first(found.utterance))


def copied(block: Block, row: int, letters: tuple[int, int] | None, name: str) -> str:
    """A line for the clipboard: when, who, what."""
    text = block.text(row)
    if letters is not None:
        text = text[slice(*letters)]
    return f"[{timecode(block.start_of(row))}] {name + ': ' if name else ''}{text}"
