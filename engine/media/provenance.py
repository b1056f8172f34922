"""Content Credentials (C2PA): whether a file carries a signed manifest, and what it says.

The manifest is looked for by walking the container's own structure; only where one is found does the
C2PA library parse the file, offline (no remote manifest, no certificate status is fetched). A valid
signature says that the file was not changed since it was signed, not that what it shows is true;
whether the signer is to be trusted is left to the reader.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from engine.media.sniff import boxes, head_of

C2PA_BOX = b"uuid"
C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
MOST_PARTS = 10_000
"""Most segments or chunks walked through; files that have more are made to keep us busy."""
MIME = {
    "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "heif": "image/heic",
    "avif": "image/avif", "isobmff": "video/mp4", "wave": "audio/wav", "avi": "video/avi",
}  # fmt: skip


def manifest_present(file: BinaryIO, what: str) -> bool:
    """Whether the file (`what`: see sniff.family) has a filled place for a manifest."""
    finder = {
        "jpeg": _in_jpeg, "png": _in_png, "isobmff": _in_boxes, "heif": _in_boxes, "avif": _in_boxes,
        "wave": _in_riff, "avi": _in_riff, "webp": _in_riff,
    }.get(what)  # fmt: skip
    return finder is not None and finder(file)


def manifest(file: BinaryIO, what: str) -> Iterator[tuple[str, str]]:
    """Key and value of what the active manifest says. Yields only `present` where it cannot be parsed."""
    yield "present", "yes"
    try:
        report = _read(file, MIME[what])
    except Exception:  # the library raises classes of its own for every defect
        yield "state", "unreadable"
        return
    active = report.get("manifests", {}).get(report.get("active_manifest", ""), {})
    signature = active.get("signature_info", {})
    yield "state", str(report.get("validation_state", "unknown"))
    for key, value in (
        ("claim_generator", _generator(active)),
        ("title", active.get("title")),
        ("signer", signature.get("issuer")),
        ("signer_name", signature.get("common_name")),
        ("signed_at", signature.get("time")),
    ):
        if value:
            yield key, str(value)
    for item in active.get("assertions", []):
        for action in (
            (item.get("data") or {}).get("actions", []) if "actions" in str(item.get("label")) else []
        ):
            yield "action", " ".join(str(action[k]) for k in ("action", "digitalSourceType") if k in action)
    for status in report.get("validation_status", []):
        yield "failure", str(status.get("code"))


def _read(file: BinaryIO, mime: str) -> Any:
    import c2pa  # type: ignore[import-untyped]

    settings = c2pa.Settings.from_dict({"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}})
    file.seek(0)
    with c2pa.Context(settings) as context, c2pa.Reader(mime, file, context=context) as reader:
        return json.loads(reader.json())


def _generator(active: Any) -> Any:
    infos = active.get("claim_generator_info") or [{}]
    return infos[0].get("name") or active.get("claim_generator")


def _in_jpeg(file: BinaryIO) -> bool:
    file.seek(2)
    for _ in range(MOST_PARTS):
        header = file.read(4)
        if len(header) < 4 or header[0] != 0xFF or header[1] == 0xDA:
            break
        at, size = file.tell(), max(0, int.from_bytes(header[2:], "big") - 2)
        if header[1] == 0xEB and b"jumb" in file.read(min(size, 32)):
            return True
        file.seek(at + size)
    return False


def _in_png(file: BinaryIO) -> bool:
    file.seek(8)
    for _ in range(MOST_PARTS):
        header = file.read(8)
        if len(header) < 8 or header[4:] == b"caBX":
            return len(header) == 8
        file.seek(int.from_bytes(header[:4], "big") + 4, io.SEEK_CUR)
    return False


def _in_boxes(file: BinaryIO) -> bool:
    if C2PA_BOX not in boxes(file):
        return False
    return C2PA_UUID in head_of(file, 1 << 16)


def _in_riff(file: BinaryIO) -> bool:
    file.seek(12)
    for _ in range(MOST_PARTS):
        header = file.read(8)
        if len(header) < 8 or header[:4] == b"C2PA":
            return len(header) == 8
        size = int.from_bytes(header[4:], "little")
        file.seek(size + size % 2, io.SEEK_CUR)
    return False
