"""Reported figures of several sources read as one each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from keiretsu.judgements import Settlement
from keiretsu.ledger import bounds
from keiretsu.ledger.candidates import reading_key
from keiretsu.ledger.choosing import Side, Voice, choose, reliability_order
from keiretsu.ledger.contradictions import Contradiction, Reading
from keiretsu.ledger.figures import ReportedFigure
from keiretsu.parties import slug
from keiretsu.quantities import Money, Period

LEAST_DIGITS = 2
"""A figure is at least this precise, even if it ends in zeros: 400 billion is told to 10 billion."""


@dataclass(frozen=True, slots=True)
class FiguresRead:
    """One figure for each party, item, segment and period, and where the sources disagree."""

    figures: tuple[ReportedFigure, ...]
    contradictions: tuple[Contradiction, ...]


def read_figures(figures: Iterable[ReportedFigure], settlements: Iterable[Settlement] = ()) -> FiguresRead:
    """Read one figure where several sources report on the same party, item, segment and period.

    Answers *which figure do we use, and who says otherwise*. Figures agree when they are equal to
    the digits that each is stated to: 391 billion and 391.035 billion do. The digits end with the
    last that isn't zero, or the second. Of figures that agree, the one with most digits is read.
    Those that don't are a contradiction, and the reading is chosen by the rules for deals. What one
    publisher tells several times counts as one source.

    Parameters
    ----------
    figures
        Of any parties, items, segments and periods.
    settlements
        What people decided of contradictions.

    Returns
    -------
    FiguresRead
        The figures in the order of party, item, segment and period; the order in which they are
        given doesn't matter.

    Examples
    --------
    >>> from keiretsu.ledger import Item, Source
    >>> from keiretsu.parties import Party
    >>> year, alpha = Period.parse("2025"), Party("Alpha")
    >>> def reports(billions: str, by: str, date: str) -> ReportedFigure:
    ...     money = Money.exactly(Decimal(billions) * 10**9, "USD")
    ...     return ReportedFigure(alpha, Item.REVENUE, money, year, Source("Report", by, date))
    >>> rough, precise = reports("391", "Gamma", "2026-02-01"), reports("391.035", "Alpha", "2026-02-01")
    >>> read = read_figures([rough, precise])
    >>> [str(figure.amount) for figure in read.figures], read.contradictions
    (['USD 391.035 billion (total)'], ())
    """
    settled = {settlement.contradiction: settlement for settlement in settlements}
    groups: dict[tuple[str, ...], list[ReportedFigure]] = {}
    for figure in sorted(figures, key=lambda figure: figure.id):
        groups.setdefault(_key(figure), []).append(figure)
    read = [_read(groups[key], settled.get(_id(key))) for key in sorted(groups)]
    found = tuple(contradiction for _, contradiction in read if contradiction is not None)
    return FiguresRead(tuple(figure for figure, _ in read), found)


def _key(figure: ReportedFigure) -> tuple[str, ...]:
    period = f"{figure.period.start}/{figure.period.end}"
    return figure.party.id, figure.item.value, figure.segment or "", period


def _id(key: Sequence[str]) -> str:
    party, item, segment, period = key
    return ":".join(("figure", item, party, slug(segment) if segment else "", period))


def _read(
    figures: Sequence[ReportedFigure], settlement: Settlement | None
) -> tuple[ReportedFigure, Contradiction | None]:
    """Return the figure that is read of those on one thing, and what is disagreed on."""
    groups = _agreeing(figures)
    if len(groups) == 1:
        return groups[0][0], None
    by_key = {reading_key(group[0].amount): group for group in groups}
    choice = choose((_side(key, group) for key, group in by_key.items()), settlement)
    chosen = by_key[choice.sides[0].key][0]
    readings = tuple(_reading(side, by_key[side.key]) for side in choice.sides)
    return chosen, Contradiction(
        id=_id(_key(chosen)),
        about=_about(chosen),
        what="figure",
        readings=readings,
        rule=choice.rule,
        compatible=all(
            _can_both_be(one[0].amount, other[0].amount) for one, other in combinations(groups, 2)
        ),
        settled=choice.settlement.signature if choice.settlement else None,
    )


def _can_both_be(first: Money, second: Money) -> bool:
    """Whether two figures can both be true; of two currencies nobody can tell."""
    return first.currency == second.currency and bounds.are_compatible(first, second)


def _agreeing(figures: Sequence[ReportedFigure]) -> list[list[ReportedFigure]]:
    """Gather the figures that agree but for rounding, the most precise of each group first."""
    groups: list[list[ReportedFigure]] = []
    for figure in sorted(figures, key=_precision):
        fitting = next((group for group in groups if _agree(figure.amount, group[0].amount)), None)
        if fitting is None:
            groups.append([figure])
        else:
            fitting.append(figure)
    return groups


def _agree(rough: Money, precise: Money) -> bool:
    """Whether two figures are the same but for the digits that they are told to."""
    if rough.currency != precise.currency or rough.is_exact != precise.is_exact:
        return False
    if not rough.is_exact:
        return rough == precise
    return abs(bounds.low(rough) - bounds.low(precise)) <= _unit(bounds.low(rough)) / 2


def _unit(amount: Decimal) -> Decimal:
    """Return the worth of the last digit that a figure is told to.

    Examples
    --------
    >>> _unit(Decimal("391000000000")), _unit(Decimal("400000000000"))
    (Decimal('1E+9'), Decimal('1E+10'))
    """
    plain = amount.normalize()
    exponent = plain.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 - sums are finite
    return Decimal(1).scaleb(min(exponent, plain.adjusted() - LEAST_DIGITS + 1))


def _precision(figure: ReportedFigure) -> tuple[bool, Decimal, int, str, str]:
    """Order figures from the most precise; of equal ones the most reliable, then the newest."""
    money = figure.amount
    unit = _unit(bounds.low(money)) if money.is_exact else bounds.width(money)
    reliable = reliability_order(figure.source.reliability)
    return not money.is_exact, unit, reliable, figure.source.date, figure.id


def _side(key: str, group: Sequence[ReportedFigure]) -> Side:
    money = group[0].amount
    vagueness = (bounds.width(money), False, False)
    return Side(key, _voices(group), vagueness, size=bounds.low(money))


def _voices(group: Iterable[ReportedFigure]) -> tuple[Voice, ...]:
    """Return the independent sources of a reading."""
    told: dict[str, list[ReportedFigure]] = {}
    for figure in group:
        told.setdefault(figure.source.publisher.casefold(), []).append(figure)
    return tuple(_voice(same) for _, same in sorted(told.items()))


def _voice(same: Sequence[ReportedFigure]) -> Voice:
    days = [day for figure in same if (day := Period.parse(figure.source.date).start) is not None]
    best = min(reliability_order(figure.source.reliability) for figure in same)
    return Voice(min(days, default=None), best)


def _reading(side: Side, group: Sequence[ReportedFigure]) -> Reading:
    return Reading(side.key, str(group[0].amount), figures=tuple(group), origins=len(side.voices))


def _about(figure: ReportedFigure) -> str:
    """Return the figure in words."""
    what = figure.item.replace("_", " ")
    segment = f" of {figure.segment}" if figure.segment else ""
    return f"{figure.party.name} {what}{segment} {figure.period.start} to {figure.period.end}"
