"""A failure takes stakes, loans, orders and capacity with it, once."""

from __future__ import annotations

import numpy as np
import pytest
from quarters import run_quarters

from keiretsu.simulation import Run
from keiretsu.simulation.industry import settlement, write_downs
from keiretsu.simulation.industry.example import ALPHA, BETA, column

MECHANISMS = (settlement.MECHANISM, write_downs.MECHANISM)


def after_failure_of(firm: int, *, quarters: int = 1, **recoveries: float) -> Run:
    """Let a firm fail in the first quarter, in which nobody owes anything but on loans."""
    return run_quarters(
        MECHANISMS,
        {"due": column(0, 0, 0), "costs": column(0, 0, 0)},
        quarters=quarters,
        parameters={f"recovery of {name}": value for name, value in recoveries.items()},
        changes={1: {"failure": np.eye(3)[:, [firm]]}, 2: {"failure": 0.0 * column(1, 1, 1)}},
    )


def test_stakes_loans_orders_and_capacity_of_the_failed_firm_are_written_down_and_nothing_else() -> None:
    run = after_failure_of(BETA, debt=0.4, capacity=0.25, equity=0.0)
    assert run.register("equity")[0, :, 0].tolist() == [80, 0, 500, 20, 0, 0]
    assert run.register("loans")[0, :, 0].tolist() == [0, 0, 0]
    assert run.register("backlog")[0, :, 0].tolist() == [0, 0, 0]
    assert run.position("Beta", "capacity")[1, 0] == 15
    assert run.position("Gamma", "capacity")[1, 0] == 40
    assert run.position("Alpha", "money")[1, 0] == 10


def test_a_loan_falls_to_what_is_recovered() -> None:
    """Beta has 30 of its own, and here none of it is left for the bank, which has lent 20."""
    run = run_quarters(
        MECHANISMS,
        {"due": column(0, 0, 0), "costs": column(0, 1e6, 0)},
        parameters={"recovery of own means": 0.0, "recovery of debt": 0.4},
    )
    assert run.register("loans")[0, 1, 0] == pytest.approx(0.4 * 20)
    assert run.revaluation("loans", "banks")[1, 0] == pytest.approx(-0.6 * 20)


def test_what_a_firm_loses_is_its_stakes_and_its_unpaid_bills() -> None:
    run = run_quarters(
        MECHANISMS,
        {"due": column(30, 0, 0), "costs": column(10, 0, 0)},
        parameters={"recovery of own means": 1.0, "recovery of equity": 0.1},
    )
    written_off = run.closed[0].variables["written off"]
    assert written_off[:, 0] == pytest.approx([0, 0.9 * 20 + 0.75 * 30, 0])
    assert run.register("equity")[0, 3, 0] == pytest.approx(0.1 * 20)
    assert run.closed[0].variables["valuation"][ALPHA, 0] == pytest.approx(0.1 * 100)


def test_it_happens_once() -> None:
    run = after_failure_of(ALPHA, quarters=3, equity=0.5, capacity=0.5)
    equity = run.register("equity")[:, 0, 0]
    assert equity[0] == equity[1] == equity[2] > 0
    assert run.revaluation("equity")[2:].tolist() == [[0], [0]]
    assert [each.variables["written off"].sum() for each in run.closed][1:] == [0, 0]


def test_nothing_is_written_down_without_a_failure() -> None:
    run = run_quarters(MECHANISMS, {"due": column(1, 0, 1), "costs": column(0, 0, 0)})
    assert not run.closed[0].variables["written off"].any()
    assert all(one.kind == "payment" for one in run.closed[0].postings)
