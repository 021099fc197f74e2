"""Organisation names in a document: which capitals name an organisation, and which one.

Known names come first; for the others each mention votes (legal form, words such as "Bank" or
"Holdings", "the chip maker X", "X's shares", "X, a startup", entity recognition as one vote), and a
name has one label a document. Short forms and acronyms are tied to the long form.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import Gazetteer, KnownName
from keiretsu.claims.rules.lexicon import word_set

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

VOTES = {
    "ORG": 1.0, "PERSON": -1.0, "GPE": -1.0, "LOC": -1.0, "FAC": -0.8, "NORP": -1.5, "PRODUCT": -0.4,
    "WORK_OF_ART": -0.6, "EVENT": -1.0, "LAW": -1.0, "LANGUAGE": -1.0, "DATE": -1.5, "MONEY": -2.0,
}  # fmt: skip
ENOUGH = 0.5
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|^[a-z]+[A-Z]|^\d+[a-z]{2}")
_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,5}")
_NAME = re.compile(r"[^\W_][\w.&'\u2019/+-]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of tokens that names an organisation, a unit or a product of one."""

    start: int
    end: int
    known: KnownName


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of tokens that may be a name, and what entity recognition calls it."""

    start: int
    end: int
    text: str
    label: str


@cache
def places() -> frozenset[str]:
    """Return the names of the countries, which are no organisations."""
    from babel import Locale

    territories = Locale("en").territories
    short = {"US", "U.S.", "USA", "UK", "U.K.", "Britain", "America", "EU", "Korea", "Holland", "England"}
    return frozenset(str(name) for name in territories.values()) | short


class NameTable:
    """The names of one document, decided once and found everywhere in it.

    Parameters
    ----------
    gazetteer
        The names that are known beforehand.
    docs
        The document's parsed lines; headlines don't vote.
    headlines
        Which of them are headlines.
    pipeline
        What they were parsed with; it splits the known names into words too.
    """

    def __init__(
        self, gazetteer: Gazetteer, docs: list[Doc], headlines: list[bool], pipeline: Language
    ) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], KnownName]]] = defaultdict(list)
        for known in gazetteer:
            self._add(split_words(pipeline, known.name), known)
        votes: dict[str, float] = defaultdict(float)
        listed: list[set[str]] = []
        people: set[str] = set()
        for doc, is_headline in zip(docs, headlines, strict=True):
            found = list(candidates(doc))
            listed += lists_of_names(doc, found)
            for candidate in found:
                if candidate.label == "PERSON" and " " in candidate.text and not is_headline:
                    people.add(candidate.text.split()[-1])
                if not is_headline or candidate.label == "ORG":
                    votes[candidate.text] += vote(doc, candidate) * (0.4 if is_headline else 1.0)
        self._decide(votes, people, gazetteer, docs, listed)
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
            found.append(Mention(position, end, known))
            position = end
        return found

    def _match(self, texts: list[str], position: int) -> tuple[int, KnownName] | None:
        for words, known in self._by_first.get(texts[position], ()):
            if tuple(texts[position : position + len(words)]) == words:
                return len(words), known
        return None

    def _add(self, words: tuple[str, ...], known: KnownName) -> None:
        if words and all(words != other for other, _ in self._by_first[words[0]]):
            self._by_first[words[0]].append((words, known))

    def _decide(
        self,
        votes: dict[str, float],
        people: set[str],
        gazetteer: Gazetteer,
        docs: list[Doc],
        listed: list[set[str]],
    ) -> None:
        surnames = {text for text in votes if text in people}
        names = {text for text, score in votes.items() if score >= ENOUGH and text not in surnames}
        known = {text for text in votes if gazetteer.find(text) is not None}
        names |= _company_they_keep(names | known, votes, listed) - surnames
        names = {text for text in names if gazetteer.find(text) is None and text not in places()}
        bracketed = acronyms(docs)
        short = {long: acronym for acronym, long in bracketed.items()}
        longer = tie_short_forms(names, [text for text in votes if text not in surnames], bracketed)
        for text in sorted(names | longer.keys()):
            self._add(tuple(text.split()), _stands_for(text, longer.get(text, text), short, gazetteer))


def _stands_for(text: str, long: str, short: dict[str, str], gazetteer: Gazetteer) -> KnownName:
    """Return what an unknown name stands for; an authority goes by its initials, others by the long form."""
    kind = authority_type(long)
    canonical = short.get(long, bare_name(long)) if kind else bare_name(long)
    known = gazetteer.find(canonical) or gazetteer.find(bare_name(long))
    if known is not None:
        return KnownName(text, known.canonical, industry_type=known.industry_type)
    return KnownName(text, canonical, industry_type=kind)


def lists_of_names(doc: Doc, found: list[Candidate]) -> list[set[str]]:
    """Return the candidates that are listed with one another, a set a list."""
    by_head: dict[int, set[str]] = defaultdict(set)
    for candidate in found:
        token = doc[candidate.start : candidate.end].root
        while (
            token.dep_ in {"conj", "appos"}
            and token.head.i != token.i
            and token.head.pos_ in {"PROPN", "NOUN", "X"}
        ):
            token = token.head
        by_head[token.i].add(candidate.text)
    return [names for names in by_head.values() if len(names) > 1]


def _company_they_keep(names: set[str], votes: dict[str, float], listed: list[set[str]]) -> set[str]:
    """Return names that nothing speaks against much and that are listed with organisations."""
    return {
        text
        for group in listed
        for text in group
        if -1.6 < votes[text] < ENOUGH and text not in places() and 2 * len(group & names) >= len(group)
    }


@cache
def split_words(pipeline: Language, name: str) -> tuple[str, ...]:
    """Split a known name as the tokenizer splits it in a text."""
    return tuple(token.text for token in pipeline.make_doc(name))


def candidates(doc: Doc) -> Iterator[Candidate]:
    """Yield the stretches of a line that may be names: entities, and runs of proper nouns."""
    covered: set[int] = set()
    for entity in doc.ents:
        if entity.label_ in VOTES:
            start, end = _trim(entity)
            if start < end and _is_name_like(doc[start:end].text):
                covered.update(range(start, end))
                yield Candidate(start, end, _joined(doc, start, end), entity.label_)
    for start, end in _runs(doc, covered):
        if _is_name_like(doc[start:end].text):
            yield Candidate(start, end, _joined(doc, start, end), "")


def _joined(doc: Doc, start: int, end: int) -> str:
    return " ".join(token.text for token in doc[start:end])


def _trim(entity: Span) -> tuple[int, int]:
    start, end = entity.start, entity.end
    doc = entity.doc
    owners = [token.i for token in doc[start:end] if token.text in {"'s", "'"} and token.i < end - 1]
    if owners:
        start = owners[-1] + 1
    while start < end and (doc[start].lower_ in {"the", "a", "an"} or not doc[start].text[0].isalnum()):
        start += 1
    while end > start and (
        doc[end - 1].like_num
        or doc[end - 1].text[0].islower()
        or doc[end - 1].text in {"'s", "'", ",", "(", ")"}
        or doc[end - 1].is_space
    ):
        end -= 1
    return start, end


def _is_name_like(text: str) -> bool:
    first = text.split(maxsplit=1)[0] if text.split() else ""
    if text in word_set("names", "not_a_name") or not _NAME.fullmatch(first):
        return False
    return any(letter.isupper() for letter in text)


def _runs(doc: Doc, covered: set[int]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for token in doc:
        capital = token.text[0].isupper() or bool(_INNER_CAPITAL.search(token.text))
        proper = capital and (token.pos_ == "PROPN" or (token.pos_ == "NOUN" and not token.is_sent_start))
        proper = proper or (capital and token.pos_ in {"NOUN", "ADJ", "X"} and token.is_oov)
        if proper and token.i not in covered:
            start = token.i if start is None else start
        elif start is not None:
            yield start, token.i
            start = None
    if start is not None:
        yield start, len(doc)


def vote(doc: Doc, candidate: Candidate) -> float:
    """Return how much one mention speaks for (or against) its being an organisation."""
    words = candidate.text.split()
    is_coined = len(words) == 1 and bool(_INNER_CAPITAL.search(words[0]))
    score = 0.0 if is_coined and candidate.label != "ORG" else VOTES.get(candidate.label, 0.0)
    if candidate.label == "PERSON" and len(words) == 1:
        score = max(score, -0.3)
    if words[-1] in word_set("names", "legal_suffix"):
        score += 3
    elif len(words) > 1 and words[-1] in word_set("names", "organisation_word", "authority_word"):
        score += 2
    if any(word in word_set("names", "authority_word") for word in words) and len(words) > 1:
        score += 1
    if is_coined or (candidate.label not in {"PRODUCT", "PERSON"} and any(map(_INNER_CAPITAL.search, words))):
        score += 0.7
    if candidate.text in places():
        return -10.0
    if candidate.label != "ORG" and _is_model_number(words):
        score -= 1.5
    return score + _context_vote(doc, candidate)


def _is_model_number(words: list[str]) -> bool:
    """Tell whether a name is that of a thing: letters with digits, or a plural of initials."""
    return bool(re.fullmatch(r"[A-Z]{1,3}-?\d+\w*|\d+[A-Z]\d*|[A-Z][A-Za-z]*[A-Z]s", words[-1])) or (
        words[-1].lower() in word_set("layers", "chips", "goods") and len(words) > 1
    )


def _context_vote(doc: Doc, candidate: Candidate) -> float:
    root = doc[candidate.start : candidate.end].root
    score = 0.0
    before = doc[candidate.start - 1] if candidate.start else None
    after = doc[candidate.end] if candidate.end < len(doc) else None
    if before is not None and before.text in word_set("names", "person_title"):
        score -= 2
    elif before is not None and before.lemma_.lower() in word_set("names", "company_noun"):
        score += 1
    if any(child.dep_ == "appos" and _is_company_noun(child) for child in root.children):
        score += 1.5
    if root.dep_ == "appos" and _is_company_noun(root.head):
        score += 1
    if after is not None and after.text in {"'s", "'"} and root.dep_ == "poss":
        score += 1 if root.head.lemma_.lower() in word_set("names", "possessed_noun") else 0.2
    elif root.dep_ == "compound" and root.head.lemma_.lower() in word_set("names", "possessed_person"):
        score += 0.8
    return score + _verb_vote(root)


def _verb_vote(root: Token) -> float:
    if (
        root.dep_ == "pobj"
        and root.head.lower_ in {"like", "including", "as"}
        and _is_company_noun(root.head.head)
    ):
        return 1.0
    if (
        root.dep_ == "pobj"
        and root.head.lower_ in {"of", "in", "with", "by", "between"}
        and (root.head.head.lemma_.lower() in word_set("names", "deal_noun"))
    ):
        return 0.8
    if root.dep_ in {"conj", "appos"} and root.head.ent_type_ == "ORG":
        return 0.6
    if root.dep_ in {"nsubj", "nsubjpass", "agent", "dobj"} and root.head.lemma_ in _deal_verbs():
        return 0.6
    if (
        root.dep_ == "pobj"
        and root.head.head.lemma_ in _deal_verbs()
        and root.head.lower_ in {"by", "with", "from"}
    ):
        return 0.4
    return 0.0


@cache
def _deal_verbs() -> frozenset[str]:
    from keiretsu.claims.rules.frames import frame_table

    return frozenset(head for part, head in frame_table() if part == "verb")


def _is_company_noun(token: Token) -> bool:
    return token.lemma_.lower() in word_set("names", "company_noun")


def acronyms(docs: Iterable[Doc]) -> dict[str, str]:
    """Return the acronyms that stand in brackets behind their long form: "Long Form Bank (LFB)"."""
    found: dict[str, str] = {}
    for doc in docs:
        for match in re.finditer(
            r"((?:[A-Z][\w.&-]*(?: of| and| for| &)? ){1,7})\(([A-Z][A-Za-z&]{1,7})\)", doc.text
        ):
            words = [word for word in match.group(1).split() if word[0].isupper()]
            short = match.group(2)
            for size in range(min(len(words), len(short)), 0, -1):
                if "".join(word[0] for word in words[-size:]).upper() == short.upper()[:size] and size >= 2:
                    long_form = match.group(1).strip()
                    found[short] = long_form[long_form.index(words[-size]) :]
                    break
    return found


def tie_short_forms(names: set[str], mentioned: list[str], bracketed: dict[str, str]) -> dict[str, str]:
    """Return the long form of each shorter name: its first words, or its initials.

    Examples
    --------
    >>> tie_short_forms({"Alpha Bank Corp."}, ["Alpha", "Beta"], {})
    {'Alpha': 'Alpha Bank Corp.'}
    """
    tied: dict[str, str] = {short: long for short, long in bracketed.items() if len(long.split()) > 1}
    for long in sorted(names, key=lambda name: (-len(name), name)):
        words = long.split()
        if len(words) < 2:
            continue
        initials = "".join(word[0] for word in words if word[0].isupper())
        for short in mentioned:
            size = len(short.split())
            is_prefix = size < len(words) and words[:size] == short.split() and short not in places()
            is_initials = short == initials and _ACRONYM.fullmatch(short) is not None
            if short != long and (is_prefix or is_initials) and short not in tied:
                tied[short] = long
    return tied


def bare_name(name: str) -> str:
    """Return a name without its legal form.

    Examples
    --------
    >>> bare_name("Alpha Holding NV"), bare_name("Beta & Co.")
    ('Alpha Holding', 'Beta &')
    """
    words = name.replace(" - ", "-").replace(" 's", "'s").split()
    while len(words) > 1 and words[-1].rstrip(",") in word_set("names", "legal_suffix"):
        words.pop()
    return " ".join(words).rstrip(",")


def authority_type(name: str) -> str | None:
    """Return ``regulator`` where the name is that of a public authority."""
    words = set(name.split())
    return "regulator" if words & word_set("names", "authority_word") else None
