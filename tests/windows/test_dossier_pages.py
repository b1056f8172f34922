"""Rules for the length of a dossier on paper."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QTextDocument

from app.cases.case import Case
from app.dossier.document import ANNEXES
from app.exports.dossier_files import write
from tests.made_photos import put_photos
from tests.vault import new_account, new_case

PHOTOS = 120
A4 = QSizeF(595, 842)


def pages(case: Case, folder: Path, language: str) -> float:
    """Pages of A4 before the annexes; pictures count as they are shown."""
    write(case, folder, language)
    page = (folder / "dossier.html").read_text(encoding="utf-8")
    document = QTextDocument()
    document.setDefaultStyleSheet("")
    document.setPageSize(A4)
    body = page[page.index("<main") : page.index('class="annexed"')]
    document.setHtml(body)
    return document.pageCount()


def test_photos_make_few_pages_before_the_annexes(tmp_path: Path, qapp: object) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        put_photos(case, PHOTOS)
        told = pages(case, tmp_path / "de", "de")
    document = json.loads((tmp_path / "de" / "dossier.json").read_text(encoding="utf-8"))
    stated = sum(len(s["claims"]) for s in document["sections"] if s["id"] not in ANNEXES)
    print(f"{PHOTOS} photos: {told} pages before the annexes, {stated} statements")
    assert told <= 10
    assert stated <= PHOTOS * 0.6
