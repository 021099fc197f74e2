"""The deals of five articles, from their gold claims; the articles aren't part of the repository."""

import json
from pathlib import Path

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.ledger import reconcile
from keiretsu.parties import Registry
from keiretsu.quantities import Money

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the articles aren't here")


@pytest.fixture(scope="module")
def deals():
    claims = []
    for path in sorted((SHARED / "claims" / "gold").glob("*.jsonl")):
        text = (SHARED / "seeds" / f"{path.stem}.txt").read_text(encoding="utf-8")
        document = Document(text, name=f"{path.stem}.txt")
        claims += [gold(json.loads(line), document) for line in path.read_text(encoding="utf-8").splitlines()]
    return {deal.id: deal for deal in reconcile(claims, Registry())}


def gold(raw, document) -> Claim:
    fields = {name: raw[name] for name in ("relation", "subject", "object", "layer", "status", "date")}
    amount = Money.from_json(raw["amount"]) if raw["amount"] else None
    evidence = Evidence.find(document, raw["quote"])
    return Claim(evidence, amount=amount, terms=tuple(raw["terms"]), **fields)


@pytest.mark.parametrize(
    ("deal", "amount", "readings", "compatible"),
    [
        ("google-anthropic-invests", 3, ["USD 3 billion", "at least USD 2 billion"], True),
        ("amazon-anthropic-invests", 8, ["USD 8 billion", "USD 4 billion"], False),
        ("microsoft-openai-invests", 14, ["USD 14 billion", "USD 13 billion"], False),
    ],
)
def test_what_the_articles_disagree_on_is_a_contradiction(deals, deal, amount, readings, compatible) -> None:
    found = deals[deal]
    (contradiction,) = found.contradictions
    assert (found.amount.low, found.amount.high) == (amount * 10**9, amount * 10**9)
    assert [reading.says.partition(" (")[0] for reading in contradiction.readings] == readings
    assert contradiction.compatible == compatible
    assert all(leaf.quote for leaf in contradiction.why().leaves())


def test_a_total_covers_its_instalments(deals) -> None:
    rules = {step.rule for step in deals["amazon-anthropic-invests"].derivation.steps()}
    assert "total_covers" in rules


def test_an_article_and_its_longer_version_are_one_origin(deals) -> None:
    assert all(
        reading.origins == 1
        for deal in deals.values()
        for each in deal.contradictions
        for reading in each.readings
    )
