"""Which stretches of a line may be names, before anything is known of what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from keiretsu.claims.rules.lexicon import data_file, word_set
from keiretsu.claims.rules.names_shapes import DASHES, INNER_CAPITAL, is_capital, is_plain_word, link

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NAME = re.compile(r"[^\W_][\w.&'\u2019/+:-]*")
_INITIALS = re.compile(r"[A-Z]{2,}s")
_QUARTER = re.compile(r"(?:Q[1-4]|[1-4]Q|H[12]|[12]H|FY)\b")
_RANGE = re.compile(r"\d[\d.,]*[A-Za-z]{0,4} ?[-\u2013] ?\d[\d.,]*[A-Za-z]{0,4}|\d[\d.,]+[KMB]")
_SYMBOL = re.compile(r"[A-Z0-9]{1,6}[a-z]?\.(?:[A-Z]{2}|[A-Z](?![A-Z.]))")


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
    zones = Locale("en").time_zones.values()
    cities = frozenset(str(zone["city"]) for zone in zones if "city" in zone)
    return territories | cities | word_set("names_places", "short", "cities", "states")


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
    stretches = _headline_runs(doc) if is_headline else _runs(doc)
    for run_start, run_end in stretches:
        for piece in _pieces(doc, run_start, run_end):
            start, end = _trim(doc, *piece)
            if (
                start < end
                and _is_name_like(doc[start].text, doc[start:end].text)
                and not _is_symbol(doc, start, end)
            ):
                yield Candidate(start, end, joined(doc, start, end), _label(doc, start, end))


def joined(doc: Doc, start: int, end: int) -> str:
    """Return the words of a stretch with one space between them."""
    return " ".join(token.text for token in doc[start:end])


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    position = 0
    while position < len(doc):
        if not is_capital(doc[position]):
            position += 1
            continue
        end = position + 1
        while end < len(doc) and not _starts_sentence(doc, end):
            length = link(doc, position, end)
            if length is None:
                break
            end += length
        yield position, end
        position = end


def _starts_sentence(doc: Doc, position: int) -> bool:
    """Tell whether a sentence starts behind the dot of a legal form: "... from X Inc. Y bought ..."."""
    is_closed = (
        doc[position - 1].text in word_set("names", "legal_suffix") and doc[position - 1].text[-1] == "."
    )
    return is_closed and bool(doc[position].is_sent_start)


def _headline_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the runs of words of a headline that are no plain words, and what is recognised as one name."""
    position = 0
    while position < len(doc):
        entity = _entity_end(doc, position)
        end = entity or position
        while not entity and end < len(doc) and _is_coined(doc[end]):
            end += 1
        if end > position:
            yield position, end
        position = max(end, position + 1)


def _entity_end(doc: Doc, position: int) -> int | None:
    """Return where an organisation ends that begins here; one with a verb inside is none."""
    for entity in doc.ents:
        if entity.start == position and entity.label_ == "ORG":
            generic = word_set("names", "organisation_word", "authority_word", "legal_suffix")
            plain = [is_plain_word(doc.vocab, token.text) and token.text not in generic for token in entity]
            return entity.end if not any(plain) else None
    return None


def _is_coined(token: Token) -> bool:
    text = token.text
    is_written_so = text[0].isupper() or bool(INNER_CAPITAL.search(text))
    is_name = text in word_set("names", "organisation_word", "legal_suffix") and token.i > 0
    return (
        is_written_so
        and not token.is_stop
        and text[-1].isalnum()
        and (is_name or not is_plain_word(token.vocab, text))
    )


def _pieces(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run at owners ("Alpha's Beta"), titles ("Alpha CEO Jane Doe"), in pairs ("Alpha-Beta deal")."""
    first = start
    is_pair = end < len(doc) and doc[end].lemma_.lower() in word_set("names", "pairing_noun")
    for token in doc[start:end]:
        is_owner = token.text in {"'s", "'"} and token.i < end - 1 and doc[token.i + 1].text != ","
        is_title = token.text in word_set("names", "split_title") and end - start > 1
        is_title = is_title and not any(
            word.text in word_set("names", "authority_word") for word in doc[token.i : end]
        )
        if is_owner or is_title or (is_pair and token.text in DASHES):
            yield first, token.i
            first = token.i + 1
    yield first, end


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Leave out what stands before a name with a capital of its own: "Airline X", "Danish X"."""
    while start < end and (doc[start].lower_ in {"the", "a", "an"} or not doc[start].text[0].isalnum()):
        start += 1
    while end > start and (
        (not _closes_name(doc[end - 1].text) and doc[end - 1].text not in word_set("names", "legal_suffix"))
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


def _closes_name(word: str) -> bool:
    """Tell whether a word may be a name's last: brands end in a letter, a figure or a plus."""
    return word.rstrip("+")[-1:].isalnum()


def _is_foreword(doc: Doc, start: int, end: int) -> bool:
    first, last = doc[start], doc[end - 1]
    if first.text.isupper() and len(first.text) > 3 and first.text.title() in places():
        return not doc[start + 1].text.isupper()
    if joined(doc, start, end) in places() or not is_capital(doc[start + 1]):
        return False
    if doc[start + 1].text in word_set("names", "legal_suffix"):
        return False
    if first.text in word_set("names", "not_a_name"):
        return last.text not in word_set("names", "authority_word")
    if first.text in nationalities():
        closing = word_set("names", "authority_word", "organisation_word", "legal_suffix")
        offices = word_set("names", "authority_word")
        is_office = any(token.text in offices for token in doc[start:end])
        return first.ent_type_ != "ORG" and last.text not in closing and not is_office
    words = word_set("names", "company_noun") if first.is_sent_start else frozenset[str]()
    is_noun = first.lemma_.lower() in words or first.lower_.removesuffix("s") in words
    return is_noun and last.text not in word_set("names", "legal_suffix", "organisation_word")


def _is_name_like(first: str, text: str) -> bool:
    if text in word_set("names", "not_a_name") or not _NAME.fullmatch(first):
        return False
    is_written_so = any(letter.isupper() for letter in text) or bool(INNER_CAPITAL.search(text))
    return is_written_so and len(text) > 1 and not _QUARTER.match(text) and not _RANGE.fullmatch(text)


def _is_symbol(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a stretch is the name of a market or the symbol of a share: "(NYSE: ABC)", "ABC.N"."""
    if end - start > 1:
        return False
    text = doc[start].text
    markets = word_set("names_shape", "exchange")
    before = [token.text for token in doc[max(0, start - 2) : start]]
    after = doc[end].text if end < len(doc) else ""
    is_quoted = len(before) == 2 and before[1] == ":" and before[0] in markets
    is_market = bool(before) and before[-1] == "(" and text in markets and (after == ":" or text.isupper())
    return is_quoted or is_market or bool(_SYMBOL.fullmatch(text))


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
