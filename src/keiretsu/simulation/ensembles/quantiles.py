"""Quantiles that are figures of a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.ensembles.records import invalid


def figures_at(figures: Floats, at: Sequence[float]) -> tuple[float, ...]:
    """Return the least figures that at least these shares of all don't exceed; ``nan`` of none.

    Examples
    --------
    >>> figures_at(np.array([3.0, 1.0, 2.0, 4.0]), (0, 0.5, 1))
    (1.0, 2.0, 4.0)
    """
    if wrong := [share for share in at if not 0 <= share <= 1]:
        raise invalid(f"quantile {wrong[0]:g}", "isn't a share of the runs", "give numbers from 0 to 1")
    if not figures.size:
        return (np.nan,) * len(at)
    found = np.quantile(figures, list(at), method="inverted_cdf")
    return tuple(float(each) for each in found)
