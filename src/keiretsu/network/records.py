"""The records of the network: payments, inflows from outside, and the network itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from keiretsu.errors import Problem
from keiretsu.ledger import Deal
from keiretsu.network.assumptions import Assumption, Assumptions
from keiretsu.network.money import Rate
from keiretsu.network.reporting import ReportedFigures
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

if TYPE_CHECKING:
    import pandas as pd

    from keiretsu.network.estimation import Estimation

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that one party pays another under a deal, as of a day.

    Parameters
    ----------
    payer, payee
        The two parties; ``payee`` is ``None`` where the money leaves to nobody named.
    flow
        ``capital`` buys a claim on the payee, ``purchase`` a good or service.
    layer
        The layer of the stack that is bought, where the deal says which.
    rate
        Money per year in the network's currency; ``None`` where no source gives a sum.
    in_kind
        Whether it is paid in credits or services instead of cash.
    deal
        The deal that it follows from.
    why
        How the rate follows from the deal.
    start, end
        The first day on which it is paid, and the day from which on it is not; ``None`` where the
        claims tell no day, or the payment goes on.
    is_estimated
        Whether no source gives the rate, and it was filled in so that reported totals are met.
    """

    payer: Party
    payee: Party | None
    flow: FlowKind
    layer: str | None
    rate: Rate | None
    in_kind: bool
    deal: Deal
    why: Reason
    start: date | None = None
    end: date | None = None
    is_estimated: bool = False


class OutsideSource(StrEnum):
    """Where money that no deal in the network explains comes from."""

    END_CUSTOMERS = "end customers"
    OUTSIDE_EQUITY = "outside equity"
    DEBT = "debt"
    OWN_CASH = "own cash"
    UNREPORTED = "unreported"

    @property
    def meaning(self) -> str:
        """The sentence that explains the source in tables and reports."""
        return _MEANINGS[self]


_MEANINGS = {
    OutsideSource.END_CUSTOMERS: "Reported revenue beyond what the deals in the network pay.",
    OutsideSource.OUTSIDE_EQUITY: "Reported funding beyond debt and the equity that the deals pay.",
    OutsideSource.DEBT: "The rise of reported debt beyond what the network lends the party.",
    OutsideSource.OWN_CASH: "The fall of reported cash, or what it covers of all that is paid beyond income.",
    OutsideSource.UNREPORTED: "What a party pays beyond all that it is known to take in and to have.",
}


@dataclass(frozen=True, slots=True)
class Offering:
    """A product or unit of a party in a layer, as a list of organisations names it: without a day or quote.

    ``source`` is the list.
    """

    party: Party
    name: str
    layer: str
    source: str

    def why(self) -> Reason:
        """Return the entry as a leaf of an explanation."""
        text = f"{self.party.name} offers {self.name} ({self.layer}), by an entry without a day"
        return Reason(text, source=self.source)


@dataclass(frozen=True, slots=True)
class Inflow:
    """Money per year that enters the network at a party from outside."""

    party: Party
    source: OutsideSource
    per_year: float
    why: Reason


