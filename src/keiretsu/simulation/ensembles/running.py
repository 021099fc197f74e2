"""Runs of an experiment, shared among workers and written as they come."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from os import PathLike
from pathlib import Path

import numpy as np

from keiretsu.errors import KeiretsuError, MisuseError, Problem, Severity
from keiretsu.execution import Executor, SerialExecutor, WorkerLostError
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.network import SEED
from keiretsu.quantities import counted
from keiretsu.simulation.ensembles.ensemble import Ensemble, gathered
from keiretsu.simulation.ensembles.folder import Folder, Part, damaged
from keiretsu.simulation.ensembles.manifest import Manifest
from keiretsu.simulation.ensembles.records import Design, Experiment, check_names, invalid, known_design
from keiretsu.simulation.ensembles.sampling import Sample, draw

ATTEMPTS = 4
"""How often a batch is given to a worker, where the worker dies each time."""
NAMED = 8
"""How many stretches of runs a message names."""

Progress = Callable[[int, int], None]


def run_ensemble(
    experiment: Experiment,
    samples: int,
    *,
    design: str = Design.SOBOL,
    seed: int = SEED,
    executor: Executor,
    folder: str | PathLike[str],
    batch: int = 64,
    on_progress: Progress | None = None,
) -> Ensemble:
    """Run an experiment with parameters drawn from their ranges, and keep every run.

    Answers *what can come of it, given what isn't known*, and by the design ``saltelli`` also *what
    drives it*. Runs that the folder has already are not done again. The figures are the same, to the
    bit, for any executor, number of workers and batch.

    Parameters
    ----------
    samples, design, seed
        How parameters are drawn, see :func:`sobol` and :func:`saltelli`, where a sample is a block of
        ``ranges + 3`` runs.
    executor, batch
        Who does the runs, and how many at a time.
    folder
        Where runs are written as they come; one call at a time.
    on_progress
        Called with the runs done and all runs, at first and after each batch.

    Returns
    -------
    Ensemble
        Its ``problems`` name the runs that failed.

    Raises
    ------
    KeiretsuError
        ``simulation.invalid-ensemble``, ``invalid-experiment``, ``other-ensemble``, ``not-writable`` and
        ``needs-parquet``; and what the executor raises.

    Examples
    --------
    >>> import tempfile
    >>> from keiretsu.simulation.ensembles.example import Margins
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     found = run_ensemble(Margins(), 256, executor=SerialExecutor(), folder=folder)
    >>> found.quantiles().round(0)[["outcome", "5 %", "50 %", "95 %"]].values.tolist()
    [['profit', -8.0, 10.0, 30.0]]
    """
    check_names(experiment.ranges, experiment.outcomes)
    if batch < 1:
        raise invalid(f"a batch of {batch}", "holds no run", "give 1 or more")
    if not isinstance(executor, SerialExecutor):
        _check_that_it_travels(experiment)
    sample = draw(experiment.ranges, samples, seed, known_design(design))
    manifest, kept = Manifest.of(experiment, sample), Folder(Path(folder))
    work = _Work(experiment, sample, kept, manifest, on_progress)
    work.take_stock()
    work.do(executor, batch)
    return gathered(kept, manifest, (*sample.problems, *work.problems()))


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Some runs to do: their places in the ensemble, run numbers and parameters."""

    runs: Indices
    numbers: tuple[int, ...]
    values: Floats


