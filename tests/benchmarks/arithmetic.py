"""The tests of what is heard, under each class of arithmetic that this processor has.

    python -m tests.benchmarks.arithmetic [test file …] [--only GENERIC,AVX2]

They run with `CT2_FORCE_CPU_ISA` set, in a process for each class, one after the other. Printed: which
classes those were, and per class what pytest says at its end. Exit status 0 if every test holds under each.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

from engine.arithmetic import FORCE, kernels, processor
from tests.sounds import ROOT

FILES = ("tests/unit/test_transcription.py", "tests/unit/test_channels.py", "tests/unit/test_arithmetic.py")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", default=list(FILES))
    parser.add_argument("--only", default=",".join(kernels()))
    args = parser.parse_args()
    print(f"classes here: {', '.join(kernels())}; processor: {processor()}", flush=True)
    worst = 0
    for name in args.only.split(","):
        began = time.monotonic()
        command = [sys.executable, "-m", "pytest", "--timeout", "3600", *args.files]
        run = subprocess.run(
            command, cwd=ROOT, env=os.environ | {FORCE: name}, capture_output=True, text=True, check=False
        )
        lines = [line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR", "E  "))]
        print(f"{name}: {run.stdout.splitlines()[-1]} ({time.monotonic() - began:.0f} s)", flush=True)
        print("".join(f"    {line}\n" for line in lines), end="", flush=True)
        worst = max(worst, run.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
