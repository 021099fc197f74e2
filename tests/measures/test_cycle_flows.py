"""A circulation as cycles under even mixing; many networks at once."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from keiretsu.errors import MisuseError
from keiretsu.measures import (
    circulating_money,
    circulating_share,
    cycle_flows,
    cycling,
    finn_index,
    maximum_circulation,
)


def test_two_ways_to_split_a_circulation_and_the_one_of_even_mixing():
    """Two rings through the same two parties: who came from where is mixed at both."""
    flows = np.array([[0, 2, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0]], dtype=float)
    assert {loop.parties: loop.amount for loop in cycle_flows(flows)} == pytest.approx(
        {(0, 1, 2): 1.0, (0, 1, 3): 1.0}
    )
    crossed = np.array([[0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1], [2, 0, 0, 0]]) + np.zeros((4, 4))
    crossed[3, 0], crossed[0, 3] = 3, 1
    found = {loop.parties: loop.amount for loop in cycle_flows(crossed)}
    assert found == pytest.approx({(0, 3): 1.0, (0, 1, 3): 1.0, (0, 2, 3): 1.0})


def test_mixing_sends_money_round_cycles_that_the_widest_loops_leave_out():
    """Alpha and Beta each buy from Gamma, who pays both: the money of one reaches the other."""
    flows = np.array([[0, 1, 2], [1, 0, 2], [2, 2, 0]], dtype=float)
    assert len(maximum_circulation(flows).loops()) == 3
    found = cycle_flows(flows)
    assert len(found) == 5
    assert sum(loop.amount * len(loop.parties) for loop in found) == pytest.approx(flows.sum())


def test_separate_groups_are_split_each_by_itself():
    flows = np.zeros((5, 5))
    flows[0, 1] = flows[1, 0] = 1e9
    flows[2, 3] = flows[3, 2] = 1e-9
    flows[4, 4] = 3
    assert {loop.parties: loop.amount for loop in cycle_flows(csr_array(flows))} == pytest.approx(
        {(0, 1): 1e9, (2, 3): 1e-9, (4,): 3.0}
    )


@pytest.mark.parametrize("flows", [np.zeros((0, 0)), np.zeros((2, 2))])
def test_nothing_goes_round_where_nothing_moves(flows):
    assert cycle_flows(flows) == ()


def test_money_that_enters_or_leaves_is_no_circulation():
    with pytest.raises(MisuseError) as caught:
        cycle_flows([[0, 3], [2, 0]])
    assert caught.value.problem.code == "measure.not-a-circulation"


def test_a_network_of_too_many_cycles_is_refused():
    with pytest.raises(MisuseError) as caught:
        cycle_flows(np.ones((9, 9)) - np.eye(9))
    assert caught.value.problem.code == "measure.too-many-cycles"


@pytest.mark.parametrize("parties", [0, 1, 4, 9])
@pytest.mark.parametrize("outside", [0.0, 0.3, 1.0])
def test_many_networks_at_once_give_what_one_gives(parties, outside):
    draw = np.random.default_rng(parties)
    there = draw.random((30, parties, parties)) < 0.25
    flows = np.where(there, draw.lognormal(0, 2, there.shape), 0)
    entering = np.where(draw.random((30, parties)) < outside, draw.lognormal(0, 2, (30, parties)), 0)
    single = [cycling(one, z).fci for one, z in zip(flows, entering, strict=True)]
    assert finn_index(flows, entering) == pytest.approx(single, abs=1e-9)
    found = [maximum_circulation(one) for one in flows]
    assert circulating_money(flows) == pytest.approx([one.total for one in found], rel=1e-9)
    assert circulating_share(flows) == pytest.approx([one.share for one in found], rel=1e-9)


def test_a_nearly_closed_loop_keeps_its_digits():
    flows = np.array([[[0, 1.0], [1.0, 0]]] * 3)
    entering = np.array([[1e-13, 0], [1e-3, 0], [0, 0]])
    single = [cycling(one, z).fci for one, z in zip(flows, entering, strict=True)]
    assert finn_index(flows, entering) == pytest.approx(single, rel=1e-9)
    assert single[-1] == 1
