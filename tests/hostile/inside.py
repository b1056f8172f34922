"""What a file can try that has taken over the process which parses it: each attempt, inside the real sandbox.

    python -m tests.hostile.inside GIVEN SECRET [no-namespace] [landlock-1]

`GIVEN` is the one file it may read; `SECRET` a folder of the same person that it may not. One JSON object per
attempt comes out: its group, what was tried, and how it ended: the name of the error, or `done`.
"""

from __future__ import annotations

import ctypes
import errno
import json
import mmap
import os
import resource
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from gpu_backends import landlock, sandbox_linux, seccomp
from gpu_backends.sandbox import enter

MEMORY_BYTES = 512 << 20
LAST_CALL = 470
NEVER_RETURNS = {15, 60, 231, 335, 336}
"""rt_sigreturn, exit, exit_group: allowed, and no attempt; two that the kernel's own probes make, of which it
asks no filter and for which it ends any other process.
"""

_libc = ctypes.CDLL(None, use_errno=True)
Attempt = tuple[str, str, Callable[[], Any]]


def call(number: int, *arguments: Any) -> int:
    """A raw system call. Raises OSError."""
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def network() -> Iterator[Attempt]:
    for name, family, kind in (
        ("TCP", socket.AF_INET, socket.SOCK_STREAM), ("UDP", socket.AF_INET, socket.SOCK_DGRAM),
        ("TCP over IPv6", socket.AF_INET6, socket.SOCK_STREAM), ("local", socket.AF_UNIX, socket.SOCK_STREAM),
        ("netlink", socket.AF_NETLINK, socket.SOCK_RAW), ("packet", socket.AF_PACKET, socket.SOCK_RAW),
        ("virtual machine", socket.AF_VSOCK, socket.SOCK_STREAM), ("raw", socket.AF_INET, socket.SOCK_RAW),
    ):  # fmt: skip
        yield "network", f"open a socket: {name}", lambda f=family, k=kind: socket.socket(f, k)  # type: ignore[misc]
    yield "network", "a pair of sockets", socket.socketpair
    yield "network", "look up a name", lambda: socket.getaddrinfo("example.org", 80)
    yield "network", "io_uring", lambda: call(425, 8, ctypes.create_string_buffer(200))


