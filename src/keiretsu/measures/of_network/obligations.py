"""Who can't meet its payments of a year if outside money stops, or if another stops paying."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from keiretsu.ledger import Item
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Bars, Series
from keiretsu.measures.clearing import Clearing, clearing_vector
from keiretsu.measures.of_network.means import buffer_of, buffers
from keiretsu.measures.of_network.naming import party_named, wrong_names
from keiretsu.measures.of_network.positions import between_parties
from keiretsu.measures.of_network.result import Result
from keiretsu.network import Draws, Network, OutsideSource, Payment
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A party that can't meet its payments of a year: what it lacks, and in which round it fails."""

    party: Party
    owed: float
    paid: float
    round: int
    why: Reason = field(repr=False)

    @property
    def shortfall(self) -> float:
        """What it owes and can't pay."""
        return self.owed - self.paid


@dataclass(frozen=True, eq=False)
class Obligations(Result):
    """What each party pays of its obligations of a year, as it is and if outside capital stops.

    Parameters
    ----------
    network
        What was measured.
    clearing
        Scenario 0 is the network as it is, 1 that outside capital stops for all, and ``2 + i`` that
        it stops for party ``i`` alone.
    means
        What each party has besides the payments of the others, shape ``(2 + n, n)``.
    """

    network: Network = field(repr=False)
    clearing: Clearing = field(repr=False)
    means: Floats = field(repr=False)

    def unpaid(self, without_capital_of: str | None = None) -> tuple[Unpaid, ...]:
        """Return who can't pay if outside capital stops for all, or for one party by its name or id.

        Raises
        ------
        NotFoundError
            ``measure.no-such-party``.
        """
        if without_capital_of is None:
            return _unpaid(self.network, self.clearing, 1, self.means[1])
        party = party_named(without_capital_of, self.network.parties, self.network.as_of)
        scenario = 2 + self.network.index[party.id]
        return _unpaid(self.network, self.clearing, scenario, self.means[scenario])

    def table(self) -> pd.DataFrame:
        """Return what parties owe and can pay if outside capital stops, largest shortfall first."""
        import pandas as pd

        owed, paid = self.clearing.total_obligations, self.clearing.payments
        found: list[dict[str, Any]] = [
            {
                "party": party.name,
                "owes_per_year": owed[place],
                "pays": paid[0, place],
                "means_without_capital": self.means[1, place],
                "pays_without_capital": paid[1, place],
                "shortfall": owed[place] - paid[1, place],
                "round": int(self.clearing.default_round[1, place]),
                "others_failing_if_its_capital_stops": int(np.delete(self._fails(place), place).sum()),
                "currency": self.network.currency,
            }
            for place, party in enumerate(self.network.parties)
            if owed[place] > 0
        ]
        found.sort(key=lambda row: (-row["shortfall"], row["party"]))
        return pd.DataFrame(found)

    def chart(self) -> Bars:
        """Return what is paid and what isn't if outside capital stops."""
        table = self.table()
        return Bars(
            title="Payments of a year if outside capital stops",
            unit=f"{self.network.currency} per year",
            labels=tuple(table["party"]) if len(table) else (),
            series=(
                Series("paid", tuple(table["pays_without_capital"]) if len(table) else ()),
                Series("shortfall", tuple(table["shortfall"]) if len(table) else ()),
            ),
            is_stacked=True,
        )

    def why(self, *names: str) -> Reason:
        """Explain who can't pay if outside capital stops for all, or for the named party alone."""
        if len(names) > 1:
            raise wrong_names(names, "one party, or none for all")
        found = self.unpaid(*names)
        whose = f" for {names[0]}" if names else ""
        who = counted(len(found), "party can't meet its", "parties can't meet their")
        text = f"{who} payments of a year if outside capital stops{whose}"
        return Reason(text, tuple(each.why for each in found), estimate=True)

    def _fails(self, place: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.asarray(self.clearing.defaults[2 + place])


def obligations(network: Network) -> Obligations:
    """Clear a year's payments of a network, as it is and if outside capital stops.

    Answers *who can't meet its payments if outside money stops, and who fails because of that?* All
    payments of a year fall due; a party has what its end customers pay it, its cash (reported, else an
    assumed share of revenue), and what the others pay it. Equity and debt from outside
    stop, and so does what a party with reported revenue pays out beyond all that it is known to take
    in; money of parties that report no revenue goes on, as nothing is known of it.

    Formula: see :func:`keiretsu.measures.clearing_vector` (Eisenberg and Noe 2001; Rogers and Veraart
    2013), with the assumptions ``recovery_of_own_means`` as alpha and ``recovery_of_incoming_payments``
    as beta.

    Examples
    --------
    Alpha, Beta and Gamma can all pay what they owe.

    >>> from keiretsu.network.example import three_firms
    >>> obligations(three_firms()).unpaid()
    ()
    """
    n = len(network.parties)
    as_is, stopped = _means(network), _means_without_capital(network)
    means = np.concatenate([[as_is, stopped], np.where(np.eye(n, dtype=np.bool_), stopped, as_is)])
    return Obligations(network, _clear(network, _owed(network), means), means)


def unpaid_without(network: Network, place: int) -> tuple[Unpaid, ...]:
    """Return who can't meet its payments of a year if the party at a place pays nothing."""
    owed = _owed(network)
    owed[place] = 0.0
    means = _means(network)
    return _unpaid(network, _clear(network, owed, means[None, :]), 0, means)


def owed_by(network: Network, party: Party) -> tuple[Payment, ...]:
    """Return the payments of a known sum that a party owes to others in the network, largest first."""
    made = network.payments_between(party)
    return tuple(each for each in made if each.rate and each.payee not in (None, party))


def _owed(network: Network) -> Floats:
    owed: Floats = between_parties(network.flows()[None])[0]
    return owed


def _means(network: Network) -> Floats:
    sources = dict(zip(OutsideSource, network.sources().T, strict=True))
    drawn, cash = sources.pop(OutsideSource.OWN_CASH), np.nan_to_num(buffers(Draws.point(network))[0])
    # What a party draws on its cash in a year is a part of the cash that it has.
    means: Floats = np.sum(list(sources.values()), axis=0) + np.maximum(drawn, cash)
    return means


def _means_without_capital(network: Network) -> Floats:
    point = Draws.point(network)
    sources = dict(zip(OutsideSource, network.sources().T, strict=True))
    is_silent = np.isnan(point.reported[Item.REVENUE][0])
    unknown = np.where(is_silent, sources[OutsideSource.UNREPORTED], 0.0)
    means: Floats = sources[OutsideSource.END_CUSTOMERS] + unknown + np.nan_to_num(buffers(point)[0])
    return means


def _clear(network: Network, owed: Floats, means: Floats) -> Clearing:
    assumed = network.assumptions
    return clearing_vector(
        owed,
        means,
        alpha=assumed["recovery_of_own_means"].value,
        beta=assumed["recovery_of_incoming_payments"].value,
    )


def _unpaid(network: Network, clearing: Clearing, scenario: int, means: Floats) -> tuple[Unpaid, ...]:
    comes_in = clearing.payments[scenario] @ clearing.shares
    found = []
    for place in np.flatnonzero(clearing.defaults[scenario]).tolist():
        party = network.parties[place]
        owed = float(clearing.total_obligations[place])
        paid = float(clearing.payments[scenario, place])
        number = int(clearing.default_round[scenario, place])
        has = f"has {means[place]:,.0f} of its own and gets {comes_in[place]:,.0f}"
        text = f"{party.name} owes {network.currency} {owed:,.0f} a year, {has}: it pays {paid:,.0f}"
        text += f" (round {number})"
        found.append(Unpaid(party, owed, paid, number, Reason(text, _grounds(network, party), estimate=True)))
    return tuple(sorted(found, key=lambda each: (-each.shortfall, each.party.name)))


def _grounds(network: Network, party: Party) -> tuple[Reason, ...]:
    """Return what a party's obligations and means rest on."""
    assumed = network.assumptions
    owed = tuple(payment.why for payment in owed_by(network, party))
    sources = tuple(each.why for each in network.inflows if each.party == party)
    cash = buffer_of(network, party)
    costs = (assumed["recovery_of_own_means"].why(), assumed["recovery_of_incoming_payments"].why())
    return (*owed, *sources, *((cash.why,) if cash else ()), *costs)
