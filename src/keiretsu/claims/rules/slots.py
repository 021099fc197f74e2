"""Slots: where a frame's arguments stand, as deep grammatical functions of the word that evokes it.

``subj``, ``obj`` and ``dative`` are those of a verb in any voice and clause; for a noun ``subj`` is who
does it through a light verb. ``poss`` and ``mod`` stand before a noun, ``appos`` beside it, ``self`` is
the noun itself, ``bearer`` whom it is said of; ``prep:x|y`` is what a preposition governs; ``deal`` is
who the deal that a clause elaborates is with, ``counterpart`` the other side of the deal before,
``vendor`` who sold the same goods before;
``before`` is what the sentence before is about;
``giver`` and ``recipient`` are who makes and who gets a bid, ``listed`` what a noun is said to include;
``contrast`` and ``user`` are a noun's ``subj`` where the noun is set against it, or names what it uses.
``kind`` is the common noun before a noun.
Slots outside the predicate's phrase are in :mod:`slots_beyond`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.examples import haver
from keiretsu.claims.rules.frames import frame_table
from keiretsu.claims.rules.grammar import (
    RELATIVE,
    VERBAL,
    children,
    complements,
    deep_object,
    deep_subject,
    fronted_apposition,
    governing_verb,
    hyphenated,
    is_passive,
    surface_subject,
    unique,
)
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.reading import Line
from keiretsu.claims.rules.slots_beyond import BEYOND, head_complements

if TYPE_CHECKING:
    from spacy.tokens import Token

DASHES = {"-", "\u2013", "/", "\u2014"}
# In "a loan to buy jets from Alpha" they say whose the jets are, and not whose the loan is.
SOURCES = {"from", "by"}
NOMINAL_PLACES = {"dobj", "pobj", "nsubj", "nsubjpass", "attr"}
CONTRASTING = {
    "with", "against", "alongside", "over", "behind", "unlike", "than", "to", "besides", "as", "of",
    "ahead", "like",
}  # fmt: skip


class Slots:
    """Finds the tokens in a predicate's slots, in one line of a document."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def tokens(self, predicate: Token, slot: str) -> list[Token]:
        """Return the tokens that stand in a slot, before they are turned into organisations."""
        name, _, words = slot.partition(":")
        if name == "prep":
            return self._prepositional(predicate, words.split("|"))
        if name == "obj_prep":
            heads = deep_object(predicate) if predicate.pos_ in VERBAL else children(predicate, "dobj")
            return unique(obj for head in heads for obj in complements(head, *words.split("|")))
        if name == "head_prep":
            return head_complements(predicate, words.split("|"))
        if name in OUTSIDE:
            return OUTSIDE[name](predicate)
        if name == "kind":
            nouns = children(predicate, "compound", "nmod", "amod")
            return [t for t in nouns if t.pos_ in {"NOUN", "PROPN"} and not self.in_name(t)][-1:]
        if predicate.pos_ in VERBAL:
            return self._verb_slot(predicate, name)
        if predicate.pos_ in {"ADJ", "ADP", "ADV"}:
            return self._adjective_slot(predicate, name)
        return self._noun_slot(predicate, name)

    def _verb_slot(self, verb: Token, slot: str) -> list[Token]:
        if slot == "subj":
            return deep_subject(verb)
        if slot == "obj":
            return deep_object(verb)
        if slot == "dative":
            return children(verb, "dative") + (surface_subject(verb) if _is_recipient_passive(verb) else [])
        if slot == "head" and verb.dep_ == "amod":
            return [verb.head]
        return []

    def _adjective_slot(self, adjective: Token, slot: str) -> list[Token]:
        if slot in {"subj", "head"}:
            return _adjective_subject(adjective)
        if adjective.dep_ != "amod":
            return []
        return self._noun_slot(adjective.head, slot) if slot in {"poss", "contrast"} else []

    def _noun_slot(self, noun: Token, slot: str) -> list[Token]:
        if slot == "self":
            return [noun.head] if is_title(noun) and self.in_name(noun.head) else [noun]
        if slot == "poss":
            return _possessors(noun)
        if slot == "mod":
            return self._modifiers(noun)
        if slot == "appos":
            return children(noun, "appos") + ([noun.head] if noun.dep_ == "appos" else [])
        if slot == "subj":
            return self._light_subject(noun)
        if slot == "giver":
            return [] if _receives(noun) else self._light_subject(noun)
        if slot == "user":
            return self._light_subject(noun) if _is_used(noun) else []
        if slot == "contrast":
            return self._contrast(noun)
        if slot == "dative" and noun.dep_ == "dobj":
            return self._verb_slot(noun.head, "dative")
        return children(noun, "dobj") if slot == "obj" else []

    def _modifiers(self, noun: Token) -> list[Token]:
        """Return the names before a noun; the parser may hang both on a name: "Alpha supplier Beta"."""
        found = [c for c in children(noun, "compound", "nmod", "amod") if self.in_name(c)]
        if is_title(noun):
            found += [c for c in children(noun.head, "compound", "nmod") if c.i < noun.i and self.in_name(c)]
        found += [first for c in found for first in self._paired(c)]
        return found + [t for c in children(noun, "amod", "compound") for t in hyphenated(c)]

    def _contrast(self, noun: Token) -> list[Token]:
        """Return whom a noun is set against: who the phrase or the clause around it is about."""
        is_beside = noun.dep_ == "appos" and self.in_name(noun.head) and noun.head.ent_type_ != "PERSON"
        if is_beside and noun.head.dep_ in {"pobj", "dobj", "dative"}:
            noun = noun.head
        return (_nearby(noun) or self._light_subject(noun)) if _is_contrasted(noun) else []

    def _paired(self, name: Token) -> list[Token]:
        """Return the first of two names that a dash joins before a noun: "the Alpha-Beta merger"."""
        mention = self.line.mention_at(name)
        before = (
            name.doc[mention.start - 1]
            if mention is not None and mention.start > name.sent.start + 1
            else None
        )
        if before is None or before.text not in DASHES:
            return []
        first = before.nbor(-1)
        return [first] if self.in_name(first) else []

    def in_name(self, token: Token) -> bool:
        """Tell whether a token belongs to a name."""
        return self.line.mention_at(token) is not None

    def _light_subject(self, noun: Token) -> list[Token]:
        """Return the subject of a noun's verb: "Alpha signed a deal", "a deal signed by Alpha"."""
        if is_title(noun):
            noun = noun.head
        if noun.dep_ in {"nsubjpass", "nsubj"} and noun.head.pos_ in VERBAL:
            return complements(noun.head, "by")
        agents = [agent for child in children(noun, "acl") for agent in complements(child, "by")]
        if agents:
            return agents
        if noun.dep_ == "appos":
            return [noun.head]
        if noun.dep_ == "pobj" and noun.head.lower_ in CONTRASTING and self.in_name(noun.head.head):
            return [noun.head.head]
        governor = governing_verb(noun)
        if governor is None or governor.lemma_ in word_set("verbs", "opinion"):
            return []
        subject = surface_subject(governor) if not is_passive(governor) else deep_subject(governor)
        if not subject and is_passive(governor):
            behind = governor.dep_ == "relcl"
            subject = [t for t in surface_subject(governor) if behind or noun not in t.subtree]
        return [token for token in subject if token != noun]

    def _prepositional(self, predicate: Token, words: list[str]) -> list[Token]:
        """Return prepositional complements of a predicate, of its object, or of the verb above a noun."""
        found = complements(predicate, *words)
        if found:
            return found
        near = children(predicate, "dobj", "attr", "acomp") if predicate.pos_ in VERBAL else []
        if predicate.pos_ in VERBAL and is_passive(predicate):
            near += [token for token in surface_subject(predicate) if token.i < predicate.i]
        if predicate.pos_ in VERBAL:
            near += complements(predicate, "for")
        for head in near:
            found += complements(head, *words)
            found += [
                obj for inner in complements(head, "of", "for", "in") for obj in complements(inner, *words)
            ]
        if not found and predicate.pos_ not in VERBAL:
            found = self._beyond_noun(predicate, words)
        return unique(found)

    def _beyond_noun(self, noun: Token, words: list[str]) -> list[Token]:
        """Look on the verb that a noun depends on, and on the nouns between."""
        found = []
        for inner in complements(noun, "of", "for", "in", "with", "on"):
            found += [t for t in complements(inner, *words) if t != noun]
        for verb in children(noun, "acl", "relcl"):
            is_purpose = any(child.tag_ == "TO" for child in verb.children)
            found += complements(verb, *(word for word in words if not (is_purpose and word in SOURCES)))
        direct = noun.dep_ in {"dobj", "nsubjpass", "attr"} and noun.head.pos_ in VERBAL
        direct = direct or (noun.dep_ == "nsubj" and noun.head.lemma_ == "be")
        if not found and direct:
            found = [t for t in complements(noun.head, *words) if t.i > noun.i or t.tag_ in RELATIVE]
        return found


