"""Sound held in memory as the source of a unit, so that the same sound can be cut into units anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jiwer
import numpy as np

from engine.media.channels import MIX, Blocks, Channel, Heard, Ranges
from engine.media.damage import Harm
from engine.models.packs import PackStore
from engine.records import Result, Table
from engine.stage import Context, Stage, Vector, stages
from engine.units import SECOND, Kind, Sampling, Span

RATE = 16_000
ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
MEDIA = ROOT / ".aima" / "media"
KEPT: dict[str, Any] = {}


class HeldSound:
    """A `Source` over float32 samples at 16 kHz, mono or `(n, channels)`."""

    kind, stream, sampling = Kind.AUDIO, 0, Sampling.GRID

    def __init__(self, sound: Vector, span: Span, upstream: Mapping[str, Result]) -> None:
        self.all, self.span, self._upstream = sound, span, upstream

    def _heard(self, before_ns: int, after_ns: int) -> Heard:
        low, high = max(0, self.span.start_ns - before_ns), self.span.end_ns + after_ns
        low, high = low * RATE // SECOND, min(len(self.all), high * RATE // SECOND)
        blocks = Blocks(low, high - low)
        blocks.add(low, self.all[low:high].reshape(high - low, -1))
        return blocks.heard()

    def sound(self, before_ns: int = 0, after_ns: int = 0, channel: int = MIX) -> Vector:
        heard = self._heard(before_ns, after_ns)
        return heard.own[channel].sound if channel in heard.own else heard.mix

    def channels(self, before_ns: int = 0, after_ns: int = 0) -> Sequence[Channel]:
        return self._heard(before_ns, after_ns).channels()

    def recorded(self, before_ns: int = 0, after_ns: int = 0) -> Ranges:
        return self._heard(before_ns, after_ns).decoded

    def upstream(self, stage: str) -> Result:
        return self._upstream[stage]

    def upstream_parts(self, stage: str) -> list[Result]:
        return [self._upstream[stage]]

    def frames(self, hz: float) -> Iterator[Any]:
        return iter(())

    def exact_frames(self, span: Span) -> Iterator[Any]:
        return iter(())

    def scene_keyframe(self, span: Span) -> int | None:
        return None

    def container(self) -> Any:
        return None

    def harms(self) -> list[Harm]:
        return []

    @property
    def media(self) -> Any:
        return None


def spans(sound: Vector, seconds: int) -> list[Span]:
    """The segments a planner would cut."""
    end = len(sound) * SECOND // RATE
    return [Span(t, min(end, t + seconds * SECOND)) for t in range(0, end, seconds * SECOND)]


def run_unit(
    name: str, sound: Vector, span: Span, upstream: Mapping[str, Result] | None = None, batch: int = 8
) -> Result:
    stage = stages()[name]
    context = Context(stage.defaults, PackStore(ROOT / ".aima" / "models"), batch=batch, kept=KEPT)
    return stage.run(HeldSound(sound, span, upstream or {}), context)


def whole(sound: Vector) -> Span:
    return Span(0, len(sound) * SECOND // RATE)


def joined(name: str, parts: list[Result]) -> dict[str, Table]:
    stage: Stage = stages()[name]
    return {table: Table.joined(schema, [p[table] for p in parts]) for table, schema in stage.tables.items()}


def transcribe(sound: Vector, span: Span | None = None, batch: int = 8) -> Result:
    """Voice activity and transcription of one unit."""
    span = span or whole(sound)
    speech = run_unit("voice_activity", sound, span)
    return run_unit("transcription", sound, span, {"voice_activity": speech}, batch)


def speakers_of(sound: Vector, seconds: int = 120) -> tuple[dict[str, Table], Result]:
    """What the windows hold, and the speakers of the whole, with units of so many seconds."""
    found = {
        name: joined(name, [run_unit(name, sound, span) for span in spans(sound, seconds)])
        for name in ("voice_activity", "sound_events", "speaker_embeddings")
    }
    return found["speaker_embeddings"], run_unit("speakers", sound, whole(sound), found)


def turns_of(result: Result) -> list[tuple[float, float, str]]:
    """Start, end and speaker of each turn, in seconds."""
    columns = (result["turns"][name] for name in ("start_ns", "end_ns", "speaker"))
    return [(start / 1e9, end / 1e9, str(who)) for start, end, who in zip(*columns, strict=True)]


def heard_text(result: Result) -> str:
    return " ".join(result["utterances"]["text"])


def missed(said: str, heard: str) -> float:
    """Share of the words said that are not in what was heard, at their place; what was added does not count.

    Of plain words: commas, capitals and one word more or less differ between classes of arithmetic.
    """
    told = jiwer.process_words(plain(said), plain(heard))
    return float(told.deletions + told.substitutions) / len(plain(said).split())


def load(name: str) -> Vector:
    """Samples of a file of the test data or of the sample media."""
    import av

    path = DATA / name if (DATA / name).is_file() else MEDIA / name
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)


def spoken_truth() -> dict[str, str]:
    """What is said in each English sample, as plain words."""
    truth = json.loads((DATA / "truth" / "speech.json").read_text(encoding="utf-8"))
    texts = {name: entry["text"] for name, entry in truth.items() if isinstance(entry, dict)}
    lines = (MEDIA / "sample.stm").read_text(encoding="utf-8").splitlines()
    texts["sample.wav"] = " ".join(" ".join(line.split()[5:]) for line in lines)
    return texts


def plain(text: str) -> str:
    """Lower case words without punctuation, with the spellings of one word made equal."""
    text = text.lower().replace("mr.", "mister").replace("okay", "ok").replace("-", " ")
    return " ".join(re.sub(r"[^\w\s']", " ", text).split())
