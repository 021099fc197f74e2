import numpy as np
import pytest
from scipy.sparse import csr_array

from keiretsu.errors import MisuseError
from keiretsu.measures.dependence import cost_of_leaving, dependence_shares


def test_shares_of_spending_and_of_revenue():
    flows = np.array([[0, 30, 10], [0, 0, 5], [0, 0, 0]])
    found = dependence_shares(flows, [np.nan, 120, np.nan])
    pairs = list(zip(found.customer.tolist(), found.supplier.tolist(), strict=True))
    assert pairs == [(0, 1), (0, 2), (1, 2)]
    assert found.of_spending.tolist() == [0.75, 0.25, 1]
    assert found.of_revenue == pytest.approx([0.25, 10 / 15, 5 / 15])
    assert found.effective_suppliers == pytest.approx([1.6, 1, np.nan], nan_ok=True)
    assert dependence_shares(csr_array(flows)).hhi == pytest.approx([0.625, 1, np.nan], nan_ok=True)


def test_a_reported_revenue_below_what_is_paid_does_not_make_shares_above_one():
    assert dependence_shares([[0, 30], [0, 0]], [0, 10]).of_revenue.tolist() == [1]


@pytest.mark.parametrize("flows", [np.zeros((0, 0)), np.zeros((2, 2)), np.eye(2)])
def test_without_trade_there_is_no_dependence(flows):
    found = dependence_shares(flows)
    assert found.of_spending.size == 0
    assert np.isnan(found.hhi).all()


@pytest.mark.parametrize("revenue", [[1.0], [1, -1], [1, np.inf], ["x", 1]])
def test_a_revenue_that_does_not_fit_is_refused(revenue):
    with pytest.raises(MisuseError) as caught:
        dependence_shares([[0, 1], [0, 0]], revenue)
    assert caught.value.problem.code == "measure.invalid-values"


def test_leaving_costs_what_is_committed_and_the_switch():
    found = cost_of_leaving([[10, 0]], [[30, 7]], 0.5)
    assert found.money.tolist() == [[35, 7]]
    assert found.years[0, 0] == 3.5
    assert np.isnan(found.years[0, 1])


@pytest.mark.parametrize(
    ("annual", "remaining", "years"),
    [([1, 2], [1], 0.5), ([-1], [1], 0.5), ([1], [np.nan], 0.5), ([1], [1], -1), ([1], [1], "half")],
)
def test_a_cost_of_leaving_of_sums_that_do_not_fit_is_refused(annual, remaining, years):
    with pytest.raises(MisuseError) as caught:
        cost_of_leaving(annual, remaining, years)
    assert caught.value.problem.code == "measure.invalid-values"