def bearers(noun: Token) -> list[Token]:
    """Return whom a noun is said of: "Alpha is a supplier", "chose Alpha as supplier"."""
    head = noun.head
    if is_title(noun):
        return [head] if head.pos_ == "PROPN" else bearers(head)
    if noun.dep_ == "conj":
        return bearers(head)
    if noun.dep_ == "appos":
        return [head]
    if noun.dep_ == "pobj" and head.lower_ in {"of", "among"} and head.head.lemma_ in {"one", "two", "be"}:
        copular = surface_subject(head.head) or children(head.head, "attr")
        return bearers(head.head) if head.head.lemma_ != "be" else copular
    if noun.dep_ == "pobj" and head.lower_ == "as" and head.head.pos_ == "PROPN":
        return [head.head]
    if noun.dep_ == "pobj" and head.lower_ == "as" and head.head.pos_ in VERBAL:
        return deep_object(head.head) or children(head.head, "oprd") or surface_subject(head.head)
    if noun.dep_ in {"attr", "acomp"} and head.pos_ in VERBAL:
        return surface_subject(head)
    if noun.dep_ == "oprd" and head.pos_ in VERBAL:
        return deep_object(head)
    if noun.dep_ == "dobj" and head.lemma_ in word_set("trade", "appointing"):
        return [obj for obj in (*children(head, "dobj", "dative"), *surface_subject(head)) if obj.i < noun.i]
    return _identified(noun) or children(noun, "appos") or [noun]


