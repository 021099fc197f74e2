"""Who "it", "the company", "the chip maker" and "the two firms" are.

Rules in the order of strength: a typed noun goes to the last organisation of that type; a pronoun
and "the company" go to the subject of the sentence, else to that of the sentence before; "the two
companies" go to the last two that were named together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import KnownName, NameKind
from keiretsu.claims.rules.grammar import VERBAL
from keiretsu.claims.rules.lexicon import lexicon, word_set
from keiretsu.claims.rules.names import Mention
from keiretsu.claims.rules.reading import Line, Party
from keiretsu.quantities import Money

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

MEMORY = 4
RECALL = 300
TRUST = {"pronoun": 0.75, "typed": 0.8, "generic": 0.75, "several": 0.7, "topic": 0.6}


@dataclass
class Entry:
    """A named organisation in the discourse: where, and whether it was a clause's subject."""

    known: KnownName
    token: Token
    sentence: int
    is_subject: bool


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

    def enter(self, line: Line, sentence: Span) -> None:
        """Go on to a sentence: remember the organisations that it names and what it calls them."""
        self.sentence += 1
        del self.entries[:-RECALL]  # nobody reaches further back, and long texts stay linear
        for mention in line.mentions_in(sentence.start, sentence.end):
            if mention.known.kind is NameKind.PRODUCT:
                continue
            root = line.doc[mention.start : mention.end].root
            name = mention.known.canonical
            self.counts[name] = self.counts.get(name, 0) + 1
            self.types.setdefault(name, set()).update(_types_of(line, mention, root))
            subject = root.dep_ in {"nsubj", "nsubjpass"} or (
                root.dep_ == "conj" and root.head.dep_ == "nsubj"
            )
            self.entries.append(Entry(mention.known, root, self.sentence, subject))

    def resolve(self, token: Token) -> list[Party]:
        """Return the organisations that a pronoun or a definite noun stands for."""
        lemma = token.lemma_.lower()
        if token.pos_ == "PRON":
            return self._pronoun(token)
        describes = token.dep_ in {"attr", "appos", "oprd"}
        if token.pos_ != "NOUN" or describes or not _is_definite(token):
            return []
        if token.tag_ == "NNS" or _counts_two(token):
            return self._several(token) if lemma in word_set("coreference", "generic", "typed") else []
        typed = self._typed(token)
        if typed:
            return typed
        if lemma in word_set("coreference", "generic"):
            return self._last_subject(token, TRUST["generic"])
        return []

    def topic(self, token: Token) -> list[Party]:
        """Return what the text is about at a sentence: its subject, else the last one."""
        return self._last_subject(token, TRUST["topic"])

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
        for entry in reversed(self.entries):
            earlier = entry.sentence < self.sentence or entry.token.i < token.i
            recent = self.sentence - entry.sentence <= 1
            if earlier and recent and _is_company(entry) and entry.known.canonical not in names:
                return [_party(entry, token, TRUST["generic"])]
        return []

    def sells(self, name: str, layer: str) -> bool:
        """Tell whether an organisation is called a maker or provider of a layer: "battery_maker"."""
        stem = layer.removesuffix("s")
        kinds = {kind for kind in self.types.get(name, set()) if "_" in kind or kind.endswith("maker")}
        return any(stem in kind for kind in kinds)

    def event(self, token: Token) -> list[Party]:
        """Return the two sides of "the acquisition", "the deal", "the partnership"."""
        bare = not any(child.dep_ in {"prep", "poss", "compound"} for child in token.children)
        if not (is_event(token) and _is_definite(token) and bare) or self.last_deal is None:
            return []
        return [Party(p.name, token, p.known, TRUST["typed"]) for p in self.last_deal]

    def _pronoun(self, token: Token) -> list[Party]:
        word = token.lower_
        if word in {"it", "its", "itself"}:
            return self._last_subject(token, TRUST["pronoun"])
        if word in {"they", "their", "them", "both", "themselves"}:
            return self._several(token)
        return []

    def _last_subject(self, token: Token, trust: float) -> list[Party]:
        here = [e for e in self.entries if e.sentence == self.sentence and e.token.i < token.i]
        is_fit = _is_named_party if token.pos_ == "PRON" else _is_company
        here = [e for e in here if is_fit(e) and e.token.dep_ != "compound"]
        ordered = [e for e in here if e.is_subject and _governs(e.token, token)]
        ordered += [e for e in here if e.is_subject][::-1]
        if not ordered and token.lower_ in {"its", "it"}:
            ordered += here[::-1]
        before = [
            e for e in self.entries if self.sentence - MEMORY <= e.sentence < self.sentence and is_fit(e)
        ]
        last = max((e.sentence for e in before), default=0)
        ordered += [e for e in before if e.sentence == last and e.is_subject]
        ordered += [e for e in before if e.is_subject][::-1]
        ordered += before[::-1]
        return [_party(ordered[0], token, trust)] if ordered else []

    def _typed(self, token: Token) -> list[Party]:
        head = token.lemma_.lower()
        if head not in word_set("coreference", "typed"):
            return []
        wanted = {head, _joined(token)} | set(lexicon("coreference_types").get(head, []))
        earlier = [e for e in self.entries if not (e.sentence == self.sentence and e.token.i >= token.i)]
        for entry in reversed(earlier):
            if self.types[entry.known.canonical] & wanted:
                return [_party(entry, token, TRUST["typed"])]
        return []

    def _several(self, token: Token) -> list[Party]:
        """Return the organisations that were last named together, as many as are counted."""
        wanted = _count(token)
        for number in range(self.sentence, max(0, self.sentence - MEMORY), -1):
            named: dict[str, Entry] = {}
            for entry in self.entries:
                earlier = number < self.sentence or entry.token.i < token.i
                if entry.sentence == number and earlier and _is_company(entry):
                    named.setdefault(entry.known.canonical, entry)
            if len(named) >= 2 and (wanted is None or len(named) == wanted):
                return [_party(entry, token, TRUST["several"]) for entry in named.values()]
        return []


