"""Reading weights out of PyTorch's files with numpy alone.

Both forms are pickles, and a pickle may run anything; this reader knows four names and refuses
every other. Format: torch/serialization.py (`_save`, `_legacy_save`) of PyTorch 1.0 to 2.13.
"""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.models.errors import PackDamaged

Weights = Mapping[str, npt.NDArray[Any]]

_STORAGES: dict[str, np.dtype[Any]] = {
    "FloatStorage": np.dtype("<f4"),
    "HalfStorage": np.dtype("<f2"),
    "DoubleStorage": np.dtype("<f8"),
    "LongStorage": np.dtype("<i8"),
    "IntStorage": np.dtype("<i4"),
}
_UNREADABLE = (pickle.UnpicklingError, LookupError, EOFError, ValueError, struct.error, zipfile.BadZipFile)
_LEGACY_MAGIC = 0x1950A86A20F9469CFC6C


@dataclass(slots=True)
class _Storage:
    dtype: np.dtype[Any]
    values: npt.NDArray[Any] | None = None


@dataclass(slots=True)
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def array(self) -> npt.NDArray[Any]:
        assert self.storage.values is not None
        values = self.storage.values[self.offset :]
        strides = tuple(step * values.itemsize for step in self.strides)
        return np.lib.stride_tricks.as_strided(values, self.shape, strides, writeable=False).copy()


def _rebuild_tensor(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> _Tensor:
    return _Tensor(storage, offset, shape, strides)


def _rebuild_parameter(tensor: _Tensor, *_: object) -> _Tensor:
    return tensor


class _Unpickler(pickle.Unpickler):
    """Knows tensors, parameters, ordered dictionaries and storages, and nothing else."""

    def __init__(self, stream: io.BytesIO, storage: Callable[[tuple[Any, ...]], _Storage]) -> None:
        super().__init__(stream)
        self._storage = storage

    def find_class(self, module: str, name: str) -> Any:
        known: dict[tuple[str, str], Any] = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
            ("torch._utils", "_rebuild_parameter"): _rebuild_parameter,
        }
        if (module, name) in known:
            return known[module, name]
        if module == "torch" and name in _STORAGES:
            return name
        raise PackDamaged("model weights", why=f"the file asks for {module}.{name}, which weights never need")

    def persistent_load(self, pid: Any) -> Any:
        return self._storage(pid)


def read_weights(data: bytes, entry: str | None = None) -> Weights:
    """Tensors of a `.pth`/`.pt` file by name, as arrays of their own type and shape.

    `entry` names the key under which a checkpoint keeps its state dictionary. Raises PackDamaged
    when the file asks for anything but tensors or is cut short.
    """
    try:
        top = _read_zip(data) if zipfile.is_zipfile(io.BytesIO(data)) else _read_legacy(data)
        state = top[entry] if entry else top
        return {name: value.array() for name, value in state.items() if isinstance(value, _Tensor)}
    except _UNREADABLE as error:
        raise PackDamaged("model weights", why=f"not a PyTorch file ({type(error).__name__})") from error


def _read_zip(data: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        [index] = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        root = index.removesuffix("data.pkl")

        def storage(pid: tuple[Any, ...]) -> _Storage:
            dtype = _STORAGES[pid[1]]
            return _Storage(dtype, np.frombuffer(archive.read(f"{root}data/{pid[2]}"), dtype))

        return _Unpickler(io.BytesIO(archive.read(f"{root}data.pkl")), storage).load()


def _read_legacy(data: bytes) -> Any:
    storages: dict[str, _Storage] = {}

    def storage(pid: tuple[Any, ...]) -> _Storage:
        return storages.setdefault(str(pid[2]), _Storage(_STORAGES[pid[1]]))

    stream = io.BytesIO(data)
    magic, _protocol, _system, top, keys = (_Unpickler(stream, storage).load() for _ in range(5))
    if magic != _LEGACY_MAGIC:
        raise ValueError(magic)
    for key in keys:
        (count,) = struct.unpack("<q", stream.read(8))
        dtype = storages[key].dtype
        storages[key].values = np.frombuffer(stream.read(count * dtype.itemsize), dtype, count)
    return top
