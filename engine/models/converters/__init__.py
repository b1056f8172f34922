"""Conversions from published weights to ONNX, with numpy and onnx alone.

Each module has `convert(parts: Sequence[bytes]) -> bytes`. Equal bytes in give equal bytes out on
every machine: the result's hash is pinned in `resources/models.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Converter = Callable[[Sequence[bytes]], bytes]


def converter(name: str) -> Converter:
    """The conversion called `name` in `models.toml`; KeyError for an unknown one."""
    from engine.models.converters import (
        campplus,
        faces,
        imagenet_labels,
        mobilenet_v2,
        nanodet,
        segmentation,
        stale_inputs,
        yamnet,
    )

    known: dict[str, Converter] = {
        "campplus": campplus.convert,
        "imagenet-labels": imagenet_labels.convert,
        "mobilenet-v2": mobilenet_v2.convert,
        "nanodet": nanodet.convert,
        "segmentation": segmentation.convert,
        "sface": faces.convert_embedder,
        "stale-inputs": stale_inputs.convert,
        "yamnet": yamnet.convert,
        "yunet": faces.convert_detector,
    }
    return known[name]
