"""The distinct sums that the claims of a deal state, with their days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from keiretsu.claims import Claim
from keiretsu.ledger.days import gap_days, own_period, sum_day, told_day
from keiretsu.ledger.derivation import Derivation
from keiretsu.ledger.life import Step
from keiretsu.quantities import Money, Period


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum, and all steps that state it.

    ``day`` is the first on which it was told to stand, ``told`` that of its first publication;
    ``None`` where no step is dated.
    """

    money: Money
    steps: tuple[Step, ...]
    day: date | None
    told: date | None

    @property
    def basis(self) -> str:
        """What the sum is the measure of."""
        return self.money.basis

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that state it."""
        return tuple(step.claim for step in self.steps)

    @property
    def is_committed_only(self) -> bool:
        """Whether the sum is agreed on and never said to be paid."""
        return all(step.status == "agreed" for step in self.steps)

    def is_later_than(self, other: Sum) -> bool:
        """Whether both days are known, and this one comes after."""
        return self.day is not None and other.day is not None and self.day > other.day

    def derivation(self) -> Derivation:
        """Return the sum as the end of a derivation."""
        return Derivation("only_stated", self.money, self.claims)


def distinct_sums(steps: Iterable[Step]) -> list[Sum]:
    """Gather equal sums: what is stated twice is one sum.

    Two equal instalments count as two only where the texts give them dates of their own that
    exclude one another.
    """
    groups: dict[str, tuple[Money, list[Step]]] = {}
    for step in steps:
        if step.claim.amount is not None:
            money = step.claim.amount
            groups.setdefault(money.key, (money, []))[1].append(step)
    found = []
    for money, group in groups.values():
        alike = _by_date(group) if money.basis == "tranche" else [group]
        found += [_sum(money, steps) for steps in alike]
    return sorted(found, key=_order)


def _by_date(steps: list[Step]) -> list[list[Step]]:
    """Part steps by dates that exclude one another; those without a date belong to the first part."""
    groups: list[tuple[Period, list[Step]]] = []
    undated = []
    for step in sorted(steps, key=_precision):
        period = own_period(step.claim)
        if period is None:
            undated.append(step)
            continue
        fitting = next((group for core, group in groups if gap_days(core, period) <= 0), None)
        if fitting is None:
            groups.append((period, [step]))
        else:
            fitting.append(step)
    parts = [group for _, group in sorted(groups, key=lambda each: each[0].start or date.min)]
    return [undated + parts[0], *parts[1:]] if parts else [undated]


def _precision(step: Step) -> tuple[int, str, str]:
    period = own_period(step.claim)
    days = (period.end - period.start).days if period and period.start and period.end else 0
    return days, step.claim.date or "", step.claim.id


def _sum(money: Money, steps: Iterable[Step]) -> Sum:
    ordered = tuple(sorted(steps, key=lambda step: step.claim.id))
    days = [day for day in (sum_day(step.claim) for step in ordered) if day is not None]
    told = [day for day in (told_day(step.claim) for step in ordered) if day is not None]
    return Sum(money, ordered, min(days, default=None), min(told, default=None))


def _order(each: Sum) -> tuple[str, str, date, str]:
    return each.basis, each.money.key, each.day or date.max, each.claims[0].id
