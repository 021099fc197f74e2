"""What drives an outcome: published indices, luck as an input, and what can't be told."""

from __future__ import annotations

import math

import numpy as np
import pytest
from experiments import Formula, unit

from keiretsu.errors import MisuseError
from keiretsu.execution import SerialExecutor
from keiretsu.simulation.ensembles import run_ensemble

X, Y, Z = (unit(name, math.pi) for name in "xyz")


@pytest.fixture
def drive(tmp_path):
    """Return a function that runs an experiment and tells what drives it."""

    def sensitivity(experiment, base, *, batch=4096):
        found = run_ensemble(
            experiment, base, design="saltelli", executor=SerialExecutor(), folder=tmp_path, batch=batch
        )
        return found.sensitivity("value")

    return sensitivity


def indices(sensitivity):
    return {each.name: each for each in sensitivity.indices}


def test_the_indices_of_ishigami_and_homma(drive):
    """a = 7, b = 0.1; the analytic values stand in Saltelli et al. (2008), Global Sensitivity Analysis."""
    found = indices(drive(Formula("ishigami", (X, Y, Z)), 4096))
    known = {"x": (0.3139, 0.5576), "y": (0.4424, 0.4424), "z": (0.0, 0.2437), "random numbers": (0.0, 0.0)}
    for name, (first, total) in known.items():
        assert found[name].first == pytest.approx(first, abs=0.02)
        assert found[name].total == pytest.approx(total, abs=0.02)
        assert found[name].first_low - 0.01 <= first <= found[name].first_high + 0.01
        assert found[name].total_low - 0.01 <= total <= found[name].total_high + 0.01


def test_luck_is_an_input_of_its_own(drive):
    """The variance of a sum is the sum of variances: 1/3 of a parameter from -1 to 1, 1 of luck."""
    found = indices(drive(Formula("sum", (unit("x"), unit("idle", 0.0))), 4096))
    assert found["x"].first == pytest.approx(0.25, abs=0.03)
    assert found["random numbers"].first == pytest.approx(0.75, abs=0.05)
    assert found["x"].total == pytest.approx(0.25, abs=0.03)
    assert (found["idle"].first, found["idle"].total) == (0, 0)


def test_what_works_only_together_is_in_the_totals_alone(drive):
    found = indices(drive(Formula("product", (unit("x"),)), 4096))
    for name in ("x", "random numbers"):
        assert found[name].first == pytest.approx(0, abs=0.05)
        assert found[name].total == pytest.approx(1, abs=0.1)


def test_the_ranking_is_by_the_totals_and_the_same_each_time(drive):
    first, again = (drive(Formula("ishigami", (X, Y, Z)), 256) for _ in range(2))
    assert first.table()["input"].tolist() == ["x", "y", "z", "random numbers"]
    assert first.table().equals(again.table())
    assert first.chart().labels == ("x", "y", "z", "random numbers")
    assert "What drives value" in first._repr_html_()
    assert first.why("y").text.startswith("y accounts for 4")
    assert [leaf.estimate for leaf in first.why("y").leaves()] == [True] * 3


def test_an_outcome_that_doesnt_vary_is_driven_by_nothing(drive):
    found = drive(Formula("still", (X, Y)), 64)
    assert not found.varies
    assert "doesn't vary" in found.note
    assert found.table()[["by itself", "in all"]].isna().all(axis=None)
    assert found.chart().labels == ()
    assert found.why("x").text == "value doesn't vary, so that x doesn't drive it"


def test_too_few_samples_are_said_to_be_too_few(drive):
    found = drive(Formula("ishigami", (X, Y, Z)), 16)
    assert not found.table()["settled"].all()
    assert "too few samples to tell how much" in found.note
    assert "take more" in found.chart().note


def test_hardly_any_samples_are_refused(drive):
    with pytest.raises(MisuseError, match="8 of 8 blocks of runs came out complete") as caught:
        drive(Formula("ishigami", (X, Y, Z)), 8)
    assert caught.value.problem.code == "simulation.no-sensitivity"


def test_blocks_without_all_figures_are_left_out_and_it_is_said(drive):
    found = drive(Formula("undefined", (unit("x"),)), 256)
    assert 16 <= found.blocks < 256
    assert f"{found.blocks} of 256 blocks" in found.note
    assert "are left out" in found.note


def test_an_outcome_without_any_figure_is_refused(drive):
    with pytest.raises(MisuseError, match="0 of 64 blocks"):
        drive(Formula("nowhere", (unit("x"),)), 64)


def test_another_design_cant_tell(tmp_path):
    found = run_ensemble(Formula("sum", (X,)), 64, executor=SerialExecutor(), folder=tmp_path)
    with pytest.raises(MisuseError, match="drawn by the design sobol"):
        found.sensitivity("value")


def test_what_isnt_an_input_cant_be_explained(drive):
    found = drive(Formula("sum", (X,)), 16)
    with pytest.raises(MisuseError, match="isn't one input; use "):
        found.why("z")


def test_seeds_change_estimates_and_not_the_truth(tmp_path):
    totals = []
    for seed in (1, 2):
        found = run_ensemble(
            Formula("ishigami", (X, Y, Z)),
            1024,
            design="saltelli",
            seed=seed,
            executor=SerialExecutor(),
            folder=tmp_path / str(seed),
            batch=4096,
        )
        totals.append([each.total for each in found.sensitivity("value").indices])
    assert totals[0] != totals[1]
    assert np.allclose(totals[0], totals[1], atol=0.05)
