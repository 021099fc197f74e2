"""What is known of one party: its deals as it sees them, its figures, and what ties it to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from keiretsu.documents.addresses import web_address
from keiretsu.ledger import Deal, ReportedFigure
from keiretsu.measures.of_network import Contagion, Dependence, Losses, Stack
from keiretsu.measures.of_network.coverage import Coverage
from keiretsu.measures.of_network.dependence_records import Spending, Supply
from keiretsu.measures.of_network.losses import HolderLoss
from keiretsu.network import Network
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.report.deals import DealView
from keiretsu.report.wording import layer_beside, verb, words
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.paging import Page, page_of
from keiretsu.service.parties import Key, key_of
from keiretsu.service.site import Site
from keiretsu.vocabulary import relation, relations

KEPT = 64
TIES_A_PAGE = 15
HOLDERS_TOLD = 8
_AS_OBJECT = {
    "invests": "takes capital from",
    "acquires": "is acquired by",
    "supplies": "buys from",
    "regulates": "is regulated by",
}


@dataclass(frozen=True, slots=True)
class DealLine:
    """A deal from one party's side.

    Parameters
    ----------
    text
        What the party does, up to the name of the other end: ``buys from``.
    other
        The other end, where it is a party.
    other_name
        What stands in its place otherwise: a layer, a project, or nothing.
    pays
        Whether the party pays, or is paid; ``None`` where the deal moves no money on the day.
    view
        The deal for reading.
    """

    text: str
    other: Party | None
    other_name: str
    pays: bool | None
    view: DealView

    @property
    def layer(self) -> str | None:
        """The layer, where the other end doesn't name it."""
        return layer_beside(self.view.deal)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A reported figure for reading, with the public address of its source where it has one."""

    figure: ReportedFigure
    link: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """What one customer buys of one supplier in a layer, and the reasons of all that binds the two."""

    supply: Supply
    why: Reason


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds a party to its suppliers, and its customers to it: pages, the costliest to leave first.

    ``spendings`` is how it spends by layer, the suppliers' shares within; ``why`` the reasons of these.
    """

    spendings: tuple[Spending, ...]
    bought: Page[Tie]
    sold: Page[Tie]
    why: Reason | None


@dataclass(frozen=True, slots=True)
class IfItFails:
    """What the others lose if a party fails: in all, those who lose most, and how many lose less."""

    total: float
    holders: tuple[HolderLoss, ...]
    more: int
    without_sum: int
    why: tuple[Reason, ...]


_failing: Kept[tuple[Key, str], IfItFails | None] = Kept(KEPT)


def deals_of(network: Network, party: Party) -> tuple[DealLine, ...]:
    """Return a party's deals, those over included: by relation, those with most money first."""
    payments = {payment.deal.id: payment for payment in network.payments}
    own = (
        deal
        for deal in (*network.deals, *network.ended)
        if party.id in (deal.subject.id, deal.object.id if deal.object else None)
    )
    lines = [_line(DealView(deal, payments.get(deal.id), network.currency), party) for deal in own]
    places = {name: place for place, name in enumerate(relations())}
    return tuple(sorted(lines, key=lambda line: (places[line.view.deal.relation], *_rank(line))))


def figures_of(site: Site, asked: Asked, party: Party) -> tuple[FigureLine, ...]:
    """Return what a party reports by the day asked for: by item, the newest period first."""
    own = [each for each in site.settled(asked).figures(asked.as_of) if each.party.id == party.id]
    newest = sorted(own, key=lambda each: (str(each.period.end), each.id), reverse=True)
    ordered = sorted(newest, key=lambda each: (each.item.value, each.segment or ""))
    return tuple(FigureLine(each, web_address(each.source.url)) for each in ordered)


def ties_of(site: Site, asked: Asked, party: Party, bought: int = 0, sold: int = 0) -> Ties:
    """Return who a party depends on, and who depends on it, from two offsets on."""
    found = cast("Dependence", site.measure("dependence", asked))
    own = [each for each in found.supplies if each.customer.id == party.id]
    others = [each for each in found.supplies if each.supplier.id == party.id]
    return Ties(
        spendings=tuple(each for each in found.spendings if each.customer.id == party.id),
        bought=_ties(found, own, bought),
        sold=_ties(found, others, sold),
        why=found.why(party.id) if own else None,
    )


def _ties(found: Dependence, supplies: list[Supply], offset: int) -> Page[Tie]:
    page = page_of(supplies, offset, TIES_A_PAGE)
    ties = [Tie(each, found.why(each.customer.id, each.supplier.id)) for each in page.items]
    return Page(ties, page.offset, page.limit, page.total)


def standing_of(site: Site, asked: Asked, party: Party) -> tuple[Coverage, ...]:
    """Return in which layers a party stands, from the ground up."""
    found = cast("Stack", site.measure("stack", asked))
    places = {layer: place for place, layer in enumerate(found.layers)}
    own = (each for each in found.coverages if each.party.id == party.id)
    return tuple(sorted(own, key=lambda each: places[each.layer]))


def if_it_fails(site: Site, asked: Asked, party: Party) -> IfItFails | None:
    """Return what the others lose if a party fails; ``None`` where nobody is exposed to it."""
    found = cast("Contagion", site.measure("contagion", asked))
    if party.id not in found.network.index:
        return None
    return _failing.get((key_of(site, asked), party.id), lambda: _if_fails(found.if_fails(party.id)))


def _if_fails(lost: Losses) -> IfItFails | None:
    losing = [each for each in lost.holders if each.total > 0]
    if not lost.holders:
        return None
    told, rest = tuple(losing[:HOLDERS_TOLD]), losing[HOLDERS_TOLD:]
    why = tuple(lost.why(each.holder.id) for each in told)
    return IfItFails(lost.total, told, len(rest), len(lost.holders) - len(losing), why)


def _line(view: DealView, party: Party) -> DealLine:
    deal = view.deal
    is_subject = deal.subject.id == party.id
    other = deal.object if is_subject else deal.subject
    name = other.name if other else words(deal.object_name or "")
    text = _doing(deal, has_other=bool(name)) if is_subject else _done(deal)
    pays = view.payment.payer.id == party.id if view.payment else None
    return DealLine(text, other, name, pays, view)


def _doing(deal: Deal, *, has_other: bool) -> str:
    return verb(deal.relation, has_object=has_other)


def _done(deal: Deal) -> str:
    return verb(deal.relation) if relation(deal.relation).symmetric else _AS_OBJECT[deal.relation]


def _rank(line: DealLine) -> tuple[bool, float, str, str]:
    payment = line.view.payment
    per_year = payment.rate.per_year if payment and payment.rate else 0.0
    return line.view.deal.is_over, -per_year, line.other_name.casefold(), line.view.deal.id


def grouped(lines: tuple[DealLine, ...]) -> Iterator[tuple[str, str, list[DealLine]]]:
    """Yield the relations of some deals with their meanings and deals, in their order."""
    for name in dict.fromkeys(line.view.deal.relation for line in lines):
        yield name, relation(name).meaning, [line for line in lines if line.view.deal.relation == name]
