"""Linux: network namespace, Landlock, seccomp, resource limits; nothing to install, no rights needed."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gpu_backends import landlock, seccomp
from gpu_backends.programs import ROOT
from gpu_backends.sandbox_terms import OPEN_FILES, OUTPUT_BYTES, Sandbox

PARENT_DEATH_SIGNAL, CAPABILITY_BOUND_DROP, NO_NEW_PRIVS = 1, 24, 38
NEW_USER, NEW_NET, NEW_IPC = 0x10000000, 0x40000000, 0x08000000
CAPABILITIES_VERSION = 0x20080522
CAPSET = {"x86_64": 126, "aarch64": 91}
ADDRESSES_PER_MEMORY, ADDRESSES_LEAST = 8, 16 << 30
"""Address space is a backstop only: libraries reserve much more of it than they use."""

SYSTEM_READABLE = (
    "/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime",
    "/usr/share/zoneinfo", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm",
    "/sys/devices/system", "/sys/fs/cgroup", "/dev/urandom", "/dev/random", "/dev/zero",
)  # fmt: skip
CUDA_READABLE = (
    "/usr/local/cuda", "/proc/driver/nvidia", "/proc/devices", "/proc/modules", "/sys/bus/pci",
    "/sys/devices", "/sys/module", "/etc/nvidia", "/usr/share/nvidia",
)  # fmt: skip

_libc = ctypes.CDLL(None, use_errno=True)


def confine(readable: Sequence[Path], memory_bytes: int, device: str) -> Sandbox:
    """Every measure in its order: privileges last, since the earlier ones may need them."""
    gpu = device != "cpu"
    measures: list[str] = []
    missing: list[str] = []

    def attempt(what: str, measure: Callable[[], None]) -> bool:
        try:
            measure()
        except OSError as error:
            missing.append(f"{what} ({os.strerror(error.errno or 0)})")
            return False
        measures.append(what)
        return True

    if (threads := len(os.listdir("/proc/self/task"))) > 1:  # noqa: PTH208  (counted, not walked)
        missing.append(f"files and network of {threads - 1} threads that ran before")
    attempt("no new privileges", lambda: _prctl(NO_NEW_PRIVS, 1))
    attempt("network namespace of its own", _leave_network)
    attempt("no capabilities", _drop_capabilities)
    attempt(_limits_in_words(memory_bytes, gpu), lambda: _limit(memory_bytes, gpu))
    devices = [Path("/dev/null"), *(sorted(Path("/dev").glob("nvidia*")) if gpu else ())]
    attempt(
        f"files by Landlock {landlock.version()}",
        lambda: landlock.restrict([*readable, *_own_readable(gpu)], devices),
    )
    # kernel: changed credentials clear this, so it comes after the capabilities are gone
    attempt("dies with its parent", lambda: _prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL))
    attempt("no sockets, programs or other processes by seccomp", lambda: seccomp.install(gpu))
    return Sandbox(tuple(measures), tuple(missing))


def _own_readable(gpu: bool) -> Iterator[Path]:
    """What Python, the libraries and the engine themselves still load after the door is shut."""
    yield from (Path(p) for p in SYSTEM_READABLE)
    if gpu:
        yield from (Path(p) for p in CUDA_READABLE)
    yield from (Path(p).resolve() for p in {sys.prefix, sys.base_prefix, sys.exec_prefix})
    # only the code: the checkout may also hold cases
    yield from (ROOT / folder for folder in ("engine", "gpu_backends", "resources"))
    for entry in sys.path:
        path = Path(entry).resolve()
        if path != ROOT and path not in ROOT.parents and path != Path.cwd():
            yield path


def _leave_network() -> None:
    """A network namespace without any device up, alone or inside a user namespace of its own."""
    user, group = os.getuid(), os.getgid()
    if _libc.unshare(NEW_USER | NEW_NET | NEW_IPC) == 0:
        for name, text in (
            ("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1"),
        ):  # fmt: skip
            Path("/proc/self", name).write_text(text, encoding="ascii")
    elif _libc.unshare(NEW_NET) != 0:
        _raise()


def _drop_capabilities() -> None:
    for capability in range(64):
        if _libc.prctl(CAPABILITY_BOUND_DROP, capability, 0, 0, 0) != 0:
            break  # past the last one, or not ours to drop
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    nothing = (ctypes.c_uint32 * 6)()
    number = CAPSET.get(os.uname().machine)
    if number is None or _libc.syscall(number, header, nothing) != 0:
        _raise()


def _limit(memory_bytes: int, gpu: bool) -> None:
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: OUTPUT_BYTES if gpu else 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    if not gpu:
        # private writable memory, mapped or not yet touched: near what becomes resident, while
        # reserved addresses and mapped model files do not count
        wanted[resource.RLIMIT_DATA] = memory_bytes
        wanted[resource.RLIMIT_AS] = max(memory_bytes * ADDRESSES_PER_MEMORY, ADDRESSES_LEAST)
    for limit, value in wanted.items():
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))


def _limits_in_words(memory_bytes: int, gpu: bool) -> str:
    memory = "memory only as the parent watches it" if gpu else f"memory {memory_bytes >> 20} MB"
    output = f"files up to {OUTPUT_BYTES >> 20} MB" if gpu else "no output but its pipe"
    return f"{memory}, {output}, {OPEN_FILES} open files"


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        _raise()


def _raise() -> None:
    error = ctypes.get_errno()
    raise OSError(error, os.strerror(error))
