"""Add claims up to deals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from keiretsu.claims import Claim
from keiretsu.ledger.amounts import read_amount
from keiretsu.ledger.deals import Deal, Step, step_day
from keiretsu.parties import Party, Registry, slug
from keiretsu.vocabulary import relation, statuses
from keiretsu.vocabulary.entries import ObjectKind

_Key = tuple[str, str, str | None, str | None]


def reconcile(claims: Iterable[Claim], registry: Registry) -> tuple[Deal, ...]:
    """Group the claims about one pair, relation and layer into deals.

    Answers *what do the claims add up to*. The result doesn't depend on the order of the claims.
    Names are resolved by the registry, which gains a party for each name that it doesn't know. A
    claim without a layer joins the pair's only layered deal of that relation, if there is just one.

    Parameters
    ----------
    claims
        The claims, of any documents.
    registry
        Who is meant by which name.

    Returns
    -------
    tuple of Deal
        Sorted by their ids.

    Examples
    --------
    >>> from keiretsu.claims import Claim, Evidence
    >>> from keiretsu.documents import Document
    >>> from keiretsu.quantities import Money
    >>> text = Document("Alpha put 2 billion dollars into Beta.", name="a.txt", published="2025-03-04")
    >>> evidence, sum_ = Evidence.find(text, text.text), Money.exactly("2e9", "USD")
    >>> claim = Claim(evidence, "invests", "Alpha", "Beta", amount=sum_)
    >>> deal, = reconcile([claim], Registry())
    >>> print(deal.id, deal.status, deal.valid_from, deal.amount)
    alpha-beta-invests in_effect 2025-03-04 USD 2 billion (total)
    """
    groups: dict[_Key, list[Claim]] = defaultdict(list)
    parties: dict[str, Party] = {}
    for claim in sorted(claims, key=lambda claim: claim.id):
        key = _key(claim, registry, parties)
        if key is not None:
            groups[key].append(claim)
    shared = _shared_sums(groups)
    _join_unlayered(groups)
    deals = [_deal(key, [_step(claim, shared) for claim in group], parties) for key, group in groups.items()]
    return tuple(sorted(_told_apart(deals), key=lambda deal: deal.id))


def _key(claim: Claim, registry: Registry, parties: dict[str, Party]) -> _Key | None:
    """Return what a claim is grouped by, or ``None`` where both ends turn out to be one party."""
    subject = registry.resolve(claim.subject)
    parties[subject.id] = subject
    other = claim.object
    if other is not None and _names_party(claim):
        party = registry.resolve(other)
        if party.id == subject.id:
            return None
        parties[party.id] = party
        other = party.id
        if relation(claim.relation).symmetric and party.name.casefold() < subject.name.casefold():
            return claim.relation, party.id, subject.id, claim.layer
    return claim.relation, subject.id, other, claim.layer


def _shared_sums(groups: Mapping[_Key, list[Claim]]) -> frozenset[str]:
    """Return the claims whose sum isn't theirs alone.

    A round of five billion by three investors makes three claims of five billion in one sentence;
    none of them says what the one investor paid. A contract of five billion for chips and servers
    makes two; between that pair the sum moves once, so it stays with the first layer.
    """
    said: dict[tuple[object, ...], dict[_Key, str]] = defaultdict(dict)
    for key, claims in groups.items():
        for claim in claims:
            if claim.amount is not None:
                words = (claim.document.id, claim.evidence.span, claim.relation, claim.amount)
                said[words][key] = claim.id
    shared: set[str] = set()
    for found in said.values():
        pairs = {key[:3] for key in found}
        later = sorted(found, key=lambda key: key[3] or "")[1:]
        shared |= {found[key] for key in (found if len(pairs) > 1 else later)}
    return frozenset(shared)


def _step(claim: Claim, shared: frozenset[str]) -> Step:
    return Step(claim.status, step_day(claim), claim, claim.id in shared)


def _names_party(claim: Claim) -> bool:
    return relation(claim.relation).object_kind is ObjectKind.PARTY


def _join_unlayered(groups: dict[_Key, list[Claim]]) -> None:
    """Move the claims without a layer to the pair's only layered group."""
    layered: dict[tuple[str, str, str | None], list[_Key]] = defaultdict(list)
    for key in groups:
        if key[3] is not None:
            layered[key[:3]].append(key)
    for key in [key for key in groups if key[3] is None]:
        candidates = layered[key[:3]]
        if len(candidates) == 1:
            groups[candidates[0]] += groups.pop(key)


def _deal(key: _Key, steps: list[Step], parties: dict[str, Party]) -> Deal:
    name, subject_id, other, layer = key
    is_party = relation(name).object_kind is ObjectKind.PARTY
    party = parties[other] if other and is_party else None
    object_name = None if is_party else other
    names = (parties[subject_id].name, party.name if party else object_name, name, layer)
    deal = Deal(
        id="-".join(slug(part) for part in dict.fromkeys(names) if part),
        relation=name,
        subject=parties[subject_id],
        object=party,
        object_name=object_name,
        layer=layer,
    )
    return _with_timeline(deal, steps)


def _with_timeline(deal: Deal, timeline: Iterable[Step]) -> Deal:
    """Return the deal as these steps alone tell it."""
    steps = tuple(sorted(timeline, key=_step_order))
    amount, rule, chosen = read_amount(steps)
    return replace(
        deal,
        timeline=steps,
        amount=amount,
        amount_rule=rule,
        terms=tuple(sorted({term for step in steps for term in step.claim.terms})),
        set_aside=tuple(
            step.claim for step in steps if step.claim.amount is not None and step.claim.id != chosen
        ),
    )


def deals_as_of(deals: Iterable[Deal], day: date) -> tuple[Deal, ...]:
    """Return the deals as they stood on a day: what is dated later doesn't count.

    Undated claims count on every day. A deal of which nothing was said by the day is left out.

    Examples
    --------
    >>> from keiretsu.claims import Claim, Evidence
    >>> from keiretsu.documents import Document
    >>> text = Document("Alpha buys Beta.", name="a.txt", published="2025-03-04")
    >>> deals = reconcile([Claim(Evidence.find(text, text.text), "acquires", "Alpha", "Beta")], Registry())
    >>> len(deals_as_of(deals, date(2025, 3, 3))), len(deals_as_of(deals, date(2025, 3, 4)))
    (0, 1)
    """
    stood = []
    for deal in deals:
        by_then = [step for step in deal.timeline if step.day is None or step.day <= day]
        if len(by_then) == len(deal.timeline):
            stood.append(deal)
        elif by_then:
            stood.append(_with_timeline(deal, by_then))
    return tuple(stood)


def _told_apart(deals: list[Deal]) -> Iterator[Deal]:
    """Give deals whose names read alike ids that differ."""
    alike = Counter(deal.id for deal in deals)
    for deal in deals:
        ends = "-".join((deal.subject.id, deal.object.id if deal.object else deal.object_name or ""))
        yield deal if alike[deal.id] == 1 else replace(deal, id=f"{deal.id}-{slug(ends)}")


def _step_order(step: Step) -> tuple[date, int, str]:
    return step.day or date.min, statuses()[step.status].order, step.claim.id
