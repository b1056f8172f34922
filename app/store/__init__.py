"""The encrypted databases: schema, migrations, packed results."""
