import math

import numpy as np
import pytest
from scipy.sparse import csr_array, random_array

from keiretsu.errors import MisuseError
from keiretsu.measures import absorbing, cycling


def test_a_ring_with_one_entry():
    result = cycling([[0, 120, 0], [0, 0, 60], [20, 0, 0]], [100, 0, 0])
    assert result.fci == pytest.approx(1 / 6)
    assert result.N[0, 0] == pytest.approx(1.2)
    assert result.entering @ result.N == pytest.approx(result.throughflow)
    assert result.direct_flow + result.indirect_flow + result.boundary == pytest.approx(result.tst)


def test_what_goes_to_oneself_is_cycled():
    result = cycling([[1]], [3], [3])
    assert (result.fci, result.tst, result.diag_n.tolist()) == (0.25, 4, [pytest.approx(4 / 3)])


def test_outputs_left_out_are_what_is_not_passed_on():
    flows, inputs = [[0, 6, 0], [0, 0, 5], [2, 0, 0]], [8, 0, 0]
    balanced, given = cycling(flows, inputs), cycling(flows, inputs, [4, 1, 3])
    assert (balanced.tstp, balanced.ascendency) == (given.tstp, given.ascendency)
    assert cycling(flows, [1, 0, 0]).tstp == 13 + 1 + 1 + 3


def test_each_kind_of_output_is_a_place_of_its_own():
    flows, inputs, kinds = [[0, 10], [4, 0]], [10, 0], np.array([[3, 1], [1, 5]])
    apart, together = cycling(flows, inputs, kinds), cycling(flows, inputs, kinds.sum(axis=1))
    assert apart.tstp == together.tstp
    assert apart.ascendency > together.ascendency
    assert apart.capacity > together.capacity


def test_kinds_of_input_may_be_sparse():
    kinds = csr_array([[6, 4], [0, 0]])
    result = cycling(csr_array([[0, 10], [4, 0]]), kinds)
    assert result.throughflow.tolist() == [14, 10]
    assert result.fci == pytest.approx(0.4 * 10 / 14)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_nothing_flows(n):
    result = cycling(np.zeros((n, n)), np.zeros(n))
    assert (result.fci, result.tst, result.tstp, result.apl) == (0, 0, 0, 0)
    assert (result.ascendency, result.capacity, result.ascendency_over_capacity) == (0, 0, 0)
    assert result.indirect_to_direct == 0
    assert result.diag_n.tolist() == [1] * n
    assert result.N.tolist() == np.eye(n).tolist()


def test_all_passes_straight_through():
    result = cycling(np.zeros((2, 2)), [3, 5])
    assert (result.fci, result.apl, result.direct_flow, result.indirect_flow) == (0, 1, 0, 0)


def test_a_loop_that_nothing_enters_goes_round_for_ever():
    result = cycling([[0, 5, 0], [5, 0, 2], [0, 0, 0]], [0, 0, 3])
    assert result.node_share.tolist() == [1, 1, 0]
    assert result.diag_n.tolist() == [math.inf, math.inf, 1]
    assert result.fci == pytest.approx(10 / 15)
    with pytest.raises(MisuseError, match=r"measure\.closed-loop"):
        _ = result.N


def test_a_loop_alone():
    result = cycling([[0, 5], [5, 0]], [0, 0])
    assert (result.fci, result.apl, result.indirect_to_direct) == (1, math.inf, math.inf)


def test_a_loop_without_an_outlet_holds_what_entered():
    result = cycling([[0, 5], [5, 0]], [1, 0])
    assert result.throughflow.tolist() == [6, 5]
    assert result.node_share == pytest.approx(np.array([5 / 6, 5 / 6]))


def test_who_passes_on_what_never_came_in_cycles_nothing():
    result = cycling([[0, 5], [0, 0]], [0, 5])
    assert result.fci == 0
    assert result.node_share.tolist() == [0, 0]
    with pytest.raises(MisuseError, match=r"measure\.closed-loop"):
        _ = result.N


def test_a_loop_that_dwarfs_what_enters_is_measured_exactly():
    result = cycling([[0, 1e15], [1e15, 0]], [1, 0], [1, 0])
    assert result.diag_n[0] == pytest.approx(1e15 + 1, rel=1e-12)


def test_bad_arguments_are_refused():
    for wrong in ([1], [1, -1], [1, np.nan], np.ones((1, 2)), np.ones((2, 1, 1)), 3):
        with pytest.raises(MisuseError, match=r"measure\.invalid-boundary: boundary_inputs"):
            cycling(np.zeros((2, 2)), wrong)
        with pytest.raises(MisuseError, match=r"measure\.invalid-boundary: boundary_outputs"):
            cycling(np.zeros((2, 2)), [1, 1], wrong)
    with pytest.raises(MisuseError, match=r"measure\.invalid-flows"):
        cycling([[0, -1], [0, 0]], [1, 1])


def test_elimination_and_inversion_agree(monkeypatch):
    draw = np.random.default_rng(7)
    flows = random_array((350, 350), density=0.02, rng=draw, data_sampler=draw.random)
    inputs = draw.random(350) * (draw.random(350) < 0.3)
    inverted = cycling(flows, inputs)
    monkeypatch.setattr(absorbing, "DENSE", 1000)
    eliminated = cycling(flows, inputs)
    assert inverted.fci == pytest.approx(eliminated.fci, rel=1e-12)
    assert inverted.node_share == pytest.approx(eliminated.node_share, rel=1e-9)


def test_an_inverse_that_fails_its_check_is_not_used(monkeypatch):
    monkeypatch.setattr(absorbing, "DENSE", 0)  # invert at any size
    result = cycling([[0, 1e18], [1e18, 0]], [1, 0], [1, 0])
    assert result.diag_n[0] == pytest.approx(1e18, rel=1e-12)
