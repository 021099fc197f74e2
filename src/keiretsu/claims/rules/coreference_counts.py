"""Plurals and numbers that take up organisations: "the two", "both customers", "the pair"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

    from keiretsu.claims.rules.coreference_entries import Entry

COUNTED = {"two", "three"}


def stands_alone(number: Token) -> bool:
    """Tell whether a number stands for those just named: "between the two"."""
    return is_definite(number) and not any(child.dep_ in {"prep", "relcl"} for child in number.children)


def takes_up_several(noun: Token) -> bool:
    """Tell whether a plural takes up organisations; behind "both" what they are to somebody will do."""
    lemma = noun.lemma_.lower()
    is_both = any(child.lower_ == "both" for child in noun.children)
    return lemma in word_set("coreference", "generic", "typed") or (
        is_both and lemma in word_set("names", "company_noun")
    )


def counts_two(token: Token) -> bool:
    """Tell whether a noun counts what it stands for, though it is singular: "the pair"."""
    return token.lemma_.lower() in {"pair", "duo", "both", "trio"}


def count_of(token: Token) -> int | None:
    """Return how many organisations a noun or number stands for, where it says so."""
    words = {child.lower_ for child in token.children} | {token.lower_}
    if words & {"two", "both", "pair", "duo", "former", "latter"}:
        return 2
    if words & {"three", "trio"}:
        return 3
    return None


def listed_together(entries: list[Entry], count: int | None) -> list[Entry]:
    """Return the one list of as many as are counted: "the two" behind "was bought by Alpha and Beta"."""
    lists: dict[int, list[Entry]] = {}
    for entry in entries:
        first = entry.token
        while first.dep_ == "conj" and first.head.pos_ in {"PROPN", "NOUN"}:
            first = first.head
        lists.setdefault(first.i, []).append(entry)
    fitting = [found for found in lists.values() if len(found) == count]
    return fitting[0] if len(fitting) == 1 else []


def is_definite(token: Token) -> bool:
    """Tell whether a noun takes up what is known: by its article, or as a place's: "Asia's biggest bank"."""
    return any(
        child.lower_ in word_set("coreference", "definite")
        or (child.dep_ == "poss" and child.ent_type_ == "GPE")
        for child in token.children
    )
