"""The circulation decomposition of a stationary Markov chain: every flow as weighted cycles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Edges, Floats, FlowMatrix, edges_of
from keiretsu.measures.cycles import cycles_along
from keiretsu.measures.graphs import strong_components
from keiretsu.quantities import counted

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, order=True)
class WeightedCycle:
    """A cycle and how often a step, in the long run, completes it.

    Parameters
    ----------
    parties
        Indices in the order of passage, from the smallest.
    weight
        Completions a step, above 0 and at most 1.
    """

    parties: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class CirculationDecomposition:
    """A stationary chain as a sum of cycles; iterate over it for the cycles.

    Parameters
    ----------
    cycles
        Every elementary cycle with its weight, the heaviest first.
    stationary
        The stationary distribution, shape ``(n,)``: 0 for parties that the chain leaves for good.
    flows
        ``pi_i p_ij``, shape ``(n, n)``: what the weights of the cycles through each edge add up to.
    """

    cycles: tuple[WeightedCycle, ...]
    stationary: Floats
    flows: Floats

    @property
    def total(self) -> float:
        """Sum of weight times length: 1, as each step belongs to one completed cycle."""
        return float(sum(cycle.weight * len(cycle.parties) for cycle in self.cycles))

    def __iter__(self) -> Iterator[WeightedCycle]:
        return iter(self.cycles)

    def __len__(self) -> int:
        return len(self.cycles)


def circulation_decomposition(transition: FlowMatrix) -> CirculationDecomposition:
    """Write the flows of a stationary Markov chain as a sum of weighted cycles.

    Answers *if each party passes on each dollar by these chances, round which cycles does it go, and
    how often?* Unlike a decomposition of amounts into loops, this one is unique: the weights are
    the long-run rates at which a sample path completes each cycle, almost surely.

    Formula: for a cycle ``c`` with product of chances ``p(c)``, and ``D(S)`` the determinant of
    ``I - P`` over the parties in ``S``, ``w_c = p(c) D(all but c) / sum_j D(all but j)``. The weights
    of the cycles through an edge add up to ``pi_i p_ij``, those through a party to ``pi_i``.

    Parameters
    ----------
    transition
        ``P``, shape ``(n, n)``, dense or SciPy sparse: row ``i`` holds the chances that money at ``i`` goes
        to each party next, and adds up to 1 (a cell ``P[i, i]`` is money that stays).

    Returns
    -------
    CirculationDecomposition
        ``cycles`` with weights, ``stationary``, ``flows``. Their number can grow faster than
        exponentially with the parties: 84 for five that all pay each other, 1.1 million for ten.

    Raises
    ------
    MisuseError
        ``measure.invalid-transition`` for rows that don't add up to 1;
        ``measure.reducible-chain`` if there are two or more groups that money can't leave, as the
        long-run rates then depend on where it starts. With one such group, parties outside it
        are left for good: they take part in no cycle of weight above 0, and are not listed.

    Notes
    -----
    Qian and Qian (1982); Kalpazidou (1995). The determinants are taken, by Jacobi's identity, from
    small blocks of ``(I - P)^-1`` with one party removed, so that they neither under- nor overflow.

    Examples
    --------
    Alpha pays Beta; Beta pays Alpha or Gamma with even chances; Gamma pays Alpha.

    >>> result = circulation_decomposition([[0, 1, 0], [0.5, 0, 0.5], [1, 0, 0]])
    >>> [(cycle.parties, round(cycle.weight, 3)) for cycle in result]
    [((0, 1), 0.2), ((0, 1, 2), 0.2)]
    >>> result.stationary.round(3).tolist()
    [0.4, 0.4, 0.2]
    """
    edges = edges_of(transition, code="measure.invalid-transition", name="transition")
    chances = _stochastic(edges)
    group = _recurrent(edges)
    inner = chances[np.ix_(group, group)]
    pi = _stationary(inner)
    stationary = np.zeros(edges.parties)
    stationary[group] = pi
    cycles = (
        WeightedCycle(tuple(group[list(cycle)].tolist()), weight) for cycle, weight in _weights(inner, pi)
    )
    return CirculationDecomposition(
        cycles=tuple(sorted(cycles, key=lambda cycle: (-cycle.weight, cycle.parties))),
        stationary=stationary,
        flows=stationary[:, None] * chances,
    )


def _stochastic(edges: Edges) -> Floats:
    sums = edges.paid()
    wrong = np.abs(sums - 1) > ROUNDING
    if wrong.any() or not edges.parties:
        place = f"transition[{np.argmax(wrong)}]" if edges.parties else "transition"
        total = sums[np.argmax(wrong)] if edges.parties else 0.0
        raise MisuseError(
            "measure.invalid-transition",
            where=place,
            message=f"adds up to {total}, not to 1",
            hint="divide each row by its sum; give a party that pays nobody a way out or P[i, i] = 1",
        )
    chances: Floats = edges.dense() / sums[:, None]
    return chances


def _recurrent(edges: Edges) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the one group of parties that money can't leave."""
    labels = strong_components(edges)
    leaving = labels[edges.payer] != labels[edges.payee]
    groups = np.setdiff1d(labels, labels[edges.payer[leaving]])
    if groups.size > 1:
        raise MisuseError(
            "measure.reducible-chain",
            where="transition",
            message=f"has {counted(groups.size, 'group')} that money can't leave",
            hint="decompose each group by itself",
        )
    return np.flatnonzero(labels == groups[0])


def _stationary(chances: Floats) -> Floats:
    """Return the stationary distribution by state reduction, which never subtracts."""
    work = chances.copy()
    n = work.shape[0]
    for k in range(n - 1, 0, -1):
        work[:k, k] /= work[k, :k].sum()
        work[:k, :k] += np.outer(work[:k, k], work[k, :k])
    pi = np.ones(n)
    for k in range(1, n):
        pi[k] = pi[:k] @ work[:k, k]
    total: Floats = pi / pi.sum()
    return total


def _weights(chances: Floats, pi: Floats) -> Iterator[tuple[tuple[int, ...], float]]:
    n = chances.shape[0]
    leaving = -chances * (1 - np.eye(n))
    # 1 - P[i, i] as the sum of the other chances: a party that money hardly leaves keeps its digits.
    leaving -= np.diag(leaving.sum(axis=1))
    visits: dict[int, Floats] = {}
    payer, payee = np.nonzero(chances)
    for cycle in cycles_along(Edges(n, payer, payee, chances[payer, payee])):
        first, rest = cycle[0], np.array(cycle[1:], dtype=np.int64)
        if first not in visits:
            others = np.ix_(np.arange(n) != first, np.arange(n) != first)
            visits[first] = np.zeros((n, n))
            visits[first][others] = np.linalg.inv(leaving[others])
        along = np.prod([chances[i, j] for i, j in zip(cycle, (*cycle[1:], first), strict=True)])
        yield cycle, float(pi[first] * along * np.linalg.det(visits[first][np.ix_(rest, rest)]))
