"""Where the parties stand on the map."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu.report import layout

RING = [(f"p{n}", f"p{(n + 1) % 40}") for n in range(40)]
STAR = [("p0", f"p{n}") for n in range(1, 40)]


def parties(pairs):
    return sorted({party for pair in pairs for party in pair})


@pytest.mark.parametrize("pairs", [RING, STAR], ids=["ring", "star"])
def test_marks_leave_room_for_labels_and_stay_on_the_map(pairs):
    places = layout.place(parties(pairs), pairs)
    apart = np.abs(places[:, None, :] - places[None, :, :]) / layout.GAP
    distance = np.sqrt((apart**2).sum(axis=2))
    np.fill_diagonal(distance, np.inf)

    assert distance.min() > 0.6
    assert (places >= 0).all()
    assert (places <= [layout.WIDTH, layout.height(40)]).all()


def test_the_same_graph_gives_the_same_map():
    assert np.array_equal(layout.place(parties(RING), RING), layout.place(parties(RING), RING))


def test_unconnected_parties_stand_on_the_map_too():
    places = layout.place(["a", "b", "c", "d"], [("a", "b"), ("c", "d")])

    assert np.isfinite(places).all()
    assert len(np.unique(places, axis=0)) == 4


def test_two_parties_on_one_spot_are_told_apart():
    assert len(np.unique(layout.place(["a", "b"], [("a", "b")]), axis=0)) == 2


@pytest.mark.parametrize("names", [[], ["a"]])
def test_a_map_of_nobody_or_one(names):
    assert layout.place(names, []).shape == (len(names), 2)
