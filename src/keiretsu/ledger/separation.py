"""Part one life of a pair's dealings into deals, by the sums that are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from keiretsu.claims import Claim
from keiretsu.ledger import bounds
from keiretsu.ledger.candidates import reading_key
from keiretsu.ledger.days import gap_days, measures, own_period, sum_day
from keiretsu.ledger.life import Step, step_order
from keiretsu.quantities import Money, Period

LATER_DEAL = timedelta(days=90)
"""A sum is corrected by the next quarterly report; a larger one told after that is another deal's."""
SAME_EVENT = timedelta(days=31)
"""Dates that texts give one event differ by less than this."""
RUMOUR = timedelta(days=180)
"""Talks of a deal that comes about seldom take longer than this."""


@dataclass(slots=True, eq=False)
class Part:
    """A deal in the making.

    ``steps`` are those placed so far, ``sums`` the first ones that tell each of its sizes; ``is_again``
    marks a deal agreed on beside one in effect, ``is_talk`` one that binds nobody.
    """

    steps: list[Step] = field(default_factory=list)
    sums: list[Step] = field(default_factory=list)
    is_again: bool = False
    is_talk: bool = False

    @property
    def start(self) -> date:
        """The first day of its sums; without dates it was there from the start."""
        days = [sum_day(step.claim) for step in self.sums]
        return min((day for day in days if day is not None), default=date.min)

    def add(self, step: Step) -> None:
        """Place a step that tells the deal's size."""
        self.steps.append(step)
        self.sums.append(step)


def separate(relation: str, life: Sequence[Step]) -> list[list[Step]]:
    """Part the steps of one life into deals, as :func:`keiretsu.ledger.partition.partition` says."""
    parts = [Part()]
    sized = [step for step in life if _is_size(step) and (step.is_binding or relation == "spends")]
    for step in sorted(sized, key=_by_day):
        _place(relation, step, parts, life)
    rest = [step for step in life if step not in sized]
    bind = [step for step in rest if step.is_binding or step.status == "ended"]
    talk = [step for step in rest if step not in bind and _has_own_sum(step)]
    for step in bind:
        _alive(step, parts).steps.append(step)
    for step in sorted(talk, key=_by_day):
        _talked_of(step, parts)
    for step in rest:
        if step not in bind and step not in talk:
            _alive(step, parts).steps.append(step)
    return [part.steps for part in parts if part.steps]


def _place(relation: str, step: Step, parts: list[Part], life: Sequence[Step]) -> None:
    """Put a total where the same one stands, into a deal of its own, or into the last deal."""
    for part in parts:
        if any(_same(relation, step, other) for other in part.sums):
            part.steps.append(step)
            return
    last = parts[-1] if sum_day(step.claim) is not None else parts[0]
    again = not last.is_again and _goes_back(step, life)
    if again or _opens(relation, step, last, life):
        last = Part(is_again=again)
        parts.append(last)
    last.add(step)


def _opens(relation: str, step: Step, last: Part, life: Sequence[Step]) -> bool:
    """Whether a total is another deal's than the last one's."""
    if not last.sums:
        return False
    if all(_are_apart(relation, step, other) for other in last.sums):
        return True
    if relation == "spends" or not all(_is_later_and_larger(step, other) for other in last.sums):
        return False
    return not _covers(relation, step, last, life)


def _covers(relation: str, step: Step, last: Part, life: Sequence[Step]) -> bool:
    """Whether the texts make the total and the sums before it one.

    Its document calls one of them an instalment; or they are a stake, and a sum of all so far is
    told with or after the total.
    """
    before = {_key(other.claim) for other in last.sums}
    day = sum_day(step.claim)
    for other in life:
        if not other.is_binding or other.claim.amount is None or other.shares_sum:
            continue
        told_together = other.claim.document.id == step.claim.document.id
        if other.claim.amount.basis == "tranche" and told_together and _key(other.claim) in before:
            return True
        told = sum_day(other.claim)
        later = told_together or told is None or day is None or told >= day
        if other.claim.amount.basis == "cumulative" and relation == "invests" and later:
            return True
    return False


def _goes_back(step: Step, life: Iterable[Step]) -> bool:
    """Whether a document agrees on a sum while it says of another, or of none, that it is in effect."""
    if step.status != "agreed":
        return False
    effective = [other for other in life if other.status == "in_effect"]
    if any(_key(other.claim) == _key(step.claim) for other in effective):
        return False
    return any(
        other.claim.document.id == step.claim.document.id
        and (other.claim.amount is None or (_is_size(other) and _is_larger(step, other)))
        for other in effective
    )


