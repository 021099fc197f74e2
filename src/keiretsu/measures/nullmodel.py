"""Is it more than chance? A figure of a network against networks that are rewired at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats, FlowMatrix, Indices, edges_of
from keiretsu.measures.options import whole
from keiretsu.measures.rewiring import rewired
from keiretsu.quantities import counted

Figure: TypeAlias = Callable[[Floats], Floats]
"""A figure of networks: flows of shape ``(s, n, n)`` in, ``s`` numbers out."""

TIE = 1e-6  # relative: what rounding and the fit of strengths may differ by


@dataclass(frozen=True, slots=True, eq=False)
class NullModel:
    """A figure of a network, and the same figure of networks rewired at random.

    Parameters
    ----------
    observed
        The figure of the network.
    values
        That of each random network, shape ``m``.
    swapped
        How many swaps of payees made each of them out of their common start, shape ``m``.
    unmet
        The part of all money, 0..1, that reaches another payee than the strengths say, shape ``m``.
    seed
        Of the random numbers.
    """

    observed: float
    values: Floats
    swapped: Indices
    unmet: Floats
    seed: int

    @property
    def p_value(self) -> float:
        """The chance of a figure as large under the null hypothesis, one-sided: 1 / (1 + m) to 1."""
        as_large = self.values >= self.observed - TIE * abs(self.observed)
        return float((1 + as_large.sum()) / (1 + self.values.size))

    @property
    def mean(self) -> float:
        """What chance gives on average."""
        return float(self.values.mean())

    @property
    def deviation(self) -> float:
        """The standard deviation of what chance gives."""
        return float(self.values.std())

    @property
    def z(self) -> float:
        """How many standard deviations the figure is above chance; nan where chance gives one figure only."""
        spread = self.deviation > TIE * max(abs(self.observed), abs(self.mean))
        return (self.observed - self.mean) / self.deviation if spread else float("nan")

    @property
    def is_frozen(self) -> bool:
        """Whether no two payments can swap payees, so that nothing can be compared and ``p_value`` is 1."""
        return not self.swapped.any()


def null_model(flows: FlowMatrix, figure: Figure, *, samples: int = 200, seed: int = 0) -> NullModel:
    """Compare a figure of a network with the same of networks rewired at random.

    Answers *is the figure larger than how many partners each party has, and how much it pays and
    receives, would give by chance?*

    Formula: ``p = (1 + #{values >= observed}) / (1 + m)``, ``z = (observed - mean) / deviation``.

    Parameters
    ----------
    flows
        ``W``, shape ``(n, n)``, dense or SciPy sparse: ``W[i, j]`` is what ``i`` pays ``j``, whatever for.
    figure
        Takes flows of shape ``(s, n, n)`` and returns ``s`` numbers, such as :func:`circulating_share`.
    samples
        How many random networks, ``m``, at least 1; 199 or 999 give round values of ``p``.
    seed
        The same seed gives the same result.

    Returns
    -------
    NullModel
        ``observed``, ``values``, ``p_value``, ``z``, ``unmet``.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows``; ``measure.invalid-option`` for no samples, or a figure that doesn't
        give one number a network.

    Notes
    -----
    How many parties each pays and is paid by is kept exactly, as is what it pays; what it receives is
    kept as well as the new edges allow, and ``unmet`` says how well: see
    :func:`keiretsu.measures.rewiring.rewired` for the method. The observed network counts as one
    of the possible ones (Davison and Hinkley 1997; Phipson and Smyth 2010), so that ``p`` is never 0. A
    small ``p`` says that the wiring matters, not that anybody meant it; a large one doesn't say that
    there are no loops. On such null models Squartini and Garlaschelli (2011).

    Examples
    --------
    Alpha pays Beta, who pays Gamma, who pays Alpha: no two payments can swap payees.

    >>> from keiretsu.measures.circulating import circulating_share
    >>> result = null_model([[0, 5, 0], [0, 0, 10], [20, 0, 0]], circulating_share, samples=19)
    >>> result.p_value, result.is_frozen
    (1.0, True)
    """
    count = whole(samples, "samples", least=1)
    blocks = list(rewired(flows, np.random.default_rng(seed), count))
    return NullModel(
        observed=float(_figures(figure, edges_of(flows).dense()[None])[0]),
        values=np.concatenate([_figures(figure, block.flows) for block in blocks]),
        swapped=np.concatenate([block.swapped for block in blocks]),
        unmet=np.concatenate([block.unmet for block in blocks]),
        seed=seed,
    )


def _figures(figure: Figure, flows: Floats) -> Floats:
    found = np.asarray(figure(flows), dtype=np.float64)
    if found.shape != (len(flows),):
        raise MisuseError(
            "measure.invalid-option",
            where="figure",
            message=f"gives shape {found.shape} for {counted(len(flows), 'network')}",
            hint="return one number a network",
        )
    return found
