"""What must hold of clearing and DebtRank whatever the debts are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.measures import clearing_vector, debt_rank

AMOUNTS = st.one_of(st.just(0.0), st.floats(0.01, 1e4), st.integers(1, 50).map(float))
PARTS = st.one_of(st.just(0.0), st.just(1.0), st.floats(0.01, 0.99))
RATES = st.integers(-20, 20).map(lambda power: 2.0**power)
SENIORITY = st.sampled_from(["pari_passu", "senior"])
VARIANT = st.sampled_from(["linear", "original", "threshold"])


def law(*cases):
    """Draw cases without a deadline: the first one waits for the solvers to be imported."""
    return lambda test: settings(deadline=None)(given(*cases)(test))


def square(n):
    return st.lists(column(n), min_size=n, max_size=n).map(np.array)


def column(n, values=AMOUNTS):
    return st.lists(values, min_size=n, max_size=n).map(np.array)


systems = st.integers(1, 5).flatmap(lambda n: st.tuples(square(n), column(n), column(n)))
shocked = st.integers(1, 5).flatmap(lambda n: st.tuples(square(n), column(n), column(n, PARTS)))
costs = st.fixed_dictionaries({"alpha": PARTS, "beta": PARTS, "external_seniority": SENIORITY})
free = st.fixed_dictionaries({"external_seniority": SENIORITY})


def close(amount):
    return pytest.approx(amount, rel=1e-7, abs=1e-7)


def side_by_side(first, second):
    both = np.zeros((len(first) + len(second),) * 2)
    both[: len(first), : len(first)] = first
    both[len(first) :, len(first) :] = second
    return both


def clear(system, options):
    return clearing_vector(*system, **options)


@law(systems, costs)
def test_payments_are_limited_by_debts_and_means(system, options):
    liabilities, assets, outside = system
    result = clear(system, options)
    assert (result.payments >= 0).all()
    assert (result.payments <= result.total_obligations).all()
    means = assets + result.payment_matrix.sum(axis=0)
    paid = result.payment_matrix.sum(axis=1) + result.external_payments
    assert (paid + result.equity <= means * (1 + 1e-9) + 1e-9).all()
    solvent = ~result.defaults
    assert paid[solvent] == close((liabilities.sum(axis=1) + outside)[solvent])
    assert (result.equity[result.defaults] == 0).all()
    assert (paid + result.equity)[solvent] == close(means[solvent])


@law(systems, free)
def test_without_costs_no_money_is_lost(system, options):
    result = clear(system, options)
    assert result.equity.sum() + result.external_payments.sum() == close(system[1].sum())


@law(systems, costs)
def test_costs_of_default_help_nobody(system, options):
    without = clear(system, {"external_seniority": options["external_seniority"]})
    assert (clear(system, options).payments <= without.payments + 1e-7).all()


@law(systems, costs, st.integers(0, 4), AMOUNTS)
def test_more_assets_harm_nobody(system, options, party, more):
    liabilities, assets, outside = system
    richer = assets.copy()
    richer[party % len(assets)] += more
    after, before = clear((liabilities, richer, outside), options), clear(system, options)
    assert (after.payments >= before.payments - 1e-7).all()
    assert (after.equity >= before.equity - 1e-7).all()
    assert not (after.defaults & ~before.defaults).any()


@law(systems, costs, RATES)
def test_clearing_does_not_depend_on_the_currency(system, options, rate):
    here, there = clear(system, options), clear([part * rate for part in system], options)
    assert there.payments == pytest.approx(here.payments * rate, rel=1e-9)
    assert there.rounds == here.rounds


@law(systems, costs, st.randoms(use_true_random=False))
def test_clearing_does_not_depend_on_the_order_of_the_parties(system, options, random):
    liabilities, assets, outside = system
    order = random.sample(range(len(assets)), len(assets))
    moved = clear((liabilities[np.ix_(order, order)], assets[order], outside[order]), options)
    assert moved.payments == close(clear(system, options).payments[order])


@law(systems, systems, costs)
def test_separate_networks_clear_separately(first, second, options):
    assets, outside = (np.concatenate(pair) for pair in zip(first[1:], second[1:], strict=True))
    both = (side_by_side(first[0], second[0]), assets, outside)
    expected = np.concatenate([clear(first, options).payments, clear(second, options).payments])
    assert clear(both, options).payments == close(expected)


@law(systems, costs, st.floats(0.1, 0.9))
def test_a_party_in_two_like_parts_pays_as_the_whole(system, options, part):
    liabilities, assets, outside = system
    liabilities = liabilities - np.diag(np.diag(liabilities))
    weights = np.vstack([np.eye(len(assets)), np.eye(len(assets))[-1]])
    weights[-2, -1], weights[-1, -1] = part, 1 - part
    parts = clear((weights @ liabilities @ weights.T, weights @ assets, weights @ outside), options)
    whole = clear((liabilities, assets, outside), options)
    merged = np.append(parts.payments[:-2], parts.payments[-2:].sum())
    assert merged == close(whole.payments)


@law(shocked, VARIANT)
def test_losses_lie_between_the_shock_and_all(case, variant):
    exposures, equity, shock = case
    result = debt_rank(exposures, equity, shock, variant=variant)
    assert ((result.loss >= shock) & (result.loss <= 1)).all()
    assert 0 <= result.debtrank <= 1 + 1e-12
    assert ((result.equity >= 0) & (result.equity <= equity)).all()


@law(shocked)
def test_the_linear_variant_bounds_the_others(case):
    linear = debt_rank(*case).loss
    for variant in ("original", "threshold"):
        assert (debt_rank(*case, variant=variant).loss <= linear + 1e-9).all()


@law(shocked)
def test_the_linear_limit_is_consistent(case):
    exposures, equity, shock = case
    loss = debt_rank(*case).loss
    lost = exposures @ loss
    impact = np.divide(lost, equity, out=np.where(lost > 0, 1.0, 0.0), where=equity > 0)
    assert loss == pytest.approx(np.minimum(1, shock + impact), abs=1e-9)


@law(shocked, VARIANT, RATES)
def test_debtrank_does_not_depend_on_the_currency(case, variant, rate):
    exposures, equity, shock = case
    there = debt_rank(exposures * rate, equity * rate, shock, variant=variant)
    assert there.loss == pytest.approx(debt_rank(*case, variant=variant).loss, rel=1e-9)


@law(shocked, VARIANT, st.randoms(use_true_random=False))
def test_debtrank_does_not_depend_on_the_order_of_the_parties(case, variant, random):
    exposures, equity, shock = case
    order = random.sample(range(len(equity)), len(equity))
    moved = debt_rank(exposures[np.ix_(order, order)], equity[order], shock[order], variant=variant)
    assert moved.loss == close(debt_rank(*case, variant=variant).loss[order])


@law(shocked, shocked, VARIANT)
def test_separate_networks_lose_separately(first, second, variant):
    exposures = side_by_side(first[0], second[0])
    equity, shock = (np.concatenate(pair) for pair in zip(first[1:], second[1:], strict=True))
    both = debt_rank(exposures, equity, shock, variant=variant)
    alone = [debt_rank(*case, variant=variant) for case in (first, second)]
    assert both.loss == close(np.concatenate([result.loss for result in alone]))
    lost = sum(
        (result.added_loss * case[1]).sum() for result, case in zip(alone, (first, second), strict=True)
    )
    assert both.debtrank * equity.sum() == close(lost)


@law(shocked, st.integers(0, 4), st.floats(0.0, 1.0))
def test_a_larger_shock_spares_nobody(case, party, added):
    exposures, equity, shock = case
    larger = shock.copy()
    larger[party % len(shock)] = min(1.0, larger[party % len(shock)] + added)
    assert (debt_rank(exposures, equity, larger).loss >= debt_rank(*case).loss - 1e-9).all()
