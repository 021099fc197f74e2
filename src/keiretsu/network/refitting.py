"""Amounts that no source gives, fitted anew to the totals of every draw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.ledger import Item
from keiretsu.network.draws import Floats, Marks
from keiretsu.network.estimation import Estimation
from keiretsu.network.records import Network
from keiretsu.network.totals import Total


def refit(
    network: Network, rates: Floats, real: Marks, guessed: Floats, reported: Mapping[Item, Floats]
) -> Floats:
    """Return the rates with the estimated ones fitted to what the totals leave in each draw.

    Parameters
    ----------
    network
        With payments that were estimated.
    rates
        All rates as drawn, shape ``(s, p)``, the network's payments first, 0 where the deal isn't real.
    real
        Whether the deal of each payment is real, shape ``(s, p)``.
    guessed
        What the first guess of each payment is multiplied by, shape ``(s, p)``.
    reported
        What the parties report, as drawn.
    """
    estimation = network.estimation
    if estimation is None or not estimation.unknown:
        return rates
    place = {payment.deal.id: column for column, payment in enumerate(network.payments)}
    columns = [place[payment.deal.id] for payment in estimation.unknown]
    guesses = estimation.guesses * guessed[:, columns] * real[:, columns]
    fitted = rates.copy()
    fitted[:, columns], _ = estimation.rates(guesses, _left(network, estimation, rates, place, reported))
    return fitted


def _left(
    network: Network,
    estimation: Estimation,
    rates: Floats,
    place: Mapping[str, int],
    reported: Mapping[Item, Floats],
) -> Floats:
    """Return what each total leaves beside its known payments in each draw, shape ``(s, k)``."""
    left = np.empty((len(rates), len(estimation.totals)))
    for column, total in enumerate(estimation.totals):
        known = [place[payment.deal.id] for payment in total.payments if payment.rate is not None]
        left[:, column] = _amount(network, total, reported) - rates[:, known].sum(axis=1)
    return np.maximum(left, 0.0)


def _amount(network: Network, total: Total, reported: Mapping[Item, Floats]) -> Floats | float:
    if total.party is None or total.item is None:
        return total.amount
    return reported[total.item][:, network.index[total.party.id]]
