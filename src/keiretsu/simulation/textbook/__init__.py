"""Models of Godley and Lavoie (2007), *Monetary Economics*, stated as behaviours.

SIM (chapter 3, government money), PC (4, bills and portfolio choice), LP (5, bonds and capital gains)
and BMW (7, loans that pay for capital). Each module has ``MODEL``, a ``START``, and what the book calls
things: ``PARAMETERS`` (by symbol) and ``SYMBOLS`` (what reads a variable from a run).
"""

from types import MappingProxyType

from keiretsu.simulation.textbook import bmw, lp, pc, sim

MODELS = MappingProxyType({"SIM": sim, "PC": pc, "LP": lp, "BMW": bmw})

__all__ = ["MODELS", "bmw", "lp", "pc", "sim"]
