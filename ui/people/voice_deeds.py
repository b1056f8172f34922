"""What a person does with voices: the same deeds as with faces, on speakers of items."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.desk.deciding import Done
from app.desk.people import (
    VOICE,
    HeardVoice,
    MergePeople,
    MoveVoices,
    NamePerson,
    NotThisVoice,
    PeopleTable,
    SplitVoices,
)
from app.desk.protocol import Question
from ui.bench import Bench
from ui.faces.face_deeds import people_of
from ui.people.asking import answered
from ui.people.name_words import NameWords
from ui.people.person_dialog import Person, PersonDialog


class VoiceDeeds(QObject):
    """`people` has to be kept up to date by whoever owns it."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.people: PeopleTable | None = None

    async def act(self, label: str, question: Question[Done]) -> Done:
        return await self._bench.undo.act(label, self._bench.desk.ask(question))

    async def merge(self, numbers: Sequence[int]) -> None:
        chosen = list(dict.fromkeys(numbers))
        if len(chosen) == 1:
            about = self.tr("Which is the same voice as {name}?").format(name=self.called(chosen[0]))
            other = await self._which(self.tr("Merge"), about, chosen)
            if other is None:
                return
            chosen.append(other)
        if len(chosen) > 1:
            await self.act(self.tr("Merge voices"), MergePeople(tuple(chosen), VOICE))

    async def split(self, heard: Sequence[HeardVoice]) -> None:
        done = await self.act(self.tr("Split off voices"), SplitVoices(_speakers(heard)))
        if not done.decisions:
            self._bench.notices.say(
                self.tr("This is all there is of that voice: nothing is left to split from.")
            )

    async def move(self, heard: Sequence[HeardVoice]) -> None:
        about = self.tr("Whose voice is it?")
        number = await self._which(self.tr("Move"), about, [h.number for h in heard[:1]])
        if number is not None:
            await self.act(self.tr("Move voices"), MoveVoices(_speakers(heard), number))

    async def not_this(self, heard: Sequence[HeardVoice]) -> None:
        await self.act(self.tr("Not this voice"), NotThisVoice(_speakers(heard)))

    async def name(self, number: int) -> None:
        named = self.people.names.get(number) if self.people else None
        if named is not None and named.asked:
            self._bench.notices.warn(
                self.tr("Somebody named this voice already. Answer without seeing the name: Verify Names…")
            )
            return
        known = named.untrusted_name if named else ""
        about = self.tr("Whose voice is {name}?").format(name=self.called(number))
        dialog = PersonDialog(self._bench.window, self.tr("Name"), about, (), free=True, name=known)
        if await answered(dialog) and dialog.name and dialog.name != known:
            await self.act(self.tr("Name a voice"), NamePerson(number, dialog.name, VOICE))

    async def new_subject(self, heard: Sequence[HeardVoice]) -> None:
        dialog = PersonDialog(
            self._bench.window, self.tr("New subject"), self.tr("Whose voice is it?"), (), free=True
        )
        if await answered(dialog) and dialog.name:
            await self.act(self.tr("New subject"), SplitVoices(_speakers(heard), dialog.name))

    def called(self, number: int) -> str:
        return NameWords.called(VOICE, number, self.people.names if self.people else {})

    async def _which(self, title: str, about: str, but: Sequence[int]) -> int | None:
        people: list[Person] = [p for p in people_of(self.people) if p.number not in but]
        dialog = PersonDialog(self._bench.window, title, about, people, free=False)
        return dialog.number if await answered(dialog) and dialog.number >= 0 else None


def _speakers(heard: Sequence[HeardVoice]) -> tuple[tuple[str, int], ...]:
    return tuple((h.item_id, h.speaker) for h in heard)
