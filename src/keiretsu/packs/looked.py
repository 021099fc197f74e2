"""What the lint looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from keiretsu.documents import Document
from keiretsu.errors import PackError
from keiretsu.packs.mentions import Names
from keiretsu.packs.outcomes import OutcomesRead, load_outcomes
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
        File and line of its parties and figures by their ids, of its rates by currency and year.
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

    @cached_property
    def outcomes(self) -> OutcomesRead:
        """What became of its parties; of a file that can't be parsed only that problem."""
        try:
            return load_outcomes(self.pack)
        except PackError as error:
            return OutcomesRead(problems=(error.problem,))

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