def _identified(noun: Token) -> list[Token]:
    """Return who a noun is, behind "is" or behind the noun that opens the sentence."""
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        return children(noun.head, "attr")
    return fronted_apposition(noun)


def _receives(noun: Token) -> bool:
    """Tell whether the subject of a noun's verb is who gets what it names: "rejected a bid"."""
    verb = noun.head
    if noun.dep_ not in {"dobj", "nsubjpass"} or verb.pos_ not in VERBAL:
        return False
    particles = [f"{verb.lemma_} {child.lower_}" for child in children(verb, "prt")]
    if verb.lemma_ in word_set("verbs", "weighing"):  # one weighs a bid of one's own, or the bid that came
        return any(c.lower_ == "the" for c in noun.children) and not complements(noun, "for")
    return any(word in word_set("verbs", "receiving") for word in (verb.lemma_, *particles))


def _possessors(noun: Token) -> list[Token]:
    """Return who possesses a noun; a funding round is the raiser's, cash reserves are no gift."""
    if not is_title(noun):
        return children(noun, "poss") or haver(noun)
    title = noun
    handed_on = word_set("conditions", "round") | word_set("resolve", "hoards")
    if title.head.lemma_.lower() in handed_on:
        return []
    return children(title, "poss") or children(title.head, "poss")


def _is_used(noun: Token) -> bool:
    """Tell whether the verb above a role noun leaves it to the noun to say what passes between the two."""
    verb = governing_verb(noun.head if is_title(noun) else noun)
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        return True
    frames = [] if verb is None else frame_table().get(("verb", verb.lemma_), [])
    return all(frame.relation in {"supplies", "builds"} for _, frame in frames)


def _is_contrasted(noun: Token) -> bool:
    """Tell whether a noun is set against the subject: an object, or behind "with", "against", "alongside"."""
    token = noun.head if is_title(noun) else noun
    if token.dep_ == "pobj":
        return token.tag_ not in {"NNS", "NNPS"} or token.head.lower_ in CONTRASTING or _is_lured(token)
    return True


