"""The rows of many claims into the tables of a SQLite file, beside plain ``executemany`` and DuckDB."""

from __future__ import annotations

from functools import partial

from benchmarks.databases import empty_file, into_duckdb
from benchmarks.kernel import Kernel, Settings
from benchmarks.rows import Rows, Tuples, executemany_sqlite, for_sqlite, insert_by_keiretsu, rows_of


def kernel(settings: Settings) -> Kernel:
    """Return the kernel; each peer has inserted a few rows before."""
    few, many = rows_of(1), rows_of(settings.claims)
    _plain(for_sqlite(few)), _ours(few), into_duckdb(few)
    peers = {
        "executemany by sqlite3": partial(_plain, for_sqlite(many)),
        "keiretsu": partial(_ours, many),
        "DuckDB, by Arrow": partial(into_duckdb, many),
    }
    return Kernel(settings.claims, "claims", peers, warm_up=False, weigh=False)


def _plain(tuples: Tuples) -> None:
    with empty_file() as path:
        executemany_sqlite(path, tuples)


def _ours(rows: Rows) -> None:
    with empty_file() as path:
        insert_by_keiretsu(path, rows)
