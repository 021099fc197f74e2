"""Of the drafts of a sentence, those that no other tells better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from keiretsu.claims.gazetteer import NameKind
from keiretsu.claims.rules.elaboration import pair_of
from keiretsu.claims.rules.grammar import governed
from keiretsu.claims.rules.lexicon import word_set
from keiretsu.claims.rules.matching import Draft
from keiretsu.claims.rules.omitted import GIVING
from keiretsu.claims.rules.resolve import Resolver

PASSES_BETWEEN = {"supplies", "invests", "acquires"}


def told_once(resolver: Resolver, found: list[Draft]) -> Iterator[Draft]:
    """Yield the drafts that no other draft of the sentence tells better."""
    told = _Told.by(found)
    for draft in found:
        if not (told.covers(draft) or (draft.frame.relation == "spends" and _is_paid(resolver, draft))):
            yield replace(draft, trust=min(draft.trust, 0.99))


@dataclass(frozen=True)
class _Told:
    """What a sentence says between two organisations, against which weaker drafts are held."""

    paid: list[Draft]
    passing: set[frozenset[str]]
    serving: set[tuple[int, str]]
    taken_over: set[tuple[int, frozenset[str]]]
    bought: set[tuple[int, frozenset[str]]]
    goods: set[tuple[str, str | None]]

    @classmethod
    def by(cls, found: list[Draft]) -> Self:
        """Gather it from the drafts."""
        supplies = [draft for draft in found if draft.frame.relation == "supplies"]
        between = [draft for draft in found if draft.frame.relation in PASSES_BETWEEN]
        acquires = [draft for draft in found if draft.frame.relation == "acquires"]
        return cls(
            paid=[draft for draft in between if draft.object is not None],
            passing={pair_of(draft) for draft in between},
            serving={(draft.predicate.i, draft.subject.name) for draft in supplies},
            taken_over={(draft.predicate.i, pair_of(draft)) for draft in acquires},
            bought={(draft.predicate.i, pair_of(draft)) for draft in supplies},
            goods={(draft.subject.name, draft.layer) for draft in supplies},
        )

    def covers(self, draft: Draft) -> bool:
        """Tell whether a draft says no more than what passes between the two already says."""
        place = draft.predicate.i, pair_of(draft)
        match draft.frame.relation:
            case "partners":
                return pair_of(draft) in self.passing
            case "supplies":
                return place in self.taken_over and draft.layer is None
            case "invests":
                return place in self.bought or any(_shares_round(other, draft) for other in self.paid)
            case "spends":
                return any(_pays(other, draft) for other in self.paid)
            case "builds":
                name = draft.subject.name
                return (draft.predicate.i, name) in self.serving or (name, draft.layer) in self.goods
            case _:
                return False


def _shares_round(part: Draft, whole: Draft) -> bool:
    """Tell whether a sentence gives what somebody put into a round, and not only what the round brought."""
    is_round = whole.predicate.lemma_.lower() in word_set("conditions", "round")
    is_own = part.amount not in {None, whole.amount} and part.predicate.lemma_ in GIVING
    same = part.frame.relation == "invests" and pair_of(part) == pair_of(whole)
    return is_round and is_own and same and part.predicate.is_ancestor(whole.predicate)


def _pays(deal: Draft, draft: Draft) -> bool:
    """Tell whether a deal is what money is spent on: said by the same word, of the same sum or goods."""
    ends = {deal.subject.name, "" if deal.object is None else deal.object.name}
    same = deal.predicate.i == draft.predicate.i or (draft.amount is not None and deal.amount == draft.amount)
    same = same or (deal.layer == draft.layer and draft.predicate.is_ancestor(deal.predicate))
    return draft.subject.name in ends and (same or draft.layer is None)


def _is_paid(resolver: Resolver, draft: Draft) -> bool:
    """Tell whether money goes to a named organisation: then it is no budget of one's own."""
    for token in governed(draft.predicate):
        mention = resolver.line.mention_at(token)
        if mention is None or token.i < draft.predicate.i or mention.known.kind is NameKind.PRODUCT:
            continue
        if mention.known.industry_type in {"press", "regulator", "project"}:
            continue
        if mention.known.canonical != draft.subject.name:
            return True
    return False