def files(given: Path, secret: Path) -> Iterator[Attempt]:
    proc = Path(f"/proc/{os.getppid()}")
    beside = given.parent / "another item"
    for name, path in (
        ("another item of the case", beside), ("the account", secret / "account.json"),
        ("the database", secret / "case.db"), ("a key of the person", Path.home() / ".ssh" / "id_ed25519"),
        ("accounts of the computer", Path("/etc/passwd")), ("memory of the parent", proc / "mem"),
        ("environment of the parent", proc / "environ"), ("the kernel", Path("/proc/kallsyms")),
        ("the way around by /proc", Path(f"/proc/self/root{secret}/case.db")), ("a disk", Path("/dev/vda")),
        ("the terminal", Path("/dev/tty")), ("the log of the kernel", Path("/dev/kmsg")),
    ):  # fmt: skip
        yield "files", f"read {name}", lambda p=path: p.read_bytes()[:1]  # type: ignore[misc]
    for name, folder in (("the case", given.parent), ("processes", Path("/proc")), ("home", Path.home())):
        yield "files", f"list {name}", lambda p=folder: os.listdir(p)  # type: ignore[misc]  # noqa: PTH208
    for folder in (given.parent, Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"), Path.cwd()):
        yield "files", f"write to {folder.name}", lambda p=folder: (p / "left").write_bytes(b"x")  # type: ignore[misc]
    changes: dict[str, Callable[[], Any]] = {
        "append to it": lambda: given.open("ab"),
        "cut it": lambda: os.truncate(given, 0),
        "remove it": lambda: os.unlink(given),  # noqa: PTH108
        "rename it": lambda: os.rename(given, f"{given}2"),  # noqa: PTH104
        "link it": lambda: os.link(given, f"{given}2"),
        "link to it": lambda: os.symlink(given, f"{given}2"),  # noqa: PTH211
        "change its rights": lambda: os.chmod(given, 0o666),  # noqa: PTH101
        "change its owner": lambda: os.chown(given, 1, 1),
        "change its time": lambda: os.utime(given),
        "give it an attribute": lambda: os.setxattr(given, "user.x", b"1"),
        "read its attributes": lambda: os.listxattr(given),
        "lock it": lambda: call(73, os.open(given, os.O_RDONLY), 2),
        "watch its folder": lambda: call(254, call(253), str(given.parent).encode(), 0x100),
        "make a folder beside it": lambda: os.mkdir(given.parent / "new"),  # noqa: PTH102
        "make a fifo beside it": lambda: os.mkfifo(given.parent / "new"),
        "leave its root": lambda: os.chroot("/"),
        "go elsewhere": lambda: os.chdir("/tmp"),
        "change the mask of rights": lambda: call(95, 0),
        "splice into it": lambda: call(275, 0, 0, 1, 0, 1, 0),
        "open by a handle": lambda: call(304, -100, ctypes.create_string_buffer(64), 0),
    }
    for name, change in changes.items():
        yield "the file itself", name, change


def processes() -> Iterator[Attempt]:
    parent = os.getppid()
    info = ctypes.create_string_buffer(struct.pack("iii", 0, 0, -1) + b"\0" * 116)
    unlimited = (resource.RLIM_INFINITY,) * 2
    tries: dict[str, Callable[[], Any]] = {
        "fork": os.fork,
        "vfork": lambda: call(58),
        "start a program": lambda: os.execv("/bin/true", ["true"]),
        "start one from memory": lambda: call(322, 0, b"", 0, 0, 0x1000),
        "spawn a program": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "a process by clone": lambda: call(56, signal.SIGCHLD, 0, 0, 0, 0),
        "a process by clone3": lambda: call(435, ctypes.create_string_buffer(88), 88),
        "ask whether the parent is there": lambda: os.kill(parent, 0),
        "kill the parent": lambda: os.kill(parent, 9),
        "kill its group": lambda: os.killpg(0, 9),
        "kill everything": lambda: os.kill(-1, 9),
        "kill a thread of it": lambda: call(200, parent, 9),
        "kill a thread of its group": lambda: call(234, parent, parent, 9),
        "queue a signal": lambda: call(129, parent, 9, info),
        "queue one to a thread": lambda: call(297, parent, parent, 9, info),
        "a handle of the parent": lambda: os.pidfd_open(parent),
        "a signal by handle": lambda: call(424, 0, 9, 0, 0),
        "trace the parent": lambda: call(101, 16, parent, 0, 0),
        "read its memory": lambda: call(310, parent, 0, 0, 0, 0, 0),
        "write its memory": lambda: call(311, parent, 0, 0, 0, 0, 0),
        "compare with it": lambda: call(312, parent, parent, 0, 0, 0),
        "read its limits": lambda: resource.prlimit(parent, resource.RLIMIT_CPU),
        "limit its time": lambda: resource.prlimit(parent, resource.RLIMIT_CPU, (1, 1)),
        "limit what it writes": lambda: resource.prlimit(parent, resource.RLIMIT_FSIZE, (0, 0)),
        "give it core dumps": lambda: resource.prlimit(parent, resource.RLIMIT_CORE, unlimited),
        "slow it down": lambda: os.setpriority(os.PRIO_PROCESS, parent, 19),
        "read its priority": lambda: os.getpriority(os.PRIO_PROCESS, parent),
        "take its processors": lambda: os.sched_setaffinity(parent, {0}),
        "make it idle": lambda: os.sched_setscheduler(parent, os.SCHED_IDLE, os.sched_param(0)),
        "its schedule": lambda: os.sched_getscheduler(parent),
        "its group": lambda: os.getpgid(parent),
        "leave its group": lambda: os.setpgid(0, 0),
        "a session of its own": os.setsid,
        "signals by a file": lambda: call(72, 0, 8, parent),
        "signals by a file, of another kind": lambda: call(72, 0, 10, 9),
        "live on without the parent": lambda: call(157, 1, 0, 0, 0, 0),
        "be readable": lambda: call(157, 4, 1, 0, 0, 0),
        "let anybody trace it": lambda: call(157, 0x59616D61, -1, 0, 0, 0),
        "adopt orphans": lambda: call(157, 36, 1, 0, 0, 0),
    }
    for name, attempt in tries.items():
        yield "other processes", name, attempt


def memory() -> Iterator[Attempt]:
    shared = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS
    tries: dict[str, Callable[[], Any]] = {
        "shared memory without a name": lambda: mmap.mmap(-1, 1 << 20, flags=shared),
        "a file in memory": lambda: os.memfd_create("x"),
        "a secret one": lambda: call(447, 0),
        "System V memory": lambda: call(29, 0, 1 << 20, 0o1600),
        "System V messages": lambda: call(68, 0, 0o1600),
        "System V semaphores": lambda: call(64, 0, 1, 0o1600),
        "POSIX messages": lambda: call(240, b"x", os.O_CREAT | os.O_RDWR, 0o600, 0),
        "more than its limit": lambda: bytearray(MEMORY_BYTES * 2),
        "a higher limit": lambda: resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY,) * 2),
        "page faults of its own": lambda: call(323, 0),
        "memory that stays": lambda: call(151, 1),
        "swap": lambda: call(167, b"/tmp/x", 0),
        "more files than its limit": lambda: [os.dup(0) for _ in range(300)],
    }
    for name, attempt in tries.items():
        yield "memory", name, attempt


