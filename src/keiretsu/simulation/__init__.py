"""The accounting core: parties that pay each other by rules, with books that balance.

A model is parties, instruments and behaviours; a run gives every party's books in every period, on
every path. The textbook models of :mod:`keiretsu.simulation.textbook` show how one is stated.
"""

from keiretsu.simulation.amounts import Amount
from keiretsu.simulation.books import Books
from keiretsu.simulation.closed import ClosedPeriod
from keiretsu.simulation.faults import SimulationError
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.posting import Kind, Posting
from keiretsu.simulation.records import Behaviour, Instrument, Model
from keiretsu.simulation.run import Run
from keiretsu.simulation.running import in_blocks, simulate, walk
from keiretsu.simulation.starting import Start

__all__ = [
    "Amount",
    "Behaviour",
    "Books",
    "ClosedPeriod",
    "Instrument",
    "Kind",
    "Model",
    "Parameter",
    "Posting",
    "Run",
    "SimulationError",
    "Start",
    "in_blocks",
    "simulate",
    "walk",
]
