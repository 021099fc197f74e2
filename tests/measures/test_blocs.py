"""The frustration index, structural balance and co-membership: degenerate and hard cases."""

import math
import sys
from itertools import combinations, product

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.measures import balance, co_membership, frustration_index

RIVALS = [(0, 1, -1), (0, 2, -1), (1, 2, -1)]


def least_by_trying(n, edges, blocs):
    return min(
        sum(abs(weight) for i, j, weight in edges if (labels[i] == labels[j]) != (weight > 0))
        for labels in product(range(blocs), repeat=n)
    )


@pytest.mark.parametrize("blocs", [1, 2, 3, 4])
@pytest.mark.parametrize("number", range(6))
def test_the_same_as_trying_every_partition(number, blocs):
    rng = np.random.default_rng(number)
    n = 7
    edges = [
        (i, j, float(rng.integers(-3, 4) or 1)) for i, j in combinations(range(n), 2) if rng.random() < 0.7
    ]
    result = frustration_index(n, edges, blocs=blocs)
    assert result.index == least_by_trying(n, edges, blocs) == result.lower_bound
    assert result.proved


def test_what_is_frustrated_is_named():
    result = frustration_index(3, [(0, 1, 2), (1, 2, 2), (0, 2, -1)])
    assert (result.frustrated, result.index, result.partition) == ((2,), 1.0, ((0, 1, 2),))


def test_edges_of_one_pair_add_up_and_contradictions_cost():
    result = frustration_index(2, [(0, 1, 3), (1, 0, -1), (1, 0, -1)])
    assert (result.index, result.frustrated, result.lower_bound) == (2.0, (1, 2), 2.0)
    assert frustration_index(2, [(0, 1, 1), (1, 0, -1)]).index == 1


def test_a_tie_to_oneself():
    assert frustration_index(1, [(0, 0, 5)]).index == 0
    hostile = frustration_index(2, [(0, 0, -5), (0, 1, -1)])
    assert (hostile.index, hostile.lower_bound, hostile.frustrated) == (5.0, 5.0, (0,))
    assert balance(1, [(0, 0, -1)]).walk_balance == pytest.approx(math.exp(-2))


@pytest.mark.parametrize("edges", [[], np.zeros((0, 3)), [(0, 1, 0)], iter([])])
def test_no_ties(edges):
    result = frustration_index(3, list(edges))
    assert (result.index, result.partition, result.normalised, result.proved) == (0, ((0, 1, 2),), 1, True)
    assert balance(3, list(edges)).walk_balance == 1
    assert math.isnan(balance(3, []).balanced_triangle_share)


def test_nobody():
    assert frustration_index(0, []).partition == ()
    assert balance(0, []).walk_balance == 1
    assert co_membership(0, [[]], seed=0).together.shape == (0, 0)


def test_more_blocs_than_parties():
    for blocs in (50, 10**30):
        result = frustration_index(3, RIVALS, blocs=blocs)
        assert (result.index, len(result.partition)) == (0, 3)


def test_weights_that_are_not_whole_and_far_apart():
    heavy = [(0, 1, -1e12), (1, 2, -1e12), (0, 2, -0.3e12)]
    light = [(3, 4, -0.1), (4, 5, -0.2), (3, 5, -0.3), (2, 3, -1e-3)]
    result = frustration_index(6, heavy + light)
    assert result.index == pytest.approx(0.3e12 + 0.1, rel=1e-15)
    assert result.lower_bound == pytest.approx(result.index, rel=1e-12)
    assert result.frustrated == (2, 3)


def test_weights_at_the_edge_of_a_float():
    assert frustration_index(3, [(i, j, 5e307 * w) for i, j, w in RIVALS]).index == 5e307
    assert frustration_index(3, [(i, j, 5e-324 * w) for i, j, w in RIVALS]).index == 5e-324


def test_a_long_chain_of_blocks_is_solved_piece_by_piece():
    links = [(i, i + 1, -1) for i in range(0, 3000, 2)] + [(i, i + 1, 1) for i in range(1, 3000, 2)]
    corners = [(6000 + i, 30 * i, -1) for i in range(20)] + [(6000 + i, 30 * i + 1, -1) for i in range(20)]
    result = frustration_index(6020, links + corners)
    assert (result.index, result.proved) == (20, True)


