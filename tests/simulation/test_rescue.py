"""Partners rescue a firm exactly when they would lose more by its failure than the rescue costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from quarters import run_quarters, starting_from

from keiretsu.measures.arrays import Floats
from keiretsu.simulation import Amount, Run
from keiretsu.simulation.industry import policy, rescue, settlement, strategic_investment, write_downs
from keiretsu.simulation.industry.example import ALPHA, BETA, GAMMA, column, three_firms
from keiretsu.simulation.industry.records import Industry

MECHANISMS = (policy.MECHANISM, rescue.MECHANISM, settlement.MECHANISM, write_downs.MECHANISM)
ASSUMED: Mapping[str, Amount] = {
    "recovery of own means": 1.0,
    "recovery of incoming payments": 1.0,
    "horizon of a rescue": 0.0,
    "discount of a rescue": 0.0,
    "margin on lost sales": 0.5,
    "recovery of sales": 0.5,
}
STAKE = 20.0
HALF: Mapping[str, Amount] = {"discount of a rescue": 0.5}
DUE = 4.0
LOST_MARGIN = 0.5 * 0.5 * 4 * DUE


def quarter(
    costs: Floats,
    *,
    due: Floats | None = None,
    industry: Industry | None = None,
    parameters: Mapping[str, Amount] | None = None,
    changes: Mapping[int, Mapping[str, Amount]] | None = None,
) -> Run:
    """Let Alpha, which has 10, owe Beta 4 and others its costs; Beta has 30, and owns 20 of Alpha."""
    return run_quarters(
        MECHANISMS,
        {
            "due": column(DUE, 0, 0) if due is None else due,
            "costs": costs,
            "end sales": column(0, 0, 0),
        },
        industry=industry,
        paths=costs.shape[1],
        parameters={**ASSUMED, **(parameters or {})},
        changes=changes,
    )


def costs_of_alpha(costs: Floats) -> Floats:
    """Return what all pay to others, if Alpha pays this."""
    return np.stack([costs, 0 * costs, 0 * costs])


def test_a_rescue_happens_exactly_when_partners_lose_more_without_it() -> None:
    costs = np.linspace(0, 60, 601)
    run = quarter(costs_of_alpha(costs))
    lacks = np.maximum(DUE + costs - 10, 0)
    unpaid = DUE * lacks / (DUE + costs)
    worth_it = (lacks > 1e-9) & (STAKE + LOST_MARGIN + unpaid > lacks)
    variables = run.closed[0].variables
    assert 0 < worth_it.sum() < (lacks > 1e-9).sum()
    np.testing.assert_allclose(variables["rescued"][ALPHA], np.where(worth_it, lacks, 0))
    assert (variables["failed"][ALPHA] == (lacks > 1e-9) * ~worth_it).all()
    assert not variables["rescued"][[BETA, GAMMA]].any()


def test_a_rescue_buys_new_shares() -> None:
    run = quarter(costs_of_alpha(np.array([16.0])))
    variables = run.closed[0].variables
    assert run.flow("equity", "Beta")[1, 0] == pytest.approx(-10)
    assert variables["valuation"][ALPHA, 0] == pytest.approx(110)
    assert variables["ownership"][[0, 3, 4], 0] == pytest.approx([80 / 110, 30 / 110, 0])
    assert run.register("equity")[0, [0, 3], 0] == pytest.approx([80, 30])
    assert variables["invested"][3, 0] == pytest.approx(10)
    assert run.position("Alpha", "money")[1, 0] == pytest.approx(0, abs=1e-12)


def test_at_a_discount_those_who_rescue_get_more_shares_and_the_others_lose() -> None:
    variables = (run := quarter(costs_of_alpha(np.array([16.0])), parameters=HALF)).closed[0].variables
    assert variables["valuation"][ALPHA, 0] == pytest.approx(50 + 10)
    assert variables["ownership"][[0, 3, 4], 0] == pytest.approx([40 / 60, 20 / 60, 0])
    assert run.register("equity")[0, [0, 3], 0] == pytest.approx([40, 20])
    assert variables["invested"][3, 0] == pytest.approx(10)
    assert variables["valuation"][[BETA, GAMMA], 0].tolist() == [400, 500]


def test_who_would_be_left_with_less_by_a_rescue_pays_less_for_it() -> None:
    """Beta's stake of 20 is worth half of it after a rescue; with its sales it would lose 10 + 4 + 2.7."""
    costs = np.linspace(0, 60, 601)
    run = quarter(costs_of_alpha(costs), parameters=HALF)
    lacks = np.maximum(DUE + costs - 10, 0)
    lost = STAKE / 2 + LOST_MARGIN + DUE * lacks / (DUE + costs)
    worth_it = (lacks > 1e-9) & (lost > lacks)
    np.testing.assert_allclose(run.closed[0].variables["rescued"][ALPHA], np.where(worth_it, lacks, 0))


