"""How much of a network's money goes in circles, along which deals, and whether that is chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.errors import NotFoundError
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Link, Links
from keiretsu.measures.circularity import Circulation, maximum_circulation
from keiretsu.measures.circulating import circulating_money, circulating_share
from keiretsu.measures.cycleflows import cycle_flows
from keiretsu.measures.finnindices import finn_index
from keiretsu.measures.loops import Loop
from keiretsu.measures.nullmodel import NullModel, null_model
from keiretsu.measures.of_network.circularity_reasons import (
    excess_reason,
    finn_reason,
    null_reason,
    share_reason,
)
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.measures.of_network.rings import MoneyLoop, legs_between, paid_for
from keiretsu.network import Draws, Network, Payment
from keiretsu.network.outside import accounts
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "loop",
    "path",
    "per_year",
    "currency",
    "capital_out_purchases_back",
    "respects_time",
    "starter",
    "first_sent",
    "first_back",
    "ends",
    "estimated",
)


@dataclass(frozen=True)
class Certificate:
    """The proof that no circulation is larger, by linear programming duality.

    Parameters
    ----------
    upper_bound
        Money per year that no circulation exceeds: the sum over all payments of the amount times
        ``max(0, 1 - potential of the payer + potential of the payee)``.
    potentials
        A whole number for each party, in the network's order.
    """

    upper_bound: float
    potentials: tuple[int, ...]


@dataclass(frozen=True)
class Circularity(Result):
    """The largest circular flow of a network and the loops that it is made of.

    Parameters
    ----------
    network
        What was measured.
    total
        Money per year in the largest circulation: the most that could be netted away.
    gross
        All money per year that moves between parties.
    share
        ``total / gross``, between 0 and 1; 0 where nothing moves.
    loops
        The circulation split into loops, largest first. The total is unique; the split isn't.
    finn
        Finn's cycling index, 0..1: the part of all that parties take in, from outside too, that has been
        with them before, if each passes on every dollar alike.
    certificate
        The proof that ``total`` is the largest.
    flows
        The circulation: money per year, payer by payee.
    """

    network: Network = field(repr=False)
    total: float
    gross: float
    share: float
    loops: tuple[MoneyLoop, ...]
    finn: float
    certificate: Certificate = field(repr=False)
    flows: Floats = field(repr=False, compare=False)

    @cached_property
    def mixed_loops(self) -> tuple[MoneyLoop, ...]:
        """The circulation as all its elementary cycles, with the amounts that even mixing gives them.

        Unlike ``loops`` it is the only such split of the circulation, and adds up to it as well: see
        :func:`keiretsu.measures.cycle_flows`.
        """
        return tuple(_money_loop(self.network, loop) for loop in cycle_flows(self.flows))

    @cached_property
    def null(self) -> NullModel:
        """The share against that of 200 networks with who pays whom rewired at random.

        Capital and purchases of one pair count as one payment. See :func:`keiretsu.measures.null_model`.
        """
        return null_model(self.network.flows(), circulating_share)

    def table(self) -> pd.DataFrame:
        """Return the loops as a table, largest first, numbered from 1.

        ``first_sent`` and ``first_back`` are the earliest days on which money can leave ``starter`` and be
        back; on ``ends`` the first leg ends for which an end is known. ``None`` where no claim tells.
        """
        import pandas as pd

        rows = [self._row(place, loop) for place, loop in enumerate(self.loops, start=1)]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def chart(self) -> Links:
        """Return the legs of all loops, from payers to payees."""
        amounts: dict[tuple[str, str], float] = defaultdict(float)
        legs: dict[tuple[str, str], tuple[Payment, ...]] = {}
        for loop in self.loops:
            names = [party.name for party in (*loop.parties, loop.parties[0])]
            for payer, payee, leg in zip(names, names[1:], loop.legs, strict=False):
                amounts[payer, payee] += loop.per_year
                legs[payer, payee] = leg
        links = [
            Link(*pair, amount, str(paid_for(legs[pair])), any(one.is_estimated for one in legs[pair]))
            for pair, amount in amounts.items()
        ]
        return Links(
            title=f"Money that can go round, as of {self.network.as_of}",
            unit=f"{self.network.currency} a year",
            links=tuple(sorted(links, key=lambda link: (-link.amount, link.payer, link.payee))),
            note="What the amounts allow at most. A leg has the colour of what most of it is paid for.",
        )

    def why(self, *names: str | int) -> Reason:
        """Explain a loop by its number from 1, a figure by its name, or chance (``null``).

        ``share`` and ``finn`` are short for the circulating share and Finn's cycling index; without a name
        it is the share.

        Raises
        ------
        NotFoundError
            Where there is no such loop or figure.
        """
        asked = " ".join(map(str, names)) or "share"
        if asked in _REASONS:
            return _REASONS[asked](self)
        numbered = {str(number): loop for number, loop in enumerate(self.loops, start=1)}
        if asked in numbered:
            return numbered[asked].why(self.network.currency)
        raise NotFoundError(
            "measure.no-such-loop",
            where=f"loop {asked[:40]}",
            message=f"the network has {counted(len(self.loops), 'loop')} as of {self.network.as_of}",
            hint="run keiretsu measure circularity for the list",
        )

    def _row(self, place: int, loop: MoneyLoop) -> tuple[object, ...]:
        trip = loop.trips[0] if loop.trips else None
        return (
            place,
            loop.title(),
            loop.per_year,
            self.network.currency,
            loop.pairs_capital_with_purchases,
            loop.respects_time,
            trip.starter.name if trip else None,
            trip.sent if trip else None,
            trip.returned if trip else None,
            loop.ends,
            loop.is_estimated,
        )


def circularity(network: Network) -> Circularity:
    """Measure the largest circular flow of a network.

    Answers *how much of the money that moves could come back to where it started, by which deals,
    and is that more than chance*. See :func:`keiretsu.measures.maximum_circulation` for the method
    (D'Errico and Roukny 2021) and for what it doesn't say: it is the most that may circulate, not
    what does.

    Returns
    -------
    Circularity
        ``total`` and ``gross`` in the network's currency per year, ``share`` and ``finn`` 0..1, ``loops``
        with deals and days, ``null`` with a p-value.

    Examples
    --------
    Alpha invests 60 a year in Beta, which buys from it for 80: 60 can go round, 120 on both legs.

    >>> from keiretsu.network.example import three_firms
    >>> found = circularity(three_firms())
    >>> found.total, round(found.share, 3), [loop.title() for loop in found.loops]
    (120.0, 0.706, ['Alpha → Beta → Alpha'])
    """
    found = maximum_circulation(network.flows())
    return Circularity(
        network=network,
        total=found.total,
        gross=found.gross,
        share=found.share,
        loops=tuple(_money_loop(network, loop) for loop in found.loops()),
        finn=float(_finn(Draws.point(network))[0]),
        certificate=_certificate(found),
        flows=np.asarray(found.flows, dtype=np.float64),
    )


def statistics(draws: Draws) -> Sequence[Statistic]:
    """Return what can circulate, as a share and as money, Finn's index and the excess over net positions."""
    flows = draws.flows()
    gross = flows.sum(axis=(1, 2))
    net = np.abs(flows.sum(axis=1) - flows.sum(axis=2)).sum(axis=1) / 2
    money = circulating_money(flows)
    share = np.divide(money, gross, out=np.zeros(len(draws)), where=gross > 0)
    return (
        Statistic("circulating share", "", "share", share),
        Statistic("circulating money", "", "per year", money),
        Statistic("Finn's cycling index", "", "share", _finn(draws)),
        Statistic("excess over net positions", "", "per year", gross - net),
    )


def _finn(draws: Draws) -> Floats:
    return finn_index(draws.flows(), accounts(draws).sources().sum(axis=-1))


def _certificate(found: Circulation) -> Certificate:
    return Certificate(found.upper_bound, tuple(found.potentials.tolist()))


def _money_loop(network: Network, loop: Loop) -> MoneyLoop:
    parties = tuple(network.parties[place] for place in loop.parties)
    legs = tuple(tuple(one for one in leg if one.rate) for leg in legs_between(network, parties))
    return MoneyLoop(parties, legs, loop.amount)


_REASONS: Mapping[str, Callable[[Circularity], Reason]] = {
    "share": share_reason,
    "circulating share": share_reason,
    "circulating money": share_reason,
    "finn": finn_reason,
    "Finn's cycling index": finn_reason,
    "excess over net positions": excess_reason,
    "null": null_reason,
}
"""What explains each figure of :func:`statistics`, by its name or a short one."""

MEASURE = Measure(
    name="circularity",
    question="How much of the money that moves could be the same money going round, and along which deals?",
    of=circularity,
    statistics=statistics,
)
