"""Round trips: how much of an investor's money comes back to it, or reaches another vendor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.measures.arrays import Edges, Floats, FlowMatrix, amounts_of_parties, edges_of
from keiretsu.measures.mixing import trace_back
from keiretsu.measures.tagging import (
    Amounts,
    Edge,
    as_edges,
    edge_amounts,
    invalid_edge,
    most_into,
    tagged_money,
)
from keiretsu.quantities import counted


class Bounds(NamedTuple):
    """A figure as it is at least, by proportional sharing, and at most."""

    lower: float
    proportional: float
    upper: float


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """How much of the money that a party put in comes back, in the flows' unit.

    It comes back to the party itself, or to the vendor asked about.

    Parameters
    ----------
    lower
        What must come back: under any routing that respects the flows, at least this much does.
    proportional
        What comes back if each party pools its money and pays every bill from the pool.
    upper
        What may come back: there is a routing in which this much does, and none with more.
    invested
        The tagged money. ``0 <= lower <= proportional <= upper <= invested``.
    inflow
        The vendor's whole inflow of the kind that counts as coming back.
    linked_inflow
        The part of ``inflow`` that is paid by parties which the tagged money can reach.
    """

    lower: float
    proportional: float
    upper: float
    invested: float
    inflow: float
    linked_inflow: float

    @property
    def return_probability(self) -> float:
        """The chance that an invested dollar comes back, by proportional sharing, 0..1."""
        return self._over(self.invested).proportional

    @property
    def share_of_inflow(self) -> Bounds:
        """What comes back as part of the vendor's inflow: the self-funded share, 0..1."""
        return self._over(self.inflow)

    @property
    def share_of_linked_inflow(self) -> Bounds:
        """What comes back as part of what linked parties pay the vendor, 0..1."""
        return self._over(self.linked_inflow)

    def _over(self, whole: float) -> Bounds:
        if not whole:
            return Bounds(0.0, 0.0, 0.0)
        return Bounds(self.lower / whole, self.proportional / whole, self.upper / whole)


def round_trip(flows: FlowMatrix, other_cash_in: ArrayLike, edge: Edge | Iterable[Edge]) -> RoundTrip:
    """Bound how much of the money invested along an edge comes back to the investor.

    Answers *how much of what the investor sells was paid with its own investment?* Money is
    fungible: once it lies in an account with other money, no record says which dollar was spent.
    So the answer is a range, and the pro-rata value one reading within it.

    Formula: money on the edge is tagged. On every edge the tagged part ``t_e`` is between 0 and
    ``F_e``; each party ``k`` but the investor passes on or keeps what tagged money it gets, and
    keeps at most ``R_k = max(0, inflow_k + other_k - outflow_k)``; what reaches the investor has
    come back and is not followed further. ``lower`` and ``upper`` are the least and the most that
    can come back (two maximum flows), ``proportional`` is the first passage of the absorbing chain.

    Parameters
    ----------
    flows
        ``F``, shape ``(n, n)``, dense or SciPy sparse: the cash that ``i`` pays ``j`` in the period,
        purchases and investments alike.
    other_cash_in
        Shape ``(n,)``, same unit: cash that each party gets from outside the matrix. A party that pays
        out more than it gets is taken to draw the rest from cash of its own, untagged.
    edge
        ``(investor, investee)`` tags all that the investor pays the investee;
        ``(investor, investee, amount)`` that much of it. Or several such edges of one investor.

    Returns
    -------
    RoundTrip
        ``lower <= proportional <= upper <= invested``, and shares of the investor's inflow.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows``, ``measure.invalid-sources``, or ``measure.invalid-edge`` for an
        edge that is outside the matrix, joins a party to itself, tags more than it carries, or
        has another investor than the rest.

    Notes
    -----
    The chain is that of Kemeny and Snell (1960) with proportional sharing (Bialek 1996). If all that
    the investor pays out is tagged and no party draws on own cash, ``share_of_inflow.proportional``
    is Finn's (1976) cycling share of that party, ``1 - 1/N_ii``.

    Examples
    --------
    Alpha invests 60 in Beta, which has 40 of its own and pays Alpha 50 and Gamma 50. Gamma keeps
    what it gets, so that 10 of the 60 must come back and 50 may.

    >>> result = round_trip([[0, 60, 0], [50, 0, 50], [0, 0, 0]], [120, 40, 0], (0, 1))
    >>> result.lower, result.proportional, result.upper
    (10.0, 30.0, 50.0)
    """
    edges = edges_of(flows)
    tags = edge_amounts(edges, as_edges(edge))
    investors = {investor for investor, _ in tags}
    if len(investors) != 1:
        raise invalid_edge(
            "edge", f"names {counted(len(investors), 'investor')}", "tag the edges of one investor"
        )
    (investor,) = investors
    return _measure(edges, _other(other_cash_in, edges), investor, investor, tags, {})


