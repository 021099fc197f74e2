"""What goes on in a job's own process: ``python -m keiretsu.service.jobs.child``.

It gets one line of JSON, and says how far it is and what came of it by lines of JSON too. Nothing
more comes after the first line, so that the input's end tells that the server is gone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from threading import Lock, Thread
from typing import Any, TextIO

from keiretsu.errors import KeiretsuError, Problem, Severity
from keiretsu.service.jobs.kinds import load_work
from keiretsu.service.jobs.record import JobContext, problem_fields

EVERY_SECONDS = 0.2
"""How often progress is told, unless a stage begins or ends."""


class Teller:
    """Tells the server how far the work is, and what came of it; several threads may use it."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._lock = out, Lock()
        self._stage, self._told_at = "", 0.0

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Tell how far the work is, not too often."""
        with self._lock:
            now = time.monotonic()
            if stage == self._stage and done != total and now < self._told_at + EVERY_SECONDS:
                return
            self._stage, self._told_at = stage, now
            self._say({"done": int(done), "total": None if total is None else int(total), "stage": stage})

    def result(self, result: Mapping[str, Any]) -> None:
        """Tell what came of the work."""
        with self._lock:
            self._say({"result": result})

    def problem(self, problem: Mapping[str, str]) -> None:
        """Tell what stopped the work."""
        with self._lock:
            self._say({"problem": problem})

    def _say(self, what: Mapping[str, Any]) -> None:
        self._out.write(json.dumps(what) + "\n")
        self._out.flush()


def main() -> None:
    """Do the work that the first line of the input asks for."""
    order = json.loads(sys.stdin.buffer.readline())
    teller = Teller(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)  # whatever libraries print goes to the log
    Thread(target=_end_with_the_server, daemon=True).start()
    context = JobContext(order["workspace"], Path(order["folder"]), order["by"], teller.progress)
    try:
        teller.result(load_work(order["work"])(context, order["request"]))
    except KeiretsuError as error:
        teller.problem(_without_places(problem_fields(error.problem), context))
    except Exception as error:  # noqa: BLE001 - whatever it is, the server must hear of it
        traceback.print_exc()
        teller.problem(problem_fields(_broken(order["kind"], error)))


def _end_with_the_server() -> None:
    """Wait for the input's end, and end this process and all that it has started."""
    while os.read(0, 1):
        pass
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def _without_places(problem: Mapping[str, str], context: JobContext) -> dict[str, str]:
    """Return a problem that doesn't say where on the server things are."""
    names = {str(context.folder): context.folder.name, context.workspace: Path(context.workspace).name}
    made = dict(problem)
    for place, name in names.items():
        made = {key: text.replace(place, name) for key, text in made.items()}
    return made


def _broken(kind: str, error: Exception) -> Problem:
    return Problem(
        "server.job-failed",
        Severity.ERROR,
        kind,
        f"something in keiretsu broke ({type(error).__name__})",
        "start it again; where it stays, report it with the job's log, which the server keeps",
    )


if __name__ == "__main__":
    main()
