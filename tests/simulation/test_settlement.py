"""Firms settle what they owe at once; who can't pay all fails, and may take others along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from quarters import run_quarters, starting_from

from keiretsu.measures.arrays import Floats
from keiretsu.simulation import Amount, Run
from keiretsu.simulation.industry import settlement, write_downs
from keiretsu.simulation.industry.example import ALPHA, BANKS, BETA, GAMMA, column, three_firms
from keiretsu.simulation.industry.records import Industry, Links

NO_COSTS: Mapping[str, Amount] = {"recovery of own means": 1.0, "recovery of incoming payments": 1.0}
MECHANISMS = (settlement.MECHANISM, write_downs.MECHANISM)


def settled(
    due: Floats,
    costs: Floats,
    *,
    industry: Industry | None = None,
    quarters: int = 1,
    parameters: Mapping[str, Amount] = NO_COSTS,
    changes: Mapping[int, Mapping[str, Amount]] | None = None,
) -> Run:
    """Let the three firms settle; due are Alpha to Beta, Alpha to Gamma and Beta to Gamma."""
    return run_quarters(
        MECHANISMS,
        {"due": due, "costs": costs},
        industry=industry,
        quarters=quarters,
        paths=max(due.shape[1], costs.shape[1]),
        parameters=parameters,
        changes=changes,
    )


def failing(firm: int) -> dict[str, Amount]:
    """Return the lever that lets a firm fail."""
    return {"failure": np.eye(3)[:, [firm]]}


def test_who_can_pay_pays_and_nothing_else_happens() -> None:
    run = settled(column(5, 1, 4), column(2, 10, 5))
    variables = run.closed[0].variables
    assert variables["paid"][:, 0].tolist() == [5, 1, 4]
    assert run.position("Alpha", "money")[:, 0].tolist() == [10, 2]
    assert not variables["failed"].any()
    assert not variables["shortfall"].any()
    assert variables["alive"].all()
    assert not variables["written off"].any()
    assert {one.item for one in run.closed[0].postings} == {"purchases", "costs", "interest", "loans"}


def test_loans_are_served() -> None:
    run = settled(column(0, 0, 0), column(0, 0, 0))
    assert run.flow("interest", "banks")[1, 0] == pytest.approx(20 * 0.06 / 4)
    assert run.position("banks", "loans")[1, 0] == pytest.approx(20 - 20 / 10 / 4)


def test_who_cannot_pay_all_pays_in_proportion_and_fails() -> None:
    run = settled(column(5, 0, 0), column(15, 0, 0))
    variables = run.closed[0].variables
    assert variables["paid"][0, 0] == 2.5
    assert run.flow("costs", "Alpha")[1, 0] == -7.5
    assert run.position("Alpha", "money")[1, 0] == 0
    assert variables["failed"][:, 0].tolist() == [1, 0, 0]
    assert variables["shortfall"][:, 0].tolist() == [10, 0, 0]


def test_a_failure_costs_what_is_not_recovered() -> None:
    parameters = {"recovery of own means": 0.6, "recovery of incoming payments": 0.5}
    run = settled(column(5, 0, 0), column(15, 0, 0), parameters=parameters)
    assert run.closed[0].variables["paid"][0, 0] == pytest.approx(6 / 4)
    assert run.flow("default costs", "Alpha")[1, 0] == pytest.approx(-4)
    assert run.position("Alpha", "money")[1, 0] == pytest.approx(0)


def test_the_supplier_of_a_failed_customer_fails_in_turn() -> None:
    run = settled(column(40, 0, 50), column(0, 0, 0))
    variables = run.closed[0].variables
    served = 0.3 + 0.5  # Beta's interest and repayment
    assert variables["failed"][:, 0].tolist() == [1, 1, 0]
    assert variables["paid"][0, 0] == 10
    assert variables["paid"][2, 0] == pytest.approx((30 + 10) * 50 / (50 + served))


def test_a_customer_that_is_paid_by_others_can_pay() -> None:
    run = settled(column(10, 0, 39.2), column(0, 0, 0))
    assert not run.closed[0].variables["failed"].any()
    assert run.position("Beta", "money")[1, 0] == pytest.approx(0, abs=1e-12)


def test_a_firm_fails_once_and_owes_nothing_afterwards() -> None:
    run = settled(column(5, 0, 1), column(15, 0, 0), quarters=3)
    failed = np.stack([each.variables["failed"][:, 0] for each in run.closed])
    assert failed.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert [each.variables["alive"][ALPHA, 0] for each in run.closed] == [0, 0, 0]
    assert run.flow("purchases", "Alpha")[:, 0].tolist() == [0, -2.5, 0, 0]


def test_paths_fail_apart() -> None:
    run = settled(np.repeat(column(5, 0, 0), 3, axis=1), np.array([[5.0, 6, 4], [0, 0, 0], [0, 0, 0]]))
    assert run.closed[0].variables["failed"][ALPHA].tolist() == [0, 1, 0]


def test_a_firm_that_is_made_to_fail_pays_its_debts_first_and_its_owners_then() -> None:
    run = settled(column(0, 0, 4), column(0, 1, 0), changes={1: failing(BETA)})
    variables = run.closed[0].variables
    assert variables["failed"][:, 0].tolist() == [0, 1, 0]
    assert variables["paid"][2, 0] == 4
    assert run.position("banks", "loans")[1, 0] == 0
    left = 30 - 4 - 1 - 20 * (1 + 0.06 / 4)
    assert run.flow("equity", "outside investors")[1, 0] == pytest.approx(left)
    assert run.position("Beta", "money")[1, 0] == pytest.approx(0, abs=1e-12)
    assert run.position("outside investors", "equity")[1, 0] == pytest.approx(80 + 500)


def test_a_forced_failure_costs_even_where_all_is_paid() -> None:
    parameters = {"recovery of own means": 0.5, "recovery of incoming payments": 1.0}
    run = settled(column(3, 0, 0), column(0, 0, 0), parameters=parameters, changes={1: failing(ALPHA)})
    assert run.closed[0].variables["paid"][0, 0] == 3
    assert run.flow("default costs", "Alpha")[1, 0] == -5
    assert run.flow("equity", "Beta")[1, 0] == pytest.approx(0.2 * 2)


def test_what_a_firm_lent_another_is_cleared_with_the_rest() -> None:
    """Gamma has lent Alpha 40, due within the quarter; Alpha has 10."""
    industry = three_firms()
    loans = Links(
        holder=np.array([BANKS, BANKS, BANKS, GAMMA]),
        issuer=np.array([ALPHA, BETA, GAMMA, ALPHA]),
        years=np.array([10.0, 10, 10, 0.25]),
        grounds=(None,) * 4,
    )
    lent = starting_from(replace(industry, loans=loans), pairs={"loans": column(0, 20, 0, 40)})
    run = settled(column(0, 0, 0), column(0, 0, 49), industry=lent)
    served = 40 * 1.015
    assert run.closed[0].variables["failed"][:, 0].tolist() == [1, 0, 0]
    assert run.flow("interest", "Gamma")[1, 0] == pytest.approx(10 * 0.6 / served)
    assert run.position("Gamma", "money")[1, 0] == pytest.approx(50 + 10 - 49)
    assert run.closed[0].variables["written off"][GAMMA, 0] == pytest.approx(0.6 * (40 - 400 / served))


def test_firms_that_trade_with_nobody_settle_their_costs() -> None:
    industry = three_firms()
    places = np.zeros(0, dtype=np.intp)
    nobody = replace(
        industry.supplies,
        customer=places,
        supplier=places,
        layer=places,
        group=places,
        is_exclusive=np.zeros(0, dtype=bool),
        years=np.zeros(0),
        grounds=(),
    )
    alone = starting_from(replace(industry, supplies=nobody), pairs={"backlog": np.zeros((0, 1))})
    run = settled(np.zeros((0, 1)), column(11, 1, 1), industry=alone)
    assert run.closed[0].variables["failed"][:, 0].tolist() == [1, 0, 0]
