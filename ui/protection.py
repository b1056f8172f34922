"""Pictures made harmless for the viewer: blurred until no detail is left, grey, or both.

Everything that shows evidence shows it through `protected` while `Exposure` says so, previews, drags and
full screen included. What is left of a blurred picture are the colours of a dozen patches: nothing can be
computed back from it.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

LEFT_PX = 12
"""Pixels of the shorter side that a blurred picture still tells apart."""
SMOOTH_PX = 480
"""Interpolated as far as this; beyond, the eye sees no difference and the frame would be late."""
_IGNORE = Qt.AspectRatioMode.IgnoreAspectRatio
_SMOOTH = Qt.TransformationMode.SmoothTransformation


def protected(image: QImage, blur: bool, grey: bool) -> QImage:
    """The picture, as large as before; `image` itself where neither is asked for.

    A frame of 1920×1080 takes 6 to 9 ms, one of 960×540 under 3: give it at the size at which it is shown.
    """
    if image.isNull() or not (blur or grey):
        return image
    shown = _patches(image) if blur else image
    if grey:
        shown = shown.convertToFormat(QImage.Format.Format_Grayscale8)
    if blur:
        between = image.size().boundedTo(
            image.size().scaled(SMOOTH_PX, SMOOTH_PX, Qt.AspectRatioMode.KeepAspectRatio)
        )
        shown = shown.scaled(between, _IGNORE, _SMOOTH).scaled(image.size(), _IGNORE)
    shown.setDevicePixelRatio(image.devicePixelRatio())
    return shown


def _patches(image: QImage) -> QImage:
    """The mean colours of at most LEFT_PX patches along the shorter side, the longer one in proportion."""
    left = min(LEFT_PX, max(1, min(image.width(), image.height()) // 8))  # of a small picture fewer yet
    size = image.size().scaled(left, left, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    size = size.boundedTo(QSize(left * 4, left * 4))  # of a strip of text no line can be read
    return image.scaled(size, _IGNORE, _SMOOTH)
