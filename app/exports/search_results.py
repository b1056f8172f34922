"""What a search found, as a table that can be opened anywhere and acts nowhere, or as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from app.cases.case import Case
from app.exports.export import Content, Export, Needs
from app.exports.json_text import json_text
from app.operations.moments import timecode

CSV, JSON = "csv", "json"
ACTING = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a cell for a formula when it begins so (OWASP, CSV injection)."""
HEAD = ("item", "kind", "from", "to", "who", "text", "together", "citation")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result as a person reads it. `end_ns` below 0: a picture, in which time means nothing."""

    untrusted_item: str
    kind: str
    start_ns: int
    end_ns: int
    who: str
    untrusted_text: str
    together: str
    uri: str


@dataclass(frozen=True, slots=True)
class ResultsOptions:
    """Rows in the order of the search; `head` are the names of the eight columns of a table."""

    rows: Iterable[ResultRow] = field(repr=False)
    form: str = CSV
    head: Sequence[str] = HEAD


class SearchResults(Export[ResultsOptions]):
    """All results of a search, each with its citation."""

    name = "search_results"
    action = "search results written"
    needs = Needs.SELECTION
    suffixes = (".csv", ".json")

    def gather(self, case: Case, options: ResultsOptions) -> Content:
        rows = list(options.rows)
        data = _table(rows, options.head) if options.form == CSV else _records(rows)
        return Content({"": data}, {"form": options.form, "results": len(rows)}, records=len(rows))


def _table(rows: Iterable[ResultRow], head: Sequence[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([inert(name) for name in head])
    for row in rows:
        still = row.end_ns < 0
        writer.writerow(
            [
                inert(cell)
                for cell in (
                    row.untrusted_item,
                    row.kind,
                    "" if still else timecode(row.start_ns),
                    "" if still else timecode(row.end_ns),
                    row.who,
                    row.untrusted_text,
                    row.together,
                    row.uri,
                )
            ]
        )
    return text.getvalue().encode("utf-8-sig", "replace")  # spreadsheets know UTF-8 by the mark


def _records(rows: Iterable[ResultRow]) -> bytes:
    records = [{name.removeprefix("untrusted_"): v for name, v in asdict(row).items()} for row in rows]
    return json_text(records).encode("utf-8", "backslashreplace") + b"\n"


def inert(cell: str) -> str:
    """A cell that is text to every spreadsheet."""
    return f"'{cell}" if cell.lstrip(" ").startswith(ACTING) else cell
