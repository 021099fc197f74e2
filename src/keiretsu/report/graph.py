"""The network as a graph for other programs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from keiretsu.ledger import Deal
from keiretsu.network import Network, Payment
from keiretsu.parties import Party
from keiretsu.quantities import Money
from keiretsu.reasons import Reason
from keiretsu.vocabulary import relation
from keiretsu.vocabulary.entries import MoneyDirection

if TYPE_CHECKING:
    import networkx as nx

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def graph(network: Network, ended: Iterable[Deal] = ()) -> nx.MultiDiGraph[str]:
    """Return parties as nodes, and the deals between two parties as edges.

    An edge points from payer to payee where the deal's relation moves money, else from subject to
    object; ``symmetric`` says that the direction means nothing. ``per_year`` (in the network's
    currency) is missing where no sum is known or no money moves on the day; ``assumed`` says that it
    rests on an assumption, such as a term, ``estimated`` that no source gives it and it was filled in;
    ``low``, ``high``, ``currency`` and ``basis`` are the deal's own sum.
    Deals that are over by the day may be given to be edges too.

    Examples
    --------
    >>> from datetime import date
    >>> from keiretsu.ledger import ExchangeRates
    >>> from keiretsu.network import project
    >>> len(graph(project([], as_of=date(2025, 1, 1), rates=ExchangeRates("USD"))))
    0
    """
    import networkx as nx

    payments = {payment.deal.id: payment for payment in network.payments}
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(as_of=network.as_of.isoformat(), currency=network.currency)
    deals = (*network.deals, *ended)
    for party in _parties(network, deals):
        known = {"wikidata": party.wikidata, "lei": party.lei, "country": party.country}
        given = {key: value for key, value in known.items() if value}
        made.add_node(_id(party.id), label=NOT_IN_XML.sub("", party.name), kind=party.kind, **given)
    for deal in sorted(deals, key=lambda deal: deal.id):
        if deal.object is not None:
            ends, key = (_id(deal.subject.id), _id(deal.object.id)), _id(deal.id)
            if relation(deal.relation).money is MoneyDirection.OBJECT_PAYS_SUBJECT:
                ends = ends[::-1]
            made.add_edge(*ends, key=key)
            made.edges[(*ends, key)].update(_attributes(deal, payments.get(deal.id)))
    return made


def _id(text: str) -> str:
    """Return an id as XML can hold it; one made of a name may hold what it can't."""
    return NOT_IN_XML.sub("\ufffd", text)


def _parties(network: Network, deals: Iterable[Deal]) -> Iterator[Party]:
    """Yield the parties of the network, then those of ended deals alone."""
    more = {party.id: party for deal in deals for party in (deal.subject, deal.object) if party}
    yield from network.parties
    yield from (more[key] for key in sorted(more.keys() - {party.id for party in network.parties}))


def graphml(network: Network) -> bytes:
    """Return the graph as GraphML."""
    import networkx as nx

    file = io.BytesIO()
    nx.write_graphml(graph(network), file, named_key_ids=True)
    return file.getvalue()


def _attributes(deal: Deal, payment: Payment | None) -> dict[str, str | float | bool]:
    found: dict[str, str | float | bool | None] = {
        "relation": deal.relation,
        "layer": deal.layer,
        "status": deal.status,
        "confirmed": deal.is_binding,
        "symmetric": relation(deal.relation).symmetric,
        "flow": str(payment.flow) if payment else None,
        "per_year": payment.rate.per_year if payment and payment.rate else None,
        "assumed": _is_assumed(payment.why) if payment else None,
        "estimated": payment.is_estimated if payment else None,
        "valid_from": deal.valid_from.isoformat() if deal.valid_from else None,
        "valid_to": deal.valid_to.isoformat() if deal.valid_to else None,
        "terms": " ".join(deal.terms),
        **_amount(deal.amount),
    }
    return {key: value for key, value in found.items() if value is not None}


def _is_assumed(reason: Reason) -> bool:
    return reason.estimate or any(_is_assumed(step) for step in reason.because)


def _amount(amount: Money | None) -> dict[str, str | float | None]:
    if amount is None:
        return {}
    low, high = (None if bound is None else float(bound) for bound in (amount.low, amount.high))
    return {"low": low, "high": high, "currency": amount.currency, "basis": amount.basis}
