"""Commands that simulate: industry, scenarios, simulate, sensitivity and backtest."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.measuring import HEAD, PlotOption
from keiretsu.cli.options import (
    DEFAULT_WORKSPACE,
    AsOfOption,
    JsonOption,
    KnownByOption,
    WorkspaceOption,
    open_vintage,
)
from keiretsu.cli.output import emit_json, emit_line, emit_note, emit_reason, emit_table, finish, progress
from keiretsu.cli.pictures import check_picture, draw_charts, draw_results
from keiretsu.network import SEED
from keiretsu.quantities import counted, parse_day

if TYPE_CHECKING:
    from keiretsu.errors import Problem
    from keiretsu.execution import Executor
    from keiretsu.simulation.scenarios import Comparison

ALL = "all"
PATHS = 200
WHO_LOSES_WHAT = ("revenue", "cash", "debt", "written off", "valuation", "failed")
FEW_PATHS = 10_000  # below which starting processes takes longer than they save


class Engine(StrEnum):
    """Who runs the paths; the figures are the same."""

    LOCAL = "local"
    RAY = "ray"


EngineOption = Annotated[
    Engine,
    typer.Option("--engine", help="Who does the work: this machine, or a Ray cluster (RAY_ADDRESS)."),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="How many at a time; one a processor if not given.")
]
PathsOption = Annotated[int, typer.Option("--paths", min=1, help="How many paths.")]
SeedOption = Annotated[int, typer.Option("--seed", help="Seed of the random numbers; printed.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(industry)
    app.command()(scenarios)
    app.command()(simulate)
    app.command()(sensitivity)
    app.command()(backtest)


def industry(
    firm: Annotated[str | None, typer.Argument(help="One firm; else all.")] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show what each firm would start a simulation with, and which figures are estimated."""
    from keiretsu.simulation.start import starting_figures

    simulating = open_vintage(workspace, known_by).simulating(parse_day(as_of))
    start = simulating.industry()
    figures = starting_figures(start)
    if firm is not None:
        figures = figures[figures["firm"] == simulating.firm(firm)]
    if as_json:
        emit_json({"as_of": start.as_of, "currency": start.currency, "figures": figures})
    else:
        emit_table(figures, f"What firms start with on {start.as_of}, in {start.currency}")
    finish(simulating.network.problems)


