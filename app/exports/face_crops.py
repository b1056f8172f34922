"""Pictures of the faces of people, cut out of the evidence, with a list of where each is from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.cases.appearances import FaceTrack
from app.cases.case import Case
from app.cases.clusters import Cluster
from app.exports.export import Content, Export, Needs
from app.exports.json_text import json_text
from app.review.review import Review

LIST = "crops.json"


@dataclass(frozen=True, slots=True)
class CropsOptions:
    """The people whose faces are wanted."""

    review: Review = field(repr=False)
    people: Sequence[Cluster] = field(repr=False)


class FaceCrops(Export[CropsOptions]):
    """`person-3-1.jpg` is the first appearance of person 3; `crops.json` cites every one."""

    name = "face_crops"
    action = "face crops written"
    needs = Needs.SELECTION

    def gather(self, case: Case, options: CropsOptions) -> Content:
        files: dict[str, bytes] = {}
        cited = []
        for person in options.people:
            for which, track in enumerate(options.review.appearances(person), 1):
                if track.crop:
                    name = f"person-{person.number}-{which}.jpg"
                    files[name] = track.crop
                    cited.append(_cited(name, person, track))
        facts = {"people": len(options.people), "crops": len(cited)}
        listed = json_text(cited).encode() + b"\n"
        return Content({**files, LIST: listed}, facts, records=len(cited))


def _cited(name: str, person: Cluster, track: FaceTrack) -> dict[str, object]:
    unit = track.unit
    return {
        "file": name,
        "sha256": hashlib.sha256(track.crop).hexdigest(),
        "person": person.number,
        "item": track.moment.sha256,
        "uri": track.moment.uri,
        "stage": f"{unit.stage}@{unit.version}",
        "unit": unit.key,
    }
