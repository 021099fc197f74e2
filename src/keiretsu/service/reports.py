"""Reports made in the background, and kept until their job is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from keiretsu.errors import NotFoundError
from keiretsu.report import PATHS, SAMPLES, bundle
from keiretsu.service.asked import Asked
from keiretsu.service.jobs import Job, JobState
from keiretsu.service.site import Site

KIND = "report"
MOST_SAMPLES, MOST_PATHS = 1_000, 500


class Form(StrEnum):
    """What a report can be made as."""

    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was made: its file, what it is, and the policy that a browser must keep to."""

    place: Path
    form: Form
    name: str
    policy: str = ""


def make(site: Site, asked: Asked, form: Form, *, by: str, samples: int = SAMPLES, paths: int = PATHS) -> Job:
    """Have a report made; the same day and moment give the same file.

    Raises
    ------
    BusyError, StoreError
        Where no more jobs are taken, or the disk is full; see :meth:`Jobs.submit`.
    """
    day = site.day(asked)
    wanted = {
        "form": str(form),
        "samples": samples,
        "paths": paths,
        "as_of": day.isoformat(),
        "known_by": site.vintage(asked).known_by.isoformat(),
    }
    return site.jobs.submit(KIND, wanted, title=f"Report as of {day} ({form})", by=by)


def made(site: Site, job_id: str) -> Made:
    """Return a report that was made.

    As HTML it brings its own Content-Security-Policy, which lets the one script run that stands in it.

    Raises
    ------
    NotFoundError
        ``server.no-such-page`` where the job is none of a report, isn't done, or its file is gone.
    """
    job = site.jobs.get(job_id)
    if job.kind != KIND or job.state is not JobState.DONE:
        raise _no_report(job_id, "is no report that was made")
    form = Form(job.request["form"])
    place = site.jobs.folder.of(job_id) / "results" / f"report.{form}"
    name = f"keiretsu-{job.request['as_of']}.{form}"
    try:
        if form is Form.PDF and place.is_file():
            return Made(place, form, name)
        return Made(place, form, name, bundle.policy_of(place))
    except (FileNotFoundError, ValueError) as error:
        site.jobs.lose(job_id)
        raise _no_report(job_id, "can't be read any more") from error


def _no_report(job_id: str, message: str) -> NotFoundError:
    return NotFoundError(
        "server.no-such-page", where=job_id[:64], message=message, hint="choose one of the list of reports"
    )
