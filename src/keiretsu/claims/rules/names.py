"""Organisation names in a document: which capitals name an organisation, and which one.

Known names come first. For the others every mention gives evidence (:mod:`.names_votes`), a name has
one label a document, and short forms and acronyms are tied to the long form (:mod:`.names_ties`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import Gazetteer, KnownName, NameKind
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.names_candidates import Candidate, candidates
from keiretsu.claims.rules.names_labels import ORGANISATION, borne_out, label_of
from keiretsu.claims.rules.names_ties import (
    acronyms,
    authority_type,
    bare_name,
    is_short_form,
    tie_short_forms,
)
from keiretsu.claims.rules.names_votes import (
    evidence,
    is_called_authority,
    is_called_firm,
    names_of_people,
    reports,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PRESS = "press"
SURE = 2.0
PLAIN = 3.0
FAIR = 1.3
GUESS = 0.7
"""What entity recognition's taking a word for a person weighs, as in ``data/names_votes.yaml``."""
MANY = 3
MOST = 0.6


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of tokens that names an organisation, a unit or a product of one."""

    start: int
    end: int
    known: KnownName


@dataclass
class Ballot:
    """What the mentions of the names of a document say, summed up by name and label."""

    votes: dict[str, dict[str, float]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    reporting: dict[str, int] = field(default_factory=dict)
    lists: list[set[str]] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    """Names that the text itself calls a firm."""
    authorities: set[str] = field(default_factory=set)
    """Names that the text itself calls a public authority."""

    def count(self, doc: Doc, *, is_headline: bool) -> None:
        """Count the mentions of one line."""
        found = list(candidates(doc, is_headline=is_headline))
        for candidate in found:
            tally = self.votes.setdefault(candidate.text, {})
            for label, weight in evidence(doc, candidate, is_headline=is_headline):
                tally[label] = tally.get(label, 0.0) + weight
            if not is_headline:
                if is_called_firm(doc, candidate):
                    self.called.add(candidate.text)
                if is_called_authority(doc, candidate):
                    self.authorities.add(candidate.text)
                root = doc[candidate.start : candidate.end].root
                self.seen[candidate.text] = self.seen.get(candidate.text, 0) + 1
                self.reporting[candidate.text] = self.reporting.get(candidate.text, 0) + reports(root)
        self.lists += lists_of_names(doc, found)

    def labels(self, known: set[str]) -> dict[str, str]:
        """Return each name's label; names that are listed with organisations are organisations too."""
        self._bear_out()
        labels = {text: label_of(votes) for text, votes in self.votes.items()}
        people = names_of_people(labels.items())
        for text in labels:
            if text in people and not self._is_firm_of_a_name(text):
                labels[text] = "person"
        for text in labels:
            if self._is_line_of_products(text, labels):
                labels[text] = "product"
        sure = {text for text, label in labels.items() if label == ORGANISATION} | known
        for group in self.lists:
            if 2 * len(group & sure) >= len(group):
                for text in group:
                    weak = sum(w for label, w in self.votes[text].items() if label != ORGANISATION)
                    is_doubtful = self._is_full_name(text) and 3 * len(group & sure) < 2 * len(group)
                    if (
                        text not in people
                        and weak < SURE
                        and "product" not in self.votes[text]
                        and not is_doubtful
                    ):
                        labels[text] = ORGANISATION
        return labels

    def _bear_out(self) -> None:
        """Count guesses by what the whole document says."""
        guessed = {text for text, votes in self.votes.items() if "person?" in votes}
        full = {text for text in guessed if " " in text}
        parts = {word for text in full for word in (text.split()[0], text.split()[-1])}
        for text, votes in self.votes.items():
            is_person = text.split()[-1] in guessed if text in full else text in parts
            taken = votes.get("person?", 0.0) / GUESS
            is_often = text.isalpha() and text.istitle() and text not in self.called
            is_often = is_often and taken >= MANY and taken >= MOST * self.seen.get(text, 0)
            self.votes[text] = borne_out(votes, is_person=is_person, is_full=text in full, is_often=is_often)

    def _is_line_of_products(self, text: str, labels: dict[str, str]) -> bool:
        """Tell whether a name is that of a product without its number: "the Falcon" beside "the Falcon 9"."""
        votes = self.votes[text]
        if " " in text or votes.get(ORGANISATION, 0.0) >= (PLAIN if "product" in votes else FAIR):
            return False
        return any(
            label == "product" and other.startswith(f"{text} ") and any(map(str.isdigit, other))
            for other, label in labels.items()
        )

    def _is_full_name(self, text: str) -> bool:
        """Tell whether a name looks like a person's first and last name."""
        votes = self.votes[text]
        return " " in text and votes.get("person", 0.0) > votes.get(ORGANISATION, 0.0)

    def _is_firm_of_a_name(self, text: str) -> bool:
        """Tell whether a surname is plainly a firm's too."""
        votes = self.votes[text]
        return votes.get(ORGANISATION, 0.0) >= PLAIN + votes.get("person", 0.0)

    def is_press(self, text: str) -> bool:
        """Tell whether a name only ever stands as the source of the news."""
        return 0 < self.seen.get(text, 0) == self.reporting.get(text, 0)


