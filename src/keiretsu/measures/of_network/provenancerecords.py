"""What provenance says of one party."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from keiretsu.measures.of_network.revenueclasses import RevenueSource
from keiretsu.network import Inflow
from keiretsu.parties import Party


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
    """Where one party's revenue, and all of its income, comes from.

    Parameters
    ----------
    party
        Whose income it is.
    income
        All that it takes in, money per year: purchases, capital, and what comes from outside.
    shares
        Of income, by ultimate source, adding up to 1: each :class:`~keiretsu.network.OutsideSource`,
        and what circulates without one.
    entries
        The same by the place where the money enters: (inflow, share of this party's income),
        largest first.
    self_funded
        How much of its revenue bears its own investment; ``None`` where it invests in nobody.
    revenue
        What it sells, money per year, in the network and to end customers.
    revenue_shares
        Of revenue, by the last one who put the money in, adding up to 1; all 0 without revenue.
    revenue_entries
        The part of these shares that comes from outside, by inflow, largest first.
    funders
        The part of them that is other parties' capital, equity and loans, by party, largest first.
    ultimate
        Of revenue, by ultimate source, through all capital: as ``shares``.
    unknown
        Number of deals by which others buy from it without a known sum: none of the shares see them.
    """

    party: Party
    income: float
    shares: Mapping[str, float]
    entries: tuple[tuple[Inflow, float], ...] = field(repr=False)
    self_funded: SelfFunded | None
    revenue: float
    revenue_shares: Mapping[RevenueSource, float]
    revenue_entries: tuple[tuple[Inflow, float], ...] = field(repr=False)
    funders: tuple[tuple[Party, float], ...] = field(repr=False)
    ultimate: Mapping[str, float] = field(repr=False)
    unknown: int
