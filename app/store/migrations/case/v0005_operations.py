"""What people said becomes operations of devices. The content is taken over when the case is next opened."""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Text

revision = "v0005"
down_revision = "v0004"

EARLIER = ("decisions", "drafts", "searches")


def upgrade() -> None:
    op.create_table(
        "operations",
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
    )
    op.execute("CREATE INDEX operations_folded ON operations(seq) WHERE kind <> 'record'")
    op.create_table(
        "seals",
        Column("seq", Integer, ForeignKey("operations.seq"), primary_key=True),
        Column("header", Text, nullable=False),
        Column("signature", LargeBinary, nullable=False),
        Column("sealed", LargeBinary),
    )
    op.create_table(
        "devices",
        Column("device", Text, primary_key=True),
        Column("certificate", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("head", Text, nullable=False),
        Column("time", BigInteger, nullable=False),
        Column("told", Text, nullable=False, server_default=""),
    )
    # what may change: an operation that waited finds its place, and content is taken away for good
    kept = ("seq", "id", "device", "number", "author", "at", "kind", "version", "action")
    empty = [f"(NEW.{name} IS NOT OLD.{name} AND NEW.{name} <> '')" for name in ("alias", "subject")]
    _append_only("operations", kept, "body", [*empty, "(NEW.time IS NOT OLD.time AND OLD.time IS NOT NULL)"])
    _append_only("seals", ("seq", "header", "signature"), "sealed", [])
    for table in EARLIER:
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{event}")
        op.rename_table(table, f"earlier_{table}")


def _append_only(table: str, kept: Sequence[str], emptied: str, more: Sequence[str]) -> None:
    """Refuse to delete rows, to change what is kept, to fill in again what was emptied, and `more`."""
    changed = [f"NEW.{name} IS NOT OLD.{name}" for name in kept]
    changed.append(f"(NEW.{emptied} IS NOT OLD.{emptied} AND NEW.{emptied} IS NOT NULL)")
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
    when = " OR ".join([*changed, *more])
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {when} {refuse}")
