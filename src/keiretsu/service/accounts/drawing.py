"""Secrets that are drawn, and what is kept of them."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def drawn() -> str:
    """Return a new secret of 256 random bits."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """Return what is kept of a drawn secret: enough to recognise it, too little to use it.

    Examples
    --------
    >>> len(digest("a")), digest("a") == digest("b")
    (64, False)
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
