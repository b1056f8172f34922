"""Memory that the window and its viewer share: a few slots for pictures, and no file with a name on Linux.

Where the kernel offers it the memory has no name at all and is inherited; it goes with the last of the two
processes, however they end. Elsewhere it has a name only until the viewer has attached it.
"""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np
import numpy.typing as npt

from gpu_backends.sealed_memory import sealed_memory

SLOTS = 6
SLOT_BYTES = 3840 * 2160 * 4
"""A screen of 4K. Only what is used becomes memory."""

Pixels = npt.NDArray[np.uint8]


class SharedPictures:
    """`SLOTS` pieces of `SLOT_BYTES`. Made by `create` on one side and `attach` on the other."""

    def __init__(self, memory: Any, descriptor: int, owner: SharedMemory | None) -> None:
        self._memory, self._descriptor, self._owner = memory, descriptor, owner

    @classmethod
    def create(cls) -> SharedPictures:
        size = SLOTS * SLOT_BYTES
        if sys.platform == "linux":
            descriptor = sealed_memory("pictures", size)
            return cls(mmap.mmap(descriptor, size), descriptor, None)
        named = SharedMemory(create=True, size=size)
        return cls(named.buf, -1, named)

    @classmethod
    def attach(cls, told: Mapping[str, Any]) -> SharedPictures:
        """From what `handle` says on the other side."""
        if told["descriptor"] >= 0:
            size = SLOTS * SLOT_BYTES
            shared = cls(mmap.mmap(told["descriptor"], size), -1, None)
            os.close(told["descriptor"])
            return shared
        named = SharedMemory(told["name"])
        return cls(named.buf, -1, named)

    @property
    def handle(self) -> Mapping[str, Any]:
        """What the other side attaches by."""
        return {"descriptor": self._descriptor, "name": self._owner.name if self._owner else ""}

    @property
    def inherited(self) -> tuple[int, ...]:
        """Descriptors the other process must be given."""
        return () if self._descriptor < 0 else (self._descriptor,)

    def attached(self) -> None:
        """The other side has it: from now on nobody else can."""
        if self._owner and sys.platform != "win32":
            self._owner.unlink()
        self._let_go()

    def slot(self, number: int, length: int) -> memoryview:
        """The first `length` bytes of a slot. Raises ValueError outside."""
        if not (0 <= number < SLOTS and 0 < length <= SLOT_BYTES):
            raise ValueError("no such slot")
        begin = number * SLOT_BYTES
        return memoryview(self._memory)[begin : begin + length]

    def write(self, number: int, pixels: Pixels) -> None:
        """Copy pixels to the beginning of a slot."""
        target = np.frombuffer(self.slot(number, pixels.nbytes), np.uint8).reshape(pixels.shape)
        np.copyto(target, pixels)

    def close(self) -> None:
        """Let go; a picture that is still painted keeps the memory until it is gone."""
        with suppress(BufferError):
            if self._owner:
                self._owner.close()
            else:
                self._memory.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
