"""The schema's history: up, down, and the same as the tables that the code names, on each database."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import main as alembic
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, inspect, text

import keiretsu.store
from keiretsu.documents import Document
from keiretsu.errors import StoreError
from keiretsu.judgements import ClaimAnchor, ClaimJudgement, Signature, Verdict
from keiretsu.ledger import reconcile
from keiretsu.parties import Party, Registry
from keiretsu.store import Added, Store
from keiretsu.store.migrate import alembic_config
from keiretsu.store.schema import REVISION, metadata
from keiretsu.store.sqlite import connect

INI = str(Path(keiretsu.store.__file__).parent / "migrations" / "alembic.ini")
RELEASED = Path(__file__).parent / "data"


def tables(store):
    with store.snapshot() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def revision(store):
    with store.snapshot() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
}


def definitions(connection):
    """Return what the database says of its indexes, and of each table: columns, keys and checks."""
    found = inspect(connection)

    def sorted_by_name(entries):
        return sorted(({key: str(value) for key, value in entry.items()} for entry in entries), key=str)

    return {
        name: {
            "columns": sorted_by_name(found.get_columns(name)),
            "key": found.get_pk_constraint(name),
            "references": sorted_by_name(found.get_foreign_keys(name)),
            "checks": sorted_by_name(found.get_check_constraints(name)),
        }
        for name in found.get_table_names()
        if name != "alembic_version"
    } | {
        name: " ".join(definition.split())
        for name, definition in connection.execute(text(INDEXES[connection.dialect.name]))
        if "alembic" not in name
    }


def downgrade(store, to="base"):
    with store.transaction() as connection:
        command.downgrade(alembic_config(connection), to)


@pytest.fixture
def released(tmp_path):
    """A workspace that the first schema's keiretsu made."""
    path = tmp_path / "released.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript((RELEASED / "workspace_0001.sql").read_text(encoding="utf-8"))
    connection.close()
    return path


def test_the_migrations_make_the_tables_that_the_code_names(store):
    with store.snapshot() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert revision(store) == REVISION


def test_the_migrations_make_the_constraints_that_the_code_names_in_a_file(sqlite_store):
    in_code = create_engine(f"sqlite:///{sqlite_store.path}.in-code", poolclass=NullPool)
    metadata.create_all(in_code)
    with sqlite_store.snapshot() as migrated, in_code.connect() as named:
        assert definitions(migrated) == definitions(named)


def test_the_migrations_make_the_constraints_that_the_code_names_on_a_server(server_store, postgresql):
    name = postgresql.database()
    in_code = create_engine(
        postgresql.address(name).replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool
    )
    metadata.create_all(in_code)
    with server_store.snapshot() as migrated, in_code.connect() as named:
        assert definitions(migrated) == definitions(named)
    postgresql.drop(postgresql.address(name))


