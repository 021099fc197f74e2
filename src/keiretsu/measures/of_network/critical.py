"""Whom the parties of a network can least do without: what stops if one of them stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.errors import NotFoundError
from keiretsu.measures import critical_cascade as cascade
from keiretsu.measures.charts import Bars, Series
from keiretsu.measures.critical import SystemicRisk, systemic_risk
from keiretsu.measures.of_network.dependence_figures import Figures, figures
from keiretsu.measures.of_network.naming import party_named
from keiretsu.measures.of_network.result import Result, Statistic
from keiretsu.measures.of_network.trades import Trades
from keiretsu.network import Draws, Network
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 15  # parties in the chart, customers in a reason
LEAST = 0.0005  # a loss that is told
ESRI = "esri"
"""The name of the index among the figures of dependence."""


@dataclass(frozen=True)
class CriticalInputs(Result):
    """The Economic Systemic Risk Index of every party that sells or buys, with a known sum.

    Parameters
    ----------
    network
        What was measured.
    places
        The parties by their places in the network, the most critical first.
    risk
        The index and the losses of all parties of the network; the deals with a sum, and reported
        revenue as output, are all that it knows.
    """

    network: Network = field(repr=False)
    places: tuple[int, ...]
    risk: SystemicRisk = field(repr=False)

    def table(self) -> pd.DataFrame:
        """Return each party's index, its own output, and how many others lose a half or all of theirs."""
        import pandas as pd

        others = self.risk.loss - np.eye(len(self.network.parties))
        rows = [
            (
                self.network.parties[place].name,
                float(self.risk.index[place]),
                float(self.risk.own_share[place]),
                float(self.risk.index[place] - self.risk.own_share[place]),
                int((others[place] >= 1 - cascade.CLOSE).sum()),
                int((others[place] >= 0.5).sum()),
            )
            for place in self.places
        ]
        columns = ["party", "esri", "own_output", "output_of_others", "others_stopped", "others_halved"]
        return pd.DataFrame(rows, columns=columns)

    def chart(self) -> Bars:
        """Return the index of the most critical parties: their own output, and that of others."""
        shown = self.places[:SHOWN]
        own = tuple(float(self.risk.own_share[place]) for place in shown)
        index = (float(self.risk.index[place]) for place in shown)
        others = tuple(max(0.0, whole - part) for whole, part in zip(index, own, strict=True))
        return Bars(
            title="What stops if one party stops (Economic Systemic Risk Index)",
            unit="share of all output",
            labels=tuple(self.network.parties[place].name for place in shown),
            series=(Series("its own", own), Series("that of others", others)),
            is_stacked=True,
            note="Of the purchases in the network with a known sum; nobody finds another supplier outside.",
        )

    def why(self, *names: str) -> Reason:
        """Explain what stops with a party, down to the quotes.

        Raises
        ------
        NotFoundError
            Where no such party sells or buys for a known sum.
        """
        party = party_named(" / ".join(names), self.network.parties, self.network.as_of)
        place = self.network.index[party.id]
        if place in self.places:
            return self._reason(place)
        raise NotFoundError(
            "measure.no-such-party",
            where=" / ".join(names),
            message=f"no party of this name sells or buys for a known sum as of {self.network.as_of}",
            hint="look at the table of critical inputs",
        )

    def _reason(self, place: int) -> Reason:
        loss = self.risk.loss[place]
        hit = [int(one) for one in np.argsort(-loss, kind="stable") if one != place and loss[one] > LEAST]
        more = len(hit) - SHOWN
        name = self.network.parties[place].name
        return Reason(
            f"if {name} stops, {self.risk.index[place]:.1%} of all output stops,"
            f" {self.risk.own_share[place]:.1%} of it its own",
            (
                *(self._hit(place, other) for other in hit[:SHOWN]),
                *((Reason(f"{more} more lose less"),) if more > 0 else ()),
                self.network.assumptions["inputs_essential"].why(),
            ),
            estimate=True,
        )

    def _hit(self, place: int, other: int) -> Reason:
        down, up = self.risk.downstream[place, other], self.risk.upstream[place, other]
        why = "inputs" if down >= up else "customers"
        stopped, hit = self.network.parties[place], self.network.parties[other]
        ends = (hit, stopped) if down >= up else (stopped, hit)
        direct = self.network.payments_between(*ends, kind=FlowKind.PURCHASE)
        through = "" if direct else ", through others"
        return Reason(
            f"{hit.name} loses {max(down, up):.1%} of its output for want of {why}{through}",
            tuple(payment.why for payment in direct),
        )


def critical_inputs(network: Network) -> CriticalInputs:
    """Measure what stops if one party stops.

    Answers *whom can the parties of this network least do without?* See :func:`keiretsu.measures.esri`
    (Diem et al. 2022). The layer of a purchase decides who could stand in, its purchases decide what a
    party needs, and a party's output is its reported revenue, or what the network pays it where that
    is more. Whether a layer is essential is the assumption ``inputs_essential``.

    Examples
    --------
    Alpha sells to Beta, and Gamma to Alpha. If Alpha or Gamma stops, so does all that the others make.

    >>> from keiretsu.network.example import three_firms
    >>> table = critical_inputs(three_firms()).table()
    >>> [(row[0], round(row[1], 2)) for row in table.values.tolist()]
    [('Alpha', 1.0), ('Gamma', 1.0), ('Beta', 0.49)]
    """
    return criticality(figures(Trades.of(network), Draws.point(network)))


def criticality(found: Figures) -> CriticalInputs:
    """Return what stops if one party stops, from the figures of one draw."""
    network = found.trades.network
    risk = _risk(found).draw(0)
    traded = [trade for place, trade in enumerate(found.trades.trades) if found.annual[0, place] > 0]
    places = {place for trade in traded for place in (trade.customer, trade.supplier)}
    ranked = sorted(places, key=lambda place: (-risk.index[place], place))
    return CriticalInputs(network, tuple(ranked), risk)


def critical_statistics(found: Figures) -> Iterator[Statistic]:
    """Yield the index of every party that sells or buys, in every draw."""
    network = found.trades.network
    index = _risk(found).index
    places = {place for trade in found.trades.trades for place in (trade.customer, trade.supplier)}
    for place in sorted(places):
        yield Statistic(ESRI, network.label(network.parties[place]), "share", index[:, place])


def _risk(found: Figures) -> SystemicRisk:
    trades = found.trades
    layers = {layer: number for number, layer in enumerate(sorted({one.layer for one in trades.trades}))}
    numbered = [(one.customer, one.supplier, layers[one.layer]) for one in trades.trades]
    customer, supplier, layer = np.array(numbered, dtype=np.int64).reshape(-1, 3).T
    essential = trades.network.assumptions["inputs_essential"].value >= 0.5
    bought = cascade.Purchases(
        firms=len(trades.network.parties),
        customer=customer,
        supplier=supplier,
        layer=layer,
        essential=np.full(len(numbered), essential),
    )
    return systemic_risk(bought, found.annual, found.revenue)
