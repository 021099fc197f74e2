"""The first schema: documents, claims, parties, figures, deals, problems and settings, with their lives.

Written out, not taken from ``schema.py``: a revision says what was, and doesn't move with the present.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_LIVES = (
    "document_lives",
    "claim_lives",
    "party_lives",
    "figure_lives",
    "deal_lives",
    "problem_lives",
    "setting_lives",
)


def upgrade() -> None:
    """Make all tables."""
    op.create_table("recordings", _moment("recorded_at", null=False), _key("recordings", "recorded_at"))
    _documents()
    _claims()
    _parties()
    _figures()
    _deals()
    _problems_and_settings()


def downgrade() -> None:
    """Drop all tables, records and all."""
    for name in ("deal_claims", *reversed(_LIVES), "claims", "parties", "documents", "recordings"):
        op.drop_table(name)


def _documents() -> None:
    op.create_table("documents", _hash("id"), _text("text"), _key("documents", "id"))
    _lives(
        "document_lives",
        ["document_id"],
        _hash("document_id"),
        *map(_text, ("name", "source")),
        *map(_optional, ("title", "publisher", "published", "url")),
        _refers("document_lives", "document_id", "documents.id"),
    )


def _claims() -> None:
    op.create_table(
        "claims",
        _hash("id"),
        _hash("document_id"),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        *map(_text, ("quote", "relation", "subject")),
        *map(_optional, ("object", "layer")),
        *_amount(),
        _text("status"),
        _optional("date"),
        sa.Column("terms", sa.JSON(), nullable=False),
        _key("claims", "id"),
        _refers("claims", "document_id", "documents.id"),
    )
    op.create_index("ix_claims_document_id", "claims", ["document_id"])
    _lives(
        "claim_lives",
        ["claim_id", "family"],
        _hash("claim_id"),
        *map(_text, ("family", "extractor")),
        sa.Column("confidence", sa.Integer(), nullable=False),
        *_valid(),
        _refers("claim_lives", "claim_id", "claims.id"),
    )


def _parties() -> None:
    op.create_table("parties", _text("id"), _key("parties", "id"))
    _lives(
        "party_lives",
        ["party_id"],
        *map(_text, ("party_id", "name", "kind")),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        *map(_optional, ("wikidata", "lei", "country")),
        _refers("party_lives", "party_id", "parties.id"),
    )


def _figures() -> None:
    _lives(
        "figure_lives",
        ["series"],
        *map(_hash, ("series", "figure_id")),
        *map(_text, ("party_id", "item")),
        _optional("segment"),
        *_amount(),
        *_valid(),
        *map(_text, ("source_title", "source_publisher")),
        _optional("source_url"),
        _refers("figure_lives", "party_id", "parties.id"),
    )


def _deals() -> None:
    _lives(
        "deal_lives",
        ["deal_id"],
        *map(_text, ("deal_id", "relation", "subject_id")),
        *map(_optional, ("object_id", "object_name", "layer")),
        _text("status"),
        *_amount(),
        _text("amount_rule"),
        sa.Column("terms", sa.JSON(), nullable=False),
        *_valid(),
        _refers("deal_lives", "subject_id", "parties.id"),
        _refers("deal_lives", "object_id", "parties.id"),
    )
    op.create_table(
        "deal_claims",
        sa.Column("life", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(9), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _hash("claim_id"),
        _optional("status"),
        sa.Column("day", sa.Date()),
        sa.Column("shares_sum", sa.Boolean()),
        _key("deal_claims", "life", "role", "position"),
        _refers("deal_claims", "life", "deal_lives.life"),
        _refers("deal_claims", "claim_id", "claims.id"),
    )
    op.create_index("ix_deal_claims_claim_id", "deal_claims", ["claim_id"])


def _problems_and_settings() -> None:
    columns = ("step", "about", "code", "severity", "place", "message", "hint")
    _lives("problem_lives", ["problem_id"], _hash("problem_id"), *map(_text, columns))
    _lives("setting_lives", ["key"], *map(_text, ("key", "value")))


def _lives(name: str, key: list[str], *columns: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("life", sa.Integer(), nullable=False),
        *columns,
        _hash("digest"),
        _moment("recorded_at", null=False),
        _moment("retired_at", null=True),
        _key(name, "life"),
        _refers(name, "recorded_at", "recordings.recorded_at"),
        _refers(name, "retired_at", "recordings.recorded_at"),
        sa.CheckConstraint("retired_at >= recorded_at", name=op.f(f"ck_{name}_retired_after_recorded")),
    )
    living = sa.text("retired_at IS NULL")
    op.create_index(f"ux_{name}_living", name, key, unique=True, sqlite_where=living, postgresql_where=living)
    op.create_index(f"ix_{name}_recorded_at", name, ["recorded_at"])


def _hash(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(64), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, _WORDS, nullable=False)


def _optional(name: str) -> sa.Column[str]:
    return sa.Column(name, _WORDS)


def _moment(name: str, *, null: bool) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _amount() -> list[sa.Column[str]]:
    return [_optional(name) for name in ("amount_low", "amount_high", "currency", "basis")]


def _valid() -> list[sa.Column[Any]]:
    return [sa.Column("valid_from", sa.Date()), sa.Column("valid_to", sa.Date()), _optional("published")]


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
