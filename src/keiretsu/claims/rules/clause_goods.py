"""What a clause is about: its goods, and whose products they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import NameKind
from keiretsu.claims.rules.frames import Frame
from keiretsu.claims.rules.goods import is_goods_like
from keiretsu.claims.rules.grammar import VERBAL, children, coordinated
from keiretsu.claims.rules.layers import closed_layer, goods_items, goods_layers, is_product
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.reading import Party
from keiretsu.claims.rules.resolve import Resolver

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Goods:
    """What a clause is about: the tokens of its goods slot and the layers that they belong to."""

    tokens: list[Token]
    layers: list[str]


def find_goods(resolver: Resolver, frame: Frame, predicate: Token) -> Goods:
    """Return the goods of a predicate, from the first slot that names a layer."""
    first: list[Token] = []
    for slot in frame.goods:
        base, _, path = slot.partition(".")
        items = resolver.slots.tokens(predicate, base)
        tokens = [item for token in items for item in goods_items(token, listed=base != "self")]
        if frame.relation == "supplies":
            tokens = [_of_deal(token) for token in tokens]
        if path == "name":
            tokens = [token for token in tokens if resolver.slots.in_name(token)]
        first = first or tokens
        found = goods_layers(resolver.line, tokens, open_goods=frame.open_goods)
        if found:
            return Goods(tokens, found)
    return Goods(first, [frame.layer] if frame.layer else [])


def _of_deal(noun: Token) -> Token:
    """Return what a deal is for where the word before says it: "a jet order", "a cleaning contract"."""
    if noun.lemma_.lower() not in word_set("trade", "deals"):
        return noun
    return next(iter(children(noun, "compound")[-1:]), noun)


def own_goods(
    resolver: Resolver, frame: Frame, predicate: Token, goods: Goods, subjects: list[Party]
) -> Goods:
    """Return those of a frame's goods that are the subject's own products, where the frame asks for such."""
    if "own" not in frame.requires:
        return goods
    names = {party.name for party in subjects}
    making = predicate.pos_ in VERBAL and predicate.lemma_ in word_set("conditions", "making")
    own = [
        token
        for token in goods.tokens
        if _is_made(resolver, token, making=making)
        and not _is_bare_facility(resolver, predicate, token)
        and _is_whose(resolver, token, names)
    ]
    return Goods(own, goods_layers(resolver.line, own, open_goods=frame.open_goods))


def owners_among(resolver: Resolver, frame: Frame, goods: Goods, subjects: list[Party]) -> list[Party]:
    """Return those of several subjects whose goods are named: "Alpha and Beta offer Beta's chips"."""
    if "own" not in frame.requires or len(subjects) < 2:
        return subjects
    owners = {party.name for token in goods.tokens for party in resolver.owners(token)}
    return [party for party in subjects if party.name in owners] or subjects


def _is_made(resolver: Resolver, token: Token, *, making: bool) -> bool:
    """Tell whether a noun is something that is made; data that are published are a finding."""
    return token.lower_ != "data" and (is_product(resolver.line, token) or (making and _is_thing(token)))


def _is_whose(resolver: Resolver, token: Token, names: set[str]) -> bool:
    possessors = [party for child in children(token, "poss") for party in resolver.parties(child)]
    return all(party.name in names for party in possessors or resolver.owners(token))


def _is_bare_facility(resolver: Resolver, predicate: Token, token: Token) -> bool:
    """Tell whether goods are a place of making that is only opened, run or closed: it says not what of."""
    lemma = token.lemma_.lower()
    if lemma not in word_set("layers", "facilities") or predicate.lemma_ in word_set(
        "conditions", "erecting"
    ):
        return False
    return goods_layers(resolver.line, [token], open_goods=True) == [lemma]


def _is_thing(token: Token) -> bool:
    """Tell whether a noun may be something made, and not a deal, a plan or a result."""
    return token.lemma_.lower() not in word_set("layers", "not_goods") | word_set("trade", "deals")


def is_firm_part(token: Token) -> bool:
    """Tell whether a noun is a unit or a share of a firm, and no goods."""
    return token.lemma_.lower() in word_set("resolve", "units", "parts")


def is_for_offering(resolver: Resolver, predicate: Token) -> bool:
    """Tell whether money goes on what somebody offers: "on Alpha's chips", "on Alpha Cloud".

    Who pays *for* a unit that has a name may take it over; who spends *on* it uses it.
    """
    kinds = {"on": {NameKind.UNIT, NameKind.PRODUCT}, "for": {NameKind.PRODUCT}}
    return any(
        _is_offering(resolver, item, brands)
        for word, brands in kinds.items()
        for slot in (f"prep:{word}", f"obj_prep:{word}")
        for token in resolver.slots.tokens(predicate, slot)
        for item in coordinated(token)
    )


def _is_offering(resolver: Resolver, token: Token, brands: set[NameKind]) -> bool:
    """Tell whether a word names goods: a noun for them, or a brand of some kind that has a layer."""
    mention = resolver.line.mention_at(token)
    if mention is not None:
        return mention.known.kind in brands and mention.known.layer is not None
    is_goods = is_goods_like(token) or closed_layer(resolver.line, token) is not None
    return is_goods and not is_firm_part(token)