def is_event(token: Token) -> bool:
    """Tell whether a noun names a deal."""
    return token.lemma_.lower() in word_set("coreference", "event")


def _party(entry: Entry, token: Token, trust: float) -> Party:
    return Party(entry.known.canonical, token, entry.known, trust)


def _is_company(entry: Entry) -> bool:
    return entry.known.industry_type not in {"regulator", "project", "press"}


def _is_named_party(entry: Entry) -> bool:
    return entry.known.industry_type not in {"project", "press"}


def _is_definite(token: Token) -> bool:
    return any(child.lower_ in word_set("coreference", "definite") for child in token.children)


def _counts_two(token: Token) -> bool:
    return token.lemma_.lower() in {"pair", "duo", "both", "trio"}


def _count(token: Token) -> int | None:
    words = {child.lower_ for child in token.children} | {token.lower_}
    if words & {"two", "both", "pair", "duo"}:
        return 2
    if words & {"three", "trio"}:
        return 3
    return None


def _governs(subject: Token, token: Token) -> bool:
    """Tell whether a subject's verb stands above a token."""
    verb = subject.head if subject.dep_ != "conj" else subject.head.head
    return verb.pos_ in VERBAL and verb.is_ancestor(token) and not _is_reporter(verb, token)


def _is_reporter(verb: Token, token: Token) -> bool:
    return verb.lemma_ in word_set("verbs", "report") and token.head == verb


def _joined(token: Token) -> str:
    modifiers = [c.lemma_.lower() for c in token.children if c.dep_ == "compound" and c.i < token.i]
    return "_".join([*modifiers[-1:], token.lemma_.lower()])


def _types_of(line: Line, mention: Mention, root: Token) -> set[str]:
    """Return what a text calls an organisation: appositions, copulas, nouns before its name."""
    types: set[str] = set()
    if mention.known.industry_type:
        kind = mention.known.industry_type
        types |= {kind, kind.rpartition("_")[2]} | set(lexicon("coreference_types").get(kind, []))
    described = [child for child in root.children if child.dep_ == "appos"]
    if root.dep_ == "appos":
        described.append(root.head)
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        described += [child for child in root.head.children if child.dep_ == "attr"]
    described += [
        child
        for child in root.children
        if child.dep_ in {"compound", "nmod", "amod"} and child.i < mention.start and child.pos_ == "NOUN"
    ]
    for noun in described:
        if noun.pos_ == "NOUN" and line.mention_at(noun) is None:
            types |= {noun.lemma_.lower(), _joined(noun)}
    return types
