"""What the server is told when it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

VARIABLES = {
    "workspace": "KEIRETSU_WORKSPACE",
    "state": "KEIRETSU_STATE",
    "host": "KEIRETSU_HOST",
    "token": "KEIRETSU_TOKEN",
    "author": "KEIRETSU_AUTHOR",
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
    host
        The address that is listened on.
    hosts
        The names that requests may call the server by.
    """

    workspace: str
    state: Path
    token: str = field(default="", repr=False)
    author: str = "local"
    host: str = "127.0.0.1"
    hosts: tuple[str, ...] = LOCAL

    @classmethod
    def of_environment(cls) -> Self:
        """Read what the command ``serve`` passed on."""
        found = {name: os.environ[key] for name, key in VARIABLES.items() if os.environ.get(key)}
        workspace, state = found["workspace"], found.get("state")
        more = os.environ.get("KEIRETSU_HOSTS", "")
        return cls(
            workspace=workspace,
            state=Path(state) if state else state_beside(workspace),
            token=found.get("token", ""),
            author=found.get("author", "local"),
            host=found.get("host", "127.0.0.1"),
            hosts=(*LOCAL, *(each for each in more.split(",") if each)),
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
