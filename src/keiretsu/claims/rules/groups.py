"""Who acts together: the members that a text gives a consortium, a syndicate or a group of investors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.grammar import RELATIVE, children, complements
from keiretsu.claims.rules.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token


def members(noun: Token) -> list[Token]:
    """Return who a group is said to include or be led by: "a consortium led by Alpha and including Beta".

    Who leads several is one of them: "banks led by Alpha".
    """
    found = []
    is_group = noun.lemma_.lower() in word_set("resolve", "groups") or noun.tag_ == "NNS"
    for clause in children(noun, "acl", "relcl"):
        for verb in [clause, *children(clause, "conj")]:
            if verb.lemma_ in {"include", "comprise", "feature", "contain"}:
                found += [t for t in children(verb, "dobj", "pobj") if t.tag_ not in RELATIVE]
            elif is_group and verb.lemma_ in {"lead", "head", "back", "form", "spearhead", "consist", "make"}:
                found += complements(verb, "by", "of")
                found += [t for by in children(verb, "agent") for t in _included(by)]
    return found


def _included(leading: Token) -> list[Token]:
    """Return who is listed behind the leader: "led by Alpha and including Beta"."""
    return [
        t
        for word in children(leading, "conj")
        if word.lower_ == "including"
        for t in children(word, "pobj", "dobj")
    ]
