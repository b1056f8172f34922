"""How long an attacker who has the account file would have to guess: an estimate from length and words alone.

Each guess costs about a second of one processor core (Argon2id), so about 40 bits take a workstation
thousands of years. No dictionary is used: words count as if everybody chose from the 2,000 most
common ones (11 bits), letters as what people choose freely (2 bits each after NIST SP 800-63 appendix A of
2006, a little more with digits and signs), and repetitions and runs such as `1234` as one character.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

WORD_BITS, LETTER_BITS, OTHER_BITS = 11.0, 2.0, 3.5
SHORTEST_WORD = 3
LEAST_CHARACTERS = 8
_ROWS = ("qwertzuiop", "qwertyuiop", "asdfghjkl", "yxcvbnm", "zxcvbnm")


class Level(Enum):
    """What the estimate means."""

    EMPTY = "empty"
    TOO_SHORT = "too-short"
    """Not taken."""
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


FAIR_BITS, STRONG_BITS = 30.0, 40.0


@dataclass(frozen=True, slots=True)
class Strength:
    """`bits` is the estimate, `words` how many different words were found."""

    level: Level
    bits: float
    words: int

    @property
    def taken(self) -> bool:
        return self.level not in (Level.EMPTY, Level.TOO_SHORT)


def strength(passphrase: str) -> Strength:
    """The lower of the two estimates counts where words are used."""
    parts = {p.lower() for p in passphrase.split() if len(p) >= SHORTEST_WORD and len(set(p.lower())) > 1}
    if not passphrase.strip():
        return Strength(Level.EMPTY, 0.0, 0)
    bits = _by_characters(passphrase)
    if len(parts) > 1:
        bits = max(min(bits, WORD_BITS * len(parts)), bits * 0.5)
    if len(passphrase) < LEAST_CHARACTERS:
        return Strength(Level.TOO_SHORT, bits, len(parts))
    level = Level.STRONG if bits >= STRONG_BITS else Level.FAIR if bits >= FAIR_BITS else Level.WEAK
    return Strength(level, bits, len(parts))


def _by_characters(text: str) -> float:
    bits, before = 4.0, ""
    for letter in text.lower():
        if not _follows(before, letter):
            bits += LETTER_BITS if letter.isalpha() or letter.isspace() else OTHER_BITS
        before = (before + letter)[-2:]
    return bits


def _follows(before: str, letter: str) -> bool:
    """Whether the letter repeats one of the two before it, or continues a run."""
    if not before:
        return False
    last = before[-1]
    if letter in before or abs(ord(letter) - ord(last)) == 1:
        return True
    return any(last + letter in row or letter + last in row for row in _ROWS)
