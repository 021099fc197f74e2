"""Add claims up to deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from keiretsu.claims import Claim
from keiretsu.judgements import Settlement
from keiretsu.ledger.amounts import read_amount, tells_later
from keiretsu.ledger.deals import Deal
from keiretsu.ledger.disagreements import Subject, of_amount, of_status
from keiretsu.ledger.grouping import grouped, names_party
from keiretsu.ledger.life import Step, step_order
from keiretsu.ledger.naming import name_deals, place
from keiretsu.ledger.partition import partition
from keiretsu.parties import Party, Registry


def reconcile(
    claims: Iterable[Claim], registry: Registry, *, settlements: Iterable[Settlement] = ()
) -> tuple[Deal, ...]:
    """Group the claims about one pair, relation and layer into deals, and work out their sums.

    Answers *what do the claims add up to*. The result doesn't depend on the order of the claims.
    Names are resolved by the registry, which gains a party for each name that it doesn't know. A
    claim without a layer joins the pair's only layered deal of that relation, if there is just one.

    Parameters
    ----------
    claims
        The claims, of any documents.
    registry
        Who is meant by which name.
    settlements
        What people decided of contradictions.

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
    settled = {settlement.contradiction: settlement for settlement in settlements}
    groups, parties = grouped(claims, registry)
    named = name_deals(
        [
            [_outline(key, parties, steps) for steps in partition(key[0], group)]
            for key, group in sorted(groups.items(), key=lambda each: str(each[0]))
        ]
    )
    return tuple(sorted((_worked_out(deal, settled) for deal in named), key=lambda deal: deal.id))


def deals_as_of(deals: Iterable[Deal], day: date) -> tuple[Deal, ...]:
    """Return the deals as they stood on a day: what is dated later doesn't count.

    Undated claims count on every day. A deal of which nothing was said by the day is left out. What
    a person settled stays settled.

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
        by_then = tuple(step for step in deal.timeline if step.day is None or step.day <= day)
        if by_then == deal.timeline and not tells_later(by_then, day):
            stood.append(deal)
        elif by_then:
            settled = {each.contradiction: each for each in _settlements(deal)}
            stood.append(_worked_out(replace(deal, timeline=by_then), settled, by=day))
    return tuple(stood)


def _outline(
    key: tuple[str, str, str | None, str | None], parties: Mapping[str, Party], steps: Sequence[Step]
) -> Deal:
    """Return a deal with its parties and its life, not yet named nor worked out."""
    name, subject_id, other, layer = key
    is_party = names_party(name)
    return Deal(
        id="",
        relation=name,
        subject=parties[subject_id],
        object=parties[other] if other and is_party else None,
        object_name=None if is_party else other,
        layer=layer,
        timeline=tuple(sorted(steps, key=step_order)),
    )


def _worked_out(deal: Deal, settled: Mapping[str, Settlement], *, by: date | None = None) -> Deal:
    """Return the deal as its timeline alone tells it."""
    subject = Subject(deal.id, place(deal))
    worked = read_amount(deal.relation, deal.timeline, settled.get(subject.id("amount")), by=by)
    return replace(
        deal,
        amount=worked.derivation.amount,
        derivation=worked.derivation,
        term_years=None if worked.years is None else float(worked.years),
        terms=tuple(sorted({term for step in deal.timeline for term in step.claim.terms})),
        contradictions=(*of_amount(subject, worked), *of_status(subject, deal.timeline, settled)),
    )


def _settlements(deal: Deal) -> Iterable[Settlement]:
    """Yield what people decided of a deal's contradictions."""
    for each in deal.contradictions:
        if each.settled is not None:
            known = each.readings[1:] if each.rule == "person" else ()
            over = tuple(reading.key for reading in known)
            yield Settlement(each.id, each.chosen.key, over, each.settled)
