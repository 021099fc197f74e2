"""What lies between each two parties: the lines of the map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from keiretsu.ledger import Deal
from keiretsu.network import Payment
from keiretsu.parties import Party
from keiretsu.report.money import Figure, a_year
from keiretsu.report.wording import layer_beside, sentence, words
from keiretsu.vocabulary import relation
from keiretsu.vocabulary.entries import MoneyDirection


@dataclass(frozen=True, slots=True)
class Link:
    """All that lies between two parties in one direction and of one family.

    ``family`` is ``capital``, ``purchase`` or ``other``; money goes from ``source`` to ``target``.
    ``is_estimated`` where some of the money is stated by no source and was filled in.
    """

    source: Party
    target: Party
    family: str
    deals: tuple[Deal, ...]
    per_year: float | None
    currency: str
    is_estimated: bool

    @property
    def key(self) -> str:
        """What names the link in addresses: its two ends and its family."""
        return f"{self.source.id}~{self.target.id}~{self.family}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the parties are committed to any of the deals."""
        return any(deal.is_binding for deal in self.deals)

    @property
    def has_arrow(self) -> bool:
        """Whether the link has a direction."""
        return any(not relation(deal.relation).symmetric for deal in self.deals)

    @property
    def figure(self) -> Figure:
        """The money per year, for reading."""
        if self.family == "other" or not self.is_confirmed:
            return Figure("none", "no money is counted")
        return a_year(self.per_year, self.currency)

    def title(self) -> str:
        """Return the two ends in words."""
        if self.family == "other":
            return f"{self.source.name} and {self.target.name}"
        return f"{self.source.name} pays {self.target.name}"

    def lines(self) -> tuple[str, ...]:
        """Return each deal in words, with its state."""
        return tuple(described(deal) for deal in self.deals)


def described(deal: Deal) -> str:
    """Return a deal as one line: what, of which layer, in which state."""
    layer = layer_beside(deal)
    return f"{sentence(deal)}{f' ({layer})' if layer else ''}, {words(deal.status)}"


def links_of(deals: Iterable[Deal], payments: Iterable[Payment], currency: str) -> tuple[Link, ...]:
    """Return the links that deals make, those with most money first.

    ``payments`` are those of the network, of which the deals may be a part; deals with nobody named
    make none.
    """
    paid = {payment.deal.id: payment for payment in payments}
    groups: dict[tuple[str, str, str], list[Deal]] = defaultdict(list)
    parties: dict[str, Party] = {}
    for deal in deals:
        if deal.object is not None:
            groups[ends(deal, deal.object)].append(deal)
            parties |= {deal.subject.id: deal.subject, deal.object.id: deal.object}
    links = []
    for (source, target, family), together in sorted(groups.items()):
        of_group = [paid[deal.id] for deal in together if deal.id in paid]
        known = [payment.rate.per_year for payment in of_group if payment.rate]
        links.append(
            Link(
                source=parties[source],
                target=parties[target],
                family=family,
                deals=tuple(together),
                per_year=sum(known) if known else None,
                currency=currency,
                is_estimated=any(payment.is_estimated for payment in of_group),
            )
        )
    return tuple(sorted(links, key=lambda link: (-(link.per_year or 0.0), link.title(), link.key)))


def ends(deal: Deal, other: Party) -> tuple[str, str, str]:
    """Return which of the two parties money goes from and to, and the family."""
    entry = relation(deal.relation)
    family = str(entry.flow) if entry.flow else "other"
    if entry.money is MoneyDirection.OBJECT_PAYS_SUBJECT:
        return other.id, deal.subject.id, family
    return deal.subject.id, other.id, family


def moved(payments: Iterable[Payment]) -> dict[str, float]:
    """Return how much money a year each party takes in and pays out, by its id."""
    found: dict[str, float] = defaultdict(float)
    for payment in payments:
        for party in (payment.payer, payment.payee):
            if party is not None and payment.rate is not None:
                found[party.id] += payment.rate.per_year
    return found
