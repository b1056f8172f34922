"""Up to which decision the stored groups of a kind follow people's words."""

from alembic import op
from sqlalchemy import Column, Integer, Text

revision = "v0003"
down_revision = "v0002"


def upgrade() -> None:
    op.create_table(
        "groupings",
        Column("kind", Text, primary_key=True),
        Column("decisions", Integer, nullable=False),
    )
