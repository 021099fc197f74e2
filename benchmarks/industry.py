"""The whole industry model: many paths of fifty firms, and how its cost grows with firms and paths.

``python -m benchmarks.industry`` takes some minutes. Books are checked throughout.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from rich.table import Table

from benchmarks.measure import peak_of
from benchmarks.modelled import modelled
from benchmarks.printing import print_table
from keiretsu.execution import load_executor, usable_processors
from keiretsu.simulation.industry.running import Plan, run_plan

OUTCOMES = ("revenue", "cash", "written off", "failed")
QUARTERS = 40
SIZES = ((50, 1_000), (50, 10_000), (500, 1_000), (5_000, 100))
SECONDS = 1e6  # in microseconds


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    firms: int
    edges: int
    paths: int
    quarters: int
    seconds: float
    microseconds_an_edge: float
    memory_mb: float


def main() -> None:
    """Run the model at several sizes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.industry", description=main.__doc__)
    parser.add_argument("--firms", type=int, help="one size in place of all")
    parser.add_argument("--paths", type=int, default=1_000, help="paths of that size")
    parser.add_argument("--quarters", type=int, default=QUARTERS, help="quarters a path")
    parser.add_argument("--workers", type=int, default=usable_processors(), help="processes")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    sizes = [(asked.firms, asked.paths)] if asked.firms else SIZES
    rows = [measured(firms, paths, asked.quarters, asked.workers) for firms, paths in sizes]
    if asked.json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        print_table(table(rows, asked.workers))


def measured(firms: int, paths: int, quarters: int, workers: int) -> Row:
    """Run one size in a process of its own, with its workers, and weigh them together."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs, firms, paths, quarters, workers))
    process.start()
    theirs.close()  # else the end of a process that died would never be heard of
    memory = peak_of(process)
    seconds, edges = ours.recv()
    process.join()
    each = seconds * workers * SECONDS / (edges * paths * quarters)
    return Row(firms, edges, paths, quarters, seconds, each, memory)


def _run(pipe: Connection, firms: int, paths: int, quarters: int, workers: int) -> None:
    plan = Plan(modelled(firms), quarters, outcomes=OUTCOMES)
    executor = load_executor("processes" if workers > 1 else "serial", workers)
    start = time.perf_counter()
    run_plan(plan, paths, executor=executor)
    pipe.send((time.perf_counter() - start, len(plan.industry.supplies) + len(plan.industry.equity)))


def table(rows: list[Row], workers: int) -> Table:
    """Return the table."""
    shown = Table(
        title=f"the industry model on {workers} processes, starting them included", title_justify="left"
    )
    for title in ("firms", "edges", "paths", "quarters", "seconds", "µs an edge, path, quarter", "memory"):
        shown.add_column(title, justify="right")
    for row in rows:
        counts = (f"{each:,}" for each in (row.firms, row.edges, row.paths, row.quarters))
        cost = f"{row.microseconds_an_edge:.2f}"
        shown.add_row(*counts, f"{row.seconds:.1f}", cost, f"{row.memory_mb:,.0f} MB")
    return shown


if __name__ == "__main__":
    main()
