"""What the parser gets wrong in a systematic way, put right before anything is read.

A complement behind a sum ("a contract worth $2 billion with Alpha", "invested $2 billion in Alpha")
belongs to the noun or verb that the sum is said of, not to the sum. The words of such phrases are few,
so that the mistake shows without any knowledge of the sentence's names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.claims.rules.frames import frame_table
from keiretsu.claims.rules.grammar import NOMINAL, VERBAL
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.plurals import mend_plural

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What a sum may have of its own: a period, a rate, a part.
OF_A_SUM = {"of", "over", "per", "through", "until", "within", "during", "at", "than"}
PLACES = {"ahead", "short"}
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}
VALUED_SUM = {"quantmod", "npadvmod", "dobj", "pobj", "nummod", "attr"}


def repair(doc: Doc) -> Doc:
    """Put attachments, nouns and their singulars right, in place, and return the document."""
    for token in doc:
        _mend_word(token)
    for token in doc:
        _attach(token)
    return doc


def _mend_word(token: Token) -> None:
    if token.lower_ == "worth":
        _attach_worth(token)
    elif token.pos_ == "NOUN" and token.dep_ == "conj":
        _listed_as_verb(token)
    elif token.pos_ == "ADJ":
        _name_as_noun(token)
    else:
        mend_plural(token)


def _attach(token: Token) -> None:
    label, is_name = token.dep_, token.pos_ == "PROPN"
    if label in {"prep", "dep"} and token.lower_ in {"of", "in"} and _opens_relative(token):
        _attach_of_which(token)
    elif label == "prep" and token.lower_ not in OF_A_SUM:
        _attach_behind_sum(token)
    elif label == "xcomp" and token.head.lower_ == "worth" and token.head.dep_ == "amod":
        token.head, token.dep_ = token.head.head, "acl"
    elif token.lower_ in PLACES and label in {"advmod", "conj", "prep"}:
        _attach_behind_place(token)
    elif label == "ROOT" and token.pos_ in VERBAL:
        _attach_subject(token)
    elif label == "conj":
        _attach_listed_object(token)
    elif is_name and label in {"npadvmod", "dep"}:
        _list_subjects(token)
    elif is_name and label == "nmod":
        _head_list(token)


def _opens_relative(preposition: Token) -> bool:
    """Tell whether a preposition opens a relative clause: "of which", "in which"."""
    return any(child.tag_ == "WDT" for child in preposition.children)


def _attach_of_which(preposition: Token) -> None:
    """Hang "of which" on the share behind the verb: "Alpha, of which Beta owns a quarter"."""
    words = word_set("conditions", "shares", "stake")
    shares = [c for c in preposition.head.children if c.dep_ == "dobj" and c.lemma_.lower() in words]
    if shares and preposition.head.i > preposition.i:
        preposition.head, preposition.dep_ = shares[0], "prep"


def _listed_as_verb(noun: Token) -> None:
    """Call a noun a verb where it is listed with one and has an object: "makes glass but sources sand"."""
    if noun.head.pos_ != "VERB" or not any(child.dep_ == "dobj" for child in noun.children):
        mend_plural(noun)
        return
    noun.pos_, noun.tag_ = "VERB", noun.head.tag_
    noun.lemma_ = noun.lower_.removesuffix("s") if noun.tag_ == "VBZ" else noun.lower_


def _name_as_noun(adjective: Token) -> None:
    """Call an adjective a noun where it stands as one and states a relation as one: "closed a round"."""
    is_argument = adjective.dep_ in {"dobj", "pobj", "nsubj", "nsubjpass"} and adjective.tag_ == "JJ"
    has_article = is_argument and any(child.dep_ == "det" for child in adjective.children)
    if has_article and ("noun", adjective.lower_) in frame_table():
        adjective.pos_, adjective.tag_ = "NOUN", "NN"


def _attach_behind_place(place: Token) -> None:
    """Hang "of" on the "ahead" before it: "put it ahead of Alpha but behind Beta"."""
    following = next(iter(place.doc[place.i + 1 : place.i + 2]), None)
    if following is not None and following.lower_ == "of" and not following.is_ancestor(place):
        following.head = place


def _attach_subject(verb: Token) -> None:
    """Give a verb without a subject the name before it that a comma alone ties to what is before."""
    if any(child.dep_ in SUBJECTS for child in verb.children):
        return
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass", "neg", "advmod"}]
    first = min([child.i for child in auxiliaries if child.i < verb.i] + [verb.i])
    is_finite = verb.tag_ in FINITE or any(child.tag_ in FINITE for child in auxiliaries)
    if not is_finite or first == verb.sent.start:
        return
    name = verb.doc[first - 1]
    if name.dep_ not in {"conj", "appos"} or name.pos_ not in {"PROPN", "NOUN"} or name.head.i > name.i:
        return
    before = name.left_edge.i - 1
    if before > verb.sent.start and verb.doc[before].text == "," and verb.is_ancestor(name):
        is_passive = any(child.dep_ == "auxpass" for child in auxiliaries)
        name.head, name.dep_ = verb, "nsubjpass" if is_passive else "nsubj"


def _attach_listed_object(name: Token) -> None:
    """Hang a name that is listed with a verb on the verb's object: "bought Alpha in 2015 and Beta"."""
    verb = name.head
    if name.pos_ != "PROPN" or verb.pos_ != "VERB" or name.i < verb.i:
        return
    objects = [child for child in verb.children if child.dep_ == "dobj" and child.pos_ == "PROPN"]
    is_clause = any(child.dep_ in {"nsubj", "aux", "dobj"} for child in name.children)
    if objects and objects[-1].i < name.i and not is_clause:
        name.head = objects[-1]


