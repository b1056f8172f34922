"""Keeps the groups of a case: who is the same face, the same voice, which pictures are near duplicates.

The grouping itself is pure (`engine/across/`); this module remembers which member was in which group,
so that only new members are compared with the old, turns people's decisions into constraints, and
keeps a group's number through re-runs. A group's id is its kind and number, such as `face:3`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Connection, delete, insert, select

from app.cases.decisions import Identity, State, Vote, same_name
from app.cases.moments import SLACK_NS, Moment
from app.store import schema
from app.store.clock import now

FACES, VOICES, STACKS = "face", "voice", "stack"
NEW = -1


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A row of a unit (tracklet, speaker, picture) that belongs to a group. `score` is its closeness."""

    item_id: str
    stream: int
    t_ns: int
    end_ns: int
    unit_key: str
    row: int
    score: float = 0.0

    @property
    def place(self) -> tuple[str, int]:
        return self.unit_key, self.row


@dataclass(slots=True)
class Cluster:
    """A group with its number; `identity` is set where a person named any of its members."""

    kind: str
    number: int
    members: list[Member] = field(default_factory=list)
    identity: Identity | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.number}"


class Sighting(Protocol):
    """What a member of a group is to people: a tracklet of a face, or a speaker of an item."""

    @property
    def moment(self) -> Moment: ...
    @property
    def item_id(self) -> str: ...
    @property
    def clarity(self) -> float: ...


S = TypeVar("S", bound=Sighting)


@dataclass(frozen=True)
class Groups(Generic[S]):
    """All groups of a kind. `lost` identities and `contradictions` are for people to look at."""

    clusters: list[Cluster]
    sightings: Mapping[tuple[str, int], S]
    """By the place of their member."""
    lost: list[Identity] = field(default_factory=list)
    contradictions: list[tuple[Moment, Moment]] = field(default_factory=list)

    def of(self, cluster: Cluster) -> list[S]:
        """In order of item and time."""
        return [self.sightings[m.place] for m in cluster.members]


def stored(connection: Connection, kind: str) -> list[Cluster]:
    """Groups of a kind in order of their number, members in order of item and time."""
    c, m = schema.clusters, schema.memberships
    found: dict[int, Cluster] = {}
    rows = connection.execute(select(m).join(c, c.c.id == m.c.cluster_id).where(c.c.kind == kind))
    for row in rows.mappings():
        number = int(row["cluster_id"].rpartition(":")[2])
        values = {name: row[name] for name in Member.__dataclass_fields__}
        found.setdefault(number, Cluster(kind, number)).members.append(Member(**values))
    for cluster in found.values():
        cluster.members.sort()
    return [found[n] for n in sorted(found)]


def replace(connection: Connection, kind: str, clusters: Iterable[Cluster]) -> None:
    """Store these groups instead of those of the kind; in the caller's transaction."""
    c, m = schema.clusters, schema.memberships
    kept = connection.execute(select(c.c.id, c.c.made_at).where(c.c.kind == kind))
    made = {row.id: row.made_at for row in kept}
    connection.execute(delete(m).where(m.c.cluster_id.in_(select(c.c.id).where(c.c.kind == kind))))
    connection.execute(delete(c).where(c.c.kind == kind))
    groups, members = [], []
    for cluster in clusters:
        name = cluster.identity.name if cluster.identity else ""
        groups.append({"id": cluster.id, "kind": kind, "made_at": made.get(cluster.id, now()), "name": name})
        members += [_row(cluster.id, member) for member in cluster.members]
    if groups:
        connection.execute(insert(c), groups)
        connection.execute(insert(m), members)


def _row(cluster_id: str, member: Member) -> dict[str, object]:
    return {"cluster_id": cluster_id} | {n: getattr(member, n) for n in Member.__dataclass_fields__}


def earlier_numbers(members: Sequence[Member], before: Iterable[Cluster]) -> list[int]:
    """For each member the number of its group from the last time, or NEW.

    A member whose unit was computed anew is recognised by its time, where only one group of its item
    was there then.
    """
    exact: dict[tuple[str, int], int] = {}
    by_item: dict[tuple[str, int], list[tuple[Member, int]]] = {}
    for cluster in before:
        for member in cluster.members:
            exact[member.place] = cluster.number
            by_item.setdefault((member.item_id, member.stream), []).append((member, cluster.number))
    still_here = {m.place for m in members}
    numbers = []
    for member in members:
        number = exact.get(member.place, NEW)
        if number == NEW:
            gone = [
                (m, n)
                for m, n in by_item.get((member.item_id, member.stream), [])
                if m.place not in still_here
            ]
            there = {n for m, n in gone if _same_time(m, member)}
            number = there.pop() if len(there) == 1 else NEW
        numbers.append(number)
    return numbers


def _same_time(a: Member, b: Member) -> bool:
    return a.t_ns < b.end_ns + SLACK_NS and b.t_ns < a.end_ns + SLACK_NS


def keep_numbers(groups: Sequence[int], earlier: Sequence[int]) -> list[int]:
    """Number each group by the earlier number most of its members had; new groups count upwards.

    `groups` and `earlier` have one entry per member; an earlier number lives on in one group only.
    """
    shared = Counter((g, e) for g, e in zip(groups, earlier, strict=True) if e != NEW)
    number: dict[int, int] = {}
    for (group, old), _ in sorted(shared.items(), key=lambda s: (-s[1], s[0][1], s[0][0])):
        if group not in number and old not in number.values():
            number[group] = old
    free = itertools.count(max((e for e in earlier), default=NEW) + 1 if shared else 1)
    for group in dict.fromkeys(groups):
        if group not in number:
            number[group] = next(free)
    return [number[group] for group in groups]


def grouped(kind: str, members: Sequence[Member], numbers: Iterable[int]) -> list[Cluster]:
    """Clusters from one number per member; members of number NEW are left out."""
    found: dict[int, Cluster] = {}
    for member, number in zip(members, numbers, strict=True):
        if number != NEW:
            found.setdefault(number, Cluster(kind, number)).members.append(member)
    for cluster in found.values():
        cluster.members.sort()
    return [found[n] for n in sorted(found)]


def name_clusters(
    groups: Sequence[Cluster],
    state: State,
    place_of: Callable[[Moment], tuple[str, int] | None],
    kind: str,
) -> list[Identity]:
    """Give each group the identity people gave its members; returns identities that point at nothing.

    `place_of` tells where the member a moment points at is now.
    """
    home = {m.place: cluster for cluster in groups for m in cluster.members}
    lost = []
    for identity in state.identities:
        if identity.moment.kind != kind:
            continue
        cluster = home.get(place_of(identity.moment) or ("", -1))
        if cluster is None:
            lost.append(identity)
        else:
            cluster.identity = joined(cluster.identity, identity)
    return lost


def joined(first: Identity | None, second: Identity) -> Identity:
    """Votes on two members of one group are votes on the group; who named both times means the later name."""
    if first is None:
        return Identity(second.moment, list(second.votes))
    if second.votes[0].author == first.votes[0].author and not same_name(first.name, second.name):
        return Identity(second.moment, list(second.votes))
    votes: list[Vote] = [*first.votes, *(v for v in second.votes if v not in first.votes)]
    return Identity(first.moment, votes)
