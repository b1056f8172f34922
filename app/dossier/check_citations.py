"""Checks a dossier without the rest of AIMA.

`python -m app.dossier.check_citations dossier.json --media FILE…`

Needs Python and `cryptography` alone (and `check_log.py`, `signature.py`, `app/cases/chain.py` and four
modules of `app/operations`, which need no more). It checks

* the form of the document, and that every statement has a source that resolves;
* that the media files given are the items cited (SHA-256), and says which items were not given;
* that every span lies inside its item;
* the signature under the document, by the one who signed the chain of custody in it;
* the chain of custody in both its forms: numbering, hashes, signatures, certificates of devices, that what it
  shows is what was signed, and that entries cited are in it;
* that decisions are what the log signed, or carry the id that follows from their content. Names that wait
  for a second person's answer are withheld; the program says so.

Exit status 0: sound. 1: something is wrong. 2: the file could not be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.dossier import signature
from app.dossier.check_log import CheckedLog, clocks, decision_problem, looked_through

FORMAT, VERSIONS = "aima-dossier", (1, 2)
Problem = str
_TOP: Mapping[str, type] = {
    "format": str, "version": int, "language": str, "made_at": str, "made_by": str, "disclosure": str,
    "case": dict, "items": list, "sections": list, "citations": dict, "decisions": list, "custody": list,
}  # fmt: skip
_ITEM: Mapping[str, type] = {"sha256": str, "name": str, "bytes": int, "kind": str, "duration_ns": int}
_CLAIM: Mapping[str, type] = {"id": str, "kind": str, "text": str, "statement": dict, "citations": list}
_PLACE: Mapping[str, type] = {
    "sha256": str, "stream": int, "start_ns": int, "end_ns": int, "stage": str, "version": int,
    "models": dict, "unit": str, "uri": str,
}  # fmt: skip
_TAIL_NS = 1_000_000_000
"""The last picture or word may reach this far past the length a container claims."""


def check(untrusted: Any, media: Sequence[Path] = (), signers: Sequence[str] = ()) -> list[Problem]:
    """All problems of a document; empty means that everything it cites is there.

    `media` are copies of the items; `signers` public keys (hex) that may have signed the log.
    """
    problems = list(_form(untrusted))
    if problems:
        return problems
    log = looked_through(untrusted, signers)
    return [
        *_sentences(untrusted),
        *_places(untrusted),
        *_media(untrusted, media),
        *log.problems,
        *_logged(untrusted, log),
        *_decisions(untrusted, log),
        *signature.faults(untrusted, signers or log.authors),
    ]


def _shaped(value: Any, shape: Mapping[str, type], where: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield f"{where} is not an object"
        return
    for name, kind in shape.items():
        if not isinstance(value.get(name), kind) or (kind is int and isinstance(value[name], bool)):
            yield f"{where}: {name} is missing or no {kind.__name__}"


def _form(document: Any) -> Iterator[Problem]:
    yield from (top := list(_shaped(document, _TOP, "document")))
    if top:
        return
    if document["format"] != FORMAT or document["version"] not in VERSIONS:
        yield "not a dossier of a version this program knows"
    for number, item in enumerate(document["items"]):
        yield from _shaped(item, _ITEM, f"item {number}")
    for name, citation in document["citations"].items():
        kind = citation.get("kind") if isinstance(citation, dict) else None
        shape = _PLACE if kind in ("evidence", "absence") else {"reference": str}
        if kind not in ("evidence", "absence", "custody", "decision"):
            yield f"citation {name} is of no known kind"
        yield from _shaped(citation, shape, f"citation {name}")
    for section in document["sections"]:
        yield from (bad := list(_shaped(section, {"id": str, "title": str, "claims": list}, "section")))
        for claim in [] if bad else section["claims"]:
            yield from _shaped(claim, _CLAIM, f"statement in {section['id']}")
    yield from _narrative_form(document.get("narrative"))


def _narrative_form(narrative: Any) -> Iterator[Problem]:
    if narrative is None:
        return
    yield from (bad := list(_shaped(narrative, {"model": str, "sentences": list}, "narrative")))
    for sentence in [] if bad else narrative["sentences"]:
        yield from _shaped(sentence, {"text": str, "claims": list, "check": str}, "sentence of the narrative")


def _sentences(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Every statement has at least one source, and every source exists."""
    known: set[str] = set()
    for section in document["sections"]:
        for claim in section["claims"]:
            if claim["id"] in known:
                yield f"statement {claim['id']} is there twice"
            known.add(claim["id"])
            if claim["kind"] not in ("fact", "assessment"):
                yield f"statement {claim['id']} is neither fact nor assessment"
            if not claim["citations"]:
                yield f"statement {claim['id']} has no source"
            lost = [c for c in claim["citations"] if c not in document["citations"]]
            yield from (f"statement {claim['id']} cites {c}, which is not in the document" for c in lost)
    for sentence in (document.get("narrative") or {"sentences": []})["sentences"]:
        if not sentence["claims"] or any(c not in known for c in sentence["claims"]):
            yield "a sentence of the narrative rests on no statement of the document"


