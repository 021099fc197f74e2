"""From a sentence to drafts of claims: frames evoked, arguments resolved, conditions checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from keiretsu.claims.rules.assets import described
from keiretsu.claims.rules.clause_goods import Goods, find_goods, own_goods, owners_among
from keiretsu.claims.rules.conditions import holds
from keiretsu.claims.rules.frames import Frame, frame_table
from keiretsu.claims.rules.grammar import VERBAL, children, complements, noun_phrase
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.reading import Party
from keiretsu.claims.rules.resolve import Resolver
from keiretsu.claims.rules.rounds import companions
from keiretsu.claims.rules.status import clause_status
from keiretsu.claims.rules.trade import oriented
from keiretsu.quantities import Money
from keiretsu.vocabulary import relation
from keiretsu.vocabulary.entries import ObjectKind

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

PARTS = {
    "VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun",
    "ADJ": "adjective", "ADP": "adjective", "ADV": "adjective",
}  # fmt: skip


# What somebody may make, in somebody's opinion, is seldom what a text is about.
GUESSED = 0.7


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim in the making: who does what to whom, the word that says so, and how sure that is."""

    frame: Frame
    predicate: Token
    subject: Party
    object: Party | None
    layer: str | None
    status: str
    trust: float
    amount: Money | None = None
    date: str | None = None


def drafts(resolver: Resolver, sentence: Span) -> Iterator[Draft]:
    """Yield the drafts of a sentence, in the order of the words that evoke them."""
    for token in sentence:
        mention = resolver.line.mention_at(token)
        if mention is None:
            yield from _of_predicate(resolver, sentence, token)


def _of_predicate(resolver: Resolver, sentence: Span, token: Token) -> Iterator[Draft]:
    seen: set[tuple[str, bool]] = set()
    for frame in evoked(token):
        state = frame.relation, frame.status == "ended"  # "switched from Alpha to Beta" states both
        if state in seen:
            continue
        found = list(_of_frame(resolver, sentence, token, frame))
        if found:
            seen.add(state)
            yield from found


def evoked(token: Token) -> list[Frame]:
    """Return the frames that a word evokes; a longer expression hides the shorter ones."""
    part = PARTS.get(token.pos_)
    if part is None or _is_part_of_longer(token):
        return []
    entries = next((found for lemma in lemmas(token) if (found := frame_table().get((part, lemma)))), [])
    fitting = [(rest, frame) for rest, frame in entries if not rest or _has_words(token, part, rest)]
    longest = max((len(rest) for rest, _ in fitting), default=0)
    return [frame for rest, frame in fitting if len(rest) == longest]


def _is_part_of_longer(token: Token) -> bool:
    """Tell whether a noun is only the first word of another's expression: "takeover target"."""
    if token.dep_ != "compound" or token.head.pos_ != "NOUN" or token.i + 1 != token.head.i:
        return False
    entries = frame_table().get(("noun", token.head.lemma_.lower()), [])
    return any(rest == (token.lemma_.lower(),) for rest, _ in entries)


def lemmas(token: Token) -> Iterator[str]:
    """Yield a word's lemma, then the lemmas that its ending allows where the tagger's is no word."""
    yield token.lemma_.lower()
    word = token.lower_
    for ending in ("ing", "ed", "d", "s"):
        if word.endswith(ending) and token.pos_ == "VERB":
            yield word.removesuffix(ending)
            yield word.removesuffix(ending) + "e"


def _has_words(token: Token, part: str, rest: tuple[str, ...]) -> bool:
    if part == "verb":
        near = children(token, "prt", "prep", "advmod", "dobj", "acomp", "dep", "npadvmod", "oprd")
        near = [child for child in near if child.i > token.i or child.dep_ not in {"prt", "prep"}]
        words = {word for child in near for word in (child.lower_, child.lemma_.lower())}
        return all(word in words for word in rest) or _follows(token, rest)
    before = {word for t in noun_phrase(token) for word in (t.lower_, t.lemma_.lower())}
    return all(word in before for word in rest)


def _follows(verb: Token, rest: tuple[str, ...]) -> bool:
    """Tell whether the words of an idiom stand behind its verb in order: "goes head-to-head"."""
    near = [t for t in verb.doc[verb.i + 1 : verb.i + len(rest) + 5] if t.text != "-"]
    words = [{t.lower_, t.lemma_.lower()} for t in near]
    return len(rest) > 1 and any(
        all(word in found for word, found in zip(rest, words[start:], strict=False))
        for start in range(min(3, len(words) - len(rest) + 1))
    )


def _of_frame(resolver: Resolver, sentence: Span, predicate: Token, frame: Frame) -> Iterator[Draft]:
    if (frame.relation == "supplies" and _names_a_deal(predicate)) or _is_of_surety(predicate):
        return
    subjects = resolver.role(predicate, frame.subject)
    if not subjects and relation(frame.relation).object_kind is ObjectKind.PARTY:
        subjects = resolver.loose_role(predicate, frame.subject, frozenset())
    subjects = _somebody_else(resolver, predicate, frame, subjects)
    if not subjects:
        return
    if "round" in frame.requires or predicate.lemma_.lower() in word_set("conditions", "round"):
        subjects = [*subjects, *companions(resolver, predicate, subjects)]
    objects = _objects(resolver, predicate, frame, subjects)
    kind = relation(frame.relation).object_kind
    if kind is ObjectKind.PARTY and not objects and not (frame.mutual and len(subjects) > 1):
        return
    goods = own_goods(resolver, frame, predicate, find_goods(resolver, frame, predicate), subjects)
    subjects = owners_among(resolver, frame, goods, subjects)
    if not holds(resolver, frame, predicate, sentence, goods, subjects):
        return
    status = clause_status(predicate, frame.relation, frame.status)
    if status is None:
        return
    base = Draft(frame, predicate, subjects[0], None, None, status, frame.trust / 100)
    if kind is ObjectKind.PARTY:
        pairs = list(_pairs(base, subjects, objects, goods))
        if frame.oriented or "seller" in frame.requires:
            pairs = [
                turned for draft in pairs if (turned := oriented(resolver.memory.kinds, draft)) is not None
            ]
        yield from pairs
    else:
        yield from _own(base, subjects, goods, kind)


