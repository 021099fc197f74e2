"""Grammatical functions read off a dependency tree, whatever the voice or the clause.

The *deep subject* of "Beta was bought by Alpha", "Alpha, which bought Beta", "Alpha agreed to buy
Beta", "Alpha's plan to buy Beta" and "the firm buying Beta" is found here; frames never see voice.
Labels are those of the ClearNLP scheme, which spaCy's English models use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from keiretsu.claims.rules.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

VERBAL = {"VERB", "AUX"}
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"}
# "Along with" and "together with" add to a list; they are no "with".
JOINING = {"along", "together"}
RELATIVE = {"WDT", "WP", "WP$"}
DEPTH = 8


def children(token: Token, *labels: str) -> list[Token]:
    """Return the dependents of a token with one of the labels, in order."""
    return [child for child in token.children if child.dep_ in labels]


def is_passive(verb: Token) -> bool:
    """Tell whether what stands as a verb's subject is its deep object."""
    if children(verb, "nsubjpass", "auxpass", "csubjpass"):
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ in {"acl", "amod"} or children(verb, "agent"):
        return True
    if verb.dep_ in {"advcl", "acomp"}:
        return not children(verb, "nsubj", "aux", "dobj")
    return verb.dep_ == "conj" and is_passive(verb.head) and not children(verb, "nsubj", "dobj")


def surface_subject(verb: Token, depth: int = 0) -> list[Token]:
    """Return what stands, or is understood, as the subject of a verb."""
    own = children(verb, "nsubj", "nsubjpass")
    if own:
        return [_antecedent(verb) if token.tag_ in RELATIVE else token for token in own]
    if depth > DEPTH:
        return []
    return _understood_subject(verb, depth + 1)


def _antecedent(verb: Token) -> Token:
    """Return the noun that a relative clause is about, or the verb itself where there is none."""
    clause = verb
    while clause.dep_ in {"conj", "xcomp", "ccomp"} and clause.head.pos_ in VERBAL:
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else verb


def relative_antecedent(token: Token) -> Token | None:
    """Return what "which", "whom" or "whose" anywhere in a relative clause stands for."""
    if token.tag_ not in RELATIVE:
        return None
    for above in (token, *ancestors(token)):
        if above.dep_ == "relcl":
            return above.head
    return None


def _understood_subject(verb: Token, depth: int) -> list[Token]:
    head, label = verb.head, verb.dep_
    if label in {"acl", "relcl", "advcl"} and head.pos_ == "PROPN" and head.dep_ == "ROOT" and _has_to(verb):
        return [head]  # a headline: "Alpha to build a plant"
    if label in {"acl", "relcl", "amod"} and head.pos_ not in VERBAL:
        if _has_to(verb):
            return noun_subject(head, depth)
        return [head]
    if label == "pcomp" and head.dep_ in {"prep", "agent"}:
        return _subject_of_governor(head.head, depth)
    if label in {"conj", "advcl", "xcomp", "ccomp", "dep", "parataxis", "acomp"}:
        return _subject_from_clause(verb, head, depth)
    return []


def _subject_from_clause(verb: Token, head: Token, depth: int) -> list[Token]:
    if head.pos_ in VERBAL:
        controlled = children(head, "dobj", "dative")
        if verb.dep_ == "xcomp" and controlled and head.lemma_ in word_set("verbs", "object_control"):
            return controlled[:1]
        if head.dep_ in {"acl", "amod"} and verb.dep_ == "conj" and not _has_to(head):
            return [head.head]
        return surface_subject(head, depth)
    return _subject_of_governor(head, depth)


def _subject_of_governor(governor: Token, depth: int) -> list[Token]:
    if governor.pos_ in VERBAL:
        return surface_subject(governor, depth)
    if governor.dep_ == "attr" and governor.head.pos_ in VERBAL:
        return surface_subject(governor.head, depth)
    return noun_subject(governor, depth)


def _has_to(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.children)


def noun_subject(noun: Token, depth: int = 0) -> list[Token]:
    """Return who does what a noun names: its possessor, else the subject of the verb it depends on."""
    owners = children(noun, "poss") or (children(noun, "nsubj") if noun.dep_ == "ROOT" else [])
    if owners:
        return owners
    governor = governing_verb(noun)
    if governor is None or depth > DEPTH:
        return []
    return [token for token in surface_subject(governor, depth + 1) if token != noun]


def governing_verb(noun: Token) -> Token | None:
    """Return the verb that a noun is a complement of, through prepositions, lists and appositions."""
    token = noun
    for _ in range(DEPTH):
        head = token.head
        if head == token:
            return None
        if head.pos_ in VERBAL:
            return head if token.dep_ not in {"nsubj", "nsubjpass", "npadvmod"} else None
        if token.dep_ not in {"prep", "pobj", "conj", "appos", "attr", "dobj", "acomp", "dep", "dative"}:
            return None
        token = head
    return None


def deep_subject(verb: Token) -> list[Token]:
    """Return who acts, in the active as in the passive."""
    if not is_passive(verb):
        return surface_subject(verb)
    return [*(complements(verb, "by") or _misplaced_agent(verb)), *hyphenated(verb)]


def _misplaced_agent(verb: Token) -> list[Token]:
    """Return an agent that the parser hung on another complement: "sold to Beta by Alpha"."""
    return [
        agent
        for prep in children(verb, "prep", "dative")
        for noun in children(prep, "pobj")
        for agent in complements(noun, "by")
    ]


