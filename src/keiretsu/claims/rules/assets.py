"""What changes hands without a name of its own: "its truck division", in the text's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.grammar import complements, coordinated
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.reading import Party

if TYPE_CHECKING:
    from spacy.tokens import Token

    from keiretsu.claims.rules.frames import Frame
    from keiretsu.claims.rules.resolve import Resolver

TRUST = 0.8
BEFORE_NOUN = {"compound", "amod", "nmod", "nummod", "npadvmod", "punct", "advmod"}


def described(resolver: Resolver, predicate: Token, frame: Frame) -> list[Party]:
    """Return the parts of a business that stand in a frame's object slots, named by the text's words."""
    for slot in frame.object:
        tokens = [
            t
            for token in resolver.slots.tokens(predicate, slot.partition(".")[0])
            for t in coordinated(token)
        ]
        assets = [token for token in tokens if is_asset(token) and not resolver.slots.in_name(token)]
        if assets:
            return [Party(words_of(token), token, None, TRUST) for token in assets]
    return []


def is_asset(noun: Token) -> bool:
    """Tell whether a noun is a part of a business that is bought whole, and not goods.

    It must be told apart from others of its kind: "business" or "more property" alone isn't.
    """
    lemma = noun.lemma_.lower()
    is_part = lemma in word_set("resolve", "parts_of_business")
    if not is_part and lemma not in word_set("resolve", "sites"):
        return False
    kinds = _telling(noun, {"compound", "amod"})
    if is_part or noun.tag_ == "NNS":
        return bool(
            kinds or _telling(noun, {"det", "poss", "nummod"}) or complements(noun, "of", "from", "in")
        )
    is_mass = lemma in word_set("resolve", "masses") and not _telling(noun, {"det", "poss", "nummod"})
    return bool(kinds) and not is_mass


def _telling(noun: Token, places: set[str]) -> list[Token]:
    """Return what stands before a noun and tells which one is meant; "more" and "some" don't."""
    vague = word_set("resolve", "no_description")
    return [child for child in noun.lefts if child.dep_ in places and child.lower_ not in vague]


def words_of(noun: Token) -> str:
    """Return a noun with what stands before it, without articles and owners: "120 branches"."""
    start = noun.i
    for child in sorted(noun.lefts, key=lambda child: -child.i):
        if child.dep_ not in BEFORE_NOUN or child.right_edge.i != start - 1 or child.pos_ == "DET":
            break
        if child.lower_ in word_set("resolve", "no_description"):
            break
        start = child.left_edge.i
    return str(noun.doc[start : noun.i + 1].text)
