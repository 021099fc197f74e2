import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from keiretsu.errors import MisuseError
from keiretsu.measures import Bounds, round_trip, self_funded


def bounds_by_linear_programming(flows, other, tags, capital_in):
    """Route the tagged money every way that the flows allow, with SciPy's solver.

    ``tags[k]`` is what party k gets of it; the investor is the party whose column ``capital_in``
    (amounts that come in as capital) is about; both are for investor 0.
    """
    n = len(flows)
    flows = flows - np.diag(np.diag(flows))
    kept = np.maximum(0, flows.sum(axis=0) + other - flows.sum(axis=1))
    steps = [(i, j, flows[i, j], 0) for i in range(1, n) for j in range(1, n) if flows[i, j]]
    steps += [(i, None, flows[i, 0] - capital_in[i], 1) for i in range(1, n)]
    steps += [(i, None, capital_in[i] + kept[i], 0) for i in range(1, n)]
    conserve = np.zeros((n, len(steps)))
    for column, (i, j, _, _) in enumerate(steps):
        conserve[i, column] += 1
        if j is not None:
            conserve[j, column] -= 1
    counts = np.array([back for *_, back in steps])
    limits = [(0, amount) for _, _, amount, _ in steps]
    least, most = (
        linprog(sign * counts, A_eq=conserve[1:], b_eq=tags[1:], bounds=limits) for sign in (1, -1)
    )
    return least.fun, -most.fun


def random_case(seed):
    draw = np.random.default_rng(seed)
    n = int(draw.integers(2, 8))
    flows = draw.integers(0, 20, (n, n)) * (draw.random((n, n)) < 0.6) * draw.lognormal(0, seed % 3, (n, n))
    other = draw.integers(0, 20, n) * (draw.random(n) < 0.5) * 1.0
    return draw, flows, other


@pytest.mark.parametrize("seed", range(30))
def test_bounds_are_those_of_the_linear_program(seed):
    _, flows, other = random_case(seed)
    tags = np.zeros(len(flows))
    tags[1] = flows[0, 1]
    result = round_trip(flows, other, (0, 1))
    lower, upper = bounds_by_linear_programming(flows, other, tags, np.zeros(len(flows)))
    assert (result.lower, result.upper) == (pytest.approx(lower, abs=1e-6), pytest.approx(upper, abs=1e-6))
    assert result.lower <= result.proportional <= result.upper <= result.invested == flows[0, 1]


@pytest.mark.parametrize("seed", range(30))
def test_bounds_of_all_capital_at_once_are_those_of_the_linear_program(seed):
    draw, flows, other = random_case(seed)
    np.fill_diagonal(flows, 0)
    capital = flows * draw.random(flows.shape) * (draw.random(flows.shape) < 0.7)
    edges = [(i, j, amount) for (i, j), amount in np.ndenumerate(capital) if amount]
    result = self_funded(flows, other, edges, 0)
    lower, upper = bounds_by_linear_programming(flows, other, capital[0], capital[:, 0])
    assert (result.lower, result.upper) == (pytest.approx(lower, abs=1e-6), pytest.approx(upper, abs=1e-6))
    assert result.lower <= result.proportional <= result.upper <= result.invested * (1 + 1e-12)
    assert result.inflow == pytest.approx((flows - capital)[:, 0].sum() + other[0])


@pytest.mark.parametrize("seed", range(30))
def test_the_pro_rata_value_is_the_first_passage_of_the_chain(seed):
    _, flows, other = random_case(seed)
    result = round_trip(flows, other, (0, 1))
    flows = flows - np.diag(np.diag(flows))
    pool = np.maximum(flows.sum(axis=0) + other, flows.sum(axis=1))
    passed_on = flows / np.where(pool > 0, pool, 1)[:, None]
    tagged = back = 0
    arriving = np.zeros(len(flows))
    arriving[1] = flows[0, 1]
    for _ in range(5_000):
        tagged = arriving @ passed_on
        back += tagged[0]
        tagged[0] = 0
        arriving = tagged
    assert result.proportional == pytest.approx(back, rel=1e-6, abs=1e-6)


def test_a_round_trip_over_a_third_party():
    # Alpha's 60 reach it again only through Gamma, half pooled with Beta's 60 of its own.
    flows = [[0, 60, 0], [0, 0, 100], [90, 0, 0]]
    result = round_trip(flows, [0, 60, 0], (0, 1))
    assert result.proportional == pytest.approx(60 * 100 / 120 * 90 / 100)
    assert (result.lower, result.upper) == (30.0, 60.0)


def test_money_that_must_come_back_leaves_no_range():
    result = round_trip([[0, 0.1, 0], [0, 0, 0.1], [0.1, 0, 0]], [0.3, 0, 0], (0, 1))
    assert result.lower == result.proportional == result.upper == 0.1
    assert result.return_probability == 1
    assert result.share_of_inflow == Bounds(*[pytest.approx(0.25)] * 3)


