"""Memory without a name that two processes share and neither can shrink (Linux)."""

from __future__ import annotations

import os
import sys


def sealed_memory(name: str, size: int) -> int:
    """Descriptor of new memory of `size` bytes. It stays as long as one process holds it, however they end.

    Without the seals one side could cut it, and the other would die at the next byte it reads.
    Raises OSError.
    """
    if sys.platform != "linux":
        raise OSError("only on Linux")
    import fcntl
    import resource

    descriptor = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # meant for files on disks, which this is not
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    try:
        os.ftruncate(descriptor, size)
    except OSError:
        os.close(descriptor)
        raise
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    return descriptor
