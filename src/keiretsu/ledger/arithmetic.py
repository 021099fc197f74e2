"""The arithmetic of one deal: its sums added up, covered, bounded and chosen between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from keiretsu.claims import Claim
from keiretsu.judgements import Settlement
from keiretsu.ledger import bounds
from keiretsu.ledger.candidates import Candidate, candidate, common, merged, sides
from keiretsu.ledger.choosing import Choice, choose
from keiretsu.ledger.covering import Bases, covered_by_all, sorted_by_basis
from keiretsu.ledger.derivation import Derivation
from keiretsu.ledger.independence import claim_origins
from keiretsu.ledger.sums import Sum
from keiretsu.ledger.terms import agrees, implied_years, over_term
from keiretsu.quantities import Money

_COVERS = {"cumulative": "cumulative_covers", "total": "total_covers"}


@dataclass(frozen=True, slots=True)
class Worked:
    """What the arithmetic gives.

    ``readings`` are those that differ, the one that is used first; empty where all say one thing.
    """

    derivation: Derivation
    readings: tuple[Candidate, ...] = ()
    choice: Choice | None = None
    compatible: bool = True
    years: Decimal | None = None


def combine(
    sums: Sequence[Sum],
    *,
    revises: bool,
    years: Decimal | None,
    settlement: Settlement | None,
) -> Worked:
    """Work out the sum of a deal from the distinct sums that its claims state, of one currency.

    Parameters
    ----------
    sums
        At least one.
    revises
        Whether a newer total takes the place of an older one, as of a budget.
    years
        The term that the claims state.
    settlement
        What a person decided.
    """
    bases = sorted_by_basis(sums, revises=revises)
    inside, later = covered_by_all(bases)
    wholes = _wholes(bases, inside, years)
    worked = decided(wholes, bases.tranches, settlement)
    worked = _with_rate(_at_least(worked, inside), bases, years)
    used = {claim.id for step in worked.derivation.steps() for claim in (*step.claims, *step.set_aside)}
    aside = {claim.id: claim for each in sums for claim in each.claims}
    top = {claim.id for each in later for claim in each.claims}
    covered = tuple(aside[key] for key in sorted(aside) if key not in used | top)
    base = _covering(worked.derivation, covered)
    if not later or base.amount is None or base.amount.basis == "per_year":
        return replace(worked, derivation=base)
    parts = (base, *(each.derivation() for each in later))
    return replace(worked, derivation=_added(list(parts), "later_added"))


def _wholes(bases: Bases, inside: Sequence[Sum], years: Decimal | None) -> list[Candidate]:
    """Return all that may be the deal's whole: totals, sums so far, instalments added up, rates."""
    found = [candidate(each) for each in (*bases.cumulatives, *bases.totals)]
    for rate in bases.rates:
        found += _of_rate(rate, found, years)
    if inside:
        added = _added([each.derivation() for each in inside])
        claims = tuple(claim for each in inside for claim in each.claims)
        parts = Candidate(added.amount, added, claims) if added.amount else None
        if parts and (not found or any(_says_more(parts, whole) for whole in found)):
            found.append(parts)
    return merged(found)


def _of_rate(rate: Sum, wholes: Sequence[Candidate], years: Decimal | None) -> list[Candidate]:
    """Return a sum per year as a reading of its own, unless it is one with a total."""
    totals = [whole for whole in wholes if whole.money.basis != "per_year"]
    if years is not None:
        total = over_term(rate, years)
        return [] if any(agrees(whole.money, total.money) for whole in totals) else [total]
    if any(implied_years(whole.money, rate.money) for whole in totals):
        return []
    return [candidate(rate)]


def _says_more(parts: Candidate, whole: Candidate) -> bool:
    """Whether instalments exceed a whole, or are all that is known of one without an upper bound.

    To a sum per year they say nothing.
    """
    if whole.money.basis == "per_year":
        return False
    if bounds.is_below(whole.money, parts.money):
        return True
    return whole.money.high is None and whole.fits(parts)


