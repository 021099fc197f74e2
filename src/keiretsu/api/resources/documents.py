"""Documents: the texts, and new ones that are sent to be read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse

from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf
from keiretsu.api.conditional import RecordedRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.documents import Document, DocumentSummary
from keiretsu.api.shapes.jobs import Job
from keiretsu.service.documents import page_of_documents, read_document
from keiretsu.service.http import ReviewerOf, SiteOf
from keiretsu.service.paging import USUAL
from keiretsu.service.uploads import start_reading, uploads_of
from keiretsu.vocabulary import reliabilities

router = APIRouter(tags=["documents"], route_class=RecordedRoute)

FORM: dict[str, Any] = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": {
            "type": "array",
            "minItems": 1,
            "maxItems": 50,
            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
            "description": "Text, HTML, PDF or Markdown files.",
        },
        "title": {"type": "string", "description": "Their title."},
        "publisher": {"type": "string", "description": "Who published them."},
        "published": {"type": "string", "description": "When, ISO 8601 as far as known."},
        "url": {"type": "string", "description": "Their public address."},
        "reliability": {
            "type": "string",
            "enum": ["", *reliabilities()],
            "description": "How far they can be relied on.",
        },
    },
}
"""What a form with files holds; what is said of their origin wins over what the files say."""


@router.get("/documents", responses=faults())
def list_documents(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    q: Annotated[
        str, Query(description="With these words in name, title or publisher.", max_length=200)
    ] = "",
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[DocumentSummary]:
    """List the documents, those published last first; of a day, those published by then."""
    page = page_of_documents(site, asked, q, offset, limit)
    return paged(request, response, page, DocumentSummary.of)


@router.get("/documents/{document_id}", responses=faults(404))
def get_document(site: SiteOf, asked: AskedOf, document_id: str) -> Document:
    """Return what is known of a document."""
    return Document.of(read_document(site, asked, document_id))


@router.get("/documents/{document_id}/text", responses=faults(404), response_class=PlainTextResponse)
def get_document_text(site: SiteOf, asked: AskedOf, document_id: str) -> str:
    """Return a document's text as it was read: what the spans of quotes count in."""
    return site.settled(asked).view.document(document_id).text


@router.post(
    "/documents",
    status_code=status.HTTP_202_ACCEPTED,
    responses=faults(413),
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FORM}}}},
)
async def add_documents(request: Request, response: Response, site: SiteOf, reviewer: ReviewerOf) -> Job:
    """Have files read in the background: their claims extracted, and all claims reconciled."""
    uploads, origin = await uploads_of(request)
    job = Job.of(await run_in_threadpool(start_reading, site, uploads, origin, reviewer.name))
    response.headers["Location"] = job.url
    return job
