"""Read the sum of a deal from the sums that its claims state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from keiretsu.claims import Claim
from keiretsu.ledger.deals import step_day
from keiretsu.quantities import Money
from keiretsu.vocabulary import statuses


def read_amount(claims: list[Claim]) -> tuple[Money | None, str, str | None]:
    """Choose the sum of a deal: of the binding claims, or else of all, the largest.

    What an organisation is worth isn't added up, so there the newest is read.
    """
    stated = [claim for claim in claims if claim.amount is not None and _fits(claim)]
    if not stated:
        return None, "none_stated", None
    binding = [claim for claim in stated if statuses()[claim.status].binding] or stated
    currencies = [claim.amount.currency for claim in binding if claim.amount]
    usual = max(sorted(set(currencies)), key=currencies.count)
    is_worth = binding[0].relation == "valued"
    chosen = max(binding, key=_newness if is_worth else lambda claim: _size(claim, usual))
    several = "newest_stated" if is_worth else "largest_stated"
    return chosen.amount, several if len(stated) > 1 else "only_stated", chosen.id


def _fits(claim: Claim) -> bool:
    """Whether a claim's sum measures the relation: a valuation measures ``valued`` alone."""
    return claim.amount is not None and (claim.amount.basis == "valuation") == (claim.relation == "valued")


def _newness(claim: Claim) -> tuple[date, str]:
    return step_day(claim) or date.min, claim.id


def _size(claim: Claim, usual: str) -> tuple[bool, Decimal, str, str]:
    """Order claims by their sum; among equal sums the newest, then any fixed one."""
    assert claim.amount is not None  # noqa: S101 - only claims with sums are ordered
    bounds = [bound for bound in (claim.amount.low, claim.amount.high) if bound is not None]
    middle = sum(bounds, Decimal()) / len(bounds)
    return claim.amount.currency == usual, middle, claim.document.published or "", claim.id
