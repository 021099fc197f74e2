"""The accounting core: parties that pay each other by rules, with books that balance.

A model is parties, instruments and behaviours; a run gives every party's books in every period, on
every path. The textbook models of :mod:`keiretsu.simulation.textbook` show how one is stated.
"""

from keiretsu.simulation.books import Books
from keiretsu.simulation.faults import SimulationError
from keiretsu.simulation.posting import Kind, Posting
from keiretsu.simulation.records import Amount, Behaviour, Instrument, Model, Parameter
from keiretsu.simulation.run import Run
from keiretsu.simulation.running import Start, in_blocks, simulate

__all__ = [
    "Amount",
    "Behaviour",
    "Books",
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
]
