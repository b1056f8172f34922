"""A language model in a process of its own.

Loading one holds Python's lock for seconds, in which the core would answer nobody; and a file that breaks
llama.cpp must not take the process along that holds the case.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from engine.models.llama import LlamaModel, ModelFailed
from gpu_backends import wire
from gpu_backends.programs import program


class LanguageProcess:
    """llama.cpp with one model file, from another process. Close it. Raises ModelFailed."""

    def __init__(self, path: Path) -> None:
        command, folder = program("--language", "gpu_backends.language")
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries print what they were asked there
            cwd=folder,
        )
        self._exchange({"model": str(path)})

    def chat(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], most_tokens: int) -> str:
        """As `LlamaModel.chat`."""
        asked = {
            "messages": [dict(m) for m in messages],
            "schema": dict(schema),
            "most_tokens": most_tokens,
        }
        return str(self._exchange(asked)["text"])

    def close(self) -> None:
        """End the process; it holds nothing that is not elsewhere. Idempotent."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(BinaryIO, pipe).close()

    def _exchange(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            wire.send(cast(BinaryIO, self._process.stdin), message)
            told = wire.receive(cast(BinaryIO, self._process.stdout))
        except (wire.WireBroken, OSError, ValueError):
            told = {}
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
