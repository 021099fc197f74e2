"""What must hold of blocs and balance whatever the signed network is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.measures import balance, co_membership, frustration_index

WEIGHTS = st.integers(-4, 4).map(float)


def law(*cases):
    """Draw cases without a deadline: the first one waits for the solvers to be imported."""
    return lambda test: settings(deadline=None, max_examples=60)(given(*cases)(test))


def edges(n):
    party = st.integers(0, n - 1)
    return st.lists(st.tuples(party, party, WEIGHTS), max_size=3 * n)


networks = st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), edges(n)))
some_blocs = st.integers(1, 4)


def numbered(ties, names):
    return [(names[i], names[j], weight) for i, j, weight in ties]


@law(networks, some_blocs)
def test_the_index_is_what_the_partition_frustrates_and_is_proved(network, blocs):
    n, ties = network
    result = frustration_index(n, ties, blocs=blocs)
    home = {party: place for place, bloc in enumerate(result.partition) for party in bloc}
    assert [home[party] for party in range(n)] == result.labels.tolist()
    against = [k for k, (i, j, weight) in enumerate(ties) if weight and (home[i] == home[j]) != (weight > 0)]
    assert list(result.frustrated) == against
    assert result.index == sum(abs(ties[k][2]) for k in against) == result.lower_bound
    assert result.proved
    assert len(result.partition) <= blocs


@law(networks, some_blocs, st.randoms(use_true_random=False))
def test_names_order_and_direction_do_not_matter(network, blocs, random):
    n, ties = network
    names = random.sample(range(n), n)
    other = [(j, i, weight) for i, j, weight in random.sample(numbered(ties, names), len(ties))]
    assert frustration_index(n, other, blocs=blocs).index == frustration_index(n, ties, blocs=blocs).index
    first, second = balance(n, ties), balance(n, other)
    assert (first.triangles, first.balanced_triangles) == (second.triangles, second.balanced_triangles)
    assert first.walk_balance == pytest.approx(second.walk_balance)


@law(networks, some_blocs, st.floats(1e-6, 1e9))
def test_the_unit_scales_the_index_and_leaves_balance_alone(network, blocs, rate):
    n, ties = network
    scaled = [(i, j, weight * rate) for i, j, weight in ties]
    first, second = (frustration_index(n, given, blocs=blocs) for given in (ties, scaled))
    assert second.index == pytest.approx(first.index * rate)
    assert second.normalised == pytest.approx(first.normalised)


@law(networks, some_blocs)
def test_an_edge_of_zero_and_an_isolated_party_change_nothing(network, blocs):
    n, ties = network
    more = [*ties, (0, n, 0.0), (0, n - 1, 0.0)]
    assert frustration_index(n + 1, more, blocs=blocs).index == frustration_index(n, ties, blocs=blocs).index
    assert balance(n + 1, more).triangles == balance(n, ties).triangles


@law(networks, networks, some_blocs, st.booleans())
def test_networks_side_by_side_or_joined_in_one_party_add_up(first, second, blocs, joined):
    shift = first[0] - joined
    together = first[1] + numbered(second[1], range(shift, shift + second[0]))
    parts = [frustration_index(n, ties, blocs=blocs).index for n, ties in (first, second)]
    assert frustration_index(shift + second[0], together, blocs=blocs).index == sum(parts)
    counted = [balance(n, ties).balanced_triangles for n, ties in (first, second)]
    assert balance(shift + second[0], together).balanced_triangles == sum(counted)


@law(networks)
def test_more_blocs_never_frustrate_more(network):
    n, ties = network
    indices = [frustration_index(n, ties, blocs=blocs).index for blocs in (1, 2, 3, 4)]
    assert indices == sorted(indices, reverse=True)
    assert indices[0] == -sum(weight for i, j, weight in ties if weight < 0)
    between = sum(abs(weight) for i, j, weight in ties if i != j)
    loops = -sum(weight for i, j, weight in ties if i == j and weight < 0)
    assert indices[1] <= loops + between / 2


@law(networks, some_blocs)
def test_a_firm_split_in_two_close_allies_and_merged_again(network, blocs):
    n, ties = network
    split = [(n if i == 0 and k % 2 else i, j, weight) for k, (i, j, weight) in enumerate(ties)]
    split = [(i, n if i == n and j == 0 else j, weight) for i, j, weight in split]
    bond = (0, n, 1.0 + sum(abs(weight) for _, _, weight in ties))
    whole = frustration_index(n, ties, blocs=blocs).index
    assert frustration_index(n + 1, [*split, bond], blocs=blocs).index == whole


@law(networks, st.sets(st.integers(0, 7)))
def test_turning_the_ties_between_two_groups_keeps_two_blocs_and_balance(network, group):
    n, ties = network
    turned = [(i, j, -weight if (i in group) != (j in group) else weight) for i, j, weight in ties]
    assert frustration_index(n, turned).index == frustration_index(n, ties).index
    first, second = balance(n, ties), balance(n, turned)
    assert (first.triangles, first.balanced_triangles) == (second.triangles, second.balanced_triangles)
    assert first.walk_balance == pytest.approx(second.walk_balance)


@law(networks)
def test_walks_are_balanced_exactly_if_two_blocs_fit(network):
    n, ties = network
    simple = {(min(i, j), max(i, j)): weight for i, j, weight in ties if weight}
    clean = [(i, j, weight) for (i, j), weight in simple.items()]
    result = balance(n, clean)
    assert 0 < result.walk_balance <= 1
    assert (result.walk_balance > 1 - 1e-9) == (frustration_index(n, clean).index == 0)


@law(st.integers(1, 6).flatmap(lambda n: st.tuples(st.just(n), st.lists(edges(n), min_size=1, max_size=3))))
def test_co_membership_is_a_symmetric_share(case):
    n, samples = case
    result = co_membership(n, samples, seed=7)
    known = ~np.isnan(result.together)
    assert np.array_equal(result.together, result.together.T, equal_nan=True)
    assert ((result.together[known] >= 0) & (result.together[known] <= 1)).all()
    assert (np.diag(result.together) == 1).all()
    assert (known == (result.connected > 0)).all()
    assert result.indices.tolist() == [frustration_index(n, sample).index for sample in samples]
