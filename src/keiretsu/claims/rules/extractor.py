"""The rule extractor: dependency trees, predicate frames as data, one argument resolver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from keiretsu.claims.gazetteer import Gazetteer, NameKind
from keiretsu.claims.record import Claim, Evidence
from keiretsu.claims.rules.amounts import with_amounts
from keiretsu.claims.rules.capital import settled
from keiretsu.claims.rules.confidence import calibration, with_confidence
from keiretsu.claims.rules.coreference import Discourse
from keiretsu.claims.rules.dedupe import distinct
from keiretsu.claims.rules.elaboration import Found, Memory, add_sum, elaborated, pair_of
from keiretsu.claims.rules.matching import Draft, drafts
from keiretsu.claims.rules.offering import offerings
from keiretsu.claims.rules.omitted import with_gaps
from keiretsu.claims.rules.pipeline import load_pipeline
from keiretsu.claims.rules.reading import Line, read, read_all
from keiretsu.claims.rules.resolve import Resolver
from keiretsu.claims.rules.rounds import note_round
from keiretsu.claims.rules.status import ends_exclusivity
from keiretsu.claims.rules.terms import sentence_terms
from keiretsu.claims.rules.theme import (
    is_about_takeover,
    is_part_of_takeover,
    merger_as_takeover,
    one_offering,
    takeover_pairs,
    takeover_targets,
    talks_about,
)
from keiretsu.claims.rules.told import told_once
from keiretsu.claims.rules.trade import kinds_of
from keiretsu.claims.rules.valuing import valuations
from keiretsu.documents import Document
from keiretsu.vocabulary import LONGEST_NAME

if TYPE_CHECKING:
    from spacy.tokens import Span

# Below this confidence fewer than one claim in four was right on the development articles.
LEAST_CONFIDENCE = 40


class RuleExtractor:
    """Reads claims by grammar and vocabulary, offline; the same text gives the same claims.

    Parameters
    ----------
    gazetteer
        Names that are known beforehand; others are recognised by their context.
    model
        Another spaCy model than the one that keiretsu is measured with.

    Raises
    ------
    KeiretsuError
        On the first document, when the language model is missing or isn't the expected one.

    Examples
    --------
    >>> extractor = RuleExtractor(Gazetteer())
    >>> text = Document("Gammatech Inc. agreed to buy Delta Corp for $3 billion in 2021.", name="a.txt")
    >>> for claim in extractor.extract(text):
    ...     print(claim.relation, claim.subject, claim.object, claim.status, claim.amount, claim.date)
    acquires Gammatech Delta agreed USD 3 billion (total) 2021
    """

    name = "rules/1"

    def __init__(self, gazetteer: Gazetteer, model: str | None = None) -> None:
        self.gazetteer = gazetteer
        self.model = model
        self.calibration = calibration()

    def extract(self, document: Document) -> list[Claim]:
        """Return the document's claims in the order of their quotes."""
        return next(self.extract_all([document]))

    def extract_all(self, documents: Iterable[Document]) -> Iterator[list[Claim]]:
        """Yield the claims of each document; many short ones are parsed faster together.

        Examples
        --------
        >>> notes = [Document("Alpha Inc. bought Beta Corp.", name="a"), Document("Nothing.", name="b")]
        >>> [len(claims) for claims in RuleExtractor(Gazetteer()).extract_all(notes)]
        [1, 0]
        """
        documents = list(documents)
        texts = (document.text for document in documents)
        read_texts = read_all(texts, load_pipeline(self.model), self.gazetteer)
        for document, lines in zip(documents, read_texts, strict=True):
            yield self._claims(document, lines)

    def _claims(self, document: Document, lines: list[Line]) -> list[Claim]:
        found: list[Found] = []
        discourse, memory = Discourse(), Memory(kinds=kinds_of(lines))
        for line in lines:
            for sentence in line.sentences():
                discourse.enter(line, sentence)
                resolver = Resolver(line, discourse, memory)
                add_sum(resolver, sentence, discourse.sentence, found)
                drafted = [
                    draft
                    for draft in _sentence_drafts(resolver, sentence)
                    if round(100 * draft.trust) >= LEAST_CONFIDENCE and _names_somebody(draft)
                ]
                memory.note(drafted, discourse.sentence)
                memory.vendors.note(drafted, resolver, sentence, discourse.sentence)
                found += [Found(line, sentence, discourse.sentence, draft) for draft in drafted]
        found = elaborated(found)
        for item, draft in zip(found, one_offering([item.draft for item in found]), strict=True):
            item.draft = draft
        is_takeover = is_about_takeover(lines)
        targets = takeover_targets([item.draft for item in found])
        takeovers = takeover_pairs([item.draft for item in found])
        claims = [
            self._claim(
                document,
                item.line,
                item.sentence,
                merger_as_takeover(talks_about(item.draft, targets, is_takeover=is_takeover), takeovers),
            )
            for item in found
            if not is_part_of_takeover(item.draft, takeovers)
        ]
        return with_confidence(distinct(claims), claims, self.calibration)

    def organisations(self, document: Document) -> list[str]:
        """Return the canonical names of the organisations in a document, with or without a claim."""
        lines = read(document.text, load_pipeline(self.model), self.gazetteer)
        known = {mention.known for line in lines for mention in line.mentions}
        return sorted({one.canonical for one in known if one.kind is not NameKind.PRODUCT})

    def _claim(self, document: Document, line: Line, sentence: Span, draft: Draft) -> Claim:
        start, end = line.start + sentence.start_char, line.start + sentence.end_char
        text = document.text[start:end]
        start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
        relation = draft.frame.relation
        own = relation in {"builds", "spends"}
        return Claim(
            Evidence.at(document, start, end),
            relation,
            draft.subject.name,
            draft.layer if own else draft.object.name if draft.object is not None else None,
            layer=draft.layer,
            amount=None if relation == "partners" else draft.amount,
            status=draft.status,
            date=draft.date,
            terms=_terms(line, sentence, draft),
            confidence=round(100 * draft.trust),
            extractor=self.name,
        )


