"""The workspace and who asks."""

from __future__ import annotations

from fastapi import APIRouter

from keiretsu import __version__
from keiretsu.api.asking import AskedOf
from keiretsu.api.conditional import RecordedRoute, StrictRoute
from keiretsu.api.faults import faults
from keiretsu.api.shapes.workspace import Asker, Counts, Workspace
from keiretsu.service.http import IdentityOf, SiteOf

router = APIRouter(tags=["workspace"], route_class=RecordedRoute)
personal = APIRouter(tags=["workspace"], route_class=StrictRoute)


@router.get("/workspace", responses=faults())
def get_workspace(site: SiteOf, asked: AskedOf) -> Workspace:
    """Return what is in the workspace, and the moments of its last recordings."""
    vintage, settled = site.vintage(asked), site.settled(asked)
    counts = vintage.view.counts()
    return Workspace(
        title=site.title,
        pack=settled.pack.title,
        version=__version__,
        as_of=site.day(asked),
        newest_day=settled.newest_day(),
        known_by=vintage.known_by,
        settled_at=settled.known_by,
        currency=settled.pack.base_currency,
        counts=Counts(**{name: getattr(counts, name) for name in Counts.model_fields}),
    )


@personal.get("/identity", responses=faults())
def get_identity(identity: IdentityOf) -> Asker:
    """Return who asks, by the token or session that was shown."""
    return Asker(name=identity.name, role=str(identity.role))
