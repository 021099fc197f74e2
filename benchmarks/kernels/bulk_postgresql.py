"""The rows of many claims into the tables of a PostgreSQL server, beside plain ``executemany`` and DuckDB."""

from __future__ import annotations

from functools import partial

from postgres import Server

from benchmarks.databases import empty_database, into_duckdb, server
from benchmarks.kernel import Kernel, Settings
from benchmarks.rows import Rows, Tuples, executemany_psycopg, for_psycopg, insert_by_keiretsu, rows_of


def kernel(settings: Settings) -> Kernel:
    """Return the kernel; without a server it has no peers."""
    running = server()
    if running is None:
        return Kernel(settings.claims, "claims", {})
    few, many = rows_of(1), rows_of(settings.claims)
    _plain(running, for_psycopg(few)), _ours(running, few), into_duckdb(few)
    peers = {
        "executemany by psycopg": partial(_plain, running, for_psycopg(many)),
        "keiretsu, by COPY": partial(_ours, running, many),
        "DuckDB, by Arrow": partial(into_duckdb, many),
    }
    return Kernel(settings.claims, "claims", peers, warm_up=False, weigh=False)


def _plain(running: Server, tuples: Tuples) -> None:
    with empty_database(running) as address:
        executemany_psycopg(address, tuples)


def _ours(running: Server, rows: Rows) -> None:
    with empty_database(running) as address:
        insert_by_keiretsu(address, rows)
