"""Answers about searches kept in the case."""

from __future__ import annotations

from app.cases import saved_searches
from app.core_api.core_session import CoreSession, handles
from app.core_api.search import ForgetSearch, SavedSearch, SavedSearches, SaveSearch


@handles(SavedSearches)
def searches(session: CoreSession, _: SavedSearches) -> tuple[SavedSearch, ...]:
    with session.case.database.connect() as connection:
        return tuple(SavedSearch(s.id, s.name, s.typed) for s in saved_searches.listed(connection))


@handles(SaveSearch)
def save(session: CoreSession, question: SaveSearch) -> None:
    with session.case.writing() as connection:
        saved_searches.keep(connection, question.name, question.typed)
    session.changed("searches")


@handles(ForgetSearch)
def forget(session: CoreSession, question: ForgetSearch) -> None:
    with session.case.writing() as connection:
        saved_searches.forget(connection, question.id)
    session.changed("searches")
