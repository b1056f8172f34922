"""A seccomp filter: the system calls that decoding and inference need, and no others.

Interface: Linux `Documentation/userspace-api/seccomp_filter.rst`. A call that is not listed is refused, one
that a later kernel adds too. Files are Landlock's part. It holds for all threads, those running already too.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable

SET_MODE_FILTER, ALL_THREADS = 1, 1
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
X32_CALLS = 0x40000000
LOAD_WORD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, MASK, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
NUMBER_AT, MACHINE_AT, ARGUMENTS_AT = 0, 4, 16
"""Offsets in `struct seccomp_data`; both machines put the low half of an argument first."""

MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
SECCOMP_CALL = (317, 277)
FIRST_COMMON = 424
"""From this number on both machines count alike. Libraries take ENOSYS of such a call for an older kernel,
and go another way; of an older call it would break them."""

CLONE_THREAD = 0x00010000
SET_NAME, GET_NAME, GET_DUMPABLE, NAME_MEMORY = 15, 16, 3, 0x53564D41
IS_TERMINAL, WINDOW_SIZE, BYTES_WAITING, NO_WAITING, CLOSE_ON_EXEC, OPEN_ON_EXEC = (
    0x5401, 0x5413, 0x541B, 0x5421, 0x5451, 0x5450,
)  # fmt: skip
DUPLICATE, GET_FLAGS, SET_FLAGS, GET_STATUS, SET_STATUS, DUPLICATE_CLOSED, PIPE_SIZE, GET_SEALS = (
    0, 1, 2, 3, 4, 1030, 1032, 1034,
)  # fmt: skip
SHARED_ANONYMOUS, OF_A_PROCESS = 0x21, 0

ALLOWED: dict[str, tuple[int, int]] = {
    # files, of which Landlock says which (-1: this machine has no such call)
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "pwrite64": (18, 68), "lseek": (8, 62), "close": (3, 57), "close_range": (436, 436), "open": (2, -1),
    "openat": (257, 56), "stat": (4, -1), "fstat": (5, 80), "lstat": (6, -1), "newfstatat": (262, 79),
    "statx": (332, 291), "access": (21, -1), "faccessat": (269, 48), "faccessat2": (439, 439),
    "readlink": (89, -1), "readlinkat": (267, 78), "getdents": (78, -1), "getdents64": (217, 61),
    "getcwd": (79, 17), "statfs": (137, 43), "fstatfs": (138, 44), "dup": (32, 23), "dup2": (33, -1),
    "dup3": (292, 24), "pipe": (22, -1), "pipe2": (293, 59), "fadvise64": (221, 223),
    # what another process hands over, on a socket that was there before: none can be made
    "recvmsg": (47, 212),
    # waiting
    "poll": (7, -1), "ppoll": (271, 73), "select": (23, -1), "pselect6": (270, 72),
    "epoll_create": (213, -1), "epoll_create1": (291, 20), "epoll_ctl": (233, 21), "epoll_wait": (232, -1),
    "epoll_pwait": (281, 22), "eventfd2": (290, 19), "nanosleep": (35, 101), "clock_nanosleep": (230, 115),
    "restart_syscall": (219, 128), "sched_yield": (24, 124),
    # memory
    "munmap": (11, 215), "mremap": (25, 216), "mprotect": (10, 226), "madvise": (28, 233), "brk": (12, 214),
    "mlock": (149, 228), "munlock": (150, 229), "msync": (26, 227), "mincore": (27, 232),
    "membarrier": (324, 283), "get_mempolicy": (239, 236), "set_mempolicy": (238, 237), "mbind": (237, 235),
    "pkey_alloc": (330, 289), "pkey_mprotect": (329, 288), "pkey_free": (331, 290),
    # time, and what this process is
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "gettimeofday": (96, 169), "time": (201, -1),
    "times": (100, 153), "getrusage": (98, 165), "getpid": (39, 172), "gettid": (186, 178),
    "getppid": (110, 173), "getpgrp": (111, -1), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "getresuid": (118, 148), "getresgid": (120, 150),
    "getgroups": (115, 158), "uname": (63, 160), "sysinfo": (99, 179), "getcpu": (309, 168),
    "getrandom": (318, 278), "getrlimit": (97, 163), "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126),
    # threads, and the end
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "set_tid_address": (218, 96),
    "arch_prctl": (158, -1), "exit": (60, 93), "exit_group": (231, 94), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "rt_sigpending": (127, 136),
    "rt_sigtimedwait": (128, 137), "sigaltstack": (131, 132),
}  # fmt: skip
CLONE, CLONE3, PRCTL, IOCTL, FCNTL, MMAP = (56, 220), (435, 435), (157, 167), (16, 29), (72, 25), (9, 222)
PRLIMIT, TGKILL, GETAFFINITY, GETPARAM, GETSCHEDULER, GETPRIORITY = (
    (302, 261), (234, 131), (204, 123), (143, 121), (145, 120), (140, 141),
)  # fmt: skip


def install(gpu: bool = False) -> None:
    """Put the filter on every thread of this process. Raises OSError where it cannot be had.

    `no_new_privs` must have been set. With `gpu` a driver may control its devices and share memory with
    them. The number of this process is part of the filter: it holds for no child.
    """
    machine = platform.machine()
    if sys.platform != "linux" or machine not in MACHINES or struct.calcsize("P") != 8:
        raise OSError(errno.ENOSYS, "no seccomp filter for this machine")
    code = _program(machine, os.getpid(), gpu)
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    call = SECCOMP_CALL[MACHINES[machine][1]]
    if libc.syscall(call, SET_MODE_FILTER, ALL_THREADS, ctypes.byref(program)) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def _program(machine: str, pid: int, gpu: bool) -> bytes:
    """The filter as BPF."""
    audit, column = MACHINES[machine]
    steps = [
        _step(LOAD_WORD, MACHINE_AT),
        _step(JUMP_EQUAL, audit, yes=1),
        _step(RETURN, KILL),
        _step(LOAD_WORD, NUMBER_AT),
    ]
    if machine == "x86_64":
        steps += [_step(JUMP_AT_LEAST, X32_CALLS, no=1), _step(RETURN, REFUSE | errno.EACCES)]
    for numbers in ALLOWED.values():
        if numbers[column] >= 0:
            steps += _call(numbers[column], [])
    for call, checks in _checked(pid, gpu):
        steps += _call(call[column], checks)
    steps += [_step(JUMP_AT_LEAST, FIRST_COMMON, no=1), _step(RETURN, REFUSE | errno.ENOSYS)]
    return b"".join([*steps, _step(RETURN, REFUSE | errno.EACCES)])


def _checked(pid: int, gpu: bool) -> Iterable[tuple[tuple[int, int], list[bytes]]]:
    """Calls that are allowed with some arguments only, and the checks that come before."""
    # glibc falls back from clone3 to clone, whose flags can be looked at: threads yes, processes no
    yield CLONE, _has(0, CLONE_THREAD)
    # not the signal at the parent's death, nor what makes this process readable to others
    yield PRCTL, _one_of(0, SET_NAME, GET_NAME, GET_DUMPABLE, NAME_MEMORY)
    # not the signals that another process gets when a descriptor is ready
    yield (
        FCNTL,
        _one_of(
            1, DUPLICATE, GET_FLAGS, SET_FLAGS, GET_STATUS, SET_STATUS, DUPLICATE_CLOSED, PIPE_SIZE, GET_SEALS
        ),
    )
    yield PRLIMIT, [*_one_of(0, 0, pid), *_null(2)]
    yield TGKILL, _one_of(0, pid)  # how a process ends itself
    for call in (GETAFFINITY, GETPARAM, GETSCHEDULER):
        yield call, _one_of(0, 0, pid)
    yield GETPRIORITY, [*_one_of(0, OF_A_PROCESS), *_one_of(1, 0, pid)]
    if gpu:
        yield IOCTL, []
        yield MMAP, []
    else:
        yield (
            IOCTL,
            _one_of(1, IS_TERMINAL, WINDOW_SIZE, BYTES_WAITING, NO_WAITING, CLOSE_ON_EXEC, OPEN_ON_EXEC),
        )
        # memory that the limits do not count
        yield MMAP, _lacks(3, SHARED_ANONYMOUS)


def _call(number: int, checks: list[bytes]) -> list[bytes]:
    """Allow a call that passes the checks, each of which refuses by itself. Expects the number loaded."""
    return [_step(JUMP_EQUAL, number, no=len(checks) + 1), *checks, _step(RETURN, ALLOW)]


def _one_of(argument: int, *values: int) -> list[bytes]:
    tests = [_step(JUMP_EQUAL, value, yes=len(values) - n) for n, value in enumerate(values)]
    return [_low(argument), *tests, _step(RETURN, REFUSE | errno.EACCES)]


def _null(argument: int) -> list[bytes]:
    return [*_one_of(argument, 0), _high(argument), *_one_of(argument, 0)[1:]]


def _has(argument: int, bits: int) -> list[bytes]:
    return [_low(argument), _step(JUMP_BITS, bits, yes=1), _step(RETURN, REFUSE | errno.EACCES)]


def _lacks(argument: int, bits: int) -> list[bytes]:
    """Not all of `bits` at once."""
    return [
        _low(argument),
        _step(MASK, bits),
        _step(JUMP_EQUAL, bits, no=1),
        _step(RETURN, REFUSE | errno.EACCES),
    ]


def _low(argument: int) -> bytes:
    return _step(LOAD_WORD, ARGUMENTS_AT + 8 * argument)


def _high(argument: int) -> bytes:
    return _step(LOAD_WORD, ARGUMENTS_AT + 8 * argument + 4)


def _step(operation: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("<HBBI", operation, yes, no, value)
