"""Every person, voice and set of duplicates has an id for good, and a number that nobody else gets."""

from alembic import op
from sqlalchemy import Column, Integer, Text

revision = "v0008"
down_revision = "v0007"


def upgrade() -> None:
    op.create_table(
        "subjects",
        Column("kind", Text, primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("moment", Text, nullable=False),
        Column("item_id", Text, nullable=False),
        Column("unit_key", Text, nullable=False),
        Column("row", Integer, nullable=False),
        Column("since", Text, nullable=False),
        Column("founded_at", Text, nullable=False),
    )
    op.execute(
        "CREATE TRIGGER subjects_no_update BEFORE UPDATE OF kind, number, id ON subjects "
        "BEGIN SELECT RAISE(ABORT, 'numbers are given once'); END"
    )