@dataclass
class _Work:
    """What is to be done, what is done, and what went wrong."""

    experiment: Experiment
    sample: Sample
    folder: Folder
    manifest: Manifest
    on_progress: Progress | None
    found: list[Problem] = field(default_factory=list)
    failed: dict[str, list[_Batch]] = field(default_factory=dict)
    lost: list[tuple[_Batch, str]] = field(default_factory=list)

    def take_stock(self) -> None:
        """See which runs the folder has, if they are ours; a damaged part is told and taken away."""
        self.folder.claim(self.manifest)
        self.is_done = np.zeros(len(self.sample), dtype=bool)
        for part in self.folder.read(self.manifest):
            if isinstance(part, Path):
                self.found.append(damaged(part, "look at the disk; its runs are done again"))
                part.unlink()
            else:
                self.is_done[part.runs] = True
        self._tell()

    def do(self, executor: Executor, batch: int) -> None:
        """Do the runs that are missing; those whose worker died again and again, some times."""
        batches = list(self._batches(batch))
        for _ in range(ATTEMPTS):
            self.lost = []
            self._attempt(executor, batches)
            batches = [lost for lost, _ in self.lost]

    def problems(self) -> Iterator[Problem]:
        """Yield what went wrong: damaged parts, and runs without figures by what they failed of."""
        yield from self.found
        for error, batches in self.failed.items():
            number = min(batch.numbers[0] for batch in batches)
            hint = f"call the experiment's run with the number {number} and its parameters to see where"
            yield _problem("simulation.run-failed", batches, error, hint)
        if self.lost:
            message = f"their worker ended {ATTEMPTS} times; the last time: {self.lost[-1][1]}"
            hint = "use fewer workers or a smaller batch, and run the ensemble on this folder again"
            yield _problem("simulation.run-lost", [batch for batch, _ in self.lost], message, hint)

    def _attempt(self, executor: Executor, batches: Sequence[_Batch]) -> None:
        with closing(executor.as_done(partial(_ready, self.experiment), batches)) as outcomes:
            for place, outcome in outcomes:
                batch, error = batches[place], outcome.error
                if outcome.result is not None:
                    self._keep(batch, outcome.result)
                elif isinstance(error, WorkerLostError):
                    self.lost.append((batch, str(error)))
                else:
                    self.failed.setdefault(_told(error), []).append(batch)

    def _keep(self, batch: _Batch, figures: Floats) -> None:
        numbers = self.sample.numbers[batch.runs]
        self.folder.write(self.manifest, Part(batch.runs, numbers, batch.values, figures))
        self.is_done[batch.runs] = True
        self._tell()

    def _batches(self, size: int) -> Iterator[_Batch]:
        missing = np.flatnonzero(~self.is_done).astype(np.int64)
        for start in range(0, len(missing), size):
            runs = missing[start : start + size]
            yield _Batch(runs, tuple(self.sample.numbers[runs].tolist()), self.sample.values[runs])

    def _tell(self) -> None:
        if self.on_progress is not None:
            self.on_progress(int(self.is_done.sum()), len(self.sample))


def _ready(experiment: Experiment) -> Callable[[_Batch], Floats]:
    """Get a worker ready."""
    return partial(_run, experiment)


def _run(experiment: Experiment, batch: _Batch) -> Floats:
    """Do the runs of a batch."""
    figures = np.asarray(experiment.run(batch.numbers, batch.values.copy()), dtype=np.float64)
    wanted = (len(batch.numbers), len(experiment.outcomes))
    if figures.shape != wanted:
        runs, outcomes = counted(wanted[0], "run"), counted(wanted[1], "outcome")
        raise MisuseError(
            "simulation.invalid-experiment",
            where=experiment.name,
            message=f"returns figures of shape {figures.shape} for {runs} of {outcomes}",
            hint="return one row a run and one column an outcome",
        )
    return figures


def _told(error: Exception | None) -> str:
    """Say in one line what an experiment raised."""
    if isinstance(error, KeiretsuError):
        return error.problem.message
    return " ".join(f"{type(error).__name__}: {error}".split())


def _check_that_it_travels(experiment: Experiment) -> None:
    try:
        pickle.dumps(experiment)
    except Exception as error:
        raise MisuseError(
            "simulation.invalid-experiment",
            where=experiment.name,
            message=f"can't be sent to a worker ({' '.join(str(error).split())})",
            hint="define it in a module, or use the executor serial",
        ) from error


def _problem(code: str, batches: Sequence[_Batch], message: str, hint: str) -> Problem:
    return Problem(code, Severity.ERROR, f"runs {_stretches(batches)}", message, hint)


def _stretches(batches: Iterable[_Batch]) -> str:
    """Name runs by the numbers of the first and last of each unbroken stretch."""
    runs = np.sort(np.concatenate([batch.runs for batch in batches]))
    pieces = np.split(runs, np.flatnonzero(np.diff(runs) > 1) + 1)
    named = [f"{piece[0]}" if len(piece) == 1 else f"{piece[0]} to {piece[-1]}" for piece in pieces]
    more = (
        f" and {counted(len(named) - NAMED, 'more stretch', 'more stretches')}" if len(named) > NAMED else ""
    )
    return ", ".join(named[:NAMED]) + more
