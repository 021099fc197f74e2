"""What is supplied, built or fought over: layers from the words for goods.

The closed layers have their own vocabulary; in other industries the text's own noun is the layer,
singular, in lower case, with an underscore for a space.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import NameKind
from keiretsu.claims.rules.grammar import children, complements, coordinated
from keiretsu.claims.rules.lexicon import lexicon, word_set
from keiretsu.claims.rules.reading import Line
from keiretsu.vocabulary import is_layer, layers

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 3
FRACTIONS = {
    "half",
    "third",
    "quarter",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "percent",
    "%",
}


@cache
def _vocabulary() -> dict[tuple[str, ...], str]:
    """Return the words of the closed layers, by their lemmas."""
    return {
        tuple(phrase.split()): layer
        for layer, phrases in lexicon("layers").items()
        if layer in layers()
        for phrase in phrases
    }


def goods_layers(line: Line, items: Iterable[Token], *, open_goods: bool) -> list[str]:
    """Return the layers that goods belong to, one for each item of a list, without repetition."""
    found: list[str] = []
    for item in items:
        layer = closed_layer(line, item) or (open_layer(line, item) if open_goods else None)
        if layer is not None and layer not in found:
            found.append(layer)
    return found


def goods_items(token: Token) -> list[Token]:
    """Return the goods of a list; a container ("a range of chips") stands for what is in it."""
    items = []
    for item in coordinated(token):
        inner = (
            complements(item, "of", "to", "from", "for")
            if item.lemma_.lower() in word_set("layers", "containers") or is_measure(item)
            else []
        )
        money = item.ent_type_ == "MONEY" or item.pos_ in {"NUM", "SYM"}
        if money:
            inner = complements(item, "of", "in")
        items += [part for obj in inner for part in coordinated(obj)] or [item]
        items += [other for prep in ("like", "including") for other in complements(item, prep)]
    return items


def is_measure(token: Token) -> bool:
    """Tell whether a noun measures what stands behind it: "200 megawatts of power", "a fifth of sales"."""
    counted = token.pos_ == "NUM" or any(child.dep_ in {"nummod", "quantmod"} for child in token.children)
    return (counted or token.lemma_.lower() in FRACTIONS) and bool(complements(token, "of"))


def closed_layer(line: Line, token: Token) -> str | None:
    """Return the closed layer of a noun phrase: the rightmost word or product that has one."""
    phrase = [t for t in token.subtree if t.i <= token.i and _is_modifier(t, token)]
    found = _words_layer([_lemma(t) for t in phrase if not _in_firm(line, t)])
    if found is None:
        for part in reversed(phrase):
            named = line.mention_at(part)
            if named is not None and named.known.kind is not NameKind.ORGANISATION and named.known.layer:
                return named.known.layer
    return found or _from_complement(token)


def _in_firm(line: Line, token: Token) -> bool:
    """Tell whether a word is part of a firm's name: "Alpha Software" says nothing about what is sold."""
    mention = line.mention_at(token)
    return mention is not None and mention.known.kind is NameKind.ORGANISATION


def _words_layer(lemmas: list[str]) -> str | None:
    """Return the layer of the rightmost words that have one; a general head yields to its modifiers."""
    general: str | None = None
    for end in range(len(lemmas), 0, -1):
        for size in range(min(LONGEST, end), 0, -1):
            layer = _vocabulary().get(tuple(lemmas[end - size : end]))
            if layer is None:
                continue
            if size > 1 or lemmas[end - 1] not in word_set("layers", "general"):
                return layer
            general = general or layer
    return general


def _from_complement(token: Token) -> str | None:
    if token.pos_ == "PROPN":
        for child in children(token, "appos"):
            described = _words_layer(
                [_lemma(t) for t in child.subtree if t.i <= child.i and _is_modifier(t, child)]
            )
            if described is not None:
                return described
    for child in [*complements(token, "for", "of"), *children(token, "appos")]:
        for size in (2, 1):
            if child.i - size + 1 < 0:
                continue
            words = tuple(_lemma(t) for t in child.doc[child.i - size + 1 : child.i + 1])
            if words in _vocabulary() and token.lemma_.lower() in word_set("layers", "containers"):
                return _vocabulary()[words]
    return None


def _is_modifier(token: Token, head: Token) -> bool:
    while token != head:
        if token.dep_ not in {"compound", "amod", "nmod", "nummod", "punct", "npadvmod", "dep", "conj", "cc"}:
            return False
        token = token.head
    return True


def _lemma(token: Token) -> str:
    if token.lower_ == "data":
        return "data"
    if token.pos_ == "PROPN" and (token.lower_.removesuffix("s"),) in _vocabulary():
        return token.lower_.removesuffix("s")
    return token.lower_ if token.pos_ == "PROPN" and not token.lower_.endswith("s") else token.lemma_.lower()


def open_layer(line: Line, token: Token) -> str | None:
    """Return a noun as an open layer, with the noun before it, or ``None`` where it names no goods."""
    head = token.lemma_.lower()
    if token.pos_ != "NOUN" or line.mention_at(token) is not None or head in word_set("layers", "not_goods"):
        return None
    if (
        not head.replace("-", "").isalpha()
        or len(head) < 2
        or token.ent_type_ in {"MONEY", "DATE", "PERCENT"}
    ):
        return None
    before = token.doc[token.i - 1] if token.i else None
    is_compound = (
        before is not None and before.head == token and before.dep_ == "compound" and before.pos_ == "NOUN"
    )
    words = [head] if head not in word_set("layers", "vague") else []
    is_compound = is_compound and before is not None and line.mention_at(before) is None
    if is_compound and before is not None and before.lemma_.lower() not in word_set("layers", "not_goods"):
        words.insert(0, before.lemma_.lower())
    name = "_".join(words).replace("-", "_")
    return name if is_layer(name) else None


def is_goods(token: Token) -> bool:
    """Tell whether a noun names goods of some industry."""
    return token.lemma_.lower() in word_set("layers", "goods")
