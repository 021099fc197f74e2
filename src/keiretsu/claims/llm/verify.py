"""From what a model states to claims: only what the document bears out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from keiretsu.claims.llm.answer import Draft, DraftAmount
from keiretsu.claims.llm.reading import KnownNames, Reading
from keiretsu.claims.record import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import KeiretsuError, Problem, Severity
from keiretsu.quantities import Money, counted
from keiretsu.vocabulary import is_layer, layers, relation
from keiretsu.vocabulary.entries import ObjectKind

SURE = 80
LESS_FOR_UNNAMED = 15
LESS_FOR_UNSTATED_SUM = 30
SHOWN = 80


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a draft became no claim."""

    code: str
    message: str


def verify(
    document: Document, stated: Iterable[object], names: KnownNames, extractor: str
) -> tuple[list[Claim], list[Refusal]]:
    """Turn what a model states into claims, and refuse what the document doesn't bear out.

    A claim needs a quote that stands in the document, parties that the document names, and the words
    of the vocabulary. Its confidence is 80 where both parties stand in the quote, 15 less for each
    that is only named elsewhere, and 30 less where the document doesn't state its sum.
    """
    reading = Reading(document, names)
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    for item in stated:
        made = _verified(reading, item, extractor)
        if isinstance(made, Claim):
            claims.append(made)
        else:
            refusals.append(made)
    return claims, refusals


def problems(document: Document, refusals: Iterable[Refusal], stated: int) -> tuple[Problem, ...]:
    """Return one problem for each reason to refuse, with the number of claims and the first of them."""
    by_code: dict[str, list[Refusal]] = defaultdict(list)
    for refusal in refusals:
        by_code[refusal.code].append(refusal)
    return tuple(
        Problem(
            code,
            Severity.WARNING,
            document.name,
            f"{len(several)} of {counted(stated, 'claim')} refused, the first because {several[0].message}",
            "nothing needs doing; the other claims were kept",
        )
        for code, several in sorted(by_code.items())
    )


def _verified(reading: Reading, item: object, extractor: str) -> Claim | Refusal:
    try:
        draft = Draft.model_validate(item)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "it"
        return Refusal("llm.invalid-claim", f"{field}: {first['msg']}")
    evidence = reading.evidence(draft.quote)
    if evidence is None:
        return Refusal("llm.quote-not-found", f"{_shown(draft.quote)} isn't in the text")
    try:
        return _claim(reading, draft, evidence, extractor)
    except KeiretsuError as error:
        problem = error.problem
        return Refusal("llm.invalid-claim", f"{_shown(problem.where)} {problem.message}")


def _claim(reading: Reading, draft: Draft, evidence: Evidence, extractor: str) -> Claim | Refusal:
    kind = relation(draft.relation)
    target, layer = _object_and_layer(draft, kind.object_kind)
    parties = [draft.subject] if target is None or target == layer else [draft.subject, target]
    unnamed = [name for name in parties if not reading.names_party(name)]
    if unnamed:
        return Refusal("llm.party-not-named", f"the text doesn't name {_shown(unnamed[0])}")
    canonical = {name: reading.names.canonical(name) for name in parties}
    amount = None if draft.amount is None or kind.name == "partners" else _money(draft.amount)
    elsewhere = sum(not reading.names_party(name, evidence.quote) for name in parties)
    unstated = amount is not None and not reading.states_sum(amount)
    return Claim(
        evidence,
        kind.name,
        canonical[draft.subject],
        None if target is None else canonical.get(target, target),
        layer=layer,
        amount=amount,
        status=draft.status,
        date=draft.date,
        terms=tuple(term for term in draft.terms if term in kind.terms),
        confidence=SURE - LESS_FOR_UNNAMED * elsewhere - LESS_FOR_UNSTATED_SUM * unstated,
        extractor=extractor,
    )


def _object_and_layer(draft: Draft, kind: ObjectKind) -> tuple[str | None, str | None]:
    """Return object and layer, each in its place: what is built or spent on is the layer itself."""
    layer = None if draft.layer is None else _noun(draft.layer)
    if kind is ObjectKind.NOTHING:
        return None, None
    own = kind in (ObjectKind.LAYER_OR_PROJECT, ObjectKind.LAYER_OR_PROJECT_OR_NOTHING)
    if own and draft.object is not None:
        noun = _noun(draft.object)
        if noun in layers() or is_layer(draft.object):
            return noun, noun
    return draft.object, layer


def _noun(layer: str) -> str | None:
    return "_".join(layer.casefold().replace("-", " ").split()) or None


def _money(draft: DraftAmount) -> Money:
    return Money.between(draft.low, draft.high, draft.currency.upper(), basis=draft.basis)


def _shown(text: str) -> str:
    """Return the beginning of a text on one line, without what could steer a terminal."""
    plain = "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))
    return repr(plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}...")
