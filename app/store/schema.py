"""Tables of a case database. Migrations in `migrations/case` create them; this module names them.

Instants are ISO 8601 text in UTC; segments of media are int nanoseconds; paths and names of
evidence are `EvidenceName`, which keeps names no encoding can read. Ids of items are random, so
that nothing outside the database tells what an item is; the same bytes are one item.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

case_tables = MetaData()


class EvidenceName(TypeDecorator[str]):
    """A path or name as the file system gave it. Undecodable bytes (lone surrogates) are kept as a blob."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


facts = Table(
    "facts", case_tables,
    Column("key", Text, primary_key=True),
    Column("value", JSON, nullable=False),
)  # fmt: skip
"""case_id, name, purpose, legal_basis, retention, profile, created_at."""

items = Table(
    "items", case_tables,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("blake3", Text, nullable=False),
    Column("name", EvidenceName, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("kind", Text),
    Column("format", Text),
    Column("duration_ns", BigInteger),
    Column("sealed", Text, nullable=False, unique=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="added"),
    Column("error", Text, nullable=False, server_default=""),
)  # fmt: skip
"""Evidence. `kind`, `format`, `duration_ns` are null until the probe, which runs in a worker, has spoken."""

source_paths = Table(
    "sightings", case_tables,
    Column("id", Integer, primary_key=True),
    Column("item_id", Text, ForeignKey("items.id"), nullable=False, index=True),
    Column("path", EvidenceName, nullable=False),
    Column("name", EvidenceName, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("seen_at", Text, nullable=False),
)  # fmt: skip
"""Every place where the bytes of an item were found."""

batches = Table(
    "batches", case_tables,
    Column("id", Text, primary_key=True),
    Column("roots", JSON, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("actor", Text, nullable=False),
)  # fmt: skip
"""One request to import. A batch without `finished_at` was interrupted and is taken up again."""

imports = Table(
    "imports", case_tables,
    Column("id", Integer, primary_key=True),
    Column("batch", Text, ForeignKey("batches.id"), nullable=False),
    Column("path", EvidenceName, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("error", Text, nullable=False, server_default=""),
    Column("item_id", Text, ForeignKey("items.id")),
    UniqueConstraint("batch", "path"),
)  # fmt: skip
"""Journal of a batch: `state` is pending, done, duplicate or failed; `error` a code."""

units = Table(
    "units", case_tables,
    Column("key", Text, primary_key=True),
    Column("item_id", Text, ForeignKey("items.id"), nullable=False),
    Column("stage", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("stream", Integer, nullable=False),
    Column("start_ns", BigInteger, nullable=False),
    Column("end_ns", BigInteger, nullable=False),
    Column("sampling", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("error", Text, nullable=False, server_default=""),
    Column("device", Text, nullable=False, server_default=""),
    Column("cpu_seconds", Float, nullable=False, server_default="0"),
    Column("wall_seconds", Float, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="1"),
    Column("finished_at", Text, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("digests", JSON, nullable=False),
    Column("upstream_keys", JSON, nullable=False),
    Column("result", LargeBinary),
    Column("lease", Integer, nullable=False, server_default="0"),
    Column("arithmetic", Text, nullable=False, server_default=""),
    Index("units_of_item", "item_id", "stage", "stream", "start_ns"),
)  # fmt: skip
"""Outcomes. `state` is done or failed; `result` is sealed with `Case.seal_result` (associated: the key).
`lease` is the number of the attempt that stored it, 0 in cases of earlier versions. `arithmetic`: see
`engine/arithmetic.py`; empty where no model ran, and for units of earlier versions, which recorded none."""

jobs = Table(
    "jobs", case_tables,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("items", JSON, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("backends", JSON, nullable=False),
    Column("quote", JSON, nullable=False),
    Column("cap", JSON, nullable=False),
    Column("state", Text, nullable=False),
    Column("ended_at", Text),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("skipped", Integer, nullable=False, server_default="0"),
    Column("missing", JSON, nullable=False),
    Column("error", Text, nullable=False, server_default=""),
    Index("jobs_by_time", "asked_at"),
)  # fmt: skip
"""What was asked to be analysed and how it ended; written by `app/jobs/job_log.py`. `kind` is analysis or
probe, `state` running, interrupted or a word of `End`; `process` names the process that runs it."""

leases = Table(
    "leases", case_tables,
    Column("token", Integer, primary_key=True),
    Column("unit_key", Text, nullable=False),
    Column("job", Text, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("backend", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("given_at", Text, nullable=False),
    Column("until", Text),
    Index("leases_of_job", "job"),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Attempts under way. An outcome whose lease is not here changes nothing; a number is never given twice."""

ledger = Table(
    "ledger", case_tables,
    Column("token", Integer, primary_key=True),
    Column("job", Text, ForeignKey("jobs.id"), nullable=False),
    Column("unit_key", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("error", Text, nullable=False, server_default=""),
    Column("backend", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("cpu_seconds", Float, nullable=False),
    Column("wall_seconds", Float, nullable=False),
    Column("cost", Float),
    Column("currency", Text, nullable=False, server_default=""),
    Column("at", Text, nullable=False),
    Index("ledger_of_job", "job"),
)  # fmt: skip
"""What each attempt that came back has cost; `cost` is null where nobody charges for it."""

unit_revisions = Table(
    "unit_revisions", case_tables,
    Column("item_id", Text, ForeignKey("items.id"), primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
)  # fmt: skip
"""How many units of a stage have come and gone in an item; triggers on `units` count."""

item_views = Table(
    "item_views", case_tables,
    Column("view", Text, primary_key=True),
    Column("item_id", Text, ForeignKey("items.id"), primary_key=True),
    Column("token", Text, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)  # fmt: skip
"""What the units of an item amount to, sealed with `Case.seal_result`; see `app/cases/stored_views.py`."""

item_unread = Table(
    "item_unread", case_tables,
    Column("item_id", Text, ForeignKey("items.id"), primary_key=True),
    Column("stamp", Text, nullable=False),
    Column("weights", Text, nullable=False),
)  # fmt: skip
"""What of an item was not looked through, as JSON of lengths and codes; see `app/review/unread.py`."""

operations = Table(
    "operations", case_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("alias", Text, nullable=False, server_default=""),
    Column("device", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("time", BigInteger),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text),
    Index("operations_of_kind", "kind", "seq"),
    Index("operations_of_subject", "subject", "seq"),
    Index("operations_of_device", "device", "number"),
    Index("operations_of_alias", "alias"),
    Index("operations_folded", "seq", sqlite_where=text("kind <> 'record'")),
)  # fmt: skip
"""What people and programs said and did, in the order in which it came here; written by `OperationLog` alone.
It follows from `seals`: `body` is the payload opened, without what is long. `time` is the place in the common
order, null while a parent is missing. Append only: the database lets content be taken away, nothing else."""

seals = Table(
    "seals", case_tables,
    Column("seq", Integer, ForeignKey("operations.seq"), primary_key=True),
    Column("header", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("sealed", LargeBinary),
)  # fmt: skip
"""Of each operation what is signed and travels: header (canonical JSON), signature, sealed payload."""

devices = Table(
    "devices", case_tables,
    Column("device", Text, primary_key=True),
    Column("certificate", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("head", Text, nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("told", Text, nullable=False, server_default=""),
)  # fmt: skip
"""Devices that wrote in the case: certificate (JSON), and number, id and time of the last operation of each.
`told` is the one that this device named as seen last."""

passages = Table(
    "passages", case_tables,
    Column("id", Integer, primary_key=True),
    Column("unit_key", Text, ForeignKey("units.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("item_id", Text, ForeignKey("items.id"), nullable=False),
    Column("stream", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("start_ns", BigInteger, nullable=False),
    Column("end_ns", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("shown", Text, nullable=False, server_default=""),
    Column("fold", Integer, nullable=False, server_default="0", index=True),
    Column("language", Text, nullable=False, server_default=""),
    Column("flags", Integer, nullable=False, server_default="0"),
    Index("passages_of_item", "item_id", "start_ns"),
)  # fmt: skip
"""What was said and written: `shown` in Unicode NFC, `text` as version `fold` of `folding.py` gives it.
Triggers keep two FTS5 indexes over `text` in step: `passages_words` (words) and `passages_parts` (trigrams:
plates, fragments). Their rowid is `passages.id`; passages of `fold` 0 are in neither."""

clusters = Table(
    "clusters", case_tables,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
)  # fmt: skip

memberships = Table(
    "memberships", case_tables,
    Column("cluster_id", Text, ForeignKey("clusters.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("item_id", Text, ForeignKey("items.id"), nullable=False, index=True),
    Column("unit_key", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("stream", Integer, nullable=False, server_default="-1"),
    Column("t_ns", BigInteger, nullable=False),
    Column("end_ns", BigInteger, nullable=False, server_default="0"),
    Column("score", Float, nullable=False, server_default="0"),
    Index("memberships_of_row", "unit_key", "row"),
)  # fmt: skip

groupings = Table(
    "groupings", case_tables,
    Column("kind", Text, primary_key=True),
    Column("decisions", Integer, nullable=False),
)  # fmt: skip
"""Number of the last operation that the stored groups of a kind follow."""

compared_items = Table(
    "compared_items", case_tables,
    Column("kind", Text, primary_key=True),
    Column("item_id", Text, ForeignKey("items.id"), primary_key=True),
    Column("token", Text, nullable=False),
)  # fmt: skip
"""Which items the stored groups of a kind were compared for, and the token of what was found in them then."""

subjects = Table(
    "subjects", case_tables,
    Column("kind", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("moment", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("unit_key", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("since", Text, nullable=False),
    Column("founded_at", Text, nullable=False),
)  # fmt: skip
"""Who groups are, and were; see `app/cases/subjects.py`. `moment` is JSON. Never deleted: no number is given
twice."""

custody = Table(
    "custody", case_tables,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("signer", Text, nullable=False),
    Column("signature", Text, nullable=False),
)  # fmt: skip
"""The chain of custody of earlier versions, with nothing added since; `details` is canonical JSON as it was
hashed. What is done today are operations."""

earlier_decisions = Table(
    "earlier_decisions", case_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("payload", JSON, nullable=False),
)  # fmt: skip

earlier_drafts = Table(
    "earlier_drafts", case_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

earlier_searches = Table(
    "earlier_searches", case_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("typed", Text, nullable=False),
)  # fmt: skip
"""What people said in a case of an earlier version, drafts of dossiers, searches kept: there until they are
taken over as operations when the case is opened; see `app/cases/taking_over.py`."""

earlier_words = (earlier_decisions, earlier_drafts, earlier_searches)
