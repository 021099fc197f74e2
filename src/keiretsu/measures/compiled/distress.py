"""The spread of distress, many scenarios abreast.

``impact`` is given by holder: ``starts``, ``issuers`` and ``parts``, where a holder loses the part of its
equity if the issuer becomes worthless. Shocks and losses have a row a scenario.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.measures.compiled.abreast import receive

CLOSE = 1e-15  # by which part of itself a loss may still grow in the end


@kernel
def _turned(rows: Floats) -> Floats:
    columns = np.empty((rows.shape[1], rows.shape[0]))
    for scenario in range(rows.shape[0]):
        for party in range(rows.shape[1]):
            columns[party, scenario] = rows[scenario, party]
    return columns


@kernel
def _pass_on(
    starts: Indices, issuers: Indices, parts: Floats, shock: Floats, lost: Floats, hits: Floats
) -> bool:
    """Let each holder bear the losses as they stand by then; return whether some grew."""
    grew = np.int64(0)
    for holder in range(len(shock)):
        if starts[holder] < starts[holder + 1]:
            receive(holder, starts, issuers, parts, lost, hits)
            for scenario in range(shock.shape[1]):
                loses = min(1.0, shock[holder, scenario] + hits[scenario])
                grew |= np.int64(loses - lost[holder, scenario] > CLOSE * loses)
                lost[holder, scenario] = loses
    return bool(grew > 0)


@kernel
def linear(
    starts: Indices, issuers: Indices, parts: Floats, sweeps: int, width: int, shock: Floats, lost: Floats
) -> NDArray[np.bool_]:
    """Fill ``lost`` with the limit, ``width`` scenarios at a time; return in which it was found."""
    found = np.zeros(len(shock), np.bool_)
    for start in range(0, len(shock), width):
        begins = _turned(shock[start : start + width])
        grown, hits = begins.copy(), np.empty(begins.shape[1])
        for _ in range(sweeps):
            if not _pass_on(starts, issuers, parts, begins, grown, hits):
                found[start : start + width] = True
                break
        lost[start : start + width] = _turned(grown)
    return found


@kernel
def _first_hit(lost: Floats, passing: Floats, passed: NDArray[np.bool_]) -> bool:
    """Set what those pass on who were first hit in the last step; return whether there are any."""
    some = np.int64(0)
    for party in range(len(lost)):
        for scenario in range(lost.shape[1]):
            passes = (lost[party, scenario] > 0) & ~passed[party, scenario]
            some |= np.int64(passes)
            passed[party, scenario] |= passes
            passing[party, scenario] = lost[party, scenario] if passes else 0.0
    return bool(some > 0)


@kernel
def original(
    starts: Indices, issuers: Indices, parts: Floats, width: int, shock: Floats, lost: Floats
) -> None:
    """Fill ``lost``, where each passes on its loss once, ``width`` scenarios at a time."""
    for start in range(0, len(shock), width):
        grown = _turned(shock[start : start + width])
        hits, passing = np.empty(grown.shape[1]), np.empty(grown.shape)
        passed = np.zeros(grown.shape, np.bool_)
        while _first_hit(grown, passing, passed):
            for holder in range(len(grown)):
                receive(holder, starts, issuers, parts, passing, hits)
                for scenario in range(grown.shape[1]):
                    loses = grown[holder, scenario] + hits[scenario]
                    grown[holder, scenario] = min(1.0, loses)
        lost[start : start + width] = _turned(grown)
