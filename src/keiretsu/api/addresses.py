"""The addresses of resources, as answers link to one another."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from keiretsu.service.asked import Asked

PREFIX = "/api/v1"


def address(*parts: str, asked: Asked | None = None, **query: str | Iterable[str] | None) -> str:
    """Return the address of a resource, of the same day and moment.

    Examples
    --------
    >>> address("deals", "a/b", asked=Asked.parse("2025-12-31", None), status=None)
    '/api/v1/deals/a%2Fb?as_of=2025-12-31'
    """
    path = "/".join((PREFIX, *(quote(part, safe="") for part in parts)))
    wanted = {**(asked.query() if asked else {}), **query}
    text = urlencode({name: value for name, value in wanted.items() if value is not None}, doseq=True)
    return f"{path}?{text}" if text else path


def why(what: str, *names: str, asked: Asked | None = None, unknown: str | None = None) -> str:
    """Return the address that explains a figure down to its quotes."""
    estimated = unknown if unknown == "estimate" else None
    return address("why", what, asked=asked, name=names, unknown=estimated)
