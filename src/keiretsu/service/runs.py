"""Runs of scenarios: asked for, limited by who asks, and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from keiretsu.errors import MisuseError, NotFoundError
from keiretsu.measures.arrays import Floats
from keiretsu.network import SEED
from keiretsu.quantities import counted
from keiretsu.service.asked import Asked
from keiretsu.service.identity import Identity, Role
from keiretsu.service.jobs.record import Job, JobState
from keiretsu.service.keeping import Kept
from keiretsu.service.scenarios import Ready, ready, scenario_named, scenario_of
from keiretsu.service.site import Site
from keiretsu.service.work.simulating import FIGURES
from keiretsu.simulation.scenarios import Scenario
from keiretsu.simulation.study import PATHS

KINDS = ("simulate", "sensitivity")
MOST_PATHS = {Role.READER: 2_000, Role.REVIEWER: 10_000, Role.ADMIN: 20_000}
MOST_SAMPLES = {Role.READER: 256, Role.REVIEWER: 1_024, Role.ADMIN: 4_096}
MOST_SCENARIOS = 64
MOST_SEED = 2**31
SAMPLES = 64
LEAST_SAMPLES = 16

_Results: TypeAlias = Kept[tuple[str, str], dict[str, Any]]
_results: _Results = Kept(12)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a run is done: its paths or samples, and the seed of its random numbers."""

    paths: int = PATHS
    seed: int = SEED
    samples: int = SAMPLES

    def check(self, who: Identity) -> None:
        """Raise :class:`MisuseError` for what somebody may not ask for, or what can't be."""
        most, most_samples = MOST_PATHS[who.role], MOST_SAMPLES[who.role]
        _check("paths", self.paths, 1, most)
        _check("samples", self.samples, LEAST_SAMPLES, most_samples)
        _check("seed", self.seed, 0, MOST_SEED)


def simulate(
    site: Site,
    asked: Asked,
    wanted: Sequence[str],
    terms: Terms,
    who: Identity,
    texts: Sequence[str] = (),
) -> Job:
    """Have scenarios run in the background; they are fixed now, as are the day and the moment.

    Parameters
    ----------
    site, asked
        Of which network.
    wanted
        Scenarios by name.
    terms
        How.
    who
        Who asks.
    texts
        Further scenarios, as YAML.

    Raises
    ------
    NotFoundError
        For a name that no scenario has.
    MisuseError
        Where nothing is asked for, too much is, or a scenario can't be run by the industry.
    """
    terms.check(who)
    found = [scenario_named(site, asked, name).text for name in dict.fromkeys(wanted)]
    found += texts
    if not 1 <= len(found) <= MOST_SCENARIOS:
        raise _refused("scenarios", f"{len(found)} are asked for", f"choose 1 to {MOST_SCENARIOS}")
    made = ready(site, asked)
    read = [_runnable(text, made) for text in found]
    title = read[0].title if len(read) == 1 else counted(len(read), "scenario")
    request = {"scenarios": found, "paths": terms.paths, "seed": terms.seed, **_when(site, asked)}
    return site.jobs.submit("simulate", request, title=title, by=who.name)


def sensitivity(site: Site, asked: Asked, text: str, terms: Terms, who: Identity) -> Job:
    """Have what drives a scenario's answer found out in the background.

    Raises
    ------
    MisuseError
        As :func:`simulate`.
    """
    terms.check(who)
    scenario = _runnable(text, ready(site, asked))
    request = {"scenario": text, "samples": terms.samples, "seed": terms.seed, **_when(site, asked)}
    return site.jobs.submit("sensitivity", request, title=f"What drives: {scenario.title}", by=who.name)


def again(site: Site, job: Job, who: Identity) -> Job:
    """Have the same run again: the same request gives the same figures."""
    request = job.request
    asked_for = {name: int(request[name]) for name in ("paths", "seed", "samples") if name in request}
    Terms(**asked_for).check(who)
    return site.jobs.submit(job.kind, request, title=job.title, by=who.name)


