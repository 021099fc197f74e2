import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, csr_matrix, issparse

from keiretsu.errors import MisuseError
from keiretsu.measures import Loop, elementary_cycles, maximum_circulation

TRIANGLE = [[0, 5, 0], [0, 0, 10], [20, 0, 0]]


def largest_by_linear_programming(flows):
    """Maximise the circulating flow with SciPy's solver, which shares nothing with ours."""
    n = len(flows)
    payer, payee = np.nonzero(flows)
    balance = np.zeros((n, payer.size))
    np.add.at(balance, (payer, np.arange(payer.size)), 1)
    np.add.at(balance, (payee, np.arange(payer.size)), -1)
    bounds = [(0, amount) for amount in flows[payer, payee]]
    return -linprog(-np.ones(payer.size), A_eq=balance, b_eq=np.zeros(n), bounds=bounds).fun


def test_a_triangle_circulates_its_narrowest_edge():
    result = maximum_circulation(TRIANGLE)
    assert result.flows.tolist() == [[0, 5, 0], [0, 0, 5], [5, 0, 0]]
    assert result.loops() == (Loop((0, 1, 2), 5.0),)
    assert result.loops()[0].edges == ((0, 1), (1, 2), (2, 0))


@pytest.mark.parametrize("form", [csr_array, csr_matrix, coo_array])
def test_sparse_flows_give_the_same_answer_as_a_sparse_matrix(form):
    result = maximum_circulation(form(np.array(TRIANGLE)))
    assert issparse(result.flows)
    assert (result.total, result.share) == (15.0, 15 / 35)
    assert result.loops() == maximum_circulation(TRIANGLE).loops()


def test_a_pair_stated_twice_in_a_sparse_matrix_counts_twice():
    flows = coo_array(([1.0, 2.0, 4.0], ([0, 0, 1], [1, 1, 0])), shape=(2, 2))
    assert maximum_circulation(flows).total == 6.0


@pytest.mark.parametrize("seed", range(12))
def test_no_solver_finds_more(seed):
    draw = np.random.default_rng(seed)
    n = int(draw.integers(2, 12))
    flows = draw.lognormal(0, 3, (n, n)) * (draw.random((n, n)) < 0.4)
    result = maximum_circulation(flows)
    assert result.total == pytest.approx(largest_by_linear_programming(flows), rel=1e-7, abs=1e-9)
    assert result.total == pytest.approx(result.upper_bound, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("flows", "total"),
    [
        ([[0, 1e15, 0], [0, 0, 1e-3], [1e15, 0, 0]], 3e-3),
        ([[0, 1e300, 0], [1e-300, 0, 1], [0, 0, 0]], 2e-300),
        ([[0, 8e307], [9e307, 0]], 1.6e308),
        ([[0, 5e-324], [5e-324, 0]], 1e-323),
        ([[0, 15.79, 0], [15.79, 0, 1e12], [0, 0, 0]], 31.58),
        ([[0, 2e12, 0, 0], [3e12, 0, 0, 0], [0, 0, 0, 1e-6], [0, 0, 2e-6, 0]], 4e12 + 2e-6),
    ],
)
def test_huge_amounts_beside_tiny_ones_lose_no_digits(flows, total):
    result = maximum_circulation(flows)
    assert result.total == pytest.approx(total, rel=1e-12, abs=0)
    assert result.upper_bound == pytest.approx(total, rel=1e-12, abs=0)


def test_a_small_component_is_not_rounded_in_the_unit_of_a_large_one():
    flows = [[0, 2e12, 0, 0], [3e12, 0, 0, 0], [0, 0, 0, 1e-6], [0, 0, 2e-6, 0]]
    assert maximum_circulation(flows).flows[2, 3] == pytest.approx(1e-6, rel=1e-12)


@pytest.mark.parametrize("flows", [np.zeros((0, 0)), np.zeros((3, 3)), [[0, 1], [0, 0]]])
def test_nothing_goes_round_without_a_loop(flows):
    result = maximum_circulation(flows)
    assert (result.total, result.share, result.loops()) == (0.0, 0.0, ())


def test_a_payment_to_oneself_circulates_whole():
    result = maximum_circulation([[7, 1], [0, 0]])
    assert (result.total, result.gross) == (7.0, 8.0)
    assert result.loops() == (Loop((0,), 7.0),)
    assert result.net_positions.tolist() == [1.0, -1.0]


def test_loops_come_widest_first_and_add_up_to_each_edge():
    draw = np.random.default_rng(3)
    flows = draw.integers(0, 9, (9, 9)) * (draw.random((9, 9)) < 0.5)
    result = maximum_circulation(flows)
    loops = result.loops()
    rebuilt = np.zeros_like(result.flows)
    for loop in loops:
        for payer, payee in loop.edges:
            rebuilt[payer, payee] += loop.amount
    assert (rebuilt == result.flows).all()
    assert [loop.amount for loop in loops] == sorted((loop.amount for loop in loops), reverse=True)
    assert loops == maximum_circulation(flows).loops()


def test_the_first_loop_is_the_widest_that_there_is():
    flows = np.array([[0, 9, 0, 2], [0, 0, 8, 0], [7, 0, 0, 3], [5, 0, 0, 0]], dtype=float)
    result = maximum_circulation(flows)
    widest = max(
        min(result.flows[i, j] for i, j in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        for cycle in elementary_cycles(result.flows)
    )
    assert result.loops()[0].amount == widest


@pytest.mark.parametrize(
    ("flows", "where"),
    [
        ([[0, -1], [1, 0]], "flows[0, 1]"),
        ([[0, 1], [float("nan"), 0]], "flows[1, 0]"),
        ([[0, float("inf")], [1, 0]], "flows[0, 1]"),
        ([[0, 1, 2]], "shape (1, 3)"),
        ([1, 2], "shape (2,)"),
        ([["a", "b"], ["c", "d"]], "isn't an array of numbers"),
        ([[0, 1j], [1, 0]], "isn't an array of numbers"),
        ([[0, 1e308], [1e308, 0]], "adds up to more"),
        (coo_array(([-1.0], ([0], [1])), shape=(2, 2)), "flows[0, 1]"),
        (coo_array((2, 3)), "shape (2, 3)"),
    ],
)
def test_flows_that_are_no_amounts_are_refused_with_their_place(flows, where):
    for measure in (maximum_circulation, elementary_cycles):
        with pytest.raises(MisuseError) as caught:
            measure(flows)
        assert caught.value.problem.code == "measure.invalid-flows"
        assert where in str(caught.value)


def test_cycles_start_at_their_smallest_party():
    cycles = set(elementary_cycles(csr_array([[1, 0, 5], [1, 0, 0], [0, 2, 0]])))
    assert cycles == {(0,), (0, 2, 1)}


def test_cycles_up_to_a_length():
    flows = np.ones((6, 6)) - np.eye(6)
    short = list(elementary_cycles(flows, max_length=3))
    every = [cycle for cycle in elementary_cycles(flows) if len(cycle) <= 3]
    assert sorted(short) == sorted(every)
    assert list(elementary_cycles([[4]], max_length=1)) == [(0,)]


def test_a_length_below_one_is_refused():
    with pytest.raises(MisuseError, match=r"measure\.invalid-option: max_length"):
        elementary_cycles(TRIANGLE, max_length=0)
