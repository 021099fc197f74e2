"""What is measured on a quarter: whose money revenue is, who owes and loses what, who sells how much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from quarters import run_quarters

from keiretsu.measures.arrays import Floats
from keiretsu.measures.provenance import source_shares
from keiretsu.simulation import Run
from keiretsu.simulation.industry import settlement, write_downs
from keiretsu.simulation.industry.clearing_kernel import debts_between
from keiretsu.simulation.industry.example import ALPHA, BETA, GAMMA, column, three_firms
from keiretsu.simulation.industry.levers import count
from keiretsu.simulation.industry.mixing_kernel import mix_pools
from keiretsu.simulation.industry.outcomes import OUTCOMES, View
from keiretsu.simulation.industry.pools import Source, revenue_by_source
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.industry.view import Payments

MECHANISMS = (settlement.MECHANISM, write_downs.MECHANISM)


def viewed(industry: Industry | None = None, **payments: Floats) -> View:
    """Return the view of a quarter in which only these payments are made."""
    industry = industry or three_firms()
    nothing = {
        "purchases": np.zeros((len(industry.supplies), 1)),
        "sales": np.zeros((3, 1)),
        "invested": np.zeros((len(industry.equity), 1)),
        "lent": np.zeros((len(industry.loans), 1)),
        "received": np.zeros((3, 1)),
        "drawn": np.zeros((3, 1)),
    }
    start = View.opening(industry, industry.start, 1)
    return View(
        industry,
        start.variables,
        start.positions,
        start.registers,
        Payments(**{name: one.astype(float) for name, one in {**nothing, **payments}.items()}),
    )


def sources_of(view: View, firm: int) -> dict[str, float]:
    """Return the sources of a firm's revenue that are not nothing."""
    found = {str(source): float(sums[firm, 0]) for source, sums in revenue_by_source(view).items()}
    return {source: pytest.approx(amount) for source, amount in found.items() if amount}


def measured(name: str, view: View) -> Floats:
    return OUTCOMES[name].of(view)


def after_a_quarter(run: Run) -> View:
    return View.of(three_firms(), run.closed[-1])


def test_each_outcome_has_a_row_for_each_of_what_it_is_per() -> None:
    industry = three_firms()
    run = run_quarters(MECHANISMS, {"due": column(5, 0, 4), "costs": column(2, 1, 1)}, paths=2)
    for view in (View.opening(industry, industry.start, 2), View.of(industry, run.closed[0])):
        for outcome in OUTCOMES.values():
            assert outcome.of(view).shape == (count(industry, outcome.per), 2), outcome.name


def test_revenue_that_customers_pay_from_their_own_sales_is_end_customers_money() -> None:
    view = viewed(sales=column(30, 0, 0), purchases=column(20, 0, 5))
    assert sources_of(view, BETA) == {"end customers": 20}
    assert sources_of(view, GAMMA) == {"end customers": 5}


def test_pools_are_mixed_in_proportion() -> None:
    """Alpha has 10 of end customers, 5 of investors, 3 of a bank, 2 of cash; Beta buys with a part of it."""
    view = viewed(
        sales=column(10, 0, 0),
        invested=column(5, 0, 0, 0, 0, 0),
        lent=column(3, 0, 0),
        drawn=column(2, 0, 0),
        purchases=column(10, 0, 4),
    )
    mixed = {"end customers": 0.5, "outside equity": 0.25, "debt": 0.15, "payers' own cash": 0.1}
    assert sources_of(view, BETA) == {source: 10 * part for source, part in mixed.items()}
    assert sources_of(view, GAMMA) == {source: 4 * part for source, part in mixed.items()}


def test_own_money_that_comes_back_is_a_firms_own_capital() -> None:
    """Beta invests 60 in Alpha, which has 40 of end customers and buys from Beta for 80."""
    view = viewed(sales=column(40, 120, 0), invested=column(0, 0, 0, 60, 0, 0), purchases=column(80, 0, 0))
    assert sources_of(view, BETA) == {"end customers": 120 + 32, "own capital": 48}
    assert measured("self-funded share", view)[BETA, 0] == pytest.approx(0.24)
    assert measured("circular share", view)[0, 0] == pytest.approx(60 / 80)


def test_money_of_another_firm_is_other_firms_equity() -> None:
    """Gamma invests in Alpha, which buys from Beta."""
    view = viewed(invested=column(0, 0, 0, 0, 10, 0), purchases=column(10, 0, 0))
    assert sources_of(view, BETA) == {"other firms' equity": 10}
    assert measured("self-funded share", view).tolist() == [[0], [0], [0]]


