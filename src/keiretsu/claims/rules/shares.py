"""Shares of a firm in per cent: "30% of Alpha", "a 62% stake"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.grammar import children, complements
from keiretsu.claims.rules.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

HALF = 50
PERCENT = {"%", "percent", "percentage", "cent", "pct"}


def is_small_share(token: Token) -> bool:
    """Tell whether a token is less than half of something: the "%" of "30% of Alpha stock"."""
    if token.lemma_.lower() not in PERCENT:
        return False
    share = next((child.text for child in token.children if child.like_num), "")
    return share.replace(".", "", 1).isdigit() and float(share) < HALF


def is_share_of_firm(token: Token) -> bool:
    """Tell whether a percentage is of a firm, and not of what it makes: "30% of Alpha"."""
    if token.lemma_.lower() not in PERCENT:
        return False
    generic = word_set("coreference", "generic")
    return any(t.pos_ == "PROPN" or t.lemma_.lower() in generic for t in complements(token, "of", "in"))


def share_of(stake: Token) -> float | None:
    """Return how many per cent a stake is, where a number stands before it: "a 62% stake"."""
    for child in children(stake, "compound", "nmod", "amod"):
        if child.lemma_.lower() in PERCENT:
            number = next((t.text for t in child.subtree if t.like_num), "")
            return float(number) if number.replace(".", "", 1).isdigit() else None
    return None
