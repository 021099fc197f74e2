"""What an extractor is, and what a run of it gives: claims, problems, and what it used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, runtime_checkable

from keiretsu.claims.record import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.execution import Executor
from keiretsu.quantities import counted

OnDocument: TypeAlias = Callable[[Document], None]


class Extractor(Protocol):
    """Reads the claims of a document.

    ``name`` carries the version (``rules/1``); it stands on each claim. ``extract`` never raises
    for what a text says: a text without claims gives an empty list.
    """

    @property
    def name(self) -> str:
        """Name and version."""

    def extract(self, document: Document) -> list[Claim]:
        """Return the document's claims in the order of their quotes."""


@runtime_checkable
class NamesOrganisations(Protocol):
    """An extractor that also tells which organisations it recognises in a document.

    Scoring uses it to tell what was overlooked from what was seen and not made a claim of.
    """

    def organisations(self, document: Document) -> list[str]:
        """Return the canonical names of the organisations in a document, with or without a claim."""


@runtime_checkable
class BatchExtractor(Protocol):
    """An extractor that shares many documents out by itself, as it waits for others or has parts."""

    def extract_batch(
        self,
        documents: Sequence[Document],
        on_document: OnDocument | None = None,
        *,
        executor: Executor | None = None,
    ) -> Extraction:
        """Return what was found; a document that fails becomes a problem and stops no other."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run asked of a language model, and how many of its claims were refused.

    Parameters
    ----------
    model
        The model's name.
    requests
        Answers received, repeated ones included.
    input_tokens, output_tokens
        As the endpoint counts them; 0 where it doesn't say.
    cost
        In US dollars by the list prices that come with the client library, or ``None`` where it
        knows no price for the model at this address.
    cached
        Documents that were answered from the cache, and cost nothing.
    refused
        Claims that were refused because their quote, their parties or their words don't hold.

    Examples
    --------
    >>> print(Usage("alpha-7b", requests=2, input_tokens=1500, output_tokens=200, cached=3, refused=1).line())
    alpha-7b: 2 answers, 1,500 tokens in, 200 out, cost unknown; 3 from the cache; 1 claim refused
    """

    model: str
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    cached: int = 0
    refused: int = 0

    def line(self) -> str:
        """Return the usage as the one line that ends a run."""
        cost = "cost unknown" if self.cost is None else f"about USD {self.cost:.4f}"
        if self.requests == 0:
            cost = "no cost"
        return (
            f"{self.model}: {counted(self.requests, 'answer')}, {counted(self.input_tokens, 'token')} in,"
            f" {self.output_tokens:,} out, {cost}; {self.cached} from the cache;"
            f" {counted(self.refused, 'claim')} refused"
        )


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a batch of documents says.

    Parameters
    ----------
    claims
        In the order of the documents and, within one, of its quotes.
    read
        The documents that were read to their end, with or without a claim.
    read_by
        For each extractor's name, the ids of the documents that it read. One that failed isn't among
        them, so that what was claimed of it earlier is left alone.
    problems_of
        Under a document's id what went wrong with it, under an extractor's name what stopped it.
    usage
        What each language model was asked.
    """

    claims: tuple[Claim, ...]
    read: tuple[Document, ...]
    read_by: Mapping[str, frozenset[str]]
    problems_of: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    usage: tuple[Usage, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong, in one row."""
        return tuple(problem for several in self.problems_of.values() for problem in several)

    def claims_of(self, extractor: str) -> list[Claim]:
        """Return the claims whose words one extractor chose: ``rules/1+llm/1`` is a claim of ``rules/1``."""
        return [claim for claim in self.claims if f"{claim.extractor}+".startswith(f"{extractor}+")]
