"""What Alembic runs: migrations on the library's connection, or on a workspace named with ``-x``."""

from __future__ import annotations

from pathlib import Path

from alembic import context
from sqlalchemy import Connection

from keiretsu.store import postgresql, sqlite
from keiretsu.store.addresses import place_of
from keiretsu.store.faults import fault
from keiretsu.store.schema import metadata


def run() -> None:
    """Migrate the connection given by the library, else the workspace named by ``-x workspace=ADDRESS``."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    place = place_of(str(context.get_x_argument(as_dictionary=True).get("workspace", "")))
    if isinstance(place, Path) and not place.is_file():
        raise fault("workspace.missing", place)
    engine = sqlite.connect(place) if isinstance(place, Path) else postgresql.connect(place)
    with engine.execution_options(writes=True).begin() as own:
        _migrate(own)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        # Schema changes belong to the transaction, which is begun by us: all or nothing.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic loads this file; other imports run nothing
    run()
