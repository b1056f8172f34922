"""Statements of a dossier as columns, for a window that shows very many of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from app.cases.findings import Item
from app.core_api.dossier import CITED, NO_STAGE, Heading, Statements
from app.dossier.catalogue import Catalogue
from app.dossier.claims import ASSESSMENT, CUSTODY, DECISION, Citation, Claim, Section
from app.dossier.document import WORK
from engine.units import Kind

REFERENCE = 8


def columns(
    version: str,
    sections: Sequence[Section],
    texts: Sequence[str],
    items: Sequence[Item],
    catalogue: Catalogue,
    disclosure: str,
) -> Statements:
    """The claims of these sections, worded as `texts`."""
    claims = [claim for section in sections for claim in section.claims]
    text, text_at = packed(texts)
    subjects = _Numbers()
    subject = [subjects.of(about(claim, catalogue)) for claim in claims]
    cites = _Citations(items, catalogue)
    for claim in claims:
        cites.add(claim.citations)
    return Statements(
        version=version,
        sections=tuple(_heading(section.key, catalogue) for section in sections),
        section_at=_edges([len(s.claims) for s in sections]).astype(np.int32),
        ids=np.array([c.id for c in claims], np.bytes_),
        text=text,
        text_at=text_at,
        assessment=np.array([c.kind == ASSESSMENT for c in claims], np.uint8),
        subject=np.array(subject, np.int32),
        subjects=tuple(subjects.known),
        items=tuple(item.id for item in items),
        item_names=tuple(item.untrusted_name for item in items),
        item_still=np.array([item.kind == Kind.IMAGE for item in items], np.uint8),
        stages=tuple(cites.stages.known),
        disclosure=disclosure,
        **cites.columns(),
    )


def packed(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """One run of UTF-8 and where each text begins in it."""
    raw = [text.encode("utf-8", "backslashreplace") for text in texts]
    return np.frombuffer(b"".join(raw), np.uint8), _edges([len(r) for r in raw])


def about(claim: Claim, catalogue: Catalogue) -> str:
    """The person or the voice a claim is about, as people call them; empty where it is about nobody."""
    values, name = claim.values, str(claim.extent.get("name") or "")
    if "person" in values:
        called = catalogue.say("person", {"number": values["person"]})
        return f"{called} · {name}" if name else called
    speaker = values.get("speaker")
    if isinstance(speaker, Mapping):
        number, name = speaker["values"]["number"], str(speaker["values"]["name"])
        return f"{catalogue.say('voice', {'speaker': number})} · {name}"
    return catalogue.say("voice", {"speaker": speaker}) if speaker else ""


def _heading(key: str, catalogue: Catalogue) -> Heading:
    nothing = f"none.section.{key}"
    said = catalogue.say(nothing if catalogue.has(nothing) else "none")
    return Heading(key, catalogue.say(f"section.{key}"), said, key not in WORK)


def _edges(lengths: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(lengths, np.int64))])


class _Numbers:
    """Numbers of names in the order in which they are met; empty has -1."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def of(self, name: str) -> int:
        return self.known.setdefault(name, len(self.known)) if name else -1


class _Citations:
    """Columns of citations, filled claim by claim."""

    def __init__(self, items: Sequence[Item], catalogue: Catalogue) -> None:
        self._item = {item.sha256: n for n, item in enumerate(items)}
        self._catalogue = catalogue
        self.stages = _Numbers()
        self._counts: list[int] = []
        self._rows: list[tuple[int, int, int, int, int, int]] = []
        self._boxes: list[tuple[float, ...]] = []
        self._entries: list[str] = []

    def add(self, citations: Sequence[Citation]) -> None:
        self._counts.append(len(citations))
        for c in citations:
            stage = self.stages.of(self._stage(c.stage))
            kind, item = CITED.index(c.kind), self._item.get(c.sha256, -1)
            self._rows.append((kind, item, c.start_ns, c.end_ns, c.at_ns, stage))
            self._boxes.append(c.box if len(c.box) == 4 else (np.nan,) * 4)
            entry = c.reference.partition(":")[0] if c.kind in (CUSTODY, DECISION) else ""
            self._entries.append(entry[:REFERENCE])

    def columns(self) -> dict[str, Any]:
        rows = np.array(self._rows, np.int64).reshape(-1, 6)
        stage = rows[:, 5]
        return {
            "cites_at": _edges(self._counts).astype(np.int32),
            "cite_kind": rows[:, 0].astype(np.uint8),
            "cite_item": rows[:, 1].astype(np.int32),
            "cite_ns": np.ascontiguousarray(rows[:, 2:5]),
            "cite_box": np.array(self._boxes, np.float32).reshape(-1, 4),
            "cite_stage": np.where(stage < 0, NO_STAGE, stage).astype(np.uint8),
            "cite_entry": np.array(self._entries, f"S{REFERENCE}"),
        }

    def _stage(self, stage: str) -> str:
        return self._catalogue.show("stage", {"word": f"stage.{stage}"}) if stage else ""
