"""What storing results costs: CPU seconds of sealing, writing and indexing units, over those of the analysis.

`python tests/benchmarks/storage.py [--times N]` prints the share and fails above 2 %. The analysis runs in
this process, so that one clock sees everything; a fresh case each time; the median of N runs counts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.jobs.analysis import Analysis  # noqa: E402
from app.jobs.backends import Machine  # noqa: E402
from app.jobs.checkpoints import Checkpoints  # noqa: E402
from app.jobs.leases import Lease  # noqa: E402
from app.jobs.runner import JobSettings  # noqa: E402
from engine.units import UnitOutcome, UnitRequest  # noqa: E402
from gpu_backends.in_process import InProcess  # noqa: E402
from tests.investigator import Investigator  # noqa: E402

FILES = ("obama_speech.mp4", "WolfgangLanger_Pexels.mp4", "sample.wav", "t1.jpg")
MOST = 0.02


def share(folder: Path, models: Path) -> tuple[float, int]:
    """CPU seconds in `Checkpoints.store` over all, and the number of units."""
    core = Investigator.set_up(folder, models)
    core.new_case()
    core.run("add", *[str(ROOT / ".aima" / "media" / name) for name in FILES])
    spent = 0.0
    store = Checkpoints.store

    def timed(
        self: Checkpoints,
        item_id: str,
        request: UnitRequest,
        outcome: UnitOutcome,
        lease: Lease | None = None,
    ) -> UnitOutcome | None:
        nonlocal spent
        began = time.process_time()
        stored = store(self, item_id, request, outcome, lease)
        spent += time.process_time() - began
        return stored

    with core.open_case() as case:
        analysis = Analysis(case.account, case, Machine(models), JobSettings())
        Checkpoints.store = timed  # type: ignore[method-assign]
        try:
            began = time.process_time()
            with InProcess(analysis.packs) as backend:
                ended = analysis.run([backend], analysis.items(), lambda _: None, lambda: False)
            whole = time.process_time() - began
        finally:
            Checkpoints.store = store  # type: ignore[method-assign]
    return spent / whole, ended.done_units


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    args = parser.parse_args()
    shares = []
    for _ in range(args.times):
        with tempfile.TemporaryDirectory() as folder:
            found, units = share(Path(folder) / "home", ROOT / ".aima" / "models")
        shares.append(found)
        print(f"storing {units} units: {found:.2%} of the CPU seconds of the analysis")
    median = statistics.median(shares)
    print(f"median {median:.2%} (at most {MOST:.0%})")
    return 0 if median <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
