"""Cues of a status in tense, time and condition: "used to supply", "until 2019", "had planned to", "if"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from keiretsu.claims.rules.grammar import VERBAL, children
from keiretsu.claims.rules.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

CONDITIONS = {"if", "unless", "should"}
FULL_STOPS = {"until", "till"}


def time_cues(verb: Token, relation: str) -> Iterator[str]:
    """Yield the cues that a predicate's own verb gives by its tense and its clause."""
    if verb.pos_ not in VERBAL:
        return
    if _is_conditional(verb):
        yield "speculated"
    if _is_past(verb) and _stops(verb):
        yield "ended"
    is_former_plan = _is_pluperfect(verb) and verb.lemma_ in word_set("status", "planned_governor")
    if relation == "acquires" and is_former_plan:
        yield "ended"
    if verb.tag_ == "VBD" and any(child.lower_ == "once" for child in children(verb, "advmod")):
        yield "ended"
    if relation == "partners" and _is_being_made(verb):
        yield "agreed"


def governor_time_cues(head: Token, token: Token, relation: str) -> Iterator[str]:
    """Yield the cues that a verb above the predicate gives by its tense."""
    if head.pos_ not in VERBAL:
        return
    if _is_conditional(head):
        yield "speculated"
    if token.dep_ == "attr" and _is_past(head) and _stops(head):
        yield "ended"
    if relation == "partners" and token.dep_ == "dobj" and _is_being_made(head):
        yield "agreed"
    if head.lemma_ == "use" and head.tag_ in {"VBD", "VBN"} and token.dep_ == "xcomp":
        yield "ended"
    if _is_pluperfect(head) and head.lemma_ in word_set("status", "planned_governor", "in_talks_governor"):
        yield "ended"


def _stops(verb: Token) -> bool:
    return any(child.lower_ in FULL_STOPS for child in children(verb, "prep", "mark"))


def _is_conditional(verb: Token) -> bool:
    return verb.dep_ == "advcl" and any(
        child.lower_ in CONDITIONS and child.i < verb.i for child in children(verb, "mark", "aux")
    )


def _is_past(verb: Token) -> bool:
    if verb.tag_ == "VBD":
        return True
    auxiliaries = {child.lower_ for child in children(verb, "aux", "auxpass")}
    return verb.tag_ in {"VBN", "VBG"} and bool(auxiliaries & {"was", "were", "had"})


def _is_pluperfect(verb: Token) -> bool:
    return verb.tag_ == "VBN" and any(
        child.lower_ in {"had", "'d"} and child.lemma_ == "have" for child in children(verb, "aux")
    )


def _is_being_made(verb: Token) -> bool:
    """Tell whether an alliance is just being entered: "are forming", "is teaming up"."""
    is_going_on = verb.tag_ == "VBG" and bool(children(verb, "aux"))
    return is_going_on and verb.lemma_ in word_set("status", "entering")
