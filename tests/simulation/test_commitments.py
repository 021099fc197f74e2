"""What falls due, how backlogs are worked off, and what suppliers build and borrow for it."""

from __future__ import annotations

import numpy as np
import pytest
from quarters import run_quarters, starting_from

from keiretsu.simulation.industry import commitments
from keiretsu.simulation.industry.example import column, three_firms
from keiretsu.simulation.industry.records import Holding, Outside
from keiretsu.simulation.industry.settlement import MECHANISM as SETTLEMENT

EXACT = {"take-or-pay": 0.75}
USED_UP = {"capitalised": column(0, 0, 0)}  # nothing that is bought becomes capacity
NOTHING_NEEDED = {"quantity": column(0, 0, 0), "orders": column(0, 0, 0)}


def sign(variables, parameters=None, quarters=1, industry=None):
    """Return the run in which only commitments act."""
    values = {**EXACT, **(parameters or {})}
    return run_quarters(
        [commitments.MECHANISM],
        {**USED_UP, **variables},
        industry=industry,
        quarters=quarters,
        parameters=values,
    )


def with_money(*money):
    cash = dict(zip(three_firms().firms, column(*money), strict=True)) | {Outside.BANKS: -sum(money)}
    return starting_from(three_firms(), positions={Holding.MONEY: cash})


def due(run):
    return run.variable("due")[-1, :, 0]


def backlog(run):
    """Return what Beta still has to deliver to Alpha at the end of each quarter."""
    return run.position("Beta", Holding.BACKLOG)[:, 0]


def test_who_takes_as_much_as_signed_pays_for_what_it_takes():
    assert due(sign({})).tolist() == [5, 0, 7.5]


def test_prices_count():
    assert due(sign({"input price": column(1, 1.5, 2)})).tolist() == [7.5, 0, 15]


def test_a_customer_that_needs_nothing_pays_the_minimum():
    assert due(sign(NOTHING_NEEDED)).tolist() == [3, 0, 0]  # a quarter of 0.75 x 80 over 5 years


def test_the_backlog_falls_by_what_is_due_until_nothing_is_left():
    left = backlog(sign({}, quarters=22))
    assert left.tolist() == [*range(80, 0, -5), 0, 0, 0, 0, 0, 0, 0]


def test_what_is_never_taken_is_gone_at_the_end_of_the_term():
    run = sign(NOTHING_NEEDED, quarters=22)
    assert (np.diff(backlog(run)) <= 0).all()
    assert backlog(run)[19] > 0
    assert backlog(run)[20:].tolist() == [0, 0, 0]
    assert due(run).tolist() == [0, 0, 0]


def test_the_backlog_never_falls_below_nothing():
    run = sign({"quantity": column(200, 0, 30)}, quarters=3)
    assert backlog(run).tolist() == [80, 30, 0, 0]


def test_full_take_or_pay_spreads_what_is_signed_over_the_term():
    run = sign(NOTHING_NEEDED, {"take-or-pay": 1.0}, quarters=20)
    assert run.variable("due")[1:, 0, 0] == pytest.approx(np.full(20, 4))


@pytest.mark.parametrize("alive", [column(0, 1, 1), column(1, 0, 1)])
def test_nothing_is_due_from_or_to_the_dead(alive):
    assert due(sign({"alive": alive}))[0] == 0


def test_costs_follow_output_in_part():
    run = sign({"quantity": column(20, 0, 65)}, {"variable part of costs": 0.5})
    # Gamma sells 105 instead of 70, of which half of its costs of 30 a year follow
    assert run.variable("costs")[1, :, 0].tolist() == pytest.approx([2, 12.5, 7.5 * 1.25])


def test_costs_follow_levers_and_what_is_made_in_house():
    run = sign({"in-house cost": column(1, 2)}, {"cost factor": column(1, 2, 0)})
    assert run.variable("costs")[1, :, 0].tolist() == pytest.approx([3, 27, 0])


def test_costs_of_the_dead_are_nothing():
    assert sign({"alive": column(0, 1, 1)}).variable("costs")[1, 0, 0] == 0


def test_costs_of_a_firm_that_sold_nothing_stay():
    run = sign({"base revenue": column(0, 80, 70), "end sales": column(0, 15, 10)})
    assert run.variable("costs")[1, 0, 0] == 2


