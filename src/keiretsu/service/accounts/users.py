"""Users: who may come in, and what they may do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from keiretsu.errors import ConflictError, MisuseError, NotFoundError
from keiretsu.service.accounts import passwords, schema
from keiretsu.service.accounts.clock import Clock, utc_now
from keiretsu.service.accounts.events import Actor, EventKind, Events
from keiretsu.service.accounts.tokens import Tokens
from keiretsu.service.identity import Role

LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account."""

    id: int
    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None

    @property
    def is_disabled(self) -> bool:
        """Whether the user can't come in any more."""
        return self.disabled_at is not None


class Users:
    """Adds, changes, finds and checks users.

    A change of password or role ends the user's sessions and tokens. The last admin stays one.

    Parameters
    ----------
    engine
        On the file of accounts.
    tokens
        The users' tokens.
    events
        The log.
    clock
        Tells the time.
    """

    def __init__(self, engine: Engine, tokens: Tokens, events: Events, clock: Clock = utc_now) -> None:
        self._engine, self._tokens, self._events, self._clock = engine, tokens, events, clock
        self._are_any = False
        self._nobody = ""

    def are_any(self) -> bool:
        """Tell whether there is a user at all; once there was one, there always is."""
        if not self._are_any:
            with self._engine.connect() as connection:
                query = select(schema.users.c.id).limit(1)
                self._are_any = connection.execute(query).first() is not None
        return self._are_any

    def all(self) -> tuple[User, ...]:
        """Return all users in the order of their names."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(schema.users).order_by(schema.users.c.key)).all()
        return tuple(User(row.id, row.name, Role(row.role), row.created_at, row.disabled_at) for row in rows)

    def get(self, name: str) -> User:
        """Return a user; raises :class:`NotFoundError` where nobody has the name."""
        found = next((user for user in self.all() if name_key(user.name) == name_key(name)), None)
        if found is None:
            raise NotFoundError(
                "server.no-such-user",
                where=name[:LONGEST_NAME],
                message="no user has this name",
                hint="list them by: keiretsu users list",
            )
        return found

    def add(self, name: str, role: Role, password: str, by: Actor) -> User:
        """Add a user.

        Raises
        ------
        MisuseError
            ``server.bad-name`` or ``server.weak-password``.
        ConflictError
            ``server.name-taken``.
        """
        named = _valid(name)
        passwords.check(password, named)
        row = {
            "name": named,
            "key": name_key(named),
            "role": role,
            "password": passwords.hashed(password),
            "created_at": self._clock(),
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(schema.users).values(row))
                self._events.add_within(connection, EventKind.ADDED, named, by, role)
        except IntegrityError as error:
            raise ConflictError(
                "server.name-taken",
                where=named,
                message="a user has this name already",
                hint="choose another name; letters in upper and lower case count as the same",
            ) from error
        return self.get(named)

    def checked(self, name: str, password: str) -> User | None:
        """Return the user whose name and password these are; ``None`` for anything else.

        It takes as long where there is no such user, so that the time doesn't tell who has an account.
        """
        query = select(schema.users.c.id, schema.users.c.password, schema.users.c.disabled_at)
        with self._engine.connect() as connection:
            row = connection.execute(query.where(schema.users.c.key == name_key(name))).one_or_none()
        if len(password) > passwords.LONGEST:
            return None
        is_right = passwords.matches(password, row.password if row else self._of_nobody())
        if row is None or not is_right or row.disabled_at is not None:
            return None
        return self.get(name)

    def set_role(self, name: str, role: Role, by: Actor) -> None:
        """Change what a user may do."""
        user = self.get(name)
        with self._engine.begin() as connection:
            self._change(connection, user, {"role": role})
            self._events.add_within(connection, EventKind.ROLE, user.name, by, f"{user.role} to {role}")

    def set_password(self, name: str, password: str, by: Actor) -> None:
        """Change a user's password; raises :class:`MisuseError` for a weak one."""
        user = self.get(name)
        passwords.check(password, user.name)
        kept = passwords.hashed(password)
        with self._engine.begin() as connection:
            self._change(connection, user, {"password": kept})
            self._events.add_within(connection, EventKind.PASSWORD, user.name, by)

    def set_disabled(self, name: str, by: Actor, *, is_disabled: bool) -> None:
        """Lock a user out, or let the user in again."""
        user = self.get(name)
        kind = EventKind.DISABLED if is_disabled else EventKind.ENABLED
        with self._engine.begin() as connection:
            self._change(connection, user, {"disabled_at": self._clock() if is_disabled else None})
            self._events.add_within(connection, kind, user.name, by)

    def _change(self, connection: Connection, user: User, values: dict[str, object]) -> None:
        """Change a user and end what the user is let in by; an admin must be left."""
        connection.execute(update(schema.users).where(schema.users.c.id == user.id).values(values))
        active = (schema.users.c.role == Role.ADMIN, schema.users.c.disabled_at.is_(None))
        count = select(func.count()).select_from(schema.users).where(*active)
        was_admin = user.role is Role.ADMIN and not user.is_disabled
        if was_admin and not connection.execute(count).scalar_one():
            raise ConflictError(
                "server.last-admin",
                where=user.name,
                message="is the last admin, and nobody could decide who may what",
                hint="make somebody else an admin first",
            )
        connection.execute(delete(schema.sessions).where(schema.sessions.c.user_id == user.id))
        self._tokens.revoke_within(connection, user.id)

    def _of_nobody(self) -> str:
        """Return the hash of a password that nobody has."""
        if not self._nobody:
            self._nobody = passwords.hashed(passwords.drawn_password())
        return self._nobody


def name_key(name: str) -> str:
    """Return a name as names are compared: forms of one letter, and upper and lower case, are the same.

    Examples
    --------
    >>> name_key(" Alpha") == name_key("\N{FULLWIDTH LATIN CAPITAL LETTER A}LPHA")
    True
    """
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _valid(name: str) -> str:
    """Return a name without spaces around it; raises :class:`MisuseError` for none or a strange one."""
    named = unicodedata.normalize("NFKC", name).strip()
    if not 0 < len(named) <= LONGEST_NAME or not all(sign.isalnum() or sign in "._-@ '" for sign in named):
        raise MisuseError(
            "server.bad-name",
            where=repr(named[:LONGEST_NAME]),
            message=f"a name has 1 to {LONGEST_NAME} letters, digits, spaces, and . _ - @ '",
            hint="choose another name",
        )
    return named
