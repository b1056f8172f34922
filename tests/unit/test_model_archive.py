"""Carrying packs to a machine without a network: identical bytes there, and nothing else."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.models.archive import export_packs, import_original, import_packs
from engine.models.catalogue import Catalogue, catalogue
from engine.models.errors import ArchiveRefused, FolderRefused, LicenceForbids, PackDamaged, PackMissing
from engine.models.packs import PackStore
from tests.unit.model_packages import listing, member, pack

DATA, OTHER = b"the weights" * 100, b"other words" * 100
SMALL = ["voice-activity-silero", "face-detection-yunet", "objects-nanodet"]


@pytest.fixture
def known() -> Catalogue:
    return listing(
        {},
        {
            "voices": pack(member("a.onnx", DATA), member("b.txt", OTHER)),
            "faces": pack(member("c.onnx", DATA), base=False, forbids=("commercial",)),
        },
    )


@pytest.fixture
def store(tmp_path: Path, known: Catalogue) -> PackStore:
    for name, data in (("voices/a.onnx", DATA), ("voices/b.txt", OTHER), ("faces/c.onnx", DATA)):
        (tmp_path / "from" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "from" / name).write_bytes(data)
    return PackStore(tmp_path / "from", packs=known)


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_real_packs_arrive_byte_for_byte_in_an_empty_folder(tmp_path: Path, models: Path) -> None:
    export_packs(PackStore(models), tmp_path / "packs.tar", SMALL)
    assert import_packs(tmp_path / "packs.tar", tmp_path / "there").added == sorted(SMALL)
    wanted = {name: digest for name, digest in hashes(models).items() if name.partition("/")[0] in SMALL}
    assert hashes(tmp_path / "there") == wanted
    assert list(PackStore(tmp_path / "there").verify(*SMALL)) == []


def test_exporting_twice_gives_the_same_file(tmp_path: Path, store: PackStore) -> None:
    for name in ("one.tar", "two.tar"):
        assert export_packs(store, tmp_path / name) == ["voices", "faces"]
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "two.tar").read_bytes()


def test_a_damaged_pack_is_not_exported(tmp_path: Path, store: PackStore) -> None:
    (store.folder / "voices" / "a.onnx").write_bytes(DATA[::-1])
    with pytest.raises(PackDamaged, match=r"voices/a\.onnx"):
        export_packs(store, tmp_path / "packs.tar", ["voices"])
    assert not [file for file in tmp_path.iterdir() if file.is_file()]


def test_nothing_installed_is_nothing_to_export(tmp_path: Path, known: Catalogue) -> None:
    with pytest.raises(PackMissing, match="models install"):
        export_packs(PackStore(tmp_path, packs=known), tmp_path / "packs.tar")


def test_a_forbidden_pack_is_left_out_and_the_rest_arrives(tmp_path: Path, store: PackStore) -> None:
    export_packs(store, tmp_path / "packs.tar")
    use = frozenset({"commercial"})
    done = import_packs(tmp_path / "packs.tar", tmp_path / "there", use=use, packs=store.packs)
    assert done.added == ["voices"]
    assert isinstance(done.refused["faces"], LicenceForbids)
    assert set(hashes(tmp_path / "there")) == {"voices/a.onnx", "voices/b.txt"}


Member = tuple[tarfile.TarInfo, bytes]
Change = Callable[[list[Member]], None]


def _entry(name: str, data: bytes, **fields: Any) -> Member:
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    for field, value in fields.items():
        setattr(entry, field, value)
    return entry, data


def _manifest(members: list[Member], change: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(members[0][1])
    change(document)
    members[0] = _entry("manifest.json", json.dumps(document).encode())


HOSTILE: dict[str, Change] = {
    "a path that climbs out": lambda m: m.append(_entry("../../escape", b"x")),
    "an absolute path": lambda m: m.append(_entry("/tmp/escape", b"x")),
    "a member nobody listed": lambda m: m.append(_entry("voices/extra", b"x")),
    "a listed name as a symbolic link": lambda m: m.__setitem__(
        1, _entry("voices/a.onnx", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")
    ),
    "a listed name as a hard link": lambda m: m.__setitem__(
        1, _entry("voices/a.onnx", b"", type=tarfile.LNKTYPE, linkname="../../escape")
    ),
    "a device": lambda m: m.append(_entry("voices/null", b"", type=tarfile.CHRTYPE)),
    "a member twice": lambda m: m.append(m[1]),
    "a member too long": lambda m: m.__setitem__(1, _entry("voices/a.onnx", DATA + b"!")),
    "a member missing": lambda m: m.__delitem__(1),
    "other bytes of the same length": lambda m: m.__setitem__(1, _entry("voices/a.onnx", DATA[::-1])),
    "no manifest": lambda m: m.__delitem__(0),
    "a manifest that is no JSON": lambda m: m.__setitem__(0, _entry("manifest.json", b"{")),
    "a manifest that is a list": lambda m: m.__setitem__(0, _entry("manifest.json", b"[]")),
    "a manifest of 2 MB": lambda m: m.__setitem__(0, _entry("manifest.json", b" " * 2_000_000)),
    "a newer format": lambda m: _manifest(m, lambda d: d.update(format=2)),
    "an unknown pack": lambda m: _manifest(m, lambda d: d["packs"].update(other={})),
    "a pack named like a path": lambda m: _manifest(m, lambda d: d["packs"].update({"../x": {}})),
    "a hash of its own": lambda m: _manifest(
        m, lambda d: d["packs"]["voices"]["a.onnx"].update(sha256="0" * 64)
    ),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_is_not_exactly_an_export_changes_nothing(
    tmp_path: Path, store: PackStore, change: Change
) -> None:
    export_packs(store, tmp_path / "packs.tar", ["voices"])
    with tarfile.open(tmp_path / "packs.tar") as tar:
        members = [(entry, (tar.extractfile(entry) or io.BytesIO()).read()) for entry in tar]
    change(members)
    with tarfile.open(tmp_path / "bad.tar", "w") as tar:
        for entry, data in members:
            tar.addfile(entry, io.BytesIO(data))
    there = tmp_path / "a" / "b" / "there"
    with pytest.raises((ArchiveRefused, PackDamaged)):
        import_packs(tmp_path / "bad.tar", there, packs=store.packs)
    assert list(there.iterdir()) == []
    assert not list(tmp_path.rglob("escape"))


def test_an_export_cut_anywhere_changes_nothing(tmp_path: Path, store: PackStore) -> None:
    export_packs(store, tmp_path / "packs.tar", ["voices"])
    whole = (tmp_path / "packs.tar").read_bytes()
    content = whole.rstrip(b"\0")
    for length in (*range(0, len(content), 97), len(content) - 1):
        (tmp_path / "cut.tar").write_bytes(whole[:length])
        with pytest.raises((ArchiveRefused, PackDamaged)):
            import_packs(tmp_path / "cut.tar", tmp_path / "there", packs=store.packs)
        assert list((tmp_path / "there").iterdir()) == []


def test_a_wrong_import_leaves_what_was_installed_before(tmp_path: Path, store: PackStore) -> None:
    before = hashes(store.folder)
    (tmp_path / "noise.tar").write_bytes(b"\1" * 5000)
    with pytest.raises(ArchiveRefused):
        import_packs(tmp_path / "noise.tar", store.folder, packs=store.packs)
    assert hashes(store.folder) == before


def test_a_file_that_is_not_there_is_named(tmp_path: Path, store: PackStore) -> None:
    with pytest.raises(ArchiveRefused, match=r"gone\.tar: .*no such file"):
        import_packs(tmp_path / "gone.tar", tmp_path / "there", packs=store.packs)
    with pytest.raises(ArchiveRefused, match=r"gone\.zip: .*no such file"):
        import_original(tmp_path / "gone.zip", "voice-activity-silero", tmp_path / "there")
    assert not (tmp_path / "there").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, store: PackStore) -> None:
    with pytest.raises(FolderRefused, match=r"voices/a\.onnx/packs\.tar"):
        export_packs(store, store.folder / "voices" / "a.onnx" / "packs.tar")


def test_what_a_killed_import_left_is_cleared_by_the_next(tmp_path: Path, store: PackStore) -> None:
    export_packs(store, tmp_path / "packs.tar", ["voices"])
    (tmp_path / "there" / ".import-old").mkdir(parents=True)
    (tmp_path / "there" / ".import-old" / "half").write_bytes(b"x")
    import_packs(tmp_path / "packs.tar", tmp_path / "there", packs=store.packs)
    assert set(hashes(tmp_path / "there")) == {"voices/a.onnx", "voices/b.txt"}


BUFFALO = "face-insightface-buffalo-l"


def test_a_publishers_zip_with_other_bytes_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "buffalo_l.zip", "w") as archive:
        for name in catalogue()[BUFFALO].members:
            archive.writestr(f"buffalo_l/{name}", b"not the model")
    with pytest.raises(PackDamaged, match=r"det_10g\.onnx"):
        import_original(tmp_path / "buffalo_l.zip", BUFFALO, tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == []


def test_a_publishers_zip_is_refused_where_its_licence_forbids_the_use(tmp_path: Path) -> None:
    with pytest.raises(LicenceForbids, match="non-commercial research purposes only"):
        import_original(tmp_path / "any.zip", BUFFALO, tmp_path / "there", use=frozenset({"commercial"}))


def test_a_pack_is_taken_from_a_folder_or_zip_of_its_original_files(tmp_path: Path, models: Path) -> None:
    """Shown with a pack whose files are at hand; where they come from makes no difference."""
    original = models / "voice-activity-silero"
    with zipfile.ZipFile(tmp_path / "original.zip", "w") as archive:
        for file in original.iterdir():
            archive.write(file, f"some/folder/{file.name}")
    for source in (original, tmp_path / "original.zip"):
        there = tmp_path / f"there-{source.suffix}"
        import_original(source, "voice-activity-silero", there)
        assert hashes(there / "voice-activity-silero") == hashes(original)
