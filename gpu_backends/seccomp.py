"""A seccomp filter: system calls that media decoding never needs are refused with EACCES.

Interface: Linux `Documentation/userspace-api/seccomp_filter.rst`. A list of what is refused rather than
of what is allowed, since inference libraries and drivers differ in what they call; files are
Landlock's part. It holds for all threads, those running already too.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

SET_MODE_FILTER, ALL_THREADS = 1, 1
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
CLONE_THREAD = 0x00010000
X32_CALLS = 0x40000000
LOAD_WORD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, MACHINE_AT, ARGUMENT_AT = 0, 4, 16
"""Offsets in `struct seccomp_data`; the first argument's low half (both machines are little-endian)."""

MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
SECCOMP_CALL = (317, 277)
CLONE, CLONE3 = (56, 220), (435, 435)

REFUSED: dict[str, tuple[int, int]] = {
    # network
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242),
    "bind": (49, 200), "listen": (50, 201),
    # io_uring does most of these without a system call of its own
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    # other programs and other processes (-1: this machine has no such call)
    "fork": (57, -1), "vfork": (58, -1), "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    # the way out of the namespaces, and the system itself
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "reboot": (169, 142), "swapon": (167, 224), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    # memory that the limits do not count
    "shmget": (29, 194),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def install() -> None:
    """Put the filter on every thread of this process. Raises OSError where it cannot be had.

    `no_new_privs` must have been set.
    """
    machine = platform.machine()
    if sys.platform != "linux" or machine not in MACHINES or struct.calcsize("P") != 8:
        raise OSError(errno.ENOSYS, "no seccomp filter for this machine")
    code = _program(machine)
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    call = SECCOMP_CALL[MACHINES[machine][1]]
    if libc.syscall(call, SET_MODE_FILTER, ALL_THREADS, ctypes.byref(program)) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _program(machine: str) -> bytes:
    """The filter as BPF. Jumps count instructions from the next one on."""
    audit, column = MACHINES[machine]
    refuse = _step(RETURN, REFUSE | errno.EACCES)
    steps = [
        _step(LOAD_WORD, MACHINE_AT),
        _step(JUMP_EQUAL, audit, yes=1),
        _step(RETURN, KILL),
        _step(LOAD_WORD, NUMBER_AT),
    ]
    if machine == "x86_64":
        steps += [_step(JUMP_AT_LEAST, X32_CALLS, no=1), refuse]
    for numbers in REFUSED.values():
        if numbers[column] >= 0:
            steps += [_step(JUMP_EQUAL, numbers[column], no=1), refuse]
    # glibc falls back to clone, whose flags can be looked at: threads yes, processes no
    steps += [_step(JUMP_EQUAL, CLONE3[column], no=1), _step(RETURN, REFUSE | errno.ENOSYS)]
    steps += [_step(JUMP_EQUAL, CLONE[column], no=3), _step(LOAD_WORD, ARGUMENT_AT)]
    steps += [_step(JUMP_BITS, CLONE_THREAD, yes=1), refuse]
    return b"".join([*steps, _step(RETURN, ALLOW)])


def _step(operation: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("<HBBI", operation, yes, no, value)
