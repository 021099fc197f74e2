"""The peers of the store's benchmarks do one job: they end with the same rows, and give the same answer."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from keiretsu.store import Store, verify

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch):
    """Import a module of the benchmarks by its name."""
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: importlib.import_module(f"benchmarks.{name}")


@pytest.fixture
def load(module, monkeypatch: pytest.MonkeyPatch):
    """Get a kernel ready, on a server that runs already or on none."""

    def load(name: str, claims: int, server):
        kernel = module(f"kernels.{name}")
        if hasattr(kernel, "server"):
            monkeypatch.setattr(kernel, "server", lambda: server)
        return kernel.kernel(module("kernel").Settings(claims=claims))

    return load


def stored(address: str | Path, tables) -> dict[str, list[tuple]]:
    with Store.open(address).snapshot() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in tables
        }


def answer(pairs: pd.DataFrame) -> list[tuple]:
    """Return rows with days as days, which some peers give as moments."""
    rows = pairs.astype(object).where(pairs.notna(), None).itertuples(index=False)
    return [tuple(cell.date() if isinstance(cell, pd.Timestamp) else cell for cell in row) for row in rows]


def test_claims_are_the_same_at_each_run_and_stand_in_their_documents(module) -> None:
    records = module("records")
    made = records.claims(45)
    assert [len([one for one in made if one.document is document]) for document in records.documents(45)] == [
        20,
        20,
        5,
    ]
    assert len({claim.id for claim in made}) == 45
    assert made[0].quote in made[0].document.text
    assert made == records._made.__wrapped__(45, records.PARTIES, records.DEALS)


def test_executemany_and_keiretsu_fill_the_tables_alike(module, postgresql, tmp_path) -> None:
    rows = module("rows")
    given = rows.rows_of(45)
    plain, ours = Store.create(tmp_path / "plain.sqlite").path, Store.create(tmp_path / "ours.sqlite").path
    rows.executemany_sqlite(plain, rows.for_sqlite(given))
    rows.insert_by_keiretsu(ours, given)
    plain_server, ours_server = postgresql.workspace(), postgresql.workspace()
    rows.executemany_psycopg(plain_server, rows.for_psycopg(given))
    rows.insert_by_keiretsu(ours_server, given)
    first, *others = [stored(each, given) for each in (ours, plain, plain_server, ours_server)]
    assert len(first["claims"]) == len(first["claim_lives"]) == 45
    assert others == [first] * 3
    assert verify(Store.open(plain)).problems == ()


def test_duckdb_takes_in_the_same_claims(module) -> None:
    databases, rows = module("databases"), module("rows").rows_of(45)
    with databases.empty_duckdb() as connection:
        databases.load_duckdb(connection, rows)
        held = connection.execute("SELECT id, quote, amount_low, terms FROM claims").fetchall()
        lives = connection.execute("SELECT claim_id, valid_from FROM claim_lives ORDER BY life").fetchall()
    claims, given_lives = list(rows.values())[-2:]
    assert held == [(row["id"], row["quote"], row["amount_low"], row["terms"]) for row in claims]
    assert lives == [(row["claim_id"], row["valid_from"]) for row in given_lives]


@pytest.mark.parametrize("kernel", ["bulk_sqlite", "bulk_postgresql", "bulk_claims"])
def test_every_bulk_peer_runs_and_leaves_no_database_behind(load, postgresql, kernel) -> None:
    count = "SELECT count(*) FROM pg_database"
    before = postgresql.ask(count)
    ready = load(kernel, 45, postgresql)
    assert (ready.size, ready.unit) == (45, "claims")
    told = {peer: do() for peer, do in ready.peers.items()}
    assert all(told[peer] == 45 for peer in ("keiretsu, SQLite", "keiretsu, PostgreSQL") if peer in told)
    assert postgresql.ask(count) == before


def test_all_peers_give_the_same_network_as_of_a_day(load, postgresql) -> None:
    ready = load("as_of", 400, postgresql)
    answers = {peer: answer(do()) for peer, do in ready.peers.items()}
    first = answers["keiretsu, SQLite"]
    assert 0 < len(first) < 400
    assert all(row[5] is None or row[5] <= date(2025, 6, 30) for row in first)
    assert [peer for peer, each in answers.items() if each != first] == []
    assert len(answers) == 6


def test_without_a_server_its_peers_are_left_out(load, module) -> None:
    assert list(load("bulk_claims", 1, None).peers) == [
        "executemany by sqlite3",
        "keiretsu, SQLite",
        "DuckDB, by Arrow",
    ]
    nothing = load("bulk_postgresql", 1, None)
    assert module("measure").rows("bulk_postgresql", nothing, {}, {}) == []


def test_a_missing_server_is_said_in_one_line(module, monkeypatch, capsys) -> None:
    databases = module("databases")
    monkeypatch.setattr(databases.postgres, "programs", lambda: None)
    assert databases.server.__wrapped__() is None
    assert "left out PostgreSQL" in capsys.readouterr().err
