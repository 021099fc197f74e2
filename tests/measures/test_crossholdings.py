import numpy as np
import pytest
from scipy.sparse import csr_array, random_array

from keiretsu.errors import MisuseError
from keiretsu.measures import absorbing, crossholdings, dependency_matrix, failure_cascade

PAIR = [[0, 0.5], [0.5, 0]]


def test_two_firms_that_hold_half_of_each_other_are_not_counted_twice():
    dependency = dependency_matrix(PAIR)
    assert dependency == pytest.approx(np.array([[2, 1], [1, 2]]) / 3, abs=1e-15)
    book = np.linalg.inv(np.eye(2) - PAIR) @ [1, 1]
    assert book == pytest.approx(np.array([2, 2]))
    assert (dependency @ [1, 1]).sum() == pytest.approx(2)


def test_a_wholly_owned_subsidiary_passes_all_to_its_owner():
    assert dependency_matrix([[0, 1], [0, 0]]).tolist() == [[1, 1], [0, 0]]


def test_own_shares_are_as_if_withdrawn():
    assert dependency_matrix([[0.2]]).tolist() == [[pytest.approx(1, abs=1e-15)]]
    with_own, without = [[0.5, 0], [0.25, 0]], [[0, 0], [0.5, 0]]
    assert dependency_matrix(with_own) == pytest.approx(dependency_matrix(without), abs=1e-15)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_parties_that_hold_nothing_keep_their_value(n):
    assert (dependency_matrix(np.zeros((n, n))) == np.eye(n)).all()
    result = failure_cascade(np.zeros((n, n)), np.ones(n), 0.5, 1)
    assert (result.value.tolist(), result.failed, result.rounds) == ([1] * n, (), ())


def test_a_sliver_held_outside_is_enough():
    sliver = 1e-9
    dependency = dependency_matrix([[0, 1], [1 - sliver, 0]])
    assert dependency.sum(axis=0) == pytest.approx(np.ones(2), rel=1e-12)
    assert dependency[0] == pytest.approx(np.ones(2), rel=1e-12)


@pytest.mark.parametrize("holdings", [[[1.0]], [[0, 1], [1, 0]], [[0, 0.5, 0.2], [1, 0.5, 0], [0, 0, 0]]])
def test_a_group_that_nobody_outside_owns_is_refused(holdings):
    with pytest.raises(MisuseError, match=r"measure\.closed-ownership: parties \[0") as caught:
        dependency_matrix(holdings)
    if len(holdings) == 3:
        assert caught.value.problem.where == "parties [0, 1]"


@pytest.mark.parametrize(
    "holdings", [[[0, 1.2], [0, 0]], [[0, 60], [40, 0]], [[0, -0.1], [0, 0]], [[0, 0.5]], [[np.nan]], ["x"]]
)
def test_shares_that_cannot_be_are_refused(holdings):
    for measure in (dependency_matrix, lambda given: failure_cascade(given, 1, 1, 1)):
        with pytest.raises(MisuseError, match=r"measure\.invalid-holdings"):
            measure(holdings)


def test_one_failure_pulls_others_down_in_turn():
    chain = [[0, 0, 0], [0.5, 0, 0], [0, 0.5, 0]]
    result = failure_cascade(chain, [4, 10, 10], [5, 5.5, 12], [4, 8, 1])
    assert result.rounds == ((0,), (1,), (2,))
    assert result.failed == (0, 1, 2)
    assert result.value_before_failures.tolist() == [2, 6, 16]


def test_a_failure_may_leave_less_than_nothing():
    assert failure_cascade([[0]], [1], 2, 5).value.tolist() == [-4]


def test_a_value_at_its_threshold_stands_whatever_the_rounding():
    threshold = dependency_matrix(PAIR) @ [0.3, 0.1]
    for nudge in (1 - 1e-15, 1, 1 + 1e-15):
        assert failure_cascade(PAIR, [0.3, 0.1], threshold * nudge, 1).failed == ()
    assert failure_cascade(PAIR, [0.3, 0.1], threshold * 1.0001, 0).failed == (0, 1)


@pytest.mark.parametrize("wrong", [[1, 2, 3], [[1, 2]], [1, np.inf], ["a", "b"]])
def test_values_that_fit_no_party_are_refused(wrong):
    for given in ((wrong, 1, 1), (1, wrong, 1), (1, 1, wrong), (1, 1, -1)):
        with pytest.raises(MisuseError, match=r"measure\.invalid-values"):
            failure_cascade(PAIR, *given)


def test_all_roads_agree(monkeypatch):
    draw = np.random.default_rng(3)
    stakes = random_array((400, 400), density=0.02, rng=draw, data_sampler=draw.random).toarray()
    stakes *= 0.9 / np.maximum(stakes.sum(axis=0), 1)
    inverted, values = dependency_matrix(csr_array(stakes)), draw.random(400)
    case = (csr_array(stakes), values, inverted @ values * draw.uniform(0.8, 1.05, 400), values / 2)
    dense = failure_cascade(*case)
    monkeypatch.setattr(crossholdings, "DENSE", 0)
    factorised = failure_cascade(*case)
    assert dense.rounds == factorised.rounds
    assert factorised.value == pytest.approx(dense.value, rel=1e-10)
    monkeypatch.setattr(absorbing, "DENSE", 1000)
    assert dependency_matrix(stakes) == pytest.approx(inverted, rel=1e-9, abs=1e-13)
