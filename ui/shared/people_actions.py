"""What actions on people and on voices share: the list of people, and asking which one is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject

from app.core_api.people import PeopleTable
from app.core_api.protocol import Question
from ui.shared.dialog_answer import answered
from ui.shared.name_words import NameWords
from ui.shared.person_dialog import Person, PersonDialog

if TYPE_CHECKING:
    from app.core_api.deciding import Done
    from ui.ui_context import UiContext


def people_of(table: PeopleTable | None) -> list[Person]:
    """Everybody there is to choose from: named people first, then the larger groups."""
    if table is None:
        return []
    found = [
        Person(n, table.subject(n), NameWords.called(table.kind, n, table.names), count)
        for n, count in zip(table.number.tolist(), table.count.tolist(), strict=True)
    ]
    names = {n for n, named in table.names.items() if named.untrusted_name}
    return sorted(found, key=lambda p: (p.number not in names, -p.count, p.number))


class Actions(QObject):
    """The owner keeps `people` up to date."""

    kind: ClassVar[str]
    """FACE or VOICE."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.people: PeopleTable | None = None

    async def act(self, label: str, question: Question[Done]) -> Done:
        return await self._ui.undo.act(label, self._ui.core.ask(question))

    def called(self, number: int) -> str:
        return NameWords.called(self.kind, number, self.people.names if self.people else {})

    def meant(self, number: int) -> str:
        """Lasting id of the person now shown with this number: what a decision names, asked before any
        dialog waits. Empty where nobody is shown so, which the core refuses.
        """
        return self.people.subject(number) if self.people else ""

    async def _which(self, title: str, about: str, but: Sequence[int]) -> str | None:
        """Lasting id of the person chosen by the user; None if the dialog was cancelled."""
        people = [p for p in people_of(self.people) if p.number not in but]
        dialog = PersonDialog(self._ui.window, title, about, people, free=False)
        chosen = dialog.person if await answered(dialog) else None
        return chosen.subject if chosen else None

    async def _to_join(self, numbers: Sequence[int], title: str, about: str) -> tuple[str, ...]:
        """Lasting ids to merge; with only one given, `about` asks for the other. Empty: cancelled."""
        shown = tuple(dict.fromkeys(numbers))
        chosen = tuple(self.meant(number) for number in shown)
        if len(chosen) == 1:
            other = await self._which(title, about.format(name=self.called(shown[0])), shown)
            return () if other is None else (*chosen, other)
        return chosen
