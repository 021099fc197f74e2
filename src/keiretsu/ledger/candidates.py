"""What the sums of a deal say of its whole: the readings that can agree or disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from keiretsu.claims import Claim
from keiretsu.ledger import bounds
from keiretsu.ledger.choosing import Side, Voice, reliability_order
from keiretsu.ledger.days import told_day
from keiretsu.ledger.derivation import Derivation
from keiretsu.ledger.sums import Sum
from keiretsu.quantities import Money


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sum that may be the deal's whole, and how it was worked out."""

    money: Money
    derivation: Derivation
    claims: tuple[Claim, ...]

    @property
    def key(self) -> str:
        """What tells it from the others: its range, and whether it is per year."""
        return reading_key(self.money)

    def fits(self, other: Candidate) -> bool:
        """Whether both can be true."""
        same_kind = (self.money.basis == "per_year") == (other.money.basis == "per_year")
        return same_kind and bounds.are_compatible(self.money, other.money)


def reading_key(money: Money) -> str:
    """Return the same text for the same range, be it a total or a sum of all so far."""
    return (money if money.basis in ("per_year", "valuation") else bounds.rebased(money, "total")).key


def candidate(each: Sum) -> Candidate:
    """Return a sum that is stated as a reading."""
    return Candidate(each.money, each.derivation(), each.claims)


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Make one of the candidates that read alike, in the order of their keys."""
    alike: dict[str, list[Candidate]] = {}
    for each in sorted(candidates, key=lambda each: (each.key, each.money.basis, each.derivation.rule)):
        alike.setdefault(each.key, []).append(each)
    return [group[0] if len(group) == 1 else _one(group) for group in alike.values()]


def common(candidates: Sequence[Candidate]) -> Money | None:
    """Return what all candidates allow; ``None`` where two of them exclude each other."""
    if any(not first.fits(second) for first in candidates for second in candidates):
        return None
    money = candidates[0].money
    for each in candidates[1:]:
        money = bounds.intersect(money, each.money)
    return money


def sides(candidates: Sequence[Candidate], tranches: Iterable[Sum], origins: Mapping[str, str]) -> list[Side]:
    """Return the candidates as the rules of choice weigh them."""
    parts = list(tranches)
    return [
        Side(
            each.key,
            voices(each.claims, origins),
            (bounds.width(each.money), *_lacks(each)),
            size=bounds.low(each.money),
            grows=each.money.basis == "cumulative",
            instalment_of=frozenset(other.key for other in candidates if _is_instalment(each, other, parts)),
        )
        for each in candidates
    ]


def voices(claims: Iterable[Claim], origins: Mapping[str, str]) -> tuple[Voice, ...]:
    """Return the independent origins of some claims, each with its first day and best reliability."""
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(origins[claim.id], []).append(claim)
    found = []
    for group in told.values():
        days = [day for day in (told_day(claim) for claim in group) if day is not None]
        best = min(reliability_order(claim.document.reliability) for claim in group)
        found.append(Voice(min(days, default=None), best))
    return tuple(sorted(found, key=lambda voice: (str(voice.day), voice.reliability)))


def _lacks(each: Candidate) -> tuple[bool, bool]:
    """Whether a reading lacks a date of its own, and a basis that says what it covers."""
    dated = any(claim.date for claim in each.claims)
    return not dated, each.money.basis == "total" and each.derivation.rule == "only_stated"


def _is_instalment(smaller: Candidate, larger: Candidate, tranches: Iterable[Sum]) -> bool:
    """Whether a document that tells the larger sum calls the smaller one an instalment."""
    if not bounds.is_below(smaller.money, larger.money):
        return False
    told = {claim.document.id for claim in larger.claims}
    return any(
        reading_key(part.money) == smaller.key and any(claim.document.id in told for claim in part.claims)
        for part in tranches
    )


def _one(alike: Sequence[Candidate]) -> Candidate:
    """Return readings that are alike as one, on the basis that says most of what it covers."""
    first = alike[0]  # cumulative comes before total
    claims = {claim.id: claim for each in alike for claim in each.claims}
    ordered = tuple(claims[key] for key in sorted(claims))
    if all(each.derivation.rule == "only_stated" for each in alike):
        return Candidate(first.money, Derivation("only_stated", first.money, ordered), ordered)
    worked = next(each for each in alike if each.derivation.rule != "only_stated")
    stated = tuple(each.derivation for each in alike if each is not worked)
    derivation = Derivation(
        worked.derivation.rule, first.money, worked.derivation.claims, (*worked.derivation.parts, *stated)
    )
    return Candidate(first.money, derivation, ordered)
