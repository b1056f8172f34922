"""What is reported of an exception: an AIMA error by its text, a foreign one only by where it happened."""

from __future__ import annotations

import errno
import inspect
import traceback
from functools import cache
from pathlib import Path

from app.core_api.protocol import Failed
from app.store.database import DiskFull
from engine.errors import AimaError


def failed(error: BaseException) -> Failed:
    """The message of a foreign exception may quote evidence, so it is not passed on."""
    if isinstance(error, AimaError):
        facts = {name: str(value) for name, value in error.facts.items()}
        return Failed(error.code, str(error).removeprefix(f"{error.detail}: "), error.detail, facts)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Failed(DiskFull.code, str(DiskFull()))
    what = f"{type(error).__name__} at {place(error)}"
    return Failed(AimaError.code, f"{what}. {_ADVICE}", facts={"what": what})


def by_code(code: str) -> Failed:
    """What a code that was stored or came out of a sandbox means to a person."""
    known = _known().get(code)
    return Failed(code, str(known()) if known else _ADVICE)


@cache
def _known() -> dict[str, type[AimaError]]:
    """Errors by code; of several with one code the store's, and of a class and its own the special one."""
    found: dict[str, type[AimaError]] = {DiskFull.code: DiskFull}
    waiting = [AimaError]
    while waiting:
        error = waiting.pop(0)
        if issubclass(error, found.setdefault(error.code, error)):
            found[error.code] = error
        waiting += error.__subclasses__()
    return found


def place(error: BaseException) -> str:
    """Where an exception was raised, innermost first."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))


_ADVICE = " ".join(inspect.cleandoc(AimaError.__doc__ or "").split())
