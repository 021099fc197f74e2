import numpy as np
import pytest
from scipy.sparse import csr_array, random_array

from keiretsu.errors import MisuseError
from keiretsu.measures import mixing, source_shares


def test_sources_mix_along_a_chain():
    result = source_shares([[0, 60, 0], [0, 0, 50], [0, 0, 0]], [[120, 0], [40, 25], [0, 0]])
    assert result.shares == pytest.approx(np.array([[1, 0.8, 0.8], [0, 0.2, 0.2]]))
    assert result.amounts == pytest.approx(np.array([[120, 100, 40], [0, 25, 10]]))


def test_the_shares_are_the_fundamental_matrix_of_the_chain():
    flows = np.array([[3, 60, 5], [80, 0, 10], [0, 7, 0]], dtype=float)
    entering = np.array([120.0, 40.0, 1.0])
    result = source_shares(flows, entering)
    by_definition = entering[:, None] * result.N / result.throughflow
    assert result.shares == pytest.approx(by_definition, abs=1e-12)
    assert result.throughflow == pytest.approx(entering + flows.sum(axis=0))


def test_sparse_flows_and_sources_give_the_same_answer():
    flows, entering = [[0, 60], [80, 0]], [[120, 0], [0, 40]]
    dense, sparse = source_shares(flows, entering), source_shares(csr_array(flows), csr_array(entering))
    assert (dense.shares == sparse.shares).all()


def test_a_party_without_inflow_has_no_sources():
    result = source_shares([[0, 5], [0, 0]], [10, 0])
    alone = source_shares([[0, 5, 0], [0, 0, 0], [0, 0, 0]], [10, 0, 0])
    assert (alone.shares[:2, :2] == result.shares).all()
    assert alone.shares[:, 2].tolist() == [0, 0, 0]
    assert alone.unsourced.tolist() == [0, 0, 0]


def test_what_a_party_without_inflow_pays_out_has_no_source():
    result = source_shares([[0, 5], [0, 0]], [0, 15])
    assert result.shares[:, 1].tolist() == [0, 0.75]
    assert result.unsourced.tolist() == [0, 0.25]


def test_a_closed_loop_without_outside_source_is_said_to_be_one():
    result = source_shares([[0, 5, 5], [5, 0, 0], [0, 0, 0]], [[0], [0], [15]])
    assert result.unsourced == pytest.approx(np.array([1, 1, 0.25]))
    assert result.shares == pytest.approx(np.array([[0, 0, 0.75]]))
    with pytest.raises(MisuseError, match=r"measure\.closed-loop: parties \[0, 1, 2\]"):
        _ = result.N


def test_a_closed_loop_without_outlet_holds_what_entered_it():
    result = source_shares([[0, 100], [100, 0]], [[9, 1], [0, 0]])
    assert result.shares == pytest.approx(np.array([[0.9, 0.9], [0.1, 0.1]]))
    assert result.unsourced.tolist() == [0, 0]


def test_a_loop_that_dwarfs_its_source_keeps_the_source_apart():
    result = source_shares([[0, 1e17], [1e17, 0]], [[1, 2], [0, 0]])
    assert result.shares == pytest.approx(np.array([[1 / 3, 1 / 3], [2 / 3, 2 / 3]]), rel=1e-12)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_parties_without_any_flow(n):
    result = source_shares(np.zeros((n, n)), np.zeros((n, 3)))
    assert result.shares.shape == (3, n)
    assert not result.shares.any()
    assert not result.unsourced.any()


def test_large_networks_agree_with_small_ones(monkeypatch):
    draw = np.random.default_rng(7)
    flows = random_array((200, 200), density=0.04, rng=draw, data_sampler=draw.random).tocsr()
    entering = draw.random((200, 3)) * (draw.random((200, 1)) < 0.2)
    exact = source_shares(flows, entering)
    monkeypatch.setattr(mixing, "DENSE", 0)
    swept = source_shares(flows, entering)
    monkeypatch.setattr(mixing, "SWEEPS", 0)
    factorised = source_shares(flows, entering)
    for other in (swept, factorised):
        assert other.shares == pytest.approx(exact.shares, abs=1e-11)
        assert other.unsourced == pytest.approx(exact.unsourced, abs=1e-11)


@pytest.mark.parametrize(
    ("sources", "what"),
    [
        ([1, 2, 3], "shape (3,)"),
        ([[1, 2]], "shape (1, 2)"),
        ([[1], [-2]], "sources[1, 0]"),
        ([1, float("inf")], "sources[1]"),
        (["a", "b"], "isn't an array of numbers"),
        (5, "shape ()"),
    ],
)
def test_sources_that_do_not_fit_are_refused(sources, what):
    with pytest.raises(MisuseError) as caught:
        source_shares([[0, 1], [1, 0]], sources)
    assert caught.value.problem.code == "measure.invalid-sources"
    assert what in str(caught.value)
