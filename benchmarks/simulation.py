"""The accounting core beside its peers, and what part of its time checks and postings take.

``python -m benchmarks.simulation`` takes about two minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from time import process_time
from typing import Any
from unittest.mock import patch

from benchmarks.__main__ import ROUNDS, show
from benchmarks.economies import with_kernels, with_numpy
from benchmarks.economies.job import Job, job
from benchmarks.kernel import Settings
from benchmarks.measure import measure
from keiretsu.simulation import running
from keiretsu.simulation.holdings import Holdings

PATHS = 2_048
CORES = {"NumPy behaviours": with_numpy.run, "compiled behaviours": with_kernels.run}


def main() -> None:
    """Measure the economy, and the parts of the books in it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulation", description=main.__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns each; the median counts")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    if asked.rounds < 1:
        parser.error("--rounds must be 1 or more")
    show(measure("stock_flow", Settings(), asked.rounds), as_json=asked.json)
    for name, run in CORES.items() if not asked.json else ():
        checks, postings = parts(run, job(PATHS))
        print(f"{name}: {checks:.1%} of the time is checks, {postings:.1%} postings")


def parts(run: Callable[[Job], object], of: Job) -> tuple[float, float]:
    """Return which part of a run's processor time is spent in checks, and which in entering postings."""
    run(of)
    (check, checks), (post, postings) = _timed(running.check), _timed(Holdings.post)
    with patch.object(running, "check", check), patch.object(Holdings, "post", post):
        start = process_time()
        run(of)
        whole = process_time() - start
    return sum(checks) / whole, sum(postings) / whole


def _timed(function: Callable[..., Any]) -> tuple[Callable[..., Any], list[float]]:
    """Return a function that notes how long it takes, and its notes."""
    seconds: list[float] = []

    def timed(*given: object) -> object:
        start = process_time()
        result = function(*given)
        seconds.append(process_time() - start)
        return result

    return timed, seconds


if __name__ == "__main__":
    main()
