"""Random shocks: a path's numbers depend on the seed and its own number, and on nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.industry.levers import SHOCKS, count
from keiretsu.simulation.industry.records import Industry

WORD = 1 << 64


def shocks(
    industry: Industry, numbers: Sequence[int], periods: int, seed: int
) -> Mapping[int, Mapping[str, Floats]]:
    """Return the shocks of some paths, as changes of parameters by period.

    Answers *what chance does on these paths*: standard normal numbers, independent of each other. The same
    number of a path gives the same shocks in any block, and more periods begin with the same ones.

    Parameters
    ----------
    industry
        Of which there are so many markets and firms.
    numbers
        Of the paths, from 0 on.
    periods
        How many.
    seed
        From 0 to 2^64 - 1.

    Returns
    -------
    Mapping
        By period from 1 on, and by the names of :data:`~keiretsu.simulation.industry.levers.SHOCKS`:
        (markets, paths), (firms, paths) and (1, paths).

    Raises
    ------
    MisuseError
        For a seed or a number that is out of range.

    Notes
    -----
    Each path has a counter-based generator of its own, keyed by the seed and its number (Salmon, Moraes, Dror
    and Shaw 2011, *Parallel Random Numbers: As Easy as 1, 2, 3*).

    Examples
    --------
    >>> from keiretsu.simulation.industry.example import three_firms
    >>> both, second = (shocks(three_firms(), numbers, 3, seed=1) for numbers in ([0, 1], [1]))
    >>> bool((both[3]["firm shock"][:, 1:] == second[3]["firm shock"]).all())
    True
    """
    for name, number in (("seed", seed), *(("path", number) for number in (min(numbers), max(numbers)))):
        if not 0 <= number < WORD:
            raise _invalid(name, number)
    sizes = {name: count(industry, lever.per) for name, lever in SHOCKS.items()}
    total = sum(sizes.values())
    drawn = np.empty((len(numbers), periods * total))
    for row, number in enumerate(numbers):
        # The key's two words are the seed and the path.
        generator = np.random.Generator(np.random.Philox(key=(int(number) << 64) | seed))
        generator.standard_normal(out=drawn[row])
    rows = np.ascontiguousarray(drawn.T).reshape(periods, total, len(numbers))
    ends = np.cumsum(list(sizes.values()))[:-1]
    return {
        period + 1: dict(zip(sizes, np.split(rows[period], ends), strict=True)) for period in range(periods)
    }


def _invalid(name: str, number: int) -> MisuseError:
    return MisuseError(
        "simulation.invalid-seed",
        where=name,
        message=f"is {number}, which no generator is keyed by",
        hint="give a whole number from 0 to 2^64 - 1",
    )
