"""A case of made-up people for the window: who is sure, who is in doubt, who was named by somebody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage

from app.cases.case import Case
from app.cases.log import append
from app.operations.decisions import made as made_decision
from app.review.review import review
from engine.units import SECOND, Kind
from tests.investigator import Investigator
from tests.made_case import face, put_item, put_unit

PEOPLE = {"anna": (1, 5), "ben": (2, 4), "carla": (3, 3), "dora": (4, 3)}
"""Seed and number of photos of each; carla and dora look alike, not quite enough to be one."""
ALONE = 90
TOGETHER = 0.54
"""How alike the bases of carla and dora are: with 0.9 for each sighting, 0.44 on average."""


def made_home(home: Path, models: Path, named: bool = False) -> Path:
    """An account with such a case; with `named` somebody else has said who ben is."""
    core = Investigator.set_up(home, models)
    core.new_case("Made people")
    with core.open_case() as case:
        fill(case)
        with review(case, write=True) as found:
            found.regroup()
            if named:
                ben = next(
                    t for t in found.faces.appearances.values() if _name(found.items, t) == "ben 0.jpg"
                )
                body = {"moments": [ben.moment.to_json()], "name": "Ben Albers"}
                append(case, found.connection, made_decision("somebody else", "name", body))
                found.regroup()
    return home


def fill(case: Case) -> None:
    carla, dora = face(3), face(4)
    dora = TOGETHER * carla + np.sqrt(1 - TOGETHER**2) * (dora - dora @ carla * carla)
    dora /= np.linalg.norm(dora)
    bases = {"anna": face(1), "ben": face(2), "carla": carla, "dora": dora}
    for number, (who, (_, photos)) in enumerate(PEOPLE.items()):
        for n in range(photos):
            _photo(case, f"{who} {n}.jpg", _like(bases[who], 100 * number + n), number * 60 + n)
    _photo(case, "nobody.jpg", face(ALONE), 300)
    for name, voice in (("eins.wav", 1), ("zwei.wav", 1), ("drei.wav", 2)):
        item = put_item(case, name, Kind.AUDIO)
        vector = np.random.default_rng(voice).standard_normal(192)
        tables: dict[str, Any] = {
            "turns": [{"start_ns": 0, "end_ns": 8 * SECOND, "speaker": 0}],
            "voices": [{"speaker": 0, "vector": vector / np.linalg.norm(vector), "seconds": 8.0}],
        }
        put_unit(case, name, item, "speakers", tables)


def _like(base: np.ndarray[Any, Any], seed: int) -> np.ndarray[Any, Any]:
    other = np.random.default_rng(seed + 5000).standard_normal(128)
    other -= other @ base * base
    made: np.ndarray[Any, Any] = 0.9 * base + np.sqrt(1 - 0.81) * other / np.linalg.norm(other)
    return made.astype(np.float32)


def _photo(case: Case, name: str, vector: np.ndarray[Any, Any], hue: int) -> None:
    item = put_item(case, name, Kind.IMAGE, 0)
    where: dict[str, Any] = {"span": (0, 1e-9)}
    box = [100, 100, 180, 200]
    seen = {"t_ns": 0, "pts": 0, "box": box, "points": np.zeros((5, 2)), "score": 0.9, "quality": 0.7}
    faces = [{**seen, "sharpness": 0.8, "yaw": 0.0}]
    one = put_unit(case, name, item, "faces", {"faces": faces}, **where)
    tracks = {
        "tracklets": [{"tracklet": 0, "start_ns": 0, "end_ns": 1, "faces": 1}],
        "members": [{"tracklet": 0, "face": 0}],
    }
    two = put_unit(case, name, item, "face_tracks", tracks, reads=[one], **where)
    found = {
        "embeddings": [{"tracklet": 0, "t_ns": 0, "face": 0, "vector": vector, "quality": 0.7}],
        "crops": [{"tracklet": 0, "t_ns": 0, "exact": hue % 2 == 0, "jpeg": _jpeg(hue)}],
    }
    put_unit(case, name, item, "face_embeddings", found, reads=[one, two], **where)


def _jpeg(hue: int) -> bytes:
    image = QImage(120, 144, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(hue % 360, 160, 200))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _name(items: Any, track: Any) -> str:
    return str(items[track.item_id].untrusted_name)
