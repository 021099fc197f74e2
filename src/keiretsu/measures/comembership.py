"""How firmly two parties belong together: blocs over many resampled networks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.measures.blocs import least_frustrated
from keiretsu.measures.blocsolver import EFFORT
from keiretsu.measures.options import above_zero, whole
from keiretsu.measures.signed import CODE, Pairs, SignedEdgeList, signed_edges_of


@dataclass(frozen=True, slots=True, eq=False)
class CoMembership:
    """How often two parties share a bloc.

    Parameters
    ----------
    together
        Shape ``(n, n)``, symmetric: of the samples in which ties connect the two, directly or not, the
        part in which they share a bloc; not a number (nan) where no sample connects them. The
        diagonal is 1.
    connected
        Shape ``(n, n)``: the number of samples that connect the two.
    indices
        The frustration index of each sample, shape ``(samples,)``.
    proved
        Whether the blocs of every sample are proved to be the best.
    """

    together: Floats
    connected: Indices
    indices: Floats
    proved: bool


def co_membership(
    n: int,
    samples_of_edges: Iterable[SignedEdgeList],
    *,
    blocs: int = 2,
    seed: int,
    effort: float = EFFORT,
) -> CoMembership:
    """Find how often two parties share a bloc over resampled signed networks.

    Answers *which alliances hold up, given that some deals may not be real?*
    Formula: samples where ``i`` and ``j`` share a bloc, over samples where ties connect them.

    Parameters
    ----------
    n
        Number of parties.
    samples_of_edges
        One list of signed edges a sample, each as for :func:`frustration_index`; at least one.
    blocs
        How many blocs at most.
    seed
        Whole number, 0 or more: among equally good partitions of a sample one is taken at random
        (though not with equal chances); the same seed gives the same result.
    effort
        How much work each proof may take, as for :func:`frustration_index`.

    Returns
    -------
    CoMembership
        ``together`` (0..1), ``connected``, ``indices`` in the unit of the weights, ``proved``.

    Raises
    ------
    MisuseError
        ``measure.invalid-signed-edges``, also for no sample; ``measure.invalid-option`` for the rest.

    Notes
    -----
    Co-association after Fred and Jain (2005), over exact blocs as in Aref and Wilson (2019).

    Examples
    --------
    Alpha and Beta are allies with a rival; half of the samples doubt Beta's rivalry.

    >>> sure, unsure = [(0, 1, 1), (0, 2, -1), (1, 2, -1)], [(0, 1, 1), (0, 2, -1)]
    >>> result = co_membership(3, [sure, unsure], seed=1)
    >>> result.together.tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    parties = whole(n, "n", least=0, code=CODE)
    most, start = whole(blocs, "blocs", least=1), whole(seed, "seed", least=0)
    work = above_zero(effort, "effort")
    connected = np.zeros((parties, parties), dtype=np.int64)
    shared, indices, proved = np.zeros_like(connected), [], True
    for number, sample in enumerate(samples_of_edges):
        edges = signed_edges_of(parties, sample, f"samples_of_edges[{number}]")
        pairs = edges.pairs()[0]
        best = least_frustrated(pairs, most, work, np.random.default_rng([start, number]))
        linked = _alike(_components(pairs))
        connected += linked
        shared += linked & _alike(best.labels)
        indices.append(math.fsum(np.abs(edges.weight[edges.frustrated_by(best.labels)])))
        proved = proved and best.proved
    if not indices:
        raise MisuseError(CODE, where="samples_of_edges", message="is empty", hint="give one or more")
    together = np.full(shared.shape, np.nan)
    np.divide(shared, connected, out=together, where=connected > 0)
    return CoMembership(together, connected, np.array(indices), proved)


def _alike(labels: Indices) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = labels[:, None] == labels[None, :]
    return same


def _components(pairs: Pairs) -> Indices:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not pairs.parties:
        return np.zeros(0, dtype=np.int64)
    shape = (pairs.parties, pairs.parties)
    graph = coo_array((np.ones(pairs.net.size), (pairs.left, pairs.right)), shape=shape)
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
