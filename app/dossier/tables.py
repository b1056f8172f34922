"""Annexes that are read as tables: which values of a statement stand in which column of the page.

The statement itself, in words, stands in the signed document; a statement without columns of its own takes
the whole row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.dossier.catalogue import Catalogue
from app.dossier.claims import Claim
from engine.media.account import SAID


@dataclass(frozen=True, slots=True)
class Column:
    """Its heading and its pattern in the catalogue; empty where a value it needs is missing, 0 or empty."""

    heading: str
    pattern: str
    needs: tuple[str, ...]


def _empty(heading: str) -> Column:
    return Column(heading, "", ())


_FILE = Column("file", "cell.file", ("untrusted_item",))
_FILES = Column("file", "cell.files", ("untrusted_items", "count"))
_STEP = Column("what", "cell.step", ("stage",))
_MADE = (
    Column("cell.version", "cell.version.of", ("version",)),
    Column("device", "cell.device", ("device",)),
)

TABLES: Mapping[str, Mapping[str, Sequence[Column]]] = {
    "items": {
        key: (
            _FILE,
            Column("cell.kind", "cell.kind.of", ("kind", "format")),
            Column("duration", "cell.length", ("long_ns",)),
            Column("cell.added", "cell.added.at", ("added_at",)),
            Column("cell.hash", "cell.hash.of", ("sha256",)),
        )
        for key in ("item", "item.image")
    },
    "coverage": {
        **{
            key: (
                _FILE,
                _STEP,
                Column("cell.share", "cell.share.of", ("planned_ns",)),
                Column("legend.grid", "cell.analysed", ("done_ns", "planned_ns")),
                Column("legend.scouted", "cell.scouted", ("scouted_ns",)),
                Column("cell.rate", "cell.rate.of", ("hz",)),
                *_MADE,
            )
            for key in ("covered", "covered.rate", "covered.scouted", "covered.only-scouted")
        },
        **{
            key: (
                _FILES,
                _STEP,
                _empty("cell.share"),
                _empty("legend.grid"),
                _empty("legend.scouted"),
                _empty("cell.rate"),
                *_MADE,
            )
            for key in ("covered.image", "covered.images")
        },
    },
    "gaps": {
        **{
            key: (
                _FILE,
                _STEP,
                Column("cell.from", "cell.from.at", ("to_time",)),
                Column("cell.to", "cell.to.at", ("to_time",)),
                Column("cell.why", pattern, ("reason",)),
            )
            for key, pattern in (
                ("gap", "cell.reason"),
                ("gap.scouted", "cell.reason.scouted"),
            )
        },
        **{
            key: (
                Column("file", pattern, ()),
                _STEP,
                _empty("cell.from"),
                _empty("cell.to"),
                Column("cell.why", "cell.reason", ("reason",)),
            )
            for key, pattern in (
                ("gap.image", "cell.file"),
                ("gap.images", "cell.files.named"),
                ("gap.images.more", "cell.files.named.more"),
            )
        },
    },
    "left": {
        f"left.{code}": (
            _FILE,
            Column("cell.found", f"left.{code}", ("untrusted_item",)),
            Column("cell.from", "cell.from.at", ("from_time",)),
            Column("duration", "cell.length", ("long_ns",)),
            Column("cell.bytes", "cell.bytes.of", ("bytes",)),
        )
        for code in sorted(SAID)
    },
}
"""Per section, columns per key of statement; all of a section have the same headings."""


def headings(section: str, say: Catalogue) -> list[str]:
    """Of the columns of a section; none where its statements are sentences."""
    columns = next(iter(TABLES.get(section, {}).values()), ())
    return [say.say(column.heading) for column in columns]


def cells(section: str, claim: Claim, say: Catalogue) -> list[Markup]:
    """A statement as a row; none where it is a sentence."""
    columns = TABLES.get(section, {}).get(claim.key, ())
    return [_cell(column, claim, say) for column in columns]


def _cell(column: Column, claim: Claim, say: Catalogue) -> Markup:
    known = column.pattern and all(claim.values.get(name) for name in column.needs)
    return say.markup(column.pattern, claim.values) if known else Markup()
