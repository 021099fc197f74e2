"""Who is let in, and as whom: by the start-up token where there are no users, else by accounts."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from keiretsu.service.accounts.accounts import Accounts
from keiretsu.service.accounts.clock import Clock, utc_now
from keiretsu.service.accounts.events import Actor, EventKind
from keiretsu.service.accounts.users import name_key
from keiretsu.service.identity import Identity, Role
from keiretsu.service.limits import Attempts, Buckets, subnet
from keiretsu.service.settings import Settings

MOST_WRONG, WITHIN_SECONDS = 5, 15 * 60
EVERY_SECONDS = 60
"""How often the log tells that tries from one place weren't let: any number of them can be sent."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What came of a name and a password.

    Parameters
    ----------
    secret
        The new session's; ``None`` where the name or the password is wrong.
    wait
        The seconds until the next try is let; 0 where this one was.
    """

    secret: str | None = None
    wait: int = 0


class Admission:
    """Tells who asks by what they show.

    Parameters
    ----------
    settings
        Holds the folder of the accounts, the start-up token, and who signs where there are no users.
    clock
        Tells the time; another one for tests.
    """

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        self.accounts = Accounts(settings.state, clock)
        self.attempts = Attempts(MOST_WRONG, WITHIN_SECONDS)
        self._refusals = Buckets(1 / EVERY_SECONDS, 1)
        self._settings = settings
        # Cookies of one host are shared by all its ports, so each server's has a name of its own.
        place = hashlib.sha256(str(settings.state.resolve()).encode()).hexdigest()[:8]
        self.cookie = f"keiretsu_{place}"

    @property
    def is_local(self) -> bool:
        """Whether there are no users, so that the start-up token opens the door."""
        return not self.accounts.users.are_any()

    def is_start_up_token(self, token: str) -> bool:
        """Tell whether a token is the one that opens the door; there is none where there are users."""
        kept = self._settings.token
        is_right = secrets.compare_digest(token.encode(), kept.encode())
        return bool(kept) and is_right and self.is_local

    def by_token(self, token: str) -> Identity | None:
        """Return who shows a token in the head of a request."""
        if self.is_start_up_token(token):
            return Identity(self._settings.author, Role.ADMIN)
        return self.accounts.tokens.find(token)

    def by_session(self, secret: str) -> Identity | None:
        """Return who shows a session's secret in a cookie."""
        session = self.accounts.sessions.find(secret)
        if session is None:
            return None
        if session.user is not None and session.role is not None:
            return Identity(session.user, session.role, session.csrf)
        return Identity(self._settings.author, Role.ADMIN, session.csrf) if self.is_local else None

    def sign_in(self, name: str, password: str, address: str) -> SignIn:
        """Start a session for a name and a password; guesses are counted by name and by address."""
        users, key = self.accounts.users, name_key(name)
        place = ("address", subnet(address))
        wait = self.attempts.wait([("name", key), place])
        user = None if wait else users.checked(name, password)
        if user is None:
            if not wait or not self._refusals.wait(place):
                self._log_refusal(key, address, "too many tries" if wait else "")
            return SignIn(wait=wait)
        self.attempts.forgive(("name", key))
        self.attempts.take_back(place)
        self.accounts.events.add(EventKind.SIGNED_IN, user.name, Actor(user.name, address))
        return SignIn(self.accounts.sessions.start(user.id))

    def _log_refusal(self, key: str, address: str, detail: str) -> None:
        """Log a sign-in that was refused; a name that nobody has may be a password, and isn't kept."""
        users = self.accounts.users.all()
        known = next((one.name for one in users if name_key(one.name) == key), "nobody")
        self.accounts.events.add(EventKind.REFUSED, known, Actor("", address), detail)
