"""Rules for the dossier: every sentence has a source that resolves, and evidence stays data."""

from __future__ import annotations

import copy
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from app.cases.case import Case
from app.dossier.check_citations import check
from app.dossier.signature import signed
from app.exports.dossier_files import write
from app.exports.export import TargetUnusable
from app.operations.moments import Moment
from app.review.listened import listen
from app.review.review import review
from engine.sealing.identity import Identity
from engine.stage import stages
from engine.units import SECOND, Kind
from resources.displays import display
from resources.languages import languages, own_texts
from tests.made_case import face, probed, put_faces, put_item, put_unit, said
from tests.vault import new_account, new_case

ROOT = Path(__file__).resolve().parents[2]
CHANGED = "the dossier was changed after it was signed"
NASTY = "<script>alert(1)</script>{{ 7*7 }}{at_time}\u202e'\"]]>"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with new_case(new_account(tmp_path_factory.mktemp("desk") / "home"), f"Fall {NASTY}") as opened:
        _fill(opened)
        yield opened


def _fill(case: Case) -> None:
    film, photo = put_item(case, "film.mp4"), put_item(case, NASTY, Kind.IMAGE, 0)
    broken = put_item(case, "kaputt")
    forever = (0, (1 << 62) / SECOND)
    account = [
        {"code": "read", "stream": -1, "end_ns": 20 * SECOND, "bytes": 900},
        {"code": "truncated", "stream": -1, "start_ns": 20 * SECOND, "end_ns": 25 * SECOND},
        {"code": "appended", "stream": -1, "bytes": 29000, "count": 1},
        {"code": "only-first-picture", "stream": -1, "count": 1},
    ]
    put_unit(case, "film.mp4", film, "probe", {**probed(), "account": account}, span=forever)
    put_unit(case, NASTY, photo, "probe", probed(Kind.IMAGE, 0), span=forever)
    put_unit(case, "kaputt", broken, "probe", None, span=forever)
    put_faces(case, "film.mp4", film, [(face(1), 1, 5, 10), (face(2), 1, 5, 200)])
    put_faces(case, NASTY, photo, [(face(1, like=0.8), 0, 1e-9, 10)], span=(0, 1e-9))
    for words, span in (
        (said((1, 3, f"Guten Tag {NASTY}")), (0, 10)),
        (said((11, 13, "na ja"), flags=8), (10, 20)),
    ):
        put_unit(case, "film.mp4", film, "transcription", words, stream=1, span=span)
    put_unit(case, "film.mp4", film, "objects", None, span=(0, 20), error="out-of-memory")
    with review(case, write=True) as found:
        found.decide("name", [found.appearance("1")[1].moment], name=f"Ada {NASTY}")


@pytest.fixture(scope="module")
def written(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[str, Any]]:
    folder = tmp_path_factory.mktemp("dossier")
    for language in languages():
        write(case, folder / language, language)

    def read(language: str) -> tuple[str, Any]:
        page = (folder / language / "dossier.html").read_text(encoding="utf-8")
        return page, json.loads((folder / language / "dossier.json").read_text(encoding="utf-8"))

    return read


Written = Callable[[str], tuple[str, Any]]


def test_every_sentence_has_a_source_that_resolves(written: Written) -> None:
    for language in languages():
        document = written(language)[1]
        assert check(document) == []
        assert sum(len(s["claims"]) for s in document["sections"]) > 20


def test_what_was_not_analysed_is_said_with_the_reason(written: Written) -> None:
    gaps = next(s for s in written("en")[1]["sections"] if s["id"] == "gaps")
    texts = [c["text"] for c in gaps["claims"]]
    (gap,) = [t for t in texts if t.startswith("Object detection did not analyse film.mp4")]
    assert gap.endswith("it needed too much memory.")
    assert any(t == "Nothing in kaputt was analysed: the file could not be read." for t in texts)
    assert any("Transcription" in t and "not analysed yet" in t for t in texts) is False


def test_what_of_a_file_was_not_read_is_said_in_each_language(written: Written) -> None:
    expected = {
        "en": ["film.mp4 is incomplete: 5.0 s of its stated length are missing from 00:20",
               "000 bytes follow", "film.mp4 holds another picture that was not analysed."],
        "de": ["film.mp4 ist unvollständig: Ab 00:20", "000 Bytes, die nicht", "ein weiteres Bild"],
    }  # fmt: skip
    for language, parts in expected.items():
        gaps = next(s for s in written(language)[1]["sections"] if s["id"] == "left")
        said_there = " ".join("\n".join(c["text"] for c in gaps["claims"]).split())
        for part in parts:
            assert part in said_there, said_there


def test_speech_that_nobody_listened_to_is_an_assessment_and_names_its_doubt(written: Written) -> None:
    section = next(s for s in written("en")[1]["sections"] if s["id"] == "said")
    sure, doubtful = section["claims"]
    assert (sure["kind"], doubtful["kind"]) == ("assessment", "assessment")
    assert (sure["extent"]["doubts"], sure["extent"]["listened"]) == ([], [])
    assert doubtful["extent"]["doubts"] == ["low-confidence"]
    assert "someone possibly says" in doubtful["text"]


