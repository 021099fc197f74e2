"""Names that a common noun is told to stand for: "firms such as Alpha", "a group that includes Alpha"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.grammar import VERBAL, children, complements, surface_subject
from keiretsu.claims.rules.groups import members
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.lists import misplaced_examples, such_as

if TYPE_CHECKING:
    from spacy.tokens import Token

    from keiretsu.claims.rules.reading import Line

NAMING = {"call", "name", "dub", "know", "style"}
COUNTING = {"count", "number", "list", "include", "rank", "have"}
RANGING = {"range", "span", "run", "stretch"}
EXEMPLIFYING = ("like", "including", "namely", "include")
BESIDE = {"alongside", "together", "along"}
LONGEST_BRACKET = 30
LONGEST_CLAUSE = 14


def examples(line: Line, token: Token) -> list[Token]:
    """Return the names behind "like", "such as", "including", in brackets or in apposition."""
    if token.pos_ not in {"NOUN", "PROPN", "NUM", "ADJ", "DET"}:
        return []
    found = complements(token, *EXEMPLIFYING)
    found += [obj for prep in children(token, "prep") if such_as(prep) for obj in children(prep, "pobj")]
    found += misplaced_examples(token)
    found += [child for child in children(token, "appos", "nmod", "dep") if child.i > token.i]
    found += [
        obj
        for verb in children(token, "acl")
        if verb.lemma_ in NAMING
        for obj in children(verb, "oprd", "dobj", "attr")
    ]
    found += _comprised(token)
    found += _bracketed(line, token)
    found += _counted(token)
    lemma = token.lemma_.lower()
    if lemma in word_set("resolve", "partitives"):
        found += complements(token, "of")
    if lemma in word_set("resolve", "officials"):
        found += complements(token, "at", "of")
    return found or _behind_clause(line, token)


def _comprised(token: Token) -> list[Token]:
    """Return what a group is said to include: "a group that includes Alpha", "backers include Alpha"."""
    found = members(token)
    if token.dep_ == "nsubj" and token.head.lemma_ in RANGING:
        found += complements(token.head, "from", "to")
    if token.dep_ in {"nsubj", "nsubjpass"}:
        verbs = [token.head, *children(token.head, "xcomp")]
        found += [obj for verb in verbs if verb.lemma_ == "include" for obj in children(verb, "dobj")]
    return found


def _behind_clause(line: Line, token: Token) -> list[Token]:
    """Return the names behind a plural noun's own clause: "sites that looked weak, like Alpha and Beta"."""
    if token.tag_ not in {"NNS", "NNPS"} or not children(token, "relcl", "acl"):
        return []
    doc, end = token.doc, min(token.sent.end, token.i + LONGEST_CLAUSE)
    for position in range(token.i + 2, end):
        word, before = doc[position], doc[position - 1]
        opens = word.lower_ in {"like", "including", "namely"} and before.text == ","
        if opens or (word.lower_ == "as" and before.lower_ == "such"):
            names = line.mentions_in(position + 1, min(token.sent.end, position + 6))
            mention = next(iter(names), None)
            return [] if mention is None else [doc[mention.end - 1]]
    return []


def _bracketed(line: Line, token: Token) -> list[Token]:
    """Return the names in brackets right behind a noun: "cloud providers (Alpha, Beta)"."""
    doc, position = token.doc, token.i + 1
    if position >= len(doc) or doc[position].text != "(":
        return []
    inside = []
    for following in doc[position + 1 : position + LONGEST_BRACKET]:
        if following.text == ")":
            break
        inside.append(following)
    mentions = [line.mention_at(t) for t in inside]
    return [t for t, m in zip(inside, mentions, strict=True) if m is not None and t.i == m.end - 1]


def _counted(token: Token) -> list[Token]:
    """Return the names in "counts Alpha and Beta among its customers", "Alpha is among its customers"."""
    preposition = token.head
    if token.dep_ != "pobj" or preposition.lower_ != "among":
        return []
    if _is_counted(preposition.head):
        return [preposition.head]
    if preposition.head.lemma_ == "be":
        behind = children(preposition.head, "attr")
        return surface_subject(preposition.head) + [t for t in behind if token.i < preposition.head.i]
    return children(preposition.head, "dobj") if preposition.head.lemma_ in COUNTING else []


def _is_counted(name: Token) -> bool:
    """Tell whether "among" hangs on the name that somebody counts: "counts Beta among its customers"."""
    return name.dep_ == "dobj" and name.pos_ == "PROPN" and name.head.lemma_ in COUNTING


def companions_of(argument: Token) -> list[Token]:
    """Return who does, or undergoes, what somebody does: "along with Beta", "Alpha chose it, as did Beta".

    Behind the verb "along with" goes with the subject where the object is goods: a common noun or a number.
    """
    verb = argument.head
    goods = [obj for obj in children(verb, "dobj") if obj.pos_ in {"NOUN", "NUM"}]
    preps = children(argument, "prep")
    if argument.dep_ == "dobj":
        preps += [p for p in children(verb, "prep") if p.i > argument.i]
    elif argument.dep_ == "nsubj":
        preps += [p for p in children(verb, "prep") if p.i < verb.i or goods]
        preps += [p for obj in goods for p in children(obj, "prep") if _is_parted(p)]
    found = [
        obj
        for prep in preps
        if prep.lower_ in BESIDE or any(child.lower_ in BESIDE for child in prep.children)
        for obj in [*children(prep, "pobj"), *complements(prep, "with")]
    ]
    for clause in children(verb, "advcl", "ccomp") if argument.dep_ == "nsubj" else []:
        if clause.lemma_ in {"do", "have", "be"} and clause.left_edge.lower_ in {"as", "so"}:
            found += [other for other in children(clause, "nsubj") if other.i > clause.i]
    return found


def _is_parted(preposition: Token) -> bool:
    first = preposition.left_edge
    return first.i > 0 and first.nbor(-1).text == ","


def haver(noun: Token) -> list[Token]:
    """Return who has what a noun names: "has three suppliers", "counts Beta as a customer"."""
    head = noun.head
    if noun.dep_ == "dobj" and head.lemma_ in {"have", "count"} and noun.tag_ == "NNS":
        return surface_subject(head)
    if noun.dep_ == "pobj" and head.lower_ == "among" and _is_counted(head.head):
        return surface_subject(head.head.head)
    is_as = noun.dep_ == "pobj" and head.lower_ in {"as", "among"} and head.head.pos_ in VERBAL
    if is_as and head.head.lemma_ in COUNTING | {"cite", "name", "boast"} and children(head.head, "dobj"):
        return surface_subject(head.head)
    return []
