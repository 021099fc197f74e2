"""The tables of a workspace.

A record's content that can't change (the text of a document, what a claim says) is kept once, under
its hash. Everything else stands in ``*_lives``: one row a life, which is the stretch of time in
which the workspace held that content for true (the system time of SQL:2011). A row is never
changed but for ``retired_at``, which ends its life; a record that comes back begins another one.
So what was known by an earlier moment can always be read: the lives that had begun and not ended.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

REVISION = "0001"
"""The newest schema; revisions are numbered upwards, so that an older and a newer one can be told."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """A moment with its time zone, UTC, in databases that keep none as well."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back where the database dropped it."""
        return None if value is None else value.replace(tzinfo=UTC)


recordings = Table("recordings", metadata, Column("recorded_at", Utc, primary_key=True))


def _hash(name: str, refers_to: Column[str] | None = None, *, index: bool = False) -> Column[str]:
    reference = [] if refers_to is None else [ForeignKey(refers_to)]
    return Column(name, String(64), *reference, nullable=False, index=index or None)


def _id(kind: String) -> Column[str]:
    return Column("id", kind, primary_key=True)


def _words(*names: str, null: bool = False) -> list[Column[str]]:
    return [Column(name, Text, nullable=null) for name in names]


def _amount() -> list[Column[str]]:
    """Return the columns of a sum; bounds are text, so that no digit is lost."""
    return _words("amount_low", "amount_high", "currency", "basis", null=True)


def _valid() -> list[Column[Any]]:
    return [Column("valid_from", Date), Column("valid_to", Date), Column("published", Text)]


def _lives(name: str, key: Column[str], *columns: Column[Any], unique: tuple[str, ...] = ()) -> Table:
    """Make a table of lives, in which no two rows of one key live at once."""
    table = Table(
        name,
        metadata,
        Column("life", Integer, primary_key=True),
        key,
        *columns,
        _hash("digest"),
        Column("recorded_at", Utc, ForeignKey(recordings.c.recorded_at), nullable=False),
        Column("retired_at", Utc, ForeignKey(recordings.c.recorded_at)),
        CheckConstraint("retired_at >= recorded_at", name="retired_after_recorded"),
        info={"key": key.name},
    )
    living = table.c.retired_at.is_(None)
    only = [table.c[column] for column in (key.name, *unique)]
    Index(f"ux_{name}_living", *only, unique=True, sqlite_where=living, postgresql_where=living)
    Index(f"ix_{name}_recorded_at", table.c.recorded_at)
    return table


documents = Table("documents", metadata, _id(String(64)), *_words("text"))

document_lives = _lives(
    "document_lives",
    _hash("document_id", documents.c.id),
    *_words("name", "source"),
    *_words("title", "publisher", "published", "url", null=True),
)

claims = Table(
    "claims",
    metadata,
    _id(String(64)),
    _hash("document_id", documents.c.id, index=True),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    *_words("quote", "relation", "subject"),
    *_words("object", "layer", null=True),
    *_amount(),
    *_words("status"),
    *_words("date", null=True),
    Column("terms", JSON, nullable=False),
)

claim_lives = _lives(
    "claim_lives",
    _hash("claim_id", claims.c.id),
    *_words("family", "extractor"),
    Column("confidence", Integer, nullable=False),
    *_valid(),
    unique=("family",),
)

parties = Table("parties", metadata, _id(Text()))

party_lives = _lives(
    "party_lives",
    Column("party_id", Text, ForeignKey(parties.c.id), nullable=False),
    *_words("name", "kind"),
    Column("aliases", JSON, nullable=False),
    Column("units", JSON, nullable=False),
    *_words("wikidata", "lei", "country", null=True),
)

figure_lives = _lives(
    "figure_lives",
    _hash("series"),
    _hash("figure_id"),
    Column("party_id", Text, ForeignKey(parties.c.id), nullable=False),
    *_words("item"),
    *_words("segment", null=True),
    *_amount(),
    *_valid(),
    *_words("source_title", "source_publisher"),
    *_words("source_url", null=True),
)

deal_lives = _lives(
    "deal_lives",
    Column("deal_id", Text, nullable=False),
    *_words("relation"),
    Column("subject_id", Text, ForeignKey(parties.c.id), nullable=False),
    Column("object_id", Text, ForeignKey(parties.c.id)),
    *_words("object_name", "layer", null=True),
    *_words("status"),
    *_amount(),
    *_words("amount_rule"),
    Column("terms", JSON, nullable=False),
    *_valid(),
)

deal_claims = Table(
    "deal_claims",
    metadata,
    Column("life", Integer, ForeignKey(deal_lives.c.life), primary_key=True),
    Column("role", String(9), primary_key=True),
    Column("position", Integer, primary_key=True),
    _hash("claim_id", claims.c.id, index=True),
    *_words("status", null=True),
    Column("day", Date),
    Column("shares_sum", Boolean),
)

problem_lives = _lives(
    "problem_lives",
    _hash("problem_id"),
    *_words("step", "about", "code", "severity", "place", "message", "hint"),
)

setting_lives = _lives("setting_lives", Column("key", Text, nullable=False), *_words("value"))
