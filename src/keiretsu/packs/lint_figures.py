"""What is wrong with the figures of a pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations

from keiretsu.errors import Problem, Severity
from keiretsu.ledger import STOCKS, Contradiction, Item, ReportedFigure, read_figures
from keiretsu.ledger.contradictions import CONTRADICTION_RULES
from keiretsu.packs.looked import Looked
from keiretsu.quantities import Period, counted

LONGEST_YEARS = 1.05
"""A fiscal year of 53 weeks, and some days for one that was moved."""
EARLIEST = date(1900, 1, 1)
A_MONTH = 31
ONE_ROUND_DAYS = 92
"""A round is often reported when it is announced and again when it closes, within a quarter."""


def contradictions(looked: Looked) -> Iterator[Problem]:
    """Yield where sources disagree on a figure: which is used, and why. All are kept."""
    for found in read_figures(looked.pack.figures).contradictions:
        yield Problem(
            "pack.sources-disagree",
            Severity.NOTE,
            looked.places[found.chosen.figures[0].id],
            f"{found.about}: sources disagree: {_readings(found, looked)}; the first is used:"
            f" {CONTRADICTION_RULES[found.rule]}",
            "keep all of them, and say how reliable each is; mend what is a slip",
        )


def perhaps_twice(looked: Looked) -> Iterator[Problem]:
    """Yield rounds of funding that may be one round, and would be added up."""
    rounds: defaultdict[tuple[str, str], list[ReportedFigure]] = defaultdict(list)
    for figure in looked.pack.figures:
        if figure.item is Item.FUNDING:
            rounds[figure.party.id, figure.amount.key].append(figure)
    for same in rounds.values():
        for first, second in combinations(same, 2):
            if first.period != second.period and _days_between(first, second) <= ONE_ROUND_DAYS:
                yield Problem(
                    "pack.figure-perhaps-twice",
                    Severity.NOTE,
                    looked.places[second.id],
                    f"{second.party.name} raises {second.amount} as at {looked.places[first.id]}, within"
                    f" {counted(_days_between(first, second), 'day')}; both are added up",
                    "give both rows one period if they tell of one round",
                )


def implausible_dates(looked: Looked) -> Iterator[Problem]:
    """Yield figures whose dates can't be, or can't be meant."""
    today = datetime.now(UTC).date()
    for figure in looked.pack.figures:
        for amiss, hint in _amiss(figure, today):
            where = looked.places[figure.id]
            message = f"{figure.party.name} {figure.item} {amiss}"
            yield Problem("pack.implausible-date", Severity.WARNING, where, message, hint)


def projections(looked: Looked) -> Iterator[Problem]:
    """Yield single sums for a period that wasn't over when the source was published."""
    for figure in looked.pack.figures:
        if figure.item in STOCKS | {Item.FUNDING} or not figure.amount.is_exact:
            continue
        end = _days(figure.period)[1]
        if _last_day(figure.source.date) < end:
            yield Problem(
                "pack.projection",
                Severity.NOTE,
                looked.places[figure.id],
                f"{figure.party.name} {figure.item} runs to {end}, and its source of {figure.source.date}"
                " can only expect it",
                "leave the low or the high bound blank if the source says at most or at least",
            )


def missing_rates(looked: Looked) -> Iterator[Problem]:
    """Yield the currencies and years that figures need and no rate is given of."""
    pack = looked.pack
    priced = {(rate.currency, rate.year) for rate in pack.exchange_rates}
    needed: defaultdict[tuple[str, int], list[ReportedFigure]] = defaultdict(list)
    for figure in pack.figures:
        key = figure.amount.currency, _days(figure.period)[1].year
        if key[0] != pack.base_currency and key not in priced:
            needed[key].append(figure)
    for (currency, year), figures in needed.items():
        first = figures[0]
        needing = f" and {len(figures) - 1} more need" if len(figures) > 1 else " needs"
        yield Problem(
            "pack.missing-rate",
            Severity.WARNING,
            looked.file("exchange_rates.csv"),
            f"has no rate of {currency} for {year}, which {first.party.name} {first.item} at"
            f" {looked.places[first.id]}{needing}",
            f"add a row for {currency} and {year}",
        )


def _readings(found: Contradiction, looked: Looked) -> str:
    """Return who says what."""
    places = {
        reading.key: " and ".join(looked.places[figure.id] for figure in reading.figures)
        for reading in found.readings
    }
    return ", ".join(f"{reading.says} ({places[reading.key]})" for reading in found.readings)


def _amiss(figure: ReportedFigure, today: date) -> Iterator[tuple[str, str]]:
    """Yield what is amiss with a figure's dates, and what to do."""
    start, end = _days(figure.period)
    published = figure.source.date
    told = Period.parse(published).start or today
    if told > today:
        yield f"has a source of {published}, which is to come", "write the day on which it was published"
    if figure.item in STOCKS | {Item.FUNDING} and start > _last_day(published):
        yield f"is of {start}, after its source of {published}", "mend the period or the source's date"
    if start < EARLIEST:
        yield f"begins on {start}", f"mend the year; the earliest is {EARLIEST.year}"
    if figure.item in STOCKS and (end - start).days > A_MONTH:
        yield f"covers {start} to {end}", "write the day of the balance sheet twice: it is no flow"
    elif figure.item is not Item.FUNDING and (figure.period.years or 0) > LONGEST_YEARS:
        yield f"covers {start} to {end}, more than a year", "write one row a year"


def _days(period: Period) -> tuple[date, date]:
    return period.start or date.min, period.end or date.max


def _last_day(published: str) -> date:
    return _days(Period.parse(published))[1]


def _days_between(first: ReportedFigure, second: ReportedFigure) -> int:
    return abs((_days(first.period)[1] - _days(second.period)[1]).days)
