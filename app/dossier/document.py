"""The dossier as data: every statement with its sources, the items and the signed log (`dossier.json`).

Its form is `resources/templates/dossier.schema.json`; `check_citations` checks it without the rest of AIMA.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from app.dossier import fronts, heard_and_seen, people, process
from app.dossier.catalogue import Catalogue
from app.dossier.claims import Citation, Claim, Section, distinct
from app.dossier.judging import Verdict, verdicts
from app.dossier.material import Material
from app.dossier.unfinished import unfinished
from app.operations.decisions import Decision

FORMAT, VERSION = "aima-dossier", 2
Writer = Callable[[Material], Iterator[Claim]]

WRITERS: Mapping[str, Writer] = {
    "people": people.appearing,
    "speakers": people.speaking,
    "said": heard_and_seen.said,
    "written": heard_and_seen.written,
    "seen": heard_and_seen.seen,
    "heard": heard_and_seen.heard,
    "entities": fronts.entities,
    "duplicates": fronts.duplicates,
    "open": unfinished,
    "people_once": people.on_one_photo,
    "written_on_photos": heard_and_seen.written_on_many_photos,
    "entities_more": fronts.further_entities,
    "duplicates_more": fronts.further_duplicates,
    "items": process.items,
    "coverage": process.covered,
    "gaps": process.not_analysed,
    "left": process.not_read,
    "decisions": process.decided,
    "custody": process.custody,
}
"""Sections in the order in which they are read."""
ANNEXES = (
    "people_once", "written_on_photos", "entities_more", "duplicates_more",
    "items", "coverage", "gaps", "left", "decisions", "custody",
)  # fmt: skip
"""Sections that are tables behind what is stated: the files, the work and the logs."""
WHERE_MANY = ("people_once", "written_on_photos", "entities_more", "duplicates_more", "left")
"""Annexes that are there only where the case holds so much of it."""
WORK = frozenset({"open", "items", "coverage", "gaps", "left", "decisions", "custody"})
"""Sections about the work, which nobody has to review."""


@dataclass(slots=True)
class Dossier:
    """Sections of claims, and the material they were written from. `narrative` is what a model added."""

    material: Material
    sections: tuple[Section, ...]
    made_at: str
    made_by: str
    narrative: Mapping[str, Any] | None = None
    hide_bystanders: bool = False
    """Whether faces of people whom nobody named are left out."""
    crops: bool = True
    """Whether faces are shown at all."""
    accepted_only: bool = False
    """Whether it holds only statements that a person accepted."""
    citations: dict[str, Citation] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """What people said about statements, by the statement's id."""

    @classmethod
    def write(cls, material: Material, made_at: str, made_by: str) -> Dossier:
        """All claims that follow from the material."""
        sections = [Section(key, tuple(distinct(writer(material)))) for key, writer in WRITERS.items()]
        there = tuple(section for section in sections if section.claims or section.key not in WHERE_MANY)
        dossier = cls(material, there, made_at, made_by)
        for section in there:
            for claim in section.claims:
                dossier.citations.update({c.id: c for c in claim.citations})
        dossier.verdicts = verdicts(dossier.claims(), material.state, material.withheld)
        return dossier

    def claims(self) -> Iterator[Claim]:
        for section in self.sections:
            yield from section.claims

    def stated(self) -> Iterator[Claim]:
        """What is stated before the annexes."""
        for section in self.sections:
            if section.key not in ANNEXES:
                yield from section.claims

    def only_accepted(self) -> Dossier:
        """The same with statements that somebody accepted as they are now; the work stays whole."""
        kept = tuple(
            section
            if section.key in WORK
            else Section(section.key, tuple(c for c in section.claims if self.accepted(c)))
            for section in self.sections
        )
        cited = {c.id: c for section in kept for claim in section.claims for c in claim.citations}
        return replace(self, sections=kept, citations=cited, accepted_only=True)

    def accepted(self, claim: Claim) -> bool:
        verdict = self.verdicts.get(claim.id)
        return verdict is not None and verdict.judgement.accepted and not verdict.stale


