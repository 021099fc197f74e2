"""Who pays what if all debts fall due."""

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array

from keiretsu.errors import MisuseError
from keiretsu.measures import clearing_vector, defaults, leaking


def swept(liabilities, assets, external, *, alpha=1.0, beta=1.0, senior=False, sweeps=20_000):
    """Clear by the formula itself, downwards from full payment."""
    first = external if senior else np.zeros_like(external)
    due = liabilities.sum(axis=1) + external - first
    shares = liabilities / np.where(due > 0, due, 1)[:, None]
    paid = due.copy()
    for _ in range(sweeps):
        received = paid @ shares
        pays = assets + received - first >= due - 1e-12 * (due + first)
        after = np.where(pays, due, np.clip(alpha * assets + beta * received - first, 0, due))
        if np.abs(after - paid).max() < 1e-14:
            break
        paid = after
    return paid


def industry(parties, seed, *, density=0.3, external=True):
    draw = np.random.default_rng(seed)
    liabilities = draw.lognormal(0, 1, (parties, parties)) * (draw.random((parties, parties)) < density)
    np.fill_diagonal(liabilities, 0)
    assets = draw.lognormal(0, 1, parties) * density * parties / 3
    outside = draw.lognormal(-1, 1, parties) if external else np.zeros(parties)
    return liabilities, assets, outside


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("senior", [False, True], ids=["pari_passu", "senior"])
@pytest.mark.parametrize(("alpha", "beta"), [(1, 1), (0.5, 0.7), (0, 0), (1, 0.3), (0, 1)])
def test_agrees_with_the_formula_swept(seed, senior, alpha, beta):
    liabilities, assets, outside = industry(9, seed)
    result = clearing_vector(
        liabilities,
        assets,
        outside,
        alpha=alpha,
        beta=beta,
        external_seniority="senior" if senior else "pari_passu",
    )
    expected = swept(liabilities, assets, outside, alpha=alpha, beta=beta, senior=senior)
    assert result.payments == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("road", ["few", "sweeps", "factors"])
@pytest.mark.parametrize("senior", [False, True], ids=["pari_passu", "senior"])
def test_the_roads_for_many_parties_agree_with_elimination(monkeypatch, road, senior):
    options = {"beta": 0.9, "external_seniority": "senior" if senior else "pari_passu"}
    systems = [industry(parties, parties) for parties in (1, 2, 5, 9, 14)]
    eliminated = [clearing_vector(*system, **options).payments for system in systems]
    monkeypatch.setattr(defaults, "DENSE", 0)
    if road != "few":
        monkeypatch.setattr(leaking, "DENSE", 0)
    if road == "factors":
        monkeypatch.setattr(leaking, "SWEEPS", 0)
    for system, expected in zip(systems, eliminated, strict=True):
        assert clearing_vector(*system, **options).payments == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_a_linear_programme(seed):
    liabilities, assets, outside = industry(12, seed)
    due = liabilities.sum(axis=1) + outside
    shares = liabilities / due[:, None]
    best = linprog(-np.ones(12), np.eye(12) - shares.T, assets, bounds=[(0, owed) for owed in due])
    result = clearing_vector(liabilities, assets, outside)
    assert result.defaults.any()
    assert result.payments == pytest.approx(best.x, abs=1e-7)


def test_money_is_conserved_where_default_costs_nothing():
    liabilities, assets, outside = industry(15, 3)
    for seniority in ("pari_passu", "senior"):
        result = clearing_vector(liabilities, assets, outside, external_seniority=seniority)
        assert result.external_payments.sum() + result.equity.sum() == pytest.approx(assets.sum())


def test_a_closed_loop_without_money_pays_itself():
    ring = [[0, 5, 0], [0, 0, 5], [5, 0, 0]]
    result = clearing_vector(ring, [0, 0, 0])
    assert result.payments.tolist() == [5, 5, 5]
    assert not result.defaults.any()


def test_an_uneven_closed_loop_pays_what_can_go_round():
    result = clearing_vector([[0, 10, 0], [0, 0, 4], [7, 0, 0]], [0, 0, 0])
    assert result.payments.tolist() == [4, 4, 4]
    assert result.defaults.tolist() == [True, False, True]


def test_a_closed_loop_whose_senior_debts_eat_it_up_pays_nothing():
    result = clearing_vector([[0, 4], [4, 0]], [1, 1], [2, 2], external_seniority="senior")
    assert result.payments.tolist() == [0, 0]
    assert result.external_payments.tolist() == [1, 1]
    assert result.equity.tolist() == [0, 0]


def test_senior_creditors_come_first_and_may_lose_too():
    result = clearing_vector([[0, 4], [0, 0]], [3, 0], [5, 0], external_seniority="senior")
    assert result.defaults.tolist() == [True, False]
    assert result.payments.tolist() == [0, 0]
    assert result.external_payments.tolist() == [3, 0]


def test_a_loop_that_leaks_next_to_nothing_is_exact():
    leak = 1e-10
    result = clearing_vector([[0, 1], [1, 0]], [0, 0], [leak, leak])
    assert result.payments == pytest.approx([0, 0], abs=1e-15)
    kept = clearing_vector([[0, 1], [1, 0]], [leak / 2, leak / 4], [leak, leak])
    owed = 1 + leak
    passed = 1 / owed
    determinant = (leak / owed) * (1 + passed)
    expected = [(leak / 2 + passed * leak / 4) / determinant, (leak / 4 + passed * leak / 2) / determinant]
    assert kept.payments == pytest.approx(expected, rel=1e-12)


