"""Measures of a network of money flows: pure functions, arrays in, small frozen results out.

What each one asks, its formula and its pitfalls: ``docs/explanation/measures.md``.
"""

from keiretsu.measures.arrays import FlowMatrix
from keiretsu.measures.circularity import Circulation, maximum_circulation
from keiretsu.measures.concentration import Concentration, concentration_ratio, hhi
from keiretsu.measures.cycles import elementary_cycles
from keiretsu.measures.loops import Loop
from keiretsu.measures.provenance import SourceShares, source_shares
from keiretsu.measures.roundtrip import Bounds, RoundTrip, round_trip, self_funded
from keiretsu.measures.stationary import (
    CirculationDecomposition,
    WeightedCycle,
    circulation_decomposition,
)
from keiretsu.measures.tagging import Edge

__all__ = [
    "Bounds",
    "Circulation",
    "CirculationDecomposition",
    "Concentration",
    "Edge",
    "FlowMatrix",
    "Loop",
    "RoundTrip",
    "SourceShares",
    "WeightedCycle",
    "circulation_decomposition",
    "concentration_ratio",
    "elementary_cycles",
    "hhi",
    "maximum_circulation",
    "round_trip",
    "self_funded",
    "source_shares",
]