def scenarios(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    known_by: KnownByOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """List the scenarios of the workspace's pack, each with what it asks."""
    import pandas as pd

    found, problems = open_vintage(workspace, known_by).simulating().scenarios()
    columns = ["scenario", "title", "asks", "quarters"]
    frame = pd.DataFrame([(one.name, one.title, one.asks, one.horizon) for one in found], columns=columns)
    if as_json:
        emit_json(frame, problems)
    else:
        emit_table(frame, "Scenarios")
    finish(problems)


def simulate(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="SCENARIO...", help="Names, YAML files, or all.")
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    paths: PathsOption = PATHS,
    seed: SeedOption = SEED,
    engine: EngineOption = Engine.LOCAL,
    workers: WorkersOption = None,
    plot: PlotOption = None,
    *,
    why: Annotated[
        bool, typer.Option("--why", help="Explain each answer, down to the quotes that it starts from.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Run scenarios beside the baseline on the same random numbers, and show what is different."""
    check_picture(plot)
    simulating = open_vintage(workspace, known_by).simulating(parse_day(as_of))
    chosen, problems = simulating.chosen(names or [ALL])
    total = paths * (len(chosen) + 1)
    with progress("running paths", total) as bar:
        found, faults = simulating.compare(
            chosen,
            paths=paths,
            seed=seed,
            executor=_executor(engine, workers, total),
            on_progress=lambda done: bar.update(bar.task_ids[0], completed=done),
        )
    _emit(found, paths, seed, (*problems, *faults), as_json=as_json)
    if why and not as_json:
        for each in found:
            emit_reason(each.why())
    runs = {each.scenario.name: each.chart() for each in found}
    draw_charts(runs | {f"{each.scenario.name}-difference": each.difference() for each in found}, plot)
    finish((*problems, *faults))


def sensitivity(
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario by name or file; the baseline if none.")
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", help="What is asked; the scenario's own if not given.")
    ] = None,
    of: Annotated[str, typer.Option("--of", help="Of whom; of all together if not given.")] = "",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    quarters: Annotated[int | None, typer.Option("--quarters", min=1, help="How many are run.")] = None,
    samples: Annotated[int, typer.Option("--samples", min=16, help="Points of the Sobol sequence.")] = 64,
    seed: SeedOption = SEED,
    folder: Annotated[
        Path, typer.Option("--folder", help="Where runs are kept: the same call goes on where it was.")
    ] = Path("sensitivity"),
    engine: EngineOption = Engine.LOCAL,
    workers: WorkersOption = None,
    plot: PlotOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Rank the parameters by how much of an outcome's variance they explain.

    Parameters are drawn from their likely ranges, and the runs are written as they come.
    """
    from keiretsu.simulation.ensembles import run_ensemble

    check_picture(plot)
    simulating = open_vintage(workspace, known_by).simulating(parse_day(as_of))
    found, problems = simulating.chosen([scenario] if scenario else [])
    if scenario and not found:
        finish(problems)
        return
    only = found[0] if found else None
    experiment = simulating.experiment(only, outcome, of, quarters=quarters, seed=seed)
    with progress("running paths", None) as bar:
        ensemble = run_ensemble(
            experiment,
            samples,
            design="saltelli",
            seed=seed,
            executor=_executor(engine, workers, FEW_PATHS),
            folder=folder,
            on_progress=lambda done, total: bar.update(bar.task_ids[0], completed=done, total=total),
        )
    asked = experiment.answer.title
    answer = ensemble.sensitivity(asked)
    if as_json:
        tables = {"quantiles": ensemble.quantiles(), "sensitivity": answer.table()}
        emit_json({"experiment": experiment.name, "outcome": asked, "seed": seed, **tables}, problems)
    else:
        emit_table(ensemble.quantiles(), f"{experiment.name}: what can come of it")
        emit_table(answer.table().head(HEAD), f"What drives {asked}")
        emit_line(answer.note)
        emit_line(f"{counted(samples, 'point')} of the Sobol sequence, seed {seed}; runs in {folder}")
    draw_results({"sensitivity": answer}, plot)
    finish((*problems, *ensemble.problems))


def backtest(
    pack: Annotated[str, typer.Argument(help="A pack whose ends are known.")] = "telecom",
    day: Annotated[str, typer.Option("--as-of", metavar="DATE", help="What was known by.")] = "1999-12-31",
    quarters: Annotated[int, typer.Option("--quarters", min=1, help="How many are run.")] = 12,
    paths: PathsOption = 256,
    seed: SeedOption = SEED,
    plot: PlotOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Run a pack from what was public by a day, and compare with what happened after it."""
    from keiretsu.workspace.backtesting import backtest as held_against

    check_picture(plot)
    found = held_against(pack, parse_day(day), quarters=quarters, paths=paths, seed=seed, on_stage=emit_note)
    tables = {
        "rankings": found.rankings(),
        "loss rankings": found.loss_rankings(),
        "losses": found.losses(),
        "firms": found.table(),
    }
    if as_json:
        told = {"pack": pack, "as_of": day, "seed": seed, "verdict": found.verdict, **tables}
        emit_json(told, found.problems)
    else:
        for name, table in tables.items():
            emit_table(table, f"{name}, {counted(quarters, 'quarter')} from {day}")
        emit_line(found.verdict)
        emit_line(f"{counted(paths, 'path')}, seed {seed}")
    draw_results({"backtest": found}, plot)
    finish(found.problems)


def _executor(engine: Engine, workers: int | None, paths: int) -> Executor:
    from keiretsu.execution import load_executor, usable_processors

    if engine is Engine.RAY:
        return load_executor("ray", workers or usable_processors())
    if workers is None and paths < FEW_PATHS:
        return load_executor("serial", 1)
    return load_executor("processes", workers or usable_processors())


def _emit(
    found: tuple[Comparison, ...], paths: int, seed: int, problems: tuple[Problem, ...], *, as_json: bool
) -> None:
    from keiretsu.measures.charts import chart_json
    from keiretsu.simulation.study import answers

    table = answers(found)
    if as_json:
        each = {
            one.scenario.name: {"differences": one.table(), "chart": chart_json(one.chart())} for one in found
        }
        emit_json({"paths": paths, "seed": seed, "answers": table, "scenarios": each}, problems)
        return
    if len(found) == 1:
        only = found[0].table()
        emit_table(only.head(HEAD), f"{found[0].scenario.title}: {found[0].scenario.asks}")
        if len(only) > HEAD:
            more = counted(len(only) - HEAD, "more figure differs", "more figures differ")
            emit_line(f"{more}: --json prints them all")
        firms = found[0].by_firm().reset_index()
        shown = firms[["firm", *(name for name in WHO_LOSES_WHAT if name in firms)]]
        emit_table(shown.head(HEAD), "Who gains and loses what: median differences")
    else:
        emit_table(table, "What each scenario changes: the median difference, and 90 % of the paths")
    for one in found:
        emit_line(one.line)
    emit_line(
        f"{counted(paths, 'path')}, seed {seed}; a scenario engine, not an oracle:"
        " `keiretsu industry` shows the start"
    )
