"""Whose money a party's income is: by ultimate source, and how much of it is its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from keiretsu.errors import MisuseError
from keiretsu.measures.provenance import source_shares
from keiretsu.measures.roundtrip import self_funded
from keiretsu.network import Inflow, Network, OutsideSource
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

if TYPE_CHECKING:
    import pandas as pd

CIRCULATING = "circulating, no outside source"


@dataclass(frozen=True)
class SelfFunded:
    """How much of a party's revenue bears its own investment, in money per year.

    Money is fungible, so the truth isn't identified: ``lower`` must come back under any routing
    that respects the flows, ``upper`` may, and ``proportional`` does if every party spends each
    of its dollars alike.
    """

    invested: float
    revenue: float
    lower: float
    proportional: float
    upper: float

    @property
    def shares(self) -> tuple[float, float, float]:
        """The three sums as shares of revenue; zeros where there is no revenue."""
        if self.revenue <= 0:
            return 0.0, 0.0, 0.0
        return self.lower / self.revenue, self.proportional / self.revenue, self.upper / self.revenue


@dataclass(frozen=True)
class PartyProvenance:
    """Where one party's income ultimately comes from.

    Parameters
    ----------
    party
        Whose income it is.
    income
        All that it takes in, money per year: purchases, capital, and what comes from outside.
    shares
        By ultimate source, adding up to 1: each :class:`~keiretsu.network.OutsideSource`, and what
        circulates without one.
    entries
        The same by the place where the money enters: (inflow, share of this party's income),
        largest first.
    self_funded
        How much of its revenue bears its own investment; ``None`` where it invests in nobody.
    """

    party: Party
    income: float
    shares: Mapping[str, float]
    entries: tuple[tuple[Inflow, float], ...] = field(repr=False)
    self_funded: SelfFunded | None


@dataclass(frozen=True)
class Provenance:
    """The provenance of every party's income, largest income first."""

    network: Network = field(repr=False)
    parties: tuple[PartyProvenance, ...]

    def of(self, party: str) -> PartyProvenance:
        """Return the provenance of a party by its name or id.

        Raises
        ------
        MisuseError
            Where no party with an income has that name.
        """
        for found in self.parties:
            if party.casefold() in (found.party.name.casefold(), found.party.id.casefold()):
                return found
        raise MisuseError(
            "measure.no-such-party",
            where=party,
            message=f"no party of this name takes in money as of {self.network.as_of}",
            hint="run keiretsu measure provenance for the list",
        )

    def table(self) -> pd.DataFrame:
        """Return shares of income by ultimate source and the self-funded share with its bounds."""
        import pandas as pd

        return pd.DataFrame([self._row(found) for found in self.parties])

    def why(self, party: str) -> Reason:
        """Explain a party's income by source and its self-funded share, down to the quotes."""
        found = self.of(party)
        network = self.network
        name, currency = found.party.name, network.currency
        entries = tuple(
            Reason(f"{share:.1%} entered as {inflow.source} of {inflow.party.name}", (inflow.why,))
            for inflow, share in found.entries
        )
        received = tuple(payment.why for payment in network.payments_between(payee=found.party))
        return Reason(
            f"{name} takes in {currency} {found.income:,.0f} a year as of {network.as_of}",
            (
                Reason("by ultimate source, each party spending all of its money alike", entries),
                *self._self_funded_reason(found),
                Reason("of the deals in the network it receives", received),
            ),
        )

    def _self_funded_reason(self, found: PartyProvenance) -> tuple[Reason, ...]:
        own = found.self_funded
        if own is None:
            return ()
        lower, proportional, upper = own.shares
        invested = self.network.payments_between(found.party, kind=FlowKind.CAPITAL)
        text = (
            f"between {lower:.1%} and {upper:.1%} of its revenue bears its own investment"
            f" ({proportional:.1%} if every party spends all of its money alike)"
        )
        return (Reason(text, tuple(payment.why for payment in invested), estimate=True),)

    def _row(self, found: PartyProvenance) -> dict[str, object]:
        own = found.self_funded
        lower, proportional, upper = own.shares if own else (None, None, None)
        return {
            "party": found.party.name,
            "income_per_year": found.income,
            "currency": self.network.currency,
            **found.shares,
            "self_funded_lower": lower,
            "self_funded_proportional": proportional,
            "self_funded_upper": upper,
        }


def provenance(network: Network) -> Provenance:
    """Trace every party's income to its ultimate sources.

    Answers *whose money is it*: what share of a party's income came from end customers, outside
    capital, own cash or sources unreported, and how much of its revenue bears its own investment,
    at least, in proportion and at most. See :func:`keiretsu.measures.source_shares` (Bialek 1996)
    and :func:`keiretsu.measures.self_funded`.

    Examples
    --------
    >>> from keiretsu.ledger import ExchangeRates
    >>> from keiretsu.network import project
    >>> from datetime import date
    >>> provenance(project([], as_of=date(2025, 1, 1), rates=ExchangeRates("USD"))).parties
    ()
    """
    if not network.parties:
        return Provenance(network, ())
    flows = network.flows()
    entering = _by_inflow(network)
    shares = source_shares(flows, entering)
    income = flows.sum(axis=0) + entering.sum(axis=1)
    found = [
        PartyProvenance(
            party=party,
            income=float(income[place]),
            shares=_by_source(network, shares.shares[:, place], float(shares.unsourced[place])),
            entries=_entries(network, shares.shares[:, place]),
            self_funded=self_funded_revenue(network, party),
        )
        for place, party in enumerate(network.parties)
        if income[place] > 0
    ]
    return Provenance(network, tuple(sorted(found, key=lambda each: (-each.income, each.party.name))))


def self_funded_revenue(network: Network, party: Party) -> SelfFunded | None:
    """Return how much of a party's revenue bears its own investment, or ``None`` if it has none.

    All of the party's capital in the network is followed at once, until it comes back as a
    purchase. Revenue is what the deals pay the party for goods and services, and what its end
    customers pay beyond them.
    """
    place = network.index[party.id]
    capital = network.flows(FlowKind.CAPITAL)
    if not capital[place].any():
        return None
    edges = [(int(row), int(column), float(capital[row, column])) for row, column in np.argwhere(capital)]
    result = self_funded(network.flows(), network.sources().sum(axis=1), edges, place)
    revenue = network.flows(FlowKind.PURCHASE)[:, place].sum() + _customers(network, place)
    return SelfFunded(result.invested, float(revenue), result.lower, result.proportional, result.upper)


def _customers(network: Network, place: int) -> float:
    return float(network.sources()[place, list(OutsideSource).index(OutsideSource.END_CUSTOMERS)])


def _by_inflow(network: Network) -> NDArray[np.float64]:
    """Return what enters, party by inflow, so that each inflow is a source of its own."""
    entering = np.zeros((len(network.parties), len(network.inflows)))
    for column, inflow in enumerate(network.inflows):
        entering[network.index[inflow.party.id], column] = inflow.per_year
    return entering


def _by_source(network: Network, shares: NDArray[np.float64], unsourced: float) -> dict[str, float]:
    totals = {str(source): 0.0 for source in OutsideSource}
    for inflow, share in zip(network.inflows, shares, strict=False):
        totals[str(inflow.source)] += float(share)
    return totals | {CIRCULATING: unsourced}


def _entries(network: Network, shares: NDArray[np.float64]) -> tuple[tuple[Inflow, float], ...]:
    pairs = zip(network.inflows, (float(share) for share in shares), strict=False)
    return tuple(sorted((pair for pair in pairs if pair[1] > 0), key=lambda pair: -pair[1]))
