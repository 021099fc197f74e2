"""Runs of scenarios: what is asked for, what comes of it, and that the same request gives the same."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import sites

from keiretsu.errors import ForbiddenError, MisuseError, NotFoundError
from keiretsu.service.asked import Asked
from keiretsu.service.identity import Identity, Role
from keiretsu.service.jobs.folder import JobFolder
from keiretsu.service.jobs.record import Job, JobContext, JobState
from keiretsu.service.jobs.rights import require_right
from keiretsu.service.runs import (
    MOST_PATHS,
    Terms,
    again,
    outcome_of,
    quantiles_of,
    result_of,
    run_of,
    runs,
    sensitivity,
    simulate,
)
from keiretsu.service.runs_charts import choices, fan, gains_and_losses, gap, place_of, shown, together
from keiretsu.service.runs_files import csv_of, picture_of
from keiretsu.service.runs_told import reason_read
from keiretsu.service.runs_why import why_answer, why_figure
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site
from keiretsu.service.work import sensitivity as driving
from keiretsu.service.work import simulating

NOW = Asked()
ROOT, RAE = Identity("root", Role.ADMIN), Identity("Rae", Role.READER)
FEW = Terms(paths=12, seed=7, samples=16)
FAILS = """\
name: alpha_fails
title: Alpha Cloud fails
asks: Who loses what?
about: It fails at the end of the year.
horizon: 3
given:
  - {date: 2025-10-01, do: change_price, firms: Gamma Chips, times: 1.1}
actions:
  - {date: 2025-12-20, do: fail, firms: Alpha}
