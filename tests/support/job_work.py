"""What jobs of the tests do: imported by name in the process of each job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keiretsu.errors import MisuseError
from keiretsu.service.jobs import JobContext


def echo(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    print("a line for the log")
    for done in range(1001):
        context.progress(done, 1000, "counting")
    files = context.folder / "files"
    read = {file.name: file.read_text() for file in files.iterdir()} if files.is_dir() else {}
    return {"asked": dict(request), "by": context.by, "files": read}


def wait(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    """Say which process it is and which one it started, then wait until there is a file to end at."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as below:
        (context.folder / "pids").write_text(f"{os.getpid()} {below.pid}")
        context.progress(1, 2, "waiting")
        while not Path(request["until"]).exists():
            time.sleep(0.02)
        below.kill()
    return {"ended_at": time.time()}


def refuse(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    raise MisuseError(
        "server.invalid-request",
        where=context.workspace,
        message=f"is at {context.folder}",
        hint="ask for something else",
    )


def fail(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    raise RuntimeError(f"something within {context.folder}")


def vanish(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}
