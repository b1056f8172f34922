"""What a person does with voices: the same actions as with faces, on speakers of items."""

from __future__ import annotations

from collections.abc import Sequence

from app.core_api.people import (
    VOICE,
    HeardVoice,
    MergePeople,
    MoveVoices,
    NamePerson,
    NotThisVoice,
    SplitVoices,
)
from ui.shared.dialog_answer import answered
from ui.shared.people_actions import Actions
from ui.shared.person_dialog import PersonDialog


class VoiceActions(Actions):
    """Voices are meant by the items and the speakers in them."""

    kind = VOICE

    async def merge(self, numbers: Sequence[int]) -> None:
        chosen = await self._to_join(numbers, self.tr("Merge"), self.tr("Which voice is the same as {name}?"))
        if chosen:
            await self.act(self.tr("Merge voices"), MergePeople(chosen, VOICE))

    async def split(self, heard: Sequence[HeardVoice]) -> None:
        done = await self.act(self.tr("Split off voices"), SplitVoices(_speakers(heard)))
        if not done.decisions:
            self._ui.notices.say(self.tr("This is the whole voice; there is nothing to split off."))

    async def move(self, heard: Sequence[HeardVoice]) -> None:
        about = self.tr("Whose voice is it?")
        voice = await self._which(self.tr("Move"), about, [h.number for h in heard[:1]])
        if voice is not None:
            await self.act(self.tr("Move voices"), MoveVoices(_speakers(heard), voice))

    async def not_this(self, heard: Sequence[HeardVoice]) -> None:
        of = frozenset(self.meant(h.number) for h in heard)
        await self.act(self.tr("Not this voice"), NotThisVoice(_speakers(heard), of))

    async def name(self, number: int) -> None:
        named = self.people.names.get(number) if self.people else None
        if named is not None and named.asked:
            self._ui.notices.warn(
                self.tr(
                    "Someone has already named this voice. Confirm without seeing the name: Verify Names…"
                )
            )
            return
        voice, known = self.meant(number), named.untrusted_name if named else ""
        about = self.tr("Whose voice is {name}?").format(name=self.called(number))
        dialog = PersonDialog(self._ui.window, self.tr("Name"), about, (), free=True, name=known)
        if await answered(dialog) and dialog.name and dialog.name != known:
            await self.act(self.tr("Name a voice"), NamePerson(voice, dialog.name, VOICE))

    async def new_subject(self, heard: Sequence[HeardVoice]) -> None:
        dialog = PersonDialog(
            self._ui.window, self.tr("New person"), self.tr("Whose voice is it?"), (), free=True
        )
        if await answered(dialog) and dialog.name:
            await self.act(self.tr("New person"), SplitVoices(_speakers(heard), dialog.name))


def _speakers(heard: Sequence[HeardVoice]) -> tuple[tuple[str, int], ...]:
    return tuple((h.item_id, h.speaker) for h in heard)
