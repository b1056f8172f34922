"""Deployment profiles: what kind of house works here, and the defaults that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from engine.errors import AimaError


class UnknownProfile(AimaError):
    """There is no such deployment profile. There are: police, press, human-rights, corporate."""

    code = "unknown-profile"
    exit_code = 2


class BadRetention(AimaError):
    """The deletion date must be a day in the future, as YYYY-MM-DD. The case must be deleted by that day."""

    code = "bad-retention"
    exit_code = 2


EXPOSURES = ("blur", "grey", "mute")


@dataclass(frozen=True, slots=True)
class Profile:
    """Defaults of a deployment.

    `uses` are the kinds of use a model's licence must allow (commercial, government, non-commercial).
    `face_search` is whether searching for a face is unlocked; grouping faces within a case is not a search.
    `verifiers` is how many people must agree before a candidate counts as identified.
    `hide_bystanders` is whether exports blur faces of people who are not subjects.
    `exposure` is how a window protects the viewer until a key reveals what is there: any of EXPOSURES.
    Newsrooms and human-rights teams look at violence they did not choose, day after day, often in films
    sent unasked, and sound distresses as much as pictures do: blurred and mute. Company cases seldom hold
    violence, but pictures of uninvolved people, and calls are worked by ear: blurred. Police need to see at
    once what they stop or search for, and have duties of care of their own: off. Grey is left to each
    person: it takes from blood, but also colours of uniforms, flags and weather that place a picture.
    """

    name: str
    uses: frozenset[str]
    face_search: bool
    verifiers: int
    retention_days: int
    hide_bystanders: bool
    exposure: frozenset[str]

    def retention(self, asked: str = "") -> str:
        """ISO date on which a case must be gone: the day asked for, else counted from today. Raises
        BadRetention.
        """
        today = datetime.now(UTC).date()
        if not asked:
            return (today + timedelta(days=self.retention_days)).isoformat()
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            raise BadRetention(asked) from None
        if day <= today:
            raise BadRetention(asked)
        return day.isoformat()


_YEAR = 365
_VIOLENCE = frozenset({"blur", "mute"})
profiles: Mapping[str, Profile] = MappingProxyType(
    {
        p.name: p
        for p in (
            Profile("police", frozenset({"government"}), True, 2, 5 * _YEAR, False, frozenset()),
            Profile("press", frozenset({"commercial"}), False, 2, 2 * _YEAR, True, _VIOLENCE),
            Profile("human-rights", frozenset({"non-commercial"}), True, 2, 10 * _YEAR, True, _VIOLENCE),
            Profile("corporate", frozenset({"commercial"}), False, 2, _YEAR, True, frozenset({"blur"})),
        )
    }
)


def profile(name: str) -> Profile:
    """The profile of this name. Raises UnknownProfile."""
    try:
        return profiles[name]
    except KeyError:
        raise UnknownProfile(name) from None
