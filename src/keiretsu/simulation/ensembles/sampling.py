"""Parameters drawn from their ranges, and the number that seeds each run's random numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from keiretsu.errors import Problem, Severity
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.network import SEED
from keiretsu.quantities import counted
from keiretsu.simulation.ensembles.records import NOISE, Design, Range, invalid

MOST_SAMPLES = 2**30  # as many as a Sobol sequence has


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The parameters of each run of an ensemble.

    Parameters
    ----------
    design
        How they were drawn.
    base
        How many points of the Sobol sequence, a power of two.
    seed
        Of its scrambling.
    numbers
        The run numbers, shape ``runs``.
    values
        The parameters, runs x ranges.
    problems
        A note where more were drawn than asked for.
    """

    design: Design
    base: int
    seed: int
    numbers: Indices
    values: Floats
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)


def draw(ranges: Sequence[Range], samples: int, seed: int, design: Design) -> Sample:
    """Draw by the design that is named; see :func:`sobol` and :func:`saltelli`."""
    return (sobol if design is Design.SOBOL else saltelli)(ranges, samples, seed)


def sobol(ranges: Sequence[Range], samples: int, seed: int = SEED) -> Sample:
    """Fill ranges evenly by a scrambled Sobol sequence, each run with random numbers of its own.

    Answers *which parameters shall be tried, so that few runs cover all that could be*.

    Parameters
    ----------
    ranges
        Of the parameters.
    samples
        How many runs; rounded up to a power of two, with a note in ``problems``, since only then the
        sequence is even in every direction.
    seed
        Of the scrambling; the same seed gives the same sample.

    Raises
    ------
    MisuseError
        ``simulation.invalid-ensemble`` for less than one sample, or a seed below 0.

    Notes
    -----
    Sobol (1967); scrambled after Owen (1998), by SciPy.

    Examples
    --------
    >>> margin = Range("margin", 0, 1, "share", "of sales", "")
    >>> sample = sobol([margin], 3)
    >>> len(sample), sorted((sample.values[:, 0] * 4).astype(int).tolist())
    (4, [0, 1, 2, 3])
    >>> sample.problems[0].message
    '3 samples were asked for, and 4 are drawn'
    """
    from scipy.stats import qmc

    base, problems = _power_of_two(samples, seed)
    unit = np.empty((base, 0))
    if ranges:
        unit = qmc.Sobol(len(ranges), seed=np.random.default_rng(seed)).random(base)
    numbers = np.arange(base, dtype=np.int64)
    return Sample(Design.SOBOL, base, seed, numbers, _scaled(ranges, unit), problems)


def saltelli(ranges: Sequence[Range], base: int, seed: int = SEED) -> Sample:
    """Draw parameters so that what drives an outcome can be told: ``base * (ranges + 3)`` runs.

    Each point of the sequence gives a block of runs: one, then one for each input in which only this
    input is drawn anew, then one in which all are. The random numbers are the last input: within a
    block all runs have the same ones, but for the run in which only they are new and the one in which
    all is. So runs of a block differ by nothing but the input that is drawn anew, and how much the
    random numbers matter is measured like any other input.

    Parameters
    ----------
    ranges
        Of the parameters.
    base
        How many points; rounded up to a power of two, with a note in ``problems``.
    seed
        Of the scrambling.

    Raises
    ------
    MisuseError
        As :func:`sobol`.

    Notes
    -----
    Saltelli et al. (2010), without second-order indices, by SALib. Random numbers as one more input:
    Marrel et al. (2012).

    Examples
    --------
    >>> margin = Range("margin", 0, 1, "share", "of sales", "")
    >>> sample = saltelli([margin], 2)
    >>> sample.numbers.tolist()
    [0, 0, 2, 2, 1, 1, 3, 3]
    """
    from SALib.sample import sobol as salib

    base, problems = _power_of_two(base, seed)
    cube = salib.sample(noise_and(ranges), base, calc_second_order=False, seed=np.random.default_rng(seed))
    numbers = run_numbers(Design.SALTELLI, base, len(ranges))
    return Sample(Design.SALTELLI, base, seed, numbers, _scaled(ranges, cube[:, :-1]), problems)


def noise_and(ranges: Sequence[Range]) -> dict[str, object]:
    """Return the inputs as SALib has them: ranges on the unit interval, and the random numbers."""
    names = [*(each.name for each in ranges), NOISE]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def run_numbers(design: Design, base: int, ranges: int) -> Indices:
    """Return the number of each run of a design; the last two of a Saltelli block have new ones."""
    block = np.arange(base, dtype=np.int64)
    if design is Design.SOBOL:
        return block
    return np.column_stack([block] * (ranges + 1) + [block + base] * 2).reshape(-1)


def _power_of_two(samples: int, seed: int) -> tuple[int, tuple[Problem, ...]]:
    if not 1 <= samples <= MOST_SAMPLES:
        raise invalid(counted(samples, "sample"), "can't be drawn", f"ask for 1 to {MOST_SAMPLES:,}")
    if seed < 0:
        raise invalid(f"seed {seed}", "is below 0", "give 0 or more")
    base = 1 << (samples - 1).bit_length()
    if base == samples:
        return base, ()
    note = Problem(
        "simulation.samples-rounded",
        Severity.NOTE,
        "samples",
        f"{counted(samples, 'sample was', 'samples were')} asked for, and {base:,} are drawn",
        "ask for a power of two",
    )
    return base, (note,)


def _scaled(ranges: Sequence[Range], unit: Floats) -> Floats:
    least = np.array([each.least for each in ranges], dtype=np.float64)
    most = np.array([each.most for each in ranges], dtype=np.float64)
    return np.ascontiguousarray(np.clip(least * (1 - unit) + most * unit, least, most))
