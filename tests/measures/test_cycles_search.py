"""All elementary cycles are found, each once, and the search stops in time."""

from itertools import islice

import networkx as nx
import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.measures import cycles as module
from keiretsu.measures import elementary_cycles
from keiretsu.measures.cycles import from_smallest

ALL_PAY_ALL = np.ones((40, 40))


def by_networkx(flows, max_length):
    graph = nx.DiGraph([(int(payer), int(payee)) for payer, payee in zip(*np.nonzero(flows), strict=True)])
    return sorted(map(from_smallest, nx.simple_cycles(graph, length_bound=max_length)))


def some_flows(seed, most=9):
    draw = np.random.default_rng(seed)
    n = int(draw.integers(1, most))
    return (draw.random((n, n)) < draw.uniform(0.1, 0.8)).astype(float)


@pytest.mark.parametrize("max_length", [None, 1, 2, 3, 4, 5, 6, 7, 8])
def test_networkx_finds_the_same(max_length):
    for seed in range(60):
        flows = some_flows(seed)
        assert list(elementary_cycles(flows, max_length=max_length)) == by_networkx(flows, max_length)


def test_a_sparse_network_of_many_parties_agrees_too():
    draw = np.random.default_rng(5)
    flows = (draw.random((60, 60)) < 0.04).astype(float)
    for max_length in (4, 7, None):
        assert list(elementary_cycles(flows, max_length=max_length)) == by_networkx(flows, max_length)


@pytest.mark.parametrize(("room", "steps"), [(1, 1), (9, 5), (64, 1000)])
def test_stopping_and_going_on_changes_nothing(monkeypatch, room, steps):
    flows = some_flows(8)
    whole = list(elementary_cycles(flows))
    assert len(whole) > 50
    monkeypatch.setattr(module, "ROOM", room)
    monkeypatch.setattr(module, "STEPS", steps)
    assert list(elementary_cycles(flows)) == whole


def test_arrays_hold_the_same_cycles_by_length():
    flows = some_flows(8)
    arrays = elementary_cycles(flows).as_arrays()
    assert list(arrays) == sorted(arrays)
    rows = [tuple(row) for length in arrays for row in arrays[length].tolist()]
    assert sorted(rows) == list(elementary_cycles(flows))
    assert all(array.shape[1] == length for length, array in arrays.items())


def test_arrays_hold_what_has_not_been_taken_yet():
    found = elementary_cycles([[1, 1, 1], [1, 0, 1], [1, 1, 0]])
    assert [next(found), next(found)] == [(0,), (0, 1)]
    rest = {length: rows.tolist() for length, rows in found.as_arrays().items()}
    assert rest == {2: [[0, 2], [1, 2]], 3: [[0, 1, 2], [0, 2, 1]]}
    assert found.as_arrays() == {}
    assert list(found) == []


def test_more_cycles_than_can_ever_be_counted_come_one_by_one():
    assert list(islice(elementary_cycles(ALL_PAY_ALL), 3)) == [(0,), (0, 1), (0, 1, 2)]


def test_when_the_time_runs_out_what_was_found_is_returned_and_said_not_to_be_all():
    found = elementary_cycles(ALL_PAY_ALL, time_limit=0.02)
    some = list(islice(found, 50_000))
    some += found  # ends
    assert not found.is_complete
    assert "not all" in repr(found)
    assert len(set(some)) == len(some) > 1000
    assert all(len(set(cycle)) == len(cycle) and cycle[0] == min(cycle) for cycle in some)


def test_arrays_stop_in_time_too():
    found = elementary_cycles(ALL_PAY_ALL, max_length=12, time_limit=0.02)
    assert sum(map(len, found.as_arrays().values())) > 1000
    assert not found.is_complete


def test_a_search_with_time_enough_is_complete_at_its_end():
    found = elementary_cycles(some_flows(8), time_limit=60)
    assert not found.is_complete
    assert list(found) == list(elementary_cycles(some_flows(8)))
    assert found.is_complete
    assert repr(found) == "<Cycles: all found>"


def test_a_maze_without_a_way_out_is_searched_once():
    """Alpha and Beta pay each other; Beta also pays into forty forks in a row, whose end pays Beta alone."""
    forks = 40
    flows = np.zeros((3 * forks + 3, 3 * forks + 3))
    flows[0, 1] = flows[1, 0] = flows[1, 2] = 1
    for fork in range(forks):
        start = 2 + 3 * fork
        flows[start, start + 1] = flows[start, start + 2] = 1
        flows[start + 1, start + 3] = flows[start + 2, start + 3] = 1
    flows[-1, 1] = 1
    first, second = islice(elementary_cycles(flows), 2)
    assert first == (0, 1)
    assert len(second) == 2 * forks + 2


@pytest.mark.parametrize("flows", [np.zeros((0, 0)), np.zeros((4, 4)), np.triu(np.ones((5, 5)), 1)])
def test_where_nothing_comes_back_there_is_no_cycle(flows):
    found = elementary_cycles(flows)
    assert list(found) == []
    assert found.is_complete
    assert found.as_arrays() == {}


@pytest.mark.parametrize("time_limit", [0, -1, float("nan")])
def test_a_time_limit_of_no_time_is_refused(time_limit):
    with pytest.raises(MisuseError, match=r"measure\.invalid-option: time_limit"):
        elementary_cycles(ALL_PAY_ALL, time_limit=time_limit)
