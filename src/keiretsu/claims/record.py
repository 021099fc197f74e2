"""The claim: one statement about named organisations, with the words that make it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any, Self

from keiretsu.documents import Document, Span
from keiretsu.errors import EvidenceError, InvalidRecordError
from keiretsu.quantities import Money, Period, counted
from keiretsu.vocabulary import LONGEST_NAME, is_layer, relation, statuses, terms
from keiretsu.vocabulary.entries import ObjectKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote and the place that it stands in.

    Raises
    ------
    EvidenceError
        When the quote isn't exactly what stands at the span.

    Examples
    --------
    >>> text = Document("Alpha buys Beta. So it says.", name="a.txt")
    >>> Evidence.find(text, "Alpha buys Beta.").span
    Span(start=0, end=16)
    """

    document: Document = field(repr=False)
    span: Span
    quote: str

    def __post_init__(self) -> None:
        if self.span.of(self.document.text) != self.quote:
            raise _missing(self.document, self.quote)

    @classmethod
    def at(cls, document: Document, start: int, end: int) -> Self:
        """Quote what stands between two offsets."""
        span = Span(start, end)
        return cls(document, span, span.of(document.text))

    @classmethod
    def find(cls, document: Document, quote: str) -> Self:
        """Find the first place of a quote; raise :class:`EvidenceError` where there is none."""
        start = document.text.find(quote) if quote else -1
        if start < 0:
            raise _missing(document, quote)
        return cls(document, Span(start, start + len(quote)), quote)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that a text makes about named organisations.

    Answers *who does what to whom, for how much, in what state, and which words say so*. Frozen;
    ``id`` is a hash of what it says and where. The fields follow the annotation guideline.

    Parameters
    ----------
    evidence
        The quote in its document.
    relation, status, terms
        Words of the vocabulary; ``terms`` are kept sorted.
    subject, object
        Canonical names, of 250 letters at most. ``object`` is a layer or project for ``builds`` and
        ``spends`` and ``None`` for ``valued``. The two names of a symmetric relation are put in
        alphabetical order.
    layer
        What is supplied, built, bought or fought over; ``None`` where the text doesn't say.
    amount
        The sum, with its range and basis; ``None`` where the text gives none.
    date
        When it holds, as the text gives it: ISO 8601 as far as it goes, or ``2019/..``.
    confidence
        How sure the extractor is, 0 to 100. It is ours; the status is the text's.
    extractor
        Name and version of what read it.

    Raises
    ------
    InvalidRecordError
        For a word outside the vocabulary, a missing or needless object, a name too long to be one, a
        date that doesn't exist.

    Examples
    --------
    >>> text = Document("Alpha buys Beta.", name="a.txt")
    >>> claim = Claim(Evidence.find(text, "Alpha buys Beta."), "acquires", "Alpha", "Beta")
    >>> claim.to_json()["object"], claim.id[:8]
    ('Beta', '9104fd13')
    """

    evidence: Evidence
    relation: str
    subject: str
    object: str | None = None
    layer: str | None = None
    amount: Money | None = None
    status: str = "in_effect"
    date: str | None = None
    terms: tuple[str, ...] = ()
    confidence: int = 50
    extractor: str = "hand"
    id: str = field(init=False)

    def __post_init__(self) -> None:
        self._check_words()
        self._check_ends()
        if self.date is not None:
            Period.parse(self.date)
        if not 0 <= self.confidence <= 100:
            raise self._invalid(f"confidence {self.confidence}", "is not between 0 and 100")
        if relation(self.relation).symmetric and self.object is not None:
            first, second = sorted((self.subject, self.object), key=str.casefold)
            object.__setattr__(self, "subject", first)
            object.__setattr__(self, "object", second)
        object.__setattr__(self, "terms", tuple(sorted(set(self.terms))))
        object.__setattr__(self, "id", self._hash())

    @property
    def document(self) -> Document:
        """The document that makes the claim."""
        return self.evidence.document

    @property
    def quote(self) -> str:
        """The words that make the claim, exactly as they stand."""
        return self.evidence.quote

    @property
    def valid(self) -> Period:
        """When the claimed thing holds, as far as the text or its date of publication tells."""
        if self.date is not None:
            return Period.parse(self.date)
        if self.document.published is not None:
            return Period(Period.parse(self.document.published).start, None)
        return Period(None, None)

    def to_json(self) -> dict[str, Any]:
        """Return the guideline's record: its ten fields and no other."""
        return {
            "doc": self.document.name,
            "quote": self.quote,
            "relation": self.relation,
            "subject": self.subject,
            "object": self.object,
            "layer": self.layer,
            "amount": None if self.amount is None else self.amount.to_json(),
            "status": self.status,
            "date": self.date,
            "terms": list(self.terms),
        }

    def _check_words(self) -> None:
        relation(self.relation)
        if self.status not in statuses():
            raise self._invalid(self.status, "is not a status")
        for term in self.terms:
            if term not in terms():
                raise self._invalid(term, "is not a term")
        if self.layer is not None and not is_layer(self.layer):
            raise self._invalid(self.layer, "is not a layer")

    def _check_ends(self) -> None:
        kind = relation(self.relation).object_kind
        if not self.subject.strip() or (self.object is not None and not self.object.strip()):
            raise self._invalid(self.relation, "has an end without a name")
        for end in (self.subject, self.object or ""):
            if len(end) > LONGEST_NAME:
                raise self._invalid(f"{end[:60]}...", f"is no name: it has {counted(len(end), 'letter')}")
        if kind in (ObjectKind.PARTY, ObjectKind.LAYER_OR_PROJECT) and self.object is None:
            raise self._invalid(self.relation, "needs an object")
        if kind is ObjectKind.NOTHING and self.object is not None:
            raise self._invalid(self.relation, "takes no object")
        both_ends = kind is ObjectKind.PARTY and self.object is not None
        if both_ends and self.subject.casefold() == str(self.object).casefold():
            raise self._invalid(self.subject, f"can't be both ends of {self.relation}")

    def _hash(self) -> str:
        """Return the SHA-256 of the claim as canonical JSON: keys in order, no spaces, the sum by its key.

        It is written out here, as every claim that is read is hashed, and an encoder takes twice as long.
        """
        evidence, span = self.evidence, self.evidence.span
        said = (
            f'{{"amount":{_json(self.amount.key if self.amount else None)},"date":{_json(self.date)}'
            f',"doc":"{evidence.document.id}","layer":{_json(self.layer)},"object":{_json(self.object)}'
            f',"quote":{_json(evidence.quote)},"relation":{_json(self.relation)}'
            f',"span":[{span.start},{span.end}],"status":{_json(self.status)}'
            f',"subject":{_json(self.subject)},"terms":[{",".join(map(_json, self.terms))}]}}'
        )
        return hashlib.sha256(said.encode("utf-8")).hexdigest()

    def _invalid(self, what: str, message: str) -> InvalidRecordError:
        return InvalidRecordError(
            "claim.invalid",
            where=f"{self.document.name}: {what}",
            message=message,
            hint="see the vocabulary in the documentation",
        )


def _json(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


def _missing(document: Document, quote: str) -> EvidenceError:
    return EvidenceError(
        "evidence.quote-not-found",
        where=document.name,
        message=f"doesn't hold the words {quote[:60]!r}",
        hint="copy the quote from the document, letter by letter",
    )
