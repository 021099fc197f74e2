"""What the tests of judgements share: a sentence that is read and read again, and signed decisions."""

from datetime import UTC, datetime, timedelta

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.judgements import ClaimAnchor, ClaimJudgement, Signature, Verdict
from keiretsu.quantities import Money

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = Document(
    "Alpha invested $1 billion in Beta, on top of an earlier $2 billion. Gamma sells chips to Alpha.",
    name="deal.txt",
)
SENTENCE = "Alpha invested $1 billion in Beta, on top of an earlier $2 billion."


@pytest.fixture
def reads():
    """Return a function that reads the sentence: ``reads(1)`` for a sum in billions."""

    def read(billions=None, quote="Alpha invested $1 billion in Beta", **fields):
        relation = fields.pop("relation", "invests")
        ends = fields.pop("ends", ("Alpha", "Beta"))
        amount = None if billions is None else Money.exactly(int(billions * 10**9), "USD")
        fields = {"extractor": "rules/1", "confidence": 60} | fields
        return Claim(Evidence.find(TEXT, quote), relation, *ends, amount=amount, **fields)

    return read


@pytest.fixture
def sentence():
    return SENTENCE


@pytest.fixture
def signed():
    """Return a function that signs, each time a minute later."""
    minutes = iter(range(1000))

    def sign(reason="the filing says so", author="A. Reader"):
        return Signature(author, reason, FIRST + timedelta(minutes=next(minutes)))

    return sign


@pytest.fixture
def judge(signed):
    """Return a function that judges a claim: ``judge("reject", claim)``."""

    def decide(verdict, claim, among=(), **correction):
        return ClaimJudgement(ClaimAnchor.of(claim, among), Verdict(verdict), signed(), correction)

    return decide
