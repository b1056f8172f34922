"""Language models behind one interface: Ollama, llama.cpp beside this process, any OpenAI-style server.

None is needed for anything but the optional summary. A model gets text and gives text; it has no tools,
sees no file, and nothing it says is believed before it is checked (`narrative.py`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import AimaError
from engine.models.llama import ModelFailed
from engine.models.packs import PackStore
from engine.models.tasks import Task
from gpu_backends.language import LanguageProcess

Schema = Mapping[str, Any]
TIMEOUT_SECONDS = 600.0


class ModelUnknown(AimaError):
    """A language model is named as ollama, ollama:NAME, llama, llama:FILE or openai:URL#NAME."""

    code = "model-unknown"
    exit_code = 2


class LanguageModel(ABC):
    """Answers one question with text that should follow a JSON schema; the caller checks whether it does."""

    name: str
    """What a dossier says wrote its summary."""

    @abstractmethod
    def ask(self, system: str, user: str, schema: Schema, most_tokens: int = 512) -> str:
        """The answer as it came, as repeatable as the model allows. Raises ModelFailed."""

    def close(self) -> None:  # noqa: B027  (nothing to let go of is a sound answer)
        """Let go of memory and connections. Idempotent."""

    def __enter__(self) -> LanguageModel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class OllamaModel(LanguageModel):
    """A model that an Ollama server holds, by Ollama's own client."""

    def __init__(self, model: str, host: str = "http://127.0.0.1:11434") -> None:
        import ollama

        self.name = f"{model} (Ollama)"
        self._model = model
        self._client = ollama.Client(host=host, timeout=TIMEOUT_SECONDS, trust_env=False)

    def ask(self, system: str, user: str, schema: Schema, most_tokens: int = 512) -> str:
        import httpx
        import ollama

        try:
            answer = self._client.chat(
                model=self._model,
                messages=_messages(system, user),
                format=dict(schema),
                options={"temperature": 0.0, "seed": 1, "num_predict": most_tokens},
            )
        except (ollama.ResponseError, ConnectionError, httpx.HTTPError, ValueError) as error:
            raise ModelFailed(self.name) from error
        return answer.message.content or ""


class OpenAiModel(LanguageModel):
    """A model behind a server with `POST URL/chat/completions`: OpenAI's, vLLM's, llama.cpp's."""

    def __init__(self, url: str, model: str = "default", key: str = "") -> None:
        import httpx

        self.name = f"{model} ({httpx.URL(url).host})"
        self._model = model
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # no proxy from the environment: what a case says goes to the server named and nowhere else
        self._client = httpx.Client(
            base_url=url.rstrip("/") + "/", headers=headers, timeout=TIMEOUT_SECONDS, trust_env=False
        )

    def ask(self, system: str, user: str, schema: Schema, most_tokens: int = 512) -> str:
        import httpx

        request = {
            "model": self._model,
            "messages": _messages(system, user),
            "max_tokens": most_tokens,
            "temperature": 0.0,
            "seed": 1,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)},
            },
        }
        try:
            answer = self._client.post("chat/completions", json=request)
            answer.raise_for_status()
            return str(answer.json()["choices"][0]["message"]["content"])
        except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as error:
            raise ModelFailed(self.name) from error

    def close(self) -> None:
        self._client.close()


class LlamaBeside(LanguageModel):
    """A GGUF file run by llama.cpp in a process of its own on this computer."""

    def __init__(self, path: Path) -> None:
        self.name = f"{path.parent.name or path.stem} (llama.cpp)"
        self._model = LanguageProcess(path)

    def ask(self, system: str, user: str, schema: Schema, most_tokens: int = 512) -> str:
        return self._model.chat(_messages(system, user), schema, most_tokens)

    def close(self) -> None:
        self._model.close()


def open_model(named: str, models: Path, key: str = "") -> LanguageModel:
    """The model a person named; `models` is the folder of packs. Raises ModelUnknown, ModelFailed."""
    kind, _, rest = named.partition(":")
    if kind == "ollama":
        return OllamaModel(rest or "qwen2.5:3b")
    if kind == "llama":
        return LlamaBeside(Path(rest) if rest else chosen_model(models))
    if kind == "openai" and rest:
        url, _, model = rest.partition("#")
        return OpenAiModel(url, model or "default", key)
    raise ModelUnknown(named)


def chosen_model(models: Path) -> Path:
    """The file of the language model that this deployment uses; it need not be there."""
    pack = PackStore(models).chosen(Task.LANGUAGE_MODEL)
    return models / pack.name / pack.fills(Task.LANGUAGE_MODEL).files["model"]


def _messages(system: str, user: str) -> list[dict[str, str]]:
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]
