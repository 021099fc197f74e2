"""Rounds, loans, dilution and valuation; the register of shares agrees with them after every quarter."""

from __future__ import annotations

import numpy as np
import pytest
from quarters import run_quarters

from keiretsu.simulation.industry import (
    commitments,
    funding,
    policy,
    rescue,
    sentiment,
    settlement,
    sourcing,
    strategic_investment,
    valuation,
    write_downs,
)
from keiretsu.simulation.industry.example import ALPHA, BETA, column, three_firms
from keiretsu.simulation.industry.records import Holding

EAGER = {"runway": 1.0, "appetite": 2.0}
ALPHA_LACKS = 15  # it burns 18 a year, and has 3 left of 10 when this quarter is paid
CALM = {"volatility of sentiment": 0.0}


def fund(variables=None, parameters=None, also=()):
    """Return the run of a quarter in which outside investors and banks fund the firms."""
    values = {**EAGER, **(parameters or {})}
    return run_quarters([*also, funding.MECHANISM], variables or {}, parameters=values)


def raised(run):
    return run.variable("invested")[1, :3, 0]


def borrowed(run):
    return -run.position("Alpha", Holding.LOANS)[1, 0]


def test_a_firm_raises_what_it_lacks_for_its_runway():
    run = fund()
    assert raised(run).tolist() == [ALPHA_LACKS, 0, 0]
    assert run.position("Alpha", Holding.MONEY)[1, 0] == 10 + ALPHA_LACKS
    assert borrowed(run) == 0


def test_a_firm_that_earns_money_raises_none():
    assert raised(fund({"end sales": column(8, 30, 20)}))[ALPHA] == 0


def test_who_can_not_pay_this_quarter_raises_even_without_a_runway():
    run = fund({"costs": column(10, 5, 5)}, {"runway": 0.0})
    assert raised(run)[ALPHA] == 5  # 15 are due, and 10 there


def test_what_investors_do_not_give_banks_lend_up_to_the_debt_limit():
    run = fund(parameters={"appetite": 0.2, "debt limit": 0.6})
    assert raised(run)[ALPHA] == 5  # a quarter of a fifth of 100
    assert borrowed(run) == 6  # 0.6 of a year's revenue
    assert borrowed(fund(parameters={"appetite": 0.2, "debt limit": 9.0})) == ALPHA_LACKS - 5


@pytest.mark.parametrize(
    ("variables", "parameters", "part"),
    [
        ({"suspicion": column(0.25, 0, 0)}, {"penalty on suspicion": 2.0}, 0.5),
        ({"suspicion": column(1, 0, 0)}, {"penalty on suspicion": 2.0}, 0),
        ({"sentiment": column(0.4)}, {}, 0.4),
        ({}, {"funding factor": column(0, 1, 1)}, 0),
        ({"valuation": column(0, 400, 500), "ownership": column(1, 1, 1, 0, 0, 0)}, {}, 0),
        ({"alive": column(0, 1, 1)}, {}, 0),
    ],
    ids=["suspicion", "full suspicion", "mood", "lever", "worthless", "dead"],
)
def test_what_lowers_the_appetite_of_outside_investors(variables, parameters, part):
    less = fund(variables, {"appetite": 0.2, **parameters})
    assert less.flow(Holding.EQUITY, "Alpha")[1, 0] == pytest.approx(5 * part)


@pytest.mark.parametrize("lever", [0.0, 0.5])
def test_banks_lend_less_if_the_lever_says_so(lever):
    run = fund(parameters={"appetite": 0.0, "debt limit": 1.0, "lending factor": column(lever, 1, 1)})
    assert borrowed(run) == 10 * lever


def test_new_shares_dilute_all_holders():
    owns = fund().variable("ownership")[1, :, 0]
    assert owns == pytest.approx([95 / 115, 1, 1, 20 / 115, 0, 0])


def test_partners_buy_at_the_same_price_as_outside_investors():
    run = fund(also=[strategic_investment.MECHANISM], parameters={"reserve": 0.0})
    invested, owns = run.variable("invested")[1, :, 0], run.variable("ownership")[1, :, 0]
    assert invested[3] == pytest.approx(1.25)
    assert invested[0] == pytest.approx(ALPHA_LACKS - 1.25)
    assert owns[0] == pytest.approx((80 + invested[0]) / 115)
    assert owns[3] == pytest.approx((20 + 1.25) / 115)
    assert run.variable("valuation")[1, ALPHA, 0] == pytest.approx(115)


def test_the_shares_of_a_firm_that_fails_are_worth_nothing():
    failing = {1: {"failure": column(1, 0, 0)}, 2: {"failure": column(0, 0, 0)}}
    mechanisms = [settlement.MECHANISM, write_downs.MECHANISM, valuation.MECHANISM]
    run = run_quarters(mechanisms, {}, quarters=2, changes=failing)
    assert run.variable("valuation")[1:, ALPHA, 0].tolist() == [0, 0]
    assert run.register(Holding.EQUITY)[:, [0, 3], 0].tolist() == [[0, 0], [0, 0]]


def test_the_register_is_ownership_times_worth_after_every_quarter():
    industry, paths = three_firms(), 3
    mechanisms = [policy, sourcing, commitments, strategic_investment, funding, rescue, settlement]
    mechanisms += [write_downs, valuation, sentiment]
    moved = {
        3: {"unwinding": column(0, 0, 0, 0.5, 0, 0)},
        4: {"unwinding": column(0, 0, 0, 0, 0, 0)},
        6: {"failure": column(0, 1, 0)},
        7: {"failure": column(0, 0, 0)},
    }
    run = run_quarters(
        [each.MECHANISM for each in mechanisms],
        {},
        quarters=10,
        paths=paths,
        parameters={**CALM, "appetite": np.array([0.0, 0.1, 2.0]), "runway": np.array([0.0, 1.0, 3.0])},
        changes=moved,
    )
    owns, worth = run.variable("ownership")[1:], run.variable("valuation")[1:]
    register = run.register(Holding.EQUITY)
    assert register == pytest.approx(owns * worth[:, industry.equity.issuer], abs=1e-9)
    sums = np.zeros((10, 3, paths))
    for pair, issuer in enumerate(industry.equity.issuer):
        sums[:, issuer] += owns[:, pair]
    assert sums == pytest.approx(np.ones_like(sums))
    assert (run.variable("invested")[1:] >= 0).all()
    assert (worth[6:, BETA] == 0).all()
