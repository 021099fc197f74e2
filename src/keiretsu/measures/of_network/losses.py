"""Who loses what if one party fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.errors import NotFoundError
from keiretsu.measures.charts import Bars, Series
from keiretsu.measures.of_network.failures import Failures
from keiretsu.measures.of_network.means import Means
from keiretsu.measures.of_network.naming import party_named
from keiretsu.measures.of_network.obligations import Unpaid, unpaid_without
from keiretsu.measures.of_network.result import Result
from keiretsu.network import Assumption, Assumptions, Network
from keiretsu.network.exposures import Exposure, ExposureKind
from keiretsu.parties import Party
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 12
"""Holders in the picture."""


@dataclass(frozen=True, slots=True)
class KindLoss:
    """What a holder loses of one kind of exposure.

    ``gross`` adds up the exposures of known size, from ``low`` to ``high`` (``None`` where no most is
    known); ``loss`` is what isn't recovered of it; ``unknown`` counts the exposures of unknown size.
    """

    holder: Party
    kind: ExposureKind
    gross: float
    low: float
    high: float | None
    recovery: Assumption | None
    loss: float
    exposures: tuple[Exposure, ...] = field(repr=False)

    @property
    def unknown(self) -> int:
        """How many of the exposures have no sum that a source gives."""
        return sum(each.amount is None for each in self.exposures)


@dataclass(frozen=True, slots=True)
class HolderLoss:
    """All that one party loses by the failure.

    Parameters
    ----------
    holder
        Who loses.
    kinds
        The direct losses by kind of exposure.
    direct
        Their sum: written off at once, or lost within the year.
    second_rounds
        What its claims on third parties lose, which are in distress by the failure themselves.
    buffer
        The cash that it has to bear it, reported or estimated; ``None`` if unknown.
    distress
        The part of its worth that it loses, 0 to 1; ``None`` where nothing tells what it is worth.
    """

    holder: Party
    kinds: tuple[KindLoss, ...]
    direct: float
    second_rounds: float
    buffer: Means | None
    distress: float | None

    @property
    def total(self) -> float:
        """Direct losses and those of second rounds."""
        return self.direct + self.second_rounds

    @property
    def share_of_buffer(self) -> float | None:
        """The total as a share of the buffer, above 1 where it is more; ``None`` if unknown, or 0."""
        return self.total / self.buffer.amount if self.buffer and self.buffer.amount > 0 else None

    def gross(self, kind: ExposureKind) -> float | None:
        """Return the gross exposure of a kind: 0 where there is none, ``None`` where no size is known."""
        found = [each for each in self.kinds if each.kind is kind]
        if any(each.unknown == len(each.exposures) for each in found):
            return None
        return sum(each.gross for each in found)


@dataclass(frozen=True)
class Losses(Result):
    """Who loses what if a party fails, largest loss first.

    Parameters
    ----------
    network
        What was measured.
    party
        Whose failure it is.
    holders
        Everybody with an exposure, of known size or not.
    """

    network: Network = field(repr=False)
    party: Party
    holders: tuple[HolderLoss, ...]
    failures: Failures = field(repr=False)

    @cached_property
    def unpaid(self) -> tuple[Unpaid, ...]:
        """Who can't meet its own payments of a year if the party pays nothing."""
        return unpaid_without(self.network, self.network.index[self.party.id])

    @property
    def total(self) -> float:
        """What all others lose within the year, second rounds included."""
        return sum(each.total for each in self.holders)

    def of(self, holder: str) -> HolderLoss:
        """Return what a holder loses, by its name or id.

        Raises
        ------
        NotFoundError
            ``measure.no-such-party``, also for one that has no exposure.
        """
        party = party_named(holder, self.network.parties, self.network.as_of)
        for each in self.holders:
            if each.holder == party:
                return each
        raise NotFoundError(
            "measure.no-such-party",
            where=holder,
            message=f"loses nothing that is known if {self.party.name} fails",
            hint="take a holder's name from the table",
        )

    def table(self) -> pd.DataFrame:
        """Return gross exposure by kind, and the losses, one row a holder, largest loss first."""
        import pandas as pd

        rows = [
            {
                "holder": each.holder.name,
                **{str(kind): each.gross(kind) for kind in ExposureKind},
                "unknown_sums": sum(kind.unknown for kind in each.kinds),
                "direct_loss": each.direct,
                "second_rounds": each.second_rounds,
                "loss": each.total,
                "buffer": each.buffer.amount if each.buffer else None,
                "buffer_estimated": each.buffer.is_estimated if each.buffer else None,
                "share_of_buffer": each.share_of_buffer,
                "part_of_worth": each.distress,
                "currency": self.network.currency,
            }
            for each in self.holders
        ]
        return pd.DataFrame(rows)

    def by_kind(self) -> pd.DataFrame:
        """Return gross exposure, recovery and loss, one row a holder and kind."""
        import pandas as pd

        rows = [
            {
                "holder": each.holder.name,
                "kind": str(each.kind),
                "gross": each.gross if each.unknown < len(each.exposures) else None,
                "low": each.low,
                "high": each.high,
                "per_year": each.kind.is_per_year,
                "recovery": each.recovery.value if each.recovery else None,
                "loss": each.loss,
                "unknown_sums": each.unknown,
                "estimated": any(exposure.is_estimated for exposure in each.exposures),
                "currency": self.network.currency,
            }
            for holder in self.holders
            for each in holder.kinds
        ]
        return pd.DataFrame(rows)

    def chart(self) -> Bars:
        """Return the losses as bars, a part a kind."""
        shown = [each for each in self.holders if each.total > 0][:SHOWN]
        parts = [
            Series(str(kind), tuple(sum(k.loss for k in each.kinds if k.kind is kind) for each in shown))
            for kind in ExposureKind
        ]
        rounds = Series("second rounds", tuple(each.second_rounds for each in shown))
        return Bars(
            title=f"Who loses what within a year if {self.party.name} fails",
            unit=self.network.currency,
            labels=tuple(each.holder.name for each in shown),
            series=tuple(part for part in (*parts, rounds) if any(part.values)),
            is_stacked=True,
            note="After assumed recoveries; exposures of unknown size are left out.",
        )

    def why(self, *names: str) -> Reason:
        """Explain the loss of all, of a holder, or of a holder and kind, down to the quotes."""
        from keiretsu.measures.of_network.losing import explain

        return explain(self, names)


