"""What the server is told when it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

VARIABLES = {
    "workspace": "KEIRETSU_WORKSPACE",
    "state": "KEIRETSU_STATE",
    "token": "KEIRETSU_TOKEN",
    "author": "KEIRETSU_AUTHOR",
    "hosts": "KEIRETSU_HOSTS",
}
LOCAL = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Settings:
    """Which workspace is served, to whom, and where the server keeps what is its own.

    Parameters
    ----------
    workspace
        The workspace's address.
    state
        A folder for accounts, sessions and jobs: never part of the workspace.
    token
        What opens the door where there are no users.
    author
        Who signs judgements where there are no users.
    hosts
        The names that requests may call the server by.
    upload_bytes
        How much an upload may bring.
    """

    workspace: str
    state: Path
    token: str = field(default="", repr=False)
    author: str = "local"
    hosts: tuple[str, ...] = LOCAL
    upload_bytes: int = 50 * 1024 * 1024

    @classmethod
    def of_environment(cls) -> Self:
        """Read what the command ``serve`` passed on.

        The token is taken out of the environment, so that no process that the server starts has it.
        """
        found = {name: os.environ[key] for name, key in VARIABLES.items() if os.environ.get(key)}
        os.environ.pop(VARIABLES["token"], None)
        workspace, state = found["workspace"], found.get("state")
        return cls(
            workspace=workspace,
            state=Path(state) if state else state_beside(workspace),
            token=found.get("token", ""),
            author=found.get("author", "local"),
            hosts=(*LOCAL, *(each for each in found.get("hosts", "").split(",") if each)),
        )


def state_beside(workspace: str) -> Path:
    """Return the folder for the server's own files: beside the workspace's file, else here.

    Examples
    --------
    >>> state_beside("deals/ai.sqlite").name
    'ai.sqlite.server'
    """
    if "://" in workspace:
        return Path("keiretsu.server")
    return Path(f"{workspace}.server")
