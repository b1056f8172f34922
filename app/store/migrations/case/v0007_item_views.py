"""Views of items are kept beside their units, and units that come and go are counted."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Text

revision = "v0007"
down_revision = "v0006"


def upgrade() -> None:
    op.create_table(
        "unit_revisions",
        Column("item_id", Text, ForeignKey("items.id"), primary_key=True),
        Column("stage", Text, primary_key=True),
        Column("revision", Integer, nullable=False),
    )
    op.create_table(
        "item_views",
        Column("view", Text, primary_key=True),
        Column("item_id", Text, ForeignKey("items.id"), primary_key=True),
        Column("token", Text, nullable=False),
        Column("packed", LargeBinary, nullable=False),
    )
    op.create_table(
        "compared_items",
        Column("kind", Text, primary_key=True),
        Column("item_id", Text, ForeignKey("items.id"), primary_key=True),
        Column("token", Text, nullable=False),
    )
    op.execute(
        "INSERT INTO unit_revisions (item_id, stage, revision) "
        "SELECT item_id, stage, count(*) FROM units GROUP BY item_id, stage"
    )
    for event, row in (("INSERT", "new"), ("DELETE", "old"), ("UPDATE", "new")):
        count = "INSERT INTO unit_revisions (item_id, stage, revision) VALUES (ROW.item_id, ROW.stage, 1)"
        more = "ON CONFLICT (item_id, stage) DO UPDATE SET revision = revision + 1"
        made = f"{count.replace('ROW', row)} {more}"
        op.execute(f"CREATE TRIGGER units_count_{event.lower()} AFTER {event} ON units BEGIN {made}; END")
