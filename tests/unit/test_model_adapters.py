"""Code that runs packs of a layout: with graphs built here, since no registry holds such weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from engine.models.arcface import FaceEmbedder
from engine.models.scrfd import ScrfdDetector
from engine.models.silero import RATE
from engine.models.speech_windows import pack_windows
from engine.models.tasks import Task
from engine.models.whisper import Transcriber
from engine.models.whisper_files import in_memory, under_their_names
from engine.stage import Vector
from engine.vectors import Space
from tests.sounds import load
from tests.unit.test_own_packs import WIDTH, arcface

SIDE = 64
OUTPUTS = [(kind, stride) for kind in ("score", "bbox", "kps") for stride in (8, 16, 32)]
COLUMNS = {"score": 1, "bbox": 4, "kps": 10}
Seen = tuple[int, int, int, int, float, tuple[float, ...]]
"""Stride, row, column and anchor of a cell; score; distances to the left, upper, right and lower side."""


def scrfd(path: Path, seen: list[Seen], batched: bool) -> Path:
    """A network of SCRFD's layout that finds these faces in any picture of 64 × 64."""
    arrays: dict[tuple[str, int], npt.NDArray[np.float32]] = {
        (kind, stride): np.zeros((2 * (SIDE // stride) ** 2, COLUMNS[kind]), np.float32)
        for kind, stride in OUTPUTS
    }
    for stride, row, column, anchor, score, sides in seen:
        at = 2 * (row * (SIDE // stride) + column) + anchor
        arrays["score", stride][at] = score
        arrays["bbox", stride][at] = sides
        arrays["kps", stride][at] = np.arange(10) / 10
    nodes, outputs = [], []
    for (kind, stride), values in arrays.items():
        value = values[None] if batched else values
        name = f"{kind}_{stride}"
        nodes.append(helper.make_node("Constant", [], [name], value=numpy_helper.from_array(value)))
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, value.shape))
    picture = helper.make_tensor_value_info("input.1", TensorProto.FLOAT, [1, 3, "h", "w"])
    graph = helper.make_graph(nodes, "scrfd", [picture], outputs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(path))
    return path


@pytest.mark.parametrize("batched", [False, True])
def test_scrfd_is_decoded_as_its_authors_have_it(batched: bool, tmp_path: Path) -> None:
    seen: list[Seen] = [
        (8, 3, 2, 1, 0.9, (1.0, 2.0, 3.0, 4.0)),
        (8, 3, 2, 0, 0.8, (1.0, 2.0, 3.0, 4.1)),
        (32, 1, 1, 0, 0.7, (0.5, 0.5, 0.25, 0.25)),
        (16, 0, 0, 0, 0.3, (1.0, 1.0, 1.0, 1.0)),
    ]
    detector = ScrfdDetector(scrfd(tmp_path / "det.onnx", seen, batched))
    found = detector.find(np.zeros((50, 60, 3), np.uint8), 0.5)
    assert found.scores.tolist() == pytest.approx([0.9, 0.7])
    assert found.boxes.tolist() == [[8, 8, 40, 56], [16, 16, 40, 40]]
    assert found.points[0] == pytest.approx(np.array([16, 24]) + 0.8 * np.arange(10).reshape(5, 2))


def test_a_detector_without_points_is_not_taken_for_one_with(tmp_path: Path) -> None:
    path = scrfd(tmp_path / "det.onnx", [], batched=False)
    model = onnx.load(str(path))
    del model.graph.output[6:]
    onnx.save(model, str(path))
    with pytest.raises(ValueError, match="6 outputs"):
        ScrfdDetector(path)


def test_a_network_of_the_arcface_layout_sees_normalised_red_green_blue(tmp_path: Path) -> None:
    (tmp_path / "r.onnx").write_bytes(arcface())
    crop = np.random.default_rng(3).integers(0, 255, (112, 112, 3)).astype(np.uint8)
    found = FaceEmbedder(tmp_path / "r.onnx", mean=127.5, deviation=127.5).vectors([crop, crop], WIDTH)
    seen = (crop[:, :, ::-1].astype(np.float32) - 127.5) / 127.5
    small = seen.reshape(14, 8, 14, 8, 3).mean(axis=(1, 3)).transpose(2, 0, 1).ravel()
    weights = np.random.default_rng(1).standard_normal((WIDTH, 3 * 14 * 14)).astype(np.float32)
    expected: Vector = weights @ small
    assert found.shape == (2, WIDTH)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0)
    assert float(found[0] @ expected / np.linalg.norm(expected)) > 0.9999


def test_a_network_that_gives_other_vectors_than_its_pack_says_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "r.onnx").write_bytes(arcface())
    with pytest.raises(ValueError, match=r"\(1, 512\) instead of \(1, 128\)"):
        FaceEmbedder(tmp_path / "r.onnx").vectors([np.zeros((112, 112, 3), np.uint8)], 128)


def test_a_whisper_model_is_opened_whatever_its_files_are_called(models: Path, tmp_path: Path) -> None:
    pack = models / "speech-whisper-base"
    named = {
        "model": pack / "model.bin", "config": pack / "config.json", "tokenizer": pack / "tokenizer.json",
        "vocabulary": pack / "vocabulary.txt",
    }  # fmt: skip
    assert in_memory(named) is None
    (tmp_path / "weights.bin").symlink_to(named["model"])
    other = named | {"model": tmp_path / "weights.bin"}
    sound = load("sense_and_sensibility.flac")[: 5 * RATE]
    (window,) = pack_windows(np.array([[0, len(sound)]]), sound, 28 * RATE, open_start=False, open_end=False)

    def words(files: dict[str, Path]) -> list[str]:
        heard = Transcriber(files).hear(sound, [window], "en", 5, 1, lambda: None)
        return [word.text for passage in heard for word in passage.words]

    assert words(other) == words(named) != []


def test_large_models_bring_their_features_and_a_vocabulary_in_json(tmp_path: Path) -> None:
    files = {role: tmp_path / role for role in ("model", "config", "tokenizer", "preprocessor")}
    files["vocabulary"] = tmp_path / "words.json"
    assert set(under_their_names(files)) == {
        "model.bin", "config.json", "tokenizer.json", "vocabulary.json", "preprocessor_config.json",
    }  # fmt: skip


def test_spaces_are_kept_apart_by_how_pictures_are_prepared() -> None:
    assert Space("1" * 64, 512, "arcface") != Space("1" * 64, 512, "sface")
    assert Task("face embedding") is Task.FACE_EMBEDDING
