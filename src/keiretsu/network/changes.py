"""What differs between the networks of two days, deal by deal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from keiretsu.errors import MisuseError
from keiretsu.ledger import Deal, Item
from keiretsu.network.draws import Draws, Floats, Marks
from keiretsu.network.projection import parties_of
from keiretsu.network.records import Network, Payment
from keiretsu.parties import Party
from keiretsu.reasons import Reason

SAME = 1e-9  # relative; a smaller difference between two sums is rounding


class ChangeKind(StrEnum):
    """In what way something differs."""

    BEGAN = "began"
    ENDED = "ended"
    SUM = "sum changed"
    REPORTED = "reported figure changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two days: a deal, or what a party reports.

    Parameters
    ----------
    kind
        In what way.
    title
        The deal in a few words, or the party and the item.
    before, after
        Money per year (for a stock, money) on the two days; ``None`` where there is none, or no sum.
    deal
        The deal, as of the later day where it still stands; ``None`` for a reported figure.
    party, item
        Whose reported figure it is; ``None`` for a deal.
    why
        What the change rests on.
    """

    kind: ChangeKind
    title: str
    before: float | None
    after: float | None
    deal: Deal | None
    party: Party | None
    item: Item | None
    why: Reason


@dataclass(frozen=True)
class Comparison:
    """The networks of two days, laid over each other.

    Answers *what changed between two dates*, and gives every state in between: with some changes
    made and others not, so that a measure's change can be shared out among them.

    Parameters
    ----------
    before, after
        The two networks, in one currency.

    Raises
    ------
    MisuseError
        ``network.currencies-differ`` for networks in two currencies.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from keiretsu.network.example import three_firms
    >>> after = three_firms()
    >>> before = replace(after, deals=after.deals[:2], payments=after.payments[:2])
    >>> [(str(change.kind), change.title, change.after) for change in Comparison(before, after).changes]
    [('began', 'Gamma supplies Alpha (chips)', 30.0)]
    """

    before: Network
    after: Network

    def __post_init__(self) -> None:
        if self.before.currency != self.after.currency:
            raise MisuseError(
                "network.currencies-differ",
                where=f"{self.before.as_of} and {self.after.as_of}",
                message=f"the networks are in {self.before.currency} and {self.after.currency}",
                hint="project both with the same exchange rates",
            )

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All that differs: deals first, by their ids, then reported figures."""
        return (*self._of_deals(), *self._of_figures())

    def states(self, made: Marks) -> Draws:
        """Return the money with some of the changes made.

        Parameters
        ----------
        made
            Shape ``(s, k)``: whether each of the ``k`` changes, in the order of :attr:`changes`, is
            made in each of ``s`` states.

        Returns
        -------
        Draws
            One draw a state, over the parties and deals of both days.
        """
        changes = self.changes
        places = {change.deal.id: k for k, change in enumerate(changes) if change.deal}
        deals = tuple(self._deals().values())
        network = replace(self.after, parties=parties_of(deals), deals=deals)
        columns = list(_columns(self.before, self.after))
        rates = np.zeros((len(made), len(columns)))
        for column, (payment, old, new) in enumerate(columns):
            rates[:, column] = _either(made, places.get(payment.deal.id), old, new)
        real = np.zeros((len(made), len(deals)), dtype=np.bool_)
        stood, stands = _binding(self.before), _binding(self.after)
        for column, deal in enumerate(deals):
            real[:, column] = _either(made, places.get(deal.id), deal.id in stood, deal.id in stands)
        payments = tuple(payment for payment, _, _ in columns)
        reported = {item: self._reported(network.parties, item, changes, made) for item in Item}
        return Draws(network, payments, rates, real, reported)

    def _deals(self) -> dict[str, Deal]:
        return {deal.id: deal for deal in (*self.before.deals, *self.after.deals)}

    def _of_deals(self) -> Iterator[Change]:
        old, new = _rates(self.before), _rates(self.after)
        stood, stands = _binding(self.before), _binding(self.after)
        for key, deal in sorted(self._deals().items()):
            kind = _kind(key in stood, key in stands, old.get(key), new.get(key))
            if kind is not None:
                yield Change(kind, deal.title(), old.get(key), new.get(key), deal, None, None, deal.why())

    def _of_figures(self) -> Iterator[Change]:
        for party in parties_of(self._deals().values()):
            for item in Item:
                old, new = (each.reported.used(party, item) for each in (self.before, self.after))
                amounts = old.amount if old else None, new.amount if new else None
                if not _same(*amounts):
                    because = tuple(each.why for each in (old, new) if each)
                    title = f"{party.name}: {item.replace('_', ' ')}"
                    why = Reason(f"{title} as reported by the two days", because)
                    yield Change(ChangeKind.REPORTED, title, *amounts, None, party, item, why)

    def _reported(
        self, parties: tuple[Party, ...], item: Item, changes: tuple[Change, ...], made: Marks
    ) -> Floats:
        places = {
            change.party.id: k for k, change in enumerate(changes) if change.party and change.item is item
        }
        values = np.full((len(made), len(parties)), np.nan)
        for column, party in enumerate(parties):
            old, new = (each.reported.used(party, item) for each in (self.before, self.after))
            ends = old.amount if old else np.nan, new.amount if new else np.nan
            values[:, column] = _either(made, places.get(party.id), *ends)
        return values


def _columns(before: Network, after: Network) -> Iterator[tuple[Payment, float, float]]:
    """Yield each payment with its rate on the two days."""
    old, new = ({one.deal.id: one for one in network.payments} for network in (before, after))
    for key in sorted(old | new):
        yield new.get(key) or old[key], _rate(old.get(key)), _rate(new.get(key))


def _rate(payment: Payment | None) -> float:
    return payment.rate.per_year if payment and payment.rate else 0.0


def _rates(network: Network) -> dict[str, float]:
    return {one.deal.id: one.rate.per_year for one in network.payments if one.rate}


def _binding(network: Network) -> frozenset[str]:
    return frozenset(deal.id for deal in network.deals if deal.is_binding)


def _kind(stood: bool, stands: bool, old: float | None, new: float | None) -> ChangeKind | None:  # noqa: FBT001
    if stood != stands:
        return ChangeKind.BEGAN if stands else ChangeKind.ENDED
    if _same(old, new):
        return None
    if old is None or new is None:
        return ChangeKind.BEGAN if old is None else ChangeKind.ENDED
    return ChangeKind.SUM


def _same(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is new
    return abs(old - new) <= SAME * max(abs(old), abs(new))


def _either(made: Marks, place: int | None, old: float, new: float) -> NDArray[np.float64]:
    """Return the new value in the states in which the change is made, and the old one in the others."""
    if place is None:
        return np.full(len(made), new, dtype=np.float64)
    return np.where(made[:, place], new, old)
