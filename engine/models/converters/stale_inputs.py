"""Dropping graph inputs that nobody feeds and weights that nothing reads.

Old exporters list every weight as an input too, which stops the runtime from fusing; the
quantised files even list weights that are no longer there, which stops it from loading.
"""

from __future__ import annotations

from collections.abc import Sequence

import onnx

from engine.models.converters.graphs import serialised


def convert(parts: Sequence[bytes]) -> bytes:
    """The same ONNX model with those inputs that a node reads and no weight fills, and read weights only."""
    model = onnx.load_from_string(parts[0])
    filled = {weight.name for weight in model.graph.initializer}
    read = {name for node in model.graph.node for name in node.input}
    kept = [entry for entry in model.graph.input if entry.name in read and entry.name not in filled]
    del model.graph.input[:]
    model.graph.input.extend(kept)
    weights = [weight for weight in model.graph.initializer if weight.name in read]
    del model.graph.initializer[:]
    model.graph.initializer.extend(weights)
    return serialised(model)
