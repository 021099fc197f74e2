"""What a frame may require of its clause beyond its two roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import NameKind
from keiretsu.claims.rules.clause_goods import Goods, is_firm_part, is_for_offering
from keiretsu.claims.rules.frames import Frame
from keiretsu.claims.rules.goods import is_goods_like
from keiretsu.claims.rules.grammar import (
    VERBAL,
    children,
    complements,
    deep_object,
    governed,
    is_passive,
    noun_phrase,
    surface_subject,
)
from keiretsu.claims.rules.layers import is_goods, is_measure, is_product
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.reading import Party
from keiretsu.claims.rules.resolve import Resolver
from keiretsu.claims.rules.shares import HALF, is_share_of_firm, is_small_share, share_of
from keiretsu.claims.rules.vending import goods_of
from keiretsu.vocabulary import layers

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

NOUN_CLASSES = {
    "stake", "control", "team", "access", "rivalry", "capital", "order", "rights", "credit",
    "warrants", "securities", "auction", "pooled", "dominance", "market_share", "market", "permit",
    "control_of",
}  # fmt: skip
REACH = 7


def holds(
    resolver: Resolver, frame: Frame, predicate: Token, sentence: Span, goods: Goods, subjects: list[Party]
) -> bool:
    """Tell whether a clause gives all that a frame requires."""
    clause = Clause(resolver, frame, predicate, sentence, goods, subjects)
    for required in frame.requires:
        if required in NOUN_CLASSES:
            if not _has_noun(predicate, required):
                return False
        elif not CHECKS[required](clause):
            return False
    return not frame.authority or all(_is_authority(party) for party in subjects)


@dataclass(frozen=True, slots=True)
class Clause:
    """What a requirement is checked against."""

    resolver: Resolver
    frame: Frame
    predicate: Token
    sentence: Span
    goods: Goods
    subjects: list[Party]


def _has_goods(clause: Clause) -> bool:
    goods, predicate = clause.goods, clause.predicate
    if clause.frame.relation == "supplies" and goods.tokens and all(map(is_firm_part, goods.tokens)):
        return False  # who sells a unit or a plant sells a business
    good = is_goods_like if clause.frame.relation == "supplies" else is_goods
    return (
        _has_closed_goods(clause)
        or any(good(token) and not clause.resolver.slots.in_name(token) for token in goods.tokens)
        or (
            bool(goods.layers)
            and predicate.pos_ in VERBAL
            and predicate.lemma_ in word_set("conditions", _doing(clause.frame))
        )
    )


def _has_things(clause: Clause) -> bool:
    """Tell whether what is traded isn't a firm or a part of one."""
    tokens = clause.goods.tokens
    named = (clause.resolver.line.mention_at(token) for token in tokens)
    is_firm = any(m is not None and m.known.kind is not NameKind.PRODUCT for m in named)
    return not is_firm and not any(map(is_firm_part, tokens))


def _has_closed_goods(clause: Clause) -> bool:
    return any(layer in layers() for layer in clause.goods.layers)


def _is_in_round(clause: Clause) -> bool:
    discourse, rounds = clause.resolver.discourse, word_set("conditions", "round")
    just_before = discourse.raising is not None and discourse.sentence - discourse.raised_in <= 1
    return just_before or any(token.lemma_.lower() in rounds for token in clause.sentence)


def _names_nobody(clause: Clause) -> bool:
    """Tell whether a predicate names nobody behind it, so that the other side must be understood."""
    behind = (t for t in governed(clause.predicate) if t.i > clause.predicate.i)
    return not any(clause.resolver.line.mention_at(t) for t in behind)


def _names_no_source(clause: Clause) -> bool:
    """Tell whether goods, and what they come from, go without a name, so that their seller is understood."""
    predicate, in_name = clause.predicate, clause.resolver.slots.in_name
    goods = goods_of(predicate)
    is_counted = any(child.dep_ == "nummod" for token in goods for child in token.children)
    if not (is_counted or _has_goods(clause)):
        return False
    sources = complements(predicate, "from", "with", "to", "at", "by", "of", "in", "between")
    return not any(in_name(t) for source in (*sources, *goods) for t in source.subtree)


