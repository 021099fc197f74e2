"""What draws of a network assume: the chance that a deal is real, and the range of its sum.

Both tables are named assumptions, printed with every result of draws:

- *status to chance*: ``chance_speculated``, ``chance_planned``, ``chance_in_talks``,
  ``chance_agreed`` and ``chance_in_effect``;
- *range to sum*, drawn evenly: a range with two bounds lies between them, "at least" reaches up by
  ``open_range_factor``, "up to" starts at ``up_to_least_share``, a single figure of a deal has
  ``exact_sum_spread``. Of an amount that no source gives the first guess has
  ``estimated_sum_spread``; it is then fitted to the totals of the draw.

Terms, exchange rates, and what no source tells of at all aren't drawn.
"""

from __future__ import annotations

from keiretsu.ledger.life import ENDINGS
from keiretsu.network.assumptions import Assumption, Assumptions
from keiretsu.network.records import Payment
from keiretsu.network.reporting import Reported
from keiretsu.vocabulary import statuses

RANGES = ("open_range_factor", "up_to_least_share", "exact_sum_spread", "estimated_sum_spread")
"""The assumptions of the second table."""


def chance(status: str, assumptions: Assumptions) -> Assumption:
    """Return the assumption of how likely a deal in a state is real.

    Examples
    --------
    >>> chance("agreed", Assumptions()).value
    0.9
    """
    return assumptions[f"chance_{status}"]


def drawing_assumptions(assumptions: Assumptions) -> tuple[Assumption, ...]:
    """Return both tables: the chance of each state that isn't over, then how ranges are drawn.

    Examples
    --------
    >>> [each.name for each in drawing_assumptions(Assumptions())][:2]
    ['chance_speculated', 'chance_planned']
    """
    chances = (chance(status, assumptions) for status in statuses() if status not in ENDINGS)
    return (*chances, *(assumptions[name] for name in RANGES))


def payment_bounds(payment: Payment, assumptions: Assumptions) -> tuple[float, float]:
    """Return the least and the most that a payment is drawn at; nothing where no source gives its rate."""
    rate = payment.rate
    if rate is None or payment.is_estimated:
        return 0.0, 0.0
    if rate.low == rate.high:
        return _around(rate.low, assumptions["exact_sum_spread"].value)
    return _between(rate.low, rate.high, assumptions)


def guess_bounds(assumptions: Assumptions) -> tuple[float, float]:
    """Return the least and the most that the first guess of an unknown amount is multiplied by."""
    return _around(1.0, assumptions["estimated_sum_spread"].value)


def reported_bounds(reported: Reported, assumptions: Assumptions) -> tuple[float, float]:
    """Return the least and the most that a reported figure is drawn at."""
    return _between(reported.low, reported.high, assumptions)


def _around(amount: float, spread: float) -> tuple[float, float]:
    # An amount without a spread stays the very same float.
    return (amount * (1 - spread), amount * (1 + spread)) if spread else (amount, amount)


def _between(low: float, high: float | None, assumptions: Assumptions) -> tuple[float, float]:
    if high is None:
        return low, low * (1 + assumptions["open_range_factor"].value)
    if low == 0:
        return high * assumptions["up_to_least_share"].value, high
    return low, high
