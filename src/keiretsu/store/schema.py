"""The tables of a workspace.

A record's content that can't change (the text of a document, what a claim says) is kept once, under
its hash. Everything else stands in ``*_lives``: one row a life, which is the stretch of time in
which the workspace held that content for true (the system time of SQL:2011). A row is never
changed but for ``retired_at``, which ends its life; a record that comes back begins another one.
So what was known by an earlier moment can always be read: the lives that had begun and not ended.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from keiretsu.store.columns import Utc, Words

REVISION = "0003"
"""The newest schema; revisions are numbered upwards, so that an older and a newer one can be told."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


recordings = Table("recordings", metadata, Column("recorded_at", Utc, primary_key=True))


def _hash(name: str, refers_to: Column[str] | None = None, *, index: bool = False) -> Column[str]:
    reference = [] if refers_to is None else [ForeignKey(refers_to)]
    return Column(name, String(64), *reference, nullable=False, index=index or None)


def _id(kind: String | Words) -> Column[str]:
    return Column("id", kind, primary_key=True)


def _words(*names: str, null: bool = False) -> list[Column[str]]:
    return [Column(name, Words, nullable=null) for name in names]


def _party(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Words, ForeignKey(parties.c.id), nullable=null)


def _amount() -> list[Column[str]]:
    """Return the columns of a sum; bounds are text, so that no digit is lost."""
    return _words("amount_low", "amount_high", "currency", "basis", null=True)


def _valid() -> list[Column[Any]]:
    return [Column("valid_from", Date), Column("valid_to", Date), Column("published", Words)]


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
    *_words("title", "publisher", "published", "url", "reliability", null=True),
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
    *_words("subject", "object", "relation", "layer", "status", null=True),
    unique=("family",),
)
# What the as-of query over claims reads, in the order in which it asks, so that it never fetches a
# row of the table itself: the claim's words are repeated in its lives for it.
Index(
    "ix_claim_lives_as_of",
    *(claim_lives.c[name] for name in ("subject", "object", "relation", "layer")),
    claim_lives.c.valid_from.desc(),
    claim_lives.c.recorded_at.desc(),
    *(claim_lives.c[name] for name in ("claim_id", "valid_to", "retired_at", "status", "family")),
)

# What a search over all claims walks in the order of review, and how one claim is looked up; of the
# claims that ended, by when.
Index(
    "ix_claim_lives_review",
    *(claim_lives.c[name] for name in ("confidence", "life", "recorded_at", "retired_at", "family")),
)
Index("ix_claim_lives_claim_id", claim_lives.c.claim_id)
_ended = claim_lives.c.retired_at.is_not(None)
Index("ix_claim_lives_retired_at", claim_lives.c.retired_at, sqlite_where=_ended, postgresql_where=_ended)

parties = Table("parties", metadata, _id(Words()))

party_lives = _lives(
    "party_lives",
    _party("party_id"),
    *_words("name", "kind"),
    Column("aliases", JSON, nullable=False),
    Column("units", JSON, nullable=False),
    *_words("wikidata", "lei", "country", null=True),
    # ``given`` by a pack, an import or a person, or ``found`` by a reconciliation
    Column("origin", Words, nullable=False, server_default="given"),
)

figure_lives = _lives(
    "figure_lives",
    _hash("series"),
    _hash("figure_id"),
    _party("party_id"),
    *_words("item"),
    *_words("segment", null=True),
    *_amount(),
    *_valid(),
    *_words("source_title", "source_publisher"),
    *_words("source_url", "source_reliability", null=True),
)

deal_lives = _lives(
    "deal_lives",
    Column("deal_id", Words, nullable=False),
    *_words("relation"),
    _party("subject_id"),
    _party("object_id", null=True),
    *_words("object_name", "layer", null=True),
    *_words("status"),
    *_amount(),
    *_words("amount_rule"),
    Column("terms", JSON, nullable=False),
    *_valid(),
    Column("derivation", JSON(none_as_null=True)),
    Column("term_years", Float),
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

contradiction_lives = _lives(
    "contradiction_lives",
    Column("contradiction_id", Words, nullable=False),
    *_words("about", "what", "rule"),
    Column("compatible", Boolean, nullable=False),
    *_words("settled_by", "settled_reason", null=True),
    Column("settled_at", Utc),
    Column("readings", JSON, nullable=False),
)

judgement_lives = _lives(
    "judgement_lives",
    Column("key", Words, nullable=False),
    *_words("kind", "author", "reason"),
    Column("content", JSON, nullable=False),
    Column("about_document", String(64), ForeignKey(documents.c.id)),
    *_words("about"),
    *_words("retired_by", "retired_reason", null=True),
)

Index("ix_judgement_lives_key", judgement_lives.c.key)
Index("ix_judgement_lives_about_document", judgement_lives.c.about_document)

problem_lives = _lives(
    "problem_lives",
    _hash("problem_id"),
    *_words("step", "about", "code", "severity", "place", "message", "hint"),
)

setting_lives = _lives("setting_lives", Column("key", Words, nullable=False), *_words("value"))
