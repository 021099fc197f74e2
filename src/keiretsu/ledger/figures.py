"""Reported figures: what a party says that it earned, spent, holds, owes or raised."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum

from keiretsu.errors import InvalidRecordError
from keiretsu.parties import Party
from keiretsu.quantities import Money, Period
from keiretsu.reasons import Reason
from keiretsu.vocabulary import LONGEST_NAME


class Item(StrEnum):
    """What a reported figure is the measure of."""

    REVENUE = "revenue"
    SEGMENT_REVENUE = "segment_revenue"
    CAPITAL_EXPENDITURE = "capital_expenditure"
    CASH = "cash"
    DEBT = "debt"
    FUNDING = "funding"
    BACKLOG = "backlog"


STOCKS = frozenset({Item.CASH, Item.DEBT, Item.BACKLOG})
"""What is had on a day, and not taken in over a period."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was published.

    Parameters
    ----------
    title, publisher
        What it is called, and who published it.
    date
        When, ISO 8601 as far as known: ``2025``, ``2025-03`` or ``2025-03-04``.
    url
        Its public address, where known.
    reliability
        How far it can be relied on, a word of the vocabulary; ``None`` counts as ``press``.
    """

    title: str
    publisher: str
    date: str
    url: str | None = None
    reliability: str | None = None


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """One figure of one party for one period, with its source.

    Answers *how much did it earn, spend, hold, owe or raise, when, and who says so*.

    Parameters
    ----------
    party
        Whose figure it is.
    item
        What it measures. ``funding`` is capital raised from outside in the period. ``backlog`` is
        contracted revenue that is not recognised yet (remaining performance obligations, ASC 606 and
        IFRS 15): the supplier's count, never added to what its customers have committed to.
    amount
        The sum, basis ``total``.
    period
        The period that it covers; for ``cash``, ``debt`` and ``backlog`` the day of the balance sheet.
    source
        Title, publisher and date of what reports it.
    segment
        Name of the segment, of 250 letters at most, for ``segment_revenue`` only.

    Raises
    ------
    InvalidRecordError
        ``figure.invalid`` for a segment where none belongs, none where one does or one that is too long, or
        a period without a start or an end; ``quantity.invalid-date`` for a source's date that doesn't exist.

    Examples
    --------
    >>> source = Source("Annual report 2025", "Alpha", "2026-02-01", reliability="filing")
    >>> sum_, year = Money.exactly("4e9", "USD"), Period.parse("2025")
    >>> print(ReportedFigure(Party("Alpha"), Item.REVENUE, sum_, year, source).why().text)
    Alpha reports revenue of USD 4 billion (total) for 2025-01-01 to 2025-12-31
    """

    party: Party
    item: Item
    amount: Money
    period: Period
    source: Source
    segment: str | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if (self.item is Item.SEGMENT_REVENUE) != (self.segment is not None):
            raise self._invalid("a segment belongs to segment_revenue, and to it alone")
        if len(self.segment or "") > LONGEST_NAME:
            raise self._invalid("the name of a segment has 250 letters at most")
        if self.period.start is None or self.period.end is None:
            raise self._invalid("a reported figure covers a period with a start and an end")
        Period.parse(self.source.date)
        said = [self.party.id, self.item, self.amount.key, str(self.period), self.segment]
        said += [self.source.title, self.source.publisher, self.source.date]
        object.__setattr__(self, "id", hashlib.sha256(json.dumps(said).encode()).hexdigest())

    @property
    def series(self) -> str:
        """What it measures by which source, without the sum: a corrected sum takes the earlier's place."""
        source = self.source
        said = [self.party.id, self.item, self.segment, str(self.period)]
        said += [source.title, source.publisher, source.date]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def why(self) -> Reason:
        """Return the figure as the end of an explanation."""
        source = self.source
        days = f"{self.period.start} to {self.period.end}"
        return Reason(
            f"{self.party.name} reports {self.item.replace('_', ' ')} of {self.amount} for {days}",
            source=f"{source.title}, {source.publisher}, {source.date}",
        )

    def _invalid(self, message: str) -> InvalidRecordError:
        return InvalidRecordError(
            "figure.invalid",
            where=f"{self.party.name} {self.item}",
            message=message,
            hint="see the documentation of reported figures",
        )
