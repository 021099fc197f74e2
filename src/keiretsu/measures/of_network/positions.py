"""What every party stands to lose by every other's failure, as arrays over draws of a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.of_network.means import worth
from keiretsu.network import Draws
from keiretsu.network.exposures import Exposure, ExposureKind, claims_of
from keiretsu.quantities.period import DAYS_PER_YEAR
from keiretsu.vocabulary.entries import FlowKind

LARGEST = 1e300
"""A loss in multiples of worth; stands for infinity and can still be added up."""


@dataclass(frozen=True, eq=False)
class Positions:
    """Losses given failure and what could bear them, in ``s`` draws of a network of ``n`` parties.

    Parameters
    ----------
    claims
        What the holder (row) loses of its stakes, loans and unpaid bills if the party (column) is
        worthless, after recovery, shape ``(s, n, n)``.
    income
        What it loses in the year after: sales that nobody else takes, and what replacing supply
        costs more; the same shape.
    worth
        What each party is worth, and so can lose, shape ``(s, n)``; ``nan`` where nothing tells.
    """

    claims: Floats
    income: Floats
    worth: Floats

    @classmethod
    def of(cls, draws: Draws) -> Self:
        """Work out the positions in every draw."""
        assumed = draws.network.assumptions
        sold = between_parties(draws.flows(FlowKind.PURCHASE).transpose(0, 2, 1))
        bills = assumed["days_sales_outstanding"].value / DAYS_PER_YEAR
        claims = sold * (bills * ExposureKind.RECEIVABLE.lost_part(assumed))
        index = draws.network.index
        for claim, amount in _claims(draws):
            lost = claim.kind.lost_part(assumed)
            claims[:, index[claim.holder.id], index[claim.of.id]] += lost * amount
        income = sold * ExposureKind.SALES.lost_part(assumed)
        income += sold.transpose(0, 2, 1) * ExposureKind.SUPPLY.lost_part(assumed)
        return cls(claims, income, worth(draws))

    @property
    def direct(self) -> Floats:
        """What each holder loses at once and within the year, holder by party, shape ``(s, n, n)``."""
        direct: Floats = self.claims + self.income
        return direct

    def losses(self, distress: Floats) -> Floats:
        """Return what each holder loses in the end by each failure, holder by party, shape ``(s, n, n)``.

        ``distress`` is the part of its worth that each party (row) has then lost: a claim on it is
        worth that much less. A party's own failure costs it nothing here: the losses are those of others.
        """
        lost: Floats = self.claims @ distress + self.income
        return between_parties(lost)

    @cached_property
    def impact(self) -> Floats:
        """Which part of its worth each holder has in its claims, shape ``(s, n, n)``.

        A party whose worth nobody knows passes nothing on: its row is 0.
        """
        return _parts(self.claims, self.worth)

    def failures(self) -> Floats:
        """Return each party's failure as a shock, shape ``(s, n, n)``: party by failure.

        The party that fails has lost all; its suppliers and customers, what the income that they
        lose with it takes of their worth.
        """
        shock = np.minimum(_parts(self.income, self.worth), 1.0)
        places = np.arange(shock.shape[1])
        shock[:, places, places] = 1.0
        return shock

    def weights(self) -> Floats:
        """Return each party's part of all worth that is known, shape ``(s, n)``."""
        known = np.nan_to_num(self.worth)
        total = known.sum(axis=1, keepdims=True)
        parts: Floats = np.divide(known, total, out=np.zeros_like(known), where=total > 0)
        return parts


def _claims(draws: Draws) -> Iterator[tuple[Exposure, Floats]]:
    """Yield the stakes and loans with their sums in every draw, shape ``s``.

    A sum follows its deal: gone where the deal isn't real, and as far from the figure used as the
    deal's payment of the year is, where there is one.
    """
    place = {deal.id: column for column, deal in enumerate(draws.network.deals)}
    paid = {payment.deal.id: column for column, payment in enumerate(draws.payments) if payment.rate}
    for claim in claims_of(draws.network, draws.network.deals):
        column = paid.get(claim.deal.id)
        if claim.amount is None or (column is None and not claim.deal.is_binding):
            continue
        amount = np.where(draws.real[:, place[claim.deal.id]], claim.amount, 0.0)
        rate = draws.payments[column].rate if column is not None else None
        if column is not None and rate is not None and rate.per_year > 0:
            amount = claim.amount * draws.rates[:, column] / rate.per_year
        yield claim, amount


def between_parties(flows: Floats) -> Floats:
    """Return flows without what a party pays itself."""
    others: Floats = flows * (1.0 - np.eye(flows.shape[1]))
    return others


def _parts(losses: Floats, worth: Floats) -> Floats:
    """Return losses as parts of the holder's worth: 0 where it is unknown or nothing is lost."""
    bearer = np.broadcast_to(worth[:, :, None], losses.shape)
    with np.errstate(divide="ignore"):
        parts = np.divide(losses, bearer, out=np.zeros_like(losses), where=~np.isnan(bearer) & (losses > 0))
    bounded: Floats = np.minimum(parts, LARGEST)
    return bounded
