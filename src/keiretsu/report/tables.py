"""The report's records as tables, for the exports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.ledger import Contradiction, Deal, ReportedFigure
from keiretsu.network import Network
from keiretsu.parties import Party
from keiretsu.quantities import Money
from keiretsu.report.contents import ReportContents

if TYPE_CHECKING:
    import pandas as pd

AMOUNT = ("low", "high", "currency", "basis")


def tables(contents: ReportContents) -> dict[str, pd.DataFrame]:
    """Return every table by its name, in an order that doesn't depend on the input's.

    ``documents`` come without their text. Sums are numbers of whole currency units. Of
    ``contradictions`` there is a row a reading; the one that is used has rank 1.
    """
    network = contents.network
    return {
        "documents": _table(_DOCUMENT, [_document(each) for each in contents.documents], "id"),
        "claims": _table(_CLAIM, [_claim(each) for each in contents.claims], "id"),
        "deals": _table(_DEAL, [_deal(each) for each in network.deals], "id"),
        "payments": _payments(network),
        "contradictions": _table(
            _CONTRADICTION,
            [row for each in contents.contradictions for row in _readings(each)],
            ["id", "rank"],
        ),
        "figures": _table(_FIGURE, [_figure(each) for each in contents.figures], "id"),
        "parties": _table(_PARTY, [_party(each) for each in network.parties], "id"),
        "problems": _table(_PROBLEM, [_problem(each) for each in contents.problems]),
    }


_DOCUMENT = ("id", "name", "title", "publisher", "published", "url", "reliability")
_CLAIM = (
    *("id", "document", "doc", "start", "end", "quote", "relation", "subject", "object", "layer"),
    *AMOUNT,
    *("status", "date", "terms", "confidence", "extractor"),
)
_DEAL = (
    *("id", "relation", "subject", "object", "layer", "status", "valid_from", "valid_to"),
    *AMOUNT,
    *("amount_rule", "terms", "claims"),
)
_CONTRADICTION = (
    *("id", "about", "what", "rank", "reading", "rule", "compatible", "origins"),
    *("claims", "figures", "settled_by", "settled_because"),
)
_FIGURE = (
    *("id", "party", "item", "segment", "start", "end"),
    *AMOUNT,
    *("title", "publisher", "date", "url", "reliability"),
)
_PARTY = ("id", "name", "kind", "country", "wikidata", "lei", "aliases", "units")
_PROBLEM = ("severity", "code", "where", "message", "hint")


def _table(
    columns: tuple[str, ...], rows: list[tuple[object, ...]], order: str | list[str] | None = None
) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame(rows, columns=list(columns))
    return table.sort_values(order, ignore_index=True) if order else table


def _payments(network: Network) -> pd.DataFrame:
    order = ["payer", "payee", "deal"]
    return network.table().sort_values(order, ignore_index=True, na_position="last")


def _document(document: Document) -> tuple[object, ...]:
    known = (document.title, document.publisher, document.published, document.url, document.reliability)
    return document.id, document.name, *known


def _claim(claim: Claim) -> tuple[object, ...]:
    span = claim.evidence.span
    return (
        *(claim.id, claim.document.id, claim.document.name, span.start, span.end, claim.quote),
        *(claim.relation, claim.subject, claim.object, claim.layer),
        *_amount(claim.amount),
        *(claim.status, claim.date, " ".join(claim.terms), claim.confidence, claim.extractor),
    )


def _deal(deal: Deal) -> tuple[object, ...]:
    days = (day.isoformat() if day else None for day in (deal.valid_from, deal.valid_to))
    other = deal.object.name if deal.object else deal.object_name
    return (
        *(deal.id, deal.relation, deal.subject.name, other, deal.layer, deal.status, *days),
        *_amount(deal.amount),
        *(deal.amount_rule, " ".join(deal.terms), " ".join(claim.id for claim in deal.claims)),
    )


def _readings(found: Contradiction) -> Iterator[tuple[object, ...]]:
    settled = (found.settled.author, found.settled.reason) if found.settled else (None, None)
    for rank, reading in enumerate(found.readings, 1):
        claims, figures = (" ".join(each.id for each in of) for of in (reading.claims, reading.figures))
        said = (found.rule, found.compatible, reading.origins, claims, figures)
        yield found.id, found.about, found.what, rank, reading.says, *said, *settled


def _figure(figure: ReportedFigure) -> tuple[object, ...]:
    days = (day.isoformat() if day else None for day in (figure.period.start, figure.period.end))
    source = figure.source
    return (
        *(figure.id, figure.party.name, str(figure.item), figure.segment, *days),
        *_amount(figure.amount),
        *(source.title, source.publisher, source.date, source.url, source.reliability),
    )


def _party(party: Party) -> tuple[object, ...]:
    names = (json.dumps(each, ensure_ascii=False) for each in (party.aliases, party.units))
    return party.id, party.name, party.kind, party.country, party.wikidata, party.lei, *names


def _problem(problem: Problem) -> tuple[object, ...]:
    return str(problem.severity), problem.code, problem.where, problem.message, problem.hint


def _amount(amount: Money | None) -> tuple[object, ...]:
    if amount is None:
        return None, None, None, None
    bounds = (None if bound is None else float(bound) for bound in (amount.low, amount.high))
    return *bounds, amount.currency, amount.basis
