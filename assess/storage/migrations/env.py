"""Run the migrations on the connection that `database.migrate` provides."""

from alembic import context

from assess.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
