"""Who invests in whom: promises, the capital loop, keeping one's share; and only money that is there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from quarters import run_quarters

from keiretsu.simulation.industry import strategic_investment
from keiretsu.simulation.industry.example import column, three_firms
from keiretsu.simulation.industry.records import Holding
from keiretsu.simulation.industry.settlement import MECHANISM as SETTLEMENT

BETA_IN_ALPHA, GAMMA_IN_ALPHA, GAMMA_IN_BETA = 3, 4, 5
LOOP, SHARE = "part of margin invested in customers", "part of lost margin invested in customers"
PROMISES = {LOOP: 0.0, SHARE: 0.0, "reserve": 0.0}


def invest(variables=None, parameters=None, quarters=1, also=(), industry=None):
    """Return what is invested in each quarter, pair by pair, and the run."""
    run = run_quarters(
        [strategic_investment.MECHANISM, *also],
        variables or {},
        industry=industry,
        quarters=quarters,
        parameters={**PROMISES, **(parameters or {})},
    )
    start = (industry or three_firms()).start.pairs[Holding.EQUITY]
    return np.diff(run.register(Holding.EQUITY)[:, :, 0], axis=0, prepend=start.T), run


def test_what_is_promised_is_invested_until_the_promise_ends():
    invested, _ = invest(quarters=10, variables={"due": column(0, 0, 0)})
    assert invested[:, BETA_IN_ALPHA].tolist() == [1.25] * 8 + [0] * 2
    assert invested.sum() == 10


def test_what_is_invested_is_paid_by_the_holder_to_the_issuer():
    _, run = invest()
    assert [run.position(firm, Holding.MONEY)[1, 0] for firm in run.model.parties] == [11.25, 28.75, 50]


def test_a_supplier_invests_a_part_of_its_margin_on_what_comes_back():
    invested, _ = invest(parameters={LOOP: 0.1})
    margin = 10 / 17.5  # Gamma sells 10 and 7.5 in the quarter, at costs of 7.5
    assert invested[0, GAMMA_IN_BETA] == pytest.approx(0.1 * margin * 7.5)
    assert invested[0, GAMMA_IN_ALPHA] == 0  # it buys nothing of Gamma


def test_who_sells_without_margin_has_none_to_invest():
    invested, _ = invest({"costs": column(2, 12.5, 17.5)}, {LOOP: 0.1})
    assert invested[0, GAMMA_IN_BETA] == 0


@pytest.mark.parametrize(
    "lost", [{"share": column(0.5, 0.5, 1)}, {"in-house share": column(0.5, 0)}], ids=["rivals", "own making"]
)
def test_a_supplier_that_loses_a_customer_invests_in_it(lost):
    flush = {"costs": column(2, 5, 7.5), "base funding": column(0, 0, 0, 0, 0, 0)}
    assert invest(flush, {SHARE: 0.5})[0][0, BETA_IN_ALPHA] == 0
    invested, _ = invest({**flush, **lost}, {SHARE: 0.5})
    margin = 7.5 / 20  # Beta sells 15 and 5, and pays 7.5 for chips and 5 for other things
    assert invested[0, BETA_IN_ALPHA] == pytest.approx(0.5 * margin * 2.5)


def test_nothing_is_invested_beyond_what_is_free():
    promised = {"base funding": column(0, 0, 0, 400, 0, 0)}
    invested, _ = invest(promised)
    bills = 7.5 + 12.5 + 20 * (0.06 / 4 + 0.25 / 10)
    assert invested[0, BETA_IN_ALPHA] == pytest.approx(30 + 5 - bills)  # 5 come from Alpha in the quarter


def test_a_reserve_is_kept():
    promised = {"base funding": column(0, 0, 0, 400, 0, 0)}
    assert invest(promised, {"reserve": 1.0})[0][0, BETA_IN_ALPHA] == 0


def test_what_is_free_is_divided_in_proportion_to_what_is_wanted():
    promised = {
        "base funding": column(0, 0, 0, 0, 300, 900),
        "due": column(0, 0, 0),
        "costs": column(0, 0, 0),
    }
    invested, run = invest(promised)
    assert invested[0, [GAMMA_IN_ALPHA, GAMMA_IN_BETA]].tolist() == [
        0,
        0,
    ]  # promises without years have ended
    assert run.position("Gamma", Holding.MONEY)[1, 0] == 50
    wanted = {"due": column(20, 100, 50), "costs": column(0, 0, 0)}
    invested, _ = invest(wanted, {LOOP: 2.0})
    both = invested[0, [GAMMA_IN_ALPHA, GAMMA_IN_BETA]]
    assert both.sum() == pytest.approx(50)
    assert both[0] == pytest.approx(2 * both[1])


@pytest.mark.parametrize(
    ("variables", "parameters"),
    [
        ({"may invest": column(1, 1, 1, 0, 1, 1)}, {}),
        ({}, {"investment factor": column(1, 1, 1, 0, 1, 1)}),
        ({"alive": column(0, 1, 1)}, {}),
        ({"alive": column(1, 0, 1)}, {}),
    ],
    ids=["blocked", "lever", "dead issuer", "dead holder"],
)
def test_no_investment_where_it_is_blocked_or_somebody_is_dead(variables, parameters):
    assert invest(variables, parameters)[0][0, BETA_IN_ALPHA] == 0


def test_the_lever_multiplies():
    assert invest(parameters={"investment factor": np.full((6, 1), 2.0)})[0][0, BETA_IN_ALPHA] == 2.5


def test_outside_investors_keep_their_promises_too():
    industry = three_firms()
    industry = replace(industry, equity=replace(industry.equity, years=np.array([0.5, 0, 0, 0, 0, 0])))
    invested, _ = invest({"base funding": column(8, 0, 0, 0, 0, 0)}, quarters=3, industry=industry)
    assert invested[:, 0].tolist() == [2, 2, 0]


def test_bills_can_still_be_paid_after_investing_all_that_is_free():
    _, run = invest({"base funding": column(0, 0, 0, 400, 0, 0)}, also=[SETTLEMENT])
    assert run.variable("failed")[1].sum() == 0
    assert run.position("Beta", Holding.MONEY)[1, 0] == pytest.approx(0)
