"""What leaves a case through the command line is logged, whichever way it leaves."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tests.investigator import Investigator
from tests.made_case import face, probed, put_faces, put_item, put_unit, said

NAME = "a.mp4"


@pytest.fixture
def investigator(tmp_path: Path, models: Path) -> Investigator:
    set_up = Investigator.set_up(tmp_path / "home", models)
    set_up.new_case()
    with set_up.open_case() as case:
        item = put_item(case, NAME)
        put_unit(case, NAME, item, "probe", probed(), span=(0, (1 << 62) / 10**9))
        put_faces(case, NAME, item, [(face(1), 1, 5, 10), (face(2), 1, 5, 200)])
        put_unit(case, NAME, item, "transcription", said((1, 3, "=der Ausgang ist dort")), stream=1)
    return set_up


def last(investigator: Investigator) -> tuple[str, dict[str, str]]:
    with investigator.open_case() as case:
        entry = list(case.custody.entries())[-1]
    return entry.action, dict(entry.details["files"])


@pytest.mark.parametrize("form", ["text", "json", "srt", "vtt"])
def test_a_transcript_that_goes_elsewhere_than_to_a_terminal_is_logged(
    investigator: Investigator, form: str
) -> None:
    printed = investigator.run("transcript", NAME, "--format", form).stdout
    assert "Ausgang" in printed
    action, files = last(investigator)
    assert action == "transcript written"
    if form != "json":
        assert files == {"transcript": hashlib.sha256(printed.encode()).hexdigest()}


def test_a_transcript_is_written_to_a_file_once_unless_it_may_be_replaced(
    investigator: Investigator, tmp_path: Path
) -> None:
    target = tmp_path / "said.srt"
    told = investigator.run("transcript", NAME, "--out", str(target)).stdout
    assert "not encrypted" in told
    assert "-->" in target.read_text(encoding="utf-8")
    assert last(investigator) == (
        "transcript written", {"transcript.srt": hashlib.sha256(target.read_bytes()).hexdigest()},
    )  # fmt: skip
    investigator.run("transcript", NAME, "--out", str(target), expect=4)
    investigator.run("transcript", NAME, "--out", str(target), "--replace")


def test_crops_of_faces_are_logged_and_each_cites_where_it_is_from(
    investigator: Investigator, tmp_path: Path
) -> None:
    out = tmp_path / "crops"
    told = investigator.run("faces", "list", "--crops", str(out)).stdout
    assert told.count("not encrypted") == 1
    listed = json.loads((out / "crops.json").read_text(encoding="utf-8"))
    assert len(listed) == 2
    for crop in listed:
        assert crop["sha256"] == hashlib.sha256((out / crop["file"]).read_bytes()).hexdigest()
        assert crop["uri"].startswith(f"aima:item/{crop['item']}")
    action, files = last(investigator)
    assert action == "face crops written"
    assert files["crops.json"] == hashlib.sha256((out / "crops.json").read_bytes()).hexdigest()


def test_answers_of_a_search_are_written_as_a_table_and_as_records(
    investigator: Investigator, tmp_path: Path
) -> None:
    for ending in ("csv", "json"):
        investigator.run("search", "ausgang", "--out", str(tmp_path / f"found.{ending}"))
        action, files = last(investigator)
        assert (action, list(files)) == ("search results written", [f"search_results.{ending}"])
    with (tmp_path / "found.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    (record,) = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert row["citation"] == record["uri"]
    assert row["text"].startswith("'=der Ausgang")
