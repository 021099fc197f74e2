import numpy as np
import pytest
from scipy.sparse import csr_array, random_array

from keiretsu.errors import MisuseError
from keiretsu.measures import (
    absorbing,
    ghosh_inverse,
    hypothetical_extraction,
    leontief_inverse,
    upstreamness,
)

SALES, DEMAND = np.array([[150.0, 500], [200, 100]]), np.array([350.0, 1700])
LOOP = [[0, 5, 0, 0], [5, 0, 0, 0], [3, 0, 0, 0], [0, 0, 0, 0]]  # the first two sell to each other only


def test_both_inverses_are_those_of_linear_algebra():
    output = SALES.sum(axis=1) + DEMAND
    leontief, ghosh = np.eye(2) - SALES / output, np.eye(2) - SALES / output[:, None]
    assert leontief_inverse(SALES, DEMAND) == pytest.approx(np.linalg.inv(leontief), rel=1e-14)
    assert ghosh_inverse(SALES, DEMAND) == pytest.approx(np.linalg.inv(ghosh), rel=1e-14)


def test_sparse_sales_and_kinds_of_demand():
    kinds = np.column_stack([DEMAND + 50, [-50, -50]])
    for measure in (leontief_inverse, ghosh_inverse, upstreamness):
        assert (measure(csr_array(SALES), kinds) == measure(SALES, DEMAND)).all()


@pytest.mark.parametrize("n", [0, 1, 3])
def test_sectors_without_sales(n):
    empty = np.zeros((n, n))
    assert (leontief_inverse(empty, np.zeros(n)) == np.eye(n)).all()
    assert (ghosh_inverse(empty, np.ones(n)) == np.eye(n)).all()
    assert upstreamness(empty, np.zeros(n)).tolist() == [1] * n
    assert hypothetical_extraction(empty, np.ones(n), []).loss == 0


def test_one_sector_that_sells_to_itself():
    assert leontief_inverse([[5]], [5]).tolist() == [[2]]
    assert upstreamness([[5]], [5]).tolist() == [2]
    assert hypothetical_extraction([[5]], [5], 0).x_without.tolist() == [5]


def test_a_sector_without_output_is_a_final_user():
    sales, demand = [[0, 5], [0, 0]], [5, 0]
    assert leontief_inverse(sales, demand).tolist() == [[1, 0], [0, 1]]
    assert ghosh_inverse(sales, demand).tolist() == [[1, 0.5], [0, 1]]
    assert upstreamness(sales, demand).tolist() == [1.5, 1]
    assert hypothetical_extraction(sales, demand, []).loss == 0
    assert hypothetical_extraction(sales, demand, 1).x_without.tolist() == [5, 0]


def test_sectors_that_sell_to_each_other_only_have_no_inverse():
    for measure in (leontief_inverse, ghosh_inverse):
        with pytest.raises(MisuseError, match=r"measure\.no-outlet: sectors \[0, 1\]"):
            measure(LOOP, [0, 0, 3, 1])
    with pytest.raises(MisuseError, match=r"measure\.no-outlet: sectors \[0\]"):
        leontief_inverse([[5]], [0])


def test_what_never_reaches_final_use_is_infinitely_far_from_it():
    assert upstreamness(LOOP, [0, 0, 3, 1]).tolist() == [np.inf, np.inf, np.inf, 1]


def test_extraction_leaves_a_closed_loop_alone_unless_it_is_cut():
    demand = [0, 0, 3, 1]
    assert hypothetical_extraction(LOOP, demand, 3).loss == 0
    assert hypothetical_extraction(LOOP, demand, 2).x_without.tolist() == [5, 5, 3, 1]
    cut = hypothetical_extraction(LOOP, demand, 1)
    assert cut.x_without == pytest.approx(np.array([0, 0, 3, 1]))
    assert (cut.loss, cut.loss_elsewhere) == (pytest.approx(13), pytest.approx(8))


def test_several_sectors_at_once_are_each_other_s_loss_too():
    sales, demand = [[0, 40, 0], [0, 0, 50], [0, 0, 0]], [10, 0, 100]
    both = hypothetical_extraction(sales, demand, [2, 0])
    assert both.extracted == (0, 2)
    assert both.x_without.tolist() == [10, 0, 100]
    assert both.losses.tolist() == [40, 50, 0]


@pytest.mark.parametrize("sector", [2, -1, 0.5, "a", [0, 2], [[0]], None, True])
def test_sectors_that_are_not_there_are_refused(sector):
    with pytest.raises(MisuseError, match=r"measure\.invalid-sector"):
        hypothetical_extraction(SALES, DEMAND, sector)


@pytest.mark.parametrize(
    "demand", [[1], [1, -2], [1, np.inf], [[1, 2]], 4, ["x", "y"], [[1, -2], [1, 0]], np.ones((2, 1, 1))]
)
def test_demand_that_fits_no_table_is_refused(demand):
    for measure in (leontief_inverse, ghosh_inverse, upstreamness):
        with pytest.raises(MisuseError, match=r"measure\.invalid-demand"):
            measure(SALES, demand)


def test_sales_that_cannot_be_are_refused():
    with pytest.raises(MisuseError, match=r"measure\.invalid-flows"):
        upstreamness([[-1]], [1])


def test_a_loop_that_dwarfs_its_demand_is_measured_exactly():
    assert upstreamness([[0, 1e15], [1e15, 0]], [1, 0])[1] == pytest.approx(2e15, rel=1e-9)


def test_all_roads_agree(monkeypatch):
    draw = np.random.default_rng(5)
    sales = random_array((320, 320), density=0.02, rng=draw, data_sampler=draw.random)
    demand = draw.random(320)
    swept, cut = upstreamness(sales, demand), hypothetical_extraction(sales, demand, [0, 7])
    monkeypatch.setattr(absorbing, "SWEEPS", 0)
    factorised = upstreamness(sales, demand)
    monkeypatch.setattr(absorbing, "DENSE", 1000)
    assert swept == pytest.approx(upstreamness(sales, demand), rel=1e-12)
    assert factorised == pytest.approx(upstreamness(sales, demand), rel=1e-12)
    assert swept == pytest.approx(ghosh_inverse(sales, demand).sum(axis=1), rel=1e-12)
    eliminated = hypothetical_extraction(sales, demand, [0, 7])
    assert cut.x_without == pytest.approx(eliminated.x_without, rel=1e-12)
