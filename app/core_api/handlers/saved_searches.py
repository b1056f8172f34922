"""Answers about searches kept in the case."""

from __future__ import annotations

from app.cases import saved_searches
from app.core_api.core_session import Room, answers
from app.core_api.search import ForgetSearch, SavedSearch, SavedSearches, SaveSearch


@answers(SavedSearches)
def searches(room: Room, _: SavedSearches) -> tuple[SavedSearch, ...]:
    with room.case.database.connect() as connection:
        return tuple(SavedSearch(s.id, s.name, s.typed) for s in saved_searches.listed(connection))


@answers(SaveSearch)
def save(room: Room, question: SaveSearch) -> None:
    with room.case.writing() as connection:
        saved_searches.keep(connection, room.account.identity.id, question.name, question.typed)
    room.changed("searches")


@answers(ForgetSearch)
def forget(room: Room, question: ForgetSearch) -> None:
    with room.case.writing() as connection:
        saved_searches.forget(connection, room.account.identity.id, question.id)
    room.changed("searches")
