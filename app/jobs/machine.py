"""What this machine has for AIMA: device, packs, libraries, space. Changes and unlocks nothing."""

from __future__ import annotations

import ctypes
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Any

from engine.errors import AimaError
from engine.models.catalogue import Pack
from engine.models.packs import PackStore, how_to_get

GIB = 1 << 30
SPACE_LEAST, SPACE_WISHED, MEMORY_WISHED = GIB // 2, 10 * GIB, 4 * GIB
SYSTEM_LIBRARIES = {"libgomp1": "libgomp.so.1", "libstdc++6": "libstdc++.so.6", "zlib1g": "libz.so.1"}
SET_UP = "python packaging/bootstrap.py run"
PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
NVIDIA = ["nvidia-smi", "--query-gpu=index,name,memory.total,driver_version", "--format=csv,noheader,nounits"]
COUNT = "import ctranslate2; print(ctranslate2.get_cuda_device_count())"
PROVIDERS = "import onnxruntime; print(*onnxruntime.get_available_providers())"


class State(StrEnum):
    """GOOD; NOTE: works, with a limit that is named; MISSING: analysis needs it."""

    GOOD = "good"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `remedy` says how to get it, where something is to be done."""

    name: str
    state: State
    detail: str
    remedy: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def checks(home: Path, models: Path, use: frozenset[str], quick: bool = False) -> Iterator[Check]:
    """Everything looked at, in the order a person would want to read it."""
    yield _python()
    yield _libraries()
    yield _system_libraries()
    yield _processor()
    yield from graphics()
    yield from _packs(PackStore(models, use), quick)
    yield _space("space for cases", home)
    yield _space("space for models", models)
    yield _keyring()
    yield _sandbox()


def _python() -> Check:
    version = platform.python_version()
    detail = f"{version} on {platform.system()} {platform.release()}, {platform.machine()}"
    facts = {"version": version, "system": platform.system(), "machine": platform.machine()}
    if sys.version_info < (3, 11):  # noqa: UP036  (an older one can be made to start this)
        return Check("Python", State.MISSING, detail, "install Python 3.11 or later", facts)
    return Check("Python", State.GOOD, detail, facts=facts)


def _libraries() -> Check:
    """Against the list in pyproject.toml; a packaged program brings its own and has no such list."""
    if not PYPROJECT.is_file():
        return Check("libraries", State.GOOD, "part of this program")
    wanted = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    absent, other = [], []
    for requirement in wanted:
        name, _, version = re.split(r"\s*[;\[]", requirement)[0].partition("==")
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            absent.append(name)
            continue
        if version and found != version:
            other.append(f"{name} {found} instead of {version}")
    facts = {"absent": absent, "other_versions": other}
    if absent:
        return Check("libraries", State.MISSING, ", ".join(absent), SET_UP, facts)
    if other:
        return Check("libraries", State.NOTE, "; ".join(other), SET_UP, facts)
    return Check("libraries", State.GOOD, f"all {len(wanted)}", facts=facts)


def _system_libraries() -> Check:
    if not sys.platform.startswith("linux"):
        return Check("system libraries", State.GOOD, "none needed; video needs no ffmpeg program")
    absent = [package for package, file in SYSTEM_LIBRARIES.items() if not _loads(file)]
    if absent:
        remedy = f"apt-get install {' '.join(absent)} (Debian's names)"
        return Check("system libraries", State.MISSING, ", ".join(absent), remedy, {"absent": absent})
    return Check("system libraries", State.GOOD, "all there; video needs no ffmpeg program")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _processor() -> Check:
    import psutil

    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    memory = int(psutil.virtual_memory().total)
    detail = f"{cores} threads to use, {memory / GIB:.1f} GiB of memory"
    facts = {"threads": cores, "memory_bytes": memory}
    if memory < MEMORY_WISHED:
        return Check("processor", State.NOTE, detail, "use --workers 1: a worker may take 2 GiB", facts)
    return Check("processor", State.GOOD, detail, facts=facts)


class DeviceMissing(AimaError):
    """This computer has no such GPU, or none that AIMA's libraries can use. `doctor` lists what there is;
    without --device the processor does the work.
    """

    code = "device-missing"
    exit_code = 2


def check_device(device: str) -> None:
    """Raises DeviceMissing for a GPU (`cuda:<n>`) that is not there; a processor always is."""
    if device != "cpu" and int(device.partition(":")[2] or 0) >= _gpus():
        raise DeviceMissing


def _gpus() -> int:
    """GPUs that either of the two runtimes can use: speech runs on CTranslate2, the rest on ONNX Runtime.

    The models are opened on CUDA or on the processor and on nothing else: a GPU of another make is none here.
    """
    count = _output([sys.executable, "-c", COUNT]).strip()
    spoken = int(count) if count.isdecimal() else 0
    listed = len(_output(NVIDIA).strip().splitlines())
    return listed if listed > spoken and _has_cuda() else spoken


def _has_cuda() -> bool:
    return "CUDAExecutionProvider" in _output([sys.executable, "-c", PROVIDERS]).split()


def graphics() -> Iterator[Check]:
    """GPUs the driver tells of, and whether this ONNX Runtime can use them (`facts`: device, usable)."""
    listed = _output(NVIDIA)
    if not listed.strip():
        yield Check("GPU", State.GOOD, "none found; everything runs on the processor", facts={"gpus": []})
        return
    usable = _has_cuda()
    for line in listed.strip().splitlines():
        index, name, megabytes, driver = (part.strip() for part in line.split(","))
        facts = {"device": f"cuda:{index}", "memory_mb": int(megabytes), "driver": driver, "usable": usable}
        detail = f"cuda:{index} {name}, {int(megabytes) / 1024:.0f} GiB, driver {driver}"
        if usable:
            yield Check("GPU", State.GOOD, detail, facts=facts)
        else:
            remedy = "this ONNX Runtime has no CUDA: pip install onnxruntime-gpu in its place"
            yield Check("GPU", State.NOTE, detail, remedy, facts)


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _packs(store: PackStore, quick: bool) -> Iterator[Check]:
    installed = set(store.installed())
    damaged = {} if quick else {fault.pack: fault.error.code for fault in store.verify(*installed)}
    for name, pack in store.packs.items():
        yield _pack(pack, name in installed, damaged.get(name, ""), store.use)


def _pack(pack: Pack, installed: bool, damage: str, use: frozenset[str]) -> Check:
    facts = {"pack": pack.name, "licence": pack.licence, "base": pack.base, "installed": installed}
    title = f"{pack.name}, {pack.bytes / 1e6:.1f} MB, {pack.licence}"
    needed = State.MISSING if pack.base else State.NOTE
    if installed and damage:
        return Check("model pack", needed, f"{title}: damaged", how_to_get(pack), facts)
    if excluded := sorted(pack.forbids & use):
        refused = f"{title}: refused, its licence excludes {' and '.join(excluded)} use"
        return Check("model pack", needed, refused, f"the clause: “{pack.clause}”", facts)
    if not installed:
        kind = "missing" if pack.base else "not installed (optional)"
        return Check("model pack", needed, f"{title}: {kind}", how_to_get(pack), facts)
    return Check("model pack", State.GOOD, title, facts=facts)


def _space(name: str, folder: Path) -> Check:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    detail = f"{free / GIB:.1f} GiB free at {folder}"
    facts = {"folder": str(folder), "free_bytes": free}
    if free < SPACE_LEAST:
        return Check(name, State.MISSING, detail, "free some space: evidence is copied into the case", facts)
    if free < SPACE_WISHED:
        return Check(name, State.NOTE, detail, "evidence is copied into the case: mind its size", facts)
    return Check(name, State.GOOD, detail, facts=facts)


def _keyring() -> Check:
    import keyring

    found = keyring.get_keyring()
    kept = type(found).__module__
    facts = {"keyring": kept}
    if "fail" in kept or "null" in kept:
        return Check("keyring", State.NOTE, "none: the passphrase alone protects an account", facts=facts)
    return Check("keyring", State.GOOD, str(getattr(found, "name", kept)), facts=facts)


def _sandbox() -> Check:
    from gpu_backends.sandbox import describe

    told = describe()
    facts = {"measures": list(told.measures), "missing": list(told.missing)}
    if told.missing:
        detail = f"in force: {'; '.join(told.measures) or 'nothing'}; not: {'; '.join(told.missing)}"
        remedy = "analyse files of unknown origin on a Linux machine that has these, or in a virtual machine"
        return Check("sandbox", State.NOTE, detail, remedy, facts)
    return Check("sandbox", State.GOOD, "; ".join(told.measures), facts=facts)
