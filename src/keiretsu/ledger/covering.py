"""Which sums cover which: what was told before a sum of all so far, or belongs to a total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keiretsu.ledger import bounds
from keiretsu.ledger.days import own_period
from keiretsu.ledger.sums import Sum

SAME_TIME = timedelta(days=31)
"""Reports of one event come in for about a month; what is told further apart may have changed."""


@dataclass(frozen=True, slots=True)
class Bases:
    """The sums of a deal that may still be its whole, and all its instalments, by their bases."""

    cumulatives: tuple[Sum, ...]
    totals: tuple[Sum, ...]
    rates: tuple[Sum, ...]
    tranches: tuple[Sum, ...]


def sorted_by_basis(sums: Sequence[Sum], *, revises: bool) -> Bases:
    """Drop what a later sum covers.

    - A sum of all so far grows: an older one that isn't larger is covered.
    - A sum of all so far covers the totals told before it, or with it in one document, that aren't
      larger.
    - A total that is only agreed on, and larger, covers a sum of all so far: a commitment is drawn.
    - Of a budget, the last one told counts.
    - A sum per year is what is paid now: a newer one takes the place of an older one.
    """
    found = {basis: [each for each in sums if each.basis == basis] for basis in _BASES}
    so_far, totals, tranches = found["cumulative"], found["total"], list(found["tranche"])
    later = [each for each in totals if _is_on_top(each, so_far)]
    tranches += later
    totals = [each for each in totals if each not in later]
    grown = [each for each in so_far if not any(_grew(each, other) for other in so_far)]
    standing = [each for each in totals if not any(_grew(each, other) for other in so_far)]
    if revises:
        standing = [each for each in standing if not any(_revises(other, each) for other in totals)]
    drawn = [each for each in grown if not any(_is_drawn(each, total) for total in standing)]
    rates = [each for each in found["per_year"] if not any(_replaces(o, each) for o in found["per_year"])]
    return Bases(tuple(drawn), tuple(standing), tuple(rates), tuple(tranches))


def covered_by_all(bases: Bases) -> tuple[list[Sum], list[Sum]]:
    """Part the instalments into those that the whole covers and those that came later.

    An instalment comes later where its day is known to be after that of every total and every sum
    so far. One that is paid under a total agreed on before, or under an "up to", is a part of it as
    far as there is room; and one of the same size as the whole, without a later date of its own, is
    the whole told again.
    """
    wholes = (*bases.cumulatives, *bases.totals)
    after = [each for each in bases.tranches if wholes and all(each.is_later_than(w) for w in wholes)]
    inside = [each for each in bases.tranches if each not in after]
    later = []
    for each in sorted(after, key=lambda each: (each.day or date.max, each.money.key)):
        if any(_belongs(each, whole, inside) for whole in wholes):
            inside.append(each)
        else:
            later.append(each)
    return inside, later


_BASES = ("cumulative", "total", "per_year", "tranche")


def _grew(older: Sum, newer: Sum) -> bool:
    """Whether a sum so far covers an earlier or smaller one of the same account."""
    if older is newer or bounds.is_below(newer.money, older.money):
        return False
    if newer.is_later_than(older):
        return True
    return _share_document(older, newer) and bounds.is_below(older.money, newer.money)


def _is_drawn(so_far: Sum, total: Sum) -> bool:
    return total.is_committed_only and bounds.is_below(so_far.money, total.money)


def _revises(newer: Sum, older: Sum) -> bool:
    return newer.told is not None and older.told is not None and newer.told > older.told


def _replaces(newer: Sum, older: Sum) -> bool:
    return newer.day is not None and older.day is not None and newer.day - older.day > SAME_TIME


def _is_on_top(total: Sum, so_far: Sequence[Sum]) -> bool:
    """Whether a plain sum is dated by its own text after every, larger, sum so far."""
    return bool(so_far) and all(
        _has_own_later_day(total, each) and bounds.is_below(total.money, each.money) for each in so_far
    )


def _belongs(tranche: Sum, whole: Sum, inside: Sequence[Sum]) -> bool:
    """Whether an instalment told later is a part of a whole told before."""
    if tranche.is_committed_only:
        return False
    if whole.basis == "total" and (whole.is_committed_only or whole.money.low is None):
        drawn = sum(bounds.low(each.money) for each in inside)
        return drawn + bounds.low(tranche.money) <= bounds.high(whole.money)
    same = bounds.rebased(tranche.money, whole.basis) == whole.money
    return same and not _has_own_later_day(tranche, whole)


def _has_own_later_day(each: Sum, whole: Sum) -> bool:
    periods = [own_period(claim) for claim in each.claims]
    starts = [period.start for period in periods if period is not None and period.start]
    return whole.day is not None and bool(starts) and min(starts) > whole.day


def _share_document(first: Sum, second: Sum) -> bool:
    return bool({claim.document.id for claim in first.claims} & {c.document.id for c in second.claims})
