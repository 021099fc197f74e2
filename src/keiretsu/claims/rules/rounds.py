"""Funding rounds across sentences: who raises, and how much, for the sentences that list the investors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.conditions import distance
from keiretsu.claims.rules.grammar import children, complements, deep_object, governing_verb
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.reading import Party
from keiretsu.claims.rules.resolve import Resolver
from keiretsu.quantities import Money

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

REACH = 5
BESIDE = ("with", "alongside")


def note_round(resolver: Resolver, sentence: Span) -> None:
    """Remember the round that a sentence speaks of, if it says whose it is."""
    for token in sentence:
        if token.lemma_.lower() not in word_set("conditions", "round"):
            continue
        resolver.discourse.raised_in = resolver.discourse.sentence
        found = _raiser(resolver, token)
        if found:
            resolver.discourse.raising = found[0]
            resolver.discourse.round_amount = _sum(resolver, sentence, token)
            return


def companions(resolver: Resolver, predicate: Token, subjects: list[Party]) -> list[Party]:
    """Return who takes part in a round beside its leaders: "led by Alpha, with Beta and Gamma"."""
    verb = governing_verb(predicate) if predicate.pos_ == "NOUN" else predicate
    leading = [] if verb is None else [verb, *(t for t in verb.subtree if t.dep_ in {"acl", "advcl"})]
    names = {party.name for party in subjects}
    found = [
        party
        for token in leading
        for other in complements(token, *BESIDE, *(["by"] if token.lemma_ == "join" else []))
        for party in resolver.parties(other)
        if party.name not in names
    ]
    return list({party.name: party for party in found}.values())


def _raiser(resolver: Resolver, token: Token) -> list[Party]:
    if token.pos_ == "VERB":
        return resolver.fill(token, "subj")
    owner = resolver.role(token, ("poss", "mod")) or [
        party for party in resolver.fill(token, "prep:in|for|of") if resolver.slots.in_name(party.token)
    ]
    valued = [
        obj for verb in children(token, "relcl", "acl") if verb.lemma_ == "value" for obj in deep_object(verb)
    ]
    owner = owner or [party for obj in valued for party in resolver.parties(obj)]
    verb = governing_verb(token)
    if not owner and verb is not None and verb.lemma_ == "value":  # "was valued at 2 billion in a round"
        return [party for obj in deep_object(verb) for party in resolver.parties(obj)]
    if owner or verb is None or verb.lemma_ not in word_set("conditions", "raising"):
        return owner
    return resolver.fill(verb, "subj")  # who closes it, and not who leads it


def _sum(resolver: Resolver, sentence: Span, token: Token) -> Money | None:
    best: tuple[int, Money] | None = None
    for mention in resolver.line.money:
        place = resolver.line.token_at(mention.start, mention.end)
        if (
            place is None
            or not sentence.start <= place.i < sentence.end
            or mention.money.basis == "valuation"
        ):
            continue
        steps = distance(place, token)
        if steps <= REACH and (best is None or steps < best[0]):
            best = steps, mention.money
    return None if best is None else best[1]
