"""A claim's sum: whether it measures the relation, and the days and dates that it is told for."""

from __future__ import annotations

from datetime import date

from keiretsu.claims import Claim
from keiretsu.quantities import Period


def sum_day(claim: Claim) -> date | None:
    """Return the day as of which a claim's sum stands.

    What was paid "so far" stands as of the end of its dates, or of its telling; any other sum, from
    the date that the text gives it, or of its telling.
    """
    published = Period.parse(claim.document.published) if claim.document.published else None
    own = Period.parse(claim.date) if claim.date else None
    if claim.amount is not None and claim.amount.basis == "cumulative":
        ends = [period.end for period in (own, published) if period is not None and period.end]
        return min(ends, default=None)
    if own is not None and own.start is not None:
        return own.start
    return published.start if published else None


def told_day(claim: Claim) -> date | None:
    """Return the day on which a claim was published."""
    published = claim.document.published
    return Period.parse(published).start if published else None


def own_period(claim: Claim) -> Period | None:
    """Return the dates that the text itself gives, where both ends are known."""
    period = Period.parse(claim.date) if claim.date else None
    return period if period is not None and period.start and period.end else None


def gap_days(first: Period, second: Period) -> int:
    """Return how many days lie between two closed periods; 0 or less where they overlap or touch."""
    starts = [period.start or date.min for period in (first, second)]
    ends = [period.end or date.max for period in (first, second)]
    return (max(starts) - min(ends)).days


def measures(claim: Claim) -> bool:
    """Whether a claim's sum measures its relation: a valuation measures ``valued`` alone."""
    return claim.amount is not None and (claim.amount.basis == "valuation") == (claim.relation == "valued")
