"""Brings the translations up to date with the sources: new texts come in unfinished, gone ones go.

    python packaging/translate.py            every language and area, then the binaries the program loads
    python packaging/translate.py de         one language
    python packaging/translate.py de faces   the texts of ui/faces only

A translator fills `resources/translations/LANGUAGE/AREA.ts` and runs it again. A new language begins as a
folder with a `language.json`. Status 1: something is unfinished.
"""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
SHELL = "window"
"""The area of the modules that lie in `ui` itself."""
SUFFIX = ".exe" if sys.platform == "win32" else ""
SOURCE = "en"
"""The language of the sources, which needs no translation."""


def main(wanted: Sequence[str]) -> int:
    """1 if anything is unfinished."""
    known = languages()
    chosen = [name for name in wanted if name in known] or known
    named = [name for name in wanted if name not in known] or areas()
    missing = []
    for language in chosen:
        folder = TRANSLATIONS / language
        for area in named:
            update(area, folder / f"{area}.ts", language)
        files = sorted(folder.glob("*.ts"))
        release(files, folder / "aima.qm")
        missing += [f"{language}/{file.name}: {text}" for file in files for text in unfinished(file)]
    for line in missing:
        print(line)
    return 1 if missing else 0


def languages() -> list[str]:
    """Languages that are translated into: the folders, less that of the sources."""
    return sorted(p.parent.name for p in TRANSLATIONS.glob("*/language.json") if p.parent.name != SOURCE)


def areas() -> list[str]:
    """Folders of `ui` with texts of their own, and the window itself."""
    folders = sorted(p.name for p in (ROOT / "ui").iterdir() if p.is_dir() and any(p.glob("*.py")))
    return [SHELL, *folders]


def sources(area: str) -> list[Path]:
    """Modules of an area."""
    return sorted((ROOT / "ui" / ("" if area == SHELL else area)).glob("*.py"))


def update(area: str, file: Path, language: str) -> None:
    """Bring one file up to date; translations that are there stay."""
    file.parent.mkdir(parents=True, exist_ok=True)
    names = [str(path.relative_to(ROOT)) for path in sources(area)]
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language]
    _tool("lupdate", *options, *names, "-ts", str(file))


def release(files: Sequence[Path], target: Path) -> None:
    """Write the one binary file the program loads."""
    _tool("lrelease", "-silent", *map(str, files), "-qm", str(target))


def unfinished(file: Path) -> list[str]:
    """Source texts of a file without a translation."""
    tree = ElementTree.parse(file)  # noqa: S314  (our own file)
    found = []
    for message in tree.iter("message"):
        translation = message.find("translation")
        forms = [] if translation is None else list(translation) or [translation]
        whole = bool(forms) and all((form.text or "").strip() for form in forms)
        if not whole or (translation is not None and translation.get("type") == "unfinished"):
            found.append(message.findtext("source") or "")
    return found


def _tool(name: str, *arguments: str) -> None:
    folder = Path(PySide6.__file__).parent
    found = [folder / f"{name}{SUFFIX}", folder / "Qt" / "libexec" / f"{name}{SUFFIX}"]
    program = next(path for path in found if path.exists())
    subprocess.run([program, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
