"""What must hold of shares, concentration and what stops, whatever the payments are."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from keiretsu.measures import hhi
from keiretsu.measures.critical import esri
from keiretsu.measures.dependence import dependence_shares

AMOUNTS = st.one_of(st.just(0.0), st.floats(0.01, 1e4), st.integers(1, 50).map(float))
RATES = st.integers(-20, 20).map(lambda power: 2.0**power)


def law(*cases):
    """Draw cases without a deadline: the first one waits for the solvers to be imported."""
    return lambda test: settings(deadline=None)(given(*cases)(test))


def square(n):
    return st.lists(column(n), min_size=n, max_size=n).map(np.array)


def column(n, values=AMOUNTS):
    return st.lists(values, min_size=n, max_size=n).map(np.array)


def industry(n):
    """Payments, the layer of what each firm sells, whether a firm needs a layer, and output."""
    return st.tuples(
        square(n),
        column(n, st.integers(0, 2)),
        st.lists(column(n, st.booleans()), min_size=3, max_size=3).map(np.array),
        column(n),
    )


flows = st.integers(1, 5).flatmap(square)
industries = st.integers(1, 5).flatmap(industry)


def risk(case):
    paid, layers, essential, output = case
    return esri(paid, layers, essential=essential, output=output)


def close(value):
    return pytest.approx(value, rel=1e-8, abs=1e-8, nan_ok=True)


def dense(found, values, n):
    matrix = np.zeros((n, n))
    matrix[found.customer, found.supplier] = values
    return matrix


@law(flows)
def test_shares_of_spending_add_up_to_one(paid):
    found = dependence_shares(paid)
    n = len(paid)
    sums = dense(found, found.of_spending, n).sum(axis=1)
    assert sums == close((~np.isnan(found.hhi)).astype(float))
    assert dense(found, found.of_revenue, n).sum(axis=0).max() <= 1 + 1e-12
    known = found.effective_suppliers[~np.isnan(found.hhi)]
    assert (known >= 1 - 1e-12).all()


@law(flows, RATES)
def test_shares_do_not_depend_on_the_currency(paid, rate):
    before, after = dependence_shares(paid), dependence_shares(paid * rate)
    assert after.of_spending.tolist() == before.of_spending.tolist()
    assert after.hhi == close(before.hhi)


@law(flows, st.randoms(use_true_random=False))
def test_shares_do_not_depend_on_the_order_of_parties(paid, random):
    n = len(paid)
    order = random.sample(range(n), n)
    before, after = dependence_shares(paid), dependence_shares(paid[np.ix_(order, order)])
    assert after.hhi == close(before.hhi[order])
    shares = dense(before, before.of_spending, n)[np.ix_(order, order)]
    assert dense(after, after.of_spending, n) == close(shares)


@law(st.lists(st.floats(0.01, 1e4), min_size=1, max_size=8), st.floats(0.01, 0.99), st.integers(0, 7))
def test_splitting_a_supplier_in_two_lowers_the_index(sums, part, which):
    assume(which < len(sums))
    split = [*sums[:which], *sums[which + 1 :], sums[which] * part, sums[which] * (1 - part)]
    assert hhi(split).fraction < hhi(sums).fraction + 1e-12
    share = sums[which] / sum(sums)
    assert hhi(sums).fraction - hhi(split).fraction == close(2 * part * (1 - part) * share**2)


@law(industries)
def test_a_failure_stops_its_own_output_at_least_and_all_output_at_most(case):
    found = risk(case)
    assert (found.index >= found.own_share - 1e-12).all()
    assert (found.index <= 1).all()
    assert ((found.loss >= 0) & (found.loss <= 1)).all()
    assert np.diag(found.loss).tolist() == [1.0] * len(case[0])


@law(industries)
def test_losses_are_at_rest(case):
    """Each firm loses what its suppliers' losses take from its scarcest input, by the formula."""
    paid, layers, essential, _ = case
    paid = paid - np.diag(np.diag(paid))
    found = risk(case)
    n, sold = len(paid), paid.sum(axis=0)
    for failed in range(n):
        lost = found.downstream[failed]
        left = np.array([(sold * (1 - lost))[layers == layer].sum() for layer in layers])
        sigma = np.minimum(np.divide(sold, left, out=np.ones(n), where=left > 0), 1)
        for firm in set(range(n)) - {failed}:
            needs = essential[layers, firm]
            missing = sigma * lost * paid[firm]
            scarcest = [
                missing[needs & (layers == layer)].sum() / paid[firm, layers == layer].sum()
                for layer in set(layers)
                if (needs & (layers == layer)).any() and paid[firm, layers == layer].any()
            ]
            rest = missing[~needs].sum() / paid[firm].sum() if paid[firm].any() else 0
            # Where two rests fall together losses creep towards them; the residual tells how far they move.
            assert lost[firm] == pytest.approx(max([*scarcest, rest]), abs=1e-9 + found.residual)


@law(industries)
def test_lost_demand_is_at_rest(case):
    """Each firm loses of its sales what its customers lose, by their shares of them."""
    paid, *_, output = case
    paid = paid - np.diag(np.diag(paid))
    lost = risk(case).upstream
    made = np.maximum(output, paid.sum(axis=0))
    shares = np.divide(paid.T, made[:, None], out=np.zeros_like(paid), where=made[:, None] > 0)
    passed_on = lost @ shares.T
    np.fill_diagonal(passed_on, 1)
    assert lost == close(passed_on)


@law(industries, RATES)
def test_what_stops_does_not_depend_on_the_currency(case, rate):
    paid, layers, essential, output = case
    assert risk((paid * rate, layers, essential, output * rate)).index == close(risk(case).index)


@law(industries, st.randoms(use_true_random=False))
def test_what_stops_does_not_depend_on_the_order_of_parties(case, random):
    paid, layers, essential, output = case
    order = random.sample(range(len(paid)), len(paid))
    turned = (paid[np.ix_(order, order)], layers[order], essential[:, order], output[order])
    assert risk(turned).index == close(risk(case).index[order])


@law(industries)
def test_a_firm_without_trade_changes_nothing_but_its_part_of_output(case):
    paid, layers, essential, output = case
    wider = (
        np.pad(paid, (0, 1)),
        np.append(layers, 0),
        np.pad(essential, ((0, 0), (0, 1))),
        np.append(output, 0),
    )
    assert risk(wider).index == close(np.append(risk(case).index, 0))


@law(industries, industries)
def test_industries_without_a_common_layer_stop_apart(first, second):
    n, m = len(first[0]), len(second[0])
    paid = np.zeros((n + m, n + m))
    paid[:n, :n], paid[n:, n:] = first[0], second[0]
    essential = np.zeros((6, n + m), dtype=bool)
    essential[:3, :n], essential[3:, n:] = first[2], second[2]
    both = (paid, np.append(first[1], second[1] + 3), essential, np.append(first[3], second[3]))
    apart = np.zeros((n + m, n + m))
    apart[:n, :n], apart[n:, n:] = risk(first).loss, risk(second).loss
    assert risk(both).loss == close(apart)


@law(industries)
def test_essential_inputs_never_stop_less_where_nobody_can_be_replaced(case):
    paid, _, _, output = case
    alone = np.arange(len(paid))  # a layer of its own for each: sole suppliers
    strict = esri(paid, alone, output=output).index
    linear = esri(paid, alone, essential=False, output=output).index
    assert (strict >= linear - 1e-9).all()
