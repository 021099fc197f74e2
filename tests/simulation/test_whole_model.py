"""The whole industry model: books that balance, paths that stand alone, mechanisms that can be changed."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from whole_industries import STILL, drawn, lever, set_to, shocks_to_all, three, twelve

from keiretsu.errors import MisuseError
from keiretsu.execution import ProcessExecutor
from keiretsu.measures.arrays import Floats
from keiretsu.simulation import ClosedPeriod, Kind
from keiretsu.simulation.industry.mechanism import OFF, ORDER, build, chosen, mechanisms
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.industry.pools import Source
from keiretsu.simulation.industry.records import Holding, Industry
from keiretsu.simulation.industry.running import Plan, periods, run_block, run_plan, run_plans, start_of

PATHS = 6
INSTRUMENTS = tuple(Holding)
INDUSTRIES = pytest.mark.parametrize("make", [three, twelve], ids=["three firms", "twelve firms"])
MakeIndustry = Callable[[], Industry]


def shocked(make: MakeIndustry, quarters: int, paths: int = 1) -> Plan:
    """Return a plan in which every lever moves in every quarter, from starts that differ by path.

    Partners needn't pay more than a firm lacks, so that some are rescued.
    """
    industry = set_to(make(), horizon_of_a_rescue=0)
    changes = shocks_to_all(industry, quarters, paths)
    return Plan(industry, quarters, changes=changes, draw_start=partial(drawn, industry))


def walked(plan: Plan, paths: int) -> Iterator[ClosedPeriod]:
    return periods(plan, range(paths), start_of(plan, range(paths)))


def bits(outcomes: Mapping[str, Floats]) -> dict[str, bytes]:
    return {name: values.tobytes() for name, values in outcomes.items()}


def paid(closed: ClosedPeriod) -> Floats:
    """Return what each party receives less what it pays in a quarter: (parties, paths)."""
    flow = np.zeros(closed.positions.shape[1:])
    for posting in closed.postings:
        if posting.kind is Kind.PAYMENT:
            np.add.at(flow, posting.payees, posting.received)
            np.subtract.at(flow, posting.payers, posting.paid)
    return flow


# The books


@INDUSTRIES
def test_books_balance_over_ten_years_of_shocks_to_all_levers(make: MakeIndustry) -> None:
    plan = shocked(make, 40, PATHS)
    firms, failed, rescued = len(plan.industry.firms), 0.0, 0.0
    for closed in walked(plan, PATHS):
        tolerance = 1e-9 * np.abs(closed.positions).max()
        issued = [INSTRUMENTS.index(one) for one in Holding if one is not Holding.CAPACITY]
        assert np.abs(closed.positions[issued].sum(axis=1)).max() <= tolerance
        assert closed.positions[:, :firms][INSTRUMENTS.index(Holding.MONEY)].min() >= -tolerance
        assert all(register.min() >= -tolerance for register in closed.registers.values())
        failed = 1 - closed.variables["alive"].min()
        rescued = max(rescued, closed.variables["rescued"].max())
    assert failed == 1  # or little has been tried
    assert rescued > 0


@INDUSTRIES
def test_money_is_conserved_across_firms_and_sectors(make: MakeIndustry) -> None:
    for closed in walked(shocked(make, 20, PATHS), PATHS):
        flow, tolerance = paid(closed), 1e-9 * np.abs(closed.positions).max()
        assert np.abs(flow).max() > 0
        assert np.abs(flow.sum(axis=0)).max() <= tolerance
        assert closed.positions[0] - closed.opening[0] == pytest.approx(flow, abs=tolerance)


@INDUSTRIES
def test_sources_of_revenue_add_up_for_every_firm_and_quarter(make: MakeIndustry) -> None:
    names = ("revenue", *(f"revenue from {source}" for source in Source))
    found = run_block(replace(shocked(make, 20, PATHS), outcomes=names), range(PATHS))
    by_source = sum(found[name] for name in names[1:])
    assert found["revenue"].max() > 0
    assert by_source == pytest.approx(found["revenue"], rel=1e-9, abs=1e-9)
    assert min(found[name].min() for name in names) >= 0


@INDUSTRIES
def test_shares_in_a_firm_add_up_and_the_dead_stay_dead(make: MakeIndustry) -> None:
    plan = shocked(make, 30, PATHS)
    alive = np.ones((len(plan.industry.firms), PATHS))
    for closed in walked(plan, PATHS):
        owned = np.zeros_like(alive)
        np.add.at(owned, plan.industry.equity.issuer, closed.variables["ownership"])
        assert owned == pytest.approx(1, abs=1e-9)
        assert (closed.variables["alive"] <= alive).all()
        alive = closed.variables["alive"]


def test_nothing_is_kept_of_quarters_that_are_over() -> None:
    refs = [weakref.ref(closed.positions) for closed in walked(shocked(twelve, 12), 2)]
    gc.collect()
    assert [ref() is None for ref in refs[:-1]] == [True] * 11


# Paths


@INDUSTRIES
def test_a_path_alone_is_itself_among_others_to_the_bit(make: MakeIndustry) -> None:
    plan = shocked(make, 12)
    for together, alone in zip(walked(plan, PATHS), periods(plan, [4], start_of(plan, [4])), strict=True):
        assert alone.positions.tobytes() == together.positions[..., 4:5].tobytes()
        for mine, all_ in ((alone.variables, together.variables), (alone.registers, together.registers)):
            for name, values in mine.items():
                assert values.tobytes() == all_[name][..., 4:5].tobytes(), name


@INDUSTRIES
@pytest.mark.parametrize("block", [[4], [5, 4], [0, 4, 300, 2]], ids=str)
def test_outcomes_of_a_path_are_the_same_to_the_bit_in_any_block(
    make: MakeIndustry, block: list[int]
) -> None:
    plan, place = shocked(make, 10), block.index(4)
    whole = run_block(plan, range(PATHS))
    part = run_block(plan, block)
    for name in OUTCOMES:
        assert part[name][..., place].tobytes() == whole[name][..., 4].tobytes(), name


def test_outcomes_are_the_same_to_the_bit_whoever_runs_them() -> None:
    """More paths than a block holds, of two plans, by one process and by two."""
    plans = [shocked(twelve, 3), Plan(twelve(), 2)]
    paths = plans[0].block + 3
    here = run_plans(plans, paths)
    there = run_plans(plans, paths, executor=ProcessExecutor(2))
    assert [bits(one) for one in here] == [bits(one) for one in there]
    assert bits(run_plan(plans[1], paths)) == bits(here[1])
    assert here[0]["revenue"].shape == (12, 4, paths)


def test_progress_counts_the_paths_of_all_plans() -> None:
    plans, told = [Plan(three(), 1, outcomes=("cash",)), Plan(three(), 2, outcomes=("cash",))], []
    run_plans(plans, 130, on_progress=told.append)
    assert told == [128, 130, 258, 260]


def test_another_seed_gives_other_paths() -> None:
    first, again, other = (run_plan(Plan(three(), 3, seed=seed), 2) for seed in (1, 1, 2))
    assert bits(first) == bits(again)
    assert (first["revenue"][:, 1:] != other["revenue"][:, 1:]).any()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"quarters": 0}, "0 quarters are no run"), ({"outcomes": ("luck",)}, "no outcome 'luck'")],
)
def test_a_plan_that_is_no_run_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(MisuseError, match=words):
        Plan(**{"industry": three(), "quarters": 2, **wrong})  # type: ignore[arg-type]


def test_no_paths_are_no_run() -> None:
    with pytest.raises(MisuseError, match="0 paths are no run"):
        run_plan(Plan(three(), 2), 0)


# Common random numbers


@INDUSTRIES
def test_a_scenario_is_its_baseline_until_something_happens(make: MakeIndustry) -> None:
    industry = make()
    changes = {4: {"cost factor": lever(industry, "cost factor", Alpha=5)}}
    base, changed = run_plans([Plan(industry, 8), Plan(industry, 8, changes=changes)], PATHS)
    for name in OUTCOMES:
        assert changed[name][:, :4].tobytes() == base[name][:, :4].tobytes(), name
    assert (changed["cash"][:, 4:] != base["cash"][:, 4:]).any()


def test_who_has_to_do_with_none_of_the_others_is_out_of_reach() -> None:
    """The mood of investors would reach everybody; without it nothing reaches Mu."""
    industry = twelve()
    changes = {2: {"failure": lever(industry, "failure", Alpha=1, Epsilon=1)}}
    quiet = {"sentiment": OFF}
    plans = [Plan(industry, 8, behaviours=quiet), Plan(industry, 8, changes=changes, behaviours=quiet)]
    base, changed = run_plans(plans, PATHS)
    rows = [name for name, one in OUTCOMES.items() if one.per == "firm"]
    mu = industry.firms.index("Mu")
    for name in rows:
        assert changed[name][mu].tobytes() == base[name][mu].tobytes(), name
    reached = {
        industry.firms[row]
        for name in rows
        for row in np.flatnonzero((changed[name] != base[name]).any((1, 2)))
    }
    assert {"Alpha", "Beta", "Epsilon", "Theta", "Kappa"} <= reached


# Mechanisms


@pytest.fixture(scope="module")
def with_all() -> dict[MakeIndustry, dict[str, bytes]]:
    """Return the outcomes with all mechanisms on."""
    return {make: bits(run_block(shocked(make, 40, PATHS), range(PATHS))) for make in (three, twelve)}


@pytest.mark.parametrize("turn", ORDER)
@INDUSTRIES
def test_each_mechanism_can_be_switched_off(
    make: MakeIndustry, turn: str, with_all: dict[MakeIndustry, dict[str, bytes]]
) -> None:
    """It runs, the books balance (a run stops otherwise), and something is different."""
    plan = replace(shocked(make, 40, PATHS), behaviours={turn: OFF})
    assert len(build(plan.industry, plan.behaviours).behaviours) == len(ORDER) - 1
    assert bits(run_block(plan, range(PATHS))) != with_all[make]


def test_without_mechanisms_nobody_pays_anything() -> None:
    found = run_plan(Plan(twelve(), 4, behaviours=dict.fromkeys(ORDER, OFF)), 2)
    assert (found["cash"] == found["cash"][:, :1]).all()
    assert not found["revenue"][:, 1:].any()


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"lunch": OFF}, "no turn of this name"), ({"funding": "gifts"}, "no mechanism of this name")],
)
def test_turns_and_mechanisms_that_are_not_there_are_refused(changes: dict[str, str], words: str) -> None:
    with pytest.raises(MisuseError, match=words) as caught:
        chosen(changes)
    assert "funding" in caught.value.problem.hint
    with pytest.raises(MisuseError, match=words):
        run_plan(Plan(three(), 1, behaviours=changes), 1)


GIFTS = '''
"""Investors outside give each firm the same every quarter."""

import numpy as np

from keiretsu.simulation import Parameter
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import Outside


def make(industry):
    firms = np.arange(len(industry.firms))
    givers = np.full(len(firms), industry.outside(Outside.INVESTORS))

    def gifts(books):
        given = np.ones((len(firms), 1)) * books.parameter("gift")
        books.transfer("gifts", givers, firms, given)

    return gifts


MECHANISM = Mechanism(
    "gifts", "Investors give.", "gift = const", "a test", make, {"gift": Parameter(7.0, "what is given")}
)
'''


@pytest.fixture
def gifts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Install a user's distribution that registers a mechanism, and return the mechanism's name."""
    (tmp_path / "our_gifts.py").write_text(GIFTS, encoding="utf-8")
    info = tmp_path / "our_gifts-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-gifts\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[keiretsu.behaviours]\ngifts = our_gifts:MECHANISM\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    mechanisms.cache_clear()
    yield "gifts"
    mechanisms.cache_clear()


