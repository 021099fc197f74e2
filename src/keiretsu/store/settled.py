"""When that was last changed which networks are made of."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, Table, func, select

from keiretsu.store.schema import (
    contradiction_lives,
    deal_lives,
    document_lives,
    figure_lives,
    judgement_lives,
    party_lives,
    setting_lives,
)

_TABLES = (
    contradiction_lives,
    deal_lives,
    document_lives,
    figure_lives,
    judgement_lives,
    party_lives,
    setting_lives,
)


def settled_at(connection: Connection, known_by: datetime) -> datetime:
    """Return the last moment at which a record other than a claim, or a judgement of one, began or ended."""
    never = datetime.min.replace(tzinfo=UTC)
    return max((found for table in _TABLES for found in _changes(connection, table, known_by)), default=never)


def _changes(connection: Connection, table: Table, known_by: datetime) -> list[datetime]:
    kept = [table.c.kind != "claim"] if table is judgement_lives else []
    found = [
        connection.execute(select(func.max(when)).where(when <= known_by, *kept)).scalar()
        for when in (table.c.recorded_at, table.c.retired_at)
    ]
    return [moment for moment in found if moment is not None]
