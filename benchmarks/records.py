"""Invented claims in any number: the same at each run, twenty a document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count, islice
from random import Random

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.quantities import Money
from keiretsu.vocabulary import layers

EXTRACTOR = "rules/1"
CLAIMS_A_DOCUMENT = 20
PARTIES = 5_000
DEALS = 100_000

_SENTENCES = {
    "invests": "{subject} put {millions} million dollars into {object}, people close to the matter said.",
    "acquires": "{subject} bought {object} for {millions} million dollars after months of talks.",
    "supplies": "{subject} delivers {layer} to {object} under a contract of {millions} million dollars.",
    "partners": "{subject} and {object} said that they would put {millions} million dollars into {layer}.",
}
_RELATIONS, _LAYERS = tuple(_SENTENCES), tuple(layers())
_STATUSES = ("in_talks", "agreed", "in_effect", "in_effect", "ended")
_DATES = (None, "2023", "2024-06", "2025-03-04", "2024/2027")


def claims(number: int, parties: int = PARTIES, deals: int = DEALS) -> tuple[Claim, ...]:
    """Return so many claims of so many deals, document by document, each with the sentence that makes it."""
    return _made(number, parties, deals)


@cache
def _made(number: int, parties: int, deals: int) -> tuple[Claim, ...]:
    chance = Random(4)
    of_documents = (_claims_of_a_document(each, chance, parties, deals) for each in count())
    return tuple(islice((claim for some in of_documents for claim in some), number))


@cache
def documents(number: int, parties: int = PARTIES, deals: int = DEALS) -> list[Document]:
    """Return the documents of so many claims."""
    found = (claim.document for claim in claims(number, parties, deals))
    return list({document.id: document for document in found}.values())


def _claims_of_a_document(number: int, chance: Random, parties: int, deals: int) -> Iterator[Claim]:
    said = [_said(chance, parties, deals) for _ in range(CLAIMS_A_DOCUMENT)]
    lines = [f"Report {number}", *(_SENTENCES[words["relation"]].format(**words) for words in said)]
    document = Document(
        "\n".join(lines),
        name=f"report-{number}.txt",
        source=f"archive/report-{number}.txt",
        title=lines[0],
        publisher=f"Gazette {chance.randrange(200)}",
        published=f"{chance.randrange(2019, 2026)}-{chance.randrange(1, 13):02}",
    )
    start = 0
    for words, before, line in zip(said, lines, lines[1:], strict=False):
        start += len(before) + 1
        amount = Money.exactly(words.pop("millions") * 1_000_000, "USD")
        evidence = Evidence.at(document, start, start + len(line))
        yield Claim(evidence, **words, amount=amount, confidence=chance.randrange(101), extractor=EXTRACTOR)


def _said(chance: Random, parties: int, deals: int) -> dict:
    """Return the words of a claim; a few deals are told by many claims and many by a few."""
    deal = int(deals * chance.random() ** 2)
    first, shift = deal % parties, 1 + 37 * (deal // parties)
    return {
        "relation": _RELATIONS[deal // 7 % len(_RELATIONS)],
        "subject": f"Firm {first}",
        "object": f"Firm {(first + shift) % parties}",
        "layer": _LAYERS[deal // 3 % len(_LAYERS)],
        "status": chance.choice(_STATUSES),
        "date": chance.choice(_DATES),
        "millions": chance.randrange(1, 50_000),
    }
