"""What storing results costs: CPU seconds of sealing, writing and indexing units, over those of the analysis.

`python tests/benchmarks/storage.py [--times N] [FILE …]` prints the share of storing units and that of
keeping the views of items (the index that lists and dossiers read), and fails where either is above 2 %. The
files are some of the sample media by default. The analysis runs in this process, so that one clock sees
everything; a fresh case each time; the median of N runs counts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.jobs.analysis import Analysis  # noqa: E402
from app.jobs.backends import Machine  # noqa: E402
from app.jobs.checkpoints import Checkpoints  # noqa: E402
from app.jobs.runner import JobSettings  # noqa: E402
from app.review import kept_views  # noqa: E402
from gpu_backends.in_process import InProcess  # noqa: E402
from tests.investigator import Investigator  # noqa: E402

FILES = ("obama_speech.mp4", "WolfgangLanger_Pexels.mp4", "sample.wav", "t1.jpg")
MOST = 0.02


class Clock:
    """Sums the processor's time in what it is put around."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, called: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return called(*args, **named)
            finally:
                self.seconds += time.process_time() - began

        return timed


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one analysis: number of units, CPU seconds of all, of storing units, of keeping views."""

    units: int
    whole: float
    storing: float
    keeping: float

    @property
    def shares(self) -> tuple[float, float]:
        """Storing and keeping, each over the CPU seconds of computing the units."""
        computing = self.whole - self.storing - self.keeping
        return self.storing / computing, self.keeping / computing


def cost(folder: Path, models: Path, files: Sequence[Path]) -> Cost:
    """Analyse the files in a fresh case."""
    core = Investigator.set_up(folder, models)
    core.new_case()
    core.run("add", *map(str, files))
    storing, keeping = Clock(), Clock()
    with core.open_case() as case:
        analysis = Analysis(case.account, case, Machine(models), JobSettings())
        with (
            mock.patch.object(Checkpoints, "store", storing.around(Checkpoints.store)),
            mock.patch.object(kept_views, "keep", keeping.around(kept_views.keep)),
        ):
            began = time.process_time()
            with InProcess(analysis.packs) as backend:
                ended = analysis.run([backend], analysis.items(), lambda _: None, lambda: False)
            whole = time.process_time() - began
    return Cost(ended.done_units, whole, storing.seconds, keeping.seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("files", nargs="*", type=Path, default=[ROOT / ".aima" / "media" / f for f in FILES])
    args = parser.parse_args()
    shares = []
    for _ in range(args.times):
        with tempfile.TemporaryDirectory() as folder:
            found = cost(Path(folder) / "home", ROOT / ".aima" / "models", args.files)
        storing, keeping = found.shares
        shares.append(found.shares)
        print(
            f"{found.units} units in {found.whole:.1f} CPU-s: "
            f"storing {found.storing:.2f} CPU-s ({storing:.2%}), "
            f"keeping views {found.keeping:.2f} CPU-s ({keeping:.2%})",
            flush=True,
        )
    medians = [statistics.median(each) for each in zip(*shares, strict=True)]
    print(f"median: storing {medians[0]:.2%}, keeping views {medians[1]:.2%} (at most {MOST:.0%} each)")
    return 0 if max(medians) <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
