"""Read the sum of a deal from the sums that its claims state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from keiretsu.claims import Claim
from keiretsu.judgements import Settlement
from keiretsu.ledger import bounds
from keiretsu.ledger.arithmetic import Worked, combine
from keiretsu.ledger.days import measures, sum_day
from keiretsu.ledger.derivation import Derivation
from keiretsu.ledger.life import Step
from keiretsu.ledger.sums import distinct_sums
from keiretsu.ledger.terms import stated_years
from keiretsu.ledger.worth import read_worth
from keiretsu.quantities import Money


@dataclass(frozen=True, slots=True)
class Stated:
    """The steps of a deal whose sums count, and by which rule only these do."""

    steps: tuple[Step, ...]
    rule: str | None = None


def read_amount(
    relation: str, steps: Sequence[Step], settlement: Settlement | None = None, *, by: date | None = None
) -> Worked:
    """Work out the sum of a deal.

    Sums of binding claims come before sums that are only planned or talked about, and a pair's own
    sums before those that a sentence states for several pairs together: these only bound. Sums in
    other currencies than most aren't compared, as the claims give no rates.

    Parameters
    ----------
    relation
        What an organisation is ``valued`` at is read by the newest; all other sums by the
        arithmetic of instalments, totals and sums so far.
    steps
        The steps of the deal.
    settlement
        What a person decided where the sums differ.
    by
        Sums of all so far that are told later don't count.
    """
    told = [step for step in steps if step.claim.amount is not None]
    fitting = [step for step in told if measures(step.claim) and _is_told(step, by)]
    if not fitting:
        return Worked(Derivation("none_stated", set_aside=_claims(told)))
    counted = _counted(fitting)
    sums = distinct_sums(counted.steps)
    if relation == "valued":
        worked = read_worth(sums, settlement)
    elif counted.rule == "shared_sum":
        worked = _bound(counted.steps)
    else:
        worked = combine(
            sums,
            revises=relation == "spends",
            years=stated_years(steps),
            settlement=settlement,
        )
    if counted.rule == "unconfirmed_sum":
        inner = worked.derivation
        worked = replace(worked, derivation=Derivation(counted.rule, inner.amount, parts=(inner,)))
    kept = {step.claim.id for step in counted.steps}
    aside = tuple(claim for claim in _claims(told) if claim.id not in kept)
    derivation = worked.derivation
    return replace(worked, derivation=replace(derivation, set_aside=(*derivation.set_aside, *aside)))


def tells_later(steps: Iterable[Step], day: date) -> bool:
    """Whether a step tells a sum of all so far that stands as of a later day only."""
    return any(not _is_told(step, day) for step in steps if step.claim.amount is not None)


def _is_told(step: Step, by: date | None) -> bool:
    day = sum_day(step.claim)
    cumulative = step.claim.amount is not None and step.claim.amount.basis == "cumulative"
    return not cumulative or by is None or day is None or day <= by


def _counted(steps: Sequence[Step]) -> Stated:
    binding = [step for step in steps if step.is_binding]
    own = [step for step in binding or steps if not step.shares_sum]
    rule = None if binding and own else "shared_sum" if binding else "unconfirmed_sum"
    counted = own or binding or steps
    usual = _usual_currency(counted)
    return Stated(
        tuple(step for step in counted if step.claim.amount and step.claim.amount.currency == usual), rule
    )


def _usual_currency(steps: Iterable[Step]) -> str:
    """Return the currency of most sums; a sum that is told twice counts once."""
    sums = {step.claim.amount.key: step.claim.amount.currency for step in steps if step.claim.amount}
    found = list(sums.values())
    return max(sorted(set(found)), key=found.count)


def _bound(steps: Sequence[Step]) -> Worked:
    """Return the largest shared sum as what one pair's part of it can be at most."""
    largest = max(distinct_sums(steps), key=lambda each: (_top(each.money), each.money.key))
    money = largest.money
    amount = bounds.money_between(None, _top(money), money.currency, money.basis)
    used = {claim.id for claim in largest.claims}
    aside = tuple(step.claim for step in steps if step.claim.id not in used)
    return Worked(Derivation("shared_sum", amount, largest.claims, set_aside=aside))


def _top(money: Money) -> Decimal:
    """Return the largest figure that is told of a sum."""
    return bounds.low(money) if money.high is None else money.high


def _claims(steps: Iterable[Step]) -> tuple[Claim, ...]:
    return tuple(step.claim for step in steps)
