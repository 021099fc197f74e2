"""Column types that keep a moment and a text the same on every database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

_ESCAPE, _NUL, _ITSELF = "\x01", "\x01\x01", "\x01\x02"
"""How PostgreSQL is given what it can't hold: with these signs escaped texts sort as they are."""


class Utc(TypeDecorator[datetime]):
    """A moment with its time zone, UTC, in databases that keep none as well."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back where the database dropped it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """A text that comes back letter by letter and sorts by code point, on every database.

    PostgreSQL refuses the character NUL, so there it is stored as U+0001 U+0001, and U+0001 itself
    as U+0001 U+0002; any other text is stored as it is.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Sort by code point whatever the database's language is."""
        return Text(collation="C" if _is_postgresql(dialect) else None)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Spare the databases that hold any text the call for each value."""
        return super().bind_processor(dialect) if _is_postgresql(dialect) else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Spare them the call on the way back too."""
        return super().result_processor(dialect, coltype) if _is_postgresql(dialect) else None

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what the database can't hold."""
        if value is None or not _is_postgresql(dialect) or ("\0" not in value and _ESCAPE not in value):
            return value
        return value.replace(_ESCAPE, _ITSELF).replace("\0", _NUL)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Undo the escape."""
        if value is None or _ESCAPE not in value or not _is_postgresql(dialect):
            return value
        return value.replace(_NUL, "\0").replace(_ITSELF, _ESCAPE)


def _is_postgresql(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"
