"""Searches can be kept in a case."""

from alembic import op
from sqlalchemy import Column, Integer, Text

revision = "v0004"
down_revision = "v0003"


def upgrade() -> None:
    op.create_table(
        "searches",
        Column("seq", Integer, primary_key=True),
        Column("id", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("actor", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("typed", Text, nullable=False),
    )
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER searches_no_{event.lower()} BEFORE {event} ON searches "
            "BEGIN SELECT RAISE(ABORT, 'searches is append only'); END"
        )
