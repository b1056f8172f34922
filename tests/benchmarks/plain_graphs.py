"""A pytest plugin: ONNX models run as they were written, not as ONNX Runtime would rewrite them.

    python -m pytest -p tests.benchmarks.plain_graphs tests/unit/test_objects.py

ONNX Runtime cannot be told which instructions to use. Without its rewriting of graphs sums are taken in
another order, so that results differ in their last digits as they do between processors. A test that fails
only so expects what depends on the arithmetic.
"""

from __future__ import annotations

from typing import Any

import onnxruntime

_Made = onnxruntime.InferenceSession


def _plain(path: Any, options: Any = None, **others: Any) -> Any:
    options = options or onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return _Made(path, options, **others)


onnxruntime.InferenceSession = _plain
