"""Which sum and which date belong to which claim: the nearest predicate in the tree has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from keiretsu.claims.rules.conditions import distance
from keiretsu.claims.rules.date_ends import is_end
from keiretsu.claims.rules.grammar import VERBAL, ancestors, children, complements
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.matching import Draft
from keiretsu.claims.rules.reading import Line
from keiretsu.claims.rules.status import ends_exclusivity
from keiretsu.quantities import Money

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

WITH_MONEY = {"partners", "invests", "acquires", "supplies", "spends", "valued", "regulates"}
MONEY_REACH = 6
DATE_REACH = 6
LIST_REACH = 12


def with_amounts(line: Line, sentence: Span, found: list[Draft]) -> list[Draft]:
    """Return the drafts of a sentence with their sums and dates."""
    sums = list(_tokens(line, sentence, [(m.start, m.end, m.money) for m in line.money]))
    dates = list(_tokens(line, sentence, [(d.start, d.end, d.date) for d in line.dates]))
    amounts = _nearest(found, [(t, m) for t, m in sums if isinstance(m, Money)])
    shared = _respective(sentence, found, [m for _, m in sums if isinstance(m, Money)])
    shared |= _own_sums(found, [(t, m) for t, m in sums if isinstance(m, Money)])
    result = []
    for draft in found:
        amount = shared.get(id(draft)) or amounts.get(draft.predicate.i, {}).get(_kind(draft))
        based = _based(draft, amount)
        date = _date(draft, found, [d for d in dates if _may_date(draft, based, d[0])])
        result.append(replace(draft, amount=based, date=date))
    return [draft for draft in result if draft.frame.relation != "valued" or draft.amount is not None]


def _tokens(
    line: Line,
    sentence: Span,
    spans: list[tuple[int, int, Money | str]] | list[tuple[int, int, Money]] | list[tuple[int, int, str]],
) -> Iterator[tuple[Token, Money | str]]:
    for start, end, value in spans:
        token = line.token_at(start, end)
        if token is None or not sentence.start <= token.i < sentence.end:
            continue
        if not (isinstance(value, Money) and is_figure(token)):
            yield token, value


def is_figure(token: Token) -> bool:
    """Tell whether a sum is a firm's sales, profit or debt, and not what a deal costs."""
    figures = word_set("money", "figures")
    following = token.doc[token.i + 1 : token.i + 6]
    if len(following) and following[0].lower_ in {"in", "of"}:
        for after in following[1:]:
            if (after.tag_ == "NNS" and after.lower_ in figures) or after.lemma_.lower() in figures:
                return True
            if after.pos_ not in {"ADJ", "NOUN", "DET", "PRON"}:
                break
    for above in ancestors(token):
        if above.pos_ in VERBAL:
            subjects = children(above, "nsubj", "nsubjpass")
            return any(t.lower_ in figures or t.lemma_.lower() in figures for t in subjects)
        if above.lower_ in figures or (above.lemma_.lower() in figures and above.lemma_.lower() != "sale"):
            return True
    return False


def _kind(draft: Draft) -> str:
    return "valuation" if draft.frame.relation == "valued" else "sum"


def _nearest(found: list[Draft], sums: list[tuple[Token, Money]]) -> dict[int, dict[str, Money]]:
    """Give each sum to the predicate that is nearest in the tree; a predicate keeps its nearest sum."""
    best: dict[int, dict[str, tuple[tuple[bool, int], Money]]] = {}
    for token, money in sums:
        kind = "valuation" if money.basis == "valuation" else "sum"
        measured = _said_of(token)
        fitting = [d for d in found if _takes(d, money, measured)]
        ranked = sorted(
            (distance(token, d.predicate), abs(token.i - d.predicate.i), d.predicate.i) for d in fitting
        )
        if not ranked or ranked[0][0] > MONEY_REACH:
            continue
        steps, _, predicate = ranked[0]
        own = {d.frame.relation for d in fitting if d.predicate.i == predicate}
        if "valued" in own or kind == "valuation":
            kind = "valuation" if "valued" in own else "sum"
        held = best.setdefault(predicate, {})
        rank = kind == "valuation" and money.basis != "valuation", steps
        if kind not in held or rank < held[kind][0]:
            held[kind] = (rank, money)
    return {i: {kind: money for kind, (_, money) in held.items()} for i, held in best.items()}


