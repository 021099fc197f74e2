"""The deal: what the claims about one pair, relation and layer add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from keiretsu.claims import Claim
from keiretsu.parties import Party
from keiretsu.quantities import Money, Period
from keiretsu.reasons import Reason
from keiretsu.vocabulary import statuses

AMOUNT_RULES = {
    "none_stated": "no claim states a sum",
    "only_stated": "one sum is stated",
    "largest_stated": "the largest sum stated of a binding deal, so that no instalment counts twice",
    "newest_stated": "the newest sum stated",
    "unconfirmed_sum": "the largest sum stated, though only as planned, under discussion or rumoured",
    "shared_sum": "a sum that one sentence states for several pairs together: only a bound for this one",
}


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


@dataclass(frozen=True, slots=True)
class Deal:
    """What the claims about one pair, relation and layer add up to over time.

    Answers *what do the sources together say, as of which day, and which of them said it*.

    Parameters
    ----------
    id
        Readable key: the two names, the relation and the layer.
    relation, layer
        Words of the vocabulary.
    subject, object
        The parties. ``object`` is ``None`` where the claims name a layer or a project instead, which
        then stands in ``object_name``, or nothing.
    timeline
        The states of the deal with their claims, earliest first.
    amount, amount_rule
        The sum that is read, and the rule that chose it from the claims.
    terms
        All conditions that the claims state.
    set_aside
        The claims whose sums were not read.

    Examples
    --------
    See :func:`keiretsu.ledger.reconcile`, which makes deals.
    """

    id: str
    relation: str
    subject: Party
    object: Party | None
    object_name: str | None
    layer: str | None
    timeline: tuple[Step, ...] = ()
    amount: Money | None = None
    amount_rule: str = "none_stated"
    terms: tuple[str, ...] = ()
    set_aside: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The evidence: every claim that belongs to the deal, in the order of its timeline."""
        return tuple(step.claim for step in self.timeline)

    @property
    def status(self) -> str:
        """The state that the whole timeline ends in."""
        return _standing(self.timeline)

    @property
    def valid_from(self) -> date | None:
        """The first day on which the deal is agreed or in effect; ``None`` if undated or never."""
        days = [step.day for step in self.timeline if statuses()[step.status].binding]
        return None if not days or None in days else min(day for day in days if day is not None)

    @property
    def amount_day(self) -> date | None:
        """The day of the step whose sum is read; ``None`` if undated, or if there is no sum."""
        aside = {claim.id for claim in self.set_aside}
        stated = (step.day for step in self.timeline if step.claim.amount and step.claim.id not in aside)
        return next(stated, None)

    @property
    def accumulated(self) -> Period | None:
        """The period over which a cumulative sum came together; ``None`` for other sums, or if unknown."""
        start, told = self.valid_from, self.amount_day
        if self.amount is None or self.amount.basis != "cumulative" or start is None or told is None:
            return None
        return Period(start, told) if start < told else None

    @property
    def is_paid(self) -> bool:
        """Whether the sum is what this deal alone pays, by a claim that binds the parties."""
        return self.amount_rule not in ("none_stated", "shared_sum", "unconfirmed_sum")

    @property
    def valid_to(self) -> date | None:
        """The day on which the deal ended or was denied; ``None`` while it stands."""
        if self.status not in _ENDINGS:
            return None
        return max((step.day for step in self.timeline if step.status in _ENDINGS and step.day), default=None)

    @property
    def published(self) -> str | None:
        """The date of the newest document among the evidence."""
        return max((claim.document.published or "" for claim in self.claims), default="") or None

    def title(self) -> str:
        """Return the deal in a few words.

        The form is *subject relation object (layer)*.
        """
        other = self.object.name if self.object is not None else self.object_name
        about = f" ({self.layer})" if self.layer and self.layer != other else ""
        return " ".join(word for word in (self.subject.name, self.relation, other) if word) + about

    def why(self) -> Reason:
        """Explain the deal's figure and state, down to the quotes."""
        aside = {claim.id for claim in self.set_aside}
        figure = f"{self.amount}, by the rule: " if self.amount else "no sum: "
        return Reason(
            f"{self.title()}, {self.status.replace('_', ' ')}: {figure}{AMOUNT_RULES[self.amount_rule]}",
            tuple(_reason(step, is_aside=step.claim.id in aside) for step in self.timeline),
        )


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


_ENDINGS = ("ended", "denied")


def _standing(steps: tuple[Step, ...] | list[Step]) -> str:
    """Return the furthest state reached; an ending counts if nothing binding came after it."""
    order = {name: status.order for name, status in statuses().items()}
    living = [step for step in steps if step.status not in _ENDINGS]
    endings = [step for step in steps if step.status in _ENDINGS]
    last_binding = max((_day(step) for step in living if statuses()[step.status].binding), default=date.min)
    final = [step for step in endings if _day(step) >= last_binding]
    if final:
        return max(final, key=lambda step: (_day(step), order[step.status])).status
    return max((step.status for step in living or endings), key=order.__getitem__)


def _day(step: Step) -> date:
    return step.day or date.min


def _reason(step: Step, *, is_aside: bool) -> Reason:
    claim = step.claim
    said = f", {claim.amount}" if claim.amount else ""
    aside = ", sum set aside" if is_aside else ", sum shared with others" if step.shares_sum else ""
    when = step.day.isoformat() if step.day else "undated"
    document = claim.document
    origin = ", ".join(part for part in (document.title, document.publisher, document.published) if part)
    return Reason(
        f"{step.status.replace('_', ' ')} {when}{said}{aside}",
        quote=claim.quote,
        source=f"{document.name}{': ' + origin if origin else ''}",
    )