@pytest.mark.parametrize(("until", "kind"), [(3.0, "fact"), (2.0, "assessment")])
def test_speech_is_a_fact_once_somebody_has_heard_all_of_it(until: float, kind: str, tmp_path: Path) -> None:
    """Doubtful words stay in doubt: who hears that they are right can confirm the statement or word it."""
    with new_case(new_account(tmp_path / "home")) as case:
        film = put_item(case, "film.mp4")
        put_unit(case, "film.mp4", film, "probe", probed(), span=(0, (1 << 62) / SECOND))
        put_unit(case, "film.mp4", film, "transcription", said((1, 3, "Guten Tag")), stream=1)
        with review(case, write=True) as found:
            (item,) = found.items.values()
            moment = Moment("utterance", item.sha256, 1, SECOND // 2, round(until * SECOND), SECOND // 2)
            listen(case, found.connection, [moment], heard=True, by_playing=True)
        write(case, tmp_path / "out", "en")
    document = json.loads((tmp_path / "out" / "dossier.json").read_text(encoding="utf-8"))
    (claim,) = next(s for s in document["sections"] if s["id"] == "said")["claims"]
    assert claim["kind"] == kind


def test_a_name_stays_candidate_in_the_dossier_until_verified(written: Written) -> None:
    people = next(s for s in written("en")[1]["sections"] if s["id"] == "people")
    statements = [c["statement"]["key"] for c in people["claims"]]
    assert statements.count("identity.candidate") == 1


def test_several_utterances_at_one_instant_are_several_statements(tmp_path: Path) -> None:
    """Earlier versions stored what the model repeats over the last instant of a window."""
    with new_case(new_account(tmp_path / "home")) as case:
        film = put_item(case, "film.mp4")
        put_unit(case, "film.mp4", film, "probe", probed(), span=(0, (1 << 62) / SECOND))
        words = said((1, 3, "Guten Tag"), (3, 3, "..."), (3, 3, "..."), (3, 3, "B-B"))
        put_unit(case, "film.mp4", film, "transcription", words, stream=1)
        write(case, tmp_path / "out", "en")
    document = json.loads((tmp_path / "out" / "dossier.json").read_text(encoding="utf-8"))
    assert check(document) == []
    assert len(next(s for s in document["sections"] if s["id"] == "said")["claims"]) == 4


class _Reader(HTMLParser):
    """Tags and attributes of a page, and the text outside of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts, self.text, self.ids, self.twice = 0, "", set[str](), set[str]()
        self.targets, self.links, self.handlers = list[str](), list[str](), list[str]()
        self._code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code = tag in ("script", "style")
        self.scripts += tag == "script"
        for name, value in attrs:
            if name == "id":
                self.twice |= {str(value)} & self.ids
                self.ids.add(str(value))
            if name.startswith("on"):
                self.handlers.append(name)
            if name in ("href", "src"):
                (self.targets if str(value).startswith("#") else self.links).append(str(value))

    def handle_endtag(self, tag: str) -> None:
        self._code = False

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.text += data


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def test_text_of_the_evidence_is_shown_and_never_acts(written: Written) -> None:
    for language in languages():
        reader = _read(written(language)[0])
        assert reader.scripts == 2
        assert not reader.handlers
        assert reader.text.count("<script>alert(1)</script>{{ 7*7 }}{at_time}") >= 4
        assert "Guten Tag 49" not in reader.text


def test_the_page_is_whole_in_itself_and_every_source_link_has_a_target(written: Written) -> None:
    for language in languages():
        reader = _read(written(language)[0])
        assert {t[1:] for t in reader.targets} <= reader.ids
        assert all(link.startswith(("data:image/jpeg;base64,", "aima:item/")) for link in reader.links)
        assert len(reader.targets) > 50
        assert not reader.twice, "the script and the links find things by their id"


def test_both_languages_say_the_same_with_the_same_sources(written: Written) -> None:
    def bare(document: Any) -> list[Any]:
        return [
            (s["id"], [(c["id"], c["kind"], c["citations"]) for c in s["claims"]])
            for s in document["sections"]
            if s["id"] not in ("custody",)
        ]

    assert bare(written("de")[1]) == bare(written("en")[1])


def test_the_catalogues_have_the_same_sentences_with_the_same_values() -> None:
    texts = [own_texts(language, "dossier") for language in languages()]
    assert set(texts[0]) == set(texts[1])
    for key in texts[0]:
        values = [set(re.findall(r"{(\w+)}", t[key])) for t in texts]
        assert values[0] == values[1], key
    for stage, language in itertools.product(stages(), languages()):
        assert display(stage).words[language]["name"], "every stage has a name people can read"


def test_the_document_has_the_form_its_schema_says(written: Written, case: Case, tmp_path: Path) -> None:
    import jsonschema

    schema = json.loads((ROOT / "resources/templates/dossier.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for language in languages():
        assert list(validator.iter_errors(written(language)[1])) == []
    broken = copy.deepcopy(written("en")[1])
    del broken["sections"][0]["claims"][0]["citations"]
    assert list(validator.iter_errors(broken))


def test_writing_a_dossier_is_logged_with_the_hash_of_what_left_the_case(case: Case, tmp_path: Path) -> None:
    import hashlib

    page = write(case, tmp_path, "en").page
    entry = list(case.custody.entries())[-1]
    assert entry.action == "dossier written"
    assert entry.details["files"]["dossier.html"] == hashlib.sha256(page.read_bytes()).hexdigest()


def _first_place(document: Any) -> Any:
    return next(c for c in document["citations"].values() if c["kind"] == "evidence")


def _tamper_text(document: Any) -> None:
    document["custody"][0]["content"]["facts"]["name"] = "other"


def _tamper_order(document: Any) -> None:
    document["custody"].pop(1)


def _tamper_signature(document: Any) -> None:
    document["custody"][-1]["signature"] = "00" * 64


def _tamper_decision(document: Any) -> None:
    document["decisions"][0]["body"]["name"] = "Eva"


def _tamper_span(document: Any) -> None:
    place = _first_place(document)
    place["end_ns"] = 10**15
    place["uri"] = f"aima:item/{place['sha256']}?stream={place['stream']}&ns={place['start_ns']}-{10**15}#"


def _tamper_uri(document: Any) -> None:
    _first_place(document)["uri"] = "aima:item/00?stream=0&ns=0-1#t=0,1"


def _tamper_item(document: Any) -> None:
    _first_place(document)["sha256"] = "00" * 32


def _tamper_source(document: Any) -> None:
    document["sections"][0]["claims"][0]["citations"] = []


def _tamper_link(document: Any) -> None:
    document["sections"][0]["claims"][0]["citations"][0] = "c0000000000000000"


def _tamper_form(document: Any) -> None:
    document["items"][0]["duration_ns"] = "20"


def _tamper_twice(document: Any) -> None:
    claims = document["sections"][0]["claims"]
    claims.append(copy.deepcopy(claims[0]))


def _tamper_unit(document: Any) -> None:
    _first_place(document)["unit"] = ""


@pytest.mark.parametrize(
    "tamper",
    [
        _tamper_text, _tamper_order, _tamper_signature, _tamper_decision, _tamper_span, _tamper_uri,
        _tamper_item, _tamper_source, _tamper_link, _tamper_form, _tamper_unit, _tamper_twice,
    ],
)  # fmt: skip
def test_the_checker_notices_every_kind_of_change(written: Written, tamper: Callable[[Any], None]) -> None:
    """Beside the signature, which no change survives, each rule sees its own kind."""
    document = copy.deepcopy(written("en")[1])
    tamper(document)
    assert [problem for problem in check(document) if problem != CHANGED]


def test_a_changed_word_breaks_the_signature(written: Written) -> None:
    document = copy.deepcopy(written("en")[1])
    document["sections"][0]["claims"][0]["text"] += " not"
    assert check(document) == [CHANGED]


def test_a_dossier_signed_again_by_another_account_is_recognised_by_its_log(written: Written) -> None:
    document = copy.deepcopy(written("en")[1])
    del document["signature"]
    assert check(document) == ["the dossier is not signed"]
    forger = Identity.new()
    forged = signed(document, forger.public.signing.hex(), forger.sign)
    assert check(forged) == ["the dossier is signed by somebody else than its chain of custody"]


def test_a_dossier_that_cannot_be_written_leaves_the_one_before(case: Case, tmp_path: Path) -> None:
    first = write(case, tmp_path, "en").document.read_bytes()
    (tmp_path / "dossier.html").unlink()
    (tmp_path / "dossier.html" / "in the way").mkdir(parents=True)
    with pytest.raises(TargetUnusable):
        write(case, tmp_path, "en")
    assert (tmp_path / "dossier.json").read_bytes() == first


def test_the_checker_hashes_the_files_it_is_given(written: Written, tmp_path: Path) -> None:
    good, bad = tmp_path / "film.mp4", tmp_path / "forged.mp4"
    good.write_bytes(b"film.mp4")
    bad.write_bytes(b"another film")
    document = written("en")[1]
    assert check(document, [good]) == []
    assert len(check(document, [good, bad])) == 1


@pytest.mark.parametrize("junk", [None, [], 1, {"format": "aima-dossier"}, {"sections": {}}, "x"])
def test_the_checker_says_what_is_no_dossier_and_does_not_fall_over(junk: Any) -> None:
    assert check(junk) != []


def test_the_checker_runs_alone(written: Written, tmp_path: Path) -> None:
    """In a process that has neither the engine nor any library but cryptography."""
    path = tmp_path / "dossier.json"
    path.write_text(json.dumps(written("en")[1]), encoding="utf-8")
    program = (
        "import sys, runpy\n"
        "sys.argv = ['check_citations', sys.argv[1]]\n"
        "try:\n    runpy.run_module('app.dossier.check_citations', run_name='__main__')\n"
        "finally:\n    loaded = {m.partition('.')[0] for m in sys.modules}\n"
        "    assert not loaded & {'engine', 'numpy', 'sqlalchemy', 'jinja2', 'msgpack'}, loaded\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("SOUND")
