"""Matches as a person reads them: where, what, who says it, and what it was found together with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import RowMapping, select

from app.cases import occurrences
from app.cases.clusters import FACES, VOICES
from app.cases.findings import Item
from app.cases.occurrences import Seen
from app.cases.search import Hit
from app.cases.snippets import harmless, snippet
from app.cases.text_query import EmptyQuery, Mode, TextQuery, parse
from app.operations import moments
from app.operations.moments import Moment
from app.review import search_rows
from app.review import search_terms as terms
from app.review.case_index import CaseIndex
from app.review.known_people import KnownPeople
from app.review.review import Review
from app.review.search_engine import KIND_OF
from app.review.search_matches import Matches
from app.review.search_rows import KINDS, Beside, Row, Who
from app.review.search_terms import Term
from app.store.schema import passages
from engine.units import Kind

MOMENT_OF = {
    search_rows.SPEECH: moments.UTTERANCE,
    search_rows.SCREEN: moments.TEXT,
    search_rows.ENTITY: moments.TEXT,
    search_rows.PERSON: moments.FACE,
    search_rows.VOICE: moments.VOICE,
    search_rows.OBJECT: moments.PICTURE,
    search_rows.PICTURE: moments.PICTURE,
    search_rows.SOUND: moments.UTTERANCE,
}
SOURCE_OF = {
    search_rows.ENTITY: occurrences.ENTITY,
    search_rows.OBJECT: occurrences.OBJECT,
    search_rows.PICTURE: occurrences.PICTURE,
    search_rows.SOUND: occurrences.SOUND,
}


def query_of(term: Term) -> TextQuery | None:
    """What to mark in passages; None where a term is no words."""
    if term.kind not in (terms.WORDS, terms.PART):
        return None
    try:
        return parse(term.value, Mode.PART if term.kind == terms.PART else Mode.WORDS)
    except EmptyQuery:
        return None


def who(review: Review, people: KnownPeople, number: int) -> Who:
    """A group as it may be named to this account."""
    group = people.groups.get(number)
    name = review.shown_name(group.identity) if group else ""
    status = review.status(group.identity) if group and group.identity and name else ""
    return Who(
        search_rows.PERSON if people.kind == FACES else search_rows.VOICE, number, harmless(name), status
    )


@dataclass
class ResultRows:
    """Makes rows of one page. `asked` are the terms; the matches belong to the first of them."""

    review: Review
    index: CaseIndex
    asked: Sequence[Term]
    _passages: dict[int, RowMapping] = field(default_factory=dict)

    def of(self, page: Matches) -> list[Row]:
        """The rows of a page with their partners; passages that are gone since are left out."""
        keys = self._keys(page)
        for other, rows in zip(page.partners, page.partner, strict=True):
            keys |= self._keys(other.take(rows))
        self._read(keys)
        out = []
        for n in range(len(page)):
            beside = tuple(
                self._beside(page, n, other.take(rows[n : n + 1]), term)
                for other, rows, term in zip(page.partners, page.partner, self.asked[1:], strict=True)
            )
            if (row := self._row(page, n, self.asked[0])) is not None:
                out.append(replace(row, beside=beside))
        return out

    def of_hits(self, hits: Iterable[Hit]) -> list[Row]:
        """Rows of a search for words alone."""
        query = query_of(self.asked[0])
        by_hash = {hit.moment.sha256: None for hit in hits}
        items = {item.sha256: item for item in self.index.items if item.sha256 in by_hash}
        out = []
        for hit in hits:
            item = items.get(hit.moment.sha256)
            if item is not None:
                edited = hit.why == "edited"
                row = self._said(search_rows.SPEECH if edited else KIND_OF[hit.why], item, hit.moment)
                shown = snippet(hit.untrusted_text, query)
                out.append(
                    replace(
                        row,
                        untrusted_text=shown.untrusted_text,
                        marks=shown.marks,
                        score=hit.score,
                        doubtful=bool(hit.flags),
                        edited=edited,
                    )
                )
        return out

    def _keys(self, found: Matches) -> set[int]:
        said = [KINDS.index(kind) for kind in KIND_OF.values()]
        return {
            ref for kind, ref in zip(found.kind.tolist(), found.ref.tolist(), strict=True)
            if kind in said and ref >= 0
        }  # fmt: skip

    def _read(self, keys: set[int]) -> None:
        p = passages.c
        wanted = select(p.id, p.shown, p.flags, p.stream).where(p.id.in_(sorted(keys)))
        for row in self.review.connection.execute(wanted).mappings():
            self._passages[row["id"]] = row

    def _row(self, page: Matches, n: int, term: Term) -> Row | None:
        kind, item, ref = KINDS[int(page.kind[n])], self.index.items[int(page.item[n])], int(page.ref[n])
        place = Moment(MOMENT_OF[kind], item.sha256, -1, int(page.start[n]), int(page.end[n]), 0)
        place = replace(place, t_ns=place.start_ns)
        if kind in (search_rows.PERSON, search_rows.VOICE) or (kind == search_rows.PICTURE and ref < 0):
            row = self._of_group(kind, item, ref, place)
        elif kind in SOURCE_OF and not (kind == search_rows.ENTITY and ref >= 0):
            row = self._labelled(kind, item, ref, place, term)
        elif (passage := self._passages.get(ref)) is not None:
            shown = snippet(passage["shown"], query_of(term))
            row = replace(
                self._said(kind, item, replace(place, stream=passage["stream"])),
                untrusted_text=shown.untrusted_text,
                marks=shown.marks,
                doubtful=bool(passage["flags"]),
            )
        else:
            return None
        return replace(row, score=round(float(page.score[n]), 3))

    def _blank(self, kind: str, item: Item, moment: Moment) -> Row:
        return Row(kind, moment, item.id, harmless(item.untrusted_name), still=item.kind == Kind.IMAGE)

    def _said(self, kind: str, item: Item, moment: Moment) -> Row:
        """A passage, and in speech whose voice is heard."""
        row = self._blank(kind, item, moment)
        if kind != search_rows.SPEECH:
            return row
        number = self.index.speaks(item.id, moment.start_ns, moment.end_ns)
        return (
            row if number is None else replace(row, who=who(self.review, self.index.people[VOICES], number))
        )

    def _labelled(self, kind: str, item: Item, ref: int, place: Moment, term: Term) -> Row:
        seen = self.index.shelf.of(SOURCE_OF[kind]).seen[-1 - ref if kind == search_rows.ENTITY else ref]
        moment = replace(place, stream=seen.stream, t_ns=seen.t_ns, box=seen.box)
        mention = kind == search_rows.ENTITY
        shown = snippet(seen.label[1 if mention else 0], query_of(term))
        return replace(
            self._blank(kind, item, moment),
            untrusted_text=shown.untrusted_text,
            marks=shown.marks,
            detail=seen.label[0] if mention else "",
        )

    def _of_group(self, kind: str, item: Item, ref: int, place: Moment) -> Row:
        if kind == search_rows.VOICE:
            turn: Seen = self.index.shelf.of(occurrences.TURN).seen[ref]
            row = self._blank(kind, item, replace(place, stream=turn.stream))
            number = self.index.voice_of(self.index.number[item.id], int(turn.label[0]))
            voices = self.index.people[VOICES]
            return row if number is None else replace(row, who=who(self.review, voices, number))
        people = self.index.people[FACES]
        if kind == search_rows.PICTURE:
            return replace(self._blank(kind, item, place), detail=search_rows.COPY)
        row = self._blank(kind, item, people.moment(ref))
        shown = who(self.review, people, int(people.number[ref]))
        return replace(row, who=shown, crop=people.crop(ref))

    def _beside(self, page: Matches, n: int, partner: Matches, term: Term) -> Beside:
        row = self._row(partner, 0, term)
        start, end = int(partner.start[0]), int(partner.end[0])
        shift, there = self._shift(int(page.item[n]), int(partner.item[0]))
        later, earlier = start + shift - int(page.end[n]), end + shift - int(page.start[n])
        after = later if later > 0 else earlier if earlier < 0 else 0
        beside = Beside(KINDS[int(partner.kind[0])], start, end, after)
        if there is not None:
            name = harmless(there.untrusted_name)
            beside = replace(beside, sha256=there.sha256, untrusted_item=name)
        return replace(beside, untrusted_text=row.untrusted_text, who=row.who) if row else beside

    def _shift(self, item: int, other: int) -> tuple[int, Item | None]:
        """What turns the times of another item into those of an item, and which other item that is."""
        axis = self.index.last_axis
        if item == other or axis is None:
            return 0, None
        return int(axis.offset[other] - axis.offset[item]), self.index.items[other]
