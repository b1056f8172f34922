"""Media packages: an item's media sealed under a key made for one job, to travel to another machine's worker.

The format is that of sealed files (`sealed.py`); the key is the package's own and is granted with it, so that
what opens the case never leaves. The item's hash is bound in, and the package is named by the hash of its
sealed bytes: neither can be exchanged for another.
"""

from __future__ import annotations

import hashlib
import io
import shutil
from typing import BinaryIO, cast

from engine.media.errors import MediaDamaged
from engine.sealing.sealed import SealedReader, SealedWriter
from engine.sealing.wrapping import new_key
from engine.units import MediaPackage


def seal_package(media: BinaryIO, sha256: str) -> MediaPackage:
    """Seal what `media` holds from where it stands, as a package of the item with that hash."""
    grant, sealed = new_key(), io.BytesIO()
    writer = SealedWriter(sealed, grant, _associated(sha256))
    shutil.copyfileobj(media, writer)
    writer.finish()
    content = sealed.getvalue()
    return MediaPackage(hashlib.sha256(content).hexdigest(), sha256, grant, content)


def open_package(untrusted: MediaPackage) -> BinaryIO:
    """The plain bytes, seekable. Raises MediaDamaged where content, name, grant and item do not fit."""
    if hashlib.sha256(untrusted.content).hexdigest() != untrusted.digest:
        raise MediaDamaged("package")
    sealed = io.BytesIO(untrusted.content)
    return cast(BinaryIO, SealedReader(sealed, untrusted.grant, _associated(untrusted.sha256)))


def _associated(sha256: str) -> bytes:
    return f"aima media package v1|{sha256}".encode()
