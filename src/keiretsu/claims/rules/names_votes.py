"""What speaks for a name's being an organisation, a person, a place, a product or something else.

Each mention gives evidence: how the name is written, what entity recognition calls it, its
neighbours, and its place in the clause. A name has one label a document, by the sum of all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from keiretsu.claims.rules.drugs import is_drug_name
from keiretsu.claims.rules.grammar import said_of
from keiretsu.claims.rules.lexicon import data_file, word_set
from keiretsu.claims.rules.lists import such_as
from keiretsu.claims.rules.names_candidates import Candidate, nationalities, places
from keiretsu.claims.rules.names_labels import ORGANISATION
from keiretsu.claims.rules.names_shapes import DASHES, INNER_CAPITAL, is_plain_word, stems

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

HEADLINE = 0.3
NAMING = {"call", "name", "dub", "know"}
CALLING = {"company_title", "company_apposition", "speaks_as_it"}
_MODEL = re.compile(r"[A-Z]{1,3}-?\d+\w*|\d+[A-Z]\d*|[A-Z][A-Za-z]*[A-Z]s|\d{1,4}[A-Za-z]{0,2}|[IVX]{2,4}")
_CODE = re.compile(r"[A-Z]{1,3}-?\d+\w*")
_COINED = re.compile(r"^(?!Mc[A-Z]|Mac[A-Z]|De[A-Z]|La[A-Z])(?:\d+[a-z]{2}|.*[a-z][A-Z])")
_PASSES = {"invests", "acquires", "regulates", "partners", "competes"}


def evidence(doc: Doc, candidate: Candidate, *, is_headline: bool = False) -> Iterator[tuple[str, float]]:
    """Yield what one mention says: a label and its weight. Only the form of a name in a headline counts."""
    if candidate.text in places():
        yield "place", 20.0
        return
    if candidate.text in nationalities():
        yield "other", 20.0
        return
    weights = _weights()
    if candidate.text in word_set("names", "organisation_word"):
        yield weights["form"]["generic"]
    for name in (*_form(candidate), *_familiarity(doc, candidate)):
        yield weights["form"][name]
    length = "longer" if " " in candidate.text else "word"
    entity = weights[length].get(candidate.label)
    is_coined = length == "word" and bool(_COINED.search(candidate.text))
    if entity is not None and (not is_coined or entity[0] == ORGANISATION):
        yield entity[0], entity[1] * (HEADLINE if is_headline else 1.0)
    for name in _in_headline(doc, candidate) if is_headline else _context(doc, candidate):
        yield weights["context"][name]


def is_called_firm(doc: Doc, candidate: Candidate) -> bool:
    """Tell whether a mention says that a name is a firm's: "the lender Alpha", "Alpha said it"."""
    return not CALLING.isdisjoint(_context(doc, candidate))


def is_called_authority(doc: Doc, candidate: Candidate) -> bool:
    """Tell whether a mention says that a name is a public authority's: "the regulator Alpha"."""
    root = doc[candidate.start : candidate.end].root
    nouns = [*_described_by(root), *doc[max(0, candidate.start - 1) : candidate.start]]
    return any(n.pos_ == "NOUN" and n.lemma_.lower() in word_set("names", "authority_noun") for n in nouns)


@cache
def _weights() -> dict[str, dict[str, tuple[str, float]]]:
    """Return the weights of the evidence, from the data file."""
    return {
        kind: {name: (str(label), float(weight)) for name, (label, weight) in entries.items()}
        for kind, entries in data_file("names_votes").items()
    }


