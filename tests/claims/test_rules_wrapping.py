"""Texts that are wrapped at a column are read as paragraphs, and their quotes stay exact."""

import pytest

from keiretsu.claims import Gazetteer
from keiretsu.claims.rules import RuleExtractor
from keiretsu.claims.rules.text import lines
from keiretsu.documents import Document

WRAPPED = """\
The shipping line Kappa Lines said on Monday that it had agreed to acquire
Beta Freight Corp for $2 billion, in a deal that ends two years of talks and
Omega Ports Inc will keep its stake in the terminals.

A headline without a full stop
Another paragraph begins here.
"""


def test_a_wrapped_paragraph_is_one_line_and_a_headline_stays_apart() -> None:
    texts = [line.text for line in lines(WRAPPED)]
    assert len(texts) == 3
    assert texts[0].startswith("The shipping line")
    assert texts[0].endswith("terminals.")
    assert texts[1:] == ["A headline without a full stop", "Another paragraph begins here."]


def test_no_code_point_moves() -> None:
    for line in lines(WRAPPED):
        original = WRAPPED[line.start : line.start + len(line.text)]
        assert original.replace("\n", " ") == line.text


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_claim_across_a_break_has_the_words_as_they_stand(ending: str) -> None:
    text = WRAPPED.replace("\n", ending)
    claims = RuleExtractor(Gazetteer()).extract(Document(text, name="wrapped.txt"))
    (deal,) = [claim for claim in claims if claim.relation == "acquires"]
    assert f"agreed to acquire{ending}Beta Freight Corp" in deal.quote
    assert deal.quote in text


def test_items_of_a_list_stay_apart() -> None:
    text = "The deals of the year in the order of their size, with parties:\n- Alpha buys\n- Beta sells\n"
    assert len(list(lines(text))) == 3
