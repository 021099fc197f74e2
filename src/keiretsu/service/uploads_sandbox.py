"""Uploaded files read in a process of their own, which may fail without harm."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Any, Self, cast

from keiretsu.documents import Document
from keiretsu.errors import Problem, Severity
from keiretsu.quantities import counted

READER = "keiretsu.service.uploads_reader"
SECONDS = 30
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "PYTHONPATH")
"""What a reader's process is told of the server's environment: no tokens, no passwords."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file: its document, unless it couldn't be read, and the problems."""

    document: Document | None
    problems: tuple[Problem, ...]


class Sandbox:
    """Reads files one after the other, with limits of time and memory for each.

    A file that goes beyond them costs the process, and another one reads the next file.

    Parameters
    ----------
    folder
        Where the files are, each by a name that the server gave it.
    seconds
        How long the reading of one file may take.
    """

    def __init__(self, folder: Path, seconds: int = SECONDS) -> None:
        self._folder, self._seconds = folder, seconds
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, file: str, name: str, source: str, origin: Mapping[str, str | None]) -> Reading:
        """Read a file.

        Parameters
        ----------
        file
            Its name in the folder.
        name, source
            What its document is called, and where it says that it was read.
        origin
            What is known of its origin.
        """
        order = {"file": file, "origin": dict(origin), "seconds": self._seconds}
        process = self._process = self._process or _started(self._folder)
        watch = _Watch(process, self._seconds)
        answer = watch.ask(json.dumps(order))
        if watch.is_late or not answer.endswith("\n"):  # it may have ended in the middle of a line
            status = self._end()
            is_late = watch.is_late or status == -getattr(signal, "SIGXCPU", 0)
            return Reading(None, (_late(name, self._seconds) if is_late else _lost(name, status),))
        told = json.loads(answer)
        raw = told["document"]
        problems = tuple(_problem(each, name) for each in told["problems"])
        return Reading(None if raw is None else _document(raw, name, source), problems)

    def _end(self) -> int:
        """End the process, and return its status."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        with process:
            return process.wait()


class _Watch:
    """Waits for one answer of a process, and ends the process where it takes too long."""

    def __init__(self, process: subprocess.Popen[str], seconds: int) -> None:
        self._process = process
        self._timer = Timer(seconds, self._stop)
        self.is_late = False

    def ask(self, order: str) -> str:
        """Return the answer; nothing, or its beginning, where the process ended before."""
        asked, answered = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        self._timer.start()
        try:
            asked.write(order + "\n")
            asked.flush()
            return answered.readline()
        except BrokenPipeError:
            return ""
        finally:
            self._timer.cancel()

    def _stop(self) -> None:
        self.is_late = True
        self._process.kill()


def _started(folder: Path) -> subprocess.Popen[str]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-P", "-m", READER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        text=True,
        encoding="utf-8",
    )


def _document(raw: Mapping[str, Any], name: str, source: str) -> Document:
    """Return the document under its sender's name; its id follows from its text."""
    fields = ("text", "title", "publisher", "published", "url", "reliability")
    return Document(**{field: raw[field] for field in fields}, name=name, source=source)


def _problem(raw: Mapping[str, str], name: str) -> Problem:
    return Problem(raw["code"], Severity(raw["severity"]), name, raw["message"], raw["hint"])


def _late(name: str, seconds: int) -> Problem:
    message = f"reading it took longer than {counted(seconds, 'second')}, so it was left out"
    return Problem("document.too-slow", Severity.ERROR, name, message, "save its text as .txt and add that")


def _lost(name: str, status: int) -> Problem:
    how = f"by signal {-status}" if status < 0 else f"with status {status}"
    message = f"the process that read it was ended {how}, probably for want of memory"
    return Problem(
        "document.reader-lost", Severity.ERROR, name, message, "save its text as .txt and add that"
    )