def test_a_mechanism_of_a_users_distribution_acts_in_the_turn_of_another(gifts: str) -> None:
    assert list(mechanisms())[-1] == gifts
    assert gifts not in chosen()  # it acts only where it is asked for
    plan = Plan(three(), 3, behaviours={"funding": gifts})
    last = list(walked(plan, 2))[-1]
    (made,) = [one for one in last.postings if one.item == "gifts"]
    assert (made.paid == 7).all()
    assert (
        build(plan.industry, {"funding": gifts}).behaviour_names[ORDER.index("funding")] == "funding (gifts)"
    )


def test_the_parameters_of_a_users_mechanism_can_be_changed_and_its_processes_find_it(gifts: str) -> None:
    changes = {1: {"gift": np.array([70.0])}}
    plan = Plan(three(), 2, changes=changes, behaviours={"funding": gifts}, outcomes=("cash",))
    less = run_plan(replace(plan, changes={}), 2)["cash"]
    more = run_plan(plan, 2, executor=ProcessExecutor(1))["cash"]
    assert (more[:, 1] > less[:, 1] + 60).all()


# The economics of the whole


@INDUSTRIES
def test_at_rest_an_industry_stays_where_it_starts(make: MakeIndustry) -> None:
    """Firms fund their runway in the first quarter; what they sell, build and charge stays as it is."""
    industry = set_to(make(), **{name.replace(" ", "_"): value for name, value in STILL.items()})
    found = run_plan(Plan(industry, 1), 1)
    for name in ("revenue", "capacity", "product price", "input price", "failures"):
        start, after = found[name][:, 0, 0], found[name][:, 1, 0]
        assert after == pytest.approx(start, rel=0.01, abs=0.01), name
    start, after = found["valuation"][:, 0, 0], found["valuation"][:, 1, 0]
    assert after == pytest.approx(start, rel=0.05)