def _names_somebody(draft: Draft) -> bool:
    """Tell whether the ends of a draft can be names: a text may have runs of letters that none has."""
    ends = (draft.subject, draft.object)
    return all(end is None or len(end.name) <= LONGEST_NAME for end in ends)


def _terms(line: Line, sentence: Span, draft: Draft) -> tuple[str, ...]:
    relation = draft.frame.relation
    found = {*draft.frame.terms, *sentence_terms(_without_names(line, sentence), relation)}
    return tuple(found - {"exclusive"} if ends_exclusivity(draft.predicate, relation) else found)


def _sentence_drafts(resolver: Resolver, sentence: Span) -> Iterator[Draft]:
    """Yield the drafts of a sentence, without partnerships where it says what passes between the two."""
    note_round(resolver, sentence)
    found = with_amounts(resolver.line, sentence, settled(list(drafts(resolver, sentence))))
    found = with_gaps(resolver, sentence, found)
    found += offerings(resolver, sentence)
    found = _with_valuations(found, list(valuations(resolver, sentence, found)))
    found = [_of_round(draft, resolver.discourse) for draft in found]
    found = [_valued_investee(draft, found) for draft in found]
    found = [_completed(draft, found) for draft in found]
    found = [draft for draft in found if not _is_contradicted(draft, found)]
    deals = [
        d for d in found if d.frame.relation in {"acquires", "invests", "partners"} and d.object is not None
    ]
    for draft in deals[-1:]:
        if draft.object is not None and not _is_background(draft, resolver.discourse):
            resolver.discourse.last_deal = draft.subject, draft.object
            resolver.discourse.is_pending = draft.status in {"agreed", "planned", "in_talks"}
            if draft.frame.relation == "acquires":
                resolver.discourse.last_target = draft.object
    yield from told_once(resolver, found)


def _is_background(draft: Draft, discourse: Discourse) -> bool:
    """Tell whether a past deal is told behind one that is pending, which "the deal" goes on to mean."""
    is_past = draft.status in {"in_effect", "ended"} and draft.date is not None
    return is_past and discourse.is_pending


def _is_contradicted(draft: Draft, found: list[Draft]) -> bool:
    """Tell whether the sentence says more surely that the same goods go the other way."""
    if draft.frame.relation != "supplies" or draft.object is None:
        return False
    turned = draft.object.name, draft.subject.name
    return any(
        other.frame.relation == "supplies"
        and other.object is not None
        and (other.subject.name, other.object.name) == turned
        and other.trust > draft.trust
        and (other.layer == draft.layer or None in {other.layer, draft.layer})
        for other in found
    )


def _with_valuations(found: list[Draft], valued: list[Draft]) -> list[Draft]:
    """Prefer the valuations that the order of the words gives to those of the tree."""
    if not valued:
        return found
    sums = {(draft.amount.low, draft.amount.high) for draft in valued if draft.amount is not None}
    return valued + [
        draft
        for draft in found
        if draft.frame.relation != "valued"
        or draft.amount is None
        or (draft.amount.low, draft.amount.high) not in sums
    ]


def _without_names(line: Line, sentence: Span) -> str:
    """Return a sentence without its names: "Alpha Equity Partners" says nothing about equity."""
    return "".join(t.text_with_ws for t in sentence if line.mention_at(t) is None)


def _of_round(draft: Draft, discourse: Discourse) -> Draft:
    """Give an investor of a round the round's sum where the sentence gives no other."""
    if draft.amount is None and draft.frame.requires & {"round", "round_before"}:
        return replace(draft, amount=discourse.round_amount)
    return draft


def _completed(draft: Draft, found: list[Draft]) -> Draft:
    """Give a trade the sum that the same sentence gives it by another word: "a £2bn contract to supply"."""
    if draft.frame.relation != "supplies" or draft.amount is not None:
        return draft
    for other in found:
        same = other.frame.relation in {"supplies", "partners"} and pair_of(other) == pair_of(draft)
        if same and other.amount is not None and other.layer in {None, draft.layer}:
            return replace(draft, amount=other.amount)
    return draft


def _valued_investee(draft: Draft, found: list[Draft]) -> Draft:
    """Give a valuation beside an investment to the investee, unless the text says whose it is."""
    if draft.frame.relation != "valued" or any(child.dep_ == "poss" for child in draft.predicate.children):
        return draft
    if draft.predicate.pos_ == "VERB":
        return draft
    investees = [d.object for d in found if d.frame.relation == "invests" and d.object is not None]
    return replace(draft, subject=investees[0]) if investees else draft
