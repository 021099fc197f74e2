"""Funding rounds across sentences: who raises, and how much, for the sentences that list the investors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.conditions import distance
from keiretsu.claims.rules.grammar import governing_verb
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.reading import Party
from keiretsu.claims.rules.resolve import Resolver
from keiretsu.quantities import Money

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

REACH = 5


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


def _raiser(resolver: Resolver, token: Token) -> list[Party]:
    if token.pos_ == "VERB":
        return resolver.fill(token, "subj")
    owner = resolver.role(token, ("poss", "mod"))
    verb = governing_verb(token)
    if owner or verb is None or verb.lemma_ not in word_set("conditions", "raising"):
        return owner
    return resolver.fill(token, "subj")


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
