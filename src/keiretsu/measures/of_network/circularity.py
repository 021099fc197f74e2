"""How much of a network's money goes in circles, and along which deals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keiretsu.errors import MisuseError
from keiretsu.measures.circularity import maximum_circulation
from keiretsu.measures.loops import Loop
from keiretsu.network import Network, Payment
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class MoneyLoop:
    """Money that can go round a ring of parties and come back.

    Parameters
    ----------
    parties
        The ring, each paying the next and the last paying the first.
    per_year
        Money per year that passes every leg.
    legs
        For each leg, the payments between its two parties, largest first.
    """

    parties: tuple[Party, ...]
    per_year: float
    legs: tuple[tuple[Payment, ...], ...] = field(repr=False)

    @property
    def pairs_capital_with_purchases(self) -> bool:
        """Whether capital goes out on one leg and purchases come back on another."""
        kinds = [{payment.flow for payment in leg} for leg in self.legs]
        return any(FlowKind.CAPITAL in kind for kind in kinds) and any(
            FlowKind.PURCHASE in kind for kind in kinds
        )

    def title(self) -> str:
        """Return the ring as names with arrows, back to the first."""
        return " → ".join(party.name for party in (*self.parties, self.parties[0]))

    def why(self, currency: str) -> Reason:
        """Explain the loop's sum: the legs, their deals and the quotes."""
        legs = zip(self.parties, (*self.parties[1:], self.parties[0]), self.legs, strict=True)
        return Reason(
            f"{self.title()}: {currency} {self.per_year:,.0f} a year can go round: the least of the legs"
            " that larger loops leave",
            tuple(_leg_reason(payer, payee, leg, currency) for payer, payee, leg in legs),
        )


@dataclass(frozen=True)
class Circularity:
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
    """

    network: Network = field(repr=False)
    total: float
    gross: float
    share: float
    loops: tuple[MoneyLoop, ...]

    def table(self) -> pd.DataFrame:
        """Return the loops as a table, largest first, numbered from 1."""
        import pandas as pd

        rows = [
            (place, loop.title(), loop.per_year, self.network.currency, loop.pairs_capital_with_purchases)
            for place, loop in enumerate(self.loops, start=1)
        ]
        columns = ["loop", "path", "per_year", "currency", "capital_out_purchases_back"]
        return pd.DataFrame(rows, columns=columns)

    def why(self, loop: int) -> Reason:
        """Explain a loop, numbered from 1, down to the quotes.

        Raises
        ------
        MisuseError
            Where there is no loop of that number.
        """
        if not 1 <= loop <= len(self.loops):
            raise MisuseError(
                "measure.no-such-loop",
                where=f"loop {loop}",
                message=f"the network has {len(self.loops)} loops as of {self.network.as_of}",
                hint="run keiretsu measure circularity for the list",
            )
        return self.loops[loop - 1].why(self.network.currency)


def circularity(network: Network) -> Circularity:
    """Measure the largest circular flow of a network.

    Answers *how much of the money that moves could come back to where it started, and by which
    deals*. See :func:`keiretsu.measures.maximum_circulation` for the method (D'Errico and Roukny
    2021) and for what it doesn't say: it is the most that may circulate, not what does.

    Examples
    --------
    >>> from keiretsu.ledger import ExchangeRates
    >>> from keiretsu.network import project
    >>> from datetime import date
    >>> circularity(project([], as_of=date(2025, 1, 1), rates=ExchangeRates("USD"))).total
    0.0
    """
    result = maximum_circulation(network.flows())
    return Circularity(
        network=network,
        total=result.total,
        gross=result.gross,
        share=result.share,
        loops=tuple(_money_loop(network, loop) for loop in result.loops()),
    )


def _money_loop(network: Network, loop: Loop) -> MoneyLoop:
    parties = tuple(network.parties[place] for place in loop.parties)
    legs = zip(parties, (*parties[1:], parties[0]), strict=True)
    return MoneyLoop(
        parties=parties,
        per_year=loop.amount,
        legs=tuple(
            tuple(payment for payment in network.payments_between(payer, payee) if payment.rate)
            for payer, payee in legs
        ),
    )


def _leg_reason(payer: Party, payee: Party, leg: tuple[Payment, ...], currency: str) -> Reason:
    total = sum(payment.rate.per_year for payment in leg if payment.rate)
    return Reason(
        f"{payer.name} pays {payee.name} {currency} {total:,.0f} a year",
        tuple(payment.why for payment in leg),
    )
