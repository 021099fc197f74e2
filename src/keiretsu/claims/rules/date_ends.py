"""Whether a date is the end of a term: "until 2031", "through 2028", "from 2025 to 2030"."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from keiretsu.claims.rules.grammar import VERBAL, ancestors
from keiretsu.claims.rules.lexicon import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

REACH = 8
SIDE_CLAUSES = {"relcl", "advcl", "ccomp", "acl", "parataxis"}
UNTIL = {"until", "till", "'til"}
NEGATIONS = {"not", "n't", "never", "no", "nobody", "nothing", "neither"}


def is_end(date: Token) -> bool:
    """Tell whether a date bounds a term's end; "not until 2027" is when something begins.

    Parameters
    ----------
    date
        The head word of the date.
    """
    word = _word_before(date)
    if word is None:
        return False
    if word.lower_ in word_set("dates", "ending"):
        return not (_is_begun(word) or _is_halfway(word))
    return word.lower_ in word_set("dates", "leading") and (_is_range(word) or _lasts(word))


def _word_before(date: Token) -> Token | None:
    """Return the word that stands before a date and whatever makes it more precise."""
    before = date.doc[max(date.sent.start, date.left_edge.i - REACH) : date.i]
    for token in reversed(before):
        if token.lower_ in word_set("dates", "ending", "leading"):
            return token
        if token.ent_type_ != "DATE" and token.lower_ not in word_set("dates", "between"):
            return None
    return None


def _governors(word: Token) -> Iterator[Token]:
    """Yield the words above a preposition, up to the verb of its clause; an infinitive has no own."""
    for above in ancestors(word):
        yield above
        is_infinitive = any(child.tag_ == "TO" for child in above.children)
        if above.pos_ in VERBAL and above.dep_ in SIDE_CLAUSES and not is_infinitive:
            return


def _is_begun(word: Token) -> bool:
    """Tell whether something begins at the date: "won't start until", "was postponed until"."""
    if word.lower_ not in UNTIL:
        return False
    before = word.nbor(-1) if word.i > word.sent.start else word
    above = list(_governors(word))
    put_off = any(t.lemma_.lower() in word_set("dates", "postponing") for t in above)
    return put_off or before.lower_ in NEGATIONS or any(c.dep_ == "neg" for t in above for c in t.children)


def _is_halfway(word: Token) -> bool:
    """Tell whether "through" lies within a time: "midway through 2025", "late through"."""
    return word.i > word.sent.start and word.nbor(-1).lower_.endswith("way")


def _is_range(word: Token) -> bool:
    """Tell whether "to" closes a range that "from" has opened, or stands behind "up"."""
    before = word.doc[max(word.sent.start, word.i - REACH) : word.i]
    if len(before) and before[-1].lower_ == "up":
        return True
    dated = list(takewhile(lambda t: t.ent_type_ == "DATE" or t.like_num, reversed(before)))
    opening = word.i - len(dated) - 1
    return bool(dated) and opening >= word.sent.start and word.doc[opening].lower_ == "from"


def _lasts(word: Token) -> bool:
    """Tell whether what lasts, lasts to the date: "extended to 2030"."""
    above = list(_governors(word))
    return any(token.lemma_.lower() in word_set("dates", "lasting") for token in above)
