"""What tests of several rooms share: claims written in a line, as an analyst would note them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.quantities import Money


@pytest.fixture(scope="session")
def say() -> Callable[..., Claim]:
    """Return a function that makes a claim with a document of its own around it.

    ``say("2025-03-04", "supplies", "Alpha", "Beta", usd=5e9, layer="cloud")``
    """

    def claim(
        published: str | None,
        relation: str,
        subject: str,
        object_: str | None = None,
        *,
        usd: float | None = None,
        currency: str = "USD",
        basis: str = "total",
        amount: Money | None = None,
        name: str = "note.txt",
        **fields: object,
    ) -> Claim:
        if usd is not None:
            amount = Money.exactly(int(usd), currency, basis=basis)
        what = f"{published} {subject} {relation} {object_} {amount} {sorted(fields.items())}."
        document = Document(what, name=name, published=published)
        evidence = Evidence.find(document, what)
        return Claim(evidence, relation, subject, object_, amount=amount, **fields)

    return claim
