"""The deals and figures of a day, projected on parties: who pays whom how much a year."""

from keiretsu.network.assumptions import Assumption, Assumptions
from keiretsu.network.chances import drawing_assumptions
from keiretsu.network.columns import ClaimColumns
from keiretsu.network.draws import Draws
from keiretsu.network.money import Rate
from keiretsu.network.projection import UnknownAmounts, project
from keiretsu.network.records import Inflow, Network, Offering, OutsideSource, Payment
from keiretsu.network.reporting import Reported, ReportedFigures
from keiretsu.network.sampling import SAMPLES, SEED, sample

__all__ = [
    "SAMPLES",
    "SEED",
    "Assumption",
    "Assumptions",
    "ClaimColumns",
    "Draws",
    "Inflow",
    "Network",
    "Offering",
    "OutsideSource",
    "Payment",
    "Rate",
    "Reported",
    "ReportedFigures",
    "UnknownAmounts",
    "drawing_assumptions",
    "project",
    "sample",
]
