"""Who may come in: users, passwords, sessions, tokens, and the log of them."""

from keiretsu.service.accounts.accounts import Accounts
from keiretsu.service.accounts.events import Actor, Event, EventKind
from keiretsu.service.accounts.sessions import Session
from keiretsu.service.accounts.tokens import Token
from keiretsu.service.accounts.users import User

__all__ = ["Accounts", "Actor", "Event", "EventKind", "Session", "Token", "User"]
