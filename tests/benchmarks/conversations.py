"""Conversations built from recordings of single people: number of speakers, DER without collar, with overlap.

`python tests/benchmarks/conversations.py FOLDER [HALF ...]`: FOLDER holds the unpacked Debian packages of
`PACKAGES`, each in a folder of its name (`dpkg-deb -x`). HALF is `dev`, on which the ratio of
`engine/across/voice_parts.py` and the cosines of `engine/across/speaker_clusters.py` were chosen, or `test`
(the default), whose people, recordings and rooms nothing was chosen on. Turns, overlaps, levels, noise, echo
and band are made by `tests/made_conversations.py`: real voices, but no real conversations.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from engine.stage import Vector
from tests.diarization_error import Turns, diarization_error
from tests.made_conversations import Manner, conversation, without_edges
from tests.sounds import RATE, load, speakers_of, turns_of

PACKAGES = {
    "asterisk-core-sounds-en-wav": "2be3ea287d83299d", "asterisk-core-sounds-es-wav": "9283a09a6d56fccd",
    "asterisk-core-sounds-fr-wav": "8d4e1bc32ed5ba7f", "asterisk-core-sounds-it-wav": "5a26638089e134b8",
    "asterisk-core-sounds-ru-wav": "ccbfaebfa450b7a9", "asterisk-prompt-it-menardi-wav": "3094530d98f8758a",
    "asterisk-prompt-es-co": "6702696e04551469", "asterisk-prompt-fr-armelle": "162570b1a9b3512a",
    "tuxpaint-stamps-default": "6db6c1bfc870a47f", "fillets-ng-data-cs": "3ecef99b9456f1c8",
    "fillets-ng-data-nl": "afb4443fda9ab507",
}  # fmt: skip
"""Package of Debian 12, and how its SHA-256 begins."""
HALVES = {
    "dev": (
        "core-sounds-es-wav", "core-sounds-ru-wav", "prompt-it-menardi-wav", "prompt-fr-armelle",
        "stamp bg", "stamp el", "stamp ro", "cs m", "cs v",
    ),
    "test": (
        "core-sounds-en-wav", "core-sounds-fr-wav", "core-sounds-it-wav", "prompt-es-co",
        "stamp be", "stamp da", "stamp es", "stamp ru", "nl m", "nl v",
    ),
}  # fmt: skip
PEOPLE = (4, 2, 3, 1, 4, 5, 4, 2, 3, 4, 6, 1)
BANDS = ((150, 3800), (80, 8000), (100, 3400), (100, 3800))
MOST_S, LEAST_CLIP_S, MOST_CLIP_S, CLIPS = 75, 0.5, 12, 60
SPELT = re.compile("/(digits|letters|phonetic|silence)/")


def clips(folder: Path, person: str) -> list[Vector]:
    """Some 75 s of one person: the longer half of the recordings, without silence at their edges."""
    paths = sorted(_paths(folder, person), key=lambda path: (-path.stat().st_size, path.as_posix()))
    paths = paths[: max(CLIPS, len(paths) // 2)]
    random.Random(person).shuffle(paths)
    found: list[Vector] = []
    for path in paths:
        sound = without_edges(load(str(path)))
        if LEAST_CLIP_S * RATE < len(sound) < MOST_CLIP_S * RATE:
            found.append(sound)
        if sum(map(len, found)) > MOST_S * RATE:
            break
    return found


def _paths(folder: Path, person: str) -> list[Path]:
    package, _, who = person.partition(" ")
    if package == "stamp":
        return list((folder / "tuxpaint-stamps-default").rglob(f"*_desc_{who}.ogg"))
    if who:
        return list((folder / f"fillets-ng-data-{package}").rglob(f"*-{who}-*.ogg"))
    every = [p for end in ("wav", "gsm") for p in (folder / f"asterisk-{package}").rglob(f"*.{end}")]
    return [path for path in every if not SPELT.search(path.as_posix())]


def made(people: dict[str, list[Vector]], number: int) -> tuple[Vector, Turns]:
    """Conversation `number` of a half: who takes part, and how it was recorded, follow from the number."""
    draw = np.random.default_rng(number)
    count = PEOPLE[number % len(PEOPLE)]
    names: Sequence[str] = [str(name) for name in draw.permutation(sorted(people))[:count]]
    manner = Manner(
        seconds=float(draw.choice([40, 60, 90])) if count < 5 else 90.0,
        turn=((0.8, 8.0), (0.6, 5.0), (1.5, 12.0))[number % 3],
        overlap=(0.15, 0.3, 0.0)[number % 3],
        levels=(4, 8, 2)[number % 3],
        noise=(-32, -20, -26)[number // 2 % 3],
        band=BANDS[number % 4],
        echo=(0, 0.25, 0.4)[number // 3 % 3],
    )
    return conversation({name: people[name] for name in names}, number, manner)


def main() -> int:
    folder, halves = Path(sys.argv[1]), sys.argv[2:] or ["test"]
    failed = False
    for half in halves:
        people = {person: clips(folder, person) for person in HALVES[half]}
        rates, right = [], 0
        print(f"{half}: conversation  speakers found  DER    missed false confused")
        for number in range(len(PEOPLE)):
            sound, truth = made(people, number)
            found = turns_of(speakers_of(sound)[1])
            error = diarization_error(truth, found)
            real, heard = (len({who for _, _, who in turns}) for turns in (truth, found))
            shares = "  ".join(f"{x / error.speech:.3f}" for x in (error.missed, error.false, error.confused))
            print(f"{number:18}{real:10}{heard:6}  {error.rate:.3f}  {shares}", flush=True)
            rates.append(error.rate)
            right += real == heard
        print(
            f"number right in {right} of {len(rates)}, mean DER {np.mean(rates):.3f}, worst {max(rates):.3f}"
        )
        failed |= float(np.mean(rates)) > 0.25
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
