"""A language model in a process of its own.

Loading one holds Python's lock for seconds, in which the core would answer nobody; and a file that breaks
llama.cpp must not take the process along that holds the case.
"""

from __future__ import annotations

import queue
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.models.llama import LlamaModel, ModelFailed
from gpu_backends import wire
from gpu_backends.child_process import CLOSING_SECONDS, ChildProcess
from gpu_backends.programs import program

LOADING_SECONDS, SECONDS_PER_TOKEN = 300.0, 5.0
"""How long a model may take to be loaded or to read what it is asked, and for each word it may answer."""


class LanguageProcess:
    """llama.cpp with one model file, from another process. Close it. Raises ModelFailed, also for a process
    that says nothing for much longer than an answer takes.
    """

    def __init__(self, path: Path, patience: float = LOADING_SECONDS) -> None:
        self._patience = patience
        self._told: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()
        command, folder = program("--language", "gpu_backends.language")
        self._process = ChildProcess(
            command, folder, self._told.put, lambda: self._told.put({}), name="language model"
        )
        self._exchange({"model": str(path)}, self._patience)

    def chat(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], most_tokens: int) -> str:
        """As `LlamaModel.chat`."""
        asked = {
            "messages": [dict(m) for m in messages],
            "schema": dict(schema),
            "most_tokens": most_tokens,
        }
        return str(self._exchange(asked, self._patience + SECONDS_PER_TOKEN * most_tokens)["text"])

    def close(self) -> None:
        """End the process; it holds nothing that is not elsewhere. Idempotent."""
        self._process.kill()
        self._process.wait(CLOSING_SECONDS)

    def _exchange(self, message: Mapping[str, Any], seconds: float) -> Mapping[str, Any]:
        told: Mapping[str, Any] = {}
        if not self._process.over:
            self._process.send(message)
            with suppress(queue.Empty):
                told = self._told.get(timeout=seconds)
        if not told.get("done"):
            self.close()
            raise ModelFailed
        return told


def serve() -> int:
    """Load what the first message names, then answer one question after the other."""
    reading, writing = wire.taken_over()
    with suppress(wire.WireBroken, BrokenPipeError):
        model: LlamaModel | None = None
        while True:
            asked = wire.receive(reading)
            try:
                if model is None:
                    model, told = LlamaModel(Path(asked["model"])), ""
                else:
                    told = model.chat(asked["messages"], asked["schema"], asked["most_tokens"])
            except ModelFailed:
                wire.send(writing, {"done": False})
            else:
                wire.send(writing, {"done": True, "text": told})
    return 0


if __name__ == "__main__":
    sys.exit(serve())
