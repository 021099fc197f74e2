from datetime import UTC, datetime

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.quantities import Money
from keiretsu.store import Store


@pytest.fixture(params=["sqlite"])
def store(request, tmp_path):
    """An empty workspace, on each database that there is."""
    return Store.create(tmp_path / f"deals.{request.param}")


@pytest.fixture
def memo():
    return Document(
        "Alpha put 2 billion dollars into Beta. Beta rents servers from Alpha.",
        name="memo.txt",
        source="inbox/memo.txt",
        published="2025-03",
    )


@pytest.fixture
def stake(memo):
    evidence = Evidence.find(memo, "Alpha put 2 billion dollars into Beta.")
    return Claim(
        evidence, "invests", "Alpha", "Beta", amount=Money.exactly("2e9", "USD"), extractor="rules/1"
    )


@pytest.fixture
def rent(memo):
    evidence = Evidence.find(memo, "Beta rents servers from Alpha.")
    return Claim(evidence, "supplies", "Alpha", "Beta", layer="cloud", extractor="rules/1")


@pytest.fixture
def day():
    """Make the noon of a day of January 2026."""
    return lambda number: datetime(2026, 1, number, 12, tzinfo=UTC)