def test_the_register_stays_ownership_times_worth() -> None:
    costs = np.array([[5.0, 16.0, 25.0, 40.0], [0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
    run = quarter(costs, parameters=HALF)
    owns, worth = run.variable("ownership")[1], run.variable("valuation")[1]
    assert run.register("equity")[0] == pytest.approx(owns * worth[three_firms().equity.issuer])


def test_what_was_invested_in_a_quarter_is_not_counted_in_the_next() -> None:
    """Nobody funds firms but those who rescue them; the second quarter costs nothing."""
    run = run_quarters(
        [rescue.MECHANISM, settlement.MECHANISM],
        {"due": column(0, 0, 0), "costs": column(18, 0, 0), "end sales": column(0, 0, 0)},
        quarters=2,
        parameters=ASSUMED,
        changes={2: {"failure": column(1, 0, 0)}},
    )
    assert run.variable("invested")[:, 3, 0].tolist() == pytest.approx([0, 8, 0])


def test_strategic_investments_count_where_outside_funding_is_off() -> None:
    run = run_quarters(
        [strategic_investment.MECHANISM, rescue.MECHANISM, settlement.MECHANISM],
        {"costs": column(20, 0, 0)},
        parameters={**ASSUMED, "reserve": 0.0},
    )
    owns, worth = run.variable("ownership")[1], run.variable("valuation")[1]
    assert run.variable("invested")[1, 3, 0] > 1.25  # what was promised, and a rescue
    assert run.register("equity")[0] == pytest.approx(owns * worth[three_firms().equity.issuer])


def test_it_also_pays_for_what_the_firm_loses_until_the_horizon() -> None:
    """Alpha burns 20 a quarter; a rescue that must last a quarter longer costs 10 + 20."""
    rescued = quarter(costs_of_alpha(np.array([16.0])))
    longer = quarter(costs_of_alpha(np.array([16.0])), parameters={"horizon of a rescue": 0.25})
    assert rescued.closed[0].variables["rescued"][ALPHA, 0] == pytest.approx(10)
    assert longer.closed[0].variables["rescued"][ALPHA, 0] == 0
    assert longer.closed[0].variables["failed"][ALPHA, 0] == 1


def test_partners_pay_in_proportion_to_what_they_would_lose() -> None:
    shares = column(0.5, 1, 1, 0.2, 0.3, 0)
    worth = shares * column(100, 400, 500, 100, 100, 400)
    industry = starting_from(three_firms(), variables={"ownership": shares}, pairs={"equity": worth})
    run = quarter(costs_of_alpha(np.array([25.0])), due=column(0, 0, 0), industry=industry)
    paid = -run.flow("equity", "Beta")[1, 0], -run.flow("equity", "Gamma")[1, 0]
    assert paid == pytest.approx((15 * 20 / 50, 15 * 30 / 50))


def test_who_has_no_free_money_rescues_nobody() -> None:
    costs = np.array([[16.0, 16.0], [22.0, 29.0], [0, 0]])
    run = quarter(costs)
    assert run.closed[0].variables["rescued"][ALPHA].tolist() == [0, 0]
    assert run.closed[0].variables["failed"][ALPHA].tolist() == [1, 1]
    richer = quarter(np.array([[16.0], [19.0], [0]]))
    assert richer.closed[0].variables["rescued"][ALPHA, 0] == pytest.approx(10)
    assert not richer.closed[0].variables["failed"].any()


def test_who_may_not_invest_rescues_nobody() -> None:
    blocked = quarter(costs_of_alpha(np.array([16.0])), changes={1: {"investment factor": np.zeros((6, 1))}})
    assert blocked.closed[0].variables["failed"][ALPHA, 0] == 1


def test_a_firm_that_is_made_to_fail_is_not_rescued() -> None:
    run = quarter(costs_of_alpha(np.array([16.0])), changes={1: {"failure": column(1, 0, 0)}})
    assert run.closed[0].variables["rescued"][ALPHA, 0] == 0
    assert run.closed[0].variables["failed"][ALPHA, 0] == 1


def test_a_rescue_of_the_first_saves_the_second() -> None:
    """Gamma owns Alpha; Alpha owes Beta what Beta needs to pay Gamma."""
    shares = column(0.5, 1, 1, 0, 0.5, 0)
    worth = shares * column(100, 400, 500, 100, 100, 400)
    industry = starting_from(three_firms(), variables={"ownership": shares}, pairs={"equity": worth})
    run = quarter(costs_of_alpha(np.array([0.0])), due=column(20, 0, 45), industry=industry)
    variables = run.closed[0].variables
    assert variables["rescued"][:, 0] == pytest.approx([10, 0, 0])
    assert not variables["failed"].any()
    without = run_quarters(
        (settlement.MECHANISM,), {"due": column(20, 0, 45), "costs": column(0, 0, 0)}, parameters=None
    )
    assert without.closed[0].variables["failed"][:, 0].tolist() == [1, 1, 0]


def test_a_customer_pays_to_keep_its_supplier() -> None:
    """Beta buys 20 a quarter from Gamma, holds no stake in it, and has a fifth more to pay elsewhere."""
    industry = three_firms()
    equity = replace(industry.equity, holder=np.array([4, 4, 4, BETA, BETA, GAMMA]))
    equity = replace(equity, issuer=np.array([ALPHA, BETA, GAMMA, ALPHA, GAMMA, BETA]))
    partners = replace(industry, equity=equity)
    lost = 0.2 * 80
    for lacks, is_rescued in ((lost - 1, True), (lost + 1, False)):
        run = quarter(
            column(0, 0, 50 + 20 + lacks),
            due=column(0, 0, 20),
            industry=partners,
            parameters={"recovery of supply": 0.8},
        )
        assert (run.closed[0].variables["rescued"][GAMMA, 0] > 0) == (is_rescued and lacks < 30 - 20 - 0.8)


def test_a_path_is_decided_the_same_alone_and_among_others() -> None:
    costs = np.linspace(5, 45, 7)
    together = quarter(costs_of_alpha(costs))
    for path, cost in enumerate(costs):
        alone = quarter(costs_of_alpha(np.array([cost])))
        for name in ("rescued", "failed", "paid"):
            assert (alone.variable(name)[1, :, 0] == together.variable(name)[1, :, path]).all()
        assert (alone.register("equity")[0, :, 0] == together.register("equity")[0, :, path]).all()
        assert (alone.position("Beta", "money")[:, 0] == together.position("Beta", "money")[:, path]).all()
