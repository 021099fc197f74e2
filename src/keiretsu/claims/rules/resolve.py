"""The argument resolver: from a frame's slots to the organisations that fill its roles.

One resolver serves all frames. A slot names a deep grammatical function; the resolver finds its
fillers in any construction (see :mod:`keiretsu.claims.rules.grammar`) and turns a filler into
organisations: a name, a list, names behind "such as", an apposition, a pronoun or definite noun, the
owner of a unit or share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import NameKind
from keiretsu.claims.rules.coreference import Discourse, is_event
from keiretsu.claims.rules.elaboration import Memory
from keiretsu.claims.rules.examples import companions_of, examples
from keiretsu.claims.rules.grammar import (
    RELATIVE,
    ancestors,
    children,
    complements,
    coordinated,
    deep_subject,
    is_free,
    relative_antecedent,
    surface_subject,
)
from keiretsu.claims.rules.layers import closed_layer, is_measure
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.lists import following_items
from keiretsu.claims.rules.loose import loosely, only_other
from keiretsu.claims.rules.names import Mention
from keiretsu.claims.rules.reading import Line, Party
from keiretsu.claims.rules.shares import is_small_share
from keiretsu.claims.rules.slots import Slots, is_set_against, is_title

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEAKER = {"we", "our", "us", "ours"}
SAYING = {"say", "add", "tell", "note", "explain", "announce", "state", "comment", "write", "claim", "remark"}
# What may stand between a name and the sum that a clause without its verb gives it.
SUM_WORDS = {"up", "to", "another", "some", "about", "around", "at", "least", "more", "than", "a", "further"}
QUANTIFIERS = {"all", "both", "each", "two", "three", "four", "none", "neither"}
DEPTH = 5


class Resolver:
    """Fills slots in one line of a document."""

    def __init__(self, line: Line, discourse: Discourse, memory: Memory | None = None) -> None:
        self.line = line
        self.discourse = discourse
        self.memory = memory or Memory()
        self.slots = Slots(line)
        # Many frames ask for the same slots of a word, and nothing is learnt while a sentence is read.
        self._filled: dict[tuple[int, str], list[Party]] = {}

    def role(self, predicate: Token, slots: Iterable[str]) -> list[Party]:
        """Return the organisations in the first slot that holds one."""
        for slot in slots:
            found = self.fill(predicate, slot)
            if found:
                return found
        return []

    def loose_role(self, predicate: Token, slots: Iterable[str], besides: frozenset[str]) -> list[Party]:
        """Return the name that the order of the words puts into the first slot that it can fill."""
        for slot in slots:
            found = [party for party in loosely(self.line, predicate, slot) if party.name not in besides]
            if found:
                return found
        return []

    def fill(self, predicate: Token, slot: str) -> list[Party]:
        """Return the organisations in one slot."""
        key = predicate.i, slot
        if key not in self._filled:
            self._filled[key] = self._fill(predicate, slot)
        return self._filled[key]

    def _fill(self, predicate: Token, slot: str) -> list[Party]:
        base, _, path = slot.partition(".")
        context = self._context(predicate, base)
        if context is not None:
            return context
        tokens = self.slots.tokens(predicate, base)
        if path == "owner":
            return _distinct(party for token in tokens for party in self.owners(token))
        if path == "possessor":
            tokens = [owner for token in tokens for owner in children(token, "poss")]
        if path == "whose":
            return _distinct(party for token in tokens for party in self._possessors(token))
        if path == "name":
            items = [item for token in tokens for item in coordinated(token) if not is_small_share(item)]
            return _distinct(party for item in items for party in self._whole(item))
        if path == "whole":
            partial = word_set("resolve", "units", "parts")
            tokens = [t for t in tokens if t.lemma_.lower() not in partial and not is_small_share(t)]
        if path == "inside":
            return _distinct(party for token in tokens for party in self._inside(token))
        return _distinct(party for token in tokens for party in self.parties(token))

    def _whole(self, item: Token) -> list[Party]:
        """Return the organisation that an item names, or takes up by what kind of organisation it is."""
        name = self._name_of(item)
        if name is not None:
            return self._one(name, 0)
        named = [t for t in children(item, "appos") if t.i > item.i and self.slots.in_name(t)]
        if named and item.pos_ == "NOUN":
            return self.parties(named[0], 1)
        kinds = word_set("coreference", "generic", "typed")
        is_kind = item.pos_ == "NOUN" and item.tag_ == "NN" and item.lemma_.lower() in kinds
        return self.discourse.resolve(item) if is_kind else []

    def _name_of(self, item: Token) -> Token | None:
        """Return an item that is a name, or the name that a unit goes by: "its Alpha unit"."""
        if self.slots.in_name(item):
            return item
        is_unit = item.lemma_.lower() in word_set("resolve", "units")
        names = [child for child in children(item, "compound", "nmod") if self.slots.in_name(child)]
        return names[-1] if is_unit and names else None

    def _context(self, predicate: Token, slot: str) -> list[Party] | None:
        """Return what the text around a predicate gives, or ``None`` for a slot of the clause itself."""
        if slot == "topic":
            return self.discourse.topic(predicate)
        if slot == "dealt":
            subject = surface_subject(predicate)
            return self.discourse.dealt(predicate) if any(map(is_event, subject)) else []
        if slot == "theme":
            is_open = len(self.parties(predicate)) < 2 or is_set_against(predicate)
            return self.discourse.topic(predicate) if is_open else []
        if slot == "raiser":
            return self.discourse.raiser(predicate)
        if slot == "counterpart":
            subjects = [p for token in deep_subject(predicate) for p in self.parties(token)]
            names = {party.name for party in subjects}
            return self.memory.others(names, self.discourse.sentence) if names else []
        if slot == "vendor":
            return self.memory.vendors.of(self.line, predicate, self.discourse.sentence)
        if slot == "before":
            return self.discourse.before(predicate)
        if slot == "target":
            return self.discourse.target(predicate)
        if slot == "elsewhere":
            return only_other(self.line, predicate)
        return self._above(predicate) if slot == "above" else None

    def _above(self, predicate: Token) -> list[Party]:
        """Return the organisation whose statement a predicate is part of: "Alpha said a purchase of Beta"."""
        for verb in ancestors(predicate):
            if verb.pos_ == "VERB":
                found = [party for subject in surface_subject(verb) for party in self.parties(subject)]
                if found:
                    return [Party(p.name, predicate, p.known, 0.75 * p.trust) for p in found]
        return []

    def parties(self, token: Token, depth: int = 0) -> list[Party]:
        """Return the organisations that a token and its list stand for."""
        if depth > DEPTH:
            return []
        found = []
        for item in self._in_list(token):
            if not (self._is_gapped(item, token) or self._is_left_out(item)):
                found += self._one(item, depth)
        return found

    def _in_list(self, token: Token) -> list[Token]:
        """Return a token and what it is listed with; a list may hang on any word of its first name."""
        found = coordinated(token)
        mention = self.line.mention_at(token)
        if mention is None or mention.end - mention.start == 1:
            return found
        parts = [part for part in token.doc[mention.start : mention.end] if part != token]
        inner = [o for part in parts for o in children(part, "conj") if o.i >= mention.end]
        return found + [item for other in inner for item in coordinated(other) if item not in found]

    def _is_left_out(self, item: Token) -> bool:
        """Tell whether a listed name is told not to take part: "not Alpha but Beta", "neither"."""
        words = {child.lower_ for child in item.children if child.i < item.i}
        first = item.left_edge
        before = first.nbor(-1).lower_ if first.i > first.sent.start else ""
        return bool(words & {"not", "neither"}) or before in {"not", "neither", "nor"}

    def _is_gapped(self, item: Token, first: Token) -> bool:
        """Tell whether a listed name starts a clause without its verb: "... in Alpha and Beta $5 billion"."""
        if item == first or not self.slots.in_name(item):
            return False
        following = item.doc[item.i + 1 : item.i + 5]
        money = next((t for t in following if t.ent_type_ == "MONEY" or t.is_currency), None)
        return money is not None and all(t.lower_ in SUM_WORDS for t in item.doc[item.i + 1 : money.i])

    def _one(self, token: Token, depth: int) -> list[Party]:
        mention = self.line.mention_at(token)
        if mention is not None:
            named = self._named(token, mention)
            items = following_items(self.line, mention) if named else []
            beside = [party for item in items for party in self._listed(item)]
            return [*named, *beside, *self._companions(token, depth)]
        return self._of_words(token, depth)

    def _of_words(self, token: Token, depth: int) -> list[Party]:
        """Return the organisations that a pronoun or a common noun stands for."""
        several = self._all_of_which(token, depth) if token.lower_ in QUANTIFIERS else []
        if several:
            return several
        antecedent = relative_antecedent(token)
        if antecedent is not None:
            return self._one(antecedent, depth + 1) if depth < DEPTH else []
        if token.dep_ == "appos" and self.slots.in_name(token.head):
            return self._one(token.head, depth + 1)  # "Alpha, a firm that makes chips"
        if token.lower_ in SPEAKER:
            return self._speaker(token, depth)
        if token.pos_ == "PRON":
            return self.discourse.resolve(token)
        if is_title(token) and self.line.mention_at(token.head) is not None:
            return self._one(token.head, depth)
        return self._of_noun(token, depth)

    def _of_noun(self, token: Token, depth: int) -> list[Party]:
        """Return whom a noun names by its examples, whose it is, or whom it takes up again."""
        named = self._examples(token, depth)
        if named:
            return named
        lemma = token.lemma_.lower()
        is_metonym = lemma in word_set("resolve", "metonyms") and closed_layer(self.line, token) is None
        is_metonym = is_metonym or any(c.lower_ == "parent" for c in children(token, "compound", "amod"))
        if is_metonym or token.ent_type_ == "PERSON":
            owners = self.owners(token, depth + 1)
            if owners:
                return [Party(p.name, p.token, p.known, 0.85 * p.trust) for p in owners]
        return self.discourse.resolve(token)

    def _all_of_which(self, token: Token, depth: int) -> list[Party]:
        """Return the whole list before a relative clause: "Alpha and Beta, both of which backed Gamma"."""
        which = [word for word in complements(token, "of") if word.tag_ in RELATIVE]
        antecedent = relative_antecedent(which[0]) if which and depth < DEPTH else None
        while antecedent is not None and antecedent.dep_ == "conj":
            antecedent = antecedent.head
        return [] if antecedent is None else self.parties(antecedent, depth + 1)

    def _speaker(self, token: Token, depth: int) -> list[Party]:
        """Return whose "we" in a quotation is: the subject of the nearest reporting verb."""
        reporting = [
            verb
            for verb in token.doc
            if verb.pos_ == "VERB" and verb.lemma_ in SAYING and any(c.dep_ == "nsubj" for c in verb.children)
        ]
        for verb in sorted(reporting, key=lambda verb: abs(verb.i - token.i)):
            found = [
                party for subject in children(verb, "nsubj") for party in self.parties(subject, depth + 1)
            ]
            if found:
                return [Party(p.name, token, p.known, 0.7 * p.trust) for p in found[:1]]
        return []

    def _named(self, token: Token, mention: Mention) -> list[Party]:
        if mention.known.kind is NameKind.PRODUCT:
            return []
        if token.i != mention.end - 1 and token.dep_ in {"compound", "nmod"} and token.head.i >= mention.end:
            return []
        return [Party(mention.known.canonical, token, mention.known)]

    def _listed(self, item: Token) -> list[Party]:
        mention = self.line.mention_at(item)
        return [] if mention is None else self._named(item, mention)

    def _companions(self, token: Token, depth: int) -> list[Party]:
        """Return who is named beside a subject or object: "Alpha, together with Beta"."""
        if token.dep_ not in {"nsubj", "agent", "dobj"} or depth:
            return []
        beside = [other for other in companions_of(token) if not other.is_ancestor(token)]
        return [party for obj in beside for party in self.parties(obj, depth + 1)]

    def _examples(self, token: Token, depth: int) -> list[Party]:
        """Return the organisations that a noun is told to stand for."""
        found = examples(self.line, token)
        return _distinct(party for item in found for party in self.parties(item, depth + 1))

    def owners(self, token: Token, depth: int = 0) -> list[Party]:
        """Return whose a thing is: "Alpha's chips", "Alpha chips", "chips from Alpha"."""
        if depth > DEPTH:
            return []
        found: list[Party] = []
        for item in coordinated(token):
            found += self._owners_of_one(item, depth)
        return _distinct(found)

    def _owners_of_one(self, token: Token, depth: int) -> list[Party]:
        mention = self.line.mention_at(token)
        if mention is not None and mention.known.kind is not NameKind.ORGANISATION:
            return [Party(mention.known.canonical, token, mention.known, 0.9)]
        found: list[Party] = []
        others = (c for c in token.children if mention is None or self.line.mention_at(c) is not mention)
        for child in self._owning(others):
            if child.dep_ == "poss":
                found += self.parties(child, depth + 1)
            elif child.i < token.i and child.dep_ in {"compound", "nmod", "amod"}:
                found += self._modifier_owner(child)
        if not found:
            is_role = token.lemma_.lower() in word_set("resolve", "roles")
            sources = complements(token, "from", "by", "of", *(("for", "at") if is_role else ()))
            sources += [
                t for verb in children(token, "acl", "relcl") for t in deep_subject(verb) if t != token
            ]
            sources += deep_subject(token.head) if is_free(token) else []
            made = [verb for verb in children(token, "acl") if verb.tag_ != "VB"]
            sources += [t for verb in made for t in complements(verb, "from")]
            found = [party for source in sources for party in self.parties(source, depth + 1)]
        if not found and (token.lemma_.lower() in word_set("layers", "containers") or is_measure(token)):
            found = [
                party for inner in complements(token, "of", "to") for party in self.owners(inner, depth + 1)
            ]
        if not found and token.ent_type_ == "PERSON":
            for child in children(token, "appos"):
                found += self.owners(child, depth + 1)
        return found

    def _owning(self, dependents: Iterable[Token]) -> list[Token]:
        """Leave out "its" beside a name: "its first Alpha jet" is of Alpha's make."""
        kept = list(dependents)
        named = any(c.dep_ in {"compound", "nmod", "amod"} and self.slots.in_name(c) for c in kept)
        return [c for c in kept if not (named and c.tag_ == "PRP$")]

    def _possessors(self, token: Token) -> Iterator[Party]:
        """Yield whose goods are spoken of, by what stands before their noun: "half of Alpha's chips"."""
        inner = complements(token, "of") if is_measure(token) or token.like_num else []
        for noun in inner or [token]:
            for child in children(noun, "poss", "compound", "nmod"):
                if child.i < noun.i:
                    owned = child.dep_ == "poss"
                    yield from self.parties(child, 1) if owned else self._modifier_owner(child)

    def _modifier_owner(self, token: Token) -> Iterator[Party]:
        """Yield the names in a modifier and in the modifier's own modifiers."""
        mention = self.line.mention_at(token)
        if mention is not None:
            trust = 1.0 if mention.known.kind is not NameKind.PRODUCT else 0.85
            yield Party(mention.known.canonical, token, mention.known, trust)
            return
        for child in token.children:
            if child.dep_ in {"compound", "nmod", "poss", "conj", "npadvmod"}:
                yield from self._modifier_owner(child)

    def _inside(self, token: Token) -> Iterator[Party]:
        """Yield every organisation that is named within a phrase, and whose pronouns stand in it.

        A takeover that somebody owns is that buyer's: "approved Alpha's purchase of Beta".
        """
        buyers = self._buyers(token)
        if buyers:
            yield from buyers
            return
        for inner in token.subtree:
            mention = self.line.mention_at(inner)
            if (
                mention is not None
                and mention.known.kind is not NameKind.PRODUCT
                and inner.i == mention.end - 1
            ):
                yield Party(mention.known.canonical, inner, mention.known, 0.9)
        yield from self.parties(token)
        yield from self.discourse.event(token)

    def _buyers(self, token: Token) -> list[Party]:
        if token.lemma_.lower() not in word_set("resolve", "takeovers"):
            return []
        return [party for owner in children(token, "poss") for party in self.parties(owner)]


def _distinct(parties: Iterable[Party]) -> list[Party]:
    """Keep one party a name, the surest."""
    best: dict[str, Party] = {}
    for party in parties:
        if party.name not in best or party.trust > best[party.name].trust:
            best[party.name] = party
    return list(best.values())
