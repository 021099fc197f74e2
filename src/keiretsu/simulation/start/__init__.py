"""The start of a simulation: a network's industry, with what is known of each firm and what is estimated."""

from keiretsu.simulation.start.building import drawn_start, industry_of
from keiretsu.simulation.start.listing import starting_figures

__all__ = ["drawn_start", "industry_of", "starting_figures"]
