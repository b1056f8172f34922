"""The picture on the screen, as the widgets paint it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from gpu_backends.viewer_messages import Shown


@dataclass(frozen=True, slots=True)
class Frame:
    """`image` lies in the viewer's memory: paint it, do not keep it."""

    image: QImage = field(repr=False)
    region: tuple[float, float, float, float]
    full: tuple[int, int]
    t_ns: int
    pts: int
    exact: bool
    shown: Shown = field(repr=False)

    @classmethod
    def of(cls, shown: Shown) -> Frame:
        """The same memory as an image."""
        form = QImage.Format.Format_RGB32
        image = QImage(shown.pixels, shown.width, shown.height, shown.width * 4, form)
        return cls(image, shown.region, shown.full, shown.t_ns, shown.pts, shown.exact, shown)