def test_more_funding_never_raises_failures() -> None:
    """Alpha's costs are four times what they were, so that it lives on what it is given."""
    industry = three()
    failures = []
    for factor in (0.0, 0.25, 0.5, 1.0, 2.0):
        changes = {
            1: {
                "cost factor": lever(industry, "cost factor", Alpha=4),
                "funding factor": np.full((3, 1), factor),
                "lending factor": np.zeros((3, 1)),
            }
        }
        found = run_plan(Plan(industry, 12, changes=changes, outcomes=("failures",)), 40)
        failures.append(found["failures"][0, -1])
    for less, more in pairwise(failures):
        assert (more <= less).all()
    assert failures[0].sum() > failures[-1].sum()


@INDUSTRIES
def test_what_a_failure_costs_is_what_is_written_down(make: MakeIndustry) -> None:
    """Stakes and loans in the books, and bills that stay unpaid."""
    industry = make()
    changes = {3: {"failure": lever(industry, "failure", Alpha=1)}}
    *_, before, closed = walked(Plan(industry, 3, changes=changes), PATHS)
    alpha, firms = industry.firms.index("Alpha"), len(industry.firms)
    assert not before.variables["written off"].any()
    assert (closed.variables["failed"][alpha] == 1).all()

    lost = np.zeros((len(industry.names), PATHS))
    names = build(industry).behaviour_names
    for posting in closed.postings:
        if names[posting.behaviour] == "write_downs" and posting.instrument is not None:
            instrument = INSTRUMENTS[posting.instrument]
            if instrument in (Holding.EQUITY, Holding.LOANS):
                np.subtract.at(lost, posting.payees, posting.received)
    failing = closed.variables["failed"][industry.supplies.customer]
    unpaid = (closed.variables["due"] - closed.variables["paid"]) * failing
    np.add.at(lost, industry.supplies.supplier, unpaid)
    written_off = closed.variables["written off"]
    assert (written_off.sum(axis=0) > 0).all()
    assert written_off == pytest.approx(lost[:firms], rel=1e-9, abs=1e-9)


