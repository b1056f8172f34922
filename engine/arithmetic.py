"""Which class of arithmetic a model ran with: equal input gives other last digits on other instructions.

A recogniser's words change with it too: a comma, a last word. So each unit says what it was computed with,
such as `ctranslate2 int8_float32 AVX2/AVX512-VNNI`: the library, what the weights were multiplied as, the
instructions its own kernels use, and the processor's best, which the libraries below it choose by
themselves. `onnxruntime AVX2` has no choice of its own.
"""

from __future__ import annotations

import os
import platform
import re
from functools import cache
from typing import NamedTuple

FORCE = "CT2_FORCE_CPU_ISA"
"""Environment variable by which CTranslate2 is told which of its kernels to use."""
GENERIC, AVX, AVX2, AVX512, NEON = "GENERIC", "AVX", "AVX2", "AVX512", "NEON"
VNNI = "AVX512-VNNI"
CUDA = "CUDA"
_COMPUTE = (
    "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16", "float32",
)  # fmt: skip
WORDS = frozenset(("ctranslate2", "onnxruntime", GENERIC, AVX, AVX2, AVX512, VNNI, NEON, CUDA, *_COMPUTE))
"""All that the description of a class can consist of: a worker can bring nothing else out in it."""


class Ran(NamedTuple):
    """Where a model lies (`cpu`, `cuda:<n>`) and how it computes there."""

    device: str
    arithmetic: str


@cache
def processor() -> str:
    """The best instructions this processor has, of those that change results."""
    return next(iter(reversed(_has())), GENERIC)


def kernels() -> tuple[str, ...]:
    """What CTranslate2 can be told to use on this processor (`FORCE`), the plainest first."""
    return (GENERIC, *(name for name in _has() if name != VNNI))


def chosen_kernels() -> str:
    """What CTranslate2 uses in this process: what it was told, else AVX2 at most, which it chooses itself."""
    own = [name for name in kernels() if name != AVX512]
    return os.environ.get(FORCE) or own[-1]


def of_ctranslate2(compute: str, device: str) -> Ran:
    """`compute`: the type the library says it computes in."""
    kernels_used = f"{chosen_kernels()}/{processor()}" if device == "cpu" else CUDA
    return Ran(device, f"ctranslate2 {compute} {kernels_used}")


def of_onnxruntime(device: str) -> Ran:
    return Ran(device, f"onnxruntime {processor() if device == 'cpu' else CUDA}")


def is_class(text: str) -> bool:
    """Whether a text says classes of arithmetic and nothing else; none is a class too."""
    return len(text) <= 300 and all(
        WORDS.issuperset(re.split("[ /]", each)) for each in text.split(", ") if text
    )


@cache
def _has() -> tuple[str, ...]:
    """Sets of instructions this processor has, the plainest first."""
    from numpy._core._multiarray_umath import __cpu_features__ as has  # type: ignore[import-not-found]

    if platform.machine().lower() in ("arm64", "aarch64"):
        return (NEON,)
    wanted = {
        AVX: ("AVX",),
        AVX2: ("AVX2", "FMA3"),
        AVX512: ("AVX512F", "AVX512CD", "AVX512VL", "AVX512BW", "AVX512DQ"),
        VNNI: ("AVX512F", "AVX512VL", "AVX512BW", "AVX512VNNI"),
    }
    return tuple(name for name, parts in wanted.items() if all(has.get(part, False) for part in parts))