def test_what_nobody_known_put_in_is_the_rest() -> None:
    """Alpha got 10 for something else, such as interest, and half of what it has from end customers."""
    view = viewed(sales=column(10, 0, 0), received=column(20, 0, 0), purchases=column(8, 0, 0))
    assert sources_of(view, BETA) == {"end customers": 4, "the rest": 4}
    unfed = viewed(purchases=column(8, 0, 0))
    assert sources_of(unfed, BETA) == {"the rest": 8}


def test_a_firm_without_revenue_has_no_sources() -> None:
    view = viewed()
    assert sources_of(view, ALPHA) == {}
    assert not measured("revenue", view).any()
    assert not measured("circular share", view).any()


def test_mixes_are_those_of_the_measure() -> None:
    """Random payments among eight firms, circles included, each with some money from four sources."""
    random = np.random.default_rng(7)
    payer = random.integers(0, 8, 24)
    payee = (payer + random.integers(1, 8, 24)) % 8
    paid, entering = random.lognormal(size=(24, 3)), random.lognormal(size=(4, 8, 3))
    pool = entering.sum(axis=0)
    np.add.at(pool, payee, paid)
    mix = mix_pools(debts_between(payer, payee, 8), paid / pool[payee], entering / pool)
    for path in range(3):
        flows = np.zeros((8, 8))
        np.add.at(flows, (payer, payee), paid[:, path])
        traced = source_shares(flows, entering[:, :, path].T)
        np.testing.assert_allclose(mix[:, :, path], traced.shares, atol=1e-8)


def test_a_path_is_mixed_the_same_beside_one_that_settles_slowly() -> None:
    payer, payee = np.array([0, 1]), np.array([1, 0])
    parts, begins = np.array([[0.999, 0.3], [0.999, 0.3]]), np.array([[[0.001, 0.7], [0.001, 0.7]]])
    between = debts_between(payer, payee, 2)
    both = mix_pools(between, parts, begins)
    for path in range(2):
        alone = mix_pools(between, *(np.ascontiguousarray(each[..., [path]]) for each in (parts, begins)))
        assert (alone[..., 0] == both[..., path]).all()


def test_sources_add_up_to_revenue_after_a_quarter() -> None:
    run = run_quarters(
        MECHANISMS, {"due": column(5, 1, 4), "costs": column(2, 1, 1), "end sales": column(0, 0, 0)}
    )
    view = after_a_quarter(run)
    assert measured("revenue", view)[:, 0].tolist() == [0, 20, 20]
    assert sum(measured(f"revenue from {source}", view) for source in Source)[:, 0] == pytest.approx(
        [0, 20, 20]
    )
    assert sources_of(view, BETA) == {"payers' own cash": 5}


def test_holdings_are_as_the_books_have_them() -> None:
    run = run_quarters(MECHANISMS, {"due": column(5, 0, 4), "costs": column(2, 1, 1)})
    view = after_a_quarter(run)
    assert measured("cash", view)[ALPHA, 0] == 10 - 5 - 2
    assert measured("debt", view)[:, 0] == pytest.approx([0, 19.5, 0])
    assert measured("backlog", view)[:, 0].tolist() == [0, 80, 0]
    assert measured("capacity", view)[:, 0].tolist() == [0, 60, 40]
    assert measured("valuation", view)[:, 0].tolist() == [100, 400, 500]


def test_a_failure_is_counted_from_then_on() -> None:
    run = run_quarters(MECHANISMS, {"due": column(50, 0, 0), "costs": column(2, 1, 1)}, quarters=2)
    for closed in run.closed:
        view = View.of(three_firms(), closed)
        assert measured("failed", view)[:, 0].tolist() == [1, 0, 0]
        assert measured("failures", view).tolist() == [[1]]
    lost = [measured("written off", View.of(three_firms(), closed))[BETA, 0] for closed in run.closed]
    assert lost[0] > 20
    assert lost[1] == 0


def test_concentration_is_that_of_each_layers_sellers() -> None:
    """End customers count with their market; nobody sells models to firms, and two sell cloud."""
    view = viewed(sales=column(10, 0, 0), purchases=column(30, 10, 0))
    found = measured("concentration", view)[:, 0]
    assert found[0] == 1
    assert found[1] == pytest.approx(0.75**2 + 0.25**2)
    assert np.isnan(found[2])


def test_the_start_is_measured_at_the_first_days_payments() -> None:
    industry = three_firms()
    start = View.opening(industry, industry.start, 1)
    assert measured("revenue", start)[:, 0].tolist() == [10, 80, 70]
    assert measured("cash", start)[:, 0].tolist() == [10, 30, 50]
    assert measured("failures", start).tolist() == [[0]]
    alone = replace(industry, start=replace(industry.start, variables={}))
    assert not measured("revenue", View.opening(alone, alone.start, 1)).any()
