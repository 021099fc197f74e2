"""What a frame may require of its clause beyond its two roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keiretsu.claims.rules.frames import Frame
from keiretsu.claims.rules.grammar import VERBAL, children, deep_object, noun_phrase
from keiretsu.claims.rules.layers import goods_items, goods_layers, is_goods
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.reading import Party
from keiretsu.claims.rules.resolve import Resolver
from keiretsu.vocabulary import layers

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

NOUN_CLASSES = {"stake", "control", "team", "access", "rivalry", "capital", "offer", "order", "rights"}
REACH = 7


@dataclass(frozen=True, slots=True)
class Goods:
    """What a clause is about: the tokens of its goods slot and the layers that they belong to."""

    tokens: list[Token]
    layers: list[str]


def find_goods(resolver: Resolver, frame: Frame, predicate: Token) -> Goods:
    """Return the goods of a predicate, from the first slot that names a layer."""
    first: list[Token] = []
    for slot in frame.goods:
        tokens = [item for token in resolver.slots.tokens(predicate, slot) for item in goods_items(token)]
        first = first or tokens
        found = goods_layers(resolver.line, tokens, open_goods=frame.open_goods)
        if found:
            return Goods(tokens, found)
    return Goods(first, [frame.layer] if frame.layer else [])


def holds(
    resolver: Resolver, frame: Frame, predicate: Token, sentence: Span, goods: Goods, subjects: list[Party]
) -> bool:
    """Tell whether a clause gives all that a frame requires."""
    for required in frame.requires:
        if not _holds_one(required, resolver, frame, predicate, sentence, goods, subjects):
            return False
    return not frame.authority or all(_is_authority(party) for party in subjects)


def _holds_one(
    required: str,
    resolver: Resolver,
    frame: Frame,
    predicate: Token,
    sentence: Span,
    goods: Goods,
    subjects: list[Party],
) -> bool:
    if required in NOUN_CLASSES:
        return _has_noun(predicate, required)
    if required == "goods":
        return (
            any(layer in layers() for layer in goods.layers)
            or any(map(is_goods, goods.tokens))
            or (bool(goods.layers) and predicate.lemma_ in word_set("conditions", _doing(frame)))
        )
    if required == "closed_goods":
        return any(layer in layers() for layer in goods.layers)
    if required == "money":
        return _money_near(resolver, predicate, sentence)
    if required == "round":
        just_before = resolver.discourse.raising is not None and (
            resolver.discourse.sentence - resolver.discourse.raised_in <= 1
        )
        return just_before or any(
            token.lemma_.lower() in word_set("conditions", "round") for token in sentence
        )
    if required == "shares":
        return any(token.lemma_.lower() in word_set("conditions", "shares") for token in sentence)
    if required == "talked_about":
        return predicate.dep_ in {"nsubj", "nsubjpass"} and predicate.head.pos_ in VERBAL
    if required == "round_before":
        return resolver.discourse.raising is not None
    if required == "own":
        names = {party.name for party in subjects}
        return all(party.name in names for token in goods.tokens for party in resolver.owners(token))
    return _is_copular(predicate)


def _has_noun(predicate: Token, noun_class: str) -> bool:
    """Tell whether a verb's object, or the noun itself, is of a class."""
    words = word_set("conditions", noun_class)
    objects = deep_object(predicate) if predicate.pos_ in VERBAL else [predicate]
    named = any(part.lemma_.lower() in words for token in objects for part in noun_phrase(token))
    return named or (noun_class == "capital" and any(token.ent_type_ == "MONEY" for token in objects))


def _doing(frame: Frame) -> str:
    return "making" if frame.relation == "builds" else "delivering"


def _money_near(resolver: Resolver, predicate: Token, sentence: Span) -> bool:
    for mention in resolver.line.money:
        token = resolver.line.token_at(mention.start, mention.end)
        if (
            token is not None
            and sentence.start <= token.i < sentence.end
            and distance(token, predicate) <= REACH
        ):
            return True
    return False


def _is_copular(noun: Token) -> bool:
    """Tell whether a noun says what somebody is: in apposition or behind "is"."""
    return noun.dep_ in {"appos", "attr"} or bool(children(noun, "cop"))


def _is_authority(party: Party) -> bool:
    known = party.known
    return known is not None and known.industry_type == "regulator"


def distance(one: Token, other: Token) -> int:
    """Return the number of arcs between two tokens of a tree; 99 where they are in different ones.

    Questions such as "which verb does this sum belong to" are answered by the shortest way.
    """
    above = {one.i: 0}
    for steps, token in enumerate(one.ancestors, 1):
        above[token.i] = steps
    if other.i in above:
        return above[other.i]
    for steps, token in enumerate(other.ancestors, 1):
        if token.i in above:
            return steps + above[token.i]
    return 99
