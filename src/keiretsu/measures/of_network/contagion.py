"""Who is too interconnected to fail: what each party's failure would cost the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Bars, Series
from keiretsu.measures.debtrank import debt_rank
from keiretsu.measures.grouped import fraction_or_nan
from keiretsu.measures.input_output import hypothetical_extraction
from keiretsu.measures.of_network.failures import Failures
from keiretsu.measures.of_network.losses import Losses, losses_of
from keiretsu.measures.of_network.obligations import Obligations, obligations
from keiretsu.measures.of_network.positions import Positions, between_parties
from keiretsu.measures.of_network.rescue import Rescue, rescue_costs, rescue_of
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.measures.of_network.shareholdings import Shareholdings, shareholdings
from keiretsu.measures.of_network.spreading import spread
from keiretsu.network import Draws, Network, OutsideSource
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

if TYPE_CHECKING:
    import pandas as pd

BLOCK = 100
"""Draws that are worked on together, so that their matrices stay small."""
SHOWN = 15
"""Parties in the picture."""


@dataclass(frozen=True, eq=False)
class Failing:
    """What one party's failure would mean.

    Parameters
    ----------
    party
        Who fails.
    direct
        What the others lose by it within the year, before second rounds.
    rescue
        What they lose with second rounds, against the cost of a rescue.
    debtrank, debtrank_original
        The part of all worth that the others lose by its stakes, loans and bills alone,
        0 to 1: losses passed on to the limit, and passed on once only.
    extraction
        Output per year that the others lose if it neither buys nor sells, and nobody replaces it.
    unknown
        How many exposures to it have no sum that a source gives.
    """

    party: Party
    direct: float
    rescue: Rescue
    debtrank: float
    debtrank_original: float
    extraction: float
    unknown: int


@dataclass(frozen=True, eq=False)
class Contagion(Result):
    """Parties by what their failure would cost the others, the largest loss first.

    Only parties to which another is exposed are listed, though by a deal of unknown size.
    """

    network: Network = field(repr=False)
    parties: tuple[Failing, ...]
    failures: Failures = field(repr=False)

    def if_fails(self, party: str) -> Losses:
        """Return who loses what if a party fails, by its name or id."""
        return losses_of(self.failures, self.failures.place(party))

    def of(self, party: str) -> Failing:
        """Return what a party's failure would mean; a party that nobody is exposed to costs nothing."""
        place = self.failures.place(party)
        wanted = self.network.parties[place]
        for each in self.parties:
            if each.party == wanted:
                return each
        cost = float(rescue_costs(Draws.point(self.network))[0, place])
        return Failing(wanted, 0.0, rescue_of(self.if_fails(wanted.id), cost), 0.0, 0.0, 0.0, 0)

    @cached_property
    def obligations(self) -> Obligations:
        """Who can't meet its payments if outside capital stops."""
        return obligations(self.network)

    @cached_property
    def shareholdings(self) -> Shareholdings:
        """Who ultimately owns what, as far as sums and valuations are known."""
        return shareholdings(self.network)

    def table(self) -> pd.DataFrame:
        """Return the parties by what the others lose if they fail."""
        import pandas as pd

        rows = [
            {
                "party": each.party.name,
                "loss_of_others": each.rescue.avoided,
                "direct_loss": each.direct,
                "unknown_sums": each.unknown,
                "debtrank": each.debtrank,
                "debtrank_original": each.debtrank_original,
                "extraction_loss": each.extraction,
                "rescue_cost": each.rescue.cost,
                "rescue_ratio": each.rescue.ratio,
                "would_rescue_alone": ", ".join(party.name for party in each.rescue.alone),
                "rescue_worth_it": each.rescue.is_worth_it,
                "currency": self.network.currency,
            }
            for each in self.parties
        ]
        return pd.DataFrame(rows)

    def chart(self) -> Bars:
        """Return the parties whose failure costs most as bars: direct losses and second rounds."""
        shown = [each for each in self.parties if each.rescue.avoided > 0][:SHOWN]
        return Bars(
            title="What the others lose within a year if a party fails",
            unit=self.network.currency,
            labels=tuple(each.party.name for each in shown),
            series=(
                Series("direct", tuple(each.direct for each in shown)),
                Series("second rounds", tuple(each.rescue.avoided - each.direct for each in shown)),
            ),
            is_stacked=True,
            note="After assumed recoveries; exposures of unknown size are left out.",
        )

    def why(self, *names: str) -> Reason:
        """Explain a party's rank, or what a holder loses by it, down to the quotes.

        ``why(party)``, ``why(party, holder)`` or ``why(party, holder, kind)``; without names, the rank of
        the first five.
        """
        if not names:
            first = tuple(self.why(each.party.id) for each in self.parties[:5])
            return Reason("parties by what the others lose if they fail", first, estimate=True)
        lost = self.if_fails(names[0])
        if len(names) > 1:
            return lost.why(*names[1:])
        rescue = self.of(names[0]).rescue
        told = lost.why()
        verdict = "no rescue is needed" if rescue.ratio is None else f"{rescue.ratio:.1f} times its cost"
        return Reason(f"{told.text}; a rescue: {verdict}", (*told.because, rescue.why), estimate=True)


