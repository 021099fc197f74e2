"""What goes on in a job's own process."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from keiretsu.errors import KeiretsuError, Problem, Severity
from keiretsu.service.jobs.kinds import load_work
from keiretsu.service.jobs.record import JobContext


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is."""

    done: int
    total: int | None
    stage: str


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of it: a result, or the fields of the problem that stopped it."""

    result: dict[str, Any] | None
    problem: Mapping[str, str] | None = None
    trace: str = ""


def run(
    pipe: Connection, kind: str, request: Mapping[str, Any], workspace: str, folder: str, by: str
) -> None:
    """Do the work, telling the parent how far it is and what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which decides
    context = JobContext(workspace, Path(folder), by, lambda *told: pipe.send(Progress(*told)))
    try:
        pipe.send(Finished(load_work(kind)(context, request)))
    except KeiretsuError as error:
        pipe.send(Finished(None, told(error.problem)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        message = f"{type(error).__name__}: {error}"
        problem = Problem("server.job-failed", Severity.ERROR, kind, message, "report it with the log")
        pipe.send(Finished(None, told(problem), traceback.format_exc()))


def told(problem: Problem) -> dict[str, str]:
    """Return a problem as JSON's types."""
    return {key: str(value) for key, value in asdict(problem).items()}
