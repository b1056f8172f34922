"""Jobs, the leases of their units and what each attempt cost are rows; units know their lease."""

from alembic import op
from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, Text

revision = "v0006"
down_revision = "v0005"


def upgrade() -> None:
    op.create_table(
        "jobs",
        Column("id", Text, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("asked_at", Text, nullable=False),
        Column("actor", Text, nullable=False),
        Column("device", Text, nullable=False),
        Column("process", Text, nullable=False),
        Column("items", JSON, nullable=False),
        Column("settings", JSON, nullable=False),
        Column("backends", JSON, nullable=False),
        Column("quote", JSON, nullable=False),
        Column("cap", JSON, nullable=False),
        Column("state", Text, nullable=False),
        Column("ended_at", Text),
        Column("done", Integer, nullable=False, server_default="0"),
        Column("failed", Integer, nullable=False, server_default="0"),
        Column("skipped", Integer, nullable=False, server_default="0"),
        Column("missing", JSON, nullable=False),
        Column("error", Text, nullable=False, server_default=""),
    )
    op.create_index("jobs_by_time", "jobs", ["asked_at"])
    op.create_table(
        "leases",
        Column("token", Integer, primary_key=True),
        Column("unit_key", Text, nullable=False),
        Column("job", Text, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
        Column("backend", Text, nullable=False),
        Column("attempt", Integer, nullable=False),
        Column("given_at", Text, nullable=False),
        Column("until", Text),
        sqlite_autoincrement=True,
    )
    op.create_index("leases_of_job", "leases", ["job"])
    op.create_table(
        "ledger",
        Column("token", Integer, primary_key=True),
        Column("job", Text, ForeignKey("jobs.id"), nullable=False),
        Column("unit_key", Text, nullable=False),
        Column("stage", Text, nullable=False),
        Column("verdict", Text, nullable=False),
        Column("error", Text, nullable=False, server_default=""),
        Column("backend", Text, nullable=False),
        Column("device", Text, nullable=False),
        Column("cpu_seconds", Float, nullable=False),
        Column("wall_seconds", Float, nullable=False),
        Column("cost", Float),
        Column("currency", Text, nullable=False, server_default=""),
        Column("at", Text, nullable=False),
    )
    op.create_index("ledger_of_job", "ledger", ["job"])
    op.add_column("units", Column("lease", Integer, nullable=False, server_default="0"))