def _somebody_else(resolver: Resolver, predicate: Token, frame: Frame, subjects: list[Party]) -> list[Party]:
    """Return whose goods somebody buys: "its" is not the buyer's in "Alpha ordered 20 of its trucks"."""
    is_purchase = frame.relation == "supplies" and predicate.lemma_.lower() in word_set("trade", "purchasing")
    pronouns = [party.token for party in subjects if party.token.tag_ == "PRP$"]
    if not is_purchase or len(pronouns) != 1:
        return subjects
    buyers = {party.name for slot in frame.object for party in resolver.fill(predicate, slot)}
    if subjects[0].name not in buyers:
        return subjects
    return resolver.discourse.other_than(pronouns[0], buyers)


def _names_a_deal(noun: Token) -> bool:
    """Tell whether a noun only says what kind of deal another names: "power purchase agreement"."""
    deals = word_set("trade", "deals") | word_set("conditions", "offer")
    return noun.dep_ == "compound" and noun.head.lemma_.lower() in deals


def _is_of_surety(noun: Token) -> bool:
    """Tell whether a noun only says what is guaranteed: "a loan guarantee" is no loan."""
    return noun.dep_ == "compound" and noun.head.lemma_.lower() in word_set("conditions", "surety")


def _objects(resolver: Resolver, predicate: Token, frame: Frame, subjects: list[Party]) -> list[Party]:
    """Return the first object slot that holds somebody else than the subjects.

    A pronoun there that seems to be the subject is somebody else: "Alpha is one of its suppliers".
    """
    names = {party.name for party in subjects}
    for slot in frame.object:
        found = [party for party in resolver.fill(predicate, slot) if party.name not in names]
        if found:
            return found
        if slot not in {"obj", "poss", "dative"}:
            continue
        pronouns = [
            token for token in resolver.slots.tokens(predicate, slot) if token.lower_ in {"it", "its"}
        ]
        if pronouns:
            return resolver.discourse.other_than(pronouns[0], names)
    if relation(frame.relation).object_kind is not ObjectKind.PARTY:
        return []
    loose = resolver.loose_role(predicate, frame.object, frozenset(names))
    return loose or (described(resolver, predicate, frame) if frame.described else [])


def _pairs(base: Draft, subjects: list[Party], objects: list[Party], goods: Goods) -> Iterator[Draft]:
    if objects and len(subjects) == len(objects) > 1 and "respectively" in base.predicate.sent.text:
        pairs = list(zip(_in_order(subjects), _in_order(objects), strict=True))
    elif objects:
        pairs = [(one, other) for one in subjects for other in objects if one.name != other.name]
    else:
        pairs = list(combinations(subjects, 2)) if _is_mutual(base, len(subjects)) else []
    for one, other in pairs:
        if not _admissible(base.frame, one, other):
            continue
        same_words = one.token.i == other.token.i
        trust = base.trust * (min(one.trust, other.trust) if same_words else one.trust * other.trust)
        for layer in _claim_layers(base.frame, goods):
            yield replace(base, subject=one, object=other, layer=layer, trust=trust)


def _in_order(parties: list[Party]) -> list[Party]:
    return sorted(parties, key=lambda party: party.token.i)


def _is_mutual(base: Draft, subjects: int) -> bool:
    """Tell whether several subjects are one another's object: "their alliances" may be with others.

    Several alliances between many don't say who is allied with whom.
    """
    predicate = base.predicate
    if base.frame.relation == "partners" and predicate.tag_ == "NNS" and subjects > 2:
        return False
    first = predicate.head if predicate.dep_ == "conj" else predicate
    if predicate.pos_ in VERBAL and complements(predicate, "with", "against"):
        return False  # "Alpha and Beta compete with foreign makers"
    is_owned = any(child.tag_ == "PRP$" for child in first.children)
    is_remote = first.dep_ == "pobj" and first.head.head.pos_ == "NOUN"
    return predicate.tag_ != "NNS" or not (is_owned or is_remote)


def _claim_layers(frame: Frame, goods: Goods) -> list[str | None]:
    if frame.relation in {"supplies", "competes"} and goods.layers:
        return list(goods.layers)
    return [None]


def _own(base: Draft, subjects: list[Party], goods: Goods, kind: ObjectKind) -> Iterator[Draft]:
    found: list[str | None] = list(goods.layers) if kind is not ObjectKind.NOTHING else [None]
    if kind is ObjectKind.LAYER_OR_PROJECT_OR_NOTHING and not found:
        found = [None]
    doubt = GUESSED if base.status in {"speculated", "in_talks"} else 1.0
    for party in subjects:
        for layer in found:
            yield replace(base, subject=party, layer=layer, trust=base.trust * party.trust * doubt)


def _admissible(frame: Frame, one: Party, other: Party) -> bool:
    """Tell whether two organisations can stand in a relation: authorities regulate, and do little else."""
    if frame.authority:
        return other.known is None or other.known.industry_type != "regulator"
    kinds = {party.known.industry_type for party in (one, other) if party.known is not None}
    return "regulator" not in kinds and not kinds & word_set("names_kinds", "outside")