@dataclass(frozen=True)
class Network:
    """The deals and figures of a day, projected on parties.

    Answers *who pays whom how much a year, as of a day, and who stands in which relation to whom*.

    Parameters
    ----------
    as_of
        The day.
    currency
        ISO 4217 code of every sum in the network.
    parties
        All parties, in alphabetical order; the order of every array.
    deals
        The deals that stand on the day, of any status that isn't over.
    payments
        The money that binding deals move.
    inflows
        The money that enters from outside.
    assumptions
        What was assumed.
    problems
        What could not be projected, and why.
    possible
        The money that deals would move which bind nobody yet, if they came true. No measure counts
        it; draws do, with the chance that their status gives them.
    reported
        What the parties report, as far as it stands for the day.
    ended
        The deals that had ended or been denied by the day.
    offerings
        What parties are known to offer without a deal that says so.
    estimation
        How the amounts that no source gives were filled in; ``None`` where they were left out.

    Examples
    --------
    >>> from keiretsu.network.example import three_firms
    >>> network = three_firms()
    >>> [party.name for party in network.parties], network.layers()
    (['Alpha', 'Beta', 'Gamma'], ('invests', 'supplies', 'chips', 'cloud'))
    >>> network.flows().tolist()
    [[0.0, 60.0, 30.0], [80.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """

    as_of: date
    currency: str
    parties: tuple[Party, ...]
    deals: tuple[Deal, ...]
    payments: tuple[Payment, ...]
    inflows: tuple[Inflow, ...]
    assumptions: Assumptions
    problems: tuple[Problem, ...] = ()
    possible: tuple[Payment, ...] = ()
    reported: ReportedFigures = field(kw_only=True)
    ended: tuple[Deal, ...] = ()
    offerings: tuple[Offering, ...] = ()
    estimation: Estimation | None = None

    @cached_property
    def index(self) -> dict[str, int]:
        """The place of each party's id in the arrays."""
        return {party.id: place for place, party in enumerate(self.parties)}

    def label(self, party: Party) -> str:
        """Return a party's name, with its id where another party of the network has the same name."""
        return f"{party.name} ({party.id})" if party.name in self._shared_names else party.name

    @cached_property
    def _shared_names(self) -> frozenset[str]:
        counted = Counter(party.name for party in self.parties)
        return frozenset(name for name, count in counted.items() if count > 1)

    def flows(self, kind: FlowKind | None = None) -> NDArray[np.float64]:
        """Return money per year, payer by payee, of one kind of flow or of all.

        Payments of unknown size, and payments to nobody named, are left out.
        """
        matrix = np.zeros((len(self.parties), len(self.parties)))
        for payment in self.payments_between(kind=kind):
            if payment.rate is not None and payment.payee is not None:
                row, column = self.index[payment.payer.id], self.index[payment.payee.id]
                matrix[row, column] += payment.rate.per_year
        return matrix

    def sources(self) -> NDArray[np.float64]:
        """Return money per year from outside, party by :class:`OutsideSource`."""
        matrix = np.zeros((len(self.parties), len(OutsideSource)))
        places = {source: place for place, source in enumerate(OutsideSource)}
        for inflow in self.inflows:
            matrix[self.index[inflow.party.id], places[inflow.source]] += inflow.per_year
        return matrix

    def payments_between(
        self, payer: Party | None = None, payee: Party | None = None, *, kind: FlowKind | None = None
    ) -> tuple[Payment, ...]:
        """Return the payments from and to given parties, of one kind or of all, largest first."""
        among = self.payments
        if payer is not None:
            among = self._payments_by.get(payer.id, ())
        elif payee is not None:
            among = self._payments_to.get(payee.id, ())
        found = [
            payment
            for payment in among
            if (payee is None or payment.payee == payee) and (kind is None or payment.flow is kind)
        ]
        return tuple(sorted(found, key=lambda p: (-(p.rate.per_year if p.rate else 0.0), p.deal.id)))

    def deals_between(self, subject: Party, other: Party) -> tuple[Deal, ...]:
        """Return the deals that one party has with another as their object."""
        return self._deals_by_pair.get((subject.id, other.id), ())

    @cached_property
    def _deals_by_pair(self) -> dict[tuple[str, str], tuple[Deal, ...]]:
        return _gathered(((deal.subject.id, deal.object.id), deal) for deal in self.deals if deal.object)

    @cached_property
    def _payments_by(self) -> dict[str, tuple[Payment, ...]]:
        return _gathered((payment.payer.id, payment) for payment in self.payments)

    @cached_property
    def _payments_to(self) -> dict[str, tuple[Payment, ...]]:
        return _gathered((payment.payee.id, payment) for payment in self.payments if payment.payee)

    @cached_property
    def explained(self) -> dict[Reason, Deal | Assumption]:
        """The deal or assumption that each reason of this network is about which has one."""
        return {
            **{deal.why(): deal for deal in self.deals},
            **{payment.why: payment.deal for payment in self.payments},
            **{assumption.why(): assumption for assumption in self.assumptions},
        }

    def layer(self, name: str) -> tuple[Deal, ...]:
        """Return the deals of one layer: a relation (``competes``) or a layer of the stack (``chips``)."""
        return tuple(deal for deal in self.deals if name in (deal.relation, deal.layer))

    def layers(self) -> tuple[str, ...]:
        """Return the names of all layers that have a deal: relations first, then the stack's."""
        stack = sorted({deal.layer for deal in self.deals if deal.layer})
        return (*sorted({deal.relation for deal in self.deals}), *stack)

    def table(self) -> pd.DataFrame:
        """Return the payments as a table, largest first."""
        import pandas as pd

        columns = [
            "payer",
            "payee",
            "flow",
            "layer",
            "per_year",
            "low",
            "high",
            "currency",
            "in_kind",
            "estimated",
            "deal",
        ]
        rows = [
            (
                payment.payer.name,
                payment.payee.name if payment.payee else None,
                str(payment.flow),
                payment.layer,
                payment.rate.per_year if payment.rate else None,
                payment.rate.low if payment.rate else None,
                payment.rate.high if payment.rate else None,
                self.currency,
                payment.in_kind,
                payment.is_estimated,
                payment.deal.id,
            )
            for payment in self.payments_between()
        ]
        return pd.DataFrame(rows, columns=columns)

    def why(self, payer: Party, payee: Party) -> Reason:
        """Explain what one party pays another a year, down to the quotes.

        Examples
        --------
        >>> from keiretsu.network.example import three_firms
        >>> network = three_firms()
        >>> alpha, beta, gamma = network.parties
        >>> print(network.why(alpha, beta).text)
        Alpha pays Beta USD 60 a year as of 2025-06-30
        >>> print(network.why(gamma, beta).text)
        Gamma pays Beta nothing that is known as of 2025-06-30
        """
        payments = self.payments_between(payer, payee)
        known = [payment.rate.per_year for payment in payments if payment.rate]
        sum_ = f"{self.currency} {sum(known):,.0f} a year" if known else "nothing that is known"
        left = len(payments) - len(known)
        more = counted(left, "payment has no known sum", "payments have no known sum") if left else ""
        return Reason(
            f"{payer.name} pays {payee.name} {sum_} as of {self.as_of}{more and f'; {more}'}",
            tuple(payment.why for payment in payments),
        )


def _gathered(pairs: Iterable[tuple[KeyT, ValueT]]) -> dict[KeyT, tuple[ValueT, ...]]:
    found: defaultdict[KeyT, list[ValueT]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
