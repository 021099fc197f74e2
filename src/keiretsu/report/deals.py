"""The deals with the sentences that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from keiretsu.claims import Claim
from keiretsu.documents.addresses import web_address
from keiretsu.ledger import Deal
from keiretsu.ledger.derivation import AMOUNT_RULES
from keiretsu.network import Network, Payment
from keiretsu.reasons import Reason
from keiretsu.report.money import Figure, a_year
from keiretsu.report.wording import layer_beside, sentence, words
from keiretsu.vocabulary import relation, relations


@dataclass(frozen=True, slots=True)
class Sentence:
    """A claim as the reader meets it: its words, where they stand, and what was read from them."""

    quote: str
    status: str
    day: date | None
    amount: str | None
    is_set_aside: bool
    origin: str
    link: str | None


@dataclass(frozen=True, slots=True)
class DealView:
    """A deal as the reader meets it."""

    deal: Deal
    payment: Payment | None
    currency: str

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return f"deal-{self.deal.id}"

    @property
    def heading(self) -> str:
        """The deal in words."""
        return sentence(self.deal)

    @property
    def layer(self) -> str | None:
        """The layer, where the heading doesn't say it."""
        return layer_beside(self.deal)

    @property
    def status(self) -> str:
        """The state, in words."""
        return words(self.deal.status)

    @property
    def is_confirmed(self) -> bool:
        """Whether the parties are committed to it."""
        return self.deal.is_binding

    @property
    def stated(self) -> str | None:
        """The sum that is read from the claims."""
        return str(self.deal.amount) if self.deal.amount else None

    @property
    def rule(self) -> str:
        """How the sum was chosen."""
        return AMOUNT_RULES[self.deal.amount_rule]

    @property
    def figure(self) -> Figure | None:
        """Money per year on the day, where the deal moves any then."""
        if self.payment is None:
            return None
        return a_year(self.payment.rate.per_year if self.payment.rate else None, self.currency)

    @property
    def is_estimated(self) -> bool:
        """Whether no source gives the yearly figure and it was filled in."""
        return self.payment is not None and self.payment.is_estimated

    @property
    def bounds(self) -> str | None:
        """The least and the most that the sources allow, where they differ from the figure."""
        rate = self.payment.rate if self.payment else None
        if rate is None or (rate.low == rate.high == rate.per_year):
            return None
        low, high = (
            None if bound is None else a_year(bound, self.currency) for bound in (rate.low, rate.high)
        )
        if low is None or high is None:
            return f"at least {low}" if low else f"at most {high}" if high else None
        return f"{low} to {high}"

    @property
    def assumed(self) -> tuple[Reason, ...]:
        """What the yearly figure rests on beside the sentences."""
        if self.payment is None or self.payment.rate is None:
            return ()
        return tuple(step for step in self.payment.why.because if step != self.deal.why())

    @property
    def terms(self) -> str:
        """The conditions, in words."""
        return ", ".join(words(term) for term in self.deal.terms)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The evidence, earliest first."""
        aside = {claim.id for claim in self.deal.set_aside}
        return tuple(
            Sentence(
                quote=step.claim.quote,
                status=words(step.status),
                day=step.day,
                amount=str(step.claim.amount) if step.claim.amount else None,
                is_set_aside=step.claim.id in aside,
                origin=_origin(step.claim),
                link=web_address(step.claim.document.url),
            )
            for step in self.deal.timeline
        )


@dataclass(frozen=True, slots=True)
class DealGroup:
    """The deals of one relation, those with most money first."""

    relation: str
    meaning: str
    deals: tuple[DealView, ...]


def groups(network: Network) -> tuple[DealGroup, ...]:
    """Return the deals of a network by relation, in the order of the vocabulary."""
    payments = {payment.deal.id: payment for payment in network.payments}
    views = [DealView(deal, payments.get(deal.id), network.currency) for deal in network.deals]
    found = []
    for name in relations():
        of_relation = [view for view in views if view.deal.relation == name]
        if of_relation:
            found.append(DealGroup(name, relation(name).meaning, _sorted(of_relation)))
    return tuple(found)


def _sorted(views: Iterable[DealView]) -> tuple[DealView, ...]:
    return tuple(sorted(views, key=lambda view: (-_per_year(view), view.heading.casefold(), view.deal.id)))


def _per_year(view: DealView) -> float:
    return view.payment.rate.per_year if view.payment and view.payment.rate else 0.0


def _origin(claim: Claim) -> str:
    document = claim.document
    known = (document.title, document.publisher, document.published)
    return ", ".join(part for part in known if part) or document.name
