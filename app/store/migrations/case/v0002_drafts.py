"""What dossiers were first written as is kept."""

from alembic import op
from sqlalchemy import Column, Integer, LargeBinary, Text

revision = "v0002"
down_revision = "v0001"


def upgrade() -> None:
    op.create_table(
        "drafts",
        Column("seq", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("at", Text, nullable=False),
        Column("actor", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER drafts_no_{event.lower()} BEFORE {event} ON drafts "
            "BEGIN SELECT RAISE(ABORT, 'drafts is append only'); END"
        )
