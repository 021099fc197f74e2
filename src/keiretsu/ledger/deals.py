"""The deal: what the claims about one pair, relation and layer add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from keiretsu.claims import Claim
from keiretsu.ledger.contradictions import Contradiction
from keiretsu.ledger.days import sum_day
from keiretsu.ledger.derivation import NOTHING_STATED, Derivation
from keiretsu.ledger.explaining import explain
from keiretsu.ledger.life import ENDINGS, Step, standing
from keiretsu.parties import Party
from keiretsu.quantities import Money, Period
from keiretsu.reasons import Reason
from keiretsu.vocabulary import statuses


@dataclass(frozen=True)  # without slots: what follows from the timeline is worked out once
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
    amount
        The sum that is read.
    terms
        All conditions that the claims state.
    derivation
        How the sum was worked out from the claims.
    term_years
        Over how many years it is paid, where claims tell; ``None`` where they don't.
    contradictions
        Where the sources differ: on the sum, on the state.

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
    terms: tuple[str, ...] = ()
    derivation: Derivation = NOTHING_STATED
    term_years: float | None = None
    contradictions: tuple[Contradiction, ...] = ()

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The evidence: every claim that belongs to the deal, in the order of its timeline."""
        return tuple(step.claim for step in self.timeline)

    @property
    def amount_rule(self) -> str:
        """The rule of the arithmetic that gave the sum, a key of ``AMOUNT_RULES``."""
        return self.derivation.rule

    @cached_property
    def set_aside(self) -> tuple[Claim, ...]:
        """The claims whose sums were passed over, in the order of the timeline."""
        aside = {claim.id for step in self.derivation.steps() for claim in step.set_aside}
        return tuple(claim for claim in self.claims if claim.id in aside)

    @cached_property
    def status(self) -> str:
        """The state that the whole timeline ends in, or that was chosen where sources disagree on it."""
        for contradiction in self.contradictions:
            if contradiction.what == "status":
                return contradiction.chosen.key
        return standing(self.timeline)

    @property
    def is_binding(self) -> bool:
        """Whether the parties are committed, by the state that the deal is in."""
        return statuses()[self.status].binding

    @property
    def is_lent(self) -> bool:
        """Whether its money is a loan. Who can turn a loan into shares is counted with the owners."""
        return "debt" in self.terms and "convertible" not in self.terms

    @cached_property
    def valid_from(self) -> date | None:
        """The first day on which the deal is agreed or in effect; ``None`` if undated or never."""
        days = [step.day for step in self.timeline if step.is_binding]
        return None if not days or None in days else min(day for day in days if day is not None)

    @cached_property
    def amount_day(self) -> date | None:
        """The day of the newest step whose sum is read; ``None`` if undated, or if there is no sum."""
        return _newest_day(self.derivation)

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
    def is_over(self) -> bool:
        """Whether the deal ended or was denied, dated or not."""
        return self.status in ENDINGS

    @cached_property
    def valid_to(self) -> date | None:
        """The day on which the deal ended or was denied; ``None`` while it stands."""
        if not self.is_over:
            return None
        return max((step.day for step in self.timeline if step.status in ENDINGS and step.day), default=None)

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
        return self._why

    @cached_property
    def _why(self) -> Reason:
        head = f"{self.title()}, {self.status.replace('_', ' ')}"
        return explain(head, self.derivation, self.timeline, self.term_years, self.contradictions)


def _newest_day(derivation: Derivation) -> date | None:
    """Return the day as of which a sum stands: of its newest part, first told."""
    told = [day for day in (sum_day(claim) for claim in derivation.claims) if day is not None]
    days = [min(told)] if told else []
    days += [day for day in (_newest_day(part) for part in derivation.parts) if day is not None]
    return max(days, default=None)