def run_of(site: Site, job_id: str) -> Job:
    """Return a run by its id.

    Raises
    ------
    NotFoundError
        ``server.no-such-job`` where there is none.
    """
    job = site.jobs.get(job_id)
    if job.kind not in KINDS:
        raise NotFoundError(
            "server.no-such-job", where=job_id, message="is no run of a scenario", hint="look at all jobs"
        )
    return job


def runs(site: Site) -> tuple[Job, ...]:
    """Return all runs, those asked for last first."""
    return tuple(job for job in site.jobs.all() if job.kind in KINDS)


def result_of(site: Site, job: Job) -> dict[str, Any]:
    """Return what came of a run that is done.

    Raises
    ------
    MisuseError
        ``server.job-not-done`` where nothing has.
    NotFoundError
        ``server.no-such-job`` where it can't be read any more.
    """
    if job.state is not JobState.DONE:
        raise MisuseError(
            "server.job-not-done", where=job.id, message=f"is {job.state}", hint="wait until it is done"
        )
    key = (str(site.settings.state), job.id)

    def read() -> dict[str, Any]:
        found = site.jobs.result(job.id)
        if found is None or found.get("kind") != job.kind:
            raise _lost(site, job)
        return found

    return _results.get(key, read)


def read_run(site: Site, job_id: str) -> tuple[Job, dict[str, Any] | None]:
    """Return a run, and what came of it: ``None`` where nothing has, or where it can't be read any more.

    Raises
    ------
    NotFoundError
        ``server.no-such-job`` where there is no such run.
    """
    job = run_of(site, job_id)
    with suppress(MisuseError, NotFoundError):
        return job, result_of(site, job)
    return run_of(site, job_id), None


def outcome_of(result: Mapping[str, Any], name: str | None) -> tuple[int, dict[str, Any]]:
    """Return what came of one of a run's scenarios, the first unless named, and its place.

    Raises
    ------
    NotFoundError
        ``simulation.unknown-scenario`` where the run has none of the name.
    """
    for place, one in enumerate(result["scenarios"]):
        if name in (None, "", one["name"]):
            return place, one
    raise NotFoundError(
        "simulation.unknown-scenario",
        where=str(name)[:64],
        message="isn't among the scenarios of the run",
        hint="choose one of them",
    )


def quantiles_of(site: Site, job: Job, place: int) -> Floats:
    """Return the quantiles of a scenario's figures: see :func:`keiretsu.service.runs_told.figures_of`.

    Raises
    ------
    NotFoundError
        ``server.no-such-job`` where they can't be read any more.
    """
    file = site.jobs.folder.of(job.id) / FIGURES / f"{place}.npy"
    try:
        found: Floats = np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise _lost(site, job) from error
    return found


def texts_of(job: Job) -> tuple[str, ...]:
    """Return the scenarios of a run as YAML."""
    request = job.request
    return tuple(request.get("scenarios", ())) or tuple(filter(None, [request.get("scenario")]))


def asked_of_job(job: Job) -> Asked:
    """Return the day and the moment that a job is about; now where it is about none."""
    return Asked.parse(job.request.get("as_of"), job.request.get("known_by"))


def _lost(site: Site, job: Job) -> NotFoundError:
    site.jobs.lose(job.id)
    return NotFoundError(
        "server.no-such-job",
        where=job.title,
        message="what came of it can't be read any more",
        hint="run it again",
    )


def _runnable(text: str, made: Ready) -> Scenario:
    scenario = scenario_of(text)
    for problem in made.check(scenario)[:1]:
        raise MisuseError(problem.code, where=problem.where, message=problem.message, hint=problem.hint)
    return scenario


def _when(site: Site, asked: Asked) -> dict[str, str]:
    """Return the day and the moment, fixed, so that the request gives the same figures for ever."""
    return {
        "as_of": site.day(asked).isoformat(),
        "known_by": site.settled(asked).known_by.isoformat(),
    }


def _check(what: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise _refused(what, f"{value:,} is out of bounds", f"give {least:,} to {most:,}")


def _refused(where: str, message: str, hint: str) -> MisuseError:
    return MisuseError("simulation.invalid-run", where=where, message=message, hint=hint)