main: {outcome: revenue, of: Gamma Chips, expect: falls, why: A customer is gone.}
"""


@pytest.fixture(scope="module")
def site(invented_industry, tmp_path_factory):
    made = Site(Settings(invented_industry, tmp_path_factory.mktemp("state")))
    yield made
    made.jobs.close()


def done(site, request, tmp_path, work=simulating.work):
    told = []
    context = JobContext(site.settings.workspace, tmp_path, "root", lambda *said: told.append(said))
    return work(context, request), told


@pytest.fixture(scope="module")
def asked(site):
    """Return the request of a run of two scenarios, as the server makes it."""
    job = simulate(site, NOW, ["markets_close"], FEW, ROOT, texts=[FAILS])
    site.jobs.cancel(job.id)
    return dict(site.jobs.get(job.id).request)


@pytest.fixture(scope="module")
def run(site, asked, tmp_path_factory):
    place = tmp_path_factory.mktemp("run")
    result, told = done(site, asked, place)
    return result, told, place


def test_a_request_fixes_scenarios_day_and_moment(site, asked):
    assert asked["scenarios"] == [sites.SCENARIO, FAILS]
    assert (asked["paths"], asked["seed"]) == (12, 7)
    assert asked["as_of"] == site.day(NOW).isoformat()
    assert asked["known_by"] == site.settled(NOW).known_by.isoformat()


def test_a_run_tells_each_scenario_beside_its_baseline(run):
    result, told, _ = run
    closed, failed = result["scenarios"]

    assert [one["name"] for one in result["scenarios"]] == ["markets_close", "alpha_fails"]
    assert closed["line"].startswith("Nobody lends or invests: cash of all after 4 quarters")
    assert failed["main"]["middle"] < 0
    assert result["problems"] == []
    assert {stage for *_, stage in told} >= {"reading the network", "running paths"}
    assert max(count for count, total, stage in told if stage == "running paths") == 4 * 12
    assert {total for _, total, stage in told if stage == "running paths"} == {4 * 12}
    json.dumps(result, allow_nan=False)


def test_the_same_request_gives_the_same_figures(site, asked, run, tmp_path):
    result, _ = done(site, asked, tmp_path)

    assert result == run[0]
    for number in range(2):
        one, other = (np.load(place / "figures" / f"{number}.npy") for place in (run[2], tmp_path))
        np.testing.assert_array_equal(one, other)


def test_every_figure_of_the_table_has_its_way_over_the_quarters(run):
    result, _, place = run
    for number, told in enumerate(result["scenarios"]):
        ways = np.load(place / "figures" / f"{number}.npy")
        assert ways.shape == (len(told["figures"]), 3, 3, told["horizon"] + 1)
        for row, way in zip(told["figures"], ways, strict=True):
            at = way[:, :, told["quarter"]]
            expected = [row["baseline"], row["scenario"], row["low"], row["difference"], row["high"]]
            found = [at[0, 1], at[1, 1], *at[2]]
            np.testing.assert_allclose(found, [np.nan if one is None else one for one in expected])


def test_pictures_are_made_of_what_was_told(site, run):
    result, _, place = run
    told = result["scenarios"][1]
    assert choices(told)["revenue"]
    at = place_of(told, "revenue", "Gamma Chips")
    figure = shown(result, told, np.load(place / "figures" / "1.npy"), at, "run")

    both, difference = fan(figure), gap(figure)
    assert [one.name for one in both.series] == ["baseline", "alpha_fails"]
    assert [one.name for one in together([figure, figure]).series] == [
        "baseline",
        "alpha_fails",
        "alpha_fails (run)",
    ]
    assert difference.series[0].values[-1] == told["main"]["middle"]
    firms = gains_and_losses(told, "revenue", "USD")
    assert list(firms.series[0].values) == sorted(firms.series[0].values, reverse=True)
    assert 0 not in firms.series[0].values
    assert picture_of(both, "png").startswith(b"\x89PNG")
    assert picture_of(both, "svg") == picture_of(both, "svg")
    assert ET.fromstring(picture_of(firms, "svg")).tag.endswith("svg")
    with pytest.raises(NotFoundError, match="doesn't differ"):
        place_of(told, "revenue", "Omega")


def test_why_leads_down_to_quotes(site, run, asked):
    result, _, _ = run
    told = result["scenarios"][1]
    job = simulate(site, NOW, [], FEW, ROOT, texts=[FAILS])
    other = why_figure(site, job, result, told, place_of(told, "revenue", "Gamma Chips"))

    answer = why_answer(told)
    assert answer.text in told["line"]
    assert any(leaf.quote for leaf in answer.leaves())
    assert other.because == answer.because
    assert reason_read(json.loads(json.dumps(told["why"]))) == answer


def test_a_table_is_read_by_spreadsheets_as_text():
    rows = [{"of": '=cmd|"/c calc"!A1', "difference": -2.5}, {"of": "@x", "difference": None}, {"of": "-a,b"}]
    found = list(csv.DictReader(io.StringIO(csv_of(rows).decode())))

    assert [row["of"] for row in found] == ['\'=cmd|"/c calc"!A1', "'@x", "'-a,b"]
    assert [row["difference"] for row in found] == ["-2.5", "", ""]


def test_what_drives_an_answer_is_found_out(site, asked, tmp_path):
    request = {"scenario": sites.SCENARIO, "samples": 16, "seed": 7, "as_of": asked["as_of"]}
    result, told = done(site, {**request, "known_by": asked["known_by"]}, tmp_path, driving.work)

    assert result["indices"][0]["rank"] == 1
    assert "change_funding (action 1): times" in {row["input"] for row in result["indices"]}
    assert "seed 7" in result["note"]
    assert told[-1][0] == told[-1][1] > 16
    json.dumps(result, allow_nan=False)


@pytest.mark.parametrize(
    ("who", "terms", "texts"),
    [
        (RAE, Terms(paths=MOST_PATHS[Role.READER] + 1), [sites.SCENARIO]),
        (ROOT, Terms(paths=0), [sites.SCENARIO]),
        (ROOT, Terms(seed=-1), [sites.SCENARIO]),
        (ROOT, Terms(), []),
        (ROOT, Terms(), [sites.SCENARIO] * 65),
    ],
)
def test_too_much_or_nothing_is_refused(site, who, terms, texts):
    with pytest.raises(MisuseError) as refused:
        simulate(site, NOW, (), terms, who, texts=texts)
    assert refused.value.problem.code == "simulation.invalid-run"


def test_what_cannot_be_run_is_refused_before_it_is_run(site):
    with pytest.raises(NotFoundError):
        simulate(site, NOW, ["no_such_thing"], FEW, ROOT)
    with pytest.raises(MisuseError, match="did you mean 'Gamma Chips'"):
        simulate(site, NOW, (), FEW, ROOT, texts=[FAILS.replace("of: Gamma Chips", "of: Gama Chips")])
    with pytest.raises(MisuseError, match="is not YAML"):
        sensitivity(site, NOW, "a: [", FEW, ROOT)


def test_a_run_is_stopped_by_who_asked_for_it_and_asked_for_again(site):
    job = simulate(site, NOW, ["markets_close"], Terms(paths=2000), RAE)
    with pytest.raises(ForbiddenError):
        require_right(job, Identity("Bob", Role.REVIEWER))
    require_right(job, RAE)
    stopped = site.jobs.cancel(job.id)

    assert stopped.state == "cancelled"
    with pytest.raises(MisuseError, match="is cancelled"):
        result_of(site, stopped)
    once_more = again(site, stopped, RAE)
    require_right(once_more, ROOT)
    site.jobs.cancel(once_more.id)
    assert once_more.request == job.request
    assert {job.id, once_more.id} <= {one.id for one in runs(site)}
    assert run_of(site, job.id).state == "cancelled"


def test_a_scenario_that_a_run_has_not_is_not_found(run):
    assert outcome_of(run[0], None)[0] == 0
    assert outcome_of(run[0], "alpha_fails")[0] == 1
    with pytest.raises(NotFoundError):
        outcome_of(run[0], "other")


def test_quantiles_of_a_job_are_read_from_its_folder(site, run, asked):
    job = simulate(site, NOW, ["markets_close"], FEW, ROOT)
    site.jobs.cancel(job.id)
    below = site.jobs.folder.of(job.id) / "figures"
    below.mkdir()
    (below / "0.npy").write_bytes((run[2] / "figures" / "0.npy").read_bytes())

    assert quantiles_of(site, job, 0).shape[1:3] == (3, 3)
    for damaged in (b"", b"\x93NUMPY", b"x" * 90):
        (below / "0.npy").write_bytes(damaged)
        with pytest.raises(NotFoundError, match="can't be read any more"):
            quantiles_of(site, job, 0)


def test_a_result_that_is_damaged_is_told(invented_industry, asked, tmp_path):
    job = Job("ab12", "simulate", "A run", "root", asked, state=JobState.DONE)
    folder = JobFolder(tmp_path / "jobs")
    folder.make(job, {})
    (folder.of(job.id) / "result.json").write_text('{"scenarios": [')
    site = Site(Settings(invented_industry, tmp_path))
    with pytest.raises(NotFoundError, match="can't be read any more"):
        result_of(site, run_of(site, job.id))
    site.jobs.close()
