"""Over how many years a deal runs, and what a sum per year comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from keiretsu.claims import Claim
from keiretsu.ledger import bounds
from keiretsu.ledger.candidates import Candidate
from keiretsu.ledger.days import own_period
from keiretsu.ledger.derivation import Derivation
from keiretsu.ledger.durations import told_years
from keiretsu.ledger.life import Step
from keiretsu.ledger.sums import Sum
from keiretsu.quantities import Money

SHORTEST, LONGEST = Decimal(1), Decimal(50)
"""Years of a term that a total and a sum per year may give; beyond, they aren't of one deal."""
ROUNDED = Decimal("0.05")
"""By how much a total and its yearly sums may miss each other: both are rounded when they are told."""


def stated_years(steps: Iterable[Step]) -> Decimal | None:
    """Return the years of a term that a claim dates from and to, or tells the length of; the longest told.

    The dates of a sum of all so far are when it came together, not a term.
    """
    found = [years for step in steps for years in _years_of(step.claim)]
    return max(found, default=None)


def _years_of(claim: Claim) -> Iterator[Decimal]:
    if claim.amount is not None and claim.amount.basis == "cumulative":
        return
    period = own_period(claim)
    if period is not None and "/" in (claim.date or "") and period.years:
        yield Decimal(str(round(period.years, 2)))
    elif claim.amount is not None and (told := told_years(claim.quote)):
        yield Decimal(str(told))


def over_term(rate: Sum, years: Decimal) -> Candidate:
    """Return a sum per year as the total of its term."""
    money = bounds.times(rate.money, years, "total")
    return Candidate(money, Derivation("rate_over_term", money, parts=(rate.derivation(),)), rate.claims)


def agrees(total: Money, other: Money) -> bool:
    """Whether two totals are the same but for rounding."""
    return bounds.low(total) <= bounds.high(other) * (1 + ROUNDED) and bounds.low(other) <= bounds.high(
        total
    ) * (1 + ROUNDED)


def implied_years(total: Money, rate: Money) -> Decimal | None:
    """Return the years over which a sum per year makes a total; ``None`` where that is no plausible term.

    Examples
    --------
    >>> implied_years(Money.exactly(10, "USD"), Money.exactly(2, "USD", basis="per_year"))
    Decimal('5')
    """
    yearly = _middle(rate)
    years = _middle(total) / yearly if yearly else None
    return years if years is not None and SHORTEST <= years <= LONGEST else None


def _middle(money: Money) -> Decimal:
    known = [bound for bound in (money.low, money.high) if bound is not None]
    return sum(known, Decimal(0)) / len(known)
