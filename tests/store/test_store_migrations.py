"""The schema's history: up, down, and the same as the tables that the code names."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import main as alembic
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, inspect, text

import keiretsu.store
from keiretsu.errors import StoreError
from keiretsu.store import Store
from keiretsu.store.migrate import alembic_config
from keiretsu.store.schema import REVISION, metadata
from keiretsu.store.sqlite import connect, schema_revision

INI = str(Path(keiretsu.store.__file__).parent / "migrations" / "alembic.ini")


def tables(store):
    with store._engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def definitions(engine):
    """Return the lines of each table's and index's definition, in any order."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    return {
        name: sorted(line.strip(" ,") for line in sql.replace("\t", "").splitlines())
        for name, sql in rows
        if name != "alembic_version"
    }


def downgrade(store, revision="base"):
    with store._engine.execution_options(writes=True).begin() as connection:
        command.downgrade(alembic_config(connection), revision)


def test_the_migrations_make_the_tables_that_the_code_names(store):
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert schema_revision(connection) == REVISION


def test_the_migrations_make_the_constraints_that_the_code_names(store):
    in_code = create_engine(f"sqlite:///{store.path}.in-code", poolclass=NullPool)
    metadata.create_all(in_code)
    assert definitions(store._engine) == definitions(in_code)


def test_the_code_knows_the_newest_revision_and_all_are_numbered_upwards(store):
    with store._engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
    assert scripts.get_heads() == [REVISION]
    revisions = [script.revision for script in scripts.walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


def test_down_and_up_again(store, memo):
    downgrade(store)
    assert tables(store) == set()
    with store._engine.connect() as connection:
        assert schema_revision(connection) == "0000"
    again = Store.open(store.path)
    assert tables(again) == set(metadata.tables)
    with again.writer() as writer:
        writer.documents([memo])
    assert again.view().documents() == (memo,)


def test_an_older_workspace_is_copied_before_it_is_brought_up_to_date(store):
    downgrade(store)
    Store.open(store.path)
    (copy,) = store.path.parent.glob("*.bak")
    assert copy.name.startswith(f"{store.path.name}.schema-0000.")
    assert tables(Store(copy, connect(copy))) == set()
    assert tables(store) == set(metadata.tables)
    Store.open(store.path)
    assert list(store.path.parent.glob("*.bak")) == [copy]


def test_developers_migrate_a_workspace_with_alembic(store):
    named = ["-c", INI, "-x", f"workspace={store.path}"]
    alembic([*named, "downgrade", "base"])
    assert tables(store) == set()
    alembic([*named, "upgrade", "head"])
    assert tables(store) == set(metadata.tables)
    alembic([*named, "check"])


def test_alembic_without_a_workspace_says_what_is_missing():
    with pytest.raises(StoreError, match=r"workspace\.missing"):
        alembic(["-c", INI, "upgrade", "head"])
