"""What a person does with faces: every action is a request to the core, and can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from app.core_api.people import FACE, MergePeople, MoveFaces, NamePerson, NotThisPerson, SplitFaces
from ui.shared.dialog_answer import answered
from ui.shared.people_actions import Actions, people_of
from ui.shared.person_dialog import Person, PersonDialog


class FaceActions(Actions):
    """Faces are meant by their ids. People are given by the numbers shown, and meant by their lasting ids."""

    kind = FACE

    async def merge(self, numbers: Sequence[int]) -> None:
        """Merge people; asks for the second if only one is given."""
        chosen = await self._to_join(numbers, self.tr("Merge"), self.tr("Who is the same person as {name}?"))
        if chosen:
            await self.act(self.tr("Merge people"), MergePeople(chosen))

    async def split(self, ids: Sequence[int]) -> None:
        """Set faces apart as a person of their own."""
        done = await self.act(self.tr("Split off faces"), SplitFaces(tuple(ids)))
        if not done.decisions:
            self._ui.notices.say(self.tr("These faces already are a separate person."))

    async def move(self, ids: Sequence[int], number: int | None = None) -> None:
        """Move faces to a person; asks which one."""
        if number is None:
            person = await self._which(
                self.tr("Move"), self.tr("Which person do %n face(s) belong to?", "", len(ids)), ()
            )
        else:
            person = self.meant(number)
        if person is not None:
            await self.act(self.tr("Move faces"), MoveFaces(tuple(ids), person))

    async def not_this(self, ids: Sequence[int], numbers: Sequence[int]) -> None:
        """Faces, shown as those of these people, are not them."""
        of = frozenset(map(self.meant, numbers))
        await self.act(self.tr("Not this person"), NotThisPerson(tuple(ids), of))

    async def name(self, number: int) -> None:
        """Name a person; a name that another person already has merges the two, so the list offers it."""
        named = self.people.names.get(number) if self.people else None
        if named is not None and named.asked:
            self._ui.notices.warn(
                self.tr(
                    "Someone has already named this person. Confirm without seeing the name: Verify Names…"
                )
            )
            return
        person, known = self.meant(number), named.untrusted_name if named else ""
        dialog = PersonDialog(
            self._ui.window,
            self.tr("Name"),
            self.tr("Who is {name}?").format(name=self.called(number)),
            self._named_people(number),
            free=True,
            name=known,
        )
        if await answered(dialog):
            name = self._untrusted_name_of(dialog)
            if name and name != known:
                await self.act(self.tr("Name a person"), NamePerson(person, name))

    async def new_subject(self, ids: Sequence[int]) -> None:
        """Split off faces and name them."""
        about = self.tr("Who do %n face(s) show?", "", len(ids))
        dialog = PersonDialog(self._ui.window, self.tr("New person"), about, (), free=True)
        if await answered(dialog) and dialog.name:
            await self.act(self.tr("New person"), SplitFaces(tuple(ids), dialog.name))

    def _named_people(self, but: int) -> list[Person]:
        names = self.people.names if self.people else {}
        return [
            p
            for p in people_of(self.people)
            if p.number != but and p.number in names and names[p.number].untrusted_name
        ]

    def _untrusted_name_of(self, dialog: PersonDialog) -> str:
        """The typed name, or that of the person taken from the list."""
        taken = dialog.person
        named = self.people.names.get(taken.number) if self.people and taken else None
        return named.untrusted_name if named is not None else dialog.name
