"""What the lint looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from keiretsu.documents import Document
from keiretsu.packs.mentions import Names
from keiretsu.packs.record import Pack

WITH_LINES = (".md", ".txt")
NEW_LINE = "\n"


@dataclass(frozen=True)
class Looked:
    """A pack with its documents, and where everything stands.

    Parameters
    ----------
    pack
        The pack.
    folder
        Its folder.
    places
        File and line of its parties and figures, by their ids.
    documents
        Its documents, read.
    """

    pack: Pack
    folder: Path
    places: Mapping[str, str]
    documents: tuple[Document, ...]

    @cached_property
    def names(self) -> Names:
        """The pack's names, to be found in texts."""
        return Names(self.pack.known_names)

    @cached_property
    def mentioned(self) -> dict[str, frozenset[str]]:
        """The organisations that each document names, by the document's id."""
        return {document.id: self.names.owners_in(document.text) for document in self.documents}

    def file(self, name: str) -> str:
        """Return how problems cite a file of the pack."""
        return f"{self.folder.name}/{name}"

    def document(self, document: Document, words: str | None = None) -> str:
        """Return how problems cite a document; with the line of some of its words, where it has lines."""
        path = Path(document.source or document.name)
        name = self.file(path.relative_to(self.folder).as_posix())
        if words is None or path.suffix not in WITH_LINES or not path.is_file():
            return name
        before, found, _ = path.read_bytes().decode("utf-8", "replace").partition(words)
        return f"{name}:{before.count(NEW_LINE) + 1}" if found else name


def is_web_address(url: str) -> bool:
    """Say whether an address can be opened in a browser.

    Examples
    --------
    >>> [is_web_address(url) for url in ("https://a.example/1", "a.example/1", "http:///1")]
    [True, False, False]
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not any(map(str.isspace, url))
