"""Read the sum of a deal from the sums that its claims state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from keiretsu.claims import Claim
from keiretsu.ledger.deals import Step
from keiretsu.quantities import Money
from keiretsu.vocabulary import statuses


def read_amount(steps: Sequence[Step]) -> tuple[Money | None, str, str | None]:
    """Choose the sum of a deal from the sums of its steps.

    Of the sums of binding claims the largest is read: instalments and what they add up to are then
    never counted twice, though a total that no text states is missed. What an organisation is worth
    isn't added up, so there the newest is read. A sum that is shared with other pairs is read only
    where there is no other, as an upper bound; and a sum that is only planned or talked about,
    where no binding claim states any.

    Returns
    -------
    Money or None, str, str or None
        The sum, the rule that chose it, and the id of the claim that states it.
    """
    stated = [step for step in steps if _fits(step.claim)]
    if not stated:
        return None, "none_stated", None
    binding = [step for step in stated if statuses()[step.status].binding]
    if stated[0].claim.relation == "valued":
        newest = max(binding or stated, key=_newness)
        return newest.claim.amount, "newest_stated" if len(stated) > 1 else "only_stated", newest.claim.id
    own = [step for step in binding if not step.shares_sum]
    largest = _largest(own or binding or stated)
    if not binding:
        return largest.claim.amount, "unconfirmed_sum", largest.claim.id
    if not own:
        return _bound(largest.claim), "shared_sum", largest.claim.id
    return largest.claim.amount, "largest_stated" if len(stated) > 1 else "only_stated", largest.claim.id


def _largest(steps: Sequence[Step]) -> Step:
    usual = _usual_currency(steps)
    return max(steps, key=lambda step: _size(step.claim, usual))


def _bound(claim: Claim) -> Money | None:
    """Return a shared sum as what one pair's part of it can be at most."""
    money = claim.amount
    if money is None:
        return None
    return Money(None, money.high if money.high is not None else money.low, money.currency, money.basis)


def _fits(claim: Claim) -> bool:
    """Whether a claim's sum measures the relation: a valuation measures ``valued`` alone."""
    return claim.amount is not None and (claim.amount.basis == "valuation") == (claim.relation == "valued")


def _usual_currency(steps: Sequence[Step]) -> str:
    currencies = [step.claim.amount.currency for step in steps if step.claim.amount]
    return max(sorted(set(currencies)), key=currencies.count)


def _newness(step: Step) -> tuple[date, str]:
    return step.day or date.min, step.claim.id


def _size(claim: Claim, usual: str) -> tuple[bool, Decimal, str, str]:
    """Order claims by their sum; among equal sums the newest, then any fixed one."""
    assert claim.amount is not None  # noqa: S101 - only claims with sums are ordered
    bounds = [bound for bound in (claim.amount.low, claim.amount.high) if bound is not None]
    middle = sum(bounds, Decimal()) / len(bounds)
    return claim.amount.currency == usual, middle, claim.document.published or "", claim.id
