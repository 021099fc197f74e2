"""Laws of the rule extractor: it never raises for what a text says, and never misquotes."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keiretsu.claims import Gazetteer, KnownName
from keiretsu.claims.rules import RuleExtractor
from keiretsu.claims.rules.money import money_mentions
from keiretsu.claims.rules.text import lines
from keiretsu.documents import Document

WORDS = [
    "Alpha", "Beta", "Gammatech Inc.", "invests", "$5 billion", "in", "buys", "from", "to", "chips", "and",
    "the company", "its", "rival", "'s", "(", ")", "which", "said it would", "deal with", "2024", "\n", ".",
    "\u2019s", "-backed", "talks", "not", "up to", "respectively", "such as", "investors", "round",
]  # fmt: skip
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def reader():
    return RuleExtractor(Gazetteer([KnownName("Alpha", "Alpha"), KnownName("Beta", "Beta")]))


def check(reader: RuleExtractor, text: str) -> None:
    if not text.strip():
        return
    document = Document(text, name="law.txt")
    for claim in reader.extract(document):
        span = claim.evidence.span
        assert document.text[span.start : span.end] == claim.quote


@FEW
@given(text=st.text(max_size=200))
def test_arbitrary_text_neither_raises_nor_is_misquoted(reader, text):
    check(reader, text)


@FEW
@given(words=st.lists(st.sampled_from(WORDS), max_size=30))
def test_word_salad_of_deals_neither_raises_nor_is_misquoted(reader, words):
    check(reader, " ".join(words))


@given(text=st.text(max_size=300))
def test_lines_keep_every_offset(text):
    for line in lines(text):
        original = text[line.start : line.start + len(line.text)]
        assert len(original) == len(line.text)
        assert all(
            kept == read or kept.isspace() or kept in "\u2018\u2019\u201c\u201d"
            for kept, read in zip(original, line.text, strict=True)
        )


@given(text=st.text(alphabet="0123456789$£€.,-+() billionmtrupeswaf", max_size=60))
def test_sums_lie_within_the_text_and_do_not_overlap(text):
    found = money_mentions(text)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
