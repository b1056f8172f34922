"""Tables of the account database: settings, the list of cases, measured rates."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, Integer, MetaData, Table, Text

account_tables = MetaData()

settings = Table(
    "settings", account_tables,
    Column("key", Text, primary_key=True),
    Column("value", JSON, nullable=False),
)  # fmt: skip

cases = Table(
    "cases", account_tables,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("custody_seq", Integer, nullable=False, server_default="0"),
    Column("custody_hash", Text, nullable=False, server_default=""),
)  # fmt: skip
"""Known cases, and how far their custody log had come when last seen: a log that lost its end is noticed."""

rates = Table(
    "rates", account_tables,
    Column("stage", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("sampling", Text, primary_key=True),
    Column("cpu_seconds", Float, nullable=False),
    Column("wall_seconds", Float, nullable=False),
    Column("media_seconds", Float, nullable=False),
    Column("units", Integer, nullable=False),
    Column("measured_at", Text, nullable=False),
)  # fmt: skip
"""What units cost on this machine; seconds per second of media is `wall_seconds / media_seconds`."""
