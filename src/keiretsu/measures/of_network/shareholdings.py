"""Who ultimately owns whom, and whose failure drags others' values below what they can bear."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Grid
from keiretsu.measures.crossholdings import FailureCascade, dependency_matrix, failure_cascade
from keiretsu.measures.of_network.means import Valuation, valuations
from keiretsu.measures.of_network.naming import party_named, wrong_names
from keiretsu.measures.of_network.result import Result
from keiretsu.network import Network
from keiretsu.network.exposures import Exposure, ExposureKind, claims_of
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Shareholding:
    """A share of a party that another holds, by what it paid and what the party is valued at.

    ``share`` is ``None`` where the sum paid or the valuation is unknown, and 1 at most.
    """

    holder: Party
    held: Party
    share: float | None
    why: Reason = field(repr=False)


@dataclass(frozen=True, eq=False)
class Shareholdings(Result):
    """Shares of parties that other parties hold, and who ultimately owns what.

    Parameters
    ----------
    network
        What was measured.
    stakes
        Every stake between parties, known share or not.
    parties
        The ``k`` parties with a known share or a valuation.
    dependency
        Of a dollar of the party in the column, how much is ultimately the outside owners' of the
        party in the row, shape ``(k, k)``.
    values
        What each of them is valued at, shape ``k``; ``nan`` where no deal says so.
    """

    network: Network = field(repr=False)
    stakes: tuple[Shareholding, ...]
    parties: tuple[Party, ...]
    holdings: Floats = field(repr=False)
    dependency: Floats = field(repr=False)
    values: Floats

    @property
    def left_out(self) -> tuple[Shareholding, ...]:
        """The stakes whose share is unknown, and which no figure here counts."""
        return tuple(stake for stake in self.stakes if stake.share is None)

    def cascade(self, party: str) -> FailureCascade:
        """Let a party's own assets lose all worth, and see whose value falls below the threshold.

        Only parties with a valuation take part, in the order of :attr:`valued`. A party fails below the
        assumed share of its valuation, and failing costs it what the assumed costs of distress are.

        Raises
        ------
        NotFoundError
            ``measure.no-such-party``.
        MisuseError
            ``measure.no-valuation`` for a party that no deal values.
        """
        failing = party_named(party, self.network.parties, self.network.as_of)
        if failing not in self.valued:
            raise MisuseError(
                "measure.no-valuation",
                where=party,
                message="no deal says what it is worth as a whole, so that its failure can't be followed",
                hint=f"use one of {', '.join(each.name for each in self.valued) or 'none'}",
            )
        assumed = self.network.assumptions
        known = ~np.isnan(self.values)
        values, holdings = self.values[known], self.holdings[np.ix_(known, known)]
        own = values - holdings @ values
        outside = np.maximum(1.0 - holdings.sum(axis=0), 0.0)
        shocked = np.where([each == failing for each in self.valued], 0.0, own)
        return failure_cascade(
            holdings,
            shocked,
            threshold=assumed["failure_threshold_of_value"].value * outside * values,
            failure_cost=(1 - assumed["recovery_of_own_means"].value) * np.maximum(shocked, 0.0),
        )

    @property
    def valued(self) -> tuple[Party, ...]:
        """The parties whose valuation is known."""
        pairs = zip(self.parties, self.values, strict=True)
        return tuple(party for party, value in pairs if not np.isnan(value))

    def table(self) -> pd.DataFrame:
        """Return every stake with its share, the largest first; no share where it is unknown."""
        import pandas as pd

        rows = [
            (each.holder.name, each.held.name, each.share, each.share is not None) for each in self.stakes
        ]
        return pd.DataFrame(rows, columns=["holder", "held", "share", "estimated"])

    def chart(self) -> Grid:
        """Return of whose dollar how much is ultimately whose."""
        names = tuple(party.name for party in self.parties)
        return Grid(
            title="Of a dollar of the column, how much ends with the outside owners of the row",
            rows=names,
            columns=names,
            values=tuple(tuple(float(part) if part else None for part in row) for row in self.dependency),
            words=tuple(tuple(f"{part:.1%}" if part else "" for part in row) for row in self.dependency),
            note="Shares are sums paid over the latest valuation; stakes of unknown share are left out.",
        )

    def why(self, *names: str) -> Reason:
        """Explain the stakes of one holder, or of a holder in a party, down to the quotes."""
        if len(names) > 2:
            raise wrong_names(names, "a holder, or a holder and whom it holds")
        wanted = [party_named(name, self.network.parties, self.network.as_of) for name in names]
        found = [each for each in self.stakes if wanted == [each.holder, each.held][: len(wanted)]]
        return Reason(counted(len(found), "stake"), tuple(stake.why for stake in found), estimate=True)


def shareholdings(network: Network) -> Shareholdings:
    """Estimate who holds which share of whom, and who ultimately owns what.

    Answers *of a dollar that one party earns, how much is ultimately another's?* The texts seldom state
    a share, so it is estimated: the sum paid so far over the latest valuation. That is too low where
    the valuation has risen since, and it is given as an estimate. A stake without a sum, or in a party
    that no deal values, has no share: it counts as held outside, and is listed.

    Raises
    ------
    MisuseError
        ``measure.closed-ownership`` where parties hold each other whole.

    Notes
    -----
    Formula: see :func:`keiretsu.measures.dependency_matrix` (Elliott, Golub and Jackson 2014).

    Examples
    --------
    Alpha holds a stake in Beta; no deal tells what Beta is worth, so the share is unknown.

    >>> from keiretsu.network.example import three_firms
    >>> [(one.holder.name, one.held.name, one.share) for one in shareholdings(three_firms()).stakes]
    [('Alpha', 'Beta', None)]
    """
    worth = valuations(network)
    held: dict[tuple[str, str], list[Exposure]] = {}
    for claim in claims_of(network, (deal for deal in network.deals if deal.is_binding)):
        if claim.kind is ExposureKind.STAKE:
            held.setdefault((claim.holder.id, claim.of.id), []).append(claim)
    stakes = sorted(
        (_stake(network, claims, worth.get(held_id)) for (_, held_id), claims in held.items()),
        key=lambda each: (-(each.share or 0.0), each.holder.name, each.held.name),
    )
    parties = tuple(
        party
        for party in network.parties
        if party.id in worth or any(s.share and party in (s.holder, s.held) for s in stakes)
    )
    holdings = _matrix(parties, stakes)
    values = np.array([worth[party.id].amount if party.id in worth else np.nan for party in parties])
    dependency = dependency_matrix(holdings) if parties else np.zeros((0, 0))
    return Shareholdings(network, tuple(stakes), parties, holdings, dependency, values)


def _stake(network: Network, claims: list[Exposure], worth: Valuation | None) -> Shareholding:
    holder, held = claims[0].holder, claims[0].of
    because = tuple(claim.why for claim in claims)
    paid = [claim.amount for claim in claims if claim.amount is not None]
    if worth is None or not paid:
        missing = "no deal says what it is worth" if worth is None else "no source gives the sum paid"
        return Shareholding(holder, held, None, Reason(f"{holder.name} in {held.name}: {missing}", because))
    share = min(1.0, sum(paid) / worth.amount)
    text = (
        f"{holder.name} holds about {share:.1%} of {held.name}: {network.currency} {sum(paid):,.0f} paid"
        f" of {worth.amount:,.0f} that it is valued at"
    )
    return Shareholding(holder, held, share, Reason(text, (*because, worth.deal.why()), estimate=True))


def _matrix(parties: tuple[Party, ...], stakes: list[Shareholding]) -> Floats:
    """Return the shares, holder by held; what adds up to more than the whole is scaled down to it."""
    place = {party.id: index for index, party in enumerate(parties)}
    holdings = np.zeros((len(parties), len(parties)))
    for stake in stakes:
        if stake.share:
            holdings[place[stake.holder.id], place[stake.held.id]] = stake.share
    held = holdings.sum(axis=0)
    shares: Floats = holdings / np.maximum(held, 1.0)
    return shares