def self_funded(
    flows: FlowMatrix, other_cash_in: ArrayLike, capital_edges: Iterable[Edge], party: int
) -> RoundTrip:
    """Bound how much of a vendor's sales was paid with capital that it put into others.

    Answers *how much of this party's revenue bears its own investment?*, over all its investments at
    once. Capital that others put into the party is not revenue: tagged money that comes back that
    way is not counted, and capital is left out of ``inflow``.

    Parameters
    ----------
    flows, other_cash_in
        As for :func:`round_trip`.
    capital_edges
        The edges that are capital rather than purchases, of all parties: ``(investor, investee)``
        for the whole flow of a pair, ``(investor, investee, amount)`` for a part of it.
    party
        Index of the vendor.

    Returns
    -------
    RoundTrip
        ``share_of_inflow`` is the self-funded share of the party's sales, ``other_cash_in`` included.

    Raises
    ------
    MisuseError
        As :func:`round_trip`, and ``measure.invalid-edge`` for a party outside the matrix.

    Notes
    -----
    The machinery of :func:`round_trip`; no bound is the sum of the bounds of single edges.

    Examples
    --------
    Alpha puts 60 into Beta and 20 into Gamma. Beta has 40 of its own and pays Alpha 80; Gamma pays
    Alpha the 20 that it got.

    >>> flows = [[0, 60, 20], [80, 0, 0], [20, 0, 0]]
    >>> result = self_funded(flows, [100, 40, 0], [(0, 1), (0, 2)], 0)
    >>> result.share_of_inflow
    Bounds(lower=0.3, proportional=0.34, upper=0.4)
    """
    return capital_returned(flows, other_cash_in, capital_edges, party, party)


def capital_returned(
    flows: FlowMatrix, other_cash_in: ArrayLike, capital_edges: Iterable[Edge], investor: int, vendor: int
) -> RoundTrip:
    """Bound how much of one party's capital ends as another party's sales.

    Answers *how much of what this vendor sells was paid with that investor's capital?*, over all of
    the investor's capital in third parties at once. Tagged money is followed, through purchases and
    through the investments of others, until it first reaches the vendor, or comes back to the
    investor. It counts where it reaches the vendor as a purchase.

    Parameters
    ----------
    flows, other_cash_in, capital_edges
        As for :func:`self_funded`.
    investor, vendor
        Their indices. The same one twice asks for the vendor's own capital.

    Returns
    -------
    RoundTrip
        ``invested`` leaves out what the investor pays the vendor itself. ``share_of_inflow`` is the
        part of the vendor's sales, ``other_cash_in`` included, that is the investor's capital.

    Raises
    ------
    MisuseError
        As :func:`self_funded`.

    Notes
    -----
    The shares of several investors may add up to more than 1: a dollar that one invests in
    another, which invests it on, is the capital of both.

    Examples
    --------
    Alpha puts 60 into Beta, which has 40 of its own and buys from Gamma for 80.

    >>> flows = [[0, 60, 0], [0, 0, 80], [0, 0, 0]]
    >>> result = capital_returned(flows, [100, 40, 0], [(0, 1)], 0, 2)
    >>> result.lower, result.proportional, result.upper
    (40.0, 48.0, 60.0)
    """
    edges = edges_of(flows)
    for party in (investor, vendor):
        if not 0 <= party < edges.parties:
            raise invalid_edge(
                f"party {party}",
                f"isn't one of {counted(edges.parties, 'party', 'parties')}",
                "use a row's index",
            )
    capital = edge_amounts(edges, list(capital_edges))
    tags = {pair: amount for pair, amount in capital.items() if pair[0] == investor}
    injected = {pair: amount for pair, amount in capital.items() if pair[1] == vendor}
    return _measure(edges, _other(other_cash_in, edges), investor, vendor, tags, injected)


def _measure(
    edges: Edges, other: Floats, investor: int, vendor: int, tags: Amounts, injected: Amounts
) -> RoundTrip:
    case = tagged_money(edges, other, investor, vendor, tags, injected)
    share = trace_back(case.onward, np.column_stack([case.tagged, case.untagged]))[:, 0]
    invested = float(case.tagged.sum())
    upper = min(most_into(case, case.paying), invested)
    # Where the flows leave no choice all three are equal; rounding must not turn their order.
    lower = min(max(invested - most_into(case, case.kept + case.escaping), 0.0), upper)
    return RoundTrip(
        lower=lower,
        proportional=min(max(float(share @ case.paying), lower), upper),
        upper=upper,
        invested=invested,
        inflow=case.sold + float(other[vendor]),
        linked_inflow=float(case.paying[share > 0].sum()),
    )


def _other(other_cash_in: object, edges: Edges) -> Floats:
    return amounts_of_parties(other_cash_in, "measure.invalid-sources", "other_cash_in", edges.parties)