def test_a_failed_firm_is_worth_what_is_recovered_and_owes_nothing_new() -> None:
    industry = set_to(three(), recovery_of_equity=0.0, recovery_of_debt=0.0, recovery_of_capacity=0.0)
    changes = {2: {"failure": lever(industry, "failure", Beta=1)}}
    found = run_plan(Plan(industry, 6, changes=changes), PATHS)
    for name in ("valuation", "capacity", "backlog", "debt"):
        assert found[name][1, 2:] == pytest.approx(0, abs=1e-9), name
    assert not found["revenue"][1, 3:].any()


def test_what_a_plan_sets_outlasts_values_that_are_dated_later() -> None:
    rate = replace(three().parameters["rate of interest"], dated=((date(2026, 7, 1), 0.05),))
    industry = three().with_parameters({**three().parameters, "rate of interest": rate})

    def rates(plan: Plan) -> list[float]:
        return [float(closed.parameters["rate of interest"][0]) for closed in walked(plan, 1)]

    assert rates(Plan(industry, 4)) == [0.06, 0.06, 0.05, 0.05]
    set_in_2 = {2: {"rate of interest": np.array([0.07])}}
    assert rates(Plan(industry, 4, changes=set_in_2)) == [0.06, 0.07, 0.07, 0.07]
