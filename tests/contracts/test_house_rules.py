"""The rules of the house that a program can check."""

from __future__ import annotations

import importlib.util
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE, LONGEST_MEDIAN = 500, 130
SHAPELESS = {"utils", "util", "helpers", "helper", "misc", "common", "manager"}
CODE_FOLDERS = ("app", "engine", "gpu_backends", "resources", "ui")
MODEL_LIBRARIES = {
    "onnxruntime", "av", "cv2", "faster_whisper", "ctranslate2", "torch", "rapidocr", "xllamacpp", "fasttext",
}  # fmt: skip
DATABASE_LIBRARIES = {"sqlalchemy", "sqlcipher3", "alembic", "psycopg", "pymongo", "pymilvus"}
HOME_FOLDER = re.compile(r"/(?:home|Users)/[a-z][a-z0-9_.-]+/|/root/|[A-Z]:\\\\?Users\\\\?[a-z]", re.ASCII)
REGISTRY_HOST = re.compile(
    r"(?:pypi|npmjs|pythonhosted|debian|huggingface)\.(?:org|com|io|co|net)|https?://\d"
)
OWN_ADDRESSES = ("http://127.0.0.1", "http://localhost")
EXAMPLE_ADDRESSES = ("http://192.0.2.", "http://198.51.100.", "http://203.0.113.")
"""RFC 5737: for documents and tests, routed nowhere."""


@cache
def tracked() -> tuple[Path, ...]:
    """Files of the repository; in a source archive without git, every file that git would keep."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else _walked()
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def _walked() -> list[str]:
    hidden = {".git", ".aima", "__pycache__", "build", "dist"}
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(path) for path in found if not hidden & set(path.parts)]


def modules() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


def production() -> list[Path]:
    return [path for path in modules() if path.relative_to(ROOT).parts[0] in CODE_FOLDERS]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def run_tool(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_follow_the_arrows_of_the_architecture() -> None:
    run_tool("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


def test_ruff_finds_nothing() -> None:
    run_tool("-m", "ruff", "check", ".")


def test_every_file_is_formatted() -> None:
    run_tool("-m", "ruff", "format", "--check", ".")


@pytest.mark.timeout(900)
def test_types_hold_under_strict_mypy() -> None:
    run_tool("-m", "mypy")


def test_no_module_is_longer_than_five_hundred_lines() -> None:
    assert {str(p.relative_to(ROOT)): lines(p) for p in modules() if lines(p) > LONGEST_MODULE} == {}


def test_half_the_modules_stay_short() -> None:
    sizes = sorted(lines(path) for path in production())
    assert sizes[len(sizes) // 2] < LONGEST_MEDIAN


def test_packaging_is_still_the_library() -> None:
    """A package of that name in this checkout would break pip, pytest and many others from afar."""
    spec = importlib.util.find_spec("packaging.version")
    assert spec is not None
    assert spec.origin is not None
    assert not Path(spec.origin).is_relative_to(ROOT / "packaging")
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_no_file_is_named_after_nothing_in_particular() -> None:
    assert [str(path) for path in modules() if SHAPELESS & set(path.stem.split("_"))] == []


def test_no_tracked_file_names_a_home_folder_or_a_registry_host() -> None:
    found = {}
    for path in tracked():
        if path == Path(__file__) or b"\0" in (content := path.read_bytes()):
            continue
        text = content.decode("utf-8", "replace")
        for address in OWN_ADDRESSES + EXAMPLE_ADDRESSES:
            text = text.replace(address, "")
        if hit := HOME_FOLDER.search(text) or REGISTRY_HOST.search(text):
            found[str(path.relative_to(ROOT))] = hit.group()
    assert found == {}


def test_the_command_line_loads_no_model_library() -> None:
    program = (
        "import sys, app.command_line\n"
        "app.command_line.commands()\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert set(told.stdout.split()) & MODEL_LIBRARIES == set()


def test_the_window_loads_no_model_library_no_decoder_and_no_database() -> None:
    """Not even with every panel there is: what takes long or parses evidence happens in other processes."""
    program = (
        "import sys, pkgutil, importlib, ui\n"
        "for info in pkgutil.walk_packages(ui.__path__, 'ui.'):\n"
        "    importlib.import_module(info.name)\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert set(told.stdout.split()) & (MODEL_LIBRARIES | DATABASE_LIBRARIES) == set()


def test_every_command_says_what_it_does() -> None:
    from app.command_line import commands

    assert {
        name for name, module in commands().items() if not (module.HELP and callable(module.run))
    } == set()


def test_the_lock_holds_every_library_with_its_hashes() -> None:
    """`python packaging/relock.py` writes it again."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "packaging" / "lock" / "dev.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    missing = []
    for requirement in wanted:
        name, _, version = re.split(r"\[|;", requirement)[0].partition("==")
        found = pinned.get(re.sub(r"[-_.]+", "-", name.strip()).lower())
        if found is None or (version and found != version.strip()):
            missing.append(requirement)
    assert missing == []
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_every_sample_file_is_credited() -> None:
    data = ROOT / "tests" / "data"
    credits_page = (data / "CREDITS.md").read_text(encoding="utf-8")
    entries = tomllib.loads((data / "media.toml").read_text(encoding="utf-8"))["media"]
    assert [e["name"] for e in entries if f"| `{e['name']}` |" not in credits_page] == []
    assert [e["name"] for e in entries if not (e["licence"] and e["credit"])] == []


