"""Group claims by who deals with whom in what: pair, relation and layer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from keiretsu.claims import Claim
from keiretsu.ledger.life import Step, step_day
from keiretsu.parties import Party, Registry
from keiretsu.vocabulary import relation
from keiretsu.vocabulary.entries import ObjectKind

Key: TypeAlias = tuple[str, str, str | None, str | None]
"""Relation, subject's id, object's id or name, layer."""


def grouped(claims: Iterable[Claim], registry: Registry) -> tuple[dict[Key, list[Step]], Mapping[str, Party]]:
    """Return the steps of each pair, relation and layer, and the parties by their ids.

    A claim without a layer joins the pair's only layered group of that relation, if there is just
    one. A claim whose two ends are one party is left out.
    """
    groups: dict[Key, list[Claim]] = defaultdict(list)
    parties: dict[str, Party] = {}
    for claim in sorted(claims, key=lambda claim: claim.id):
        key = _key(claim, registry, parties)
        if key is not None:
            groups[key].append(claim)
    shared = _shared_sums(groups)
    _join_unlayered(groups)
    return {key: [_step(claim, shared) for claim in group] for key, group in groups.items()}, parties


def names_party(name: str) -> bool:
    """Whether the object of a relation is a party."""
    return relation(name).object_kind is ObjectKind.PARTY


def _key(claim: Claim, registry: Registry, parties: dict[str, Party]) -> Key | None:
    """Return what a claim is grouped by, or ``None`` where both ends turn out to be one party."""
    subject = registry.resolve(claim.subject)
    parties[subject.id] = subject
    other = claim.object
    if other is not None and names_party(claim.relation):
        party = registry.resolve(other)
        if party.id == subject.id:
            return None
        parties[party.id] = party
        other = party.id
        if relation(claim.relation).symmetric and _by_name(party) < _by_name(subject):
            return claim.relation, party.id, subject.id, claim.layer
    return claim.relation, subject.id, other, claim.layer


def _by_name(party: Party) -> tuple[str, str]:
    return party.name.casefold(), party.id


def _shared_sums(groups: Mapping[Key, list[Claim]]) -> frozenset[str]:
    """Return the claims whose sum isn't theirs alone.

    A round of five billion by three investors makes three claims of five billion in one sentence;
    none of them says what the one investor paid. A contract of five billion for chips and servers
    makes two; between that pair the sum moves once, so it stays with the first layer. Where the
    document tells a round's sum again of one investor alone, it is the round's all the same.
    """
    said: dict[tuple[object, ...], dict[Key, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, claims in groups.items():
        for claim in claims:
            if claim.amount is not None:
                place = (claim.document.id, claim.evidence.span, claim.relation, claim.amount)
                said[place][key].append(claim.id)
    rounds = {
        _round(words, key)
        for words, found in said.items()
        if len({k[:3] for k in found}) > 1
        for key in found
    }
    shared: set[str] = set()
    for words, found in said.items():
        first = min(found, key=lambda key: key[3] or "")
        for key, ids in found.items():
            if key != first or _round(words, key) in rounds:
                shared.update(ids)
    return frozenset(shared)


def _round(words: tuple[object, ...], key: Key) -> tuple[object, ...]:
    """Return what the claims of one round share: document, relation, sum and recipient."""
    document, _, name, amount = words
    return document, name, amount, key[2]


def _step(claim: Claim, shared: frozenset[str]) -> Step:
    return Step(claim.status, step_day(claim), claim, claim.id in shared)


def _join_unlayered(groups: dict[Key, list[Claim]]) -> None:
    """Move the claims without a layer to the pair's only layered group."""
    layered: dict[tuple[str, str, str | None], list[Key]] = defaultdict(list)
    for key in groups:
        if key[3] is not None:
            layered[key[:3]].append(key)
    for key in [key for key in groups if key[3] is None]:
        candidates = layered[key[:3]]
        if len(candidates) == 1:
            groups[candidates[0]] += groups.pop(key)
