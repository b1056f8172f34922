"""Small packages as a registry would hold them, and a list of packs made of them."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from engine.models.catalogue import Catalogue

WHEEL = "tiny_weights-1.0-cp27-cp27m-win32.whl"
"""For an interpreter and a system that no test runs on."""
SDIST = "tiny-weights-2.0.tar.gz"
FIRST, SECOND = b"first half, " * 1000, b"second half. " * 1000
CLAUSE = "For non-commercial research purposes only."


def wheel(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(f"tiny/{name}"), data)
    return made.getvalue()


def tarball(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


def sdist(marker: Path) -> bytes:
    """A source package that leaves `marker` behind if anything of it is run."""
    setup = f"open({str(marker)!r}, 'w').close()\nfrom setuptools import setup\nsetup(name='tiny-weights')\n"
    root = "tiny-weights-2.0"
    return tarball({f"{root}/setup.py": setup.encode(), f"{root}/weights.bin": FIRST, "../escape": b"x"})


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def package(registry: str, file: str, data: bytes, name: str = "tiny-weights") -> dict[str, Any]:
    version = "1.0"
    return {
        "registry": registry,
        "package": name,
        "version": version,
        "file": file,
        "sha256": sha256(data),
        "bytes": len(data),
    }


def member(name: str, data: bytes, *parts: tuple[str, str]) -> dict[str, Any]:
    listed = [{"package": package, "path": path} for package, path in parts]
    return {"name": name, "sha256": sha256(data), "bytes": len(data), "parts": listed}


def pack(*members: Mapping[str, Any], base: bool = True, forbids: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "tasks": {"language model": {"adapter": "llama-cpp", "files": {"model": members[0]["name"]}}},
        "version": "1",
        "description": "A pack of the tests.",
        "licence": "MIT",
        "clause": CLAUSE if forbids else "",
        "forbids": list(forbids),
        "base": base,
        "members": list(members),
    }


def listing(packages: Mapping[str, Any], packs: Mapping[str, Any]) -> Catalogue:
    return Catalogue.read({"packages": packages, "packs": packs})


@contextmanager
def npm_registry(name: str, tgz: bytes) -> Iterator[str]:
    """A registry on this machine that holds version 1.0.0 of one npm package; yields its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith(".tgz"):
                body, kind = tgz, "application/octet-stream"
            else:
                body, kind = json.dumps(document).encode(), "application/json"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        version = {
            "name": name,
            "version": "1.0.0",
            "dist": {
                "tarball": f"{address}{name}-1.0.0.tgz",
                "integrity": "sha512-" + base64.b64encode(hashlib.sha512(tgz).digest()).decode(),
            },
        }
        document = {"name": name, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield address
        finally:
            server.shutdown()
