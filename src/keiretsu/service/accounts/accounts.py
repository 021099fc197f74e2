"""The accounts of a server, and what goes with them."""

from __future__ import annotations

from pathlib import Path

from keiretsu.service.accounts import schema
from keiretsu.service.accounts.clock import Clock, utc_now
from keiretsu.service.accounts.events import Events
from keiretsu.service.accounts.sessions import Sessions
from keiretsu.service.accounts.tokens import Tokens
from keiretsu.service.accounts.users import Users


class Accounts:
    """Users, their sessions and tokens, and the log of all that happens to them, in one file.

    Parameters
    ----------
    state
        The server's own folder; made, with the file, where it isn't there.
    clock
        Tells the time; another one for tests.

    Raises
    ------
    StoreError
        As :func:`keiretsu.service.accounts.schema.opened`.
    """

    def __init__(self, state: Path, clock: Clock = utc_now) -> None:
        self._engine = schema.opened(state)
        self.events = Events(self._engine, clock)
        self.sessions = Sessions(self._engine, clock)
        self.tokens = Tokens(self._engine, self.events, clock)
        self.users = Users(self._engine, self.tokens, self.events, clock)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
