"""Passages are looked through as they are folded; those of earlier versions when the case is next opened."""

from alembic import op
from sqlalchemy import Column, Integer, Text

revision = "v0009"
down_revision = "v0008"


def upgrade() -> None:
    indexes = (
        ("passages_words", "unicode61 remove_diacritics 0 categories ''L* N* Co Mn Mc''"),
        ("passages_parts", "trigram remove_diacritics 0"),
    )
    for name, _ in indexes:
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER {name}_{event}")
        op.execute(f"DROP TABLE {name}")
    op.add_column("passages", Column("shown", Text, nullable=False, server_default=""))
    op.add_column("passages", Column("fold", Integer, nullable=False, server_default="0"))
    op.execute("UPDATE passages SET shown = text")
    op.create_index("ix_passages_fold", "passages", ["fold"])
    for name, tokens in indexes:
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5("
            f"text, content='passages', content_rowid='id', tokenize='{tokens}')"
        )
        gone = (
            f"INSERT INTO {name}({name}, rowid, text) SELECT 'delete', old.id, old.text WHERE old.fold > 0;"
        )
        come = f"INSERT INTO {name}(rowid, text) SELECT new.id, new.text WHERE new.fold > 0;"
        changed = "AFTER UPDATE OF text, fold ON passages"
        op.execute(f"CREATE TRIGGER {name}_insert AFTER INSERT ON passages BEGIN {come} END")
        op.execute(f"CREATE TRIGGER {name}_delete AFTER DELETE ON passages BEGIN {gone} END")
        op.execute(f"CREATE TRIGGER {name}_update {changed} BEGIN {gone} {come} END")
