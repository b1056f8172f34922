"""What a picture looks like as a whole: a feature vector to compare, and tags to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from engine.media.change import ChangeGate
from engine.models.tasks import Task
from engine.records import ANY, Column, Result, Schemas, Table, sized
from engine.stage import Context, Reads, Source, Stage
from engine.units import SECOND, Kind

if TYPE_CHECKING:
    from engine.models.mobilenet import PictureDescriber

LOOK_HZ = 1.0
VISIBLE_CHANGE = 0.3
"""Share of cells that must have changed since the last picture taken."""
LONGEST_GAP_NS = 10 * SECOND
LARGEST_SIDE = 512


class ImageEmbeddings(Stage):
    """One vector per visibly changed picture, and at least one every ten seconds.

    Tags are ImageNet classes: hints for searching, never findings to cite without a look.
    """

    name = "image_embeddings"
    version = 2
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO, Kind.IMAGE})
    needs = (Task.PICTURE_EMBEDDING, Task.PICTURE_TAGS)
    preview = True
    defaults: ClassVar[Mapping[str, Any]] = {"hz": LOOK_HZ, "tags": 5, "least_tag": 0.2}
    tables: ClassVar[Schemas] = {
        "images": {"t_ns": Column("i64"), "vector": Column("f32", (ANY,), "length 1")},
        "tags": {"t_ns": Column("i64"), "label": Column("str"), "score": Column("f32", doc="probability")},
    }

    def run(self, source: Source, context: Context) -> Result:
        settings = context.settings
        describer: PictureDescriber = context.model(Task.PICTURE_EMBEDDING)
        tagger: PictureDescriber = context.model(Task.PICTURE_TAGS)
        gate = ChangeGate(VISIBLE_CHANGE)
        images: list[dict[str, Any]] = []
        tags: list[dict[str, Any]] = []
        for frame in source.frames(settings["hz"]):
            context.check()
            overdue = bool(images) and frame.t_ns - images[-1]["t_ns"] >= LONGEST_GAP_NS
            if not gate.passes(frame) and not overdue:
                continue
            picture = frame.bgr(LARGEST_SIDE)
            seen = describer.describe(picture, settings["tags"], settings["least_tag"])
            images.append({"t_ns": frame.t_ns, "vector": seen.vector})
            if tagger is not describer:
                seen = tagger.describe(picture, settings["tags"], settings["least_tag"])
            tags += [{"t_ns": frame.t_ns, "label": label, "score": score} for label, score in seen.tags]
        return {
            "images": Table.from_rows(
                sized(self.tables["images"], vector=context.space(Task.PICTURE_EMBEDDING).width), images
            ),
            "tags": Table.from_rows(self.tables["tags"], tags),
        }
