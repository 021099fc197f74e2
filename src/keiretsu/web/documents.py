"""The documents: a list of them, and each with its claims' quotes marked in its text."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from keiretsu.documents.addresses import web_address
from keiretsu.report.wording import verb
from keiretsu.service.documents import page_of_documents, read_document
from keiretsu.service.http import AskedOf, IdentityOf, SiteOf
from keiretsu.service.identity import Role
from keiretsu.web.documents_marked import marked, part_of
from keiretsu.web.pages import show

ROWS = 50

router = APIRouter()


@router.get("/documents")
def list_documents(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    identity: IdentityOf,
    words: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> HTMLResponse:
    """Show the documents, those published last first."""
    return show(
        request,
        "documents.html.j2",
        asked=asked,
        page=page_of_documents(site, asked, words, offset, ROWS),
        words=words,
        may_add=identity.role.covers(Role.REVIEWER),
    )


@router.get("/documents/{document_id}")
def show_document(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    document_id: str,
    claim: str = "",
    part: Annotated[int | None, Query(ge=1, le=10**6)] = None,
) -> HTMLResponse:
    """Show a document; one claim's quote is emphasised where its id is given."""
    read = read_document(site, asked, document_id)
    chosen = next((each for each in (*read.claims, *read.rejected) if each.id == claim), None)
    extent = part_of(read.document.text, part, chosen.evidence.span.start if chosen else 0)
    return show(
        request,
        "document.html.j2",
        asked=asked,
        document=read.document,
        text=marked(read.document.text, extent, read.claims, read.rejected, chosen),
        extent=extent,
        chosen=chosen,
        claim=claim,
        count=len(read.claims),
        problems=read.problems,
        link=web_address(read.document.url),
        verb=verb,
    )
