"""What was analysed, and what failed, as rows of words."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from app.core_api.jobs import Failures, Past
from app.core_api.shown_text import plain
from ui.error_texts import error_text
from ui.figures import day_and_time, number, span
from ui.shared.rows_model import Row
from ui.stage_words import stage_word


def past_row(past: Past) -> Row:
    """A line of the history, about how to ask for the same again."""
    translate = QCoreApplication.translate
    analysis = past.what == "analysis"
    what = translate("JobsPanel", "Analysis") if analysis else translate("JobsPanel", "Import")
    states = {
        "done": translate("JobsPanel", "complete"),
        "partly": translate("JobsPanel", "incomplete"),
        "running": translate("JobsPanel", "running"),
        "cancelled": translate("JobsPanel", "stopped"),
        "failed": translate("JobsPanel", "failed"),
        "interrupted": translate("JobsPanel", "interrupted"),
    }
    state = states.get(past.state, past.state)
    done, failed = (number(past.done), number(past.failed)) if analysis else ("", "")
    return Row((day_and_time(past.at), what, number(past.items), state, done, failed), past.wanted)


def left_over(past: Past) -> str:
    """What an earlier analysis left, and what can be done."""
    translate, when = QCoreApplication.translate, day_and_time(past.at)
    if past.problem is not None:
        text = translate("JobsPanel", "The analysis of {date} failed.")
        return f"{text.format(date=when)} {error_text(past.problem)}"
    if past.state == "partly":
        text = translate(
            "JobsPanel", "The analysis of {date} is incomplete. Choose Continue to retry the rest."
        )
    elif past.state == "cancelled":
        text = translate("JobsPanel", "The analysis of {date} was stopped. Choose Continue to finish it.")
    else:
        text = translate(
            "JobsPanel",
            "The analysis of {date} was interrupted. Finished work is saved; choose Continue to finish it.",
        )
    return text.format(date=when)


def failed_rows(found: Failures) -> Iterator[Row]:
    """Lines about (item id, stage, ns)."""
    words = {problem.code: error_text(problem) for problem in found.problems}
    whole = QCoreApplication.translate("JobsPanel", "whole item")
    for n, item in enumerate(found.items):
        stage, code = found.stages[n], found.codes[n]
        where = span(found.start_ns[n], found.end_ns[n]) or whole
        texts = (plain(found.untrusted_names[n]), stage_word(stage), where, words.get(code, code))
        yield Row(texts, (item, stage, found.start_ns[n]))
