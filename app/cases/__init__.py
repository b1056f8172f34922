"""A case: evidence, custody, findings, people's decisions, search."""
