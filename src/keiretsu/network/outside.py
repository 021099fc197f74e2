"""The rules by which money enters the network from outside, and leaves it again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from keiretsu.ledger import Item
from keiretsu.network.records import OutsideSource, Payment
from keiretsu.vocabulary.entries import FlowKind

if TYPE_CHECKING:
    from keiretsu.network.draws import Draws

Floats = NDArray[np.float64]


class OutsideSink(StrEnum):
    """Where money goes that a party takes in and doesn't pay to another in the network."""

    UNNAMED = "paid to parties not named"
    CASH_BUILT_UP = "cash built up"
    DEBT_REPAID = "debt repaid"
    REST = "spent outside or kept"

    @property
    def meaning(self) -> str:
        """The sentence that explains the sink in tables."""
        return _MEANINGS[self]


_MEANINGS = {
    OutsideSink.UNNAMED: "Takeovers, and budgets beyond what it pays named sellers.",
    OutsideSink.CASH_BUILT_UP: "The rise of its cash between two reported days.",
    OutsideSink.DEBT_REPAID: "The fall of its debt between two reported days.",
    OutsideSink.REST: "What it takes in beyond all that it is known to pay: costs outside, or cash.",
}


def is_lending(payment: Payment) -> bool:
    """Tell whether a payment is lent: capital as debt that doesn't turn into a stake."""
    return payment.flow is FlowKind.CAPITAL and payment.deal.is_lent


@dataclass(frozen=True, slots=True, eq=False)
class Accounts:
    """What is known of parties' money, per year: arrays of one shape, any number of dimensions.

    Answers *what must have come in from outside, and what went out*, so that of every party
    ``received in the network + sources = paid in the network + sinks``:

    - end customers pay the revenue that the deals don't explain;
    - outside lenders lend the increase of debt that lending in the network doesn't explain;
    - outside equity is the funding that the network's equity, and debt, don't explain;
    - a fall of cash is a source and a rise a sink, where cash is reported on two days;
    - what is paid beyond all this is drawn from own cash as far as the cash that was last reported
      reaches, where its change isn't reported; the source of the rest is unreported;
    - a budget for goods and services contains what is paid to named sellers; only what it is beyond
      that goes to others not named;
    - what is taken in beyond all that is known to be paid is spent outside, or kept.

    Parameters
    ----------
    sold, invested, lent
        What the deals pay the party for goods and services, as equity, and as loans.
    paid, bought
        All that it pays parties that are named, and the part of it for goods and services.
    budgeted, unnamed
        What it pays nobody named: for goods and services, and as capital (a takeover).
    revenue, funding
        As reported; ``nan`` where it is not.
    borrowed
        The yearly increase of its debt, negative for a decrease; ``nan`` where it isn't reported
        on two days.
    raised_as_debt
        The increase of its debt spread as funding is: the part of the funding that is no equity.
    saved
        The yearly change of its cash; ``nan`` where it isn't reported on two days.
    cash
        The cash that it last reported; ``nan`` where it didn't.
    """

    sold: Floats
    invested: Floats
    lent: Floats
    paid: Floats
    bought: Floats
    budgeted: Floats
    unnamed: Floats
    revenue: Floats
    funding: Floats
    borrowed: Floats
    raised_as_debt: Floats
    saved: Floats
    cash: Floats

    def sources(self) -> Floats:
        """Return what comes in from outside; the last axis is :class:`OutsideSource`."""
        missing = np.maximum(self._known_out() - self._known_in(), 0.0)
        drawn = np.where(np.isnan(self.saved), np.minimum(missing, _positive(self.cash)), 0.0)
        amounts = {
            OutsideSource.END_CUSTOMERS: self._customers(),
            OutsideSource.OUTSIDE_EQUITY: self._equity(),
            OutsideSource.DEBT: self._debt(),
            OutsideSource.OWN_CASH: _positive(-self.saved) + drawn,
            OutsideSource.UNREPORTED: missing - drawn,
        }
        return np.stack([amounts[source] for source in OutsideSource], axis=-1)

    def sinks(self) -> Floats:
        """Return what leaves to the outside; the last axis is :class:`OutsideSink`."""
        amounts = {
            OutsideSink.UNNAMED: self._to_others(),
            OutsideSink.CASH_BUILT_UP: _positive(self.saved),
            OutsideSink.DEBT_REPAID: _positive(-self.borrowed),
            OutsideSink.REST: np.maximum(self._known_in() - self._known_out(), 0.0),
        }
        return np.stack([amounts[sink] for sink in OutsideSink], axis=-1)

    def _customers(self) -> Floats:
        return _positive(self.revenue - self.sold)

    def _debt(self) -> Floats:
        return _positive(self.borrowed - self.lent)

    def _equity(self) -> Floats:
        return _positive(self.funding - self.invested - np.maximum(self.lent, _positive(self.raised_as_debt)))

    def _known_in(self) -> Floats:
        inside = self.sold + self.invested + self.lent
        return inside + self._customers() + self._equity() + self._debt() + _positive(-self.saved)

    def _known_out(self) -> Floats:
        return self.paid + self._to_others() + _positive(self.saved) + _positive(-self.borrowed)

    def _to_others(self) -> Floats:
        return self.unnamed + _positive(self.budgeted - self.bought)


def accounts(draws: Draws) -> Accounts:
    """Return what is known of every party's money in every draw, shape ``(s, n)``.

    The later of two balance sheets is drawn, the earlier keeps the amount that is used without draws.
    """
    is_loan = np.array([is_lending(payment) for payment in draws.payments], dtype=np.bool_)
    is_capital = np.array([payment.flow is FlowKind.CAPITAL for payment in draws.payments], dtype=np.bool_)
    is_named = draws.payee >= 0

    def total(ends: NDArray[np.int64], keep: NDArray[np.bool_]) -> Floats:
        at = np.zeros((len(draws.payments), draws.parties))
        at[np.flatnonzero(keep), ends[keep]] = 1.0
        return draws.rates @ at

    return Accounts(
        sold=total(draws.payee, is_named & ~is_capital),
        invested=total(draws.payee, is_named & is_capital & ~is_loan),
        lent=total(draws.payee, is_named & is_loan),
        paid=total(draws.payer, is_named),
        bought=total(draws.payer, is_named & ~is_capital),
        budgeted=total(draws.payer, ~is_named & ~is_capital),
        unnamed=total(draws.payer, ~is_named & is_capital),
        revenue=draws.reported[Item.REVENUE],
        funding=draws.reported[Item.FUNDING],
        borrowed=_change(draws, Item.DEBT),
        raised_as_debt=_change(draws, Item.DEBT, as_funding=True),
        saved=_change(draws, Item.CASH),
        cash=draws.reported[Item.CASH],
    )


def _change(draws: Draws, item: Item, *, as_funding: bool = False) -> Floats:
    """Return the yearly change of a stock in every draw; ``nan`` where it isn't reported on two days."""
    reported = draws.network.reported
    changes = [reported.change(party, item) for party in draws.network.parties]
    before = np.array([change.before if change else np.nan for change in changes], dtype=np.float64)
    years = np.array([change.years if change else np.nan for change in changes], dtype=np.float64)
    over = np.maximum(years, reported.funding_years) if as_funding else years
    return (draws.reported[item] - before) / over


def _positive(amount: Floats) -> Floats:
    """Return what is above 0; 0 where nothing is known."""
    return np.nan_to_num(np.maximum(amount, 0.0))
