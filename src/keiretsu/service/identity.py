"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from keiretsu.errors import ForbiddenError


class Role(StrEnum):
    """What somebody may do; each may all that those before may.

    A ``reader`` looks and simulates; a ``reviewer`` also judges and adds documents; an ``admin`` also
    decides who may what.
    """

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def covers(self, other: Role) -> bool:
        """Tell whether this role may what another may.

        Examples
        --------
        >>> Role.REVIEWER.covers(Role.READER), Role.READER.covers(Role.REVIEWER)
        (True, False)
        """
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who has shown who they are.

    Parameters
    ----------
    name
        Who; judgements are signed with it.
    role
        What they may do.
    csrf
        What a form must bring with it, so that no other site's page can send it; empty where the
        request shows a token of its own, which no browser adds by itself.
    """

    name: str
    role: Role
    csrf: str = ""

    def require(self, role: Role) -> None:
        """Raise :class:`ForbiddenError` for somebody who may not do what a role may."""
        if not self.role.covers(role):
            raise ForbiddenError(
                "server.forbidden",
                where=self.name,
                message=f"is a {self.role}, and this takes a {role}",
                hint="ask an admin for the role",
            )