def to_json(dossier: Dossier, catalogue: Catalogue) -> dict[str, Any]:
    """The document; only JSON, equal input gives equal output."""
    material, custody = dossier.material, dossier.material.case.custody
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "language": catalogue.language,
        "made_at": dossier.made_at,
        "made_by": dossier.made_by,
        "stands_at": material.stands_at,
        "running": [asdict(job) for job in material.running],
        "disclosure": disclosure(dossier, catalogue),
        "case": dict(material.facts),
        "items": [
            {
                "sha256": item.sha256,
                "name": item.untrusted_name.encode("utf-8", "backslashreplace").decode(),
                "bytes": item.bytes,
                "kind": item.kind,
                "format": item.format,
                "duration_ns": item.duration_ns,
            }
            for item in material.items
        ],
        "sections": [
            {
                "id": section.key,
                "title": catalogue.say(f"section.{section.key}"),
                "claims": [_claim(dossier, claim, catalogue) for claim in section.claims],
            }
            for section in dossier.sections
        ],
        "citations": {key: dossier.citations[key].to_json() for key in sorted(dossier.citations)},
        "decisions": [_decision(decision, decision.id in material.withheld) for decision in material.log],
        "custody": [_entry(entry, material.withheld) for entry in custody.exported(material.connection)],
        "devices": custody.certificates(material.connection),
    }
    if dossier.narrative is not None:
        document["narrative"] = dict(dossier.narrative)
    return document


def _claim(dossier: Dossier, claim: Claim, catalogue: Catalogue) -> dict[str, Any]:
    record = {
        "id": claim.id,
        "kind": claim.kind,
        "text": _sound(catalogue.say(claim.key, claim.values)),
        "statement": {"key": claim.key, "values": {n: _plain(v) for n, v in claim.values.items()}},
        "citations": [c.id for c in claim.citations],
    }
    if claim.extent:
        record["extent"] = dict(claim.extent)
    if claim.id in dossier.verdicts:
        record["judged"] = dossier.verdicts[claim.id].to_json()
    return record


def _decision(decision: Decision, withheld: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": decision.id, "author": decision.author, "at": decision.at, "kind": decision.kind,
        "body": dict(decision.body),
    }  # fmt: skip
    if withheld:
        record["body"] = {"moments": record["body"].get("moments", []), "withheld": True}
    return record


def _entry(entry: Mapping[str, Any], withheld: Collection[str]) -> dict[str, Any]:
    """An entry of the log; the key to what may not be read yet is kept back."""
    hidden = ("sealed", "key", "content") if entry.get("id") in withheld else ()
    return {name: value for name, value in entry.items() if name not in hidden}


def draft(document: Mapping[str, Any]) -> dict[str, Any]:
    """What of a document is kept as a draft: what it says, without logs that the case holds anyhow."""
    sections = [s for s in document["sections"] if s["id"] not in ("custody", "decisions")]
    cited = {c for section in sections for claim in section["claims"] for c in claim["citations"]}
    citations = {key: c for key, c in document["citations"].items() if key in cited}
    return {"language": document["language"], "sections": sections, "citations": citations}


def _plain(value: Any) -> Any:
    return _sound(value) if isinstance(value, str) else value


def _sound(text: str) -> str:
    """Names of evidence may hold what no encoding can write; it is shown escaped."""
    return text.encode("utf-8", "backslashreplace").decode()


def disclosure(dossier: Dossier, catalogue: Catalogue) -> str:
    """What was written by a machine, and how far it may be trusted."""
    first = catalogue.say("disclosure")
    if dossier.narrative is not None:
        facts = {"section": catalogue.say("section.narrative"), "model": dossier.narrative["model"]}
        first = catalogue.say("disclosure.narrative", facts)
    first += f" {catalogue.say('disclosure.accepted' if dossier.accepted_only else 'disclosure.unreviewed')}"
    rest = [catalogue.say("disclosure.assessment"), catalogue.say("disclosure.plaintext")]
    return " ".join([first, *rest])
