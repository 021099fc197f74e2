"""The reported totals that amounts which no source gives must fit into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from keiretsu.ledger import ExchangeRates, Item
from keiretsu.network.assumptions import Assumptions
from keiretsu.network.payments import stated_rate
from keiretsu.network.records import Payment
from keiretsu.network.reporting import ReportedFigures
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary import layers
from keiretsu.vocabulary.entries import FlowKind


@dataclass(frozen=True)
class Total:
    """A sum that some payments make up together, alone or with others that nobody names.

    Parameters
    ----------
    name
        What it is, for messages.
    amount
        Money per year.
    payments
        The payments that it covers, with known rates and without.
    party, item
        Whose reported figure it is; ``None`` for a sum that one sentence states for several pairs.
    why
        What it rests on.
    """

    name: str
    amount: float
    payments: tuple[Payment, ...]
    party: Party | None
    item: Item | None
    why: Reason

    @property
    def is_whole(self) -> bool:
        """Whether these payments make it up alone; of a reported figure, others not named pay the rest."""
        return self.party is None

    @property
    def known(self) -> float:
        """What the payments with known rates pay of it a year."""
        return sum(payment.rate.per_year for payment in self.payments if payment.rate)

    @property
    def unknown(self) -> tuple[Payment, ...]:
        """The payments without a rate."""
        return tuple(payment for payment in self.payments if payment.rate is None)


def totals_over(
    payments: Iterable[Payment],
    reported: ReportedFigures,
    rates: ExchangeRates,
    assumptions: Assumptions,
    as_of: date,
) -> tuple[Total, ...]:
    """Return the totals that cover a payment without a rate.

    - A party's revenue covers what the network's parties pay it for goods and services; the rest
      comes from end customers.
    - A party's capital expenditure covers what it pays for goods of layers that buyers put on
      their balance sheets; the rest goes to suppliers not named.
    - A sum that one sentence states for several pairs is made up by these pairs alone.
    """
    every = tuple(payment for payment in payments if payment.payee is not None)
    found = [
        *_reported_totals(every, reported, Item.REVENUE),
        *_reported_totals(every, reported, Item.CAPITAL_EXPENDITURE),
        *_shared_totals(every, rates, assumptions, as_of),
    ]
    return tuple(total for total in found if total.unknown)


def _reported_totals(payments: tuple[Payment, ...], reported: ReportedFigures, item: Item) -> Iterator[Total]:
    for party in dict.fromkeys(_covered_by(payment, item) for payment in payments):
        figure = reported.of(party, item) if party else None
        if party and figure:
            covered = tuple(one for one in payments if _covered_by(one, item) == party)
            name = f"{party.name}'s {item.replace('_', ' ')}"
            yield Total(name, figure.amount, covered, party, item, figure.why)


def _covered_by(payment: Payment, item: Item) -> Party | None:
    """Return the party whose figure covers a payment, if any does."""
    if payment.flow is not FlowKind.PURCHASE:
        return None
    if item is Item.REVENUE:
        return payment.payee
    layer = layers().get(payment.layer or "")
    return payment.payer if layer and layer.capitalised else None


def _shared_totals(
    payments: tuple[Payment, ...], rates: ExchangeRates, assumptions: Assumptions, as_of: date
) -> Iterator[Total]:
    groups: dict[tuple[str, str], list[Payment]] = {}
    for payment in payments:
        if payment.rate is None and payment.deal.amount_rule == "shared_sum":
            for claim in payment.deal.derivation.claims:
                groups.setdefault((claim.document.id, claim.quote), []).append(payment)
    for members in groups.values():
        # Of each pair alone the sum is only the most; of all of them it is the whole.
        rate, because, _ = stated_rate(members[0].deal, as_of, rates, assumptions)
        if rate is not None and rate.high and len(members) > 1:
            names = ", ".join(member.deal.title() for member in members)
            why = Reason(f"one sum for {names}", (members[0].deal.why(), *because))
            yield Total(f"the sum of {names}", rate.high, tuple(members), None, None, why)
