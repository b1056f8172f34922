"""Opening packs: the right bytes under a licence that allows it, or an error that says which and how."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.models.catalogue import Catalogue
from engine.models.errors import LicenceForbids, PackDamaged, PackMissing, UnknownPack
from engine.models.packs import PackStore
from tests.unit.model_packages import CLAUSE, listing, member, pack, package

DATA = b"the weights" * 100


@pytest.fixture
def known() -> Catalogue:
    return listing(
        {"wheel": package("pypi", "tiny.whl", b"")},
        {
            "voices": pack(
                member("a.onnx", DATA, ("wheel", "a")), member("b.txt", b"labels", ("wheel", "b"))
            ),
            "faces": pack(member("c.onnx", DATA), base=False, forbids=("commercial",)),
        },
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in (("voices/a.onnx", DATA), ("voices/b.txt", b"labels"), ("faces/c.onnx", DATA)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_a_right_file_is_handed_out(folder: Path, known: Catalogue) -> None:
    assert PackStore(folder, packs=known).path("voices", "a.onnx").read_bytes() == DATA


def test_a_missing_file_is_named_with_the_way_to_get_it(folder: Path, known: Catalogue) -> None:
    (folder / "voices" / "a.onnx").unlink()
    with pytest.raises(PackMissing, match=r"voices/a\.onnx: .*`main\.py models install`.*models import"):
        PackStore(folder, packs=known).path("voices", "a.onnx")


def test_a_pack_on_no_registry_is_said_to_come_by_file(folder: Path, known: Catalogue) -> None:
    (folder / "faces" / "c.onnx").unlink()
    with pytest.raises(PackMissing, match=r"models import --pack faces FILE"):
        PackStore(folder, packs=known).path("faces", "c.onnx")


def test_a_truncated_file_is_refused_with_both_sizes(folder: Path, known: Catalogue) -> None:
    (folder / "voices" / "a.onnx").write_bytes(DATA[:-1])
    with pytest.raises(PackDamaged, match=r"voices/a\.onnx: .*1099 bytes instead of 1100"):
        PackStore(folder, packs=known).path("voices", "a.onnx")


def test_a_changed_byte_is_refused_although_the_size_is_right(folder: Path, known: Catalogue) -> None:
    (folder / "voices" / "a.onnx").write_bytes(b"X" + DATA[1:])
    with pytest.raises(PackDamaged, match="SHA-256"):
        PackStore(folder, packs=known).path("voices", "a.onnx")


def test_a_file_changed_after_it_was_opened_is_hashed_again(folder: Path, known: Catalogue) -> None:
    store = PackStore(folder, packs=known)
    file = store.path("voices", "a.onnx")
    file.write_bytes(b"X" + DATA[1:])
    os.utime(file, ns=(1, 1))
    with pytest.raises(PackDamaged):
        store.path("voices", "a.onnx")


def test_verify_finds_a_change_that_kept_size_and_time(folder: Path, known: Catalogue) -> None:
    store = PackStore(folder, packs=known)
    file = store.path("voices", "a.onnx")
    times = file.stat().st_mtime_ns
    file.write_bytes(b"X" + DATA[1:])
    os.utime(file, ns=(times, times))
    assert [(fault.pack, fault.member, fault.error.code) for fault in store.verify()] == [
        ("voices", "a.onnx", "pack-damaged")
    ]


def test_a_licence_that_forbids_the_use_is_refused_with_its_clause(folder: Path, known: Catalogue) -> None:
    store = PackStore(folder, frozenset({"commercial"}), packs=known)
    with pytest.raises(LicenceForbids) as refused:
        store.path("faces", "c.onnx")
    assert "faces" in str(refused.value)
    assert CLAUSE in str(refused.value)
    assert "commercial use" in str(refused.value)


@pytest.mark.parametrize("use", [frozenset[str](), frozenset({"non-commercial"}), frozenset({"government"})])
def test_a_licence_that_does_not_forbid_the_use_is_no_hindrance(
    folder: Path, known: Catalogue, use: frozenset[str]
) -> None:
    assert PackStore(folder, use, packs=known).path("faces", "c.onnx").is_file()


def test_names_that_are_not_in_the_list_open_nothing(folder: Path, known: Catalogue) -> None:
    (folder / "voices" / "secret").write_bytes(b"x")
    store = PackStore(folder, packs=known)
    for name, file in (("nothing", "a.onnx"), ("voices", "secret"), ("voices", "../faces/c.onnx")):
        with pytest.raises(UnknownPack):
            store.path(name, file)


def test_the_digest_follows_content_and_needs_no_file(tmp_path: Path, known: Catalogue) -> None:
    other = listing({}, {"voices": pack(member("a.onnx", DATA + b"!"), member("b.txt", b"labels"))})
    digests = {PackStore(tmp_path, packs=packs).digest("voices") for packs in (known, other)}
    assert len(digests) == 2
    assert all(len(digest) == 64 for digest in digests)


def test_a_pack_with_a_missing_file_is_not_installed(folder: Path, known: Catalogue) -> None:
    assert PackStore(folder, packs=known).installed() == ["voices", "faces"]
    (folder / "voices" / "b.txt").unlink()
    assert PackStore(folder, packs=known).installed() == ["faces"]
