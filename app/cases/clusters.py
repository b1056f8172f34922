"""Keeps the groups of a case: who is the same face, the same voice, which pictures are near duplicates.

The grouping itself is pure (`engine/across/`); this module remembers which member was in which group,
so that only new members are compared with the old, turns people's decisions into constraints, and
keeps a group's number through re-runs. A group's id is its kind and number, such as `face:3`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Connection, Integer, bindparam, column, delete, func, insert, select, update

from app.cases.subjects import Subject
from app.cases.subjects import save as save_subjects
from app.cases.subjects import stored as all_subjects
from app.operations.decisions import Identity, State, Vote, same_name
from app.operations.moments import SLACK_NS, Moment
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
    members: Sequence[Member] = ()
    """In order of item and time."""
    identity: Identity | None = None
    who: Subject | None = None
    """Whom it is about, by an id that lasts; none only where a group of an earlier version was just read."""

    @property
    def id(self) -> str:
        """Names the stored row. It is no identity: that is `subject`."""
        return f"{self.kind}:{self.number}"

    @property
    def subject(self) -> str:
        """The id of this person or voice, whatever happens to its group; what people say is kept under it."""
        return self.who.id if self.who else self.id


class Appearance(Protocol):
    """What a member of a group is to people: a tracklet of a face, or a speaker of an item."""

    @property
    def moment(self) -> Moment: ...
    @property
    def item_id(self) -> str: ...
    @property
    def clarity(self) -> float: ...


S = TypeVar("S", bound=Appearance)


@dataclass(frozen=True)
class Groups(Generic[S]):
    """All groups of a kind. `lost` identities and `contradictions` are for people to look at."""

    clusters: list[Cluster]
    appearances: Mapping[tuple[str, int], S]
    """By the place of their member."""
    lost: list[Identity] = field(default_factory=list)
    contradictions: list[tuple[Moment, Moment]] = field(default_factory=list)
    subjects: Mapping[int, Subject] = field(default_factory=dict)
    """Everybody there ever was, by number."""

    def of(self, cluster: Cluster) -> list[S]:
        """In order of item and time."""
        return [self.appearances[m.place] for m in cluster.members]


def stored(connection: Connection, kind: str) -> list[Cluster]:
    """Groups of a kind in order of their number, members in order of item and time."""
    c, m = schema.clusters, schema.memberships
    found: dict[int, list[Member]] = {}
    rows = connection.execute(select(m).join(c, c.c.id == m.c.cluster_id).where(c.c.kind == kind))
    for row in rows.mappings():
        number = int(row["cluster_id"].rpartition(":")[2])
        values = {name: row[name] for name in Member.__dataclass_fields__}
        found.setdefault(number, []).append(Member(**values))
    who = all_subjects(connection, kind)
    return [Cluster(kind, n, sorted(found[n]), who=who.get(n)) for n in sorted(found)]


def replace(
    connection: Connection, kind: str, clusters: Iterable[Cluster], subjects: Iterable[Subject] = ()
) -> None:
    """Store these groups instead of those of the kind, in the caller's transaction; writes what differs.

    `subjects` are those to be stored besides the groups' own. From now on the groups of this kind count as
    following every decision there is.
    """
    c, m = schema.clusters, schema.memberships
    clusters = list(clusters)
    known = all_subjects(connection, kind)
    everybody = [*subjects, *(g.who for g in clusters if g.who)]
    save_subjects(connection, [s for s in everybody if known.get(s.number) != s])
    rows = {member.place: _row(g.id, member) for g in clusters for member in g.members}
    kept: set[tuple[str, int]] = set()
    gone = []
    found = select(column("rowid", Integer), m).where(
        m.c.cluster_id.in_(select(c.c.id).where(c.c.kind == kind))
    )
    for row in connection.execute(found).mappings():
        place = (row["unit_key"], row["row"])
        if all(row[name] == value for name, value in rows.get(place, {"unit_key": ""}).items()):
            kept.add(place)
        else:
            gone.append({"gone": row["rowid"]})
    make(connection, kind, {g.number: g.identity.name if g.identity else "" for g in clusters})
    if gone:
        connection.execute(delete(m).where(column("rowid", Integer) == bindparam("gone")), gone)
    if fresh := [row for place, row in rows.items() if place not in kept]:
        connection.execute(insert(m), fresh)
    keep_only(connection, kind, {g.number for g in clusters})
    follow(connection, kind)


def make(connection: Connection, kind: str, names: Mapping[int, str]) -> None:
    """See to it that there are groups of these numbers, with these names."""
    c = schema.clusters
    known = {r.id: r.name for r in connection.execute(select(c.c.id, c.c.name).where(c.c.kind == kind))}
    at = now()
    wanted = {f"{kind}:{number}": name for number, name in names.items()}
    new = [
        {"id": i, "kind": kind, "made_at": at, "name": name} for i, name in wanted.items() if i not in known
    ]
    if new:
        connection.execute(insert(c), new)
    named = [{"its": i, "new": name} for i, name in wanted.items() if known.get(i, name) != name]
    if named:
        connection.execute(update(c).where(c.c.id == bindparam("its")).values(name=bindparam("new")), named)


def keep_only(connection: Connection, kind: str, numbers: Collection[int]) -> None:
    """Drop all other groups of the kind, which hold nobody any more."""
    c = schema.clusters
    known = connection.execute(select(c.c.id).where(c.c.kind == kind)).scalars()
    gone = [{"its": i} for i in known if int(i.rpartition(":")[2]) not in numbers]
    if gone:
        connection.execute(delete(c).where(c.c.id == bindparam("its")), gone)


def follow(connection: Connection, kind: str) -> None:
    """Note that the stored groups of a kind follow every decision there is."""
    g, d = schema.groupings, schema.operations
    last = connection.execute(select(func.max(d.c.seq))).scalar() or 0
    connection.execute(delete(g).where(g.c.kind == kind))
    connection.execute(insert(g), {"kind": kind, "decisions": last})


def followed(connection: Connection, kind: str) -> int:
    """Number of the last operation that the stored groups of a kind follow; 0 where nothing is stored."""
    g = schema.groupings
    return connection.execute(select(g.c.decisions).where(g.c.kind == kind)).scalar() or 0


def _row(cluster_id: str, member: Member) -> dict[str, object]:
    return {"cluster_id": cluster_id} | {n: getattr(member, n) for n in Member.__dataclass_fields__}


def earlier_numbers(members: Sequence[Member], before: Iterable[Cluster]) -> list[int]:
    """For each member the number of its group from the last time, or NEW.

    A member whose unit was computed again is recognised by its time, where only one group of its item
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


def grouped(kind: str, members: Sequence[Member], numbers: Iterable[int]) -> list[Cluster]:
    """Clusters from one number per member; members of number NEW are left out."""
    found: dict[int, list[Member]] = {}
    for member, number in zip(members, numbers, strict=True):
        if number != NEW:
            found.setdefault(number, []).append(member)
    return [Cluster(kind, n, sorted(found[n])) for n in sorted(found)]


def same_members(one: Iterable[Cluster], other: Iterable[Cluster]) -> bool:
    """Whether two sets of groups hold the same under the same numbers."""
    here, there = ({c.number: list(c.members) for c in groups} for groups in (one, other))
    return here == there


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
