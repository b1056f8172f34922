"""What a stage is, what it is given, and how stages are found.

A stage is one file in `engine/stages/` named after it, with one subclass of `Stage`. No stage
imports another; it reads what earlier stages yielded through `source.upstream(name)`.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

import engine.stages
from engine.arithmetic import Ran
from engine.errors import Cancelled
from engine.media.channels import MIX, Channel, Ranges
from engine.media.damage import Harm
from engine.models.adapters import load
from engine.models.catalogue import Pack
from engine.models.packs import PackStore
from engine.models.sessions import opened
from engine.models.tasks import Task
from engine.records import Result, Schemas
from engine.units import Kind, Media, Sampling, Span
from engine.vectors import Space

Picture = npt.NDArray[np.uint8]
Vector = npt.NDArray[np.float32]
Kept = TypeVar("Kept")


class Scope(StrEnum):
    """STRETCH: a unit covers a segment of one stream. ITEM: one unit covers the whole item."""

    SEGMENT = "stretch"
    ITEM = "item"


class Reads(StrEnum):
    """What of the item itself a stage opens."""

    PICTURES = "pictures"
    SOUND = "sound"
    EITHER = "either"
    """Pictures or sound, whichever a stream holds; on streams of both."""
    CONTAINER = "container"
    NOTHING = "nothing"


class Frame(Protocol):
    """One picture, upright (rotation applied). Coordinates of findings are pixels of `width` × `height`."""

    @property
    def t_ns(self) -> int: ...
    @property
    def pts(self) -> int: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def exact(self) -> bool:
        """False where the decoder skipped work (loop filter): fit for detectors, not for showing."""
        ...

    def bgr(self, max_side: int | None = None) -> Picture:
        """uint8 `(h, w, 3)`, longer side at most `max_side` (None: as decoded); memoised per size.

        The scale back to full coordinates is `frame.width / picture.shape[1]`.
        """
        ...


class Source(Protocol):
    """One segment of one item, opened. Decodes each segment once, however many stages ask for it."""

    @property
    def kind(self) -> Kind: ...
    @property
    def span(self) -> Span: ...
    @property
    def stream(self) -> int: ...
    @property
    def sampling(self) -> Sampling: ...

    def frames(self, hz: float) -> Iterator[Frame]:
        """Pictures of the span, at most `hz` a second on a fixed grid, in order of time.

        `hz` must divide 5, the rate at which a segment is decoded. Under KEYFRAMES sampling the
        keyframes of the span, thinned to `hz`. An image is one frame at 0.
        """
        ...

    def exact_frames(self, span: Span) -> Iterator[Frame]:
        """Every picture of `span`, decoded without skipping; slow, for short spans."""
        ...

    def scene_keyframe(self, span: Span) -> int | None:
        """Time of a keyframe that alone can have brought a new picture in `span`; decodes nothing."""
        ...

    def sound(self, before_ns: int = 0, after_ns: int = 0, channel: int = MIX) -> Vector:
        """float32 mono 16 kHz of the span widened by the margins and clipped to the stream.

        Sample 0 lies at `max(0, span.start_ns - before_ns)`; missing sound is zeros. `channel`: a channel
        with a sound of its own, as `channels` numbers them, in place of all together.
        """
        ...

    def channels(self, before_ns: int = 0, after_ns: int = 0) -> Sequence[Channel]:
        """Of the same span, what to look for voices in: channels with a sound of their own, or all as one."""
        ...

    def recorded(self, before_ns: int = 0, after_ns: int = 0) -> Ranges:
        """Of the same span, which of its samples were decoded; the others are zeros that nobody recorded."""
        ...

    def upstream(self, stage: str) -> Result:
        """Tables of an earlier stage over this unit's span, joined in order of time."""
        ...

    def upstream_parts(self, stage: str) -> list[Result]:
        """The same, one result per unit (row numbers inside a result refer to that result)."""
        ...

    def harms(self) -> Sequence[Harm]:
        """Damage of this segment of the stream, in order of time."""
        ...

    @property
    def media(self) -> Media:
        """How the item is opened, for the probe alone."""
        ...


