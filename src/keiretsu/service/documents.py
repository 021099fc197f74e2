"""Documents as pages and answers give them: a list without texts, and one with its claims."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.judgements import judged_claims
from keiretsu.service.asked import Asked
from keiretsu.service.paging import USUAL, Page
from keiretsu.service.site import Site
from keiretsu.store.of_document import DocumentRow

__all__ = ["DocumentRead", "DocumentRow", "page_of_documents", "read_document"]


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A document with what was read in it.

    Parameters
    ----------
    document
        The document.
    claims
        The claims that count, after what people decided, in the order of their quotes.
    rejected
        The claims that people took out.
    problems
        What is open about the document.
    """

    document: Document
    claims: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def page_of_documents(
    site: Site, asked: Asked, words: str = "", offset: int = 0, limit: int = USUAL
) -> Page[DocumentRow]:
    """Return a stretch of the documents, those published last first.

    Parameters
    ----------
    site, asked
        The workspace; of a day, those published by then and those without a date are given.
    words
        Words that must all stand in title, publisher or name, in any case.
    offset, limit
        How many are passed over, and how many are given.
    """
    view = site.view(asked)
    rows, total = view.document_rows(words.split(), asked.as_of, offset=offset, limit=limit)
    return Page(rows, offset, limit, total)


def read_document(site: Site, asked: Asked, document_id: str) -> DocumentRead:
    """Return a document with its claims and problems, without loading any other.

    Raises
    ------
    NotFoundError
        ``document.unknown`` where none has the id.
    """
    view = site.view(asked)
    content = view.document_content(document_id)
    judged = judged_claims(content.claims, content.judgements, content.recorded)
    return DocumentRead(content.document, judged.claims, judged.rejected, content.problems)
