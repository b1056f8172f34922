"""First tables of an account."""

from alembic import op
from sqlalchemy import JSON, Column, Float, Integer, Text

revision = "v0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "settings",
        Column("key", Text, primary_key=True),
        Column("value", JSON, nullable=False),
    )
    op.create_table(
        "cases",
        Column("id", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("created_at", Text, nullable=False),
        Column("custody_seq", Integer, nullable=False, server_default="0"),
        Column("custody_hash", Text, nullable=False, server_default=""),
    )
    op.create_table(
        "rates",
        Column("stage", Text, primary_key=True),
        Column("device", Text, primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("sampling", Text, primary_key=True),
        Column("cpu_seconds", Float, nullable=False),
        Column("wall_seconds", Float, nullable=False),
        Column("media_seconds", Float, nullable=False),
        Column("units", Integer, nullable=False),
        Column("measured_at", Text, nullable=False),
    )
