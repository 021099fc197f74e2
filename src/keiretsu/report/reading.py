"""What was read: the documents, and how much each of them says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.documents.addresses import web_address


@dataclass(frozen=True, slots=True)
class Reading:
    """One document and its number of claims."""

    document: Document
    claims: int

    @property
    def link(self) -> str | None:
        """The document's public address, where it has one that may be linked to."""
        return web_address(self.document.url)


def readings(documents: Iterable[Document], claims: Iterable[Claim]) -> tuple[Reading, ...]:
    """Return the documents with their claims counted, newest first."""
    counted = Counter(claim.document.id for claim in claims)
    newest_first = sorted(documents, key=lambda document: (document.name, document.id))
    newest_first.sort(key=lambda document: document.published or "", reverse=True)
    return tuple(Reading(document, counted[document.id]) for document in newest_first)