def _places(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Every place lies in an item of the document, and its URI says the same."""
    lengths = {item["sha256"]: item["duration_ns"] for item in document["items"]}
    for name, citation in document["citations"].items():
        if citation["kind"] not in ("evidence", "absence"):
            continue
        start, end, sha256 = citation["start_ns"], citation["end_ns"], citation["sha256"]
        if sha256 not in lengths:
            yield f"citation {name} is about an item that is not in the document"
        elif not 0 <= start <= end <= max(lengths[sha256], 1) + _TAIL_NS:
            yield f"citation {name} lies outside its item"
        if f"{sha256}?stream={citation['stream']}&ns={start}-{end}#" not in citation["uri"]:
            yield f"citation {name}: its URI names another place"
        if citation["kind"] == "evidence" and not citation["unit"]:
            yield f"citation {name} names no unit"


def _media(document: Mapping[str, Any], media: Sequence[Path]) -> Iterator[Problem]:
    """The files given are items of the document, of the size it says."""
    items = {item["sha256"]: item for item in document["items"]}
    for path in media:
        try:
            digest = _digest(path)
        except OSError as error:
            yield f"{path.name} could not be read: {error.strerror}"
            continue
        if digest not in items:
            yield f"{path.name} is no item of the document (SHA-256 {digest})"
        elif path.stat().st_size != items[digest]["bytes"]:
            yield f"{path.name} is not as long as the document says"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def not_given(document: Mapping[str, Any], media: Sequence[Path]) -> list[str]:
    """Items of which no file was given, so that their hash was not checked."""
    given = {_digest(path) for path in media if path.is_file()}
    return [f"{i['sha256'][:16]} {i['name']}" for i in document["items"] if i["sha256"] not in given]


def _logged(document: Mapping[str, Any], log: CheckedLog) -> Iterator[Problem]:
    for name, citation in document["citations"].items():
        if citation["kind"] == "custody" and citation["reference"] not in log.entries:
            yield f"citation {name} names an entry that the log does not have"


def _decisions(document: Mapping[str, Any], log: CheckedLog) -> Iterator[Problem]:
    """A decision is what was signed, or carries the id that follows from it and is named in the log."""
    known = set()
    for number, decision in enumerate(document["decisions"]):
        shape = {"id": str, "author": str, "at": str, "kind": str, "body": dict}
        if bad := list(_shaped(decision, shape, f"decision {number}")):
            yield from bad
            continue
        known.add(decision["id"])
        hidden = decision["body"].get("withheld") is True
        if problem := "" if hidden else decision_problem(log, decision):
            yield f"decision {decision['id']} {problem}"
        elif hidden and not log.names(decision["id"]):
            yield f"decision {decision['id']} is not in the chain of custody"
    for name, citation in document["citations"].items():
        if citation["kind"] == "decision" and citation["reference"] not in known:
            yield f"citation {name} names a decision that is not in the document"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="check_citations", description="Check the sources of a dossier.")
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--media", type=Path, nargs="*", default=[], metavar="FILE", help="copies of items")
    parser.add_argument("--signer", action="append", default=[], metavar="KEY", help="public key, hex")
    args = parser.parse_args(arguments)
    try:
        document = json.loads(args.dossier.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        sys.stderr.write("The dossier could not be read as JSON.\n")
        return 2
    problems = check(document, args.media, args.signer)
    for problem in problems:
        sys.stdout.write(f"WRONG  {problem.encode('unicode_escape').decode()}\n")
    if not problems:
        for item in not_given(document, args.media):
            sys.stdout.write(f"NOT CHECKED  no file given for {item.encode('unicode_escape').decode()}\n")
        for decision in document["decisions"]:
            if decision["body"].get("withheld") is True:
                sys.stdout.write(f"NOT CHECKED  decision {decision['id']}: its name was not shown yet\n")
        for clock in clocks(document):
            sys.stdout.write(f"CLOCK  {clock.encode('unicode_escape').decode()}\n")
        statements = sum(len(s["claims"]) for s in document["sections"])
        sources, entries = len(document["citations"]), len(document["custody"])
        sys.stdout.write(f"SOUND  {statements} statements, {sources} sources, {entries} log entries\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
