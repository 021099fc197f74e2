"""Who "it", "the company", "the chip maker" and "the two firms" are.

Rules in the order of strength: a typed noun goes to the last organisation of that type; a pronoun
and "the company" go to the subject of the sentence, else to that of the sentence before; "the two
companies" go to the last two that were named together. Nothing is taken where two are equally near
and equally prominent: a wrong organisation is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import NameKind
from keiretsu.claims.rules.coreference_counts import (
    COUNTED,
    count_of,
    counts_two,
    is_definite,
    listed_together,
    stands_alone,
    takes_up_several,
)
from keiretsu.claims.rules.coreference_entries import (
    OTHER,
    SUBJECT,
    Entry,
    co_arguments,
    governs,
    joined,
    other_subject,
    places_before,
    places_of,
    salience,
    synonyms,
    types_of,
    words_of,
)
from keiretsu.claims.rules.coreference_people import people
from keiretsu.claims.rules.grammar import VERBAL
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.reading import Line, Party
from keiretsu.quantities import Money

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

MEMORY = 4
RECALL = 300
FADING = 0.95
# "Alpha said it would": nobody else is meant.
SURE = 0.95
TRUST = {
    "pronoun": 0.75,
    "typed": 0.9,
    "generic": 0.8,
    "several": 0.7,
    "counted": 0.8,
    "topic": 0.6,
    "guess": 0.65,
}


@dataclass
class Discourse:
    """What has been named so far in a document."""

    entries: list[Entry] = field(default_factory=list)
    types: dict[str, set[str]] = field(default_factory=dict)
    sentence: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    raising: Party | None = None
    raised_in: int = 0
    round_amount: Money | None = None
    last_deal: tuple[Party, Party] | None = None
    last_target: Party | None = None
    is_pending: bool = False
    line: Line | None = None
    people: dict[str, Party] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=dict)

    def enter(self, line: Line, sentence: Span) -> None:
        """Go on to a sentence: remember the organisations that it names and what it calls them."""
        self.sentence += 1
        self.line = line
        del self.entries[:-RECALL]  # nobody reaches further back, and long texts stay linear
        for mention in line.mentions_in(sentence.start, sentence.end):
            if mention.known.kind is NameKind.PRODUCT:
                continue
            root = line.doc[mention.start : mention.end].root
            name = mention.known.canonical
            self.counts[name] = self.counts.get(name, 0) + 1
            self.types.setdefault(name, set()).update(types_of(line, mention, root))
            self.words.setdefault(name, set()).update(words_of(line, mention))
            self.places.setdefault(name, set()).update(places_of(mention, root))
            self.entries.append(Entry(mention.known, root, self.sentence, salience(root)))
        self.people |= people(line, sentence)
        self._follow(sentence)

    def _follow(self, sentence: Span) -> None:
        """Note whom the subjects of a sentence stand for, so that the next one can go on from there."""
        for token in sentence:
            if token.dep_ not in {"nsubj", "nsubjpass"} or token.pos_ not in {"PRON", "NOUN"}:
                continue
            found = self.resolve(token)
            if len(found) == 1 and found[0].known is not None:
                self.entries.append(Entry(found[0].known, token, self.sentence, SUBJECT))
        self.entries.sort(key=lambda entry: (entry.sentence, entry.token.i))

    def resolve(self, token: Token) -> list[Party]:
        """Return the organisations that a pronoun or a definite noun stands for."""
        lemma = token.lemma_.lower()
        if token.pos_ == "PRON":
            return self._pronoun(token)
        if token.ent_type_ == "PERSON":
            return self._person(token)
        if lemma in {"former", "latter"} and is_definite(token):
            return self._one_of_two(token, lemma)
        owned = self._owned_by_person(token) if lemma in word_set("resolve", "belonging") else None
        if owned is not None:
            return owned
        if token.lower_ in COUNTED and stands_alone(token):
            return self._several(token)
        describes = token.dep_ in {"attr", "appos", "oprd", "compound"}
        if token.pos_ != "NOUN" or describes or not is_definite(token):
            return []
        if token.tag_ == "NNS" or counts_two(token):
            return self._several(token) if takes_up_several(token) else []
        typed = self._typed(token)
        if typed:
            return typed
        if lemma in word_set("coreference", "generic") and not _is_modified(token):
            return self._last_subject(token, TRUST["generic"]) or self._main(token)
        return self._untyped(token) or self._placed(token)

    def topic(self, token: Token) -> list[Party]:
        """Return what the text is about at a sentence: its subject, else the last one."""
        return self._last_subject(token, TRUST["topic"])

    def before(self, token: Token) -> list[Party]:
        """Return what the sentence before is about, where this one names nobody whom it could go on with."""
        last = [e for e in self.entries if e.sentence == self.sentence - 1 and e.is_party]
        return self._nearest(
            [e for e in last if e.salience > OTHER and not e.is_authority], token, TRUST["generic"]
        )

    def raiser(self, token: Token) -> list[Party]:
        """Return who raises the money of the round that the text is about."""
        if self.raising is None:
            return self.topic(token)
        return [Party(self.raising.name, token, self.raising.known, TRUST["generic"])]

    def target(self, token: Token) -> list[Party]:
        """Return whom the takeover is of that the text is about: "a bid", "its offer"."""
        if self.last_target is None:
            return []
        return [Party(self.last_target.name, token, self.last_target.known, TRUST["generic"])]

    def dealt(self, token: Token) -> list[Party]:
        """Return whom the deal or round just spoken of puts money into: "the deal values the company"."""
        target = self.raising if self.last_deal is None else self.last_deal[1]
        return [] if target is None else [Party(target.name, token, target.known, TRUST["typed"])]

    def other_than(self, token: Token, names: set[str]) -> list[Party]:
        """Return whom a pronoun stands for that can't be the subject: "Alpha is one of its suppliers"."""
        fitting = [e for e in self._before(token) if not e.is_authority and e.name not in names]
        return self._nearest([e for e in fitting if self.sentence - e.sentence <= 1], token, TRUST["generic"])

    def sells(self, name: str, layer: str) -> bool:
        """Tell whether an organisation is called a maker or provider of a layer: "battery_maker"."""
        stem = layer.removesuffix("s")
        kinds = {kind for kind in self.types.get(name, set()) if "_" in kind or kind.endswith("maker")}
        return any(stem in kind for kind in kinds)

    def event(self, token: Token) -> list[Party]:
        """Return the two sides of "the acquisition", "the deal", "the partnership"."""
        bare = not any(child.dep_ in {"prep", "poss", "compound"} for child in token.children)
        if not (is_event(token) and is_definite(token) and bare) or self.last_deal is None:
            return []
        return [Party(p.name, token, p.known, TRUST["typed"]) for p in self.last_deal]

    def _before(self, token: Token) -> list[Entry]:
        """Return the organisations that a word may take up: those before it, within memory."""
        barred = co_arguments(token)
        fitting = [
            entry
            for entry in self.entries
            if entry.is_party
            and self.sentence - entry.sentence <= MEMORY
            and (entry.sentence < self.sentence or (entry.token.i < token.i and entry.token.i not in barred))
            and not (entry.sentence == self.sentence and token.is_ancestor(entry.token))
        ]
        return self._from_there(fitting, places_before(token)) if token.pos_ == "NOUN" else fitting

    def _from_there(self, entries: list[Entry], wanted: set[str]) -> list[Entry]:
        """Return the organisations that are told to be of a place, else those that aren't told of another."""
        if not wanted:
            return entries
        told = [e for e in entries if self.places.get(e.name, set()) & wanted]
        return told or [e for e in entries if not self.places.get(e.name)]

    def _pronoun(self, token: Token) -> list[Party]:
        word = token.lower_
        if word in {"it", "its", "itself"}:
            found = self._last_subject(token, TRUST["pronoun"])
            return found or self._announced(token)
        if word in {"they", "their", "them", "both", "themselves"}:
            if word != "both" and self.line and other_subject(self.line, token, plural=True):
                return []
            return self._several(token)
        if word in {"he", "she"} and self.people and token.dep_ in {"nsubj", "nsubjpass"}:
            return self._person_before(token)
        return []

    def _person(self, token: Token) -> list[Party]:
        """Return whom a person speaks and acts for."""
        firm = self.people.get(token.text)
        return [] if firm is None else [Party(firm.name, token, firm.known, firm.trust)]

    def _owned_by_person(self, token: Token) -> list[Party] | None:
        """Return whose "his company" and "Doe's firm" is; ``None`` where no person owns it."""
        for owner in token.children:
            if owner.dep_ == "poss" and owner.ent_type_ == "PERSON":
                return self._person(owner)
            if owner.lower_ in {"his", "her"} and self.people:
                return self._person_before(owner)
        return None

    def _person_before(self, token: Token) -> list[Party]:
        """Return whom the last person that was named with an organisation acts for."""
        firm = next(reversed(self.people.values()))
        return [Party(firm.name, token, firm.known, firm.trust)]

    def _announced(self, token: Token) -> list[Party]:
        """Return the subject that follows a pronoun: "in its latest round, Alpha raised"."""
        after = [e for e in self.entries if e.sentence == self.sentence and e.token.i > token.i]
        subjects = [e for e in after if e.is_party and e.is_subject]
        for entry in subjects:
            verb = entry.token.head
            if verb.pos_ in VERBAL and verb.is_ancestor(token):
                return [_party(entry, token, TRUST["pronoun"])]
        return []

    def _last_subject(self, token: Token, trust: float) -> list[Party]:
        """Return the most prominent organisation of this sentence, else of the last one that names any."""
        is_pronoun = token.pos_ == "PRON"
        fitting = [e for e in self._before(token) if is_pronoun or not e.is_authority]
        here = [e for e in fitting if e.sentence == self.sentence]
        governing = [e for e in here if e.is_subject and governs(e.token, token)]
        if governing:
            is_own_report = token.dep_ == "nsubj" and len({entry.name for entry in governing}) == 1
            sure = max(trust, SURE) if is_own_report else trust
            return self._one_name(governing, token, sure, self._by_deal)
        if token.lower_ == "it" and self.line and other_subject(self.line, token, plural=False):
            return []
        if is_pronoun and here:
            return self._nearest(here, token, trust)
        subjects = [e for e in here if e.salience > OTHER]
        if subjects:
            return self._nearest(subjects, token, trust)
        return self._nearest([e for e in fitting if e.sentence < self.sentence], token, trust)

    def _nearest(self, fitting: list[Entry], token: Token, trust: float) -> list[Party]:
        """Return the most prominent of the nearest sentence that has any; a subject beats nearness once."""
        numbers = sorted({entry.sentence for entry in fitting}, reverse=True)
        for position, number in enumerate(numbers):
            level = max(entry.salience for entry in fitting if entry.sentence == number)
            best = [e for e in fitting if e.sentence == number and e.salience == level]
            faded = trust * FADING ** max(0, self.sentence - number - 1)
            names = {entry.name for entry in best}
            is_plain = level > OTHER or (len(names) == 1 and position == len(numbers) - 1)
            if is_plain or len(names) == 1:
                return self._one_name(best, token, faded, self._by_count)
        return []

    def _one_name(
        self, entries: list[Entry], token: Token, trust: float, choose: Callable[[list[Entry]], list[Entry]]
    ) -> list[Party]:
        """Return the one organisation of some mentions, or none where they are several that nothing parts."""
        names = {entry.name for entry in entries}
        chosen = entries if len(names) == 1 else choose(entries)
        return [_party(chosen[-1], token, trust)] if chosen else []

    def _by_count(self, entries: list[Entry]) -> list[Entry]:
        """Choose the one that the text speaks of most, if it is plainly ahead."""
        counts = sorted({(self.counts.get(e.name, 0), e.name) for e in entries}, reverse=True)
        if len(counts) > 1 and counts[0][0] < counts[1][0] + 2:
            return []
        return [entry for entry in entries if entry.name == counts[0][1]]

    def _by_deal(self, entries: list[Entry]) -> list[Entry]:
        """Choose the subject of the innermost clause that a word stands in."""
        depth = {entry.token.i: len(list(entry.token.ancestors)) for entry in entries}
        deepest = max(depth.values())
        inner = [entry for entry in entries if depth[entry.token.i] == deepest]
        return inner if len({entry.name for entry in inner}) == 1 else []

    def _typed(self, token: Token) -> list[Party]:
        """Return the last organisation that the text, its name, or what is known of it calls by a noun."""
        head, phrase = token.lemma_.lower(), joined(token)
        typed = word_set("coreference", "typed")
        wanted = {phrase} | synonyms(phrase)
        if phrase == head or head in typed:
            wanted |= {head} | (synonyms(head) if phrase == head else set())
        before = self._before(token)
        fitting = [e for e in before if self.types[e.name] & wanted or self._is_named_so(e.name, phrase)]
        exact = [e for e in fitting if phrase in self.types[e.name]]
        if phrase == head and head not in typed:
            return self._nearest(exact, token, TRUST["typed"]) if self._is_kind(head) else []
        return self._nearest(exact or fitting, token, TRUST["typed"])

    def _is_named_so(self, name: str, phrase: str) -> bool:
        """Tell whether a name says what a noun does: "Alpha Trucks" is "the truck maker"."""
        modifier, _, head = phrase.rpartition("_")
        words = self.words.get(name, set())
        if modifier:
            return modifier in words and head in word_set("coreference", "generic", "typed")
        return head in words or (head.endswith("maker") and head.removesuffix("maker").rstrip("-") in words)

    def _is_kind(self, noun: str) -> bool:
        """Tell whether a noun may name a kind of organisation: no deal, part or person."""
        other = word_set("coreference", "event", "generic") | word_set("resolve", "metonyms", "partitives")
        return noun not in other

    def _untyped(self, token: Token) -> list[Party]:
        """Return the only organisation around, where nothing is known of what it is: "the startup"."""
        lemma = token.lemma_.lower()
        if lemma not in word_set("coreference", "typed") or lemma in word_set("coreference", "authority"):
            return []
        is_loose = lemma in word_set("coreference", "loose") and joined(token) == lemma
        fitting = [
            e
            for e in self._before(token)
            if self.sentence - e.sentence <= 1 and not e.is_authority and (is_loose or not self.types[e.name])
        ]
        found = self._nearest(fitting, token, TRUST["guess"])
        others = {e.name for e in fitting if e.salience == SUBJECT}
        return found if len(others) <= 1 else []

    def _main(self, token: Token) -> list[Party]:
        """Return whom the text speaks of most, where "the company" follows several that nothing parts."""
        near = self._before(token)
        return [_party(entry, token, TRUST["guess"]) for entry in self._by_count(near)[-1:]]

    def _placed(self, token: Token) -> list[Party]:
        """Return the last subject for a kind of firm that only its place is told of: "the Geneva trader"."""
        firms = word_set("names", "company_noun") - word_set("names", "either_noun", "authority_noun")
        is_firm = token.lemma_.lower() in firms - word_set("coreference", "typed") and token.tag_ == "NN"
        return self._last_subject(token, TRUST["guess"]) if is_firm and places_before(token) else []

    def _one_of_two(self, token: Token, which: str) -> list[Party]:
        """Return the first or the last of the two organisations that were named together."""
        pair = self._several(token)
        if len(pair) != 2:
            return []
        return [pair[0] if which == "former" else pair[1]]

    def _several(self, token: Token) -> list[Party]:
        """Return the organisations that were last named together, as many as are counted."""
        wanted = count_of(token)
        before = self._before(token)
        for number in range(self.sentence, max(0, self.sentence - MEMORY), -1):
            named: dict[str, Entry] = {}
            for entry in before:
                if entry.sentence == number and not entry.is_authority:
                    named.setdefault(entry.name, entry)
            if len(named) >= 2 and (wanted is None or len(named) == wanted):
                return [_party(entry, token, TRUST["several"]) for entry in named.values()]
            listed = listed_together(list(named.values()), wanted)
            if listed:
                return [_party(entry, token, TRUST["counted"]) for entry in listed]
        if wanted == 2 and self.last_deal is not None:
            return [Party(p.name, token, p.known, TRUST["several"]) for p in self.last_deal]
        return []


def is_event(token: Token) -> bool:
    """Tell whether a noun names a deal."""
    return token.lemma_.lower() in word_set("coreference", "event")


def _party(entry: Entry, token: Token, trust: float) -> Party:
    return Party(entry.name, token, entry.known, trust)


def _is_modified(token: Token) -> bool:
    """Tell whether a noun is told apart from others: "the other company", "the company that"."""
    return any(
        _is_restrictive(child) or child.lower_ in word_set("coreference", "distinguishing")
        for child in token.children
    )


def _is_restrictive(clause: Token) -> bool:
    """Tell whether a relative clause says which one is meant: no comma parts it from its noun."""
    return clause.dep_ == "relcl" and clause.doc[clause.left_edge.i - 1].text not in {",", "(", "-", "\u2013"}
