"""How a figure was worked out from claims: which rule, which claims, what was set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from keiretsu.claims import Claim
from keiretsu.quantities import Money
from keiretsu.quantities.money import stored_money

AMOUNT_RULES = {
    "none_stated": "no claim states a sum",
    "only_stated": "one sum is stated",
    "newest_stated": "the newest sum stated",
    "tranches_added": "instalments add up",
    "cumulative_covers": "a cumulative sum covers what was told before it",
    "total_covers": "a total covers its instalments",
    "later_added": "instalments that came later are added to what was told before",
    "ranges_intersect": "what all the sums stated allow",
    "rate_over_term": "a sum per year, over the years of the term",
    "rate_and_total": "a sum per year and a total are one, over the years of the term",
    "chosen_reading": "sources disagree; one reading is chosen",
    "unconfirmed_sum": "a sum stated only as planned, under discussion or rumoured",
    "shared_sum": "a sum that one sentence states for several pairs together: only a bound for this one",
}
"""What each rule of the arithmetic says."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """One step of the arithmetic: a sum, the rule that gave it, and what it was made from.

    Parameters
    ----------
    rule
        A key of ``AMOUNT_RULES``.
    amount
        What the rule gave; ``None`` where no claim states a sum.
    claims
        The claims that state this very sum.
    parts
        The steps that the rule worked on.
    set_aside
        The claims whose sums the rule passed over.
    """

    rule: str
    amount: Money | None = None
    claims: tuple[Claim, ...] = ()
    parts: tuple[Derivation, ...] = ()
    set_aside: tuple[Claim, ...] = ()

    def steps(self) -> Iterator[Derivation]:
        """Yield this step and all steps below it."""
        yield self
        for part in self.parts:
            yield from part.steps()

    def to_json(self) -> dict[str, Any]:
        """Return what is stored: claims by their ids."""
        return {
            "rule": self.rule,
            "amount": None if self.amount is None else _to_json(self.amount),
            "claims": [claim.id for claim in self.claims],
            "parts": [part.to_json() for part in self.parts],
            "set_aside": [claim.id for claim in self.set_aside],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any], claims: Mapping[str, Claim]) -> Self:
        """Build from what is stored; raise ``KeyError`` for a claim that isn't given."""
        return cls(
            rule=raw["rule"],
            amount=None if raw["amount"] is None else stored_money(**raw["amount"]),
            claims=tuple(claims[key] for key in raw["claims"]),
            parts=tuple(cls.from_json(part, claims) for part in raw["parts"]),
            set_aside=tuple(claims[key] for key in raw["set_aside"]),
        )


NOTHING_STATED = Derivation("none_stated")


def _to_json(money: Money) -> dict[str, str | None]:
    """Return a sum with its bounds as text, so that no digit is lost."""
    low, high = (None if bound is None else str(bound) for bound in (money.low, money.high))
    return {"low": low, "high": high, "currency": money.currency, "basis": money.basis}
