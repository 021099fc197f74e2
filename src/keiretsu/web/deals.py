"""The deals: what the claims about one pair, relation and layer add up to, and each of them in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from keiretsu.claims import Claim
from keiretsu.errors import NotFoundError
from keiretsu.ledger import Deal, Step
from keiretsu.network import Network, Payment
from keiretsu.report.deals import DealView
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.site import Site
from keiretsu.vocabulary import layers, relation, relations, statuses
from keiretsu.web.kept_pages import KeptPage
from keiretsu.web.pages import show
from keiretsu.web.places import places

AROUND = 160  # characters of the document beside a quote

router = APIRouter(route_class=KeptPage)


@dataclass(frozen=True, slots=True)
class Told:
    """One step of a deal's life, with the words that say so in the middle of their document."""

    step: Step
    before: str
    after: str
    is_set_aside: bool

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.step.claim

    @property
    def origin(self) -> str:
        """Where the words stand."""
        document = self.claim.document
        known = (document.title or document.name, document.publisher, document.published)
        return ", ".join(part for part in known if part)


def story_of(deal: Deal) -> tuple[Told, ...]:
    """Return the life of a deal with its sentences, earliest first."""
    aside = {claim.id for claim in deal.set_aside}
    return tuple(Told(step, *_around(step.claim), step.claim.id in aside) for step in deal.timeline)


def _around(claim: Claim) -> tuple[str, str]:
    """Return what stands before and after a quote on its line, cut between words."""
    text, span = claim.document.text, claim.evidence.span
    before, after = text[: span.start].rpartition("\n")[2], text[span.end :].partition("\n")[0]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return before, after


@dataclass(frozen=True, slots=True)
class Asking:
    """Which deals a list shows; all of them where nothing is asked for."""

    party: str = ""
    relation: str = ""
    layer: str = ""
    status: str = ""
    words: str = ""

    def takes(self, deal: Deal) -> bool:
        """Tell whether a deal is one of those asked for."""
        return (
            self.relation in ("", deal.relation)
            and self.layer in ("", deal.layer)
            and self.status in ("", deal.status)
            and (not self.party or self._names(deal))
            and (not self.words or self._says(deal))
        )

    def query(self) -> dict[str, str]:
        """Return what an address must carry so that it comes back the same."""
        names = ("party", "relation", "layer", "status", "words")
        return {name: value for name in names if (value := str(getattr(self, name)))}

    def _names(self, deal: Deal) -> bool:
        wanted = self.party.casefold()
        parties = [party for party in (deal.subject, deal.object) if party]
        names = (name for party in parties for name in (party.name, *party.aliases, *party.units))
        return any(self.party == party.id for party in parties) or any(
            wanted in name.casefold() for name in names
        )

    def _says(self, deal: Deal) -> bool:
        wanted = self.words.casefold()
        told = (deal.title().replace("_", " "), *(claim.quote for claim in deal.claims))
        return any(wanted in text.casefold() for text in told)


@router.get("/deals")
def list_deals(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    party: str = "",
    relation: str = "",
    layer: str = "",
    status: str = "",
    words: str = "",
    offset: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """List the deals of a day, those with most money first; those that are over as well."""
    network = site.network(asked)
    asking = Asking(party.strip(), relation, layer, status, words.strip())
    payments = {payment.deal.id: payment for payment in network.payments}
    told = (*network.deals, *network.ended)
    views = [DealView(deal, payments.get(deal.id), network.currency) for deal in told if asking.takes(deal)]
    return show(
        request,
        "deals.html.j2",
        asked=asked,
        asking=asking,
        page=page_of(sorted(views, key=_by_money), offset, USUAL),
        all_deals=len(told),
        day=network.as_of,
        vocabulary={"relation": relations(), "layer": layers(), "status": statuses()},
    )


def _by_money(view: DealView) -> tuple[float, str, str]:
    rate = view.payment.rate if view.payment else None
    return -(rate.per_year if rate else 0.0), view.heading.casefold(), view.deal.id


@router.get("/deals/{deal_id:path}")
def show_deal(request: Request, site: SiteOf, asked: AskedOf, deal_id: str) -> HTMLResponse:
    """Show a deal as it stood on a day, down to its sentences."""
    network = site.network(asked)
    deal = next((one for one in (*network.deals, *network.ended) if one.id == deal_id), None)
    if deal is None:
        return _not_told(request, site, asked, deal_id)
    payment = _payment(deal, network.payments)
    return show(
        request,
        "deal.html.j2",
        asked=asked,
        view=DealView(deal, payment, network.currency),
        deal=deal,
        day=network.as_of,
        story=story_of(deal),
        network=network,
        places=places,
        **_money(site, asked, deal, network, payment),
    )


def _money(site: Site, asked: Asked, deal: Deal, network: Network, payment: Payment | None) -> dict[str, Any]:
    """Return what the deal pays: by the sources, by estimate where they say nothing, and if it came true."""
    estimated = None
    if payment is not None and payment.rate is None:
        estimated = _payment(deal, site.network(asked, "estimate").payments)
    is_filled = estimated is not None and estimated.rate is not None
    return {
        "payment": payment,
        "estimated": DealView(deal, estimated, network.currency) if is_filled else None,
        "possible": _payment(deal, network.possible),
        "moves_money": relation(deal.relation).flow is not None,
    }


def _payment(deal: Deal, payments: tuple[Payment, ...]) -> Payment | None:
    return next((one for one in payments if one.deal.id == deal.id), None)


def _not_told(request: Request, site: Site, asked: Asked, deal_id: str) -> HTMLResponse:
    """Show that nothing was said of a deal by the day; an id that no deal has isn't there at all."""
    deal = next((one for one in site.settled(asked).deals() if one.id == deal_id), None)
    if deal is None:
        raise NotFoundError(
            "workspace.no-such-deal",
            where=deal_id[:64],
            message="no deal has this id",
            hint="look it up in the list of deals",
        )
    first: date | None = min((step.day for step in deal.timeline if step.day), default=None)
    view = DealView(deal, None, site.network(asked).currency)
    return show(request, "deal_later.html.j2", asked=asked, view=view, first=first, day=site.day(asked))