def _is_possessed(clause: Clause) -> bool:
    """Tell whether goods stand behind whose they are; who made them isn't whose they are."""
    return any(children(token, "poss", "compound", "nmod") for token in clause.goods.tokens)


def _has_word_in(noun: Token, word_class: str) -> bool:
    words = word_set("conditions", word_class)
    return any(part.lemma_.lower() in words for part in noun_phrase(noun))


def _has_word(clause: Clause, word_class: str) -> bool:
    words = word_set("conditions", word_class)
    return any(t.lemma_.lower() in words for t in clause.predicate.subtree)


def _is_bidding(clause: Clause) -> bool:
    """Tell whether the sentence, or a sentence before, speaks of a takeover."""
    words = word_set("conditions", "bidding")
    near = any(t.lemma_.lower() in words and t != clause.predicate for t in clause.sentence)
    return near or clause.resolver.discourse.last_target is not None


def _is_bid(clause: Clause) -> bool:
    """Tell whether an offer or approach is one for a firm: by its own words, or by those around it."""
    behind = complements(clause.predicate, "for")
    is_for_firm = any(map(clause.resolver.slots.in_name, behind))
    return is_for_firm or _has_word_in(clause.predicate, "bids") or _is_bidding(clause)


def _presses_as_rival(clause: Clause) -> bool:
    """Tell whether pressure comes from competitors: "pressure from rivals such as Alpha"."""
    sources = complements(clause.predicate, "from")
    return any(
        part.lemma_.lower() in word_set("conditions", "rival_source")
        for source in sources
        for part in noun_phrase(source)
    )


def _is_label(clause: Clause) -> bool:
    """Tell whether a role noun beside a name only says who it is: "Alpha, the world's largest chip maker".

    What it makes is said more fully behind "of": "Alpha, the maker of Brill".
    """
    noun = clause.predicate
    is_beside = noun.dep_ == "appos" or (noun.dep_ == "pobj" and noun.head.head.dep_ == "appos")
    return is_beside and not complements(noun, "of", "in", "behind")


def _is_field(clause: Clause) -> bool:
    """Tell whether goods stand for a field of business: behind a preposition, or "the market for"."""
    fields = word_set("layers", "fields")
    goods = clause.goods.tokens
    behind = any(token.dep_ in {"pobj", "pcomp"} or token.head.dep_ in {"pobj", "pcomp"} for token in goods)
    return behind or any(token.lemma_.lower() in fields for token in goods)


def _is_budget(clause: Clause) -> bool:
    """Tell whether money is said to be for goods, or to be capital expenditure."""
    things = [t for t in clause.goods.tokens if not clause.resolver.slots.in_name(t)]
    if any(above.lemma_ in word_set("conditions", "buying") for t in things for above in t.ancestors):
        return False
    if clause.goods.layers and any(is_product(clause.resolver.line, t) for t in things):
        return True
    said = [] if clause.predicate.pos_ in VERBAL else list(noun_phrase(clause.predicate))
    return any(t.lemma_.lower() in word_set("conditions", "capex") for t in (*said, *clause.goods.tokens))


def _opens_its_clause(clause: Clause) -> bool:
    """Tell whether a noun is a subject and whose it is isn't said: "a deal with Alpha is due"."""
    noun = clause.predicate
    is_subject = noun.dep_ in {"nsubj", "nsubjpass"}
    agents = complements(noun.head, "by")
    return is_subject and not agents and not children(noun, "poss", "compound")


def _is_won_as_client(clause: Clause) -> bool:
    """Tell whether somebody is won as who buys: "won Alpha as a client"."""
    roles = word_set("conditions", "clients")
    return any(noun.lemma_.lower() in roles for noun in complements(clause.predicate, "as"))


