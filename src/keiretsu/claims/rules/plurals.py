"""Singulars of plurals that the lemmatizer gets wrong: "dies", "cookies", "gigafactories"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.pipeline import PLAIN_WORDS

if TYPE_CHECKING:
    from spacy.tokens import Token

HISSING = ("ches", "shes", "xes", "sses")


def mend_plural(noun: Token) -> None:
    """Give a plural in "-es" the singular that English spelling gives it, in place.

    Where the dictionary has a noun in "-ie" and one in "-y", the former is the common one ("die",
    "cookie"); a word that it doesn't have ends in "-y", or loses its "-es".
    """
    word = noun.lower_
    if not word.endswith("es") or noun.tag_ != "NNS":
        return
    words = noun.vocab.lookups.get_table(PLAIN_WORDS, {})
    if word.endswith("ies") and len(word) > len("ies"):
        noun.lemma_ = word[:-1] if word[:-1] in words else f"{word[:-3]}y"
    elif word.endswith(HISSING) and word[:-1] not in words and noun.lemma_ == word[:-1]:
        noun.lemma_ = word[:-2]
