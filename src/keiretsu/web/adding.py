"""Documents added: files are sent, and read in the background."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from keiretsu.documents.formats import READERS
from keiretsu.service.http import AskedOf, ReviewerOf, SiteOf
from keiretsu.service.uploads import (
    LONGEST_FIELD,
    MOST_BYTES_A_FILE,
    MOST_FILES,
    start_reading,
    uploads_of,
)
from keiretsu.service.work.reconciling import start_reconciling
from keiretsu.vocabulary import reliabilities
from keiretsu.web.pages import back, show

router = APIRouter()


@router.get("/documents/add")
def show_form(request: Request, site: SiteOf, asked: AskedOf, _reviewer: ReviewerOf) -> HTMLResponse:
    """Show the form by which files are sent."""
    return show(
        request,
        "adding.html.j2",
        asked=asked,
        endings=list(READERS),
        most_files=MOST_FILES,
        most_megabytes=MOST_BYTES_A_FILE // 1_000_000,
        all_megabytes=site.settings.upload_bytes // 2**20,
        longest=LONGEST_FIELD,
        reliabilities=reliabilities(),
    )


@router.post("/documents/add")
async def add(request: Request, site: SiteOf, reviewer: ReviewerOf) -> RedirectResponse:
    """Take files, and go where it shows what is read of them."""
    uploads, origin = await uploads_of(request)
    job = await run_in_threadpool(start_reading, site, uploads, origin, reviewer.name)
    return back(request, f"/jobs/{job.id}")


@router.post("/reconcile")
def reconcile(request: Request, site: SiteOf, reviewer: ReviewerOf) -> RedirectResponse:
    """Have all claims reconciled, and go where it shows how far that is."""
    return back(request, f"/jobs/{start_reconciling(site, reviewer.name).id}")
