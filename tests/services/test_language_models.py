"""The contract of language models, kept by every adapter over its real wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from app.dossier.language_models import (
    LanguageModel,
    LlamaBeside,
    ModelUnknown,
    OllamaModel,
    OpenAiModel,
    open_model,
)
from engine.models.llama import LlamaModel, ModelFailed
from tests.services.ollama_wire import MODEL, ollama_server
from tests.services.tiny_model import write_tiny_model

YES_OR_NO = {
    "type": "object",
    "properties": {"answer": {"enum": ["yes", "no"]}},
    "required": ["answer"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("weights") / "tiny.gguf")


class LanguageModelContract:
    """Inherit it and give a `model` and one that is `out_of_reach`."""

    def test_the_answer_follows_the_schema(self, model: LanguageModel) -> None:
        answer = json.loads(model.ask("Answer.", "Is this a question?", YES_OR_NO, 64))
        assert answer in ({"answer": "yes"}, {"answer": "no"})

    def test_the_same_question_has_the_same_answer(self, model: LanguageModel) -> None:
        answers = {model.ask("Answer.", "Grün oder blau? 🌍", YES_OR_NO, 64) for _ in range(3)}
        assert len(answers) == 1

    def test_a_model_out_of_reach_is_a_named_error(self, out_of_reach: LanguageModel) -> None:
        with pytest.raises(ModelFailed):
            out_of_reach.ask("Answer.", "Anybody there?", YES_OR_NO, 64)

    def test_a_model_says_what_it_is(self, model: LanguageModel) -> None:
        assert model.name


class TestLlamaBeside(LanguageModelContract):
    @pytest.fixture
    def model(self, weights: Path) -> Iterator[LanguageModel]:
        with LlamaBeside(weights) as model:
            yield model

    @pytest.fixture
    def out_of_reach(self, weights: Path) -> LanguageModel:
        model = LlamaBeside(weights)
        model.close()
        return model

    def test_a_model_whose_process_dies_is_a_named_error(self, model: LlamaBeside) -> None:
        """What a broken model file does must not reach the process that holds the case."""
        (process,) = (p for p in psutil.Process().children() if "gpu_backends.language" in p.cmdline())
        process.kill()
        with pytest.raises(ModelFailed):
            model.ask("Answer.", "Anybody there?", YES_OR_NO, 64)

    def test_nobody_else_on_this_computer_can_ask_it(self, weights: Path) -> None:
        model = LlamaModel(weights)
        body = {"messages": [{"role": "user", "content": "Hello?"}], "max_tokens": 1}
        answer = httpx.post(f"{model.address}/v1/chat/completions", json=body, trust_env=False)
        model.close()
        assert answer.status_code == 401

    def test_a_file_that_is_no_model_is_a_named_error(self, tmp_path: Path) -> None:
        (tmp_path / "junk.gguf").write_bytes(b"GGUF" + bytes(100))
        for name in ("junk.gguf", "missing.gguf"):
            with pytest.raises(ModelFailed):
                LlamaBeside(tmp_path / name)


class TestOllama(LanguageModelContract):
    @pytest.fixture
    def model(self, weights: Path) -> Iterator[LanguageModel]:
        llama = LlamaModel(weights)
        with ollama_server(llama) as host:
            yield OllamaModel(MODEL, host)
        llama.close()

    @pytest.fixture
    def out_of_reach(self) -> LanguageModel:
        return OllamaModel(MODEL, "http://127.0.0.1:9")

    def test_a_model_the_server_does_not_have_is_a_named_error(self, weights: Path) -> None:
        llama = LlamaModel(weights)
        with ollama_server(llama) as host, pytest.raises(ModelFailed):
            OllamaModel("another", host).ask("Answer.", "Hello?", YES_OR_NO, 8)
        llama.close()


class TestOpenAiStyleServer(LanguageModelContract):
    """llama.cpp's own HTTP server, which speaks OpenAI's format."""

    @pytest.fixture
    def model(self, weights: Path) -> Iterator[LanguageModel]:
        llama = LlamaModel(weights, listen=True)
        with OpenAiModel(f"{llama.address}/v1", "tiny") as model:
            yield model
        llama.close()

    @pytest.fixture
    def out_of_reach(self) -> LanguageModel:
        return OpenAiModel("http://127.0.0.1:9/v1", "tiny")


def test_a_model_is_chosen_by_name(weights: Path, tmp_path: Path) -> None:
    assert open_model("ollama:qwen2.5", tmp_path).name == "qwen2.5 (Ollama)"
    assert open_model("openai:http://127.0.0.1:1/v1#big", tmp_path).name == "big (127.0.0.1)"
    with open_model(f"llama:{weights}", tmp_path) as model:
        assert isinstance(model, LlamaBeside)
    for wrong in ("", "gpt", "openai:"):
        with pytest.raises(ModelUnknown):
            open_model(wrong, tmp_path)
