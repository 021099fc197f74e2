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

    from keiretsu.packs import Pack
    from keiretsu.workspace import Workspace

__version__ = version("keiretsu")

__all__ = ["__version__", "create", "open"]


def open(address: str | Path) -> Workspace:  # noqa: A001 - reads as kr.open(address)
    """Open a workspace that exists; one of an older release is brought up to date.

    Parameters
    ----------
    address
        The path of its file, or its database as ``postgresql://user@host/name``.

    Raises
    ------
    StoreError
        ``workspace.missing`` where nothing is there, ``workspace.not-a-workspace`` where something else
        is, ``workspace.newer-schema`` where a later release made it; or what the disk or server refuses.
    MissingExtraError
        ``store.needs-postgres`` where the driver of PostgreSQL isn't installed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import keiretsu as kr
    >>> path = Path(tempfile.mkdtemp()) / "ports.sqlite"
    >>> _ = kr.create(path, pack="none")
    >>> kr.open(path).deals()
    ()
    """
    from keiretsu.workspace import Workspace

    return Workspace.open(address)


def create(address: str | Path, *, pack: str | Pack = "ai") -> Workspace:
    """Make a new workspace and give it the parties, figures, rates and assumptions of a pack.

    Parameters
    ----------
    address
        The path of a file that isn't there yet, or an empty database as ``postgresql://user@host/name``.
    pack
        A pack by its name or its folder, or one that is loaded; ``none`` is no pack.

    Raises
    ------
    PackError
        ``pack.unknown`` where there is no such pack, ``pack.broken-file`` where it can't be loaded.
    StoreError
        ``workspace.exists`` where a file or workspace is there already, or what the disk or server refuses.
    MissingExtraError
        ``store.needs-postgres`` where the driver of PostgreSQL isn't installed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import keiretsu as kr
    >>> path = Path(tempfile.mkdtemp()) / "ports.sqlite"
    >>> ws = kr.create(path, pack="telecom")
    >>> ws.pack.base_currency
    'USD'
    """
    from keiretsu.workspace import Workspace

    return Workspace.create(address, pack=pack)
