"""Which stretches of a line may be names, before anything is known of what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from keiretsu.claims.rules.lexicon import data_file, word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

INNER_CAPITAL = re.compile(r"[a-z][A-Z]|^[a-z]+[A-Z]|^\d+[a-z]{2}")
_NAME = re.compile(r"[^\W_][\w.&'\u2019/+-]*")
_NUMBER = re.compile(r"\d{1,4}[A-Za-z]{0,2}|[IVX]{1,4}")
_INITIALS = re.compile(r"[A-Z]{2,}s")
_QUARTER = re.compile(r"(?:Q[1-4]|H[12]|FY)\b")
_LEADING = {"bank", "university", "ministry", "department", "office", "institute", "commission", "court"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of tokens that may be a name, and what entity recognition calls it."""

    start: int
    end: int
    text: str
    label: str


@cache
def places() -> frozenset[str]:
    """Return the names of countries, big cities and states, which are no organisations."""
    from babel import Locale

    territories = frozenset(str(name) for name in Locale("en").territories.values())
    return territories | word_set("names_places", "short", "cities", "states")


@cache
def nationalities() -> frozenset[str]:
    """Return the adjectives of nations, and the names of languages."""
    from babel import Locale

    languages = frozenset(str(name) for name in Locale("en").languages.values() if " " not in str(name))
    return word_set("names_places", "demonyms") | languages


def candidates(doc: Doc, *, is_headline: bool = False) -> Iterator[Candidate]:
    """Yield the stretches of a line that may be names.

    In a headline every word has a capital; there only entity recognition tells where a name ends.
    """
    stretches = _entities(doc) if is_headline else _runs(doc)
    for run_start, run_end in stretches:
        for piece in _pieces(doc, run_start, run_end):
            start, end = _trim(doc, *piece)
            if start < end and _is_name_like(doc[start:end].text):
                yield Candidate(start, end, joined(doc, start, end), _label(doc, start, end))


def joined(doc: Doc, start: int, end: int) -> str:
    """Return the words of a stretch with one space between them."""
    return " ".join(token.text for token in doc[start:end])


def _entities(doc: Doc) -> Iterator[tuple[int, int]]:
    for entity in doc.ents:
        if entity.label_ == "ORG":
            yield entity.start, entity.end


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    position = 0
    while position < len(doc):
        if not _is_capital(doc[position]):
            position += 1
            continue
        end = position + 1
        while end < len(doc):
            link = _link(doc, position, end)
            if link is None:
                break
            end += link
        yield position, end
        position = end


def _is_capital(token: Token) -> bool:
    """Tell whether a word is written as a name is, and isn't just the first of its sentence."""
    text = token.text
    if not (text[0].isupper() or INNER_CAPITAL.search(text)) or (token.like_num and token.ent_type_ != "ORG"):
        return False
    if token.pos_ == "PROPN" or token.ent_type_ in {"ORG", "PERSON", "GPE", "PRODUCT"}:
        return True
    if token.is_sent_start or (token.i > 0 and token.nbor(-1).is_quote):
        return token.is_oov or bool(INNER_CAPITAL.search(text)) or _is_bare_subject(token)
    return token.pos_ in {"NOUN", "ADJ", "X", "VERB", "INTJ", "ADV"}


def _is_bare_subject(token: Token) -> bool:
    """Tell whether a word that opens a sentence is a name: one thing, without an article, that deals."""
    from keiretsu.claims.rules.names_votes import deals

    own = {"appos", "conj", "cc", "punct"}
    is_bare = token.tag_ in {"NN", "JJ"} and all(child.dep_ in own for child in token.children)
    return is_bare and token.dep_ == "nsubj" and any(map(deals, [token.head, *token.head.children]))


def _link(doc: Doc, start: int, end: int) -> int | None:
    """Return how many tokens the name goes on with, or ``None`` where it ends."""
    token = doc[end]
    if _is_capital(token) or _is_number_of(token, start):
        return 1
    if end + 1 == len(doc):
        return None
    after = doc[end + 1]
    if token.text == "," and after.text in word_set("names", "legal_suffix"):
        return 2
    if _is_own_s(doc, end):
        return 1
    if not _is_capital(after):
        return None
    is_joined = token.text == "&" or (token.text in {"-", "\u2013"} and not _is_spaced(doc, end))
    return 2 if is_joined or _is_inner_word(doc, start, end) else None


def _is_number_of(token: Token, start: int) -> bool:
    """Tell whether a number belongs to the name before it."""
    if not _NUMBER.fullmatch(token.text):
        return False
    counted = token.dep_ == "nummod" and start <= token.head.i < token.i
    return counted or (token.ent_iob_ == "I" and not token.is_digit)


