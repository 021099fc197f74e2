"""A deal explained: its sum step by step, its life, and where sources differ, down to the quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from keiretsu.claims import Claim
from keiretsu.ledger.contradictions import Contradiction, claim_reason
from keiretsu.ledger.derivation import AMOUNT_RULES, Derivation
from keiretsu.ledger.life import Step
from keiretsu.quantities import Money, counted
from keiretsu.reasons import Reason


def explain(
    head: str,
    derivation: Derivation,
    timeline: Sequence[Step],
    term_years: float | None,
    contradictions: Iterable[Contradiction],
) -> Reason:
    """Return the explanation of a deal, which begins with ``head``."""
    steps = {step.claim.id: step for step in timeline}
    figure = f"{derivation.amount}, by the rule: " if derivation.amount else "no sum: "
    because = list(_worked(derivation, derivation.amount, steps))
    if term_years is not None:
        because.append(Reason(f"paid over {counted(term_years, 'year')}, as the claims tell"))
    cited = {claim.id for step in derivation.steps() for claim in (*step.claims, *step.set_aside)}
    because += [_said(step) for step in timeline if step.claim.id not in cited]
    because += [contradiction.why() for contradiction in contradictions]
    return Reason(f"{head}: {figure}{AMOUNT_RULES[derivation.rule]}", tuple(because))


def _worked(derivation: Derivation, used: Money | None, steps: dict[str, Step]) -> Iterator[Reason]:
    """Yield what a step of the arithmetic rests on: claims, further steps, and what it passed over."""
    for claim in derivation.claims:
        yield _said(steps[claim.id])
    for part in derivation.parts:
        yield Reason(f"{part.amount}: {AMOUNT_RULES[part.rule]}", tuple(_worked(part, used, steps)))
    for claim in derivation.set_aside:
        yield _said(steps[claim.id], f", set aside: {_passed_over(steps[claim.id], derivation, used)}")


def _passed_over(step: Step, derivation: Derivation, used: Money | None) -> str:
    """Say why a claim's sum was passed over."""
    amount = step.claim.amount
    if amount is None or used is None or (amount.basis == "valuation") != (used.basis == "valuation"):
        return "it measures something else"
    if step.shares_sum and derivation.rule != "shared_sum":
        return "it is shared with other pairs"
    if not step.is_binding and derivation.rule != "unconfirmed_sum":
        return "it is only planned, under discussion or rumoured"
    if amount.currency != used.currency:
        return "it is in another currency"
    return "another reading is chosen" if derivation.rule == "chosen_reading" else "it is covered"


def _said(step: Step, more: str = "") -> Reason:
    claim: Claim = step.claim
    when = step.day.isoformat() if step.day else "undated"
    shared = ", shared with other pairs" if step.shares_sum and not more else ""
    stated = f", {claim.amount}" if claim.amount else ""
    return claim_reason(claim, f"{step.status.replace('_', ' ')} {when}{stated}{shared}{more}")
