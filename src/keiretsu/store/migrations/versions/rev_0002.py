"""Derivations, contradictions and judgements; reliability; the as-of index over claims.

Going down loses what the first schema has no place for: contradictions, judgements and those who
revoked them, reliabilities, derivations and terms of deals, and which parties were found.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_OF_CLAIM = ("subject", "object", "relation", "layer", "status")
_AS_OF = ("subject", "object", "relation", "layer", "valid_from DESC", "recorded_at DESC", "claim_id",
          "valid_to", "retired_at", "status", "family")  # fmt: skip
_ADDED: list[tuple[str, str, sa.types.TypeEngine[Any]]] = [
    ("document_lives", "reliability", _WORDS),
    ("figure_lives", "source_reliability", _WORDS),
    ("deal_lives", "derivation", sa.JSON()),
    ("deal_lives", "term_years", sa.Float()),
    *(("claim_lives", name, _WORDS) for name in _OF_CLAIM),
]


def upgrade() -> None:
    """Add the columns and tables, and repeat the words of each claim in its lives."""
    for table, name, kind in _ADDED:
        op.add_column(table, sa.Column(name, kind))
    op.add_column("party_lives", sa.Column("origin", _WORDS, nullable=False, server_default="given"))
    op.execute(
        "UPDATE claim_lives SET (subject, object, relation, layer, status) = "
        "(SELECT subject, object, relation, layer, status FROM claims WHERE claims.id = claim_lives.claim_id)"
    )
    op.create_index("ix_claim_lives_as_of", "claim_lives", [_ordered(column) for column in _AS_OF])
    _contradictions()
    _judgements()


def downgrade() -> None:
    """Drop the tables and columns with what they hold."""
    op.drop_table("judgement_lives")
    op.drop_table("contradiction_lives")
    op.drop_index("ix_claim_lives_as_of", "claim_lives")
    op.execute("DELETE FROM deal_claims WHERE role = 'cited'")
    for table, name, _ in (*_ADDED, ("party_lives", "origin", _WORDS)):
        op.drop_column(table, name)


def _contradictions() -> None:
    _lives(
        "contradiction_lives",
        "contradiction_id",
        *(sa.Column(name, _WORDS, nullable=False) for name in ("about", "what", "rule")),
        sa.Column("compatible", sa.Boolean(), nullable=False),
        *(sa.Column(name, _WORDS) for name in ("settled_by", "settled_reason")),
        _moment("settled_at", null=True),
        sa.Column("readings", sa.JSON(), nullable=False),
    )


def _judgements() -> None:
    _lives(
        "judgement_lives",
        "key",
        *(sa.Column(name, _WORDS, nullable=False) for name in ("kind", "author", "reason")),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("about_document", sa.String(64)),
        sa.Column("about", _WORDS, nullable=False),
        *(sa.Column(name, _WORDS) for name in ("retired_by", "retired_reason")),
        sa.ForeignKeyConstraint(
            ["about_document"], ["documents.id"], name=op.f("fk_judgement_lives_about_document")
        ),
    )


def _lives(name: str, key: str, *columns: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("life", sa.Integer(), nullable=False),
        sa.Column(key, _WORDS, nullable=False),
        *columns,
        sa.Column("digest", sa.String(64), nullable=False),
        _moment("recorded_at", null=False),
        _moment("retired_at", null=True),
        sa.PrimaryKeyConstraint("life", name=op.f(f"pk_{name}")),
        *(_recorded(name, column) for column in ("recorded_at", "retired_at")),
        sa.CheckConstraint("retired_at >= recorded_at", name=op.f(f"ck_{name}_retired_after_recorded")),
    )
    living = sa.text("retired_at IS NULL")
    op.create_index(
        f"ux_{name}_living", name, [key], unique=True, sqlite_where=living, postgresql_where=living
    )
    op.create_index(f"ix_{name}_recorded_at", name, ["recorded_at"])


def _recorded(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["recordings.recorded_at"], name=op.f(f"fk_{table}_{column}"))


def _moment(name: str, *, null: bool) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _ordered(column: str) -> str | sa.TextClause:
    return sa.text(column) if " " in column else column
