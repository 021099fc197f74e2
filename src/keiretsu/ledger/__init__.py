"""Claims added up to deals, and the figures that parties report."""

from keiretsu.ledger.figures import Item, ReportedFigure, Source

__all__ = ["Item", "ReportedFigure", "Source"]