def _form(candidate: Candidate) -> Iterator[str]:
    words = candidate.text.split()
    last = words[-1]
    if last in word_set("names", "legal_suffix"):
        yield "legal_suffix"
    elif len(words) > 1 and last in word_set("names", "occasion_word"):
        yield "occasion_word"
    elif len(words) > 1 and (set(words) & word_set("names", "authority_word")):
        yield "authority_word"
    elif len(words) > 1 and ({last, words[0]} & word_set("names", "organisation_word")):
        yield "organisation_word"
    if "&" in words[1:-1]:
        yield "ampersand"
    is_coined = len(words) == 1 and bool(_COINED.search(last))
    if is_coined or (candidate.label != "PERSON" and any(map(INNER_CAPITAL.search, words))):
        yield "inner_capital"
    if len(words) == 1 and is_drug_name(last):
        yield "drug_name"
    if _MODEL.fullmatch(last) and (candidate.label != "ORG" or len(words) > 1):
        yield "model_number"
    elif len(words) > 1 and last.lower().removesuffix("s") in word_set("names", "product_noun"):
        yield "goods_word"


def _familiarity(doc: Doc, candidate: Candidate) -> Iterator[str]:
    """Yield whether a name of one word is no word of the language, or is taken for a name of any kind."""
    is_name = candidate.label in {"PERSON", "GPE"} or not is_plain_word(doc.vocab, candidate.text)
    if " " not in candidate.text and is_name:
        yield "unfamiliar"


def _context(doc: Doc, candidate: Candidate) -> Iterator[str]:
    root = doc[candidate.start : candidate.end].root
    before = doc[candidate.start - 1] if candidate.start else None
    after = doc[candidate.end] if candidate.end < len(doc) else None
    yield from _beside(root, candidate, before)
    yield from _after(doc, candidate, root, after)
    yield from _possession(root, after)
    yield from _clause(root)


def _in_headline(doc: Doc, candidate: Candidate) -> Iterator[str]:
    """Yield whether a word for a deal stands beside a name, where the parser is of no help."""
    near = (*doc[max(0, candidate.start - 2) : candidate.start], *doc[candidate.end : candidate.end + 2])
    if any(relations_of(stem) for token in near for stem in stems(token.lower_)):
        yield "headline_deal"


def _beside(root: Token, candidate: Candidate, before: Token | None) -> Iterator[str]:
    """Yield what titles and appositions say."""
    is_person = candidate.label == "PERSON" and " " in candidate.text
    if (
        before is not None
        and not (is_person and before.lemma_ in word_set("names", "either_noun"))
        and (before.head.i == root.i or before.dep_ == "amod" or _stands_as_title(before, root))
    ):
        yield from _named("title", before)
    for noun in _described_by(root):
        yield from _named("apposition", noun)
    if _is_listed_firm(root):
        yield "company_apposition"
    articles = [child for child in root.children if child.i < candidate.start]
    if any(child.tag_ == "PRP$" or child.dep_ == "poss" for child in articles):
        yield "owned"
    elif any(child.lower_ in {"a", "an", "the"} for child in articles) and _takes_no_article(candidate.text):
        yield "sole_authority" if candidate.text in word_set("names", "authority_word") else "with_article"


def _stands_as_title(before: Token, root: Token) -> bool:
    """Tell whether the noun right before a name is said of it, however the parser hangs the two."""
    if before.pos_ != "NOUN" or not before.is_lower:
        return False
    return not (root.dep_ in {"nsubj", "nsubjpass"} and root.head.i > root.i and root.head.dep_ == "relcl")


def _takes_no_article(text: str) -> bool:
    """Tell whether a name is one word, neither initials nor coined, or a code: firms take no article."""
    if _CODE.fullmatch(text):
        return True
    return text.isalpha() and not text.isupper() and not INNER_CAPITAL.search(text)


def _described_by(root: Token) -> Iterator[Token]:
    """Yield the nouns that are said of a name: appositions, "X is a", "X, known as"."""
    yield from said_of(root)
    if root.dep_ == "oprd" and root.head.lemma_ in NAMING and root.head.dep_ == "acl":
        yield root.head.head


def _is_listed_firm(root: Token) -> bool:
    """Tell whether a plural before a list says what its later names are: "the firms Alpha and Beta"."""
    first = root
    while first.dep_ == "conj" and first.head.pos_ in {"PROPN", "NOUN"}:
        first = first.head
    if first.i == root.i or first.dep_ != "appos":
        return False
    noun = first.head
    firms = word_set("names", "company_noun") - word_set("names", "either_noun")
    return noun.i < first.i and noun.tag_ == "NNS" and noun.lemma_.lower() in firms


