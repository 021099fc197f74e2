"""Where a workspace is: a file, or a database of a PostgreSQL server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from keiretsu.errors import MisuseError

Place: TypeAlias = Path | URL

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_SERVERS = ("postgresql", "postgres")
_SECRETS = ("password", "sslpassword", "passfile")


def place_of(address: str | Path) -> Place:
    """Return the file or the database that an address names.

    Raises
    ------
    MisuseError
        ``store.bad-address`` for another kind of database, or an address that can't be read.

    Examples
    --------
    >>> shown(place_of("postgresql://clerk:secret@localhost/deals"))
    'postgresql://clerk@localhost/deals'
    >>> shown(place_of("ai.sqlite"))
    'ai.sqlite'
    """
    scheme = _SCHEME.match(str(address)) if isinstance(address, str) else None
    if scheme is None:
        return Path(address)
    kind = scheme[1].lower()
    if kind not in _SERVERS:
        raise _bad(f"{kind}://", "keiretsu keeps no workspace in such a database")
    if str(address).partition("?")[0].count("@") > 1:
        raise _bad(f"{kind}://...", "has more than one @, so it isn't clear where the host begins")
    try:
        url = make_url(str(address))
    except (ArgumentError, ValueError):
        # The cause is left out: it may quote a part of the password.
        raise _bad(f"{kind}://...", "is no address of a database") from None
    if not url.database:
        raise _bad(f"{kind}://...", "names no database")
    return url.set(drivername="postgresql+psycopg")


def shown(place: Place) -> str:
    """Return an address as it may be printed: without a password."""
    if isinstance(place, Path):
        return str(place)
    open_query = {key: value for key, value in place.query.items() if key not in _SECRETS}
    bare = URL.create("postgresql", place.username, None, place.host, place.port, place.database, open_query)
    return bare.render_as_string()


def _bad(where: str, message: str) -> MisuseError:
    return MisuseError(
        "store.bad-address",
        where=where,
        message=message,
        hint="give a file, or postgresql://USER@HOST/DATABASE with %40 for an @ inside a name or password",
    )
