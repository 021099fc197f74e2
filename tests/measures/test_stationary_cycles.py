import numpy as np
import pytest
from scipy.sparse import csr_array

from keiretsu.errors import MisuseError
from keiretsu.measures import WeightedCycle, circulation_decomposition


def weight_by_determinants(chances, cycle):
    """Qian and Qian's formula, term by term."""
    n = len(chances)

    def without(parties):
        left = np.setdiff1d(np.arange(n), parties)
        return np.linalg.det((np.eye(n) - chances)[np.ix_(left, left)])

    along = np.prod([chances[i, j] for i, j in zip(cycle, (*cycle[1:], cycle[0]), strict=True)])
    return along * without(cycle) / sum(without([j]) for j in range(n))


@pytest.mark.parametrize("seed", range(8))
def test_weights_are_those_of_the_published_formula(seed):
    draw = np.random.default_rng(seed)
    n = int(draw.integers(1, 6))
    chances = draw.random((n, n)) ** 3
    chances /= chances.sum(axis=1, keepdims=True)
    result = circulation_decomposition(chances)
    for cycle in result:
        assert cycle.weight == pytest.approx(weight_by_determinants(chances, cycle.parties), rel=1e-9)
    assert result.stationary @ chances == pytest.approx(result.stationary)
    rebuilt = np.zeros((n, n))
    for cycle in result:
        for i, j in zip(cycle.parties, (*cycle.parties[1:], cycle.parties[0]), strict=True):
            rebuilt[i, j] += cycle.weight
    assert rebuilt == pytest.approx(result.flows)
    assert result.total == pytest.approx(1)


def test_a_ring_is_one_cycle():
    result = circulation_decomposition(csr_array([[0, 1, 0], [0, 0, 1], [1, 0, 0]]))
    assert len(result) == 1
    assert result.cycles == (WeightedCycle((0, 1, 2), pytest.approx(1 / 3)),)


def test_a_party_that_is_left_for_good_is_in_no_cycle():
    result = circulation_decomposition([[0.5, 0.5, 0], [0, 0, 1], [0, 1, 0]])
    assert result.cycles == (WeightedCycle((1, 2), pytest.approx(0.5)),)
    assert result.stationary == pytest.approx(np.array([0, 0.5, 0.5]))


def test_money_that_stays_is_a_cycle_of_one():
    assert circulation_decomposition([[1.0]]).cycles == (WeightedCycle((0,), 1.0),)


def test_rare_passages_keep_their_digits():
    rare = 1e-12
    result = circulation_decomposition([[1 - rare, rare], [3 * rare, 1 - 3 * rare]])
    weights = {cycle.parties: cycle.weight for cycle in result}
    assert weights[0, 1] == pytest.approx(0.75 * rare, rel=1e-12)
    assert result.stationary == pytest.approx(np.array([0.75, 0.25]), rel=1e-12)


def test_two_closed_groups_have_no_common_long_run():
    with pytest.raises(MisuseError, match=r"measure\.reducible-chain: transition: has 2 groups"):
        circulation_decomposition(np.eye(2))


@pytest.mark.parametrize(
    ("transition", "what"),
    [
        ([[0, 1], [0, 0]], "transition[1]: adds up to 0.0"),
        ([[0.5, 0.4], [0, 1]], "transition[0]: adds up to 0.9"),
        ([[2, -1], [0, 1]], "transition[0, 1]"),
        ([[0.5, 0.5]], "shape (1, 2)"),
        (np.zeros((0, 0)), "adds up to 0.0"),
    ],
)
def test_rows_that_are_no_chances_are_refused(transition, what):
    with pytest.raises(MisuseError) as caught:
        circulation_decomposition(transition)
    assert caught.value.problem.code == "measure.invalid-transition"
    assert what in str(caught.value)
