"""What the parties report, as money that stands for a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from keiretsu.ledger import STOCKS, ExchangeRates, Item, ReportedFigure
from keiretsu.network.assumptions import Assumptions
from keiretsu.network.money import per_year
from keiretsu.parties import Party
from keiretsu.quantities import Period
from keiretsu.quantities.period import DAYS_PER_YEAR
from keiretsu.reasons import Reason

FULL_YEAR = 0.95
"""Years below which a period is only a part of one: fiscal years have 52 or 53 weeks."""

WHOLE_MONTHS = 0.25
"""Months by which a period may differ from whole ones: 53 weeks are a fiscal year too, 13 weeks a quarter."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported figure in the network's currency: per year, or as of a moment where it is a stock.

    ``amount`` is the figure used, ``low`` and ``high`` the least and the most that the source
    allows; ``high`` is ``None`` where it gives no most.
    """

    amount: float
    low: float
    high: float | None
    why: Reason


@dataclass(frozen=True, slots=True)
class StockChange:
    """How a stock changed between two reported days, ``years`` apart, in the network's currency."""

    before: float
    after: float
    years: float
    why: Reason

    @property
    def per_year(self) -> float:
        """The rise per year, negative for a fall."""
        return (self.after - self.before) / self.years


@dataclass(frozen=True)
class ReportedFigures:
    """The reported figures that stand for a day.

    Answers *what does this party report of this item, and is it recent enough to stand for the day*.

    Parameters
    ----------
    figures
        All figures, of any day.
    as_of
        The day.
    rates
        Exchange rates into the network's currency.
    assumptions
        Of which ``figure_age_years``, ``capital_term_years`` and ``midpoint_weight`` are used.

    Examples
    --------
    >>> from keiretsu.network.example import three_firms
    >>> network = three_firms()
    >>> alpha, beta, gamma = network.parties
    >>> network.reported.of(alpha, Item.REVENUE).amount, network.reported.of(gamma, Item.REVENUE) is None
    (200.0, True)
    """

    figures: tuple[ReportedFigure, ...]
    as_of: date
    rates: ExchangeRates
    assumptions: Assumptions

    @property
    def funding_years(self) -> float:
        """Over how many years funding is spread, by the assumption ``capital_term_years``."""
        return self.assumptions["capital_term_years"].value

    def of(self, party: Party, item: Item, segment: str | None = None) -> Reported | None:
        """Return a party's figure: of the latest period begun by the day.

        A period that has been over for longer than the assumption ``figure_age_years`` doesn't
        count.
        """
        fitting = [figure for figure in self._recent(party, item) if figure.segment == segment]
        return self.read(max(fitting, key=_recency)) if fitting else None

    def change(self, party: Party, item: Item) -> StockChange | None:
        """Return how a party's stock changed up to the latest figure, over a year as nearly as can be.

        ``None`` where not two days are reported that are recent enough.
        """
        found = self._recent(party, item)
        if not found:
            return None
        latest = max(found, key=_recency)
        earlier = [figure for figure in found if _years_between(figure, latest) > 0]
        if not earlier:
            return None
        first = min(earlier, key=lambda figure: (abs(_years_between(figure, latest) - 1), *_recency(figure)))
        before, after = self.read(first), self.read(latest)
        years = _years_between(first, latest)
        rise = (after.amount - before.amount) / years
        by = f"{self.rates.base} {abs(rise):,.0f} a year"
        text = f"{party.name}'s {item} {'rises' if rise >= 0 else 'falls'} by {by}"
        return StockChange(before.amount, after.amount, years, Reason(text, (before.why, after.why)))

    def used(self, party: Party, item: Item) -> Reported | None:
        """Return a party's figure as the network counts it: funding spread over years, others as they are."""
        return self.raised(party) if item is Item.FUNDING else self.of(party, item)

    def raised(self, party: Party) -> Reported | None:
        """Return a party's funding in money per year, spread as the deals' capital is.

        Funding is raised at once and spent over time: every round of the last years, as many as the
        assumption ``capital_term_years`` says, counts with its part of one year.
        """
        years = self.funding_years
        rounds = [
            self.read(figure, max(years, figure.period.years or 0.0))
            for figure in self.standing(party, Item.FUNDING, years)
        ]
        if not rounds:
            return None
        total = sum(each.amount for each in rounds)
        most = None if any(each.high is None for each in rounds) else sum(each.high or 0.0 for each in rounds)
        span = "year" if years == 1 else f"{years:g} years"
        text = f"{party.name}'s funding of the last {span}: {self.rates.base} {total:,.0f} a year"
        because = (*(each.why for each in rounds), self.assumptions["capital_term_years"].why())
        return Reported(total, sum(each.low for each in rounds), most, Reason(text, because))

    def standing(self, party: Party, item: Item, oldest: float) -> tuple[ReportedFigure, ...]:
        """Return a party's figures of an item whose period is over for no more than some years."""
        found = self._by_item.get((party.id, item), ())
        return tuple(figure for figure in found if self._stands(figure, oldest))

    def _recent(self, party: Party, item: Item) -> tuple[ReportedFigure, ...]:
        """Return a party's figures that are recent enough to stand for the day."""
        if (party.id, item) not in self._by_item:
            return ()
        return self.standing(party, item, self.assumptions["figure_age_years"].value)

    @cached_property
    def _by_item(self) -> dict[tuple[str, Item], list[ReportedFigure]]:
        found: defaultdict[tuple[str, Item], list[ReportedFigure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.party.id, figure.item].append(figure)
        return dict(found)

    def read(self, figure: ReportedFigure, years: float | None = None) -> Reported:
        """Return a figure in the network's currency, spread over years; over its period if not given."""
        spread = None if figure.item in STOCKS else years or _in_years(figure.period)
        year = (figure.period.end or self.as_of).year
        rate, because = per_year(figure.amount, spread, year, self.rates, self.assumptions)
        is_part = figure.item not in STOCKS and years is None and (spread or 1.0) < FULL_YEAR
        pace = (
            f", taken for a year: {self.rates.base} {rate.per_year:,.0f} at this pace"
            if is_part and rate
            else ""
        )
        source = figure.source
        why = Reason(
            f"{figure.party.name} reports {figure.item.replace('_', ' ')} of {figure.amount}"
            f" for {figure.period.start} to {figure.period.end}{pace}",
            because,
            source=f"{source.title}, {source.publisher}, {source.date}",
            estimate=is_part,
        )
        if rate is None:
            return Reported(0.0, 0.0, None, why)
        return Reported(rate.per_year, rate.low, rate.high, why)

    def _stands(self, figure: ReportedFigure, oldest: float) -> bool:
        start, end = figure.period.start, figure.period.end
        if start is None or end is None or start > self.as_of:
            return False
        currency = figure.amount.currency
        has_rate = currency == self.rates.base or self.rates.find(currency, end.year) is not None
        return has_rate and (self.as_of - end).days <= oldest * DAYS_PER_YEAR


def _recency(figure: ReportedFigure) -> tuple[date, float, str, str]:
    """Order figures by their period's end, then its length, then the date of the source."""
    end = figure.period.end or date.min
    return end, figure.period.years or 0.0, figure.source.date, figure.id


def _years_between(first: ReportedFigure, last: ReportedFigure) -> float:
    return ((last.period.end or date.min) - (first.period.end or date.min)).days / DAYS_PER_YEAR


def _in_years(period: Period) -> float | None:
    """Return how long a period is as accounts count it: in whole months where it is close to them."""
    if period.years is None:
        return None
    months = 12 * period.years
    whole = max(1, round(months))
    return whole / 12 if abs(months - whole) <= WHOLE_MONTHS else period.years
