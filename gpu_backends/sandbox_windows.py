"""Windows: a job object bounds memory and forbids further processes. Files and network stay open."""

from __future__ import annotations

import ctypes
import sys

from gpu_backends.sandbox_terms import Sandbox

EXTENDED_LIMITS = 9
ACTIVE_PROCESS, PROCESS_MEMORY, DIE_ON_EXCEPTION = 0x8, 0x100, 0x400


class _Basic(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_set", ctypes.c_size_t),
        ("most_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _Extended(ctypes.Structure):
    _fields_ = (
        ("basic", _Basic),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process", ctypes.c_size_t),
        ("peak_job", ctypes.c_size_t),
    )


def confine(memory_bytes: int) -> Sandbox:
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION on a job of our own; nested jobs are allowed since Windows 8."""
    unconfined = ("network, reading and writing are not confined",)
    if sys.platform != "win32":
        return Sandbox((), unconfined)
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    for function in (kernel.CreateJobObjectW, kernel.GetCurrentProcess):
        function.restype = ctypes.c_void_p
    limits = _Extended()
    limits.basic.flags = ACTIVE_PROCESS | PROCESS_MEMORY | DIE_ON_EXCEPTION
    limits.basic.processes = 1
    limits.process_memory = memory_bytes
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    size = ctypes.c_uint32(ctypes.sizeof(limits))
    current = ctypes.c_void_p(kernel.GetCurrentProcess())
    set_limits = kernel.SetInformationJobObject(job, EXTENDED_LIMITS, ctypes.byref(limits), size)
    if not set_limits or not kernel.AssignProcessToJobObject(job, current):
        return Sandbox((), ("memory and other processes", *unconfined))
    return Sandbox((f"memory {memory_bytes >> 20} MB, no other process, by a job object",), unconfined)
