"""The deals and figures of a day, projected on parties: who pays whom how much a year."""

from keiretsu.network.assumptions import Assumption, Assumptions
from keiretsu.network.draws import Draws
from keiretsu.network.money import Rate
from keiretsu.network.projection import project
from keiretsu.network.records import Inflow, Network, OutsideSource, Payment
from keiretsu.network.reporting import Reported, ReportedFigures

__all__ = [
    "Assumption",
    "Assumptions",
    "Draws",
    "Inflow",
    "Network",
    "OutsideSource",
    "Payment",
    "Rate",
    "Reported",
    "ReportedFigures",
    "project",
]
