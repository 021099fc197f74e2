"""Random shocks: a path's depend on the seed and its number, and on nothing else."""

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.simulation.industry.example import three_firms
from keiretsu.simulation.industry.levers import SHOCKS, count
from keiretsu.simulation.industry.noise import shocks


def stacked(numbers, periods=3, seed=1):
    """Return all shocks: (periods, streams, paths)."""
    drawn = shocks(three_firms(), numbers, periods, seed)
    return np.stack([np.concatenate([drawn[period][name] for name in SHOCKS]) for period in drawn])


def test_every_shock_has_a_number_for_each_that_it_hits() -> None:
    industry = three_firms()
    drawn = shocks(industry, range(5), 2, seed=1)
    assert list(drawn) == [1, 2]
    for name, lever in SHOCKS.items():
        assert drawn[2][name].shape == (count(industry, lever.per), 5)


def test_a_path_has_the_same_shocks_in_any_block() -> None:
    whole = stacked(range(10))
    assert np.array_equal(stacked([7, 2]), whole[:, :, [7, 2]])


def test_more_periods_begin_with_the_same_shocks() -> None:
    assert np.array_equal(stacked(range(4), periods=6)[:3], stacked(range(4)))


def test_no_two_paths_streams_or_seeds_share_shocks() -> None:
    numbers = np.concatenate([stacked(range(20), seed=seed).ravel() for seed in (0, 1, 2)])
    assert len(np.unique(numbers)) == len(numbers)


def test_shocks_are_standard_normal_and_independent() -> None:
    drawn = stacked(range(4000), periods=2)
    rows = drawn.reshape(-1, drawn.shape[2])
    assert rows.mean(axis=1) == pytest.approx(0, abs=0.08)
    assert np.cov(rows) == pytest.approx(np.eye(len(rows)), abs=0.12)


@pytest.mark.parametrize(("numbers", "seed"), [([-1], 0), ([0], -1), ([0], 1 << 64)])
def test_a_key_out_of_range_is_refused(numbers, seed) -> None:
    with pytest.raises(MisuseError, match="invalid-seed"):
        shocks(three_firms(), numbers, 1, seed)