def _named(place: str, noun: Token) -> Iterator[str]:
    """Yield whether a noun beside a name says that it is a person, a firm or a product."""
    lemma = noun.lemma_.lower()
    if place == "title" and noun.text in word_set("names", "person_title"):
        yield "person_title"
    elif place == "apposition" and lemma in word_set("names", "person_noun"):
        yield "person_apposition"
    elif noun.pos_ in {"NOUN", "PROPN", "ADJ"} and lemma in word_set("names", "company_noun"):
        yield f"company_{place}"
    elif noun.pos_ == "NOUN" and lemma in word_set("names", "product_noun"):
        yield f"product_{place}"


def _after(doc: Doc, candidate: Candidate, root: Token, after: Token | None) -> Iterator[str]:
    """Yield what the words behind a name say: an age, "who", "-based", "-backed"."""
    following = doc[candidate.end + 1] if candidate.end + 1 < len(doc) else None
    if after is None or following is None:
        return
    if after.text == ",":
        closing = doc[candidate.end + 2].text if candidate.end + 2 < len(doc) else ""
        if re.fullmatch(r"[2-9]\d", following.text) and closing in {",", "."}:
            yield "age"
        elif following.text in places() and root.dep_ == "pobj":
            yield "seat"
    elif after.text in DASHES and following.lower_ in word_set("names", "seat_word"):
        yield "seat"
    elif after.text in DASHES and following.lower_ in word_set("names", "backing_word"):
        yield "backer"
    clauses = (child for child in root.children if child.dep_ == "relcl")
    if any(child.lower_ == "who" for clause in clauses for child in clause.children):
        yield "who"


def _possession(root: Token, after: Token | None) -> Iterator[str]:
    owned = root.head.lemma_.lower()
    if root.dep_ == "poss" and after is not None and after.text in {"'s", "'"}:
        yield "possessed" if owned in word_set("names", "possessed_noun") else "owner"
    elif root.dep_ in {"compound", "nmod"} and root.head.i > root.i:
        if owned in word_set("names", "possessed_person"):
            yield "possessing_compound"
        elif root.head.pos_ == "NOUN" and owned in word_set("names", "company_noun"):
            yield "owner"


def _clause(root: Token) -> Iterator[str]:
    """Yield what a name's place in the clause says."""
    first = root
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    if root.dep_ in {"conj", "appos"} and root.head.ent_type_ == "ORG":
        yield "beside_organisation"
    if first.dep_ in {"nsubj", "nsubjpass"}:
        yield from _as_subject(first)
    elif first.dep_ == "dobj":
        yield from _as_object(first.head)
    elif first.dep_ == "dative":
        yield "trade"
    elif first.dep_ == "pobj":
        yield from _in_phrase(first.head)


def _as_subject(subject: Token) -> Iterator[str]:
    verbs = list(_verbs_under(subject.head))
    if subject.dep_ == "nsubjpass":
        yield from _as_object(subject.head)
        return
    relations = {relation for verb in verbs for relation in relations_of(verb.lemma_)}
    objects = [child for child in subject.head.children if child.dep_ == "dobj"]
    if relations & _PASSES or any(c.lemma_.lower() in word_set("names", "deal_noun") for c in objects):
        yield "deal"
    elif relations:
        yield "trade"
    elif subject.head.pos_ == "VERB":
        yield "actor"
    for clause in subject.head.children:
        if clause.dep_ == "ccomp":
            own = {child.lower_ for child in clause.children if child.dep_ in {"nsubj", "nsubjpass"}}
            if own & {"it", "he", "she"}:
                yield "speaks_as_it" if "it" in own else "speaks_as_person"


def deals(verb: Token) -> bool:
    """Tell whether a verb may state a relation between two organisations."""
    return verb.pos_ == "VERB" and bool(relations_of(verb.lemma_) & _PASSES)


