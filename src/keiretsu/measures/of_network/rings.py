"""Rings of parties that pay each other: their deals, their days, and the money that can go round."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from keiretsu.ledger import Deal
from keiretsu.measures.temporal import TimedTrip, timed_trips
from keiretsu.network import Network, Payment
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind


@dataclass(frozen=True, slots=True)
class DatedTrip:
    """The earliest days on which money can go once around a ring.

    Parameters
    ----------
    starter
        Who sends it, and gets it back.
    days
        The earliest day of each leg, from the starter's on; ``None`` where no claim bounds it.
    """

    starter: Party
    days: tuple[date | None, ...]

    @property
    def sent(self) -> date | None:
        """The first day on which the starter sends it."""
        return self.days[0]

    @property
    def returned(self) -> date | None:
        """The first day on which it can be back."""
        return self.days[-1]

    def why(self) -> Reason:
        """Say the trip in words; the days are those of the payments."""
        sent, returned = (day.isoformat() if day else "a day that isn't told" for day in self._ends())
        text = f"in time: what {self.starter.name} sends on {sent} can be back on {returned} at the earliest"
        return Reason(text, source="the days of the payments of each leg")

    def _ends(self) -> tuple[date | None, date | None]:
        return self.sent, self.returned


@dataclass(frozen=True)
class Ring:
    """Parties that each pay the next, the last one paying the first.

    Parameters
    ----------
    parties
        In the order that money passes them.
    legs
        For each leg, the payments between its two parties, largest first.
    """

    parties: tuple[Party, ...]
    legs: tuple[tuple[Payment, ...], ...] = field(repr=False)

    @property
    def deals(self) -> tuple[Deal, ...]:
        """The deals that the legs follow from, leg by leg."""
        return tuple(payment.deal for leg in self.legs for payment in leg)

    @property
    def pairs_capital_with_purchases(self) -> bool:
        """Whether capital goes out on one leg and purchases come back on another."""
        kinds = [{payment.flow for payment in leg} for leg in self.legs]
        return any(FlowKind.CAPITAL in kind for kind in kinds) and any(
            FlowKind.PURCHASE in kind for kind in kinds
        )

    @property
    def is_estimated(self) -> bool:
        """Whether some payment's rate was filled in because no source gives it."""
        return any(payment.is_estimated for leg in self.legs for payment in leg)

    @cached_property
    def trips(self) -> tuple[DatedTrip, ...]:
        """The earliest trip from each party that can get money back.

        Investors come first, then who has it back soonest, then who sends it soonest. Money may go on
        the day on which it arrives: see :func:`keiretsu.measures.timed_trips`.
        """
        found = timed_trips([[window(payment) for payment in leg] for leg in self.legs])
        return tuple(self._dated(trip) for trip in sorted(found, key=self._order))

    @property
    def respects_time(self) -> bool:
        """Whether money that somebody sends can come back after it was sent.

        It always can where all legs are paid on one day, which terms of years make likely, and in a
        ring of two: then look from whom, in ``trips``.
        """
        return bool(self.trips)

    @property
    def ends(self) -> date | None:
        """The day from which on some leg isn't paid any more; ``None`` where no end is known."""
        last = [_last(leg) for leg in self.legs]
        return min((day for day in last if day is not None), default=None)

    def title(self) -> str:
        """Return the ring as names with arrows, back to the first."""
        return " → ".join(party.name for party in (*self.parties, self.parties[0]))

    def in_time(self) -> Reason:
        """Say when money can go round, or that it can't."""
        if self.trips:
            return self.trips[0].why()
        text = "not in time: some leg ends before money that was sent into the ring can reach it"
        return Reason(text, source="the days of the payments of each leg")

    def _order(self, trip: TimedTrip) -> tuple[bool, float, float]:
        invests = any(payment.flow is FlowKind.CAPITAL for payment in self.legs[trip.starter])
        return not invests, trip.returned, trip.sent

    def _dated(self, trip: TimedTrip) -> DatedTrip:
        return DatedTrip(self.parties[trip.starter], tuple(_day(day) for day in trip.days))


@dataclass(frozen=True)
class MoneyLoop(Ring):
    """Money that can go round a ring of parties and come back.

    Parameters
    ----------
    parties
        In the order that money passes them.
    legs
        For each leg, the payments between its two parties, largest first.
    per_year
        Money per year that passes every leg, in the network's currency.
    """

    per_year: float

    def why(self, currency: str) -> Reason:
        """Explain the loop's sum: the days, the legs, their deals and the quotes."""
        ends = zip(self.parties, (*self.parties[1:], self.parties[0]), self.legs, strict=True)
        legs = tuple(leg_reason(payer, payee, leg, currency) for payer, payee, leg in ends)
        return Reason(
            f"{self.title()}: {currency} {self.per_year:,.0f} a year can go round: the least of the legs"
            " that larger loops leave",
            (self.in_time(), *legs),
            estimate=self.is_estimated,
        )


def legs_between(network: Network, parties: Sequence[Party]) -> tuple[tuple[Payment, ...], ...]:
    """Return the payments of each leg of a ring, largest first; those without a sum come last."""
    ends = zip(parties, (*parties[1:], parties[0]), strict=True)
    return tuple(tuple(filter(is_made, network.payments_between(*pair))) for pair in ends)


def is_made(payment: Payment) -> bool:
    """Tell whether a payment moves money: a sum above 0, or one that no source gives."""
    return payment.rate is None or payment.rate.per_year > 0


def leg_reason(payer: Party, payee: Party, leg: Sequence[Payment], currency: str) -> Reason:
    """Explain what one party pays the next."""
    total = sum(payment.rate.per_year for payment in leg if payment.rate)
    return Reason(
        f"{payer.name} pays {payee.name} {currency} {total:,.0f} a year",
        tuple(payment.why for payment in leg),
        estimate=any(payment.is_estimated for payment in leg),
    )


def paid_for(leg: Sequence[Payment]) -> FlowKind:
    """Return what most of the money of a leg is paid for; its largest payment decides between equals."""
    sums: dict[FlowKind, float] = {}
    for payment in leg:
        sums[payment.flow] = sums.get(payment.flow, 0.0) + (payment.rate.per_year if payment.rate else 0.0)
    return max(sums, key=sums.__getitem__)


def window(payment: Payment) -> tuple[float, float]:
    """Return the days on which a payment is made, as ordinals; infinite where no claim bounds them."""
    start = payment.start.toordinal() if payment.start else -math.inf
    return start, payment.end.toordinal() if payment.end else math.inf


def _day(ordinal: float) -> date | None:
    return date.fromordinal(int(ordinal)) if math.isfinite(ordinal) else None


def _last(leg: Sequence[Payment]) -> date | None:
    days = [payment.end for payment in leg]
    return None if None in days else max((day for day in days if day is not None), default=None)
