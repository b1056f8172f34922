"""What the core tells the player: streams, cuts, sightings with names that may be seen; and kept stills."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cases.case import Case, NoSuchItem
from app.cases.clusters import FACES
from app.core_api.core_session import CoreSession
from app.core_api.handlers.media import (
    cuts,
    keep_still,
    open_media,
    overlays,
)
from app.core_api.media import Appearance, Cuts, KeepStill, OpenMedia, Overlays, Seen
from app.exports.export import TargetUnusable
from app.exports.still import StillChanged
from app.review.review import review
from app.store.lock import CaseInUse
from engine.units import SECOND, Kind
from tests.made_case import face, probed, put_faces, put_item, put_unit, sha256_of
from tests.vault import new_account, new_case

NAME = "a.mp4"
WHOLE = (0.0, (1 << 62) / SECOND)
PNG = b"\x89PNG a picture"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[CoreSession]:
    account = new_account(tmp_path / "home")
    made = CoreSession(lambda _: None)
    made.enter(account)
    made.take(new_case(account))
    yield made
    made.leave()


def film(case: Case) -> str:
    item = put_item(case, NAME)
    put_unit(case, NAME, item, "probe", probed(), span=WHOLE, stream=-1)
    return item


def seen(
    session: CoreSession, item: str, start: float, end: float, kind: Seen = Seen.FACE
) -> list[Appearance]:
    found = overlays(session, Overlays(item, round(start * SECOND), round(end * SECOND)))
    return [s for s in found if s.kind is kind]


def test_an_item_opens_with_its_key_its_streams_and_its_length(session: CoreSession) -> None:
    item = film(session.case)
    told = open_media(session, OpenMedia(item))
    assert told.media == session.case.media(item)
    assert len(told.media.key) == 32
    assert told.pictures is not None
    assert (told.pictures.index, told.pictures.width, told.pictures.frame_rate) == (0, 320, 25.0)
    assert [s.index for s in told.sounds] == [1]
    assert (told.kind, told.duration_ns, told.probed) == (Kind.VIDEO, 20 * SECOND, True)
    assert repr(told.media.key) not in repr(told)


def test_an_item_nobody_has_looked_into_is_left_to_the_viewer(session: CoreSession) -> None:
    told = open_media(session, OpenMedia(put_item(session.case, "b.bin", kind=Kind.OTHER)))
    assert (told.probed, told.pictures, told.sounds) == (False, None, ())


def test_an_item_that_is_not_there_is_refused(session: CoreSession) -> None:
    with pytest.raises(NoSuchItem):
        open_media(session, OpenMedia("nobody"))


def test_cuts_are_where_shots_begin(session: CoreSession) -> None:
    item = film(session.case)
    shots = [{"start_ns": a * SECOND, "end_ns": b * SECOND} for a, b in ((0, 5), (5, 12), (12, 20))]
    put_unit(session.case, NAME, item, "shots", {"shots": shots}, span=WHOLE, stream=-1)
    assert cuts(session, Cuts(item)) == (0, 5 * SECOND, 12 * SECOND)


def test_faces_have_the_number_of_their_person_and_their_box(session: CoreSession) -> None:
    item = film(session.case)
    put_faces(session.case, NAME, item, [(face(1), 1, 3, 10), (face(2), 2, 4, 200), (face(1), 6, 8, 30)])
    found = seen(session, item, 0, 10)
    assert [s.t_ns for s in found] == sorted(s.t_ns for s in found)
    assert len(found) == 6
    by_left = {s.outline[0][0]: s.number for s in found}
    assert by_left[10.0] == by_left[30.0] != by_left[200.0]
    assert found[0].outline == ((10.0, 10.0), (60.0, 10.0), (60.0, 70.0), (10.0, 70.0))


def test_only_the_segment_asked_for_is_sent(session: CoreSession) -> None:
    item = film(session.case)
    for begin in (0, 10):
        put_faces(session.case, NAME, item, [(face(1), begin + 1, begin + 2, 10)], span=(begin, begin + 10))
    assert {s.t_ns // SECOND for s in seen(session, item, 0, 9)} == {1}
    assert {s.t_ns // SECOND for s in seen(session, item, 9, 20)} == {11}


def test_a_name_is_shown_with_its_status_to_those_who_gave_it(session: CoreSession) -> None:
    item = film(session.case)
    put_faces(session.case, NAME, item, [(face(1), 1, 3, 10)])
    assert {s.untrusted_label for s in seen(session, item, 0, 9)} == {""}
    with review(session.case, write=True) as opened:
        opened.regroup()
        _, appearance = opened.appearance("1", FACES)
        opened.decide("name", [appearance.moment], name="Ada")
    assert {(s.untrusted_label, s.status) for s in seen(session, item, 0, 9)} == {("Ada", "candidate")}


def test_a_name_that_waits_for_a_second_answer_is_not_shown_to_those_who_may_give_it(
    session: CoreSession, tmp_path: Path
) -> None:
    item = film(session.case)
    put_faces(session.case, NAME, item, [(face(1), 1, 3, 10)])
    with review(session.case, write=True) as opened:
        opened.regroup()
        _, appearance = opened.appearance("1", FACES)
        opened.decide("name", [appearance.moment], name="Ada")
    first = session.account.identity
    session.account.identity = new_account(tmp_path / "other").identity
    try:
        assert {s.untrusted_label for s in seen(session, item, 0, 9)} == {""}
    finally:
        session.account.identity = first


def test_objects_and_text_have_outlines_too(session: CoreSession) -> None:
    item = film(session.case)
    thing = {"t_ns": SECOND, "label": "car", "box": [1, 2, 3, 4], "score": 0.9}
    put_unit(session.case, NAME, item, "objects", {"objects": [thing], "counts": []})
    quad = [[1, 1], [9, 2], [9, 5], [1, 4]]
    words = {"start_ns": 0, "end_ns": 15 * SECOND, "text": "EXIT", "quad": quad, "confidence": 0.9}
    put_unit(session.case, NAME, item, "screen_text", {"texts": [words]})
    assert [s.untrusted_label for s in seen(session, item, 0, 9, Seen.OBJECT)] == ["car"]
    (text,) = seen(session, item, 14, 20, Seen.TEXT)
    assert text.outline == ((1.0, 1.0), (9.0, 2.0), (9.0, 5.0), (1.0, 4.0))
    assert seen(session, item, 16, 20, Seen.TEXT) == []


def still(item: str, path: Path, png: bytes = PNG) -> KeepStill:
    return KeepStill(item, 0, 3 * SECOND, 75, hashlib.sha256(PNG).hexdigest(), png, str(path))


def test_a_kept_still_has_its_origin_beside_it_and_an_entry_in_the_log(
    session: CoreSession, tmp_path: Path
) -> None:
    item = film(session.case)
    kept = keep_still(session, still(item, tmp_path / "still"))
    assert kept.path == str(tmp_path / "still.png")
    assert (tmp_path / "still.png").read_bytes() == PNG
    told = json.loads((tmp_path / "still.png.json").read_text())
    assert told["item"] == sha256_of(NAME)
    assert (told["stream"], told["t_ns"], told["pts"]) == (0, 3 * SECOND, 75)
    assert told["still_sha256"] == hashlib.sha256(PNG).hexdigest()
    entry = list(session.case.custody.entries())[-1]
    assert (entry.action, entry.subject) == ("still exported", item)
    assert {n: v for n, v in entry.details.items() if n != "files"} == told
    assert entry.details["files"]["still.png"] == told["still_sha256"]
    assert session.case.custody.faults() == []


def test_a_still_that_was_changed_on_its_way_is_not_kept(session: CoreSession, tmp_path: Path) -> None:
    with pytest.raises(StillChanged):
        keep_still(session, still(film(session.case), tmp_path / "still.png", b"something else"))
    assert list(tmp_path.glob("still*")) == []


def test_a_still_that_cannot_be_written_leaves_neither_file_nor_entry(
    session: CoreSession, tmp_path: Path
) -> None:
    item = film(session.case)
    before = len(list(session.case.custody.entries()))
    with pytest.raises(TargetUnusable):
        keep_still(session, still(item, tmp_path / "no such folder" / "still.png"))
    assert len(list(session.case.custody.entries())) == before


def test_who_may_only_read_the_case_keeps_no_still(session: CoreSession, tmp_path: Path) -> None:
    item = film(session.case)
    account, case_id = session.account, session.case.id
    with Case.open(account, case_id, write=False) as reading:
        other = CoreSession(lambda _: None)
        other.enter(account)
        other.take(reading)
        with pytest.raises(CaseInUse):
            keep_still(other, still(item, tmp_path / "still.png"))
    assert list(tmp_path.glob("still*")) == []
