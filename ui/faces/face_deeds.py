"""What a person does with faces: every deed is a question to the core, and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.desk.people import (
    MergePeople,
    MoveFaces,
    NamePerson,
    NotThisPerson,
    PeopleTable,
    SplitFaces,
)
from app.desk.protocol import Question
from ui.people.asking import answered
from ui.people.name_words import NameWords
from ui.people.person_dialog import Person, PersonDialog

if TYPE_CHECKING:
    from app.desk.deciding import Done
    from ui.bench import Bench


def people_of(table: PeopleTable | None) -> list[Person]:
    """Everybody there is to choose from: named people first, then the larger groups."""
    if table is None:
        return []
    found = [
        Person(n, NameWords.called(table.kind, n, table.names), count)
        for n, count in zip(table.number.tolist(), table.count.tolist(), strict=True)
    ]
    names = {n for n, named in table.names.items() if named.untrusted_name}
    return sorted(found, key=lambda p: (p.number not in names, -p.count, p.number))


class FaceDeeds(QObject):
    """`table` has to be kept up to date by whoever owns it."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.people: PeopleTable | None = None

    async def act(self, label: str, question: Question[Done]) -> Done:
        return await self._bench.undo.act(label, self._bench.desk.ask(question))

    async def merge(self, numbers: Sequence[int]) -> None:
        """Join people; asks with whom where only one is meant."""
        chosen = list(dict.fromkeys(numbers))
        if len(chosen) == 1:
            other = await self._which(
                self.tr("Merge"),
                self.tr("Who is the same person as {name}?").format(name=self.called(chosen[0])),
                chosen,
            )
            if other is None:
                return
            chosen.append(other)
        if len(chosen) > 1:
            await self.act(self.tr("Merge people"), MergePeople(tuple(chosen)))

    async def split(self, ids: Sequence[int]) -> None:
        """Set faces apart as a person of their own."""
        done = await self.act(self.tr("Split off faces"), SplitFaces(tuple(ids)))
        if not done.decisions:
            self._bench.notices.say(self.tr("These faces are a person of their own already."))

    async def move(self, ids: Sequence[int], number: int | None = None) -> None:
        """Move faces to a person; asks to whom."""
        if number is None:
            number = await self._which(
                self.tr("Move"), self.tr("To whom do %n face(s) belong?", "", len(ids)), ()
            )
        if number is not None:
            await self.act(self.tr("Move faces"), MoveFaces(tuple(ids), number))

    async def not_this(self, ids: Sequence[int]) -> None:
        await self.act(self.tr("Not this person"), NotThisPerson(tuple(ids)))

    async def name(self, number: int) -> None:
        """Say who a person is; a name somebody bears already joins them, so it is asked for."""
        named = self.people.names.get(number) if self.people else None
        if named is not None and named.asked:
            self._bench.notices.warn(
                self.tr("Somebody named this person already. Answer without seeing the name: Verify Names…")
            )
            return
        known = named.untrusted_name if named else ""
        dialog = PersonDialog(
            self._bench.window,
            self.tr("Name"),
            self.tr("Who is {name}?").format(name=self.called(number)),
            self._named_people(number),
            free=True,
            name=known,
        )
        if await answered(dialog):
            name = self._untrusted_name_of(dialog)
            if name and name != known:
                await self.act(self.tr("Name a person"), NamePerson(number, name))

    async def new_subject(self, ids: Sequence[int]) -> None:
        """Split off faces and name them."""
        about = self.tr("Who is on %n face(s)?", "", len(ids))
        dialog = PersonDialog(self._bench.window, self.tr("New subject"), about, (), free=True)
        if await answered(dialog) and dialog.name:
            await self.act(self.tr("New subject"), SplitFaces(tuple(ids), dialog.name))

    def called(self, number: int) -> str:
        return NameWords.called("face", number, self.people.names if self.people else {})

    def _named_people(self, but: int) -> list[Person]:
        names = self.people.names if self.people else {}
        return [
            p
            for p in people_of(self.people)
            if p.number != but and p.number in names and names[p.number].untrusted_name
        ]

    def _untrusted_name_of(self, dialog: PersonDialog) -> str:
        """What was typed, or the name of whoever was taken from the list."""
        named = self.people.names.get(dialog.number) if self.people else None
        return named.untrusted_name if named is not None else dialog.name

    async def _which(self, title: str, about: str, but: Sequence[int]) -> int | None:
        people = [p for p in people_of(self.people) if p.number not in but]
        dialog = PersonDialog(self._bench.window, title, about, people, free=False)
        return dialog.number if await answered(dialog) and dialog.number >= 0 else None