def _takes(draft: Draft, money: Money, measured: set[str]) -> bool:
    """Tell whether a sum may be a draft's: what is guaranteed is nobody's, what is borrowed is a loan's."""
    if measured & word_set("conditions", "surety"):
        return False
    if measured & word_set("conditions", "borrowed") and draft.frame.relation != "invests":
        return False
    if money.basis == "valuation":
        return draft.frame.relation in {"valued", "acquires", "supplies"}
    return draft.frame.relation in WITH_MONEY


def _said_of(sum_: Token) -> set[str]:
    """Return the nouns that a sum measures: "a $5 billion loan", "notes worth $2 million", "$3m of debt"."""
    noun = sum_
    while (noun.ent_type_ == "MONEY" or noun.lower_ == "worth") and noun.head != noun:
        if noun.dep_ == "pobj" and noun.head.lower_ != "of":
            break
        noun = noun.head.head if noun.dep_ == "pobj" else noun.head
    return {t.lemma_.lower() for t in (noun, *complements(sum_, "of", "in")) if t.pos_ == "NOUN"}


def _respective(sentence: Span, found: list[Draft], sums: list[Money]) -> dict[int, Money]:
    """Give each of a list its own sum: "Alpha and Beta invest 5 and 10 billion respectively"."""
    if "respectively" not in sentence.text:
        return {}
    shared: dict[int, Money] = {}
    for key in {(draft.predicate.i, draft.frame.relation) for draft in found}:
        own = [draft for draft in found if (draft.predicate.i, draft.frame.relation) == key]
        if len(own) == len(sums):
            in_order = sorted(
                own, key=lambda draft: (draft.subject.token.i, draft.object.token.i if draft.object else 0)
            )
            shared |= {id(draft): money for draft, money in zip(in_order, sums, strict=True)}
    return shared


def _own_sums(found: list[Draft], sums: list[tuple[Token, Money]]) -> dict[int, Money]:
    """Give each of a list of objects the sum behind it: "bought Alpha for 5 and Beta for 10 million"."""
    own: dict[int, Money] = {}
    plain = [(token.i, money) for token, money in sums if money.basis != "valuation"]
    for key in {(d.predicate.i, d.frame.relation) for d in found if d.frame.relation in WITH_MONEY}:
        behind = {
            d.object.token.i: d
            for d in found
            if (d.predicate.i, d.frame.relation) == key and d.object is not None and d.object.token.i > key[0]
        }
        places = sorted(behind)
        if len(places) < 2:
            continue
        ends = [*places[1:], places[-1] + LIST_REACH]
        each = [[m for i, m in plain if start < i < end] for start, end in zip(places, ends, strict=True)]
        if all(len(one) == 1 for one in each):
            own |= {id(behind[place]): one[0] for place, one in zip(places, each, strict=True)}
    return own


def _based(draft: Draft, amount: Money | None) -> Money | None:
    if amount is None:
        return None
    if draft.frame.relation == "valued":
        return replace(amount, basis="valuation")
    return replace(amount, basis="total") if amount.basis == "valuation" else amount


def _may_date(draft: Draft, amount: Money | None, date: Token) -> bool:
    """Tell whether a date may be the claim's; the end of a term is that of a relation that is over.

    What was put in so far stands as of the end of its time. When an exclusive right ended isn't when
    the relation holds that it was about.
    """
    if ends_exclusivity(draft.predicate, draft.frame.relation):
        return False
    is_so_far = amount is not None and amount.basis == "cumulative"
    is_so_far = is_so_far or (draft.frame.relation in {"invests", "spends"} and _is_done(draft.predicate))
    return is_so_far or draft.status == "ended" or not is_end(date)


def _is_done(verb: Token) -> bool:
    """Tell whether a verb says what has been done: "spent", "has invested"."""
    has = any(child.lemma_ == "have" for child in children(verb, "aux"))
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and has)


def _date(draft: Draft, found: list[Draft], dates: list[tuple[Token, Money | str]]) -> str | None:
    """Return the date that is nearest to a predicate; rivalry is a state, and has only a beginning."""
    ranked = []
    for token, value in dates:
        if draft.frame.relation == "competes" and not str(value).endswith("/.."):
            continue
        own = distance(token, draft.predicate)
        nearest = min(distance(token, other.predicate) for other in found)
        if own <= DATE_REACH and own == nearest:
            ranked.append((own, token.i, str(value)))
    return min(ranked)[2] if ranked else None
