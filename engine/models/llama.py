"""A language model inside this process: llama.cpp through `xllamacpp`, on a GGUF file."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.errors import AimaError
from engine.models.adapters import Files, Options

CONTEXT_TOKENS = 4096


class ModelFailed(AimaError):
    """The language model did not answer. The dossier is complete without it: leave out --narrative."""

    code = "language-model-failed"
    exit_code = 7


class LlamaModel:
    """Answers in JSON of a given schema: the sampler can produce nothing else."""

    def __init__(
        self, path: Path, threads: int = 1, context_tokens: int = CONTEXT_TOKENS, listen: bool = False
    ) -> None:
        """`listen` opens the model to other programs of this computer, at `address`."""
        import xllamacpp

        if not path.is_file():
            raise ModelFailed(f"{path.name} is missing")
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx = context_tokens
        params.n_parallel = 1
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
        params.warmup = False
        params.verbosity = 0
        params.ui = False
        if not listen:
            # the library always opens a port of this computer: its key is given to nobody
            params.api_keys = [secrets.token_hex(32)]
        try:
            self._server = xllamacpp.Server(params)
            # a server that is closed before it has answered once waits for itself for ever
            self._server.handle_completions({"prompt": "a", "max_tokens": 1})
        except RuntimeError as error:
            raise ModelFailed(path.name) from error

    def chat(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], most_tokens: int) -> str:
        """The answer's text. Temperature 0 and a fixed seed. Raises ModelFailed."""
        form = {"name": "answer", "schema": dict(schema)}
        request = {
            "messages": [dict(m) for m in messages],
            "max_tokens": most_tokens,
            "temperature": 0.0,
            "seed": 1,
            "response_format": {"type": "json_schema", "json_schema": form},
        }
        answer = self._server.handle_chat_completions(request)
        if isinstance(answer, str | bytes):
            answer = json.loads(answer)
        try:
            return str(answer["choices"][0]["message"]["content"])
        except (KeyError, IndexError, TypeError) as error:
            raise ModelFailed from error

    @property
    def address(self) -> str:
        """Where llama.cpp's own HTTP server listens."""
        return str(self._server.listening_address)

    def close(self) -> None:
        """Free the model's memory."""
        del self._server


def load(files: Files, options: Options, device: str) -> LlamaModel:
    return LlamaModel(files["model"])
