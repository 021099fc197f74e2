"""The life of a deal: its steps, and the state that they end in."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from keiretsu.claims import Claim
from keiretsu.documents.origins import sentence_key
from keiretsu.quantities import Period
from keiretsu.vocabulary import statuses

ENDINGS = ("ended", "denied")


@dataclass(frozen=True, slots=True)
class Step:
    """A state in the life of a deal: from which day, and which claim says so.

    ``day`` is ``None`` where neither the text nor its publication is dated. ``shares_sum`` tells that
    the same sentence states the claim's sum for other pairs as well, as of a funding round.
    """

    status: str
    day: date | None
    claim: Claim
    shares_sum: bool = False

    @property
    def is_binding(self) -> bool:
        """Whether the parties are committed."""
        return statuses()[self.status].binding

    @property
    def is_ending(self) -> bool:
        """Whether the deal is said to be over, or not to be."""
        return self.status in ENDINGS


def step_day(claim: Claim) -> date | None:
    """Return the day from which a claim's state holds.

    A text that reports a past event dates it by the event; one that announces a coming event has
    said so on the day of its publication.
    """
    published = claim.document.published
    days = [
        Period.parse(published).start if published else None,
        Period.parse(claim.date).start if claim.date else None,
    ]
    return min((day for day in days if day is not None), default=None)


def step_order(step: Step) -> tuple[date, int, str]:
    """Order steps by their day, the undated first, then by the state's place in a life."""
    return step.day or date.min, statuses()[step.status].order, step.claim.id


def standing(steps: Sequence[Step]) -> str:
    """Return the furthest state reached; an ending counts if nothing binding came after it.

    What is printed again later in the same words doesn't bring a deal back to life.
    """
    order = {name: status.order for name, status in statuses().items()}
    first = first_told(steps)
    living = [step for step in first if not step.is_ending]
    endings = [step for step in first if step.is_ending]
    last_binding = max((_day(step) for step in living if step.is_binding), default=date.min)
    final = [step for step in endings if _day(step) >= last_binding]
    if final:
        return max(final, key=lambda step: (_day(step), order[step.status])).status
    return max((step.status for step in living or endings), key=order.__getitem__)


def furthest(steps: Iterable[Step]) -> str:
    """Return the state furthest in the order of a life."""
    return max((step.status for step in steps), key=lambda name: statuses()[name].order)


def first_told(steps: Iterable[Step]) -> list[Step]:
    """Return the first step of each group that tells the same in the same words."""
    return [group[0] for group in retold(steps).values()]


def retold(steps: Iterable[Step]) -> dict[Hashable, list[Step]]:
    """Gather the steps that tell the same in the same words, each group in the order of its telling.

    Of two documents that tell several things alike, the same one comes first in every group.
    """
    groups: dict[Hashable, list[Step]] = {}
    for step in sorted(steps, key=_told_order):
        groups.setdefault(_said(step.claim), []).append(step)
    return groups


def _told_order(step: Step) -> tuple[date, str, str, str]:
    document = step.claim.document
    return step.day or date.max, document.published or "~", document.id, step.claim.id


def _said(claim: Claim) -> Hashable:
    """Return what two claims share if one tells the other again; the claim's id where its quote is short."""
    words = sentence_key(claim.quote)
    if words is None:
        return claim.id
    return words, claim.status, claim.date, claim.amount.key if claim.amount else None


def _day(step: Step) -> date:
    return step.day or date.min