class NameTable:
    """The names of one document, decided once and found everywhere in it.

    Parameters
    ----------
    gazetteer
        The names that are known beforehand.
    docs
        The document's parsed lines.
    headlines
        Which of them are headlines, where capitals say nothing.
    pipeline
        What they were parsed with; it splits the known names into words too.
    """

    def __init__(
        self, gazetteer: Gazetteer, docs: list[Doc], headlines: list[bool], pipeline: Language
    ) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], KnownName | None]]] = defaultdict(list)
        for known in gazetteer:
            self._add(split_words(pipeline, known.name), known)
        ballot = Ballot()
        for doc, is_headline in zip(docs, headlines, strict=True):
            ballot.count(doc, is_headline=is_headline)
        self._decide(ballot, gazetteer, acronyms(docs))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def mentions(self, doc: Doc) -> list[Mention]:
        """Return the mentions in a line, longest first match, without overlap."""
        found = []
        position = 0
        texts = [token.text for token in doc]
        while position < len(texts):
            match = self._match(texts, position)
            if match is None:
                position += 1
                continue
            length, known = match
            end = position + length
            while end < len(texts) and texts[end] in word_set("names", "legal_suffix"):
                end += 1
            if known is not None:
                found.append(Mention(position, end, known))
            position = end
        return found

    def _match(self, texts: list[str], position: int) -> tuple[int, KnownName | None] | None:
        for words, known in self._by_first.get(texts[position], ()):
            if tuple(texts[position : position + len(words)]) == words:
                return len(words), known
        return None

    def _add(self, words: tuple[str, ...], known: KnownName | None) -> None:
        if words and all(words != other for other, _ in self._by_first[words[0]]):
            self._by_first[words[0]].append((words, known))

    def _decide(self, ballot: Ballot, gazetteer: Gazetteer, bracketed: dict[str, str]) -> None:
        known = {text for text in ballot.votes if gazetteer.find(text) is not None}
        labels = ballot.labels(known)
        names = {text for text, label in labels.items() if label == ORGANISATION}
        names = {text for text in names if not _is_several(text, names | known)}
        bracketed = {short: long for short, long in bracketed.items() if long in names | known}
        ruled_out = {text for text, label in labels.items() if label not in {"", ORGANISATION, "product"}}
        mentioned = sorted(labels.keys() - ruled_out - known)
        longer = tie_short_forms(names | known, mentioned, bracketed)
        short = {long: acronym for acronym, long in bracketed.items() if authority_type(long)}
        for text in sorted((names | longer.keys()) - known):
            found = _stands_for(text, longer.get(text, text), short, gazetteer)
            if not found.industry_type and ballot.authorities & {text, longer.get(text, text)}:
                found = replace(found, industry_type="regulator")
            if ballot.is_press(text):
                found = KnownName(text, found.canonical, industry_type=PRESS)
            self._add(tuple(text.split()), found)
        for text in sorted(labels.keys() - names - longer.keys() - known):
            if " " in text and labels[text] and not _is_several(text, names | known):
                self._add(tuple(text.split()), _offering(text, labels[text], names, gazetteer))


def _is_several(text: str, names: set[str]) -> bool:
    """Tell whether a hyphen ties two names: "the Alpha-Beta deal"."""
    for mark in (" - ", " \u2013 "):
        parts = text.split(mark)
        others = names - {text}
        tied = [any(part == name or is_short_form(part, name) for name in others) for part in parts]
        if len(parts) > 1 and all(tied):
            return True
    return False


def _offering(text: str, label: str, names: set[str], gazetteer: Gazetteer) -> KnownName | None:
    """Return a product that bears its maker's name; people and places only hide shorter names."""
    if label != "product":
        return None
    first = text.split(maxsplit=1)[0]
    owner = gazetteer.find(first)
    if owner is None and first not in names:
        return None
    return KnownName(text, owner.canonical if owner else first, NameKind.PRODUCT)


def _stands_for(text: str, long: str, short: dict[str, str], gazetteer: Gazetteer) -> KnownName:
    """Return what an unknown name stands for; an authority goes by its initials, others by the long form."""
    kind = authority_type(long)
    canonical = short.get(long, bare_name(long))
    known = gazetteer.find(canonical) or gazetteer.find(bare_name(long))
    if known is None and not kind and " " in long:
        known = gazetteer.find(_first_words(bare_name(long), gazetteer))
    if known is not None:
        return KnownName(text, known.canonical, industry_type=known.industry_type)
    return KnownName(text, canonical, industry_type=kind)


def _first_words(name: str, gazetteer: Gazetteer) -> str:
    """Return the longest beginning of a name that is itself an organisation's name."""
    words = name.split()
    for size in range(len(words) - 1, 0, -1):
        known = gazetteer.find(" ".join(words[:size]))
        if known is not None and known.kind is not NameKind.PRODUCT:
            return known.name
    return ""


def lists_of_names(doc: Doc, found: Iterable[Candidate]) -> list[set[str]]:
    """Return the candidates that are listed with one another, a set a list."""
    return [names for names in _by_head(doc, found) if len(names) > 1]


def _by_head(doc: Doc, found: Iterable[Candidate]) -> Iterator[set[str]]:
    by_head: dict[int, set[str]] = defaultdict(set)
    for candidate in found:
        token = doc[candidate.start : candidate.end].root
        while token.dep_ == "conj" and token.head.i != token.i and token.head.pos_ in {"PROPN", "NOUN", "X"}:
            token = token.head
        by_head[token.i].add(candidate.text)
    yield from by_head.values()


@cache
def split_words(pipeline: Language, name: str) -> tuple[str, ...]:
    """Split a known name as the tokenizer splits it in a text."""
    return tuple(token.text for token in pipeline.make_doc(name))
