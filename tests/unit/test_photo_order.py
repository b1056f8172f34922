"""In which order the photos of a job are looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from app.cases.case import Case
from app.cases.running_jobs import ANALYSIS
from app.jobs.analysis import Analysis
from app.jobs.backends import Machine
from app.jobs.events import End
from app.jobs.job_log import JobLog
from app.jobs.progress_estimate import ProgressEstimate
from app.jobs.runner import JobSettings, Runner
from app.store.schema import items
from engine.models.packs import PackStore
from engine.records import pack
from engine.stage import stages
from engine.units import Kind, UnitOutcome, UnitRequest
from tests.made_backend import MadeBackend, finished
from tests.made_case import probed, put_item, table
from tests.vault import new_account, new_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    account = new_account(tmp_path_factory.mktemp("home"))
    with new_case(account) as made:
        yield made
    account.close()


def test_the_faces_of_every_photo_come_before_any_text_or_object_of_one(case: Case, models: Path) -> None:
    """Reading text is four fifths of what a photo costs: the faces of the last would wait for all of it."""
    photos = [put_item(case, f"photo {n}", Kind.IMAGE) for n in range(5)]
    wanted = ("faces", "face_embeddings", "screen_text", "objects", "entities")
    log = JobLog(case)

    def photo(request: UnitRequest) -> Iterable[UnitOutcome]:
        if request.stage != "probe":
            return [finished(request)]
        rows = probed(Kind.IMAGE)
        result = pack({n: table(s, rows.get(n, ())) for n, s in stages()["probe"].tables.items()})
        return [replace(finished(request), result=result)]

    def stages_given(full_pass: bool) -> list[str]:
        backend = MadeBackend(photo, slots=1)
        leases = log.leases(log.begin(ANALYSIS, photos, {}, [backend.name]))
        settings = JobSettings(wanted, full_pass=full_pass)
        progress = ProgressEstimate(case.account, "cpu", 1)
        runner = Runner(case, [backend], PackStore(models), settings, progress, leases=leases)
        assert runner.run(photos).state is End.DONE
        return [request.stage for request in backend.submitted]

    scouted = stages_given(full_pass=False)
    assert Counter(scouted) == dict.fromkeys(("probe", "faces", "face_tracks", "face_embeddings"), 5)
    assert scouted[:2] == ["probe", "faces"], "the first photo's faces do not wait for the other photos"
    assert Counter(stages_given(full_pass=True)) == dict.fromkeys(("screen_text", "objects", "entities"), 5)
    again = [put_item(case, f"photo {n}", Kind.IMAGE) for n in range(5, 10)]
    photos[:] = again
    at_once = stages_given(full_pass=True)
    first_read = min(at_once.index("screen_text"), at_once.index("objects"))
    assert "face_embeddings" not in at_once[first_read:]
    assert at_once.count("entities") == 5


def test_photos_come_before_films_before_sound_by_what_they_are_or_are_called(
    tmp_path_factory: pytest.TempPathFactory, models: Path
) -> None:
    """A short clip is smaller than a photo: by size alone its preview would hold up the faces of photos."""
    account = new_account(tmp_path_factory.mktemp("order"))
    with new_case(account) as made:
        named = {
            name: put_item(made, name)
            for name in ("a.wav", "b.mp4", "c.HEIC", "d.jpg", "e without an ending", "f.png", "g.bin")
        }
        kinds = {"f.png": "video", "g.bin": "image"}
        sizes = {"d.jpg": 5_000_000, "a.wav": 10, "b.mp4": 20, "c.HEIC": 3_000_000, "e without an ending": 15}
        with made.database.begin() as connection:
            for name, item in named.items():
                values = {"kind": kinds.get(name), "bytes": sizes.get(name, 1000), "name": name}
                connection.execute(update(items).where(items.c.id == item).values(values))
        analysis = Analysis(account, made, Machine(models), JobSettings())
        order = [next(n for n, item in named.items() if item == found) for found in analysis.items()]
    account.close()
    assert order == ["g.bin", "c.HEIC", "d.jpg", "e without an ending", "b.mp4", "f.png", "a.wav"]
