"""Vectors of faces with SFace, which sees the ArcFace crop in values of 0 to 255.

Zhong, Deng et al., "SFace: sigmoid-constrained hypersphere loss for robust face recognition", IEEE TIP 2021.
"""

from __future__ import annotations

from engine.models.adapters import Files, Options
from engine.models.arcface import FaceEmbedder


def load(files: Files, options: Options, device: str) -> FaceEmbedder:
    return FaceEmbedder(files["model"], device)
