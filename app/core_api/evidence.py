"""The evidence of a case as a window lists it, what is known of one item, and bringing files in."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from app.core_api.protocol import Event, Executor, Failed, Question
from engine.media.account import FileEntry

MOST_ROWS = 500
"""Rows of one table in an answer about one item."""
MOST_EXTENTS = 100
"""Items of one `Extents`: about a tenth of a second of the core."""
SEPARATOR = "\0"
"""Parts texts of a column: no path or name can hold it, so one string travels instead of ten thousand."""


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """All items in the order in which they were added, as columns."""

    ids: str = field(repr=False)
    names: str = field(repr=False)
    """As they may be shown; see `shown_text.plain`."""
    folders: str = field(repr=False)
    """Folder in which the item was first found."""
    kinds: str
    formats: str
    added_at: str
    states: str
    errors: str
    sizes: array[int]
    durations_ns: array[int]
    places: array[int]
    """How often the same bytes were found."""

    def __len__(self) -> int:
        return len(self.sizes)


@dataclass(frozen=True, slots=True)
class Items(Question[Listing]):
    """Every item, without what takes long to find out."""


@dataclass(frozen=True, slots=True, eq=False)
class Extent:
    """How far the analysis of one item has come."""

    item_id: str
    share: float
    """Part of the whole analysis that is done, 0 to 1."""
    failed: int
    """Segments of stages that failed."""
    untrusted_recorded: str
    """When the file says it was recorded, as it says it; empty where it does not."""
    outdated: bool
    """Whether a newer version of some stage has not seen it yet."""


@dataclass(frozen=True, slots=True)
class Extents(Question[tuple[Extent, ...]]):
    """For at most MOST_EXTENTS items; those that are not there any more are left out."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hashes(Question[tuple[str, ...]]):
    """SHA-256 of these items, in the order given, without those that are not there any more."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of a container, as its probe describes it."""

    index: int
    kind: str
    untrusted_codec: str
    width: int
    height: int
    rotation: int
    frame_rate: float
    sample_rate: int
    channels: int
    untrusted_language: str
    duration_ns: int


@dataclass(frozen=True, slots=True)
class SourcePath:
    """Where the bytes of an item were found."""

    untrusted_path: str
    mtime_ns: int
    seen_at: str


@dataclass(frozen=True, slots=True)
class Custody:
    """An entry of the chain of custody about the item."""

    seq: int
    at: str
    actor: str
    action: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StageShare:
    """How far one stage came on one stream (-1: the whole item)."""

    stage: str
    stream: int
    share: float
    devices: tuple[str, ...]
    failures: tuple[tuple[str, int], ...]
    """Error codes and how often."""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """All that is known of one item. Tables hold MOST_ROWS at most."""

    item_id: str
    untrusted_name: str
    sha256: str
    blake3: str
    bytes: int
    kind: str
    format: str
    duration_ns: int
    added_at: str
    state: str
    problem: Failed | None
    """Why it cannot be read."""
    extent: Extent
    streams: tuple[Stream, ...]
    metadata: tuple[tuple[str, str, str], ...] = field(repr=False)
    """Scope, key, value: container tags, EXIF, C2PA. None of it is verified."""
    source_paths: tuple[SourcePath, ...]
    custody: tuple[Custody, ...]
    stages: tuple[StageShare, ...]
    left: tuple[FileEntry, ...] = ()
    """What of the file was not read, or is odd about it."""


@dataclass(frozen=True, slots=True)
class ItemFacts(Question[Facts]):
    """Fails with `no-such-item`."""

    item_id: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The sealed bytes were read again; `problem` None: their hash is the one of the day they were added."""

    item_id: str
    sha256: str
    problem: Failed | None


@dataclass(frozen=True, slots=True)
class VerifyItem(Question[Verified]):
    """Read the sealed file of an item whole and compare; noted in the chain of custody."""

    item_id: str
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class NotAdded:
    """A file that was not added, and why."""

    untrusted_path: str
    problem: Failed


@dataclass(frozen=True, slots=True)
class ImportProgress(Event):
    """Progress of an import; sent at most ten times a second."""

    files: int
    of_files: int
    bytes: int
    of_bytes: int
    scanned: int = 0
    """Files found so far, while `of_files` is not known yet (0)."""


@dataclass(frozen=True, slots=True)
class ImportEnded:
    """An import is over. Nothing that was added is lost, however it ended."""

    added: int
    duplicates: int
    failed: int
    not_added: tuple[NotAdded, ...] = field(repr=False)
    """MOST_ROWS of them."""
    resumed: bool
    stopped: Failed | None
    """Why it ended before all files were read: `cancelled`, `disk-full`, …"""


@dataclass(frozen=True, slots=True)
class AddFiles(Question[ImportEnded]):
    """Bring files and folders in. An interrupted import of the same paths continues where it stopped.

    `paths` are the person's; `uri_list` is what was dropped (RFC 2483), which the core parses.
    """

    paths: tuple[str, ...] = field(default=(), repr=False)
    uri_list: bytes = field(default=b"", repr=False)
    number: int = 0
    """The asker's, for StopImport."""
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class OpenImport:
    """An import that did not come to its end."""

    batch: str
    started_at: str
    pending: int
    failed: int
    done: int


@dataclass(frozen=True, slots=True)
class OpenImports(Question[tuple[OpenImport, ...]]):
    """Imports that were interrupted, or of which some files could not be read; the newest first."""


@dataclass(frozen=True, slots=True)
class ContinueImport(Question[ImportEnded]):
    """Go on with an interrupted import."""

    batch: str
    number: int = 0
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class StopImport(Question[None]):
    """The import of this number is to end soon, even if it has not begun; what is in stays in."""

    number: int
    executor = Executor.LONG


def texts(column: str, count: int) -> list[str]:
    """The texts of a column of `count` rows."""
    return column.split(SEPARATOR) if count else []
