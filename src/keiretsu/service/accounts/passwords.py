"""Passwords: what one must be like, and how it is kept."""

from __future__ import annotations

import secrets
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from keiretsu.errors import MisuseError

SHORTEST, LONGEST = 12, 1024
AT_ONCE = 2  # each takes 64 MiB for a tenth of a second
DRAWN_BYTES = 15

_hasher = PasswordHasher()
_turns = BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """Return what is kept of a password: its argon2id hash, with salt and parameters."""
    with _turns:
        return _hasher.hash(_normal(password))


def matches(password: str, kept: str) -> bool:
    """Tell whether a password is the one that something was kept of."""
    try:
        with _turns:
            return _hasher.verify(kept, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def check(password: str, name: str) -> None:
    """Raise :class:`MisuseError` for a password that is too easily guessed.

    Examples
    --------
    >>> check("correct horse battery", "alpha")
    """
    plain = _normal(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise _refused(name, f"a password has {SHORTEST} to {LONGEST} characters, and this has {len(plain)}")
    if plain.casefold().strip() == _normal(name).casefold():
        raise _refused(name, "the password is the name")


def drawn_password() -> str:
    """Return a random password that is handed over once, to be changed."""
    return secrets.token_urlsafe(DRAWN_BYTES)


def _normal(text: str) -> str:
    """Return a text so that the same password typed on another keyboard is the same."""
    return unicodedata.normalize("NFKC", text)


def _refused(name: str, why: str) -> MisuseError:
    return MisuseError(
        "server.weak-password", where=name, message=why, hint="choose a sentence that nobody else would"
    )
