"""Who stands in which relation to whom on a day, as known by a moment, of many claims.

The claims were recorded in twelve months, and each tenth was retired in the last one. The peers
without the index have the same databases, the index on this question taken away.
"""

from __future__ import annotations

import atexit
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import psycopg
from postgres import Server

from benchmarks.databases import empty_duckdb, empty_file, load_duckdb, server
from benchmarks.kernel import Kernel, Settings
from benchmarks.rows import MONTHS, Rows, insert_by_keiretsu, rows_over_a_year
from keiretsu.store import Store
from keiretsu.store.as_of import COLUMNS
from keiretsu.store.schema import claim_lives

DAY = date(2025, 6, 30)
KNOWN_BY = MONTHS[8]

_GROUP = ["subject", "object", "relation", "layer"]
_DROP_INDEX = "DROP INDEX ix_claim_lives_as_of"
_DUCKDB = f"""
    SELECT {", ".join(COLUMNS)} FROM (
        SELECT *, count(*) OVER everyone AS claims, row_number() OVER newest AS place
        FROM claim_lives
        WHERE recorded_at <= $known_by AND (retired_at IS NULL OR retired_at > $known_by)
            AND (valid_from IS NULL OR valid_from <= $day) AND family <> 'judged'
        WINDOW everyone AS (PARTITION BY subject, object, relation, layer),
            newest AS (everyone ORDER BY valid_from DESC NULLS LAST, recorded_at DESC, claim_id)
    ) WHERE place = 1 ORDER BY subject, object NULLS FIRST, relation, layer NULLS FIRST
"""


def kernel(settings: Settings) -> Kernel:
    """Return the kernel, with every database filled."""
    rows = rows_over_a_year(settings.claims)
    kept = ExitStack()
    atexit.register(kept.close)
    file = kept.enter_context(empty_file())
    insert_by_keiretsu(file, rows)
    peers: dict[str, Callable[[], pd.DataFrame]] = {
        "SQLite without the index": partial(_pairs, _without_index(file)),
        "keiretsu, SQLite": partial(_pairs, file),
    }
    running = server()
    if running is not None:
        bare = _on_server(running, rows, _DROP_INDEX)
        peers["PostgreSQL without the index"] = partial(_pairs, bare)
        peers["keiretsu, PostgreSQL"] = partial(_pairs, _on_server(running, rows))
    connection = kept.enter_context(empty_duckdb())
    load_duckdb(connection, rows)
    peers["DuckDB"] = partial(_by_duckdb, connection)
    peers["pandas, in memory"] = partial(_by_pandas, _frame(rows[claim_lives]))
    return Kernel(settings.claims, "claims", peers, weigh=False)


def _pairs(address: str | Path) -> pd.DataFrame:
    return Store.open(address).view(KNOWN_BY).pairs(DAY)


def _by_duckdb(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return connection.execute(_DUCKDB, {"day": DAY, "known_by": KNOWN_BY}).df()


def _by_pandas(lives: pd.DataFrame) -> pd.DataFrame:
    known = (lives.recorded_at <= KNOWN_BY) & ~(lives.retired_at <= KNOWN_BY)
    begun = lives.valid_from.isna() | (lives.valid_from <= pd.Timestamp(DAY))
    held = lives[known & begun & (lives.family != "judged")]
    # Newest first, undated ones last, as the query has it
    held = held.sort_values(["valid_from", "recorded_at", "claim_id"], ascending=[False, False, True])
    groups = held.groupby(_GROUP, dropna=False)
    found = groups.head(1).set_index(_GROUP).assign(claims=groups.size())
    return found.sort_index().reset_index()[list(COLUMNS)]


def _frame(lives: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(lives)
    days = {name: pd.to_datetime(frame[name]) for name in ("valid_from", "valid_to")}
    return frame.assign(**days)


def _without_index(file: Path) -> Path:
    bare = shutil.copyfile(file, file.with_name("bare.sqlite"))
    with closing(sqlite3.connect(bare)) as connection, connection:
        connection.execute(_DROP_INDEX)
    return bare


def _on_server(running: Server, rows: Rows, *changes: str) -> str:
    """Fill a database, which goes when the server does, and tidy it as the server would within minutes."""
    address = running.workspace()
    insert_by_keiretsu(address, rows)
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in (*changes, "VACUUM ANALYZE"):
            connection.execute(statement)
    return address