def _at_least(worked: Worked, inside: Sequence[Sum]) -> Worked:
    """Let the instalments known bound a range from below: "up to 4", of which 3 are paid."""
    base = worked.derivation
    used = {claim.id for step in base.steps() for claim in (*step.claims, *step.set_aside)}
    if base.amount is None or base.amount.basis == "per_year" or not inside:
        return worked
    added = _added([each.derivation() for each in inside])
    least = added.amount.low if added.amount else None
    known = any(claim.id in used for each in inside for claim in each.claims)
    if known or least is None or not bounds.low(base.amount) < least <= bounds.high(base.amount):
        return worked
    floor = Money(least, None, base.amount.currency, base.amount.basis)
    money = bounds.intersect(base.amount, floor)
    return replace(worked, derivation=Derivation("ranges_intersect", money, parts=(base, added)))


def decided(
    wholes: Sequence[Candidate], tranches: Sequence[Sum] = (), settlement: Settlement | None = None
) -> Worked:
    """Intersect the readings where they can all be true, else choose one.

    What fits the chosen one narrows its range, unless a person chose.
    """
    if len(wholes) == 1:
        return Worked(wholes[0].derivation)
    by_key = {each.key: each for each in wholes}
    origins = claim_origins(claim for each in wholes for claim in each.claims)
    choice = choose(sides(wholes, tranches, origins), settlement)
    ordered = tuple(by_key[side.key] for side in choice.sides)
    both = common(wholes)
    if both is not None and choice.settlement is None:
        ordered = tuple(sorted(ordered, key=lambda each: (bounds.width(each.money), each.key)))
        parts = tuple(each.derivation for each in ordered)
        choice = Choice(choice.sides, "ranges_intersect")
        return Worked(Derivation("ranges_intersect", both, parts=parts), ordered, choice)
    return Worked(_chosen(ordered, choice), ordered, choice, both is not None)


def _chosen(ordered: Sequence[Candidate], choice: Choice) -> Derivation:
    """Return the first reading, narrowed by those that fit it unless a person chose, the rest set aside."""
    money, parts = ordered[0].money, [ordered[0].derivation]
    for other in ordered[1:]:
        fits = other.fits(ordered[0]) and bounds.are_compatible(money, other.money)
        if choice.settlement is None and fits:
            money = bounds.intersect(money, other.money)
            parts.append(other.derivation)
    used = {claim.id for part in parts for step in part.steps() for claim in step.claims}
    aside = {claim.id: claim for other in ordered[1:] for claim in other.claims if claim.id not in used}
    rest = tuple(aside[key] for key in sorted(aside))
    return Derivation("chosen_reading", money, parts=tuple(parts), set_aside=rest)


def _with_rate(worked: Worked, bases: Bases, years: Decimal | None) -> Worked:
    """Make a sum per year one with the total, and tell the term that the two give."""
    base = worked.derivation
    if base.amount is None or base.amount.basis == "per_year":
        return replace(worked, years=years)
    stated = {claim.id for step in base.steps() for claim in (*step.claims, *step.set_aside)}
    for rate in bases.rates:
        if any(claim.id in stated for claim in rate.claims):
            continue
        term = years or implied_years(base.amount, rate.money)
        if term is not None:
            joined = Derivation("rate_and_total", base.amount, parts=(base, rate.derivation()))
            return replace(worked, derivation=joined, years=term)
    return replace(worked, years=years)


def _covering(base: Derivation, covered: tuple[Claim, ...]) -> Derivation:
    """Name the rule by which a whole covers other sums."""
    if not covered:
        return base
    if base.rule == "chosen_reading":
        return replace(base, parts=(_covering(base.parts[0], covered), *base.parts[1:]))
    rule = base.rule
    if rule == "only_stated" and base.amount is not None:
        rule = _COVERS.get(base.amount.basis, "newest_stated")
    return replace(base, rule=rule, set_aside=(*base.set_aside, *covered))


def _added(parts: Sequence[Derivation], rule: str = "tranches_added") -> Derivation:
    if len(parts) == 1:
        return parts[0]
    money = bounds.add([part.amount for part in parts if part.amount], "cumulative")
    return Derivation(rule, money, parts=tuple(parts))
