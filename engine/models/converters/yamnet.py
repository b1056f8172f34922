"""YAMNet (AudioSet, 521 classes), 8-bit, joined into one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import onnx

from engine.models.converters.graphs import serialised
from engine.models.errors import PackDamaged


def convert(parts: Sequence[bytes]) -> bytes:
    """The zip of `model.onnx` and `model.data` to one ONNX file; the numbers stay as they are.

    Input `audio` uint8 `(1, 1, 96, 64)`, output `class_scores` uint8 `(1, 521)`: quantised with the
    initialisers `audio_scale`, `audio_zero_point`, `class_scores_scale`, `class_scores_zero_point`.
    """
    with zipfile.ZipFile(io.BytesIO(parts[0])) as archive:
        names = {name.rsplit("/", 1)[-1]: name for name in archive.namelist()}
        model = onnx.load_from_string(archive.read(names["model.onnx"]))
        data = archive.read(names["model.data"])
    for weight in model.graph.initializer:
        if weight.data_location == onnx.TensorProto.EXTERNAL:
            where = {entry.key: entry.value for entry in weight.external_data}
            start, length = int(where.get("offset", 0)), int(where["length"])
            if where["location"] != "model.data" or start + length > len(data):
                raise PackDamaged("yamnet.onnx", why="its weights lie outside its own data file")
            weight.raw_data = data[start : start + length]
            weight.data_location = onnx.TensorProto.DEFAULT
            del weight.external_data[:]
    return serialised(model)
