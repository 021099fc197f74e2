"""Slots read off the order of the words, for sentences whose tree the parser gets wrong.

A long list, a headline or a bracket sends arcs astray, while the order of the words still tells who
stands before a verb and what stands behind its preposition. Only the nearest name counts, only within
the predicate's clause, and a reading of this kind is trusted less than one of the tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import NameKind
from keiretsu.claims.rules.grammar import VERBAL, is_passive
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.lists import CONJUNCTIONS, parts_items, starts_clause
from keiretsu.claims.rules.reading import Line, Party

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

TRUST = 0.75
BEFORE, BEHIND, NEAR = 12, 12, 6
# Verbs with two objects: in "pays Alpha royalties" the name doesn't belong to the noun.
GIVING = {
    "pay",
    "give",
    "sell",
    "offer",
    "hand",
    "award",
    "grant",
    "send",
    "lend",
    "owe",
    "cost",
    "charge",
    "supply",
}
BOUNDARY = {";", ":", "\u2014", "--", ".", "?", "!"}


def loosely(line: Line, predicate: Token, slot: str) -> list[Party]:
    """Return the name that the order of the words puts into a slot, if any does."""
    base, _, _ = slot.partition(".")
    name, _, words = base.partition(":")
    passive = predicate.pos_ in VERBAL and is_passive(predicate)
    if name == "subj":
        return _behind(line, predicate, {"by"}) if passive else _before(line, predicate)
    if name == "poss" and predicate.pos_ not in VERBAL:
        return _possessor(line, predicate)
    if name == "obj" and predicate.pos_ in VERBAL:
        return _before(line, predicate) if passive else _directly_behind(line, predicate)
    if name in {"prep", "obj_prep"}:
        return _behind(line, predicate, set(words.split("|")))
    return []


def only_other(line: Line, noun: Token) -> list[Party]:
    """Return the only organisation that a noun's sentence names outside the noun's own phrase.

    "Alpha hired two chemists from rival Beta": a rival, or an ally, is one of somebody.
    """
    if noun.tag_ in {"NNS", "NNPS"}:
        return []
    own = noun.head if noun.dep_ in {"compound", "nmod", "amod"} and noun.head.i > noun.i else noun
    inside = {token.i for token in own.subtree} | ({own.head.i} if own.dep_ == "appos" else set())
    found = {
        mention.known.canonical: Party(
            mention.known.canonical, line.doc[mention.end - 1], mention.known, TRUST
        )
        for mention in line.mentions_in(noun.sent.start, noun.sent.end)
        if mention.known.kind is not NameKind.PRODUCT and mention.end - 1 not in inside
    }
    return list(found.values()) if len(found) == 1 else []


def _before(line: Line, predicate: Token) -> list[Party]:
    """Return the nearest name before a predicate that isn't inside another verb's complement."""
    doc = predicate.doc
    for position in range(predicate.i - 1, max(predicate.sent.start, predicate.i - BEFORE) - 1, -1):
        token = doc[position]
        if token.text in BOUNDARY:
            return []
        if token.pos_ == "VERB" and token.tag_ not in {"VBG", "VBN"}:
            return []
        found = _party(line, token)
        if found is not None:
            return _run(line, found)
    return []


def _possessor(line: Line, noun: Token) -> list[Party]:
    """Return the name that possesses a noun a few words on: "Alpha's long planned joint venture"."""
    if noun.dep_ in {"compound", "nmod", "amod"} and noun.head.i > noun.i:
        return []
    for position in range(noun.i - 1, max(noun.sent.start, noun.i - NEAR) - 1, -1):
        token = noun.doc[position]
        if token.pos_ in {"ADP", "VERB", "AUX", "SCONJ"} or token.is_punct:
            return []
        mention = line.mention_at(token)
        if mention is not None:
            is_owner = noun.doc[mention.end].tag_ == "POS" and mention.known.kind is not NameKind.PRODUCT
            return [Party(mention.known.canonical, token, mention.known, TRUST)] if is_owner else []
    return []


def _run(line: Line, first: Party) -> list[Party]:
    """Return a name with those that commas and a conjunction list it with."""
    at = line.mention_at(first.token)
    if at is None:
        return [first]
    sentence = first.token.sent
    names = [
        m for m in line.mentions_in(sentence.start, sentence.end) if m.known.kind is not NameKind.PRODUCT
    ]
    here = next((number for number, m in enumerate(names) if m.start == at.start), None)
    if here is None:
        return [first]
    start = end = here
    while start and parts_items(list(line.doc[names[start - 1].end : names[start].start])):
        start -= 1
    while end + 1 < len(names) and parts_items(list(line.doc[names[end].end : names[end + 1].start])):
        end += 1
    between = line.doc[names[start].end : names[end].start]
    if not any(token.lower_ in CONJUNCTIONS for token in between) or starts_clause(line, names[end]):
        return [first]
    return [Party(m.known.canonical, line.doc[m.end - 1], m.known, TRUST) for m in names[start : end + 1]]


def _behind(line: Line, predicate: Token, prepositions: Iterable[str]) -> list[Party]:
    """Return the first name behind one of the prepositions that follow a predicate."""
    doc, wanted, open_for_name = predicate.doc, set(prepositions), False
    for token in doc[predicate.i + 1 : min(predicate.sent.end, predicate.i + 1 + BEHIND)]:
        if token.text in BOUNDARY or _opens_clause(token):
            return []
        if token.pos_ in {"ADP", "SCONJ"} or token.lower_ in wanted:
            is_absolute = token.lower_ == "with" and token.nbor(-1).text == ","  # ", with Alpha leading"
            open_for_name = token.lower_ in wanted and not is_absolute
        elif token.like_num or token.is_currency:
            open_for_name = False
        found = _party(line, token)
        if found is not None:
            return _run(line, found) if open_for_name else []
    return []


def _opens_clause(verb: Token) -> bool:
    """Tell whether what stands behind a verb is its own: "took a loan, and will buy jets from Alpha".

    An infinitive says what money is for: "took a loan to buy jets from Alpha".
    """
    is_finite = verb.tag_ in {"VBD", "VBZ", "VBP"} or any(child.tag_ == "MD" for child in verb.children)
    funds = word_set("conditions", "borrowed", "capital")
    is_purpose = verb.tag_ == "VB" and verb.i > 1 and verb.nbor(-2).lemma_.lower() in funds
    return verb.pos_ == "VERB" and (is_finite or is_purpose)


def _directly_behind(line: Line, predicate: Token) -> list[Party]:
    """Return a name that follows a verb without a preposition between."""
    for token in predicate.doc[predicate.i + 1 : min(predicate.sent.end, predicate.i + 7)]:
        if token.pos_ in {"ADP", "SCONJ", "VERB", "AUX"} or token.text in BOUNDARY:
            return []
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.i > token.i:
            return []  # "buys what Alpha makes"
        found = _party(line, token)
        if found is not None:
            is_given = predicate.lemma_ in GIVING
            return _run(line, found) if is_given or not _qualifies(line, token) else []
    return []


def _party(line: Line, token: Token) -> Party | None:
    mention = line.mention_at(token)
    if mention is None or mention.known.kind is NameKind.PRODUCT:
        return None
    if mention.end < len(token.doc) and token.doc[mention.end].tag_ == "POS":
        return None
    return Party(mention.known.canonical, token, mention.known, TRUST)


def _qualifies(line: Line, token: Token) -> bool:
    """Tell whether a name stands before the noun that is meant: "buys Alpha hardware"."""
    mention = line.mention_at(token)
    if mention is None:
        return False
    root = token.doc[mention.start : mention.end].root
    return root.dep_ in {"compound", "nmod"} and root.head.i >= mention.end and root.head.pos_ == "NOUN"