def test_what_wears_out_is_replaced():
    run = sign({}, {"lending factor": column(0, 0, 0)})
    assert run.position("Gamma", Holding.CAPACITY)[:, 0] == pytest.approx([40, 40])
    worn = 40 * (1 - (5 / 6) ** 0.25)
    assert run.position("Gamma", Holding.MONEY)[1, 0] == pytest.approx(50 - worn)


@pytest.mark.parametrize(("part", "paid"), [(1.0, 0.0), (0.0, 60 * (1 - (5 / 6) ** 0.25))])
def test_purchases_that_become_capacity_are_not_paid_for_again(part, paid):
    own_money = {"lending factor": column(0, 0, 0), "reserve": 0.0}
    chips = {"capitalised": column(0, 0, part)}  # what Beta buys of Gamma, 30 a year
    run = sign(chips, own_money)
    assert run.position("Beta", Holding.CAPACITY)[:, 0] == pytest.approx([60, 60])
    assert run.position("Beta", Holding.MONEY)[1, 0] == pytest.approx(30 - paid)


def test_a_supplier_without_free_money_borrows_to_build_for_what_is_signed():
    poor = with_money(10, 16, 50)
    run = sign({"orders": column(100, 0, 30)}, industry=poor)
    built = run.position("Beta", Holding.CAPACITY)[1, 0] - 60
    assert built > 5
    assert run.position("Beta", Holding.MONEY)[1, 0] == pytest.approx(16)
    assert run.position("Beta", Holding.LOANS)[1, 0] == pytest.approx(
        -20 - built - 60 * (1 - (5 / 6) ** 0.25)
    )


def test_it_builds_for_a_backlog_that_nobody_orders_from_yet():
    signed = {Holding.BACKLOG: column(400, 0, 0)}
    industry = starting_from(three_firms(), pairs=signed)
    assert sign({}, industry=industry).position("Beta", Holding.CAPACITY)[1, 0] > 60


@pytest.mark.parametrize(
    "lever", [{"capital expenditure factor": column(0, 0, 0)}, {"lending factor": column(0, 0, 0)}]
)
def test_who_may_not_build_or_borrow_does_not(lever):
    run = sign({"orders": column(100, 0, 30)}, lever, industry=with_money(10, 16, 50))
    assert run.position("Beta", Holding.LOANS)[1, 0] == -20
    assert run.position("Beta", Holding.CAPACITY)[1, 0] < 60


def test_banks_lend_up_to_the_debt_limit():
    run = sign({"orders": column(1000, 0, 30)}, {"debt limit": 0.5}, industry=with_money(10, 16, 50))
    assert run.position("Beta", Holding.LOANS)[1, 0] == pytest.approx(-40)  # half of revenue of 80


def test_a_dead_supplier_builds_nothing():
    run = sign({"alive": column(1, 0, 1), "orders": column(100, 0, 30)})
    assert run.position("Beta", Holding.LOANS)[1, 0] == -20
    assert run.position("Beta", Holding.MONEY)[1, 0] == 30


def test_no_money_is_spent_that_is_not_there():
    money = [0, 0, 0]
    run = sign(
        {"orders": column(100, 50, 300)}, {"lending factor": column(0, 0, 0)}, industry=with_money(*money)
    )
    assert [run.position(firm, Holding.MONEY)[1, 0] for firm in run.model.parties] == money


def test_what_is_due_this_quarter_is_kept_for_it():
    variables = {"orders": column(100, 50, 300), "alive": column(1, 1, 1)}
    industry = with_money(7, 25, 25)
    values = {**EXACT, "lending factor": column(0, 0, 0), "reserve": 0.0}
    run = run_quarters([commitments.MECHANISM, SETTLEMENT], variables, industry=industry, parameters=values)
    assert run.variable("failed")[1].sum() == 0


def test_it_builds_for_the_products_that_were_wanted_and_not_for_those_that_were_served():
    scarce = {"end sales": column(2.5, 7.5, 10), "end orders": column(10, 60, 40)}
    assert sign(scarce).position("Beta", Holding.CAPACITY)[1, 0] == pytest.approx(60)
