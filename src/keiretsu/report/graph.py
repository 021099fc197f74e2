"""The network as a graph for other programs."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from keiretsu.ledger import Deal
from keiretsu.network import Network, Payment
from keiretsu.report.wording import is_confirmed
from keiretsu.vocabulary import relation
from keiretsu.vocabulary.entries import MoneyDirection

if TYPE_CHECKING:
    import networkx as nx

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def graph(network: Network) -> nx.MultiDiGraph[str]:
    """Return parties as nodes, and the deals between two parties as edges.

    An edge points from payer to payee where the deal's relation moves money, else from subject to
    object; ``symmetric`` says that the direction means nothing. ``per_year`` is missing where no
    sum is known or no money moves on the day.

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
    for party in network.parties:
        known = {"wikidata": party.wikidata, "lei": party.lei, "country": party.country}
        given = {key: value for key, value in known.items() if value}
        made.add_node(party.id, label=_NOT_IN_XML.sub("", party.name), kind=party.kind, **given)
    for deal in sorted(network.deals, key=lambda deal: deal.id):
        if deal.object is not None:
            ends = (deal.subject.id, deal.object.id)
            if relation(deal.relation).money is MoneyDirection.OBJECT_PAYS_SUBJECT:
                ends = ends[::-1]
            made.add_edge(*ends, key=deal.id)
            made.edges[(*ends, deal.id)].update(_attributes(deal, payments.get(deal.id)))
    return made


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
        "confirmed": is_confirmed(deal),
        "symmetric": relation(deal.relation).symmetric,
        "flow": str(payment.flow) if payment else None,
        "per_year": payment.rate.per_year if payment and payment.rate else None,
        "valid_from": deal.valid_from.isoformat() if deal.valid_from else None,
        "terms": " ".join(deal.terms),
    }
    return {key: value for key, value in found.items() if value is not None}
