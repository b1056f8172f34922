"""Opening ONNX models the one way AIMA does: one thread, the same answer every time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.arithmetic import Ran, of_onnxruntime

if TYPE_CHECKING:
    import onnxruntime

_ERRORS_ONLY = 3
opened: list[Ran] = []
"""Where the models of this process really came to lie and how they compute, in the order of opening."""


def open_session(path: Path | str, device: str = "cpu") -> onnxruntime.InferenceSession:
    """An inference session on `device` (`cpu`, `cuda` or `cuda:<n>`); `opened` says where it came to lie.

    One thread per session: on a processor, sessions in several processes beat threads in one.
    CUDA is used where this build of ONNX Runtime has it, with TF32 and algorithm search off so that
    results repeat and stay close to the CPU's; otherwise the CPU.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = _ERRORS_ONLY
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(path), options, providers=_providers(device))
    opened.append(of_onnxruntime(device if session.get_providers()[0] != "CPUExecutionProvider" else "cpu"))
    return session


def _providers(device: str) -> list[Any]:
    import onnxruntime

    if device.startswith("cuda") and "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        settings = {
            "device_id": int(device.partition(":")[2] or 0),
            "use_tf32": 0,
            "cudnn_conv_algo_search": "HEURISTIC",
            "arena_extend_strategy": "kSameAsRequested",
        }
        return [("CUDAExecutionProvider", settings), "CPUExecutionProvider"]
    return ["CPUExecutionProvider"]
