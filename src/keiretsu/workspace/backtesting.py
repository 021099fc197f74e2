"""A pack's industry as known by a day, run, and held against what the pack knows of what followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.network import SEED, Network
from keiretsu.network.money import per_year
from keiretsu.packs import Pack, load_pack
from keiretsu.packs.models import Outcome
from keiretsu.packs.outcomes import PartyOutcome, load_outcomes
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.backtest import Backtest, Event, Forecast
from keiretsu.simulation.ensembles import sobol
from keiretsu.simulation.experiment import IndustryExperiment
from keiretsu.simulation.industry.quarters import last_day
from keiretsu.simulation.industry.records import Holding, Industry
from keiretsu.simulation.industry.running import Plan
from keiretsu.simulation.scenarios import Scenario, compile_scenario
from keiretsu.workspace.simulating import Simulating
from keiretsu.workspace.workspace import Workspace

PATHS = 256
QUARTERS = 12
FAILURES = (Outcome.BANKRUPTCY, Outcome.DEFAULT, Outcome.DISTRESSED_EXCHANGE)
KNOWN_THEN = "as known then"
KEPT = ("failed", "written off")


def backtest(
    pack: str,
    day: date,
    *,
    quarters: int = QUARTERS,
    paths: int = PATHS,
    seed: int = SEED,
    on_stage: Callable[[str], None] | None = None,
) -> Backtest:
    """Run a pack's industry from what was public by a day, and compare with what happened after it.

    Documents and figures that became public later are left out before anything is read. Parameters are
    drawn from their likely ranges, starts from what the sources leave open. Each scenario of the pack that
    happens after the day is a run of its own: what was to be feared, beside what was to be expected.

    Parameters
    ----------
    pack
        Name or folder of a pack with ``outcomes.csv``.
    day
        The day.
    quarters, paths, seed
        Of each run.
    on_stage
        Called with what is being done.

    Raises
    ------
    PackError
        If there is no such pack.
    MisuseError
        If the pack knows of nothing that happened in this time.
    """
    told = on_stage or (lambda _: None)
    known = load_pack(pack).published_by(day)
    documents = counted(len(known.document_paths), "document that was", "documents that were")
    told(f"reading {documents} public by {day}")
    with TemporaryDirectory() as folder:
        simulating = _read(known, Path(folder), day)
    industry = simulating.industry()
    read = load_outcomes(known)
    happened = _happened(read.outcomes, simulating, day, last_day(quarters, day))
    if not any(event.is_failure for events in happened.values() for event in events):
        raise _nothing_happened(pack, day)
    study = simulating.study(paths=paths, seed=seed)
    plan = Plan(industry, quarters, seed, KEPT, draw_start=study.draw_start)
    forecasts = []
    for scenario in (None, *_to_come(simulating, industry, quarters)):
        told(f"running {counted(paths, 'path')}: {scenario.title if scenario else KNOWN_THEN}")
        forecasts.append(_forecast(plan, scenario, simulating.network, paths))
    problems = (*known.problems, *read.problems)
    naive, naive_losses = _naive(industry), _naive_losses(industry)
    return Backtest(industry, quarters, tuple(forecasts), happened, naive, naive_losses, problems)


def _read(known: Pack, folder: Path, day: date) -> Simulating:
    workspace = Workspace.create(folder / "known.sqlite", pack=known)
    workspace.read(known.document_paths)
    workspace.extract()
    workspace.reconcile()
    return workspace.simulating(day)


def _to_come(simulating: Simulating, industry: Industry, quarters: int) -> Iterable[Scenario]:
    """Return the pack's scenarios that can happen in this time."""
    for scenario in simulating.scenarios()[0]:
        if not compile_scenario(scenario, industry, simulating.network.parties, quarters=quarters).problems:
            yield scenario


def _forecast(plan: Plan, scenario: Scenario | None, network: Network, paths: int) -> Forecast:
    experiment = IndustryExperiment(plan, scenario, (), network.parties)
    drawn = sobol(experiment.ranges, paths, plan.seed)
    failed, lost = list[Floats](), list[Floats]()
    for low in range(0, paths, plan.block):
        values = drawn.values[low : min(low + plan.block, paths)]
        found = experiment.outcomes_of(range(low, low + len(values)), values)
        failed.append(found["failed"][:, -1])
        lost.append(found["written off"][:, -1])
    name = f"if {scenario.name.replace('_', ' ')}" if scenario else KNOWN_THEN
    return Forecast(name, np.concatenate(failed, axis=1), np.concatenate(lost, axis=1))


def _happened(
    outcomes: Iterable[PartyOutcome], simulating: Simulating, day: date, end: date
) -> dict[str, tuple[Event, ...]]:
    """Return what happened after a day and up to an end; who had failed by the day is not judged."""
    events, gone = defaultdict[str, list[Event]](list), set[str]()
    for one in outcomes:
        when, label = one.date.end or end, simulating.network.label(one.party)
        if one.outcome in FAILURES and when <= day:
            gone.add(label)
        elif when > day and (one.outcome is not Outcome.WRITE_OFF or when <= end):
            # Who fails after the end has survived until then
            events[label].append(_event(one, label, simulating, when, is_later=when > end))
    return {name: tuple(found) for name, found in events.items() if name not in gone}


def _event(one: PartyOutcome, label: str, simulating: Simulating, when: date, *, is_later: bool) -> Event:
    text = f"{one.outcome.replace('_', ' ')} {one.date.end or one.date.start}"
    why = Reason(f"{label}: {text}", source=f"{one.source.title}, {one.source.publisher}, {one.source.date}")
    rate = None
    if one.outcome is Outcome.WRITE_OFF and one.amount is not None:
        rates, assumed = simulating.pack.exchange_rates, simulating.network.assumptions
        rate, _ = per_year(one.amount, None, when.year, rates, assumed)
    least, most = (rate.low, rate.high) if rate else (None, None)
    return Event(text, one.outcome in FAILURES and not is_later, least, most, why)


def _naive(industry: Industry) -> dict[str, Floats]:
    """Return the scores of the simple rankings: the smaller, and the more indebted, the likelier to fail."""
    revenue = np.asarray(industry.start.variables["base revenue"])[:, 0]
    owed = np.bincount(
        industry.loans.issuer, np.asarray(industry.start.pairs[Holding.LOANS])[:, 0], len(industry.firms)
    )
    # Who owes and sells nothing is the most indebted of all.
    without = np.where(owed > 0, np.finfo(np.float64).max, 0.0)
    return {"size": -revenue, "leverage": np.divide(owed, revenue, out=without, where=revenue > 0)}


def _naive_losses(industry: Industry) -> dict[str, Floats]:
    """Return the simple rankings of losses: who sells more, and who has lent firms more, loses more."""
    loans, firms = industry.loans, len(industry.firms)
    between = np.flatnonzero(loans.holder < firms)
    lent = np.asarray(industry.start.pairs[Holding.LOANS])[between, 0]
    return {
        "size": np.asarray(industry.start.variables["base revenue"])[:, 0],
        "lent": np.bincount(loans.holder[between], lent, firms),
    }


def _nothing_happened(pack: str, day: date) -> MisuseError:
    return MisuseError(
        "simulation.nothing-happened",
        where=f"{pack}, {day}",
        message="the pack's outcomes.csv tells of no failure after this day",
        hint="give an earlier day, or a pack whose ends are known, such as telecom",
    )
