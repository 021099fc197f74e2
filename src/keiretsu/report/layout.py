"""Places for the parties on the map, computed once, so that no browser has to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import networkx as nx

Places = NDArray[np.float64]

WIDTH = 1000.0
ROOM_A_PARTY = 11_500.0  # of the map's area; a label under a mark needs about that
LEAST_HEIGHT = 420.0
GAP = (118.0, 46.0)  # between two marks, across and down: the room of a label
RANKED = 0.65
STEPS = 400


def height(parties: int) -> float:
    """Return the height of a map that is :data:`WIDTH` wide.

    Examples
    --------
    >>> height(3), height(60)
    (420.0, 690.0)
    """
    return max(LEAST_HEIGHT, ROOM_A_PARTY * parties / WIDTH)


def place(parties: list[str], pairs: Iterable[tuple[str, str]]) -> Places:
    """Return x and y of each party, connected ones near each other and no two too close.

    Distances on the map follow distances in the graph (Kamada and Kawai 1989); then the map is
    turned so that it lies wide, stretched to its frame, and marks that crowd are pushed apart. The
    same graph always gives the same map.

    Examples
    --------
    >>> place(["a", "b", "c"], [("a", "b"), ("b", "c")]).shape
    (3, 2)
    """
    import networkx as nx

    frame = np.array([WIDTH, height(len(parties))])
    if len(parties) < 2:
        return np.tile(frame / 2, (len(parties), 1))
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(parties)
    graph.add_edges_from(pairs)
    found = nx.kamada_kawai_layout(graph, dist=_distances(graph), pos=_start(parties))
    places = _turned(np.array([found[party] for party in parties]))
    return np.round(_apart(_stretched(places, frame), frame), 1)


def _start(parties: list[str]) -> dict[str, tuple[float, float]]:
    angles = np.linspace(0, 2 * np.pi, len(parties), endpoint=False)
    return {party: (float(np.cos(a)), float(np.sin(a))) for party, a in zip(parties, angles, strict=True)}


def _distances(graph: nx.Graph[str]) -> dict[str, dict[str, float]]:
    """Return steps between parties; unconnected ones are about as far apart as parties on average.

    Further off, a pair with no relation to the rest would take half of the map.
    """
    import networkx as nx

    near = {party: dict(lengths) for party, lengths in nx.all_pairs_shortest_path_length(graph)}
    far = 1.0 + float(np.mean([steps for lengths in near.values() for steps in lengths.values()]))
    return {one: {other: near[one].get(other, far) for other in graph} for one in graph}


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
    gap = np.array(GAP)
    for _ in range(STEPS):
        apart = (places[:, None, :] - places[None, :, :]) / gap
        distance = np.sqrt((apart**2).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        crowd = np.clip(1.0 - distance, 0.0, None)
        if not crowd.any():
            break
        push = (apart / np.maximum(distance, 1e-9)[:, :, None] * crowd[:, :, None]).sum(axis=1)
        places = np.clip(places + push * gap * 0.4, 0.0, frame)
    return places
