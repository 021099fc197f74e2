"""Ensembles: drawn evenly, the same whoever does the runs, told in tables and pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from experiments import CASH, DEMAND, RATIO, Firm, Formula, unit

from keiretsu.errors import MisuseError
from keiretsu.execution import ProcessExecutor, SerialExecutor
from keiretsu.measures.charts import Bars, Lines
from keiretsu.simulation.ensembles import Outcome, Range, load_ensemble, run_ensemble, saltelli, sobol

SERIAL = SerialExecutor()


def bits(ensemble):
    return ensemble.values.tobytes(), ensemble.figures.tobytes(), ensemble.is_done.tobytes()


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    """Return 128 runs of the firm, done one after the other."""
    return run_ensemble(Firm(), 128, executor=SERIAL, folder=tmp_path_factory.mktemp("firm"))


def test_each_slice_of_a_range_is_tried_equally_often():
    sample = sobol((DEMAND, unit("x"), unit("y")), 64, seed=3)
    assert sample.values.shape == (64, 3)
    for column in sample.values.T:
        slices, _ = np.histogram(column, bins=16, range=(column.min(), column.max()))
        assert slices.min() >= 3
    assert sample.numbers.tolist() == list(range(64))


def test_a_sample_hangs_on_its_seed_alone():
    first, again, other = (sobol((DEMAND,), 16, seed) for seed in (1, 1, 2))
    assert first.values.tobytes() == again.values.tobytes() != other.values.tobytes()


@pytest.mark.parametrize("draw", [sobol, saltelli])
@pytest.mark.parametrize(("asked", "drawn"), [(1, 1), (2, 2), (3, 4), (1000, 1024)])
def test_samples_are_rounded_up_to_a_power_of_two_and_it_is_said(draw, asked, drawn):
    sample = draw((DEMAND,), asked)
    assert sample.base == drawn
    told = [problem.message for problem in sample.problems]
    assert told == ([] if asked == drawn else [f"{asked:,} samples were asked for, and {drawn:,} are drawn"])


def test_in_a_block_one_input_is_new_at_a_time():
    sample = saltelli((unit("x"), unit("y")), 8)
    for number, block in enumerate(sample.values.reshape(8, 5, 2)):
        first, x_new, y_new, luck_new, all_new = block
        assert (x_new == [all_new[0], first[1]]).all()
        assert (y_new == [first[0], all_new[1]]).all()
        assert (luck_new == first).all()
        assert (first != all_new).all()
        assert sample.numbers[5 * number : 5 * number + 5].tolist() == [number] * 3 + [number + 8] * 2


def test_a_range_without_width_is_a_fixed_parameter():
    fixed = Range("rate", 0.3, 0.3, "", "interest", "")
    assert set(sobol((fixed, unit("x")), 8).values[:, 0]) == {0.3}


@pytest.mark.parametrize("batch", [1, 7, 64, 1000])
def test_figures_are_the_same_to_the_bit_for_any_batch(firm, tmp_path, batch):
    found = run_ensemble(Firm(), 128, executor=SERIAL, folder=tmp_path, batch=batch)
    assert bits(found) == bits(firm)
    assert len(list((tmp_path / "runs").iterdir())) == -(-128 // batch)


def test_figures_are_the_same_to_the_bit_for_any_number_of_processes(firm, tmp_path):
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        found = run_ensemble(Firm(), 128, executor=ProcessExecutor(workers), folder=folder, batch=10)
        assert bits(found) == bits(firm)


def test_two_experiments_of_one_seed_share_parameters_and_random_numbers(tmp_path):
    shocked = replace(Firm(), identity="firm-2", ranges=(replace(DEMAND, source="Beta"), *Firm().ranges[1:]))
    first, second = (
        run_ensemble(each, 32, executor=SERIAL, folder=tmp_path / each.identity) for each in (Firm(), shocked)
    )
    assert bits(first) == bits(second)


def test_the_table_has_every_run(firm):
    table = firm.table()
    assert list(table.columns) == ["run", "number", "demand", "margin", "delay", "cash", "debt ratio"]
    assert len(table) == 128
    row = table.iloc[77]
    cash, ratio = Firm().of_one(77, row[["demand", "margin", "delay"]].to_numpy(float))
    assert (row["cash"], row["debt ratio"]) == (cash, ratio)


def test_quantiles_are_figures_of_runs(firm):
    found = firm.quantiles((0, 0.25, 1)).set_index("outcome").loc["cash"]
    ordered = sorted(firm.table()["cash"])
    assert found[["0 %", "25 %", "100 %"]].tolist() == [ordered[0], ordered[31], ordered[-1]]
    assert found["mean"] == pytest.approx(np.mean(ordered))


def test_runs_without_a_meaning_are_counted_out(tmp_path):
    half = Formula("undefined", (unit("x"),))
    found = run_ensemble(half, 64, executor=SERIAL, folder=tmp_path).quantiles()
    assert found["runs"].tolist() == [32]
    assert found["5 %"][0] >= 0


def test_an_outcome_that_never_has_a_meaning_has_no_quantile(tmp_path):
    found = run_ensemble(Formula("nowhere", (unit("x"),)), 4, executor=SERIAL, folder=tmp_path)
    assert found.quantiles()[["mean", "50 %"]].isna().all(axis=None)
    assert found.chart().series[0].values == (None,)
    assert found.why("value").text == "value: no meaning in any run"


def test_nothing_but_random_numbers_can_differ(tmp_path):
    found = run_ensemble(Formula("sum", ()), 256, executor=SERIAL, folder=tmp_path)
    assert found.values.shape == (256, 0)
    assert abs(found.quantiles()["mean"][0]) < 0.25


def test_one_run_is_an_ensemble(tmp_path):
    found = run_ensemble(Firm(), 1, executor=SERIAL, folder=tmp_path)
    low, high = found.quantiles()[["5 %", "95 %"]].iloc[0]
    assert low == high == found.figures[0, 0]


def test_outcomes_of_one_unit_stand_in_one_picture(firm):
    chart = firm.chart()
    assert isinstance(chart, Bars)
    assert (chart.labels, chart.unit) == (("cash",), "USD")
    (series,) = chart.series
    found = firm.quantiles().iloc[0]
    assert (series.low, series.values, series.high) == ((found["5 %"],), (found["50 %"],), (found["95 %"],))
    assert firm.chart("debt ratio").labels == ("debt ratio",)
    assert "128 of 128 runs" in firm._repr_html_()
    assert firm.plot().axes


def test_outcomes_on_days_are_a_fan(tmp_path):
    days = [date(2027, 3, 31), date(2027, 6, 30)]
    dated = replace(Firm(), outcomes=tuple(replace(CASH, day=day) for day in days))
    found = run_ensemble(dated, 16, executor=SERIAL, folder=tmp_path)
    chart = found.chart()
    assert isinstance(chart, Lines)
    assert chart.days == tuple(days)
    assert [series.name for series in chart.series] == ["cash"]
    assert list(found.table().columns[-2:]) == ["cash 2027-03-31", "cash 2027-06-30"]


def test_why_names_the_ranges_as_assumptions(firm):
    leaves = list(firm.why("cash").leaves())
    assert [leaf.source for leaf in leaves if leaf.estimate] == ["Alpha (2025)", "no source", "no source"]
    assert firm.why("cash").text.startswith("cash: median ")


def test_a_folder_can_be_read_without_the_experiment(firm):
    loaded = load_ensemble(firm.folder)
    assert bits(loaded) == bits(firm)
    assert loaded.manifest == firm.manifest


def test_progress_is_told_from_the_first_run_to_the_last(tmp_path):
    told = []
    run_ensemble(
        Firm(), 20, executor=SERIAL, folder=tmp_path, batch=12, on_progress=lambda *at: told.append(at)
    )
    assert told == [(0, 32), (12, 32), (24, 32), (32, 32)]


TWICE = (CASH, Outcome("demand", "USD", "a range's name"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"outcomes": ()}, "has no outcomes"),
        ({"outcomes": (CASH, CASH)}, "'cash'"),
        ({"outcomes": TWICE}, "'demand'"),
        ({"outcomes": (replace(CASH, name="run"),)}, "'run'"),
        ({"ranges": (replace(DEMAND, name=""),)}, "''"),
    ],
)
def test_names_that_would_mix_figures_up_are_refused(tmp_path, change, words):
    with pytest.raises(MisuseError, match=words):
        run_ensemble(replace(Firm(), **change), 4, executor=SERIAL, folder=tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"samples": 0}, "0 samples"),
        ({"samples": -4}, "-4 samples"),
        ({"samples": 8, "seed": -1}, "seed -1"),
        ({"samples": 8, "batch": 0}, "a batch of 0"),
        ({"samples": 8, "design": "morris"}, "design morris"),
    ],
)
def test_what_cant_be_drawn_is_refused(tmp_path, asked, words):
    with pytest.raises(MisuseError, match=words):
        run_ensemble(Firm(), executor=SERIAL, folder=tmp_path, **asked)


@pytest.mark.parametrize("bounds", [(1.0, 0.0), (0.0, np.inf), (np.nan, 1.0)])
def test_bounds_that_are_no_range_are_refused(bounds):
    with pytest.raises(MisuseError, match="range x: goes from"):
        Range("x", *bounds, "", "", "")


def test_outcomes_that_cant_be_told_or_drawn_are_named(firm):
    for ask in (
        lambda: firm.chart("cash", "debt ratio"),
        lambda: firm.chart("profit"),
        lambda: firm.why("profit"),
        firm.why,
        lambda: firm.sensitivity("profit"),
    ):
        with pytest.raises(MisuseError) as caught:
            ask()
        assert caught.value.problem.code == "simulation.unknown-outcome"
        assert CASH.name in caught.value.problem.hint or RATIO.name in caught.value.problem.hint
    with pytest.raises(MisuseError, match="isn't a share of the runs"):
        firm.quantiles((5,))


def test_an_experiment_that_cant_travel_is_refused_at_once(tmp_path):
    class Local(Firm):
        pass

    with pytest.raises(MisuseError) as caught:
        run_ensemble(Local(), 4, executor=ProcessExecutor(2), folder=tmp_path)
    assert caught.value.problem.code == "simulation.invalid-experiment"
    assert run_ensemble(Local(), 4, executor=SERIAL, folder=tmp_path).is_done.all()