def test_a_search_cut_short_says_so():
    rng = np.random.default_rng(1)
    edges = [(i, j, int(rng.choice([-1, 1]))) for i, j in combinations(range(16), 2)]
    result = frustration_index(16, edges, effort=1e-9)
    assert not result.proved
    assert 0 <= result.lower_bound < result.index


def test_an_array_does_as_well_as_a_list():
    assert frustration_index(3, np.array(RIVALS)).index == 1
    assert balance(3, np.array(RIVALS, dtype=float)).triangles == 1


@pytest.mark.parametrize(
    ("n", "edges"),
    [
        (2, [(0, 2, 1)]),
        (2, [(-1, 0, 1)]),
        (2, [(0.5, 1, 1)]),
        (2, [(0, 1)]),
        (2, [(0, 1, 1), (0, 1)]),
        (2, [(0, 1, math.nan)]),
        (2, [(0, 1, math.inf)]),
        (2, [(math.nan, 1, 1)]),
        (2, [("a", "b", 1)]),
        (2, [(0, 1, 1e308), (0, 1, 1e308)]),
        (-1, []),
        (1.5, []),
        (True, []),
    ],
)
def test_ties_that_make_no_network_are_refused(n, edges):
    for measure in (frustration_index, balance, lambda n, edges: co_membership(n, [edges], seed=0)):
        with pytest.raises(MisuseError) as caught:
            measure(n, edges)
        assert caught.value.problem.code == "measure.invalid-signed-edges"


@pytest.mark.parametrize("blocs", [0, -1, 2.0, None, True])
def test_a_number_of_blocs_that_is_none_is_refused(blocs):
    with pytest.raises(MisuseError, match=r"measure\.invalid-option: blocs"):
        frustration_index(3, RIVALS, blocs=blocs)


def test_triangles_count_by_the_net_sign_of_each_pair():
    result = balance(3, [(0, 1, 2), (1, 0, -1), (1, 2, -1), (0, 2, 1), (0, 2, -1)])
    assert (result.edges, result.negative_edges, result.triangles) == (5, 3, 0)
    assert balance(3, [(0, 1, 2), (1, 0, -1), (1, 2, -1), (0, 2, -4)]).balanced_triangles == 1


def test_walk_balance_of_a_large_clique_does_not_overflow():
    clique = [(i, j, 1 if i % 2 == j % 2 else -1) for i, j in combinations(range(715), 2)]
    result = balance(715, clique)
    assert (result.walk_balance, result.balanced_triangle_share) == (pytest.approx(1), 1)


def test_co_membership_shows_a_tie_between_partitions():
    result = co_membership(3, [RIVALS] * 60, seed=3)
    pairs = result.together[np.triu_indices(3, 1)]
    assert pairs.sum() == pytest.approx(1)
    assert (pairs > 0.05).all()
    assert (result.indices == 1).all()
    assert result.proved


def test_co_membership_counts_only_samples_that_connect():
    result = co_membership(3, [[(0, 1, 1)], [(0, 1, -1)], [(0, 1, 1), (1, 2, -1)]], seed=0)
    assert result.connected.tolist() == [[3, 3, 1], [3, 3, 1], [1, 1, 3]]
    assert result.together[0, 1] == pytest.approx(2 / 3)
    assert result.together[0, 2] == 0
    assert math.isnan(co_membership(3, [[(0, 1, 1)]], seed=0).together[0, 2])


def test_co_membership_repeats_itself():
    rng = np.random.default_rng(5)
    samples = [[(i, j, int(rng.integers(-2, 3))) for i, j in combinations(range(9), 2)] for _ in range(8)]
    first, again = (co_membership(9, samples, blocs=3, seed=11) for _ in range(2))
    assert np.array_equal(first.together, again.together)
    assert first.indices.tolist() == [frustration_index(9, edges, blocs=3).index for edges in samples]


@pytest.mark.parametrize(("samples", "seed"), [([], 0), ([RIVALS], -1), ([RIVALS], None)])
def test_co_membership_of_nothing_is_refused(samples, seed):
    with pytest.raises(MisuseError):
        co_membership(3, samples, seed=seed)


def test_the_solver_is_imported_only_where_it_is_used():
    assert "ortools" not in vars(sys.modules["keiretsu.measures.blocsolver"])
