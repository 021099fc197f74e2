"""The rule extractor with invented names, made once: the language model takes a second to load."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from keiretsu.claims import Claim, Gazetteer, KnownName, NameKind
from keiretsu.claims.rules import RuleExtractor
from keiretsu.documents import Document

INVENTED = [
    KnownName("Alpha", "Alpha", industry_type="chip_maker"),
    KnownName("Beta", "Beta", industry_type="ai_lab"),
    KnownName("Beta Labs", "Beta", industry_type="ai_lab"),
    KnownName("Gamma", "Gamma", industry_type="cloud_provider"),
    KnownName("Gamma Cloud", "Gamma", NameKind.UNIT, "cloud_provider", "cloud"),
    KnownName("Brill", "Beta", NameKind.PRODUCT, "ai_lab", "models"),
    KnownName("Delta", "Delta", industry_type="airline"),
    KnownName("Omega", "Omega"),
    KnownName("FSA", "FSA", industry_type="regulator"),
]


@pytest.fixture(scope="session")
def extractor() -> RuleExtractor:
    return RuleExtractor(Gazetteer(INVENTED))


@pytest.fixture(scope="session")
def claims_of(extractor: RuleExtractor) -> Callable[[str], list[Claim]]:
    def read(text: str) -> list[Claim]:
        return extractor.extract(Document(text, name="note.txt"))

    return read


@pytest.fixture(scope="session")
def cores_of(claims_of: Callable[[str], list[Claim]]) -> Callable[[str], set[tuple[str, str, str | None]]]:
    def read(text: str) -> set[tuple[str, str, str | None]]:
        return {(claim.relation, claim.subject, claim.object) for claim in claims_of(text)}

    return read


@pytest.fixture(scope="session")
def cores_of_unknown() -> Callable[[str], set[tuple[str, str, str | None]]]:
    """Return the claims of a text with nothing known beforehand."""
    unknowing = RuleExtractor(Gazetteer())

    def find(text: str) -> set[tuple[str, str, str | None]]:
        claims = unknowing.extract(Document(text, name="note.txt"))
        return {(claim.relation, claim.subject, claim.object) for claim in claims}

    return find
