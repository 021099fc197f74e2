"""Claims added up to deals, and the figures that parties report."""

from keiretsu.ledger.deals import Deal, Step
from keiretsu.ledger.figures import Item, ReportedFigure, Source
from keiretsu.ledger.rates import ExchangeRate, ExchangeRates
from keiretsu.ledger.reconcile import deals_as_of, reconcile

__all__ = [
    "Deal",
    "ExchangeRate",
    "ExchangeRates",
    "Item",
    "ReportedFigure",
    "Source",
    "Step",
    "deals_as_of",
    "reconcile",
]