def deep_object(verb: Token) -> list[Token]:
    """Return who or what is acted on."""
    own = children(verb, "dobj")
    if is_passive(verb):
        return own or surface_subject(verb)  # "Alpha was given a loan"
    if own:
        objects = [_antecedent(verb) if token.tag_ in RELATIVE else token for token in own]
        return [*objects, *_remnants(verb, own[-1])]
    if verb.dep_ == "relcl" and children(verb, "nsubj") and not _relative_subject(verb):
        return [verb.head]
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL and verb.i > verb.head.i:
        return []
    free = [obj for clause in children(verb, "ccomp") for obj in children(clause, "dobj") if is_free(obj)]
    if free:
        return free
    return _shared_object(verb) or _controlled_object(verb)


def is_free(noun: Token) -> bool:
    """Tell whether a noun opens a clause that is about it: "buys whatever chips Alpha makes"."""
    which = any(child.tag_ in RELATIVE and child.dep_ == "det" for child in noun.children)
    return which and noun.dep_ == "dobj" and noun.i < noun.head.i


def _remnants(verb: Token, first: Token) -> list[Token]:
    """Return the objects of clauses that leave their verb out: "bought Alpha in 2010 and Beta in 2012"."""
    found = [child for child in children(verb, "conj") if child.i > first.i and child.pos_ == "PROPN"]
    return found + [
        name
        for prep in children(verb, "prep")
        for other in children(prep, "conj")
        for name in children(other, "pobj")
        if other.i > first.i and name.pos_ == "PROPN" and children(name, "nummod")
    ]


def _relative_subject(verb: Token) -> bool:
    return any(token.tag_ in RELATIVE for token in children(verb, "nsubj"))


def _controlled_object(verb: Token) -> list[Token]:
    """Return whom a verb makes do something: "ordered Alpha to sell"."""
    return [
        subject
        for clause in children(verb, "ccomp", "xcomp")
        if _has_to(clause)
        for subject in children(clause, "nsubj")
    ]


def _shared_object(verb: Token) -> list[Token]:
    """Return the object of a later verb in a list: "makes and sells chips"."""
    return [
        obj for other in children(verb, "conj") if other.pos_ == "VERB" for obj in children(other, "dobj")
    ]


def hyphenated(participle: Token) -> list[Token]:
    """Return the first part of a compound participle: Alpha in "Alpha-backed Beta"."""
    return [
        child
        for child in participle.children
        if child.i < participle.i and child.dep_ in {"npadvmod", "compound", "nsubj", "amod", "dep", "nmod"}
        and participle.doc[participle.i - 1].text in {"-", "\u2013"}
    ]  # fmt: skip


def complements(token: Token, *prepositions: str) -> list[Token]:
    """Return the complements of a token's prepositions; a gerund stands for its own clause."""
    wanted = set(prepositions)
    return [
        obj
        for prep in children(token, "prep", "agent", "dative", "prt", "advmod", "dep")
        for step in [prep, *children(prep, "prep", "conj")]
        if step.lower_ in wanted and prep.lower_ not in JOINING
        for obj in children(step, "pobj", "pcomp")
    ]


def governed(token: Token) -> Iterator[Token]:
    """Yield what a word governs, without relative clauses, lists and appositions."""
    for child in token.children:
        if child.dep_ in {"relcl", "conj", "appos", "ccomp"} or child.tag_ in {"VBN", "VBG"}:
            continue
        yield child
        yield from governed(child)


def coordinated(token: Token) -> list[Token]:
    """Return a token and what it is listed with, in order."""
    found = [token]
    for child in token.children:
        if (child.dep_ == "conj" and child.pos_ not in VERBAL) or _is_next_item(child):
            found += coordinated(child)
    return found


def _is_next_item(token: Token) -> bool:
    """Tell whether a semicolon makes what looks like an apposition the next of a list."""
    if token.dep_ != "appos" or token.head.i > token.i:
        return False
    first = token.left_edge.i
    if first and token.doc[first - 1].lower_ == "and":
        first -= 1
    return first > 0 and token.doc[first - 1].text == ";"


def noun_phrase(token: Token) -> Iterator[Token]:
    """Yield a noun and its own modifiers, without clauses, lists and complements."""
    for child in token.children:
        if child.i < token.i and child.dep_ in {"compound", "amod", "nmod", "poss", "nummod"}:
            yield from noun_phrase(child)
    yield token


def ancestors(token: Token) -> Iterator[Token]:
    """Yield the heads of a token up to the root."""
    seen = 0
    while token.head != token and seen < 50:
        token, seen = token.head, seen + 1
        yield token


def fronted_apposition(noun: Token) -> list[Token]:
    """Return whom a noun that opens a sentence is said of: "A partner of Alpha, Beta makes ships"."""
    if noun.dep_ != "ROOT" or noun.pos_ != "NOUN":
        return []
    return [
        subject
        for verb in children(noun, "relcl", "acl", "ccomp", "parataxis")
        for subject in children(verb, "nsubj", "nsubjpass")
        if subject.pos_ == "PROPN" and subject.left_edge.i and noun.doc[subject.left_edge.i - 1].text == ","
    ]


def said_of(name: Token) -> Iterator[Token]:
    """Yield the nouns that are said of a name: appositions, "X is a", "X, which is a"."""
    for child in name.children:
        if child.dep_ == "appos":
            yield child
        elif child.dep_ == "relcl" and child.lemma_ == "be":
            yield from (noun for noun in child.children if noun.dep_ == "attr")
    if name.dep_ == "appos":
        yield name.head
    if name.dep_ == "nsubj" and name.head.lemma_ == "be":
        yield from (noun for noun in name.head.children if noun.dep_ == "attr")


def unique(tokens: Iterable[Token]) -> list[Token]:
    """Return tokens without repetition, in order."""
    return list({token.i: token for token in tokens}.values())