def system() -> Iterator[Attempt]:
    tries: dict[str, Callable[[], Any]] = {
        "mount": lambda: call(165, b"none", b"/tmp", b"tmpfs", 0, 0),
        "a mount of the new kind": lambda: call(430, b"tmpfs", 0),
        "a user namespace": lambda: call(272, 0x10000000),
        "another namespace": lambda: call(308, 3, 0),
        "another root": lambda: call(155, b"/", b"/"),
        "another filter": lambda: call(317, 1, 0, 0),
        "other Landlock rules": lambda: call(444, 0, 0, 1),
        "a program in the kernel": lambda: call(321, 0, ctypes.create_string_buffer(100), 100),
        "counters of the processor": lambda: call(298, 0, 0, -1, -1, 0),
        "the ring of keys": lambda: call(250, 0, -3, 1),
        "a key": lambda: call(248, b"user", b"x", b"y", 1, -3),
        "a module": lambda: call(313, 0, b"", 0),
        "another kernel": lambda: call(246, 0, 0, 0, 0),
        "restart": lambda: call(169, 0, 0, 0, 0),
        "the clock": lambda: call(227, 0, ctypes.create_string_buffer(16)),
        "the host's name": lambda: call(170, b"x", 1),
        "the log of the kernel": lambda: call(103, 3, ctypes.create_string_buffer(100), 100),
        "input and output ports": lambda: call(172, 3),
        "another person": lambda: os.setuid(1),
        "capabilities": lambda: call(126, 0, 0),
        "another personality": lambda: call(135, 0x0040000),
        "accounting": lambda: call(163, 0),
        "quotas": lambda: call(179, 0, 0, 0, 0),
        "a timer that signals": lambda: call(222, 0, 0, 0),
        "an alarm": lambda: call(37, 1),
        "type into the terminal": lambda: call(16, 0, 0x5412, ctypes.create_string_buffer(b"x")),
        "a device's control": lambda: call(16, 0, 0x4B30, 0),
    }
    for name, attempt in tries.items():
        yield "the system", name, attempt


def unlisted() -> Iterator[Attempt]:
    """Every call that this kernel may know and the filter does not list."""
    column = 0
    checked = (seccomp.CLONE, seccomp.CLONE3, seccomp.PRCTL, seccomp.IOCTL, seccomp.FCNTL, seccomp.MMAP,
               seccomp.PRLIMIT, seccomp.TGKILL, seccomp.GETAFFINITY, seccomp.GETPARAM,
               seccomp.GETSCHEDULER, seccomp.GETPRIORITY)  # fmt: skip
    listed = {numbers[column] for numbers in (*seccomp.ALLOWED.values(), *checked)} | NEVER_RETURNS
    for number in range(LAST_CALL):
        if number not in listed:
            yield "calls that are not listed", f"call {number}", lambda n=number: call(n, 0, 0, 0, 0, 0, 0)  # type: ignore[misc]


def allowed(given: Path) -> Iterator[Attempt]:
    """What parsing needs: a sandbox that refuses this as well would show nothing."""

    def thread() -> None:
        made = threading.Thread(target=lambda: None)
        made.start()
        made.join()

    yield "needed", "read the file", given.read_bytes
    yield "needed", "start a thread", thread
    yield "needed", "memory of its own", lambda: bytearray(64 << 20)
    yield "needed", "its own limits", lambda: resource.getrlimit(resource.RLIMIT_NOFILE)
    yield "needed", "its processors", lambda: os.sched_getaffinity(0)
    yield "needed", "random numbers", lambda: os.urandom(8)


def verdict(attempt: Callable[[], Any]) -> str:
    try:
        attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__)
    except MemoryError:
        return "ENOMEM"
    except ValueError:
        return "EPERM"  # how Python names a limit that may not be raised
    return "done"


def main() -> None:
    given, secret = Path(sys.argv[1]), Path(sys.argv[2])
    if "no-namespace" in sys.argv:

        def refuse() -> None:
            raise PermissionError(errno.EPERM, "no")

        sandbox_linux._leave_network = refuse
    for word in sys.argv[3:]:
        if word.startswith("landlock-"):
            landlock.version = partial(int, word.removeprefix("landlock-"))
    confined = enter([given], MEMORY_BYTES)
    print(json.dumps({"confined": confined.description}), flush=True)
    groups = allowed(given), network(), files(given, secret), processes(), memory(), system(), unlisted()
    for kind, what, attempt in chain.from_iterable(groups):
        print(json.dumps({"group": kind, "what": what, "ended": verdict(attempt)}), flush=True)


if __name__ == "__main__":
    main()
