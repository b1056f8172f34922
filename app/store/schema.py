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
    Index("units_of_item", "item_id", "stage", "stream", "start_ns"),
)  # fmt: skip
"""Outcomes. `state` is done or failed; `result` is sealed with `Case.seal_result` (associated: the key)."""

decisions = Table(
    "decisions", case_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("payload", JSON, nullable=False),
)  # fmt: skip
"""What people said about findings. Append only; the database refuses anything else."""

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
    Column("language", Text, nullable=False, server_default=""),
    Column("flags", Integer, nullable=False, server_default="0"),
    Index("passages_of_item", "item_id", "start_ns"),
)  # fmt: skip
"""What was said and written, in Unicode NFC. Triggers keep two FTS5 indexes in step, both over `text`:
`passages_words` (words; ä and a are different letters, schön is not schon) and `passages_parts`
(trigrams, accents folded: plates, fragments, Muller for Müller). Their rowid is `passages.id`."""

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
"""Number of the last decision that the stored groups of a kind follow."""

drafts = Table(
    "drafts", case_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip
"""What dossiers said before anybody changed them; see `app/cases/drafts.py`. Append only."""

searches = Table(
    "searches", case_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("typed", Text, nullable=False),
)  # fmt: skip
"""Searches people keep; the last entry of an id holds, and one without words forgets. Append only."""

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
"""The chain of custody; written by `Case.custody` alone. `details` is canonical JSON as it was hashed."""