def test_the_greatest_of_two_outcomes_is_taken():
    result = clearing_vector([[0, 2.2], [2.2, 0]], [1, 1], alpha=0.5, beta=0.5)
    assert result.payments.tolist() == [2.2, 2.2]
    less = clearing_vector([[0, 2.2], [2.2, 0]], [0, 1], alpha=0.5, beta=0.5)
    assert less.payments.tolist() == [2.2, 2.2]


def test_a_shortfall_that_is_rounding_is_no_default():
    result = clearing_vector([[0, 0.1, 0.2], [0, 0, 0], [0, 0, 0]], [0.3, 0, 0], alpha=0, beta=0)
    assert 0.1 + 0.2 > 0.3
    assert not result.defaults.any()


def test_a_debt_to_oneself_counts_on_both_sides():
    result = clearing_vector([[6, 4], [0, 0]], [2, 0])
    assert result.payments == pytest.approx([5, 0])
    assert result.equity == pytest.approx([0, 2])
    alone = clearing_vector([[5]], [0])
    assert alone.payments.tolist() == [5]
    assert not alone.defaults.any()


@pytest.mark.parametrize("seniority", ["pari_passu", "senior"])
def test_a_party_alone_that_owes_outside(seniority):
    result = clearing_vector([[0]], [3], [5], alpha=0.5, external_seniority=seniority)
    assert result.defaults.tolist() == [True]
    assert result.external_payments.tolist() == [1.5]
    assert result.rounds == [[0]]


def test_nobody_owes_anything():
    result = clearing_vector(np.zeros((3, 3)), [1, 0, 2])
    assert result.payments.tolist() == [0, 0, 0]
    assert result.equity.tolist() == [1, 0, 2]
    assert result.rounds == []


def test_no_parties_at_all():
    result = clearing_vector(np.zeros((0, 0)), [])
    assert result.payments.shape == (0,)
    assert result.payment_matrix.shape == (0, 0)
    assert result.rounds == []


def test_sparse_and_dense_agree():
    liabilities, assets, outside = industry(20, 5)
    dense = clearing_vector(liabilities, assets, outside, alpha=0.6)
    for form in (csr_array, coo_array):
        sparse = clearing_vector(form(liabilities), assets, outside, alpha=0.6)
        assert sparse.payments == pytest.approx(dense.payments)
        assert sparse.payment_matrix.toarray() == pytest.approx(dense.payment_matrix)


@pytest.mark.parametrize("outside", [0.0, 1e-6, 0.2], ids=["closed", "nearly-closed", "open"])
def test_many_parties(outside):
    liabilities, assets, external = industry(700, 1, density=0.01)
    external = external * outside
    result = clearing_vector(csr_array(liabilities), assets * 0.5, external, beta=1.0)
    due = liabilities.sum(axis=1) + external
    received = result.payment_matrix.sum(axis=0)
    means = assets * 0.5 + received
    assert result.payments == pytest.approx(np.minimum(due, means), rel=1e-9)
    assert result.defaults.sum() > 50
    dense = clearing_vector(liabilities, assets * 0.5, external)
    assert isinstance(dense.payment_matrix, np.ndarray)
    assert dense.payments == pytest.approx(result.payments)


@pytest.mark.parametrize("seniority", ["pari_passu", "senior"])
def test_many_scenarios_are_the_single_ones(seniority):
    liabilities, assets, outside = industry(6, 2)
    scenarios = assets * np.random.default_rng(0).uniform(0, 2, (50, 6))
    options = {"alpha": 0.8, "beta": 0.9, "external_seniority": seniority}
    together = clearing_vector(liabilities, scenarios, outside, **options)
    for number, row in enumerate(scenarios):
        one = clearing_vector(liabilities, row, outside, **options)
        assert together.payments[number] == pytest.approx(one.payments)
        assert together.default_round[number].tolist() == one.default_round.tolist()
        assert together.equity[number] == pytest.approx(one.equity)
        assert together.payment_matrix[number] == pytest.approx(one.payment_matrix)
    with pytest.raises(MisuseError, match="many-scenarios"):
        _ = together.rounds


def test_sparse_payments_of_many_scenarios_are_dense():
    result = clearing_vector(csr_array([[0.0, 2.0], [0.0, 0.0]]), [[1, 0], [3, 0]])
    assert result.payment_matrix.tolist() == [[[0, 1], [0, 0]], [[0, 2], [0, 0]]]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"liabilities": [[0, 1]]}, "measure.invalid-liabilities"),
        ({"liabilities": [[0, -1], [0, 0]]}, "measure.invalid-liabilities"),
        ({"liabilities": [[0, float("nan")], [0, 0]]}, "measure.invalid-liabilities"),
        ({"external_assets": [1, 2, 3]}, "measure.invalid-liabilities"),
        ({"external_assets": [1, -2]}, "measure.invalid-liabilities"),
        ({"external_assets": 1}, "measure.invalid-liabilities"),
        ({"external_liabilities": [[1, 2]]}, "measure.invalid-liabilities"),
        ({"alpha": 1.5}, "measure.invalid-recovery"),
        ({"beta": -0.1}, "measure.invalid-recovery"),
        ({"beta": float("nan")}, "measure.invalid-recovery"),
        ({"external_seniority": "junior"}, "measure.unknown-variant"),
    ],
)
def test_what_cannot_be_cleared_is_refused(arguments, code):
    given = {"liabilities": [[0, 1], [0, 0]], "external_assets": [1, 1]}
    with pytest.raises(MisuseError) as raised:
        clearing_vector(**given | arguments)
    assert raised.value.problem.code == code
