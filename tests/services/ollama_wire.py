"""A test double of an Ollama server: Ollama's documented `POST /api/chat` in front of llama.cpp.

No Ollama binary can be had from the package registries. This speaks its wire format (request fields
`model`, `messages`, `format`, `options`, `stream`; answer `model`, `created_at`, `message`, `done`, …), so
the real client library is tested; Ollama itself is not.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from engine.models.llama import LlamaModel

MODEL = "tiny"


@contextmanager
def ollama_server(model: LlamaModel) -> Iterator[str]:
    """Serve on a free port of this machine; yields the address."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path != "/api/chat" or request["model"] != MODEL:
                self._send(404, {"error": f"model '{request.get('model')}' not found"})
                return
            options = request.get("options") or {}
            with lock:
                text = model.chat(request["messages"], request["format"], options.get("num_predict", 128))
            answer = {"role": "assistant", "content": text}
            facts = {"model": MODEL, "created_at": "2026-01-01T00:00:00Z", "total_duration": 1}
            self._send(200, facts | {"message": answer, "done": True, "done_reason": "stop"})

        def _send(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
