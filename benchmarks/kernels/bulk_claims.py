"""Many claims, as records, into an empty workspace, beside ``executemany`` of the rows that they make.

keiretsu looks up what it holds already, as it does each time a step is run, and reports progress; its
peers only insert.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from postgres import Server

from benchmarks.databases import empty_database, empty_file, into_duckdb, server
from benchmarks.kernel import Kernel, Settings
from benchmarks.records import EXTRACTOR, claims, documents
from benchmarks.rows import executemany_psycopg, executemany_sqlite, for_psycopg, for_sqlite, made_rows
from keiretsu.store import Store

Job: TypeAlias = Callable[[int], object]


def kernel(settings: Settings) -> Kernel:
    """Return the kernel; each peer has written a claim before."""
    documents(settings.claims)  # made before the clock starts, and kept
    jobs: dict[str, Job] = {"executemany by sqlite3": _plain, "keiretsu, SQLite": _ours}
    running = server()
    if running is not None:
        jobs["executemany by psycopg"] = partial(_plain_server, running)
        jobs["keiretsu, PostgreSQL"] = partial(_ours_server, running)
    jobs["DuckDB, by Arrow"] = _duckdb
    for job in jobs.values():
        job(1)
    peers = {name: partial(job, settings.claims) for name, job in jobs.items()}
    return Kernel(settings.claims, "claims", peers, warm_up=False, weigh=False)


def _plain(number: int) -> None:
    with empty_file() as path:
        executemany_sqlite(path, for_sqlite(made_rows(documents(number), claims(number))))


def _plain_server(running: Server, number: int) -> None:
    with empty_database(running) as address:
        executemany_psycopg(address, for_psycopg(made_rows(documents(number), claims(number))))


def _duckdb(number: int) -> None:
    into_duckdb(made_rows(documents(number), claims(number)))


def _ours(number: int) -> int:
    with empty_file() as path:
        return _write(path, number)


def _ours_server(running: Server, number: int) -> int:
    with empty_database(running) as address:
        return _write(address, number)


def _write(address: str | Path, number: int) -> int:
    """Return how many claims were reported as written."""
    reported = [0]
    texts = documents(number)
    with Store.open(address).writer() as writer:
        writer.documents(texts)
        writer.claims([document.id for document in texts], claims(number), EXTRACTOR, reported.append)
    return reported[-1]
