"""A job's process, as the server holds it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from keiretsu.service.jobs.folder import LOG
from keiretsu.service.settings import VARIABLES

CHILD = "keiretsu.service.jobs.child"
GRACE_SECONDS = 5.0
_FOR_GOOD = getattr(signal, "SIGKILL", signal.SIGTERM)


class JobProcess:
    """A process that does one job, with all the processes that it starts itself.

    Ending it does no harm: what it writes to the workspace is written whole or not at all. When the
    server dies, its input ends, upon which it ends itself.

    Parameters
    ----------
    order
        What the child is told: kind, work, request, workspace, folder and by.

    Raises
    ------
    OSError
        Where no process can be started.
    """

    def __init__(self, order: Mapping[str, Any]) -> None:
        environment = {key: text for key, text in os.environ.items() if key != VARIABLES["token"]}
        with (Path(order["folder"]) / LOG).open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-P", "-m", CHILD],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
                start_new_session=True,
            )
        self._order = order

    def said(self) -> Iterator[dict[str, Any]]:
        """Yield what the process says, until it ends."""
        assert self._process.stdin is not None  # noqa: S101 - piped above
        assert self._process.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):  # it has ended already: it says nothing
            self._process.stdin.write(json.dumps(self._order).encode() + b"\n")
            self._process.stdin.flush()
        for line in self._process.stdout:
            with suppress(ValueError):  # a line that was cut off when the process ended
                yield json.loads(line)

    def terminate(self) -> None:
        """Ask the process to end."""
        self._signal(signal.SIGTERM)

    def end(self) -> None:
        """End the process: kindly, then for good."""
        self.terminate()
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(_FOR_GOOD)

    def finish(self) -> int:
        """Wait for a process that has said its last word, end what it left behind, return its status."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE_SECONDS)
        self._signal(_FOR_GOOD)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None  # noqa: S101 - piped above
            with suppress(OSError):
                pipe.close()
        return self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, number)
            else:
                self._process.send_signal(number)
