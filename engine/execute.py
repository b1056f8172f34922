"""Runs one unit, in whatever process this is, and turns every failure into a code that may travel."""

from __future__ import annotations

import logging
import time
import traceback

from engine.errors import AimaError, MediaError, OutOfMemory, StageBroken, StageUnknown
from engine.media.source import Reading, UnitSource
from engine.models.errors import PackMissing
from engine.records import pack
from engine.stage import Context, stages
from engine.units import UnitOutcome, UnitRequest, Verdict

logger = logging.getLogger(__name__)

SPARE_BYTES = 64 << 20
"""Less than this left, a failure to read says nothing about the file."""


def run_unit(request: UnitRequest, context: Context, reading: Reading) -> bytes:
    """Run the stage of `request` and return its packed tables. Raises AimaError, or what the stage raises."""
    stage = stages().get(request.stage)
    if stage is None or stage.version != request.version:
        raise StageUnknown(f"{request.stage}@{request.version}")
    if not context.packs.holds(request.digests):
        raise PackMissing(request.stage, how="`main.py models import`: the job asks for other model packs")
    context.settings, context.models, context.used = request.settings, request.models, set()
    result = stage.run(UnitSource(request, reading), context)
    if set(result) != set(stage.tables):
        raise StageBroken(f"{stage.name} yields {sorted(result)} instead of {sorted(stage.tables)}")
    return pack(result)


def attempt(request: UnitRequest, context: Context, reading: Reading, again: bool = False) -> UnitOutcome:
    """Run one unit; never raises. Only the error's code leaves, since messages may hold evidence.

    `again`: the unit has failed before. A stage that fails for a reason nobody foresaw is tried once more;
    when that fails too, the failure is final.
    """
    cpu, wall = time.process_time(), time.perf_counter()
    packed, code, passing = None, "", False
    try:
        packed = run_unit(request, context, reading)
    except AimaError as error:
        code, passing = error.code, error.passing
        if isinstance(error, MediaError) and _memory_is_short():
            code, passing = OutOfMemory.code, True  # decoders blame the file for memory they did not get
    except MemoryError:
        code, passing = OutOfMemory.code, True
    except Exception as error:
        code = _code_of(error)
        passing = code == OutOfMemory.code or not again
        frames = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)[-3:]]
        say = logger.info if passing else logger.error
        say("stage %s failed with %s at %s", request.stage, type(error).__name__, " < ".join(frames))
    return UnitOutcome(
        key=request.key,
        result=packed,
        error=code,
        device=context.ran_on,
        arithmetic=context.arithmetic,
        cpu_seconds=time.process_time() - cpu,
        wall_seconds=time.perf_counter() - wall,
        verdict=Verdict.RETRY if passing else Verdict.FINAL,
        lease=request.lease,
    )


def _memory_is_short() -> bool:
    """Whether this process could not get `SPARE_BYTES` more."""
    try:
        bytearray(SPARE_BYTES)
    except MemoryError:
        return True
    return False


def _code_of(error: Exception) -> str:
    """Model runtimes report a lack of memory under names of their own."""
    text = str(error).lower()
    scarce = (
        "bad_alloc", "out of memory", "failed to allocate", "cannot allocate", "insufficient memory",
        "failed to map segment", "can't start new thread", "pthread_create",
        "resource temporarily unavailable",
    )  # fmt: skip
    return OutOfMemory.code if any(word in text for word in scarce) else StageBroken.code
