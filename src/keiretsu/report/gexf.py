"""The network as GEXF 1.3, with the days between which each deal stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from lxml import etree

from keiretsu.ledger import Deal
from keiretsu.network import Network
from keiretsu.report.graph import NOT_IN_XML, graph

NAMESPACE = "http://gexf.net/1.3"
Record: TypeAlias = Mapping[str, object]
_TYPES: dict[type, str] = {bool: "boolean", float: "double", str: "string"}
_NOT_ATTRIBUTES = ("label", "symmetric")


def gexf(network: Network, ended: Iterable[Deal] = ()) -> bytes:
    """Return the graph as GEXF 1.3 (Gephi, 2022), with the deals that were over by the day.

    An edge has the first and the last day of its deal, as far as they are known, so that a timeline
    can run over them; a deal that nobody has confirmed starts on the day that it was first told of.
    The weight is money per year; an edge without one has no weight, which programs read as 1. The
    attributes are those of :func:`keiretsu.report.graph.graph`.

    Examples
    --------
    >>> from keiretsu.ledger import ExchangeRates
    >>> from keiretsu.network import project
    >>> made = gexf(project([], as_of=date(2025, 1, 1), rates=ExchangeRates("USD")))
    >>> b'version="1.3"' in made, b'timeformat="date"' in made
    (True, True)
    """
    history = tuple(ended)
    made = graph(network, history)
    deals = {deal.id: deal for deal in (*network.deals, *history)}
    root = etree.Element("gexf", nsmap={None: NAMESPACE}, version="1.3")
    meta = etree.SubElement(root, "meta", lastmodifieddate=network.as_of.isoformat())
    etree.SubElement(meta, "creator").text = "keiretsu"
    etree.SubElement(
        meta, "description"
    ).text = f"Deals as of {network.as_of}; money per year in {network.currency}"
    whole = etree.SubElement(
        root,
        "graph",
        defaultedgetype="directed",
        mode="dynamic",
        timeformat="date",
        timerepresentation="interval",
    )
    parties: dict[str, Record] = {party_id: made.nodes[party_id] for party_id in made}
    edges: list[tuple[str, str, str, Record]] = list(made.edges(keys=True, data=True))
    _declare(whole, "node", parties.values())
    _declare(whole, "edge", [data for _, _, _, data in edges])
    nodes = etree.SubElement(whole, "nodes", count=str(len(parties)))
    for party_id, party in parties.items():
        _values(etree.SubElement(nodes, "node", id=_text(party_id), label=_text(party["label"])), party)
    links = etree.SubElement(whole, "edges", count=str(len(edges)))
    for payer, payee, deal_id, data in edges:
        ends = {"id": _text(deal_id), "source": _text(payer), "target": _text(payee)}
        _values(etree.SubElement(links, "edge", ends | dict(_edge(deals[deal_id], data))), data)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _edge(deal: Deal, data: Record) -> Iterator[tuple[str, str]]:
    yield "type", "undirected" if data["symmetric"] else "directed"
    yield "label", deal.relation
    # Without a kind, programs add the deals of one pair up to a single edge.
    yield "kind", deal.relation
    if "per_year" in data:
        yield "weight", repr(data["per_year"])
    first, last = _days(deal)
    if first is not None:
        yield "start", first.isoformat()
    if last is not None:
        yield "end", last.isoformat()


def _days(deal: Deal) -> tuple[date | None, date | None]:
    """Return the first and the last day of a deal; it is gone from the day that ends it."""
    told = [step.day for step in deal.timeline if step.day is not None]
    first = deal.valid_from or min(told, default=None)
    if deal.valid_to is None:
        return first, None
    last = deal.valid_to - timedelta(days=1)
    return first, last if first is None else max(first, last)


def _declare(whole: etree._Element, kind: str, records: Iterable[Record]) -> None:
    types: dict[str, str] = {}
    for data in records:
        types |= {name: _TYPES[type(value)] for name, value in _attributes(data)}
    declared = etree.SubElement(whole, "attributes", {"class": kind, "mode": "static"})
    for name in sorted(types):
        etree.SubElement(declared, "attribute", id=name, title=name, type=types[name])


def _values(element: etree._Element, data: Record) -> None:
    values = etree.SubElement(element, "attvalues")
    for name, value in sorted(_attributes(data)):
        etree.SubElement(values, "attvalue", {"for": name, "value": _text(value)})


def _attributes(data: Record) -> Iterator[tuple[str, object]]:
    return ((name, value) for name, value in data.items() if name not in _NOT_ATTRIBUTES)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return NOT_IN_XML.sub("", str(value))
