"""Measures of a network of money flows: pure functions, arrays in, small frozen results out.

What each one asks, its formula and its pitfalls: ``docs/explanation/measures.md``.
"""

from keiretsu.measures.arrays import FlowMatrix
from keiretsu.measures.attribution import shapley
from keiretsu.measures.blocs import Frustration, frustration_index
from keiretsu.measures.changed import FigureMoved, WhatChanged, figures_moved, what_changed
from keiretsu.measures.circularity import Circulation, maximum_circulation
from keiretsu.measures.circulating import circulating_money, circulating_share
from keiretsu.measures.clearing import Clearing, clearing_vector
from keiretsu.measures.comembership import CoMembership, co_membership
from keiretsu.measures.concentration import Concentration, concentration_ratio, hhi
from keiretsu.measures.critical import SystemicRisk, esri
from keiretsu.measures.crossholdings import FailureCascade, dependency_matrix, failure_cascade
from keiretsu.measures.cycleflows import cycle_flows
from keiretsu.measures.cycles import elementary_cycles
from keiretsu.measures.debtrank import DebtRank, debt_rank
from keiretsu.measures.dependence import DependenceShares, LeavingCost, cost_of_leaving, dependence_shares
from keiretsu.measures.finnindices import finn_index
from keiretsu.measures.input_output import (
    HypotheticalExtraction,
    ghosh_inverse,
    hypothetical_extraction,
    leontief_inverse,
    upstreamness,
)
from keiretsu.measures.loops import Loop
from keiretsu.measures.nullmodel import NullModel, null_model
from keiretsu.measures.provenance import SourceShares, source_shares
from keiretsu.measures.registry import load_measure, measure_names
from keiretsu.measures.roundtrip import Bounds, RoundTrip, capital_returned, round_trip, self_funded
from keiretsu.measures.signedbalance import Balance, balance
from keiretsu.measures.stationary import (
    CirculationDecomposition,
    WeightedCycle,
    circulation_decomposition,
)
from keiretsu.measures.tagging import Edge
from keiretsu.measures.temporal import TimedCycle, TimedTrip, time_respecting_cycles, timed_trips
from keiretsu.measures.throughflow import Cycling, cycling
from keiretsu.measures.timeseries import MeasureSeries, Point, series
from keiretsu.measures.uncertain_figures import Interval
from keiretsu.measures.uncertainty import Intervals, intervals

__all__ = [
    "Balance",
    "Bounds",
    "Circulation",
    "CirculationDecomposition",
    "Clearing",
    "CoMembership",
    "Concentration",
    "Cycling",
    "DebtRank",
    "DependenceShares",
    "Edge",
    "FailureCascade",
    "FigureMoved",
    "FlowMatrix",
    "Frustration",
    "HypotheticalExtraction",
    "Interval",
    "Intervals",
    "LeavingCost",
    "Loop",
    "MeasureSeries",
    "NullModel",
    "Point",
    "RoundTrip",
    "SourceShares",
    "SystemicRisk",
    "TimedCycle",
    "TimedTrip",
    "WeightedCycle",
    "WhatChanged",
    "balance",
    "capital_returned",
    "circulating_money",
    "circulating_share",
    "circulation_decomposition",
    "clearing_vector",
    "co_membership",
    "concentration_ratio",
    "cost_of_leaving",
    "cycle_flows",
    "cycling",
    "debt_rank",
    "dependence_shares",
    "dependency_matrix",
    "elementary_cycles",
    "esri",
    "failure_cascade",
    "figures_moved",
    "finn_index",
    "frustration_index",
    "ghosh_inverse",
    "hhi",
    "hypothetical_extraction",
    "intervals",
    "leontief_inverse",
    "load_measure",
    "maximum_circulation",
    "measure_names",
    "null_model",
    "round_trip",
    "self_funded",
    "series",
    "shapley",
    "source_shares",
    "time_respecting_cycles",
    "timed_trips",
    "upstreamness",
    "what_changed",
]
