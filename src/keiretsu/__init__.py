"""keiretsu: from what is written about an industry's deals to measures of its network, and back.

In a notebook::

    import keiretsu as kr

    ws = kr.open("ai.sqlite")
    ws.measure("circularity").table()
    print(ws.why("loop", "1"))
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from keiretsu.workspace import Workspace

__version__ = version("keiretsu")

__all__ = ["__version__", "create", "open"]


def open(address: str | Path) -> Workspace:  # noqa: A001 - reads as kr.open(address)
    """Open a workspace that exists; see :meth:`keiretsu.workspace.Workspace.open`."""
    from keiretsu.workspace import Workspace

    return Workspace.open(address)


def create(address: str | Path, *, pack: str = "ai") -> Workspace:
    """Make a new workspace; see :meth:`keiretsu.workspace.Workspace.create`."""
    from keiretsu.workspace import Workspace

    return Workspace.create(address, pack=pack)