def _is_contested(clause: Clause) -> bool:
    """Tell whether who stands in an object is fought, and not a bid or a claim of theirs."""
    if _has_noun(clause.predicate, "uncontested"):
        return False
    topping = clause.predicate.lemma_ in word_set("conditions", "topping")
    return topping or not _has_noun(clause.predicate, "advances")


def _is_for_deed(clause: Clause) -> bool:
    """Tell whether an infinitive says what money is committed for: "committed 5 billion to buy chips".

    Money that goes into somebody first is theirs: "put 5 billion into Alpha to build chips".
    """
    verb = clause.predicate
    sums = children(verb, "dobj")
    clauses = children(verb, "xcomp", "advcl") + [c for sum_ in sums for c in children(sum_, "acl", "relcl")]
    deeds = [t.i for t in clauses if t.tag_ == "VB" and any(c.tag_ == "TO" for c in t.children)]
    behind = [t for word in (verb, *sums) for t in complements(word, "into", "in", "on", "to", "behind")]
    receivers = [t.i for t in behind if t.i > verb.i and clause.resolver.parties(t)]
    return any(deed > verb.i and not any(place < deed for place in receivers) for deed in deeds)


CHECKS: dict[str, Callable[[Clause], bool]] = {
    "goods": _has_goods,
    "closed_goods": _has_closed_goods,
    "unsourced": _names_no_source,
    "possessed": _is_possessed,
    "things": _has_things,
    "plural": lambda clause: clause.predicate.tag_ == "NNS",
    "money": lambda clause: _money_near(clause.resolver, clause.predicate, clause.sentence),
    "round": _is_in_round,
    "round_before": lambda clause: clause.resolver.discourse.raising is not None,
    "shares": lambda clause: any(
        token.lemma_.lower() in word_set("conditions", "shares") for token in clause.sentence
    ),
    "own": lambda clause: bool(clause.goods.tokens),  # see own_goods
    "habitual": lambda clause: clause.predicate.tag_ in {"VBZ", "VBP"},
    "sized": lambda clause: _has_price(clause.resolver, clause.predicate),
    "under_way": lambda clause: clause.predicate.tag_ == "VBG" and bool(children(clause.predicate, "aux")),
    "priced": lambda clause: any(_has_price(clause.resolver, token) for token in clause.goods.tokens),
    "copula": lambda clause: _is_copular(clause.resolver, clause.predicate) and not _is_label(clause),
    "field": _is_field,
    "lump": lambda clause: (
        _money_near(clause.resolver, clause.predicate, clause.sentence) or _has_word(clause, "lumps")
    ),
    "budget": _is_budget,
    "qualified": lambda clause: any(c.dep_ in {"amod", "nummod"} for c in clause.predicate.children),
    "revenue": lambda clause: _has_word(clause, "revenue"),
    "elaborates": lambda clause: _has_word(clause, "in_return"),
    "alone": _names_nobody,
    "unowned": _opens_its_clause,
    "bare": lambda clause: not is_passive(clause.predicate) and not children(clause.predicate, "dobj"),
    "agentless": lambda clause: is_passive(clause.predicate) and not complements(clause.predicate, "by"),
    "no_client": lambda clause: not _is_won_as_client(clause),
    "entire": lambda clause: not any(map(is_small_share, deep_object(clause.predicate))),
    "partial": lambda clause: not _has_noun(clause.predicate, "control"),
    "singular": lambda clause: clause.predicate.tag_ in {"NN", "NNP"},
    "bidding": _is_bidding,
    "bid_noun": _is_bid,
    "verdict": lambda clause: _has_word(clause, "verdict"),
    "rival_source": _presses_as_rival,
    "comparative": lambda clause: (
        clause.predicate.tag_ in {"JJR", "RBR"}
        or any(t.tag_ == "RBR" for t in children(clause.predicate, "advmod"))
    ),
    "ranked": lambda clause: any(
        t.lemma_.lower() in word_set("conditions", "ranking") for t in clause.sentence
    ),
    "left_behind": lambda clause: any(
        t.lemma_.lower() in word_set("conditions", "left_behind") for t in governed(clause.predicate)
    ),
    "allied": lambda clause: _has_word(clause, "allied"),
    "not_sold": lambda clause: not _has_word_in(clause.predicate, "sold"),
    "contested": _is_contested,
    "no_offering": lambda clause: not is_for_offering(clause.resolver, clause.predicate),
    "no_deed": lambda clause: not _is_for_deed(clause),
    "seller": lambda _: True,  # decided for each pair, see trade.py
}


