"""Indexes by which claims are searched and judged one by one.

Going down loses no record.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_claim_lives_review": ("claim_lives", ["confidence", "life", "recorded_at", "retired_at", "family"]),
    "ix_claim_lives_claim_id": ("claim_lives", ["claim_id"]),
    "ix_judgement_lives_key": ("judgement_lives", ["key"]),
    "ix_judgement_lives_about_document": ("judgement_lives", ["about_document"]),
}
_ENDED = "ix_claim_lives_retired_at"


def upgrade() -> None:
    """Make the indexes."""
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)
    ended = sa.text("retired_at IS NOT NULL")
    op.create_index(_ENDED, "claim_lives", ["retired_at"], sqlite_where=ended, postgresql_where=ended)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(_ENDED, "claim_lives")
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table)
