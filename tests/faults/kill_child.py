"""One step in a process of its own, which tells how far it is and can be killed at any point."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field

from kill_steps import ACKNOWLEDGED, Step, typed
from sqlalchemy import Connection, Engine, event

from keiretsu.errors import KeiretsuError

BEGUN, COMMITTING = "a transaction begins", "a transaction ends"

_MARK = re.compile(
    rf"^(?:(?P<begun>{BEGUN})|(?P<committing>{COMMITTING})|(?P<acknowledged>{ACKNOWLEDGED}))$", re.MULTILINE
)
_ERROR = re.compile(r"^error ([\w.-]+): ", re.MULTILINE)


@dataclass
class Child:
    """A process that does a step: started here, seen by what it prints."""

    process: int
    output: int
    started: float = field(default_factory=time.monotonic)
    said: str = ""
    heard: list[tuple[str, float]] = field(default_factory=list)
    ended_by_itself: bool = False

    def listen(self, until: float | None = None) -> bool:
        """Take in what is said until a moment, or at most one piece of it; tell whether there may be more."""
        patience = 120.0 if until is None else max(0.0, until - time.monotonic())
        if not select.select([self.output], [], [], patience)[0]:
            return until is not None
        piece = os.read(self.output, 65536)
        self.said += piece.decode()
        now = time.monotonic() - self.started
        marks = [match.lastgroup for match in _MARK.finditer(self.said)]
        self.heard += [(mark, now) for mark in marks[len(self.heard) :]]
        return bool(piece)

    def wait_for(self, mark: str, count: int) -> None:
        """Listen until something was said so many times, or the process has ended."""
        while self.times(mark) < count and self.listen():
            pass

    def wait(self, seconds: float) -> None:
        """Let the process work for a while, or until it has ended."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.listen(until):
            pass

    def kill(self) -> None:
        """Kill the process, unless it has ended, and listen to its last words."""
        os.kill(self.process, signal.SIGKILL)  # a process that has ended still waits to be asked how
        self.end()

    def end(self) -> None:
        """Listen until the process has ended."""
        while self.listen():
            pass
        _, status = os.waitpid(self.process, 0)
        os.close(self.output)
        self.ended_by_itself = os.WIFEXITED(status)

    def times(self, mark: str) -> int:
        """Return how often something was said."""
        return sum(said == mark for said, _ in self.heard)

    def error(self) -> str | None:
        """Return the code of the error that it printed."""
        found = _ERROR.search(self.said)
        return found[1] if found else None

    def place(self) -> str:
        """Return what it was about when it was killed, or ended."""
        if self.ended_by_itself and self.error() is None:
            return "over"
        last = self.heard[-1][0] if self.heard else "acknowledged"
        return {"acknowledged": "between", "begun": "writing", "committing": "committing"}[last]


def start(step: Step, address: str, acts: range) -> Child:
    """Do some acts of a step in a new process."""
    output, ours = os.pipe()
    sys.stdout.flush()
    process = os.fork()
    if process:
        os.close(ours)
        return Child(process, output)
    try:
        _speak_to(ours, typed(acts))
        step.run(address, acts)
    except KeiretsuError as error:
        print(error.problem.line(), flush=True)
    except SystemExit:
        pass
    except BaseException:  # noqa: BLE001 - the last thing that this process does is to tell
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(0)


def _speak_to(output: int, typed_in: str) -> None:
    """Send what is printed to a pipe, with a mark where a writer's transaction begins and where it ends."""
    with tempfile.TemporaryFile() as file:
        file.write(typed_in.encode())
        file.seek(0)
        os.dup2(file.fileno(), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process
    sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    event.listen(Engine, "begin", lambda connection: _mark(connection, BEGUN))
    event.listen(Engine, "commit", lambda connection: _mark(connection, COMMITTING))


def _mark(connection: Connection, words: str) -> None:
    if connection.get_execution_options().get("writes"):
        print(f"\n{words}", flush=True)
