"""Places for the parties on the map, computed once, so that no browser has to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Places = NDArray[np.float64]

WIDTH = 1000.0
ROOM_A_PARTY = 11_500.0  # of the map's area; a label under a mark needs about that
LEAST_HEIGHT = 420.0
GAP = (118.0, 46.0)  # between two marks, across and down: the room of a label
RANKED = 0.65
STEPS = 400
MOST_IN_FULL = 1_000  # parties; beyond, distances to some of them must do
PIVOTS = 100
SWEEPS, SETTLED = 40, 1e-4
SEED = 7


def height(parties: int) -> float:
    """Return the height of a map that is :data:`WIDTH` wide.

    Examples
    --------
    >>> height(3), height(60)
    (420.0, 690.0)
    """
    return max(LEAST_HEIGHT, ROOM_A_PARTY * parties / WIDTH)


def screen(parties: int, ratio: float = 1.5) -> tuple[float, float]:
    """Return the width and height of a map that can be zoomed: of one shape, whatever its size.

    Examples
    --------
    >>> screen(600)
    (3217.1, 2144.8)
    """
    area = max(ROOM_A_PARTY * parties, WIDTH * LEAST_HEIGHT)
    return round((area * ratio) ** 0.5, 1), round((area / ratio) ** 0.5, 1)


def place(
    parties: list[str], pairs: Iterable[tuple[str, str]], frame: tuple[float, float] | None = None
) -> Places:
    """Return x and y of each party, connected ones near each other and no two too close.

    Distances on the map follow distances in the graph: their stress is majorised from a start by
    multidimensional scaling (Gansner, Koren and North 2005). Of more than :data:`MOST_IN_FULL`
    parties, the scaling from some pivots must do (Brandes and Pich 2007). Then the map is turned so
    that it lies wide, stretched to its frame, and marks that crowd are pushed apart. The same graph
    always gives the same map.

    Examples
    --------
    >>> place(["a", "b", "c"], [("a", "b"), ("b", "c")]).shape
    (3, 2)
    """
    limits = np.array(frame or (WIDTH, height(len(parties))))
    if len(parties) < 2:
        return np.tile(limits / 2, (len(parties), 1))
    graph = _graph(parties, pairs)
    if len(parties) <= MOST_IN_FULL:
        distances = _distances(graph, np.arange(len(parties)))
        found = _majorised(_told_apart(_scaled(distances)), distances)
    else:
        found = _told_apart(_scaled(_distances(graph, _pivots(graph))))
    return np.round(_apart(_stretched(_turned(found), limits), limits), 1)


def _graph(parties: list[str], pairs: Iterable[tuple[str, str]]) -> csr_array:
    from scipy.sparse import csr_array

    index = {party: number for number, party in enumerate(parties)}
    ends = np.array([(index[one], index[other]) for one, other in pairs if one != other], dtype=np.intp)
    rows, columns = ends.reshape(-1, 2).T
    return csr_array((np.ones(rows.size), (rows, columns)), shape=(len(parties), len(parties)))


def _distances(graph: csr_array, sources: NDArray[np.intp]) -> Places:
    """Return steps from all parties to some; unconnected ones are about as far apart as parties on average.

    Further off, a pair with no relation to the rest would take half of the map.
    """
    from scipy.sparse.csgraph import shortest_path

    steps = shortest_path(graph, method="D", directed=False, unweighted=True, indices=sources).T
    is_near = np.isfinite(steps)
    return np.where(is_near, steps, 1.0 + float(steps[is_near].mean()))


def _pivots(graph: csr_array) -> NDArray[np.intp]:
    """Return parties spread over the graph, each the farthest from those before it."""
    chosen = [int(np.argmax(np.diff(graph.indptr)))]
    nearest = _distances(graph, np.array(chosen))[:, 0]
    while len(chosen) < PIVOTS:
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, _distances(graph, np.array(chosen[-1:]))[:, 0])
    return np.array(chosen)


def _scaled(distances: Places) -> Places:
    """Return places by multidimensional scaling of distances, from all parties to all or to some."""
    squared = distances**2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()
    _, axes = np.linalg.eigh(centred.T @ centred)
    return np.asarray(centred @ axes[:, -2:])


def _told_apart(places: Places) -> Places:
    """Return the places, about one step apart, with parties of one place moved a little off each other."""
    spread = float(places.std()) or 1.0
    noise = np.random.default_rng(SEED).normal(scale=0.05, size=places.shape)
    return places / spread + noise


def _majorised(places: Places, distances: Places) -> Places:
    """Return the places of least stress that lie downhill, distances weighted by their inverse squares."""
    from scipy.linalg import cho_factor, cho_solve
    from scipy.spatial.distance import cdist

    count = len(places)
    weights = np.divide(1.0, distances**2, out=np.zeros_like(distances), where=distances > 0)
    pull = np.diag(weights.sum(axis=1)) - weights
    factor = cho_factor(pull + 1.0 / count)
    for _ in range(SWEEPS):
        apart = cdist(places, places)
        push = np.divide(-weights * distances, apart, out=np.zeros_like(apart), where=apart > 0)
        np.fill_diagonal(push, -push.sum(axis=1))
        moved = cho_solve(factor, push @ places)
        is_settled = np.abs(moved - places).max() < SETTLED * np.ptp(places)
        places = moved
        if is_settled:
            break
    return places


def _turned(places: Places) -> Places:
    """Return the places with their longest axis lying."""
    centred = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(axes[np.arange(2), np.abs(axes).argmax(axis=1)])
    return np.asarray(centred @ (axes * signs[:, None]).T)


def _stretched(places: Places, frame: Places) -> Places:
    """Return the places over the whole frame, each axis partly by rank and partly by size.

    Ranks spread out a crowded middle and close gaps; sizes keep the shape.
    """
    low, span = places.min(axis=0), np.ptp(places, axis=0)
    sized = (places - low) / np.where(span > 0, span, 1.0)
    ranked = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / (len(places) - 1)
    return np.asarray((RANKED * ranked + (1 - RANKED) * sized) * frame)


def _apart(places: Places, frame: Places) -> Places:
    """Push marks apart until none stands in the room of another, or the steps run out."""
    from scipy.spatial import KDTree

    gap = np.array(GAP)
    for _ in range(STEPS):
        scaled = places / gap
        one, other = KDTree(scaled).query_pairs(1.0, output_type="ndarray").T
        if not one.size:
            break
        apart = scaled[one] - scaled[other]
        distance = np.sqrt((apart**2).sum(axis=1))[:, None]
        push = apart * (1.0 - distance) / np.maximum(distance, 1e-9)
        moved = np.zeros_like(places)
        np.add.at(moved, one, push)
        np.subtract.at(moved, other, push)
        places = np.clip(places + moved * gap * 0.4, 0.0, frame)
    return places
