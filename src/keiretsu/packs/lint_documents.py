"""What is wrong with the documents of a pack."""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.errors import Problem, Severity
from keiretsu.packs.looked import Looked


def without_source(looked: Looked) -> Iterator[Problem]:
    """Yield the documents that don't name their source."""
    for document in looked.documents:
        wanted = {"title": document.title, "publisher": document.publisher, "date": document.published}
        missing = [name for name, value in wanted.items() if not value]
        if missing:
            yield Problem(
                "pack.document-without-source",
                Severity.WARNING,
                looked.document(document),
                f"does not say the {', '.join(missing)} of its source",
                "add it to the front matter at the top of the file",
            )


def without_organisation(looked: Looked) -> Iterator[Problem]:
    """Yield the documents that name nobody whom the pack knows."""
    for document in looked.documents:
        if not looked.mentioned[document.id]:
            yield Problem(
                "pack.document-without-organisation",
                Severity.WARNING,
                looked.document(document),
                "names no organisation, unit or product of organisations.yaml, so that nothing of it is"
                " known beforehand",
                "add those that it is about, or remove the document",
            )


def near_misses(looked: Looked) -> Iterator[Problem]:
    """Yield the names in documents that are nearly one that the pack knows."""
    for document in looked.documents:
        for written, meant in looked.names.slips_in(document.text):
            yield Problem(
                "pack.near-miss-name",
                Severity.NOTE,
                looked.document(document, written),
                f"has {written!r}, which is nearly {meant!r}",
                f"write {meant!r} if that is meant, and leave it if it isn't",
            )