def _verbs_under(verb: Token) -> Iterator[Token]:
    """Yield a verb and what its subject is said to do: "agreed to buy", "is in talks to buy"."""
    yield verb
    for child in verb.children:
        if child.dep_ in {"xcomp", "conj"} and child.pos_ == "VERB":
            yield from _verbs_under(child)
        elif child.dep_ in {"dobj", "attr"}:
            yield from (clause for clause in child.children if clause.dep_ == "acl" and clause.pos_ == "VERB")


def _as_object(verb: Token) -> Iterator[str]:
    if verb.lemma_ in word_set("names", "making_verb"):
        yield "made"
    elif relations_of(verb.lemma_) & _PASSES:
        yield "deal"
    elif relations_of(verb.lemma_):
        yield "trade"
    else:
        yield "acted_on"


def _in_phrase(preposition: Token) -> Iterator[str]:
    governor, word = preposition.head, preposition.lower_
    lemma = governor.lemma_.lower()
    is_deal = bool(relations_of(governor.lemma_) & _PASSES) or any(
        noun.lemma_.lower() in word_set("names", "deal_noun")
        for noun in (governor, *(child for child in governor.children if child.dep_ == "dobj"))
    )
    exemplary = word in {"like", "including"} or such_as(preposition)
    if exemplary and lemma in word_set("names", "company_noun"):
        yield "example"
    elif lemma in word_set("names", "seat_word") or (governor.pos_ in {"VERB", "ADJ"} and word == "near"):
        yield "seat"
    elif is_deal and word in {"of", "in", "into", "with", "by", "between", "from", "against", "to", "for"}:
        yield "deal"
    elif word in {"in", "at"} and lemma in word_set("names", "place_noun"):
        yield "located"
    elif word in {"of", "in"} and lemma in word_set("names", "possessed_noun", "possessed_person"):
        yield "possessed"
    elif word == "from" and "supplies" in relations_of(governor.lemma_):
        yield "seller"
    elif word == "by" or (relations_of(governor.lemma_) and word in {"with", "from", "to", "for"}):
        yield "trade"
    elif word in word_set("names", "place_preposition"):
        yield "located"
    elif word in word_set("names", "party_preposition"):
        yield "party"


@cache
def relations_of(lemma: str) -> frozenset[str]:
    """Return the relations that a verb may state."""
    from keiretsu.claims.rules.frames import frame_table

    return frozenset(frame.relation for _, frame in frame_table().get(("verb", lemma), ()))


def reports(root: Token) -> bool:
    """Tell whether a name stands as the source of the news: "X reported that", "told X", "(X)"."""
    head = root.head
    if _is_dateline(root):
        return True
    if root.dep_ == "nsubj":
        clauses = any(child.dep_ == "ccomp" for child in head.children) or head.dep_ in {"parataxis", "ccomp"}
        bare = not any(child.dep_ == "dobj" for child in head.children)
        return head.lemma_ in word_set("names", "press_verb") and (clauses or bare)
    if root.dep_ in {"dobj", "dative"}:
        return head.lemma_ == "tell"
    if root.dep_ != "pobj":
        return False
    phrase = {head.lower_, head.head.lower_}
    if "according" in phrase or (head.head.lemma_ in {"interview", "briefing"} and head.lower_ == "with"):
        return True
    return head.lower_ in {"by", "in"} and head.head.lemma_ in word_set("names", "press_verb")


def _is_dateline(root: Token) -> bool:
    """Tell whether a name stands in brackets before the dash that opens a report."""
    behind = [token.text for token in root.doc[root.i + 1 : root.i + 3]]
    is_bracketed = root.i > 0 and root.nbor(-1).text == "(" and behind[:1] == [")"]
    return is_bracketed and len(behind) == 2 and behind[1] in {*DASHES, "--", "\u2014"}


def names_of_people(labels: Iterable[tuple[str, str]]) -> set[str]:
    """Return the parts of the names of people, by which texts go on to call them.

    Examples
    --------
    >>> sorted(names_of_people([("Jane Doe", "person"), ("Alpha Bank", "organisation")]))
    ['Doe', 'Jane']
    """
    parts = (text.split() for text, label in labels if label == "person" and " " in text)
    return {word for words in parts for word in (words[0], words[-1])}