def test_the_readme_names_every_command_and_exit_status() -> None:
    from app.command_line import commands

    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in commands() if f"| `{name}" not in page] == []
    statuses = {
        status
        for path in production()
        for status in re.findall(r"\bexit_code(?:: .*)? = (\d+)", path.read_text(encoding="utf-8"))
    }
    assert len(statuses) > 3
    assert [status for status in statuses if f"\n| {status} |" not in page] == []


def test_the_readme_begins_with_the_two_commands_that_ci_runs_too() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    first, second = re.findall(r"^python3 \S+ \w+", page, re.MULTILINE)[:2]
    assert (first, second) == ("python3 packaging/bootstrap.py run", "python3 packaging/bootstrap.py test")
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == f"exec {second}"


OF_NO_SPACE = {
    ("app/core_api/handlers/review_queue.py", "0.6"),  # share of questions that are about pairs
    ("engine/across/speaker_clusters.py", "0.48"),  # what one voice reaches in less than a second
    ("engine/stages/image_embeddings.py", "0.3"),  # change of a picture
    ("engine/stages/image_embeddings.py", "512"),  # pixels
}
"""Numbers that happen to be those of a space, beside code that deals with vectors."""


def test_names_of_packs_and_what_belongs_to_a_space_stand_in_the_list_of_packs_alone() -> None:
    """Elsewhere code asks for a task, and a vector's length and cosines come from its space."""
    listed = tomllib.loads((ROOT / "resources" / "models.toml").read_text(encoding="utf-8"))["packs"]
    spaces = [t["space"] for pack in listed.values() for t in pack["tasks"].values() if "space" in t]
    told = {repr(value) for space in spaces for value in space.values()}
    names = re.compile("|".join(map(re.escape, listed)))
    reads = ("app/cases/", "app/review/", "app/core_api/", "app/dossier/", "engine/across/", "engine/stages/")
    found = []
    for path in [*production(), ROOT / "packaging" / "bootstrap.py"]:
        place, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        found += [(place, hit.group()) for hit in names.finditer(text)]
        if place.startswith(reads) and "vector" in text:
            numbers = re.findall(r"(?<![\w.])(?:128|192|512|1280|0\.\d+)(?![\w.])", _without_texts(text))
            found += [(place, number) for number in numbers if number in told]
    assert set(found) == OF_NO_SPACE


def _without_texts(source: str) -> str:
    """Source without its strings and comments, where such numbers explain and decide nothing."""
    kept = [
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in (tokenize.STRING, tokenize.COMMENT)
    ]
    return " ".join(kept)