def _is_lured(noun: Token) -> bool:
    """Tell whether somebody draws people or customers from those that a noun names."""
    verb = governing_verb(noun) if noun.head.lower_ == "from" else None
    return verb is not None and verb.lemma_ in word_set("conditions", "luring")


def is_set_against(noun: Token) -> bool:
    """Tell whether a preposition sets a noun against somebody: "against rivals", "from competitors"."""
    return noun.dep_ == "pobj" and noun.head.lower_ in CONTRASTING - {"of", "as", "to"}


def _nearby(noun: Token) -> list[Token]:
    """Return whom a noun is set against within a larger phrase.

    "Alpha's move on rival Beta"; "gives Alpha an advantage over rivals such as Beta".
    """
    token = noun.head if is_title(noun) else noun
    while token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.head.dep_ in NOMINAL_PLACES:
        token = token.head.head
        inner = [token, *children(token, "compound")]
        owners = [name for noun in inner for name in children(noun, "poss") if name.pos_ == "PROPN"]
        if owners:
            return owners
        if token.dep_ == "dobj" and children(token.head, "dative"):
            return children(token.head, "dative")
    return []


def is_title(noun: Token) -> bool:
    """Tell whether a noun stands before a name as a title: "rival Alpha"."""
    return noun.dep_ in {"compound", "nmod", "amod"} and noun.head.i > noun.i


def _other_side(verb: Token) -> list[Token]:
    """Return who a deal is with, where a clause says what the deal is: "a contract with Alpha to supply"."""
    under = [obj for obj in complements(verb, "under") if obj.lemma_.lower() in word_set("trade", "deals")]
    found = [other for deal in under for other in complements(deal, "with")]
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and verb.head.lemma_ in word_set("trade", "hiring"):
        return surface_subject(verb.head)
    if verb.dep_ == "acl" and verb.head.dep_ == "pobj" and verb.head.head.lower_ == "with":
        return [verb.head]
    if verb.dep_ not in {"acl", "relcl", "advcl", "xcomp"}:
        return found
    awarding = verb.head.lemma_ in word_set("verbs", "awarding")
    found += complements(verb.head, "with", "between", *(("by", "from") if awarding else ()))
    for noun in children(verb.head, "dobj") if verb.head.pos_ in VERBAL else []:
        found += complements(noun, "with", "between", *(("by", "from") if awarding else ()))
    return found


def _adjective_subject(adjective: Token) -> list[Token]:
    """Return what an adjective is said of."""
    head = adjective.head
    if (
        adjective.dep_ in {"acomp", "attr", "oprd", "prep", "advmod", "xcomp", "ccomp"}
        and head.pos_ in VERBAL
    ):
        if head.lemma_ in word_set("verbs", "placing"):
            return deep_object(head)
        return surface_subject(head)
    if adjective.dep_ == "conj" and head.pos_ in VERBAL and head.lemma_ in word_set("verbs", "placing"):
        return deep_object(head)  # "put it ahead of Alpha but behind Beta"
    return [head] if adjective.dep_ in {"amod", "relcl", "acl", "appos"} else []


def _is_recipient_passive(verb: Token) -> bool:
    return is_passive(verb) and bool(children(verb, "dobj"))


def _listed(noun: Token) -> list[Token]:
    """Return what a noun is said to include."""
    is_list = noun.dep_ == "nsubj" and noun.head.lemma_ in {"include", "be", "feature"}
    return children(noun.head, "dobj", "attr") if is_list else []


def _recipient(noun: Token) -> list[Token]:
    return deep_subject(noun.head) if _receives(noun) else []


def _bearers_of(word: Token) -> list[Token]:
    """Return whom a noun, or the noun that an adjective qualifies, is said of."""
    if word.pos_ in {"ADJ", "ADP", "ADV"}:
        return bearers(word.head) if word.dep_ == "amod" else []
    return bearers(word)


OUTSIDE = BEYOND | {
    "deal": _other_side,
    "listed": _listed,
    "recipient": _recipient,
    "bearer": _bearers_of,
}
