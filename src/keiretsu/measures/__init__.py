"""Measures of a network of money flows: pure functions, arrays in, small frozen results out.

What each one asks, its formula and its pitfalls: ``docs/explanation/measures.md``.
"""

from keiretsu.measures.arrays import FlowMatrix
from keiretsu.measures.blocs import Frustration, frustration_index
from keiretsu.measures.circularity import Circulation, maximum_circulation
from keiretsu.measures.clearing import Clearing, clearing_vector
from keiretsu.measures.comembership import CoMembership, co_membership
from keiretsu.measures.concentration import Concentration, concentration_ratio, hhi
from keiretsu.measures.crossholdings import FailureCascade, dependency_matrix, failure_cascade
from keiretsu.measures.cycles import elementary_cycles
from keiretsu.measures.debtrank import DebtRank, debt_rank
from keiretsu.measures.input_output import (
    HypotheticalExtraction,
    ghosh_inverse,
    hypothetical_extraction,
    leontief_inverse,
    upstreamness,
)
from keiretsu.measures.loops import Loop
from keiretsu.measures.provenance import SourceShares, source_shares
from keiretsu.measures.roundtrip import Bounds, RoundTrip, round_trip, self_funded
from keiretsu.measures.signedbalance import Balance, balance
from keiretsu.measures.stationary import (
    CirculationDecomposition,
    WeightedCycle,
    circulation_decomposition,
)
from keiretsu.measures.tagging import Edge
from keiretsu.measures.throughflow import Cycling, cycling

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
    "Edge",
    "FailureCascade",
    "FlowMatrix",
    "Frustration",
    "HypotheticalExtraction",
    "Loop",
    "RoundTrip",
    "SourceShares",
    "WeightedCycle",
    "balance",
    "circulation_decomposition",
    "clearing_vector",
    "co_membership",
    "concentration_ratio",
    "cycling",
    "debt_rank",
    "dependency_matrix",
    "elementary_cycles",
    "failure_cascade",
    "frustration_index",
    "ghosh_inverse",
    "hhi",
    "hypothetical_extraction",
    "leontief_inverse",
    "maximum_circulation",
    "round_trip",
    "self_funded",
    "source_shares",
    "upstreamness",
]
