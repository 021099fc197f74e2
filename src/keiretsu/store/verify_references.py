"""Checks of references: what a row cites is held, and what is held has a life."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, ForeignKey, Table, except_, exists, select

from keiretsu.errors import Problem
from keiretsu.judgements import ClaimJudgement, Distinct, Judgement, Merge, Signature, Split, from_json
from keiretsu.parties import Party
from keiretsu.store.bulk import batched
from keiretsu.store.progress import page_of
from keiretsu.store.schema import (
    claim_lives,
    claims,
    contradiction_lives,
    deal_lives,
    document_lives,
    documents,
    figure_lives,
    judgement_lives,
    parties,
    party_lives,
)
from keiretsu.store.verify_rows import SPOILT, Stored, finding, invalid, missing, stored_rows

Cited: TypeAlias = Iterable[tuple[str, str]]
"""Kind and id of what a row cites within its JSON, where no foreign key watches."""

_TARGETS: Mapping[str, Column[Any]] = {
    "claim": claims.c.id,
    "figure": figure_lives.c.figure_id,
    "document": documents.c.id,
    "party": parties.c.id,
    "contradiction": contradiction_lives.c.contradiction_id,
}

_LIVES_OF = {
    documents: document_lives.c.document_id,
    claims: claim_lives.c.claim_id,
    parties: party_lives.c.party_id,
}


def foreign_key_faults(connection: Connection, table: Table) -> Iterator[Problem]:
    """Yield the rows of a table that refer to a row that isn't there."""
    for reference in sorted(table.foreign_keys, key=lambda each: each.parent.name):
        yield from _without_target(connection, table, reference)


def life_missing_faults(connection: Connection) -> Iterator[Problem]:
    """Yield the texts, claims and parties that no life speaks of: half of a recording."""
    for table, key in _LIVES_OF.items():
        # A set difference sorts once; a lookup a row would go through all lives, which no index covers.
        query = except_(select(table.c.id), select(key))
        for (found,) in connection.execute(query):
            yield finding("verify.without-life", table.name, found, "was never recorded: it has no life")


def citation_faults(connection: Connection, table: Table) -> Iterator[Problem]:
    """Yield the rows of a table whose JSON cites what isn't held."""
    for page in batched(stored_rows(connection, table, table.c.life), page_of(table)):
        yield from _of_page(connection, table, [row for row in page if not isinstance(row, Problem)])


def _without_target(connection: Connection, table: Table, reference: ForeignKey) -> Iterator[Problem]:
    child, target = reference.parent, reference.column.table.alias()
    matches = exists().where(target.c[reference.column.name] == child)
    name = table.c[table.info["key"]] if "key" in table.info else next(iter(table.primary_key))
    query = select(name, child).where(child.is_not(None), ~matches)
    for key, value in connection.execute(query):
        message = f"its {child.name} {value} isn't in {reference.column.table.name}"
        yield finding("verify.dangling", table.name, key, message)


def _of_page(connection: Connection, table: Table, page: list[Stored]) -> Iterator[Problem]:
    cited: list[tuple[str, str, str]] = []
    for row in page:
        key = row[table.info["key"]]
        try:
            cited += [(key, kind, found) for kind, found in CITES[table](row)]
        except SPOILT as error:
            yield invalid(table, key, error)
    wanted: dict[str, set[str]] = defaultdict(set)
    for _, kind, found in cited:
        wanted[kind].add(found)
    lost = {kind: missing(connection, _TARGETS[kind], ids) for kind, ids in wanted.items()}
    if lost.get("party"):
        lost["party"] -= _split_off(connection)
    for key, kind, found in cited:
        if found in lost[kind]:
            yield finding("verify.dangling", table.name, key, f"cites {kind} {found}, which isn't held")


def _split_off(connection: Connection) -> set[str]:
    """Return the ids of the parties that people made by a split: no pack or reconciliation need hold them."""
    splits = stored_rows(
        connection, judgement_lives, judgement_lives.c.life, where=judgement_lives.c.kind == "split"
    )
    made = (_judgement(row) for row in splits if not isinstance(row, Problem))
    # It goes by the first of the names that the party had, which the others stand behind.
    return {Party(name.strip()).id for one in made if isinstance(one, Split) for name in one.names}


def _of_deal(row: Stored) -> Cited:
    steps = [row["derivation"]] if row["derivation"] else []
    while steps:
        step = steps.pop()
        steps += step["parts"]
        yield from (("claim", key) for key in (*step["claims"], *step["set_aside"]))


def _of_contradiction(row: Stored) -> Cited:
    for reading in row["readings"]:
        yield from (("claim", key) for key in reading["claims"])
        yield from (("figure", key) for key in reading["figures"])


def _of_judgement(row: Stored) -> Cited:
    made = _judgement(row)
    if isinstance(made, ClaimJudgement):
        return [("claim", made.anchor.claim_id), ("document", made.anchor.document_id)]
    if isinstance(made, Merge):
        return [("party", made.kept_id), ("party", made.merged_id)]
    if isinstance(made, Split):
        return [("party", made.party_id)]
    if isinstance(made, Distinct):
        return [("party", key) for key in made.party_ids]
    return [("contradiction", made.contradiction)]


def _judgement(row: Stored) -> Judgement:
    return from_json(row["kind"], row["content"], Signature(row["author"], row["reason"]))


CITES: Mapping[Table, Callable[[Stored], Cited]] = {
    deal_lives: _of_deal,
    contradiction_lives: _of_contradiction,
    judgement_lives: _of_judgement,
}
"""The tables whose JSON cites records, and how to find which."""
