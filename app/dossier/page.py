"""The dossier as one HTML file: no scripts, fonts or pictures from elsewhere, fit for screen and paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from app.cases.findings import Item
from app.dossier.catalogue import Catalogue
from app.dossier.claims import Citation, Claim
from app.dossier.document import ANNEXES, WORK, Dossier, disclosure
from app.dossier.judging import Verdict
from app.dossier.tables import cells, headings
from app.operations.moments import timecode
from engine.units import Kind

TEMPLATES = files("resources") / "templates"
SIDE = 1000
"""Width of a ruler in its own units."""
THINNEST = 3.0
"""So that a moment stays visible on a long ruler."""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as shown: its number, place in words, and a picture as a data URI."""

    id: str
    number: int
    label: str
    sha256: str = ""
    item: int = -1
    name: str = ""
    start: int = 0
    end: int = 0
    at: int = -1
    box: str = ""
    when: str = ""
    uri: str = ""
    stage: str = ""
    models: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    crop: str = ""
    reference: str = ""
    kind_text: str = ""


class Page:
    """Turns a dossier into HTML. Everything that is text goes through Jinja's escaping."""

    def __init__(self, dossier: Dossier, catalogue: Catalogue) -> None:
        self.dossier, self.say = dossier, catalogue
        material = dossier.material
        self._items: dict[str, Item] = {item.sha256: item for item in material.items}
        self._order = {item.sha256: n for n, item in enumerate(material.items)}
        self._shown = self._crops_to_show()
        sections = [section for section in dossier.sections if section.key not in WORK]
        self._reviewable = {claim.id for section in sections for claim in section.claims}
        self.sources = {
            key: self._source(number, citation)
            for number, (key, citation) in enumerate(dossier.citations.items(), 1)
        }

    def html(self) -> str:
        """The whole page."""
        environment = Environment(
            autoescape=True, loader=FunctionLoader(_read), undefined=StrictUndefined, trim_blocks=True
        )
        style, script = _read("dossier.css"), _read("dossier.js")
        template = environment.get_template("dossier.html.j2")
        entries = self.dossier.material.custody
        return template.render(
            language=self.say.language,
            say=self.say.say,
            case_name=self.dossier.material.facts["name"],
            facts=self._facts(),
            disclosure=disclosure(self.dossier, self.say),
            sections=[self._section(s.key, s.claims) for s in self.dossier.sections],
            annexes=ANNEXES,
            people=list(self._people()),
            said=list(self._said()),
            narrative=self._narrative(),
            none_text=self._none,
            sources=list(self.sources.values()),
            head=entries[-1].hash if entries else "",
            style=Markup(style),  # noqa: S704  our own file
            script=Markup(script),  # noqa: S704  our own file
            style_hash=_hash(style),
            script_hash=_hash(script),
            items_json=self._items_json(),
        )

    def _facts(self) -> list[tuple[str, str]]:
        facts, say = self.dossier.material.facts, self.say
        items = self.dossier.material.items
        length = sum(i.duration_ns for i in items if i.kind != Kind.IMAGE)
        made = f"{say.instant(self.dossier.made_at)} {say.say('made_by')} {self.dossier.made_by[:8]}"
        rows = [(say.say(n), facts.get(n, "")) for n in ("purpose", "legal_basis", "retention", "profile")]
        rows += [
            (say.say("items"), f"{len(items)} · {say.duration(length)}"),
            (say.say("claims"), str(sum(1 for _ in self.dossier.stated()))),
            (say.say("made"), made),
            (say.say("stands"), f"{say.instant(self.dossier.material.stands_at)}{self._still_running()}"),
        ]
        return [(label, value) for label, value in rows if value]

    def _still_running(self) -> str:
        """What the reader of the first page has to know of what was not finished."""
        count = len(self.dossier.material.running)
        return f" · {self.say.say('stands.running', {'count': count})}" if count else ""

    def _section(self, key: str, claims: Sequence[Claim]) -> dict[str, Any]:
        rows = [self._claim(c) | {"cells": cells(key, c, self.say)} for c in claims]
        return {"key": key, "claims": rows, "columns": headings(key, self.say)}

    def _claim(self, claim: Claim) -> dict[str, Any]:
        verdict = self.dossier.verdicts.get(claim.id)
        return {
            "id": claim.id,
            "kind": claim.kind,
            "text": self.say.markup(claim.key, claim.values),
            "citations": [self.sources[c.id] for c in claim.citations],
            "extent": {"doubts": (), "edited": False, **claim.extent},
            "verdict": verdict.word if verdict else "",
            "judged": self._judged(verdict) if verdict else "",
            "worded": verdict.text if verdict else "",
            "unreviewed": verdict is None and claim.id in self._reviewable,
            "ruler": list(self._ruler(claim)),
        }

    def _judged(self, verdict: Verdict) -> str:
        made = verdict.judgement
        values = {"author": made.author[:8], "decided_at": made.at}
        said = self.say.say(f"judged.{verdict.word}", values)
        return f"{said} · {self.say.say('judged.stale')}" if verdict.stale else said

    def _ruler(self, claim: Claim) -> Iterator[dict[str, Any]]:
        """Where in each item it is: segments on a line as long as the item."""
        for sha256, spans in claim.extent.get("spans", {}).items():
            item = self._items[sha256]
            if item.kind == Kind.IMAGE or item.duration_ns <= 0:
                continue
            yield {
                "name": item.untrusted_name,
                "label": ", ".join(f"{timecode(a)}–{timecode(b)}" for a, b in spans[:20]),
                "spans": _scaled(spans, item.duration_ns),
                "scouted": _scaled(claim.extent.get("scouted", ()), item.duration_ns),
                "gaps": _scaled(claim.extent.get("gaps", ()), item.duration_ns),
                "end": timecode(item.duration_ns),
            }

    def _people(self) -> Iterator[dict[str, Any]]:
        claims = next(s.claims for s in self.dossier.sections if s.key == "people")
        by_person: dict[str, list[Claim]] = {}
        for claim in claims:
            if claim.extent["subject"]:
                by_person.setdefault(str(claim.extent["subject"]), []).append(claim)
        for own in by_person.values():
            appears, more = own[0], own[1:]
            name = str(appears.extent["name"])
            number = self.say.say("person", {"number": appears.values["person"]})
            sources = [self.sources[key] for key in appears.extent["crops"]]
            yield {
                "appears": self._claim(appears),
                "more": [self._claim(c) for c in more],
                "title": f"{number} · {name}" if name else number,
                "status": appears.extent["status"],
                "crops": [
                    {"id": s.id, "data": s.crop, "alt": self.say.say("still", {"at_time": s.start})}
                    for s in sources
                    if s.crop
                ],
            }

    def _said(self) -> Iterator[dict[str, Any]]:
        claims = next(s.claims for s in self.dossier.sections if s.key == "said")
        by_item: dict[str, list[dict[str, Any]]] = {}
        for claim in claims:
            speaker = claim.values["speaker"]
            line = self._claim(claim) | {
                "time": timecode(claim.values["at_time"]),
                "who": self._who(speaker) if speaker else "",
                "text": claim.values["untrusted_text"],
            }
            by_item.setdefault(claim.extent["item"], []).append(line)
        for sha256, lines in by_item.items():
            yield {"name": self._items[sha256].untrusted_name, "claims": lines}

    def _who(self, speaker: Any) -> str:
        """A voice in the margin of a transcript: the name with its status, or the number."""
        if isinstance(speaker, Mapping):
            return self.say.say(f"{speaker['word']}.alone", speaker["values"])
        return self.say.say("voice", {"speaker": speaker})

    def _narrative(self) -> Mapping[str, Any] | None:
        narrative = self.dossier.narrative
        if narrative is None:
            return None
        removed = int(narrative.get("removed", 0))
        return {**narrative, "removed_text": self.say.say("narrative.removed", {"count": removed})}

    def _none(self, section: str) -> str:
        key = f"none.section.{section}"
        return self.say.say(key if self.say.has(key) else "none")

    def _crops_to_show(self) -> set[str]:
        """Under a profile that hides bystanders only the faces of named people are shown."""
        shown: set[str] = set()
        if not self.dossier.crops:
            return shown
        people = [s.claims for s in self.dossier.sections if s.key in ("people", "people_once")]
        for claim in chain.from_iterable(people):
            if not self.dossier.hide_bystanders or claim.extent.get("name"):
                shown |= {c.id for c in claim.citations}
        return shown

    def _source(self, number: int, citation: Citation) -> Source:
        words = {"evidence": "evidence", "absence": "absence", "custody": "entry", "decision": "decision"}
        kind = self.say.say(words[citation.kind])
        if citation.kind in ("custody", "decision"):
            label = f"{kind} {citation.reference.partition(':')[0][:8]}"
            return Source(citation.id, number, label, kind_text=kind, reference=citation.reference)
        item = self._items[citation.sha256]
        start, end = timecode(citation.start_ns), timecode(citation.end_ns)
        still = item.kind == Kind.IMAGE
        record = citation.to_json()
        picture = base64.b64encode(citation.crop).decode() if citation.id in self._shown else ""
        return Source(
            id=citation.id,
            number=number,
            label=_short(item.untrusted_name) if still else start,
            sha256=citation.sha256,
            item=self._order[citation.sha256],
            name=item.untrusted_name,
            start=citation.start_ns,
            end=citation.end_ns,
            at=citation.at_ns,
            box=",".join(str(round(v)) for v in citation.box),
            when=kind if still else start if start == end else f"{start} – {end}",
            uri=record["uri"],
            stage=f"{citation.stage}@{citation.version}" if citation.stage else "",
            models=tuple(sorted(citation.models.items())),
            unit=citation.unit,
            crop=f"data:image/jpeg;base64,{picture}" if picture else "",
        )

    def _items_json(self) -> Markup:
        listed = [
            {"name": item.untrusted_name, "kind": item.kind, "path": self._link(item)}
            for item in self.dossier.material.items
        ]
        return htmlsafe_json_dumps({"list": listed, "not_playable": self.say.say("not_playable")})

    def _link(self, item: Item) -> str:
        """Where the original lay when it was added; nothing of it is copied into or beside the page."""
        path = Path(self.dossier.material.paths.get(item.sha256, ""))
        return path.as_uri() if path.is_absolute() else ""


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:12]}…{name[-8:]}"


def _scaled(spans: Sequence[Sequence[int]], length: int) -> list[tuple[float, float]]:
    out = []
    for start, end in spans:
        left = SIDE * min(start / length, 1.0)
        width = max(SIDE * (end - start) / length, THINNEST)
        out.append((round(min(left, SIDE - THINNEST), 1), round(width, 1)))
    return out


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
