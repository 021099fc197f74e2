"""Bring a workspace's schema up to date."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from keiretsu.store import sqlite


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for one connection, whose transaction it joins."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision, in the transaction of the connection."""
    command.upgrade(alembic_config(connection), "head")


def upgrade_file(engine: Engine, path: Path, revision: str) -> Path:
    """Upgrade an older workspace after copying it to a file beside it; return the copy's path.

    The copy is named by the schema that it has and the time: ``ai.sqlite`` of schema 0001 becomes
    ``ai.sqlite.schema-0001.20260304T050607000000.bak``.
    """
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    backup = path.with_name(f"{path.name}.schema-{revision}.{now}.bak")
    try:
        sqlite.copy(path, backup)
    except BaseException:
        backup.unlink(missing_ok=True)
        raise
    with engine.execution_options(writes=True).begin() as connection:
        upgrade(connection)
    return backup
