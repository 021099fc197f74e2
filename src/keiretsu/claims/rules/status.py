"""The status of a claim, from the words around its predicate: the guideline's table as rules.

Cues are gathered from the predicate up to the root of its sentence: its own negation, auxiliaries and
adverbs, then the verbs and nouns that govern it. The strongest cue wins, in the order
denied, ended, in_talks, speculated, planned, agreed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from keiretsu.claims.rules.grammar import (
    VERBAL,
    ancestors,
    children,
    complements,
    governing_verb,
    is_passive,
    noun_phrase,
)
from keiretsu.claims.rules.lexicon import lexicon, word_set
from keiretsu.claims.rules.status_time import governor_time_cues, time_cues

if TYPE_CHECKING:
    from spacy.tokens import Token

ORDER = ("denied", "ended", "in_talks", "speculated", "planned", "agreed")
TRANSPARENT = {
    "xcomp", "ccomp", "pcomp", "prep", "dobj", "pobj", "acl", "conj", "attr", "oprd", "acomp",
    "nsubj", "nsubjpass", "dative", "agent", "advmod", "compound", "amod", "advcl", "relcl",
}  # fmt: skip
SINGLE = {"builds", "spends"}
FACTUAL = {"competes", "partners"}


def clause_status(predicate: Token, relation: str, default: str) -> str | None:
    """Return the status that a clause gives its predicate, or ``None`` where the clause denies it plainly.

    Parameters
    ----------
    predicate
        The word that evokes the relation.
    relation
        The relation: one's own intention is ``planned`` for ``builds`` and ``spends``, and ``agreed``
        for what two parties do.
    default
        The status where nothing in the clause says otherwise.
    """
    cues = set(_cues(predicate, relation))
    if "negated" in cues and "denied" in cues:
        return "speculated"  # "hasn't ruled out", "did not deny"
    if any(_is_lessened(token) for token in (predicate, *ancestors(predicate)) if token.pos_ in VERBAL):
        return None  # "wants to rely less on" says neither that it does nor that it will
    if "negated" in cues:
        return "denied" if "reported" in cues else None
    if "continuing" in cues and not cues & {"denied", "ended", "speculated"}:
        return default
    for status in ORDER:
        if status in cues:
            return status
    return default


def ends_exclusivity(predicate: Token, relation: str) -> bool:
    """Tell whether a clause ends what made a relation exclusive, and not the relation itself."""
    return "unbound" in _cues(predicate, relation)


def _cues(predicate: Token, relation: str) -> Iterator[str]:
    yield from _own_cues(predicate, relation)
    is_deal = relation != "regulates" and predicate.lemma_ in word_set("status", "agreed_predicate")
    if is_deal or _is_buying(predicate, relation):
        yield "agreed"
    yield from time_cues(predicate, relation)
    yield from _cues_above(predicate, relation)


def _cues_above(predicate: Token, relation: str) -> Iterator[str]:
    token, privilege = predicate, None
    for head in ancestors(predicate):
        if _presupposes(token, relation):
            break
        if token.dep_ not in TRANSPARENT or _is_own_clause(token):
            break
        if token.dep_ == "nsubj" and not _has_ended(head):
            yield from _subject_cues(head)
            break
        privilege = privilege or (token if _is_privilege(token) else None)
        above = ["ended"] if token.dep_ == "nsubj" else []
        above += _governor_cues(head, token, relation)
        yield from (_end_of_privilege(privilege) if cue == "ended" and privilege else cue for cue in above)
        token = head


def _is_privilege(token: Token) -> bool:
    """Tell whether a noun is a condition of a relation, which may end without it: "exclusivity"."""
    return token.pos_ == "NOUN" and token.lemma_.lower() in word_set("status", "privilege", "exclusivity")


def _end_of_privilege(noun: Token) -> str:
    """Return what the end of a privilege says: a relation that was exclusive goes on without it.

    A right or an option that is lost doesn't tell whether anything was ever supplied under it.
    """
    words = {t.lemma_.lower() for t in noun_phrase(noun)}
    return "unbound" if words & word_set("status", "exclusivity") else "negated"


def _has_ended(verb: Token) -> bool:
    """Tell whether a verb says that its subject came to nothing: "talks collapsed"."""
    return bool({verb.lemma_, *_phrases(verb)} & word_set("status", "ended_intransitive"))


def _is_lessened(verb: Token) -> bool:
    return any(c.dep_ == "advmod" and c.lower_ in word_set("status", "less") for c in verb.children)


def _is_buying(predicate: Token, relation: str) -> bool:
    """Tell whether a takeover is going on ("is buying"), which means that it has been agreed."""
    going_on = predicate.tag_ == "VBG" or any(c.lower_ == "being" for c in children(predicate, "auxpass"))
    return relation == "acquires" and going_on and bool(children(predicate, "aux"))


def _presupposes(token: Token, relation: str) -> bool:
    """Tell whether what stands above a word takes the relation for granted.

    Rivalry is a fact whatever is said about it; the object of any but a creating verb ("review the
    partnership", "strengthen the alliance") exists already.
    """
    if token.pos_ in VERBAL:
        return (
            token.dep_ not in {"xcomp"}
            and token.lemma_ not in word_set("status", "creating", "planned_governor", "in_talks_governor")
            and relation in FACTUAL
        )
    if token.dep_ == "attr":
        return False  # "could become a rival"
    if relation == "partners" and token.dep_ in {"dobj", "nsubjpass"}:
        return token.head.lemma_ in word_set("status", "presupposing")
    return relation == "competes" and token.head.lemma_.lower() not in word_set("status", "ended_governor")


def _is_own_clause(token: Token) -> bool:
    """Tell whether what is said above a clause says nothing about it."""
    if token.dep_ == "acl" and token.tag_ == "VBN":
        return True  # "plans to sell chips made by Alpha"
    if token.dep_ in {"relcl", "advcl"}:
        return not any(child.tag_ == "TO" for child in token.children)
    return token.dep_ == "conj" and bool(children(token, "nsubj"))


def _subject_cues(verb: Token) -> Iterator[str]:
    """Read what is said of a predicate that is itself the subject: "a deal could", "talks collapsed"."""
    for child in children(verb, "aux"):
        if child.lower_ in word_set("status", "modal_guess"):
            yield "speculated"


def _own_cues(token: Token, relation: str) -> Iterator[str]:
    if token.head.lower_ == "without" and token.dep_ in {"pobj", "pcomp"}:
        yield "negated"
    for child in token.children:
        word = child.lower_
        if _is_nobody(child):
            yield "negated"
        if child.dep_ == "neg":
            yield "ended" if _no_longer(child) else "negated"
        elif child.dep_ == "aux":
            yield from _auxiliary(child, relation)
        elif child.dep_ in {"amod", "advmod", "nmod", "compound", "det", "npadvmod"}:
            yield from _modifier(child, word)


def _is_nobody(argument: Token) -> bool:
    """Tell whether a subject or object is none: "owns no stake", "neither X nor Y has bought"."""
    if argument.dep_ not in {"nsubj", "nsubjpass", "dobj"}:
        return False
    own = {child.lower_ for child in argument.children if child.i < argument.i}
    return argument.lower_ in {"none", "nobody", "neither"} or not own.isdisjoint({"no", "neither"})


def _modifier(child: Token, word: str) -> Iterator[str]:
    lemma = child.lemma_.lower()
    for status in ("ended", "in_talks", "speculated", "planned", "agreed"):
        if (
            word in lexicon("status")[f"{status}_modifier"]
            or lemma in lexicon("status")[f"{status}_modifier"]
        ):
            yield status
    if child.dep_ == "det" and word == "no":
        yield "negated"
    if word == "longer" and any(t.lower_ == "no" for t in child.children):
        yield "ended"


def _no_longer(negation: Token) -> bool:
    following = negation.nbor(1) if negation.i + 1 < len(negation.doc) else None
    return negation.lower_ == "no" and following is not None and following.lower_ == "longer"


def _auxiliary(auxiliary: Token, relation: str) -> Iterator[str]:
    word = auxiliary.lower_
    clause = auxiliary.head
    is_to_be = word == "to" and (
        clause.dep_ in {"ROOT", "ccomp"} or clause.head.lemma_ == "be" or _heads_headline(clause)
    )
    if word in word_set("status", "modal_guess"):
        if not (relation == "competes" and word in {"can", "ca"}):  # what can compete is a rival
            yield "speculated"
    elif is_to_be or word in {"will", "'ll", "shall", "would", "wo"}:
        yield "planned" if relation in SINGLE else "agreed"


def _heads_headline(clause: Token) -> bool:
    """Tell whether an infinitive is the verb of a headline: "Alpha to buy Beta"."""
    head = clause.head
    is_whole = head.dep_ == "ROOT" and head.pos_ not in VERBAL and clause.dep_ in {"acl", "relcl"}
    return is_whole and clause.i > head.i and not any(c.dep_ == "det" for c in head.children)


def _phrases(verb: Token) -> list[str]:
    """Return a verb's lemma, with its particle where it has one: "turn down" isn't "turn"."""
    lemma = verb.lemma_.lower()
    return [f"{lemma} {child.lower_}" for child in children(verb, "prt", "advmod")] or [lemma]


def _governor_cues(head: Token, token: Token, relation: str) -> Iterator[str]:
    lemma = head.lemma_.lower()
    phrases = {lemma, *_phrases(head)}
    yield from _clause_cues(head, token)
    for status in () if _takes_for_granted(head, token, relation) else ORDER:
        if phrases & word_set("status", f"{status}_governor") and not phrases & word_set("status", "neutral"):
            yield from _own_plan(status, head, token, relation)
    yield from governor_time_cues(head, token, relation)
    if (
        relation == "invests"
        and token.dep_ in {"dobj", "nsubjpass"}
        and lemma in word_set("status", "selling")
    ):
        yield "ended"
    if relation == "acquires" and token.pos_ not in VERBAL and lemma in word_set("status", "reviewing"):
        yield "agreed"
    if lemma in word_set("verbs", "report"):
        yield "reported"
    if head.pos_ in VERBAL:
        yield from _verb_governor(head, token, relation)
    elif head.pos_ in {"NOUN", "ADJ", "PROPN"}:
        for child in children(head, "amod", "advmod", "compound", "det"):
            yield from _modifier(child, child.lower_)
    if lemma == "talk" and governing_verb(head) is not None:
        yield "in_talks"


def _clause_cues(head: Token, token: Token) -> Iterator[str]:
    """Read what a verb says of the clause below it: "continues to supply", "is thought to own"."""
    if token.dep_ == "xcomp" and head.lemma_ in word_set("status", "continuing"):
        yield "continuing"
    is_clause = token.dep_ in {"xcomp", "ccomp"}
    if is_clause and is_passive(head) and head.lemma_ in word_set("status", "believing"):
        yield "speculated"


def _takes_for_granted(head: Token, token: Token, relation: str) -> bool:
    """Tell whether what is a cue elsewhere is none: "is considered to lead"; money secured has come."""
    if head.lemma_ == "consider":
        return token.dep_ in {"xcomp", "ccomp", "oprd"} and is_passive(head)
    is_raised = head.lemma_ in word_set("status", "raising")
    return is_raised and relation == "invests" and token.pos_ not in VERBAL


def _own_plan(status: str, head: Token, token: Token, relation: str) -> Iterator[str]:
    """Yield a governor's status; ``planned`` for a commitment to build or spend on one's own.

    Such a commitment binds nobody else. "Set to buy" is a plan, "set up a venture" is none.
    """
    is_infinitive = token.pos_ in VERBAL and any(child.tag_ == "TO" for child in token.children)
    needs_infinitive = {head.lemma_.lower(), *_phrases(head)} & word_set(
        "status", "planned_above_infinitives"
    )
    if needs_infinitive and not is_infinitive:
        return
    binds_itself = status == "agreed" and head.lemma_ in word_set("status", "vowing")
    expects = head.lemma_ == "expect" and not is_passive(head)
    yield "planned" if relation in SINGLE and (binds_itself or expects) else status


def _verb_governor(head: Token, token: Token, relation: str) -> Iterator[str]:
    negated = any(child.dep_ == "neg" for child in head.children)
    if negated and head.lemma_ not in word_set("verbs", "report") | word_set("status", "unmoved"):
        yield "negated"
    if head.lemma_ in word_set("verbs", "report") and token.dep_ == "ccomp":
        return
    for child in children(head, "aux"):
        yield from _auxiliary(child, relation)
    if any(t.lemma_.lower() in word_set("verbs", "talks") for t in complements(head, "in")):
        yield "in_talks"
    for child in children(head, "advmod", "acomp", "prt"):
        yield from _modifier(child, child.lower_)
