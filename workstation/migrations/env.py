"""How alembic finds the schema: the caller hands over an open connection."""

from alembic import context

from workstation.models.everything import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table_schema="loket",
    include_schemas=True,
    include_name=lambda name, kind, _parents: kind != "schema" or name == "loket",
)
with context.begin_transaction():
    context.run_migrations()
