"""What a failure takes with it: stakes in the firm, loans to it, orders from and to it, its capacity."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import Holding, Industry
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour

PARAMETERS = {
    "recovery of equity": Parameter(
        0,
        "what a stake is worth after its firm has failed, as a share of its worth before",
        "shareholders rank last: they got something before creditors had all in 9 % of the "
        "bankruptcies of 2000 to 2005, and in up to 75 % before 1990 (Bharath, Panchapagesan and "
        "Werner 2007, The Changing Nature of Chapter 11)",
        unit="share",
        least=0,
        most=1,
        likely=(0.0, 0.1),
    ),
    "recovery of debt": Parameter(
        0.4,
        "what a loan is worth after its firm has failed, as a share of what is owed",
        "ISDA Standard CDS converter specification (2009), the convention for senior debt; "
        "Hamilton, Stumpp and Cantor (2001), Default and Recovery Rates of Convertible Bond "
        "Issuers: 43 % on average of straight bonds, 29 % of convertible ones; the range is an "
        "assumption",
        unit="share",
        least=0,
        most=1,
        likely=(0.2, 0.6),
    ),
    "recovery of capacity": Parameter(
        0.4,
        "what a failed firm's capacity is worth to others, as a share of its worth before",
        "Ramey and Shapiro (2001), Displaced Capital: equipment of plants that closed sold far "
        "below what replacing it cost, the more so the more special it was; the numbers are an "
        "assumption",
        unit="share",
        least=0,
        most=1,
        likely=(0.2, 0.6),
    ),
}


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which what is lost with a failure is written down, once."""
    equity, loans, supplies = industry.equity, industry.loans, industry.supplies
    count = len(industry.firms)

    def behaviour(books: Books) -> None:
        failed = books["failed"] * np.ones((count, 1))
        if not failed.any():
            books["written off"] = np.zeros_like(failed)
            return
        losses = np.zeros((len(industry.names), books.paths))
        for instrument, links, name in (
            (Holding.EQUITY, equity, "recovery of equity"),
            (Holding.LOANS, loans, "recovery of debt"),
        ):
            held = books.held_pairs(instrument)
            lost = held * failed[links.issuer] * (1 - books.parameter(name))
            _write_down(books, instrument, lost)
            losses += gather_sum(links.holder, lost, len(losses))
            if instrument is Holding.EQUITY:
                worth = gather_sum(links.issuer, held - lost, count)
                books["valuation"] = np.where(failed > 0, worth, books["valuation"])
        ended = np.maximum(failed[supplies.customer], failed[supplies.supplier])
        _write_down(books, Holding.BACKLOG, books.held_pairs(Holding.BACKLOG) * ended)
        capacity = books.holdings(Holding.CAPACITY)[:count] * failed
        rows = _hit(capacity)
        books.reprice_held(
            Holding.CAPACITY, rows, -capacity[rows] * (1 - books.parameter("recovery of capacity"))
        )
        unpaid = (books["due"] - books["paid"]) * failed[supplies.customer]
        books["written off"] = losses[:count] + gather_sum(supplies.supplier, unpaid, count)

    return behaviour


def _write_down(books: Books, instrument: Holding, lost: Floats) -> None:
    rows = _hit(lost)
    books.reprice(instrument, rows, -lost[rows])


def _hit(amounts: Floats) -> Indices:
    return np.flatnonzero(amounts.any(axis=1))


MECHANISM = Mechanism(
    name="write_downs",
    about=(
        "When a firm fails, stakes in it, loans to it and its capacity fall to what is recovered, and orders"
        " from and to it end."
    ),
    equation="worth after the failure = recovery x worth before; backlog = 0",
    source="Shleifer and Vishny (2011) on what assets of failed firms fetch",
    make=make,
    parameters=PARAMETERS,
)