def test_the_code_knows_the_newest_revision_and_all_are_numbered_upwards(sqlite_store):
    with sqlite_store.snapshot() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
    assert scripts.get_heads() == [REVISION]
    revisions = [script.revision for script in scripts.walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


def test_down_and_up_again(store, address, memo):
    downgrade(store)
    assert tables(store) == set()
    assert revision(store) is None
    again = Store.open(address)
    assert tables(again) == set(metadata.tables)
    with again.writer() as writer:
        writer.documents([memo])
    assert again.view().documents() == (memo,)


def test_a_workspace_of_the_first_schema_says_the_same_after_its_upgrade(released):
    store = Store.open(released)
    view, before = store.view(), store.view(known_by=store.view().known_by.replace(day=2))
    assert [document.name for document in view.documents()] == ["memo.txt", "note.txt"]
    assert {claim.relation: claim.amount and claim.amount.low for claim in before.claims()} == {
        "invests": 2_000_000_000,
        "supplies": None,
    }
    assert [(deal.title(), len(deal.claims)) for deal in before.deals()] == [
        ("Alpha invests Beta", 1),
        ("Alpha supplies Beta (cloud)", 1),
    ]
    (deal,) = view.deals()
    assert (deal.amount_rule, deal.amount.low, len(deal.set_aside)) == ("largest_stated", 3_000_000_000, 1)
    assert deal.derivation.set_aside == deal.set_aside
    assert [(party.name, party.country) for party in view.parties()] == [("Alpha", "US"), ("Beta", None)]
    assert view.figures()[0].amount.low == 10_000_000_000
    assert (before.problems()[0].where, view.problems()) == ("a.txt", ())
    (pair,) = view.pairs(date(2026, 1, 1)).itertuples()
    assert (pair.subject, pair.relation, pair.object, pair.claims) == ("Alpha", "invests", "Beta", 2)


def test_what_a_released_workspace_holds_is_known_and_not_changed_when_it_is_read_again(released):
    store = Store.open(released)
    view = store.view()
    with store.writer() as writer:
        assert writer.documents(view.documents()) == Added(known=2)
        for document in view.documents():
            claims = [claim for claim in view.claims() if claim.document == document]
            assert writer.claims([document.id], claims, "rules/1") == Added(known=1)
        assert writer.figures(view.figures()) == Added(known=1)
        assert writer.parties(view.parties()) == Added(known=2)
        assert writer.found_parties([Party("Gamma")]) == Added(new=1)
    assert store.view().known_by > view.known_by


def test_a_released_workspace_is_copied_before_and_going_down_gives_the_same_rows(released):
    store = Store.open(released)
    (copy,) = released.parent.glob("*.schema-0001.*.bak")
    assert revision(Store(copy, connect(copy))) == "0001"
    downgrade(store, "0001")
    with sqlite3.connect(released) as down, sqlite3.connect(copy) as first:
        for name in ("documents", "document_lives", "claims", "claim_lives", "party_lives", "deal_claims"):
            query = f"SELECT * FROM {name} ORDER BY 1"
            assert down.execute(query).fetchall() == first.execute(query).fetchall()
    down.close()
    first.close()


def test_going_down_keeps_what_the_first_schema_can_hold(store, address, memo, stake, rent, day):
    reliable = Document("Gamma sues Delta.", name="court.txt", reliability="filing")
    deals = reconcile([stake, rent], Registry())
    with store.writer(day(1)) as writer:
        writer.documents([memo, reliable])
        writer.claims([memo.id], [stake, rent], "rules/1")
        writer.deals(deals)
    with store.writer(day(2)) as writer:
        writer.judge(
            ClaimJudgement(ClaimAnchor.of(stake), Verdict.REJECT, Signature("A. Reader", "a rumour"))
        )
    downgrade(store, "0001")
    assert "judgement_lives" not in tables(store)
    again = Store.open(address).view()
    assert again.claims() == (stake, rent)
    assert [deal.title() for deal in again.deals()] == [deal.title() for deal in deals]
    assert [document.reliability for document in again.documents()] == [None, None]
    assert again.judgement_history() == ()


def test_an_older_file_is_copied_before_it_is_brought_up_to_date(sqlite_store):
    path = sqlite_store.path
    downgrade(sqlite_store)
    Store.open(path)
    (copy,) = path.parent.glob("*.bak")
    assert copy.name.startswith(f"{path.name}.schema-0000.")
    assert tables(Store(copy, connect(copy))) == set()
    assert tables(sqlite_store) == set(metadata.tables)
    Store.open(path)
    assert list(path.parent.glob("*.bak")) == [copy]


def test_developers_migrate_a_workspace_with_alembic(store, address):
    named = ["-c", INI, "-x", f"workspace={address}"]
    alembic([*named, "downgrade", "base"])
    assert tables(store) == set()
    alembic([*named, "upgrade", "head"])
    assert tables(store) == set(metadata.tables)
    alembic([*named, "check"])


def test_alembic_without_a_workspace_says_what_is_missing():
    with pytest.raises(StoreError, match=r"workspace\.missing"):
        alembic(["-c", INI, "upgrade", "head"])
