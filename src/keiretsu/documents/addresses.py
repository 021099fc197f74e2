"""Which addresses are of the web."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_address(url: str | None) -> str | None:
    """Return an address if it is one that a browser opens, and nothing that a click could run.

    Examples
    --------
    >>> web_address(" https://example.org/a"), web_address("javascript:alert(1)"), web_address("http:///a")
    ('https://example.org/a', None, None)
    """
    address = (url or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_open = parts.scheme in ("http", "https") and parts.netloc and not any(map(str.isspace, address))
    return address if is_open else None
