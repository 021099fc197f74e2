"""Commands that measure: measure, losses, series and changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.options import (
    DEFAULT_WORKSPACE,
    AsOfOption,
    JsonOption,
    KnownByOption,
    Unknown,
    UnknownOption,
    WorkspaceOption,
    open_vintage,
)
from keiretsu.cli.output import (
    emit_assumptions,
    emit_json,
    emit_line,
    emit_note,
    emit_table,
    finish,
    progress,
)
from keiretsu.cli.pictures import check_picture, draw_results
from keiretsu.network import SEED
from keiretsu.network.assumptions import looked_up_assumptions
from keiretsu.quantities import Every, counted, days_between, parse_day

if TYPE_CHECKING:
    from keiretsu.measures import Intervals
    from keiretsu.measures.of_network import Result
    from keiretsu.network import Network

ALL = "all"


PlotOption = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help="Draw the result into a file: .png, .svg or .pdf."),
]
SamplesOption = Annotated[
    int,
    typer.Option("--samples", min=0, help="Draw so many networks, and give medians and 5 to 95 % intervals."),
]
SeedOption = Annotated[int, typer.Option("--seed", help="Seed of what is drawn; printed with the result.")]
FirstDayOption = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")]
LastDayOption = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="The last day; the newest document's if not given."),
]
HEAD = 12  # rows of each table where there are several


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(measure)
    app.command()(losses)
    app.command()(series)
    app.command()(changes)


def measure(
    what: Annotated[str, typer.Argument(help="A measure by name, or all.")] = ALL,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    unknown: UnknownOption = Unknown.EXCLUDE,
    samples: SamplesOption = 0,
    seed: SeedOption = SEED,
    plot: PlotOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Measure the network of a day: whose money, how circular, who depends on whom, who falls with whom.

    Measures are blocs, circularity, concentration, contagion, dependence, provenance and stack, and
    those that other packages add.
    """
    from keiretsu.measures import load_measure, measure_names

    names = measure_names() if what == ALL else (what,)
    chosen = [load_measure(name) for name in names]
    check_picture(plot)
    results: dict[str, Result]
    with looked_up_assumptions() as assumed:
        network = open_vintage(workspace, known_by).network(parse_day(as_of), unknown=unknown.value)
        if samples:
            drawn = _intervals(network, names, samples, seed)
            results = {"intervals": drawn}
            emit_note(drawn.note)
        else:
            results = {one.name: one.of(network) for one in chosen}
        _emit(results, {one.name: one.question for one in chosen}, as_json=as_json)
    draw_results(results, plot)
    if not as_json:
        emit_assumptions(network.assumptions, assumed)
    finish(network.problems)


def losses(
    party: Annotated[str, typer.Argument(help="Who fails.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    plot: PlotOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show who loses what if a party fails, over all exposures."""
    check_picture(plot)
    with looked_up_assumptions() as assumed:
        found = open_vintage(workspace, known_by).losses(party, parse_day(as_of))
        _emit({"losses": found}, {"losses": f"Who loses what if {party} fails"}, as_json=as_json)
    draw_results({"losses": found}, plot)
    if not as_json:
        emit_assumptions(found.network.assumptions, assumed)
    finish(found.network.problems)


def series(
    what: Annotated[str, typer.Argument(help="A measure by name.")],
    first: FirstDayOption,
    last: LastDayOption = None,
    every: Annotated[Every, typer.Option("--every", help="How far the days are apart.")] = Every.QUARTER,
    figure: Annotated[
        str | None, typer.Option("--figure", help="One figure of the measure; else all.")
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    known_by: KnownByOption = None,
    samples: SamplesOption = 0,
    seed: SeedOption = SEED,
    plot: PlotOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Measure the networks of a range of days."""
    check_picture(plot)
    vintage = open_vintage(workspace, known_by)
    days = days_between(parse_day(first, "--from"), parse_day(last, "--to") or vintage.newest_day(), every)
    with progress("measuring days", len(days)) as bar:
        found = vintage.series(
            what, days, samples=samples, seed=seed, on_day=lambda _: bar.advance(bar.task_ids[0])
        )
    shown = found if figure is None else found.only(figure)
    if as_json:
        emit_json({"measure": what, "seed": seed if samples else None, "series": shown.table()})
    else:
        emit_table(shown.table(), f"{what} from {days[0]} to {days[-1]}")
        if samples:
            emit_line(f"{counted(samples, 'draw')} a day, seed {seed}")
    draw_results({"series": shown}, plot)


def changes(
    what: Annotated[str, typer.Argument(help="A measure by name.")],
    figure: Annotated[str, typer.Argument(help="One of its figures, as keiretsu series names them.")],
    about: Annotated[str, typer.Argument(help="Whom it is about; nobody for the network as a whole.")] = "",
    *,
    first: FirstDayOption,
    last: LastDayOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    known_by: KnownByOption = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changed a figure between two days, and which deals did it."""
    check_picture(plot)
    vintage = open_vintage(workspace, known_by)
    found = vintage.what_changed(
        what, figure, about, before=parse_day(first, "--from"), after=parse_day(last, "--to")
    )
    head = {
        "figure": figure,
        "about": about,
        "unit": found.unit,
        "before": found.before,
        "after": found.after,
    }
    if as_json:
        emit_json({**head, "passing_of_time": found.passing_of_time, "changes": found.table()})
    else:
        emit_table(found.table(), found.chart().title)
        name = f"{figure} of {about}" if about else figure
        emit_line(
            f"{name}: {found.before:,.4g} on {found.earlier.as_of}, {found.after:,.4g} on"
            f" {found.network.as_of} ({found.unit}); {found.passing_of_time:+,.4g} by the passing of time"
        )
    draw_results({"changes": found}, plot)


def _intervals(network: Network, names: tuple[str, ...], samples: int, seed: int) -> Intervals:
    from keiretsu.measures import intervals

    with progress("drawing networks", samples) as bar:

        def show(done: int, _: int) -> None:
            bar.update(bar.task_ids[0], completed=done)

        return intervals(network, names, samples=samples, seed=seed, on_block=show)


def _emit(results: dict[str, Result], titles: dict[str, str], *, as_json: bool) -> None:
    tables = {name: result.table() for name, result in results.items()}
    if as_json:
        from keiretsu.measures.charts import chart_json

        network = next(iter(results.values())).network
        emit_json(
            {
                "as_of": network.as_of,
                "currency": network.currency,
                **tables,
                "charts": {name: chart_json(result.chart()) for name, result in results.items()},
                "assumptions": list(network.assumptions),
            },
            network.problems,
        )
    else:
        for name, table in tables.items():
            shown = table if len(tables) == 1 else table.head(HEAD)
            emit_table(shown, f"{name}: {titles.get(name, 'medians and 5 to 95 % intervals')}")
            if len(shown) < len(table):
                emit_line(f"{counted(len(table) - len(shown), 'more row')}: keiretsu measure {name}")
