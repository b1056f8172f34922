"""Errors a person may read. The docstring of each class is the message: what happened, why, what to do."""

from __future__ import annotations

from typing import ClassVar


class AimaError(Exception):
    """Something went wrong inside AIMA. Run `main.py doctor` and report what it says."""

    code: ClassVar[str] = "internal"
    """Stable word for machines; the only part of an error that leaves a sandboxed worker as text."""
    exit_code: ClassVar[int] = 1
    """Exit status of the command line when this error ends it (listed in the README)."""
    passing: ClassVar[bool] = False
    """Whether the same work may succeed later or elsewhere: a unit that failed so is tried again."""

    def __init__(self, detail: str = "", **facts: object) -> None:
        """`detail` names the thing concerned; `facts` fill `{names}` in the docstring."""
        message = " ".join((type(self).__doc__ or "").split())
        for name, value in facts.items():
            message = message.replace("{" + name + "}", str(value))
        self.detail, self.facts = detail, facts
        super().__init__(f"{detail}: {message}" if detail else message)


class Cancelled(AimaError):
    """The work was stopped on request. Start it again to continue where it stopped."""

    code = "cancelled"
    exit_code = 130
    passing = True


class MediaError(AimaError):
    """The file could not be read as media."""

    code = "unreadable"
    exit_code = 5


class StageUnknown(AimaError):
    """This program does not have this analysis step, or not in the version asked for. Install the
    same release.
    """

    code = "stage-unknown"
    passing = True


class StageBroken(AimaError):
    """An analysis step failed twice on this segment, which counts as not analysed. The next analysis tries
    it again by itself; the rest continued.
    """

    code = "stage-failed"


class OutOfMemory(AimaError):
    """The segment needed more memory than one worker may use, even in small pieces, and was stopped.
    It counts as not analysed; the rest continued. Try it again with fewer workers, or with nothing
    else running.
    """

    code = "out-of-memory"
    exit_code = 5
    passing = True