def test_money_that_cannot_come_back():
    result = round_trip([[0, 5, 0], [0, 0, 5], [0, 0, 0]], [0, 0, 0], (0, 1))
    assert result == round_trip([[3, 5, 0], [0, 4, 5], [0, 0, 0]], [0, 0, 0], (0, 1))
    assert (result.lower, result.proportional, result.upper, result.inflow) == (0, 0, 0, 0)
    assert result.share_of_linked_inflow == Bounds(0, 0, 0)


def test_a_spender_that_draws_on_own_cash_mixes_it_in():
    # Beta gets 60 of Alpha's and pays it 80: 20 are its own.
    result = round_trip([[0, 60], [80, 0]], [0, 0], (0, 1))
    assert result.lower == result.proportional == result.upper == 60
    assert result.share_of_inflow.proportional == 0.75


def test_a_closed_loop_beside_the_way_changes_nothing():
    flows = np.zeros((4, 4))
    flows[:2, :2] = [[0, 60], [80, 0]]
    flows[2, 3] = flows[3, 2] = 7
    result = round_trip(flows, [120, 40, 0, 0], (0, 1))
    assert (result.lower, result.proportional, result.upper) == (40, 48, 60)


def test_a_closed_loop_that_money_enters_keeps_it():
    flows = [[0, 6, 0], [0, 0, 50], [0, 50, 0]]
    result = round_trip(flows, [0, 0, 0], (0, 1))
    assert (result.lower, result.proportional, result.upper) == (0, 0, 0)


def test_linked_inflow_counts_only_payers_that_the_money_can_reach():
    flows = [[0, 60, 0], [80, 0, 0], [500, 0, 0]]
    result = round_trip(flows, [0, 40, 500], (0, 1))
    assert (result.inflow, result.linked_inflow) == (580, 80)


def test_part_of_an_edge_can_be_tagged():
    # Alpha invests 60 in Beta and also buys from it for 40.
    result = round_trip([[0, 100], [80, 0]], [0, 0], (0, 1, 60))
    assert (result.lower, result.proportional, result.upper) == (40, 48, 60)


def test_several_edges_of_one_investor_are_tagged_together():
    flows = [[0, 10, 20], [5, 0, 0], [20, 0, 0]]
    result = round_trip(csr_array(flows), [0, 0, 0], [(0, 1), (0, 2)])
    assert (result.invested, result.lower, result.upper) == (30, 25, 25)


def test_capital_that_comes_back_is_no_revenue():
    flows = [[0, 60], [80, 0]]
    bought = self_funded(flows, [120, 40], [(0, 1)], 0)
    mutual = self_funded(flows, [120, 40], [(0, 1), (1, 0, 50)], 0)
    assert bought == round_trip(flows, [120, 40], (0, 1))
    assert mutual.inflow == 150
    assert mutual.upper == 30
    assert mutual.lower == 0
    assert mutual.proportional == pytest.approx(60 * 30 / 100)


def test_a_party_that_invests_in_nobody_funds_none_of_its_sales():
    result = self_funded([[0, 60], [80, 0]], [120, 40], [(0, 1)], 1)
    assert (result.invested, result.upper) == (0, 0)
    assert result.share_of_inflow == Bounds(0, 0, 0)


@pytest.mark.parametrize(
    ("edge", "what"),
    [
        ((0, 0), "to itself"),
        ((0, 2), "outside a matrix of 2 parties"),
        ((-1, 1), "outside a matrix"),
        ((0, 1, 61), "tags 61.0 of a flow of 60.0"),
        ((0, 1, -1), "tags -1.0"),
        ((0, 1, float("nan")), "tags nan"),
        ([(0, 1), (1, 0)], "names 2 investors"),
        ([], "names 0 investors"),
        ((0, "Beta"), "isn't a pair of indices"),
        ((0,), "isn't a pair of indices"),
    ],
)
def test_edges_that_cannot_be_tagged_are_refused(edge, what):
    with pytest.raises(MisuseError) as caught:
        round_trip([[0, 60], [80, 0]], [120, 40], edge)
    assert caught.value.problem.code == "measure.invalid-edge"
    assert what in str(caught.value)


def test_a_party_outside_the_matrix_is_refused():
    with pytest.raises(MisuseError, match=r"measure\.invalid-edge: party 2"):
        self_funded([[0, 60], [80, 0]], [120, 40], [(0, 1)], 2)


@pytest.mark.parametrize("other", [[1], [[1, 2]], [1, -2], None])
def test_other_cash_that_does_not_fit_is_refused(other):
    with pytest.raises(MisuseError) as caught:
        round_trip([[0, 60], [80, 0]], other, (0, 1))
    assert caught.value.problem.code == "measure.invalid-sources"
