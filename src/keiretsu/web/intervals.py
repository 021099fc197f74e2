"""Medians and ranges of a network of many parties: worked out in the background."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from keiretsu.service.http import AskedOf, IdentityOf, SiteOf
from keiretsu.service.overview_measured import WITH_INTERVALS
from keiretsu.web.pages import back

router = APIRouter()


@router.post("/intervals")
def draw(request: Request, site: SiteOf, asked: AskedOf, identity: IdentityOf) -> RedirectResponse:
    """Have the medians and ranges worked out that pages show, of the day and moment asked for."""
    return back(request, f"/jobs/{site.draw(asked, WITH_INTERVALS, identity.name).id}")
