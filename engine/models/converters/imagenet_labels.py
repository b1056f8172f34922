"""Names of the 1,000 ImageNet classes, in the order of torchvision's classifiers."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from engine.models.errors import PackDamaged


def convert(parts: Sequence[bytes]) -> bytes:
    """`torchvision/models/_meta.py` (parsed, never run) to one name a line, UTF-8."""
    for node in ast.parse(parts[0]).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_IMAGENET_CATEGORIES":
            labels: list[str] = ast.literal_eval(node.value)
            return "".join(f"{label}\n" for label in labels).encode()
    raise PackDamaged("labels.txt", why="the list of classes is not where it should be")