@dataclass(slots=True)
class Context:
    """What a stage may use besides its source."""

    settings: Mapping[str, Any]
    packs: PackStore
    models: Mapping[str, str] = field(default_factory=dict)
    """Task → pack of the unit at work; what is not named is filled as the deployment has it."""
    device: str = "cpu"
    batch: int = 8
    """Most pictures or windows at once; the worker lowers it after running out of memory."""
    cancelled: Callable[[], bool] = lambda: False
    kept: dict[str, Any] = field(default_factory=dict)
    """Loaded models, kept by the process from unit to unit."""
    used: set[Ran] = field(default_factory=set)
    """Where the models that the unit at work asked for lie, and how they compute."""
    _lies_on: dict[str, set[Ran]] = field(default_factory=dict)

    def check(self) -> None:
        """Raise Cancelled if the job was asked to stop. Call it at least every 200 ms of work."""
        if self.cancelled():
            raise Cancelled

    def keep(self, name: str, load: Callable[[], Kept]) -> Kept:
        """The object `load` makes, made once per process."""
        if name not in self.kept:
            self.kept[name] = load()
        value: Kept = self.kept[name]
        return value

    def pack(self, task: Task) -> Pack:
        """The pack that fills `task` for this unit. Raises PackError."""
        name = self.models.get(task.value)
        return self.packs.packs[name] if name else self.packs.chosen(task)

    def model(self, task: Task) -> Any:
        """The model for `task`, loaded once per process; what it can do is said by the task's adapters.

        Raises PackError.
        """
        pack = self.pack(task)
        files = pack.fills(task).files
        name = f"{pack.fills(task).adapter} {pack.digest} {sorted(files.items())}"
        before = len(opened)
        model = self.keep(name, lambda: load(pack, task, self.packs.files(pack.name, task), self.device))
        self.used |= self._lies_on.setdefault(name, set(opened[before:]))
        return model

    @property
    def ran_on(self) -> str:
        """Where the unit at work was computed: not on the processor if any of its models was not."""
        return self.device if {ran.device for ran in self.used} - {"cpu"} else "cpu"

    @property
    def arithmetic(self) -> str:
        """Classes of arithmetic of the models of the unit at work, parted by commas; "" without a model."""
        return ", ".join(sorted({ran.arithmetic for ran in self.used}))

    def space(self, task: Task) -> Space:
        """Where the vectors lie that this unit's pack for `task` gives. Raises PackError."""
        return self.pack(task).space(task)


class Stage(ABC):
    """A kind of analysis. Equal input, settings and model digests must give equal bytes."""

    name: ClassVar[str]
    version: ClassVar[int]
    """Raise it when the same input may give another output."""
    scope: ClassVar[Scope] = Scope.SEGMENT
    reads: ClassVar[Reads]
    kinds: ClassVar[frozenset[Kind]]
    after: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[Task, ...]] = ()
    """Tasks whose models it runs; which packs fill them is chosen per deployment, case or job."""
    spaces: ClassVar[tuple[Task, ...]] = ()
    """Tasks whose vectors it reads from earlier stages: it compares them as their space allows."""
    preview: ClassVar[bool] = False
    """Whether it also runs in the preview pass, on keyframes."""
    tables: ClassVar[Schemas]
    defaults: ClassVar[Mapping[str, Any]] = {}

    @abstractmethod
    def run(self, source: Source, context: Context) -> Result:
        """Analyse one unit; return exactly the tables declared in `tables`."""


@cache
def stages() -> Mapping[str, Stage]:
    """Every stage found in `engine/stages/`, by name, each after those it reads."""
    found: dict[str, Stage] = {}
    for module_info in pkgutil.iter_modules(engine.stages.__path__):
        module = importlib.import_module(f"engine.stages.{module_info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Stage) and value.__module__ == module.__name__:
                found[value.name] = value()
    return {name: found[name] for name in _in_order(found)}


def _in_order(found: Mapping[str, Stage]) -> list[str]:
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name not in ordered:
            for earlier in found[name].after:
                visit(earlier)
            ordered.append(name)

    # what reads either kind of stream looks at what was decoded for the others
    for name in sorted(found, key=lambda name: (found[name].reads is Reads.EITHER, name)):
        visit(name)
    return ordered
