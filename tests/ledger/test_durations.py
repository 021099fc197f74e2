"""A deal lasts as long as its sentence says."""

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.ledger import reconcile
from keiretsu.ledger.durations import told_years
from keiretsu.parties import Registry
from keiretsu.quantities import Money


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("Beta will spend $100 billion with Alpha over eight years.", 8),
        ("Alpha agreed on a 15-year lease worth about $7 billion.", 15),
        ("Beta buys power for up to $2 billion over the next 3 years.", 3),
        ("Alpha will put $1 billion into Beta over the coming decade.", 10),
    ],
)
def test_a_length_is_read(sentence, years):
    assert told_years(sentence) == years


@pytest.mark.parametrize(
    "sentence",
    [
        "Alpha invested $2 billion in Beta.",
        "Alpha invested $2 billion in Beta two years ago.",
        "Alpha, a ten-year-old firm, invested $2 billion in Beta.",
        "Alpha invested $2 billion in Beta, whose shares are at a five-year high.",
        "Beta pays $1 billion over two years and $9 billion over six years.",
        "Alpha invests $5 billion in Beta, which pays it $30 billion over five years.",
    ],
)
def test_what_is_no_length_or_is_one_of_several_sums_isn_t(sentence):
    assert told_years(sentence) is None


def test_a_told_length_is_the_term_of_the_deal():
    text = "Alpha will sell Beta $8.5 billion of chips over eight years."
    document = Document(text, name="note.txt", published="2025-01-01")
    amount = Money.exactly(8_500_000_000, "USD")
    claim = Claim(Evidence.find(document, text), "supplies", "Alpha", "Beta", amount=amount, layer="chips")
    (deal,) = reconcile([claim], Registry())
    assert deal.term_years == 8
    assert "paid over 8 years, as the claims tell" in "\n".join(deal.why().lines())
