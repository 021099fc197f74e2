"""Pairs of parties that may be one, for a person to decide."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from keiretsu.judgements.parties import JudgedParties, judged_parties
from keiretsu.judgements.record import Distinct, Judgement, Split
from keiretsu.parties import Party
from keiretsu.parties.similarity import alike, comparable

LEAST_LIKENESS = 85.0
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two parties whose names are alike.

    Parameters
    ----------
    first
        The one that is known better: by a public identifier, then by more names.
    second
        The other one.
    score
        How alike the most similar two of their names are, 0 to 100.
    because
        These two names, in words.
    """

    first: Party
    second: Party
    score: float
    because: str


def propose_merges(
    parties: Iterable[Party], judgements: Iterable[Judgement] = (), limit: int = 50
) -> tuple[Proposal, ...]:
    """Propose the parties to be merged, the most alike first.

    Answers *which parties may be one organisation under two names*. It decides nothing: names of one
    organisation can be quite different, and names of two can be the same.

    Parameters
    ----------
    parties
        The parties as packs and claims give them.
    judgements
        The standing judgements. What was merged, split or told apart is not proposed.
    limit
        The most proposals to return.

    Returns
    -------
    tuple of Proposal
        Pairs with names at least 85 alike, legal forms, case, accents and the order of words aside.
        Left out are pairs with different public identifiers, and names that differ in a number.

    Examples
    --------
    >>> [(each.first.name, each.second.name) for each in propose_merges([Party("Beta"), Party("Beta Inc.")])]
    [('Beta', 'Beta Inc.')]
    """
    standing = list(judgements)
    judged = judged_parties(parties, standing)
    apart = _told_apart(standing, judged)
    best: dict[frozenset[str], Proposal] = {}
    for portion in _portions(judged.parties):
        for proposal in portion:
            pair = frozenset((proposal.first.id, proposal.second.id))
            if pair not in apart and (pair not in best or _rank(proposal) < _rank(best[pair])):
                best[pair] = proposal
        foremost = heapq.nsmallest(limit, best.items(), key=lambda item: _rank(item[1]))
        best = dict(foremost)
    return tuple(sorted(best.values(), key=_rank))


def _portions(parties: Iterable[Party]) -> Iterator[Iterator[Proposal]]:
    """Yield the pairs of parties with names that are alike, in portions."""
    owners: dict[str, list[tuple[Party, str]]] = defaultdict(list)
    for party in parties:
        for name in (party.name, *party.aliases):
            owners[comparable(name)].append((party, name))
    owners.pop("", None)
    yield (
        proposal
        for several in owners.values()
        for one, other in combinations(several, 2)
        for proposal in _proposed(one, other, 100.0)
    )
    names = sorted(owners)
    numbers = [_NUMBER.findall(name) for name in names]
    for portion in alike(names, LEAST_LIKENESS):
        yield (
            proposal
            for i, j, score in portion
            if numbers[i] == numbers[j]
            for one in owners[names[i]]
            for other in owners[names[j]]
            for proposal in _proposed(one, other, score)
        )


def _proposed(one: tuple[Party, str], other: tuple[Party, str], score: float) -> Iterator[Proposal]:
    """Yield the proposal of two parties by two of their names, unless they are known to differ."""
    (first, first_name), (second, second_name) = sorted((one, other), key=_standing)
    if first.id == second.id or _differ(first.wikidata, second.wikidata) or _differ(first.lei, second.lei):
        return
    said = f"{first_name!r} and {second_name!r}"
    likeness = f"{said} are {score:.0f} % alike"
    same = f"{said} are the same but for their form"
    yield Proposal(first, second, score, same if score == 100 else likeness)


def _told_apart(judgements: Iterable[Judgement], judged: JudgedParties) -> set[frozenset[str]]:
    """Return the pairs that people told apart, by the ids that they go by now."""
    pairs = set()
    for judgement in judgements:
        if isinstance(judgement, Distinct):
            pairs.add(frozenset(map(judged.canonical, judgement.party_ids)))
        elif isinstance(judgement, Split):
            ids = (judgement.party_id, Party(judgement.names[0].strip()).id)
            pairs.add(frozenset(map(judged.canonical, ids)))
    return pairs


def _differ(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first != second


def _standing(named: tuple[Party, str]) -> tuple[bool, int, str, str]:
    """Return what puts the better known of two parties first."""
    party, _ = named
    has_no_id = party.wikidata is None and party.lei is None
    return has_no_id, -len(party.aliases) - len(party.units), party.name.casefold(), party.id


def _rank(proposal: Proposal) -> tuple[float, str, str, str]:
    pair = f"{proposal.first.id} {proposal.second.id}"
    return -proposal.score, proposal.first.name.casefold(), pair, proposal.because
