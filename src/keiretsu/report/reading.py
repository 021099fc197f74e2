"""What was read: the documents, and how much each of them says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from keiretsu.claims import Claim
from keiretsu.documents import Document


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


def web_address(url: str | None) -> str | None:
    """Return an address if it is one of the web, and nothing that a click could run.

    Examples
    --------
    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None