def losses(network: Network, party: str) -> Losses:
    """Find who loses what if a party fails.

    Answers *who loses what if X fails, at once and after second rounds?* Stakes, loans and bills are
    written off but for what is assumed to be recovered; sales to X and supply from X stop, but for
    what others take or sell within the year. Who has lost a part of its worth by this is worth that
    part less to those with claims on it, and so on (linear DebtRank, Bardoscia et al. 2015).

    Parameters
    ----------
    network
        The network.
    party
        Name or id of the party that fails.

    Returns
    -------
    Losses
        In the network's currency.

    Raises
    ------
    NotFoundError
        ``measure.no-such-party``.

    Examples
    --------
    See :func:`keiretsu.measures.of_network.contagion.contagion`.
    """
    failures = Failures.of(network)
    return losses_of(failures, failures.place(party))


def losses_of(failures: Failures, place: int) -> Losses:
    """Return the losses by the failure of the party at a place."""
    network = failures.network
    party = network.parties[place]
    held = failures.exposures_to.get(party.id, ())
    holders = [_loss_of(failures, row, place, held) for row in failures.holders(place)]
    return Losses(
        network=network,
        party=party,
        holders=tuple(sorted(holders, key=lambda each: (-each.total, each.holder.name))),
        failures=failures,
    )


def _loss_of(failures: Failures, row: int, place: int, held: tuple[Exposure, ...]) -> HolderLoss:
    holder = failures.network.parties[row]
    direct = failures.direct(row, place)
    is_worth_known = not np.isnan(failures.positions.worth[0, row])
    return HolderLoss(
        holder=holder,
        kinds=_by_kind(failures.network.assumptions, holder, [e for e in held if e.holder == holder]),
        direct=direct,
        second_rounds=max(0.0, float(failures.losses[row, place]) - direct),
        buffer=failures.buffers[holder.id],
        distress=float(failures.distress[row, place]) if is_worth_known else None,
    )


def _by_kind(assumed: Assumptions, holder: Party, held: list[Exposure]) -> tuple[KindLoss, ...]:
    found = []
    for kind in ExposureKind:
        fitting = tuple(each for each in held if each.kind is kind)
        if not fitting:
            continue
        known = [each for each in fitting if each.amount is not None]
        gross = sum(each.amount for each in known if each.amount is not None)
        found.append(
            KindLoss(
                holder=holder,
                kind=kind,
                gross=gross,
                low=sum(each.low for each in fitting),
                high=None if any(e.high is None for e in fitting) else sum(e.high or 0.0 for e in fitting),
                recovery=kind.recovery(assumed),
                loss=gross * kind.lost_part(assumed),
                exposures=fitting,
            )
        )
    return tuple(found)
