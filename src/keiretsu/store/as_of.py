"""The as-of query over claims, which its index answers without a look at the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, String, or_, select, type_coerce

from keiretsu.store.lives import held_at
from keiretsu.store.rows import JUDGED
from keiretsu.store.schema import claim_lives as lives

COLUMNS = ("subject", "relation", "object", "layer", "status", "valid_from", "valid_to", "claims")
PairRow: TypeAlias = tuple[str, str, str | None, str | None, str, date | None, date | None, int]

STREAMED = 10_000
"""Rows that are fetched at a time, so that a million of them don't stand in memory."""

_GROUP = itemgetter(0, 1, 2, 3)


def pairs_as_of(connection: Connection, day: date, known_by: datetime) -> list[PairRow]:
    """Return who stood in which relation to whom on a day, as known by a moment.

    Of each pair, relation and layer it gives the claim that begins last, of those that begin by the
    day, and the number of readings. An undated claim begins before all others. The database only
    walks its index; what comes first in a group is picked here, which takes less time than its
    window functions. Most of the time goes into the rows that are looked at.
    """
    query = standing_claims(day, known_by)
    rows = connection.execute(query, execution_options={"yield_per": STREAMED})
    found = [_newest(list(group)) for _, group in groupby(map(tuple, rows), key=_GROUP)]
    return sorted(found, key=lambda row: (row[0], row[2] or "", row[1], row[3] or ""))


def standing_claims(day: date, known_by: datetime) -> Select[Any]:
    """Return the query for the claims that count, in the order of the index.

    Where a database puts what is undated is left to it, since its index does the same.
    """
    begun = or_(lives.c.valid_from.is_(None), lives.c.valid_from <= day)
    # Days stay as the database gives them: most rows are passed over, and turning each into a date costs.
    days = (type_coerce(lives.c[name], String) for name in ("valid_from", "valid_to"))
    return (
        select(*(lives.c[name] for name in ("subject", "object", "relation", "layer", "status")), *days)
        .where(held_at(lives, known_by), begun, lives.c.family != JUDGED)
        .order_by(
            *(lives.c[name] for name in ("subject", "object", "relation", "layer")),
            *(lives.c[name].desc() for name in ("valid_from", "recorded_at")),
            lives.c.claim_id,
        )
    )


def _newest(group: Sequence[tuple[Any, ...]]) -> PairRow:
    """Return the claim that begins last, of claims of which the dated ones come in falling order."""
    newest = next(_dated(group), group[0])
    subject, object_, relation, layer, status, *days = newest
    start, end = (None if each is None else date.fromisoformat(str(each)) for each in days)
    return subject, relation, object_, layer, status, start, end, len(group)


def _dated(group: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    return (row for row in group if row[5] is not None)
