"""First tables of a case."""

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
)

revision = "v0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "facts",
        Column("key", Text, primary_key=True),
        Column("value", JSON, nullable=False),
    )
    op.create_table(
        "items",
        Column("id", Text, primary_key=True),
        Column("sha256", Text, nullable=False, unique=True),
        Column("blake3", Text, nullable=False),
        Column("name", Text, nullable=False),
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
    )
    op.create_table(
        "sightings",
        Column("id", Integer, primary_key=True),
        Column("item_id", Text, ForeignKey("items.id"), nullable=False, index=True),
        Column("path", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("bytes", BigInteger, nullable=False),
        Column("mtime_ns", BigInteger, nullable=False),
        Column("seen_at", Text, nullable=False),
    )
    op.create_table(
        "batches",
        Column("id", Text, primary_key=True),
        Column("roots", JSON, nullable=False),
        Column("started_at", Text, nullable=False),
        Column("finished_at", Text),
        Column("actor", Text, nullable=False),
    )
    op.create_table(
        "imports",
        Column("id", Integer, primary_key=True),
        Column("batch", Text, ForeignKey("batches.id"), nullable=False),
        Column("path", Text, nullable=False),
        Column("bytes", BigInteger, nullable=False),
        Column("mtime_ns", BigInteger, nullable=False),
        Column("state", Text, nullable=False),
        Column("error", Text, nullable=False, server_default=""),
        Column("item_id", Text, ForeignKey("items.id")),
        UniqueConstraint("batch", "path"),
    )
    op.create_table(
        "units",
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
    )
    op.create_table(
        "decisions",
        Column("seq", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("at", Text, nullable=False),
        Column("actor", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("payload", JSON, nullable=False),
    )
    op.create_table(
        "passages",
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
    )
    op.create_table(
        "clusters",
        Column("id", Text, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("made_at", Text, nullable=False),
        Column("name", Text, nullable=False, server_default=""),
    )
    op.create_table(
        "memberships",
        Column("cluster_id", Text, ForeignKey("clusters.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("item_id", Text, ForeignKey("items.id"), nullable=False, index=True),
        Column("unit_key", Text, nullable=False),
        Column("row", Integer, nullable=False),
        Column("stream", Integer, nullable=False, server_default="-1"),
        Column("t_ns", BigInteger, nullable=False),
        Column("end_ns", BigInteger, nullable=False, server_default="0"),
        Column("score", Float, nullable=False, server_default="0"),
        Index("memberships_of_row", "unit_key", "row"),
    )
    op.create_table(
        "custody",
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
    )
    for name, tokens in (
        ("passages_words", "unicode61 remove_diacritics 0"),
        ("passages_parts", "trigram remove_diacritics 1"),
    ):
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5("
            f"text, content='passages', content_rowid='id', tokenize='{tokens}')"
        )
        gone = f"INSERT INTO {name}({name}, rowid, text) VALUES ('delete', old.id, old.text);"  # noqa: S608
        come = f"INSERT INTO {name}(rowid, text) VALUES (new.id, new.text);"  # noqa: S608
        op.execute(f"CREATE TRIGGER {name}_insert AFTER INSERT ON passages BEGIN {come} END")
        op.execute(f"CREATE TRIGGER {name}_delete AFTER DELETE ON passages BEGIN {gone} END")
        op.execute(f"CREATE TRIGGER {name}_update AFTER UPDATE OF text ON passages BEGIN {gone} {come} END")
    for table in ("custody", "decisions"):
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
            )
