"""A regulator blocks investments, unwinds stakes and bans exclusive terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from quarters import run_quarters, starting_from

from keiretsu.simulation import Amount, Run
from keiretsu.simulation.industry import policy
from keiretsu.simulation.industry.example import column, three_firms
from keiretsu.simulation.industry.records import Industry

BETAS_STAKE = 3  # the place of Beta's stake in Alpha in the equity register
INVESTORS_IN_ALPHA = 0


def ruled(levers: Mapping[str, Amount], *, industry: Industry | None = None, quarters: int = 1) -> Run:
    """Let the regulator act in the first quarter."""
    still: Mapping[str, Amount] = {"unwinding": np.zeros((6, 1))}
    return run_quarters(
        (policy.MECHANISM,), {}, industry=industry, quarters=quarters, changes={1: levers, 2: still}
    )


def on_betas_stake(value: float, other: float) -> Amount:
    """Return a lever that is a value on Beta's stake in Alpha, and another everywhere else."""
    lever = np.full((6, 1), float(other))
    lever[BETAS_STAKE] = value
    return lever


def test_without_a_regulator_nothing_moves_and_all_may_invest() -> None:
    run = ruled({})
    assert run.closed[0].postings == ()
    assert run.closed[0].variables["may invest"].all()
    assert not run.closed[0].variables["exclusive"].any()


def test_a_blocked_investment_may_not_be_made() -> None:
    run = ruled({"investment factor": on_betas_stake(0, 1)})
    may_invest = run.closed[0].variables["may invest"][:, 0]
    assert may_invest.tolist() == [1, 1, 1, 0, 1, 1]
    assert run.closed[0].postings == ()


def test_an_unwound_stake_is_at_outside_investors_afterwards() -> None:
    run = ruled({"unwinding": on_betas_stake(1, 0), "discount of a forced sale": 0.0}, quarters=2)
    for register in run.register("equity")[:, :, 0]:
        assert register.tolist() == [100, 400, 500, 0, 0, 0]
    assert run.position("Beta", "money")[:, 0].tolist() == [30, 50, 50]
    assert run.position("Alpha", "money")[:, 0].tolist() == [10, 10, 10]
    ownership = run.closed[0].variables["ownership"][:, 0]
    assert ownership.tolist() == [1, 1, 1, 0, 0, 0]
    assert run.closed[0].variables["may invest"][BETAS_STAKE, 0] == 0


def test_a_forced_sale_fetches_less_than_the_stake_is_worth() -> None:
    run = ruled({"unwinding": on_betas_stake(0.5, 0), "discount of a forced sale": 0.25})
    assert run.position("Beta", "money")[1, 0] == pytest.approx(30 + 0.75 * 10)
    assert run.revaluation("equity", "Beta")[1, 0] == pytest.approx(-2.5)
    assert run.revaluation("equity", "outside investors")[1, 0] == pytest.approx(2.5)
    ownership = run.closed[0].variables["ownership"]
    worth = ownership[:, 0] * np.array([100, 400, 500, 100, 100, 400])
    assert run.register("equity")[0, :, 0] == pytest.approx(worth)
    assert ownership[INVESTORS_IN_ALPHA, 0] == pytest.approx(0.9)


def test_a_stake_that_is_worth_nothing_can_be_unwound() -> None:
    industry = three_firms()
    register = column(0, 400, 500, 0, 0, 0)
    worthless = starting_from(industry, pairs={"equity": register})
    run = ruled({"unwinding": on_betas_stake(1, 0)}, industry=worthless)
    assert run.register("equity")[0, :, 0].tolist() == register[:, 0].tolist()
    assert run.closed[0].variables["ownership"][:, 0].tolist() == [1, 1, 1, 0, 0, 0]


def test_exclusive_terms_hold_until_they_are_banned() -> None:
    industry = three_firms()
    bound = replace(
        industry, supplies=replace(industry.supplies, is_exclusive=np.array([True, False, False]))
    )
    assert ruled({}, industry=bound).closed[0].variables["exclusive"][:, 0].tolist() == [1, 0, 0]
    banned = ruled({"exclusivity": np.zeros((3, 1))}, industry=bound)
    assert not banned.closed[0].variables["exclusive"].any()


def test_nobody_invests_in_a_failed_firm() -> None:
    run = run_quarters((policy.MECHANISM,), {"alive": column(0, 1, 1)})
    may_invest = run.closed[0].variables["may invest"][:, 0]
    assert may_invest.tolist() == [0, 1, 1, 0, 0, 1]
