"""Units say with which class of arithmetic their models ran; those of earlier versions recorded none."""

from alembic import op
from sqlalchemy import Column, Text

revision = "v0010"
down_revision = "v0009"


def upgrade() -> None:
    op.add_column("units", Column("arithmetic", Text, nullable=False, server_default=""))
