"""Readable ids of deals, and what stays of them when claims are read anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from keiretsu.ledger.amounts import read_amount
from keiretsu.ledger.deals import Deal
from keiretsu.parties import slug


def name_deals(groups: Iterable[Sequence[Deal]]) -> list[Deal]:
    """Give each deal its id: the two names, the relation and the layer.

    Of several deals of one pair, relation and layer the first has no more than that; to the others
    the month of their first day is added, else their sum, and a number where that is taken. Deals
    whose names read alike are told apart by the ids of their ends, and like the others where these are
    the same: no two deals have one id.

    Parameters
    ----------
    groups
        The deals of each pair, relation and layer, the earliest first.
    """
    found = [list(group) for group in groups]
    alike = Counter(_base(group[0]) for group in found)
    named = []
    taken: set[str] = set()
    for group in found:
        base = _base(group[0])
        if alike[base] > 1:
            base = f"{base}-{slug('-'.join(_ends(group[0])))}"
        for deal in group:
            name = base if base not in taken else _free(f"{base}-{_mark(deal)}", taken)
            taken.add(name)
            named.append(replace(deal, id=name))
    return named


def place(deal: Deal) -> str:
    """Return what a contradiction of a deal is found again by: its relation, ends, layer and mark."""
    mark = deal.id.removeprefix(_base(deal)).removeprefix("-")
    subject, other = _ends(deal)
    return ":".join(
        (deal.relation, subject, slug(other) if deal.object is None else other, deal.layer or "", mark)
    )


def _base(deal: Deal) -> str:
    other = deal.object.name if deal.object else deal.object_name
    names = (deal.subject.name, other, deal.relation, deal.layer)
    return "-".join(slug(part) for part in dict.fromkeys(names) if part)


def _ends(deal: Deal) -> tuple[str, str]:
    return deal.subject.id, deal.object.id if deal.object else deal.object_name or ""


def _mark(deal: Deal) -> str:
    """Return the month of a deal's first day, else its sum."""
    first = min((step.day for step in deal.timeline if step.day is not None), default=None)
    if first is not None:
        return f"{first:%Y-%m}"
    amount = read_amount(deal.relation, deal.timeline).derivation.amount
    return slug(str(amount)) if amount else "undated"


def _free(name: str, taken: set[str]) -> str:
    count = 2
    free = name
    while free in taken:
        free = f"{name}-{count}"
        count += 1
    return free
