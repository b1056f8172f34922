"""A dossier of 2,000 photos: pages before the annexes, statements, time and memory.

    python tests/benchmarks/dossier_pages.py [--photos N] [--language de]

The findings are made by hand (`tests/made_photos.py`): every third photo with a face, of 100 people who come
again and of 333 seen once, every fourth with a text of its own, every one with things and with tags. The part
before the annexes is printed on A4 by Chromium, which Qt brings along; exit status 1 above 30 pages.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")  # it prints a page without scripts from outside
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication

from app.dossier.document import ANNEXES
from app.exports.dossier_files import write
from tests.made_photos import put_photos
from tests.vault import new_account, new_case

MOST_PAGES, PHOTOS, PEOPLE = 30, 2000, 600


def main() -> int:
    parser = argparse.ArgumentParser(description="Pages of a dossier of many photos.")
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--language", default="de")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with new_case(new_account(folder / "home")) as case:
            put_photos(case, asked.photos, PEOPLE)
            before, begun = _peak(), time.process_time()
            written = write(case, folder / "out", asked.language)
            seconds, after = time.process_time() - begun, _peak()
        document = json.loads(written.document.read_text(encoding="utf-8"))
        size = written.page.stat().st_size / 1e6
        told = printed(written.page, folder)
    counts = {s["id"]: len(s["claims"]) for s in document["sections"]}
    stated = sum(count for key, count in counts.items() if key not in ANNEXES)
    print(f"{asked.photos} photos: {told} pages before the annexes, {stated} statements; {counts}")
    print(f"written in {seconds:.1f} CPU s; page {size:.1f} MB; peak {after:.0f} MB, {before:.0f} MB before")
    return int(told > MOST_PAGES)


def printed(page: Path, folder: Path) -> int:
    """Pages of A4 on which Chromium prints what stands before the annexes."""
    text = page.read_text(encoding="utf-8")
    end = text.rindex("<section", 0, text.index('class="annexed"'))
    front, target = folder / "front.html", folder / "front.pdf"
    front.write_text(f"{text[:end]}</main></body></html>", encoding="utf-8")
    app = QApplication.instance() or QApplication([])
    web, layout = QWebEnginePage(), QPageLayout(QPageSize(QPageSize.PageSizeId.A4), _UPRIGHT, QMarginsF())
    web.loadFinished.connect(lambda _: web.printToPdf(str(target), layout))
    web.pdfPrintingFinished.connect(lambda *_: app.exit())
    web.load(QUrl.fromLocalFile(str(front)))
    app.exec()
    return len(re.findall(rb"/Type\s*/Page[^s]", target.read_bytes()))


def _peak() -> float:
    """MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_UPRIGHT = QPageLayout.Orientation.Portrait

if __name__ == "__main__":
    sys.exit(main())