def contagion(network: Network) -> Contagion:
    """Rank the parties of a network by what their failure would cost the others.

    Answers *who is too interconnected to fail, and who loses what if X fails?*

    - *loss of others*: :func:`keiretsu.measures.of_network.losses.losses` for each party in turn;
    - *DebtRank* of stakes, loans and bills, linear (Bardoscia et al. 2015) and original (Battiston et
      al. 2012), each party weighed by its part of all worth that is known;
    - *extraction loss*: :func:`keiretsu.measures.hypothetical_extraction` on the purchases, with end
      customers as final demand (Dietzenbacher and Lahr 2013);
    - *rescue*: loss avoided against the cost, which is what the party owes in a year beyond its sales
      and its cash. A rescue is worth it for the others together if they lose more without.

    Money is in the network's currency, DebtRank a share from 0 to 1.

    Examples
    --------
    Alpha has put 60 into Beta, and would get nothing back; Gamma has not.

    >>> from datetime import date
    >>> from keiretsu.claims import Claim, Evidence
    >>> from keiretsu.documents import Document
    >>> from keiretsu.ledger import ExchangeRates, reconcile
    >>> from keiretsu.network import project
    >>> from keiretsu.parties import Registry
    >>> from keiretsu.quantities import Money
    >>> def claim(text, *what, **fields):
    ...     document = Document(text, name="note.txt", published="2025-01-01")
    ...     return Claim(Evidence.find(document, text), *what, **fields)
    >>> stake = claim("Alpha put 60 into Beta.", "invests", "Alpha", "Beta", amount=Money.exactly(60, "USD"))
    >>> deals = reconcile([stake, claim("Beta fights Gamma.", "competes", "Beta", "Gamma")], Registry())
    >>> result = contagion(project(deals, as_of=date(2025, 6, 1), rates=ExchangeRates("USD")))
    >>> [(each.party.name, each.direct) for each in result.parties]
    [('Beta', 60.0)]
    """
    failures = Failures.of(network)
    figures = np.stack(
        [
            rescue_costs(Draws.point(network))[0],
            _debt_ranks(failures.positions)[0],
            _original(failures.positions),
            _extraction(network),
        ]
    )
    found = [
        _failing(failures, place, *figures[:, place].tolist())
        for place, party in enumerate(network.parties)
        if party.id in failures.exposures_to
    ]
    ranked = sorted(found, key=lambda each: (-each.rescue.avoided, each.party.name))
    return Contagion(network, tuple(ranked), failures)


def _failing(
    failures: Failures, place: int, cost: float, linear: float, original: float, extraction: float
) -> Failing:
    lost = losses_of(failures, place)
    return Failing(
        party=lost.party,
        direct=sum(each.direct for each in lost.holders),
        rescue=rescue_of(lost, cost),
        debtrank=linear,
        debtrank_original=original,
        extraction=extraction,
        unknown=sum(kind.unknown for each in lost.holders for kind in each.kinds),
    )


def statistics(draws: Draws) -> Sequence[Statistic]:
    """Return direct loss, loss with second rounds, DebtRank and rescue ratio of every party.

    Losses are what the others lose within a year of the failure.
    """
    blocks = [_of_block(block) for block in draws.blocks(BLOCK)]
    joined = [np.concatenate(parts) for parts in zip(*blocks, strict=True)]
    named = (
        ("direct loss", "per year"),
        ("loss", "per year"),
        ("debtrank", "share"),
        ("rescue ratio", "ratio"),
    )
    return [
        Statistic(name, draws.network.label(party), unit, values[:, place])
        for (name, unit), values in zip(named, joined, strict=True)
        for place, party in enumerate(draws.network.parties)
    ]


def _of_block(draws: Draws) -> tuple[Floats, Floats, Floats, Floats]:
    positions = Positions.of(draws)
    lost = positions.losses(spread(positions.impact, positions.failures())).sum(axis=1)
    costs = rescue_costs(draws)
    return positions.direct.sum(axis=1), lost, _debt_ranks(positions), fraction_or_nan(lost, costs)


def _debt_ranks(positions: Positions) -> Floats:
    """Return the linear DebtRank of each party's failure, shape ``(s, n)``."""
    alone = np.broadcast_to(np.eye(positions.claims.shape[1]), positions.claims.shape)
    added = spread(positions.impact, alone) - alone
    return np.asarray(np.einsum("sj,sji->si", positions.weights(), added))


def _original(positions: Positions) -> Floats:
    """Return the original DebtRank of each party's failure, shape ``n``."""
    impact, weights = positions.impact[0], positions.weights()[0]
    n = len(impact)
    ranks = debt_rank(impact, np.ones(n), np.eye(n), weights=weights, variant="original").debtrank
    return np.asarray(ranks)


def _extraction(network: Network) -> Floats:
    """Return the output that the others lose without each party, shape ``n``."""
    sales = between_parties(network.flows(FlowKind.PURCHASE)[None])[0].T
    demand = network.sources()[:, list(OutsideSource).index(OutsideSource.END_CUSTOMERS)]
    without = (hypothetical_extraction(sales, demand, place) for place in range(len(sales)))
    return np.array([each.loss_elsewhere for each in without])


MEASURE = Measure(
    "contagion",
    "Who is too interconnected to fail, and who loses what if they do?",
    contagion,
    statistics,
)