def _talked_of(step: Step, parts: list[Part]) -> None:
    """Put a sum that binds nobody where it was said, before what came of it, or as a deal of its own."""
    part = _agreed_after(step, parts) or _alive(step, parts)
    same = [each for each in parts if any(_key(o.claim) == _key(step.claim) for o in each.sums)]
    if same:
        part = same[-1]
    elif not part.is_talk and part.sums and all(_talks_of_more(step, other) for other in part.sums):
        part = Part(is_talk=True)
        parts.append(part)
    if part.is_talk:
        part.add(step)
    else:
        part.steps.append(step)


def _agreed_after(step: Step, parts: Iterable[Part]) -> Part | None:
    day = sum_day(step.claim)
    if day is None:
        return None
    return next((part for part in parts if timedelta(0) <= part.start - day <= RUMOUR), None)


def _talks_of_more(step: Step, binding: Step) -> bool:
    first, second = sum_day(binding.claim), sum_day(step.claim)
    together = binding.claim.document.id == step.claim.document.id
    later = first is not None and second is not None and first < second
    return (together or later) and _is_larger(step, binding)


def _alive(step: Step, parts: Sequence[Part]) -> Part:
    """Return the deal that a claim belongs to by its time: the last begun by its day."""
    if _has_own_sum(step):
        for part in parts:
            if any(other.claim.document.id == step.claim.document.id for other in part.sums):
                return part
    day = step.day
    begun = [
        part
        for part in parts
        if day is not None and part.start <= day and not (part.is_again and _serves_before(step, part))
    ]
    return begun[-1] if begun else parts[0]


def _serves_before(step: Step, part: Part) -> bool:
    """Whether a claim is of the deal in effect beside which a document tells that this one is agreed."""
    documents = {other.claim.document.id for other in part.sums}
    return step.status == "in_effect" and step.claim.document.id in documents


def _has_own_sum(step: Step) -> bool:
    return measures(step.claim) and not step.shares_sum


def _is_size(step: Step) -> bool:
    """Whether a step tells how large a deal is: a total or a sum per year of the pair's own."""
    amount = step.claim.amount
    return amount is not None and _has_own_sum(step) and amount.basis in ("total", "per_year")


def _same(relation: str, step: Step, other: Step) -> bool:
    return _key(step.claim) == _key(other.claim) and not _are_apart(relation, step, other)


def _key(claim: Claim) -> str | None:
    return reading_key(claim.amount) if claim.amount else None


def _are_apart(relation: str, step: Step, other: Step) -> bool:
    """Whether two sums are dated by their texts, apart from one another."""
    first, second = (_event(relation, each.claim) for each in (step, other))
    if first is None or second is None:
        return False
    least = timedelta(0) if relation == "spends" else SAME_EVENT
    return timedelta(gap_days(first, second)) > least


def _event(relation: str, claim: Claim) -> Period | None:
    """Return when a sum was agreed or is to be spent; from when to when a contract runs is no event."""
    return own_period(claim) if relation == "spends" or "/" not in (claim.date or "") else None


def _is_later_and_larger(step: Step, other: Step) -> bool:
    day, before = sum_day(step.claim), sum_day(other.claim)
    if day is None or before is None or day - before <= LATER_DEAL:
        return False
    return _is_larger(step, other) or _is_agreed_beyond(step, other)


def _is_agreed_beyond(step: Step, other: Step) -> bool:
    """Whether a sum is agreed on anew, and its bound is above that of one in effect: "up to" 40 after 3."""
    one, two = step.claim.amount, other.claim.amount
    if one is None or two is None or (step.status, other.status) != ("agreed", "in_effect"):
        return False
    return _comparable(one, two) and one.low is None and bounds.high(one) > bounds.low(two) > 0


def _is_larger(step: Step, other: Step) -> bool:
    one, two = step.claim.amount, other.claim.amount
    return one is not None and two is not None and _comparable(one, two) and bounds.is_below(two, one)


def _comparable(one: Money, two: Money) -> bool:
    return one.currency == two.currency and (one.basis == "per_year") == (two.basis == "per_year")


def _by_day(step: Step) -> tuple[bool, date, object]:
    day = sum_day(step.claim)
    return day is None, day or date.min, step_order(step)