def _has_price(resolver: Resolver, goods: Token) -> bool:
    """Tell whether a sum stands before goods as what they cost: "a $2bn plant"."""
    before = {t.i for t in goods.subtree if t.i < goods.i}
    tokens = (resolver.line.token_at(sum_.start, sum_.end) for sum_ in resolver.line.money)
    return any(token is not None and token.i in before for token in tokens)


def _has_noun(predicate: Token, noun_class: str) -> bool:
    """Tell whether a verb's object, or the noun itself, is of a class."""
    words = word_set("conditions", noun_class)
    is_verb = predicate.pos_ in VERBAL
    objects = deep_object(predicate) or surface_subject(predicate) if is_verb else [predicate]
    objects = [token for token in objects if not (_is_surety(token) or _is_open_option(token))]
    objects += [inner for token in objects if _is_sum(token) for inner in complements(token, "of", "in")]
    if is_verb and any(map(_is_sum, objects)):
        objects += complements(predicate, "in")
    parts = [p for token in objects for p in (*noun_phrase(token), *children(token, "det", "predet"))]
    named = any(part.lemma_.lower() in words for part in parts)
    if noun_class == "control" and not named:  # "a 62% stake"
        named = any((share_of(token) or 0) > HALF for token in objects)
    if noun_class == "stake" and not named:
        named = any(map(is_share_of_firm, objects))
    if noun_class == "order" and not named:  # "won $5 million in new orders"
        sums = [token for token in objects if token.ent_type_ == "MONEY"]
        forms = [form for token in [*sums, predicate] if sums for form in complements(token, "in", "of")]
        named = any(form.lemma_.lower() in words for form in forms)
    return named or (noun_class == "capital" and any(map(_is_plain_sum, objects)))


def _is_surety(noun: Token) -> bool:
    return noun.lemma_.lower() in word_set("conditions", "surety")


def _is_open_option(noun: Token) -> bool:
    """Tell whether an option is one to do something, which that verb tells: "an option to lease jets"."""
    return noun.lemma_ == "option" and any(verb.tag_ == "VB" for verb in children(noun, "acl", "relcl"))


def _is_plain_sum(token: Token) -> bool:
    """Tell whether an object is a sum of money, and not a sum of something: "$5 billion in orders"."""
    if token.ent_type_ != "MONEY":
        return False
    follows = token.doc[token.i + 1 : token.i + 6]
    is_of = len(follows) > 0 and follows[0].lower_ in {"in", "of", "worth"}
    return not is_of or any(t.lemma_.lower() in word_set("conditions", "capital") for t in follows)


def _is_sum(token: Token) -> bool:
    """Tell whether a word counts or measures what stands behind it: "300 million in new orders"."""
    return is_measure(token) or token.pos_ == "NUM"


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


def _is_copular(resolver: Resolver, noun: Token) -> bool:
    """Tell whether a noun says what somebody is: in apposition, behind "is", "as" or "one of".

    "Its supplier" says what somebody is to another one.
    """
    if any(resolver.parties(child) for child in children(noun, "poss")):
        return False
    while noun.dep_ == "conj" and noun.head.pos_ not in VERBAL:
        noun = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        return True
    if noun.dep_ == "pobj" and noun.head.lower_ in {"of", "among"}:
        above = noun.head.head
        return above.lemma_ == "be" or (above.pos_ == "NUM" and _is_copular(resolver, above))
    if noun.dep_ == "appos":
        return resolver.slots.in_name(noun.head)
    return noun.dep_ == "attr" or bool(children(noun, "cop"))


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
