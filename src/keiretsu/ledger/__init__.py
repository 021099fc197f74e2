"""Claims added up to deals, the figures that parties report, and what sources disagree on."""

from keiretsu.ledger.contradictions import CONTRADICTION_RULES, Contradiction, Reading
from keiretsu.ledger.deals import Deal
from keiretsu.ledger.derivation import AMOUNT_RULES, Derivation
from keiretsu.ledger.figures import STOCKS, Item, ReportedFigure, Source
from keiretsu.ledger.figures_read import FiguresRead, read_figures
from keiretsu.ledger.life import Step
from keiretsu.ledger.rates import ExchangeRate, ExchangeRates
from keiretsu.ledger.reconcile import deals_as_of, reconcile

__all__ = [
    "AMOUNT_RULES",
    "CONTRADICTION_RULES",
    "STOCKS",
    "Contradiction",
    "Deal",
    "Derivation",
    "ExchangeRate",
    "ExchangeRates",
    "FiguresRead",
    "Item",
    "Reading",
    "ReportedFigure",
    "Source",
    "Step",
    "deals_as_of",
    "read_figures",
    "reconcile",
]
