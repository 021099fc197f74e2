"""The deals and figures of a day, projected on parties: who pays whom how much a year."""

from keiretsu.network.assumptions import Assumption, Assumptions
from keiretsu.network.projection import project
from keiretsu.network.records import Inflow, Network, OutsideSource, Payment, Rate

__all__ = ["Assumption", "Assumptions", "Inflow", "Network", "OutsideSource", "Payment", "Rate", "project"]
