"""What stands in front of the annexes where there is very much of a kind, and what follows in an annex."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.dossier import heard_and_seen, process
from app.dossier.claims import Claim, evenly
from app.dossier.material import Material

MOST_DUPLICATES, MOST_ENTITIES = 30, 80
"""Statements of a kind in front; the annex has the rest."""
CITED = 6


Writer = Callable[[Material], Iterator[Claim]]


def duplicates(material: Material) -> Iterator[Claim]:
    """The largest groups of what shows the same."""
    return _front(process.near_duplicates, material, MOST_DUPLICATES, "duplicates.further")


def further_duplicates(material: Material) -> Iterator[Claim]:
    """The other groups."""
    return iter(_sorted(process.near_duplicates, material, MOST_DUPLICATES)[MOST_DUPLICATES:])


def entities(material: Material) -> Iterator[Claim]:
    """What occurs most often."""
    return _front(heard_and_seen.entities, material, MOST_ENTITIES, "entity.further")


def further_entities(material: Material) -> Iterator[Claim]:
    """What occurs less often."""
    return iter(_sorted(heard_and_seen.entities, material, MOST_ENTITIES)[MOST_ENTITIES:])


def _front(write: Writer, material: Material, most: int, key: str) -> Iterator[Claim]:
    every = _sorted(write, material, most)
    yield from every[:most]
    if rest := every[most:]:
        cites = evenly([claim.citations[0] for claim in rest], CITED)
        yield Claim(rest[0].kind, key, {"count": len(rest)}, cites, {}, (key,))


def _sorted(write: Writer, material: Material, most: int) -> list[Claim]:
    """As they come, or where they are too many those that count most first."""
    every = list(write(material))
    return sorted(every, key=lambda c: -int(c.values["count"])) if len(every) > most else every
