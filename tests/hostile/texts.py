"""Files that are no media: playlists that point elsewhere, archives, documents, nothing at all."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

Made = set[str]
REFUSED: Made = {"format-refused"}
ELSEWHERE = "http://198.51.100.7/secret.ts"
"""An address for documentation (RFC 5737); a program that opens it fails the test."""


def _text(text: str) -> Callable[[Path], Made]:
    def make(path: Path) -> Made:
        path.write_bytes(text.encode())
        return REFUSED

    return make


def empty(path: Path) -> Made:
    path.write_bytes(b"")
    return {"empty"}


def zeros(path: Path) -> Made:
    path.write_bytes(bytes(1 << 20))
    return REFUSED | {"unreadable"}


def noise(path: Path) -> Made:
    path.write_bytes(random.Random(7).randbytes(1 << 20))
    return REFUSED | {"unreadable"}


def archive(path: Path) -> Made:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("../../../tmp/escaped.txt"), "x" * 1000)
    path.write_bytes(made.getvalue())
    return REFUSED


def _hls(*targets: str) -> str:
    lines = "".join(f"#EXTINF:10,\n{target}\n" for target in targets)
    return f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n{lines}#EXT-X-ENDLIST\n"


DASH = f"""<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT10S">
<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">
<BaseURL>{ELSEWHERE}</BaseURL></Representation></AdaptationSet></Period></MPD>"""
SESSION = """v=0
o=- 0 0 IN IP4 198.51.100.7
s=x
c=IN IP4 198.51.100.7
t=0 0
m=video 5004 RTP/AVP 96
a=rtpmap:96 H264/90000
"""
ENTITIES = """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg"><text>&c;&d;</text></svg>"""

MAKERS: dict[str, Callable[[Path], Made]] = {
    "empty.mp4": empty,
    "zeros.mp4": zeros,
    "noise.mov": noise,
    "playlist.mp4": _text(_hls(ELSEWHERE)),
    "playlist of files.m3u8": _text(_hls("file:///etc/passwd", "beyond.mp4")),
    "playlist nested.ts": _text(_hls("concat:beyond.mp4|/etc/passwd", "subfile,,start,0,end,9,,:beyond.mp4")),
    "concatenation.mp4": _text("ffconcat version 1.0\nfile beyond.mp4\nfile /etc/passwd\n"),
    "session.sdp": _text(SESSION),
    "manifest.mpd": _text(DASH),
    "address.url": _text(f"[InternetShortcut]\nURL={ELSEWHERE}\n"),
    "archive.jpg": archive,
    "text.wav": _text("This is a text and no sound.\n" * 200),
    "drawing.svg": _text(ENTITIES),
    "program.eps": _text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) (r) file\n"),
    "document.pdf": _text(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(http://198.51.100.7)>>>>endobj\n"
    ),
    "subtitles.srt": _text("1\n00:00:00,000 --> 00:00:02,000\nhello\n"),
    "script.avs": _text('AviSource("beyond.avi")\n'),
}
