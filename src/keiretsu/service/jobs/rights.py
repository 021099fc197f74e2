"""Who may stop a job, or start it again."""

from __future__ import annotations

from keiretsu.errors import ForbiddenError
from keiretsu.service.identity import Identity, Role
from keiretsu.service.jobs.kinds import WRITING
from keiretsu.service.jobs.record import Job


def may_change(job: Job, who: Identity) -> bool:
    """Tell whether somebody may stop a job or start it again: who asked for it, and admins."""
    is_theirs = who.name == job.by or who.role.covers(Role.ADMIN)
    return is_theirs and (job.kind not in WRITING or who.role.covers(Role.REVIEWER))


def require_right(job: Job, who: Identity) -> None:
    """Raise :class:`ForbiddenError` for somebody who may neither stop a job nor start it again."""
    if not may_change(job, who):
        raise ForbiddenError(
            "server.forbidden",
            where=job.title,
            message=f"was asked for by {job.by}, and {who.name} may not change it",
            hint="ask them or an admin",
        )
