"""What is said, as text, subtitles (SubRip, WebVTT) or JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.cases.case import Case
from app.cases.findings import Item
from app.cases.listening import Listening
from app.cases.transcript import Utterance
from app.exports.export import Content, Export, Needs
from app.exports.json_text import json_text
from app.exports.transcript_forms import as_records, as_subtitles, as_text
from app.review.review import Review

TEXT, JSON = "txt", "json"
FORMS = (TEXT, "srt", "vtt", JSON)


@dataclass(frozen=True, slots=True)
class TranscriptOptions:
    """Of which items, in which of FORMS. `check` is called between items and may raise."""

    review: Review = field(repr=False)
    items: Sequence[Item] = field(repr=False)
    form: str = TEXT
    check: Callable[[], None] = lambda: None


class Transcript(Export[TranscriptOptions]):
    """Several items are one text, each under its name."""

    name = "transcript"
    action = "transcript written"
    needs = Needs.ITEMS
    suffixes = tuple(f".{form}" for form in FORMS)

    def gather(self, case: Case, options: TranscriptOptions) -> Content:
        count, pieces = 0, []
        records: list[Mapping[str, object]] = []
        for item in options.items:
            options.check()
            said = options.review.transcript(item)
            listening = Listening(options.review.state.heard)
            count += len(said)
            if options.form == JSON:
                records += as_records(said, _names(options.review, item), listening)
            else:
                title = f"{item.untrusted_name}\n" if len(options.items) > 1 else ""
                pieces.append(title + _written(options, item, said))
        if options.form == JSON:
            pieces = [json_text(records) + "\n"]
        data = "\n".join(pieces).encode("utf-8", "replace")
        facts = {"form": options.form, "items": [item.sha256 for item in options.items]}
        return Content({"": data}, facts, records=count)


def _names(review: Review, item: Item) -> Callable[[Utterance], str]:
    return lambda utterance: review.speaker(item.id, utterance.speaker)


def _written(options: TranscriptOptions, item: Item, said: Sequence[Utterance]) -> str:
    name = _names(options.review, item)
    return as_text(said, name) if options.form == TEXT else as_subtitles(said, name, options.form)