def _list_subjects(name: Token) -> None:
    """Make the first of two names before a verb its subject too: "Alpha, Beta call off merger"."""
    following = list(name.doc[name.i + 1 : name.i + 2])
    verb = name.head
    if not following or following[0].text != "," or verb.pos_ not in VERBAL:
        return
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    if subjects and subjects[0].pos_ == "PROPN" and subjects[0].left_edge.i == name.i + 2:
        name.dep_ = subjects[0].dep_


def _head_list(name: Token) -> None:
    """Make the first of a list its head, which a comma alone parts from the next: "are Alpha, Beta and C"."""
    second = name.head
    is_next = name.i + 1 < len(name.doc) and name.doc[name.i + 1].text == "," and second.i > name.i + 1
    between = name.doc[name.i + 2 : second.i]
    if not (is_next and second.pos_ == "PROPN" and all(token.dep_ == "compound" for token in between)):
        return
    if any(child.dep_ == "conj" for child in second.children) and second.head != second:
        name.head, name.dep_ = second.head, second.dep_
        second.head, second.dep_ = name, "conj"


def _attach_worth(worth: Token) -> None:
    """Make "worth" a modifier of the noun right before it; behind "is" it is a predicate."""
    before = worth.nbor(-1) if worth.i > worth.sent.start else None
    if before is None or before.pos_ not in {"NOUN", "PROPN"} or worth.head == before:
        return
    if worth.is_ancestor(before):
        return
    worth.head = _said_of(before)
    worth.dep_ = "amod"


def _said_of(noun: Token) -> Token:
    """Return what is worth a sum: behind a name, the deal with it ("a contract with Alpha worth ...")."""
    if noun.pos_ != "PROPN" or noun.dep_ != "pobj":
        return noun
    above = noun.head.head
    if above.pos_ in VERBAL:
        return next((child for child in above.children if child.dep_ == "dobj"), noun)
    return above if above.pos_ == "NOUN" else noun


def _attach_behind_sum(preposition: Token) -> None:
    """Hang a preposition on what a sum is said of."""
    head = preposition.head
    is_sum = head.ent_type_ == "MONEY" and head.dep_ in VALUED_SUM and head.tag_ in {"CD", "$", "NNS", "NN"}
    if not (is_sum or head.lower_ == "worth"):
        return
    target = head
    while target.ent_type_ == "MONEY" or target.lower_ == "worth":
        if target.head == target or target.dep_ in {"pobj", "conj"}:
            break
        target = target.head
    if target == head or preposition.is_ancestor(target) or target.i > preposition.i:
        return
    if target.pos_ in VERBAL or target.pos_ in NOMINAL:
        preposition.head = target
