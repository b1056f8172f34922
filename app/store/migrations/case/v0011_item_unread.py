"""How much of each item was not looked through is kept, so that a search of many items need not ask each."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Text

revision = "v0011"
down_revision = "v0010"


def upgrade() -> None:
    op.create_table(
        "item_unread",
        Column("item_id", Text, ForeignKey("items.id"), primary_key=True),
        Column("stamp", Text, nullable=False),
        Column("weights", Text, nullable=False),
    )