def _is_inner_word(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a preposition or "and" is part of a name: "Bank of X", "Ministry of X and Y"."""
    token, after = doc[end], doc[end + 1]
    words = {word.lower_ for word in doc[start:end]}
    leads = bool(words & (_LEADING | _authorities()))
    if token.lower_ in {"of", "for"}:
        return leads
    if token.lower_ != "and" or after.ent_iob_ != "I":
        return False
    is_one = leads and "of" in words and after.ent_type_ == doc[end - 1].ent_type_
    return is_one or _ends_in_organisation_word(doc, end + 1)


@cache
def _authorities() -> frozenset[str]:
    return frozenset(word.lower() for word in word_set("names", "authority_word"))


def _is_spaced(doc: Doc, position: int) -> bool:
    return bool(doc[position - 1].whitespace_ or doc[position].whitespace_)


def _is_own_s(doc: Doc, position: int) -> bool:
    """Tell whether an apostrophe belongs to the name, as where a verb follows it."""
    mark = doc[position]
    if mark.text != "'s" or position + 1 >= len(doc):
        return False
    is_inside = mark.ent_type_ == "ORG" and mark.ent_iob_ == "I"
    return is_inside and doc[position + 1].pos_ in {"VERB", "AUX"} and doc[position - 1].dep_ != "poss"


def _ends_in_organisation_word(doc: Doc, position: int) -> bool:
    """Tell whether "and" joins words of one name: "Markets and Trade Authority", "X Oil and Gas"."""
    end = position
    while end < len(doc) and _is_capital(doc[end]):
        end += 1
    while end > position and doc[end - 1].text in word_set("names", "legal_suffix"):
        end -= 1
    if end == position:
        return False
    generic = word_set("names", "organisation_word")
    is_generic = all(token.text in generic for token in (doc[position - 2], *doc[position:end]))
    return is_generic or doc[end - 1].text in word_set("names", "authority_word")


def _pieces(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run at owners ("Alpha's Beta") and at titles ("Alpha CEO Jane Doe")."""
    first = start
    for token in doc[start:end]:
        is_owner = token.text in {"'s", "'"} and token.i < end - 1
        is_title = token.text in word_set("names", "split_title") and end - start > 1
        is_title = is_title and not any(
            word.text in word_set("names", "authority_word") for word in doc[token.i : end]
        )
        if is_owner or is_title:
            yield first, token.i
            first = token.i + 1
    yield first, end


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Leave out what stands before a name with a capital of its own: "Airline X", "Danish X"."""
    while start < end and (doc[start].lower_ in {"the", "a", "an"} or not doc[start].text[0].isalnum()):
        start += 1
    while end > start and (
        (not doc[end - 1].text[-1].isalnum() and doc[end - 1].text not in word_set("names", "legal_suffix"))
        or doc[end - 1].lower_ in {"and", "of", "for", "the"}
    ):
        end -= 1
    while end - start > 1 and _is_foreword(doc, start, end):
        start += 1
    while end - start > 1 and (
        doc[end - 1].text in nationalities() or _INITIALS.fullmatch(doc[end - 1].text)
    ):
        end -= 1
    return start, end


def _is_foreword(doc: Doc, start: int, end: int) -> bool:
    first, last = doc[start], doc[end - 1]
    if joined(doc, start, end) in places() or not _is_capital(doc[start + 1]):
        return False
    if doc[start + 1].text in word_set("names", "legal_suffix"):
        return False
    if first.text in word_set("names", "not_a_name"):
        return last.text not in word_set("names", "authority_word")
    if first.text in nationalities():
        closing = word_set("names", "authority_word", "organisation_word", "legal_suffix")
        return first.ent_type_ != "ORG" and last.text not in closing
    words = word_set("names", "company_noun") if first.is_sent_start else frozenset[str]()
    is_noun = first.lemma_.lower() in words or first.lower_.removesuffix("s") in words
    return is_noun and last.text not in word_set("names", "legal_suffix", "organisation_word")


def _is_name_like(text: str) -> bool:
    first = text.split(maxsplit=1)[0] if text.split() else ""
    if text in word_set("names", "not_a_name") or not _NAME.fullmatch(first):
        return False
    is_written_so = any(letter.isupper() for letter in text) or bool(INNER_CAPITAL.search(text))
    return is_written_so and len(text) > 1 and not _QUARTER.match(text)


def _label(doc: Doc, start: int, end: int) -> str:
    """Return what entity recognition calls most of the stretch."""
    known = _labels()
    labels = [token.ent_type_ for token in doc[start:end] if token.ent_type_ in known]
    if 2 * len(labels) < end - start or not labels:
        return ""
    return max(sorted(set(labels)), key=labels.count)


@cache
def _labels() -> frozenset[str]:
    """Return the labels of entity recognition that count as evidence."""
    return frozenset(data_file("names_votes")["word"])
