"""A million claims, as columns, to the network of a day: beside pandas, Polars and DuckDB.

Of each subject, object, relation and layer the newest claim counts, of those that have begun by the day and
were known by a moment; what it pays a year is added up to a matrix. Each peer holds the columns in its
own form before the clock starts; keiretsu's checking and sorting is part of its job, and the last row is each
further day of a series. The claim: faster than the best of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from benchmarks.kernel import Kernel, Settings
from keiretsu.network import ClaimColumns
from keiretsu.vocabulary import relations
from keiretsu.vocabulary.entries import MoneyDirection

PARTIES, DEALS, LAYERS = 5_000, 100_000, 10
FIRST, LAST = date(2019, 1, 1).toordinal(), date(2026, 1, 1).toordinal()
DAY, KNOWN_BY = date(2025, 6, 30), date(2025, 9, 30)
KEYS = ["subject", "object", "relation", "layer"]
# Who pays, by relation: 1 the subject, -1 the object
PAYER_IS = np.array(
    [
        {MoneyDirection.SUBJECT_PAYS_OBJECT: 1, MoneyDirection.OBJECT_PAYS_SUBJECT: -1}.get(each.money, 0)
        for each in relations().values()
    ]
)

# The quickest that was found for each peer: a claim's age and place in one number, the largest for each key
_KEY = f"((subject::BIGINT * {PARTIES} + object) * 64 + relation) * 64 + layer"
_DUCKDB = f"""
    SELECT max(valid_from::BIGINT * {2**42} + recorded_at::BIGINT * {2**22} + place) AS newest FROM claims
    WHERE valid_from <= {DAY.toordinal()} AND recorded_at <= {KNOWN_BY.toordinal()} GROUP BY {_KEY}
"""


def kernel(settings: Settings) -> Kernel:
    """Return the kernel."""
    columns = claims(settings.claims)
    frame = pd.DataFrame(columns).assign(place=np.arange(settings.claims))
    polars, database = pl.DataFrame(frame), duckdb.connect()
    database.execute("CREATE TABLE claims AS SELECT * FROM frame")
    ready = ClaimColumns(PARTIES, **columns)
    peers: Mapping[str, Callable[[], csr_array]] = {
        "pandas": lambda: matrix(columns, _pandas(frame)),
        "Polars": lambda: matrix(columns, _polars(polars)),
        "DuckDB": lambda: matrix(columns, database.execute(_DUCKDB).fetchnumpy()["newest"]),
        "keiretsu": lambda: ClaimColumns(PARTIES, **columns).flows_as_of(DAY, KNOWN_BY),
        "keiretsu, a further day": lambda: ready.flows_as_of(DAY, KNOWN_BY),
    }
    return Kernel(settings.claims, "claims", peers)


@lru_cache(maxsize=1)
def claims(number: int) -> dict[str, NDArray[Any]]:
    """Return columns of invented claims: a few deals are told by many and many by a few."""
    chance = np.random.default_rng(4)
    deal = (DEALS * chance.random(number) ** 2).astype(np.int32)
    subject = deal % PARTIES
    return {
        "subject": subject,
        "object": (subject + 1 + 37 * (deal // PARTIES)) % PARTIES,
        "relation": deal // 7 % len(PAYER_IS),
        "layer": deal // 3 % LAYERS,
        "valid_from": chance.integers(FIRST, LAST, number, dtype=np.int32),
        "recorded_at": chance.integers(FIRST, LAST, number, dtype=np.int32),
        "per_year": chance.integers(1, 50_000, number).astype(np.float64),
        "binding": chance.random(number) < 0.7,
    }


def matrix(columns: Mapping[str, NDArray[Any]], newest: NDArray[np.int64]) -> csr_array:
    """Return the matrix of the newest claims, by their ages and places in one number."""
    place = newest & (2**22 - 1)
    subject, other = columns["subject"][place], columns["object"][place]
    side = PAYER_IS[columns["relation"][place]]
    used = (side != 0) & columns["binding"][place]
    payer, payee = np.where(side > 0, subject, other)[used], np.where(side > 0, other, subject)[used]
    paid = columns["per_year"][place][used]
    return coo_array((paid, (payer, payee)), shape=(PARTIES, PARTIES)).tocsr()


def _pandas(frame: pd.DataFrame) -> NDArray[np.int64]:
    held = frame[(frame.valid_from <= DAY.toordinal()) & (frame.recorded_at <= KNOWN_BY.toordinal())]
    newest = held.valid_from.astype("int64") * 2**42 + held.recorded_at.astype("int64") * 2**22 + held.place
    key = ((held.subject.astype("int64") * PARTIES + held.object) * 64 + held.relation) * 64 + held.layer
    return newest.groupby(key, sort=False).max().to_numpy()


def _polars(frame: pl.DataFrame) -> NDArray[np.int64]:
    subject, other, relation, layer = (pl.col(name).cast(pl.Int64) for name in KEYS)
    key = ((subject * PARTIES + other) * 64 + relation) * 64 + layer
    valid_from, recorded_at = pl.col("valid_from").cast(pl.Int64), pl.col("recorded_at").cast(pl.Int64)
    held = (valid_from <= DAY.toordinal()) & (recorded_at <= KNOWN_BY.toordinal())
    newest = (valid_from * 2**42 + recorded_at * 2**22 + pl.col("place")).max().alias("newest")
    found = frame.lazy().filter(held).group_by(key.alias("key")).agg(newest)
    return found.collect()["newest"].to_numpy()
