"""An exact picture of a recording, and beside it where it is from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from app.cases.case import Case
from app.cases.findings import Item
from app.exports.export import Content, Export, Needs
from app.operations.moments import uri
from engine.errors import AimaError


class StillChanged(AimaError):
    """The frame was changed on its way from the viewer. Nothing was written; try again."""

    code = "still-changed"
    exit_code = 6


@dataclass(frozen=True, slots=True)
class StillOptions:
    """A picture as PNG with the hash it had when it was made, and its place in the item."""

    item: Item = field(repr=False)
    stream: int
    t_ns: int
    pts: int
    png: bytes = field(repr=False)
    sha256: str


class Still(Export[StillOptions]):
    """`still.png`, and `still.png.json` with item, stream and time."""

    name = "still"
    action = "still exported"
    needs = Needs.SELECTION
    suffixes = (".png",)

    def gather(self, case: Case, options: StillOptions) -> Content:
        """Raises StillChanged."""
        if hashlib.sha256(options.png).hexdigest() != options.sha256:
            raise StillChanged
        sha256, t_ns = options.item.sha256, options.t_ns
        facts = {
            "item": sha256, "stream": options.stream, "t_ns": t_ns, "pts": options.pts,
            "still_sha256": options.sha256, "moment": uri(sha256, options.stream, t_ns, t_ns),
        }  # fmt: skip
        origin = json.dumps(facts, indent=2).encode() + b"\n"
        return Content({".json": origin, "": options.png}, facts, options.item.id, 1)
