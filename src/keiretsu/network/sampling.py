"""Draw networks that could be so: which deals are real, and how much they pay."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.ledger import Item
from keiretsu.network.chances import chance, guess_bounds, payment_bounds, reported_bounds
from keiretsu.network.draws import Draws, Floats, reported_figures
from keiretsu.network.records import Network
from keiretsu.network.refitting import refit

SAMPLES = 1000
SEED = 20260101
NUMBERS_A_STEP = 4  # that Philox makes at each step of its counter


def sample(network: Network, samples: int = SAMPLES, *, seed: int = SEED, first: int = 0) -> Draws:
    """Draw networks that could be so, given what the sources leave open.

    Answers *what else could this network be*. In each draw a deal is real with the chance that its
    state gives it, its sum lies evenly in its range, and so do the figures that parties report; the
    tables are at the head of :mod:`keiretsu.network.chances`. Deals are drawn independently of each
    other, and so are sums. Amounts that were estimated are fitted anew to the totals of each draw.

    Every deal and every reported figure has its own stream of random numbers, made from the seed and
    its id. So the same seed gives the same draws, another deal in the network changes nothing for
    the others, more samples begin with the same ones, and two days of one ledger are drawn alike:
    what differs between them is due to the deals.

    Parameters
    ----------
    network
        What is drawn from.
    samples
        How many draws, 1 or more.
    seed
        Of the random numbers.
    first
        The number of the first draw: as many are passed over, so that parts of a large sample can be
        drawn apart.

    Returns
    -------
    Draws
        With the payments of deals that bind nobody yet after those of the network.

    Raises
    ------
    MisuseError
        ``network.invalid-samples`` for fewer than one draw, or a first one below 0.

    Notes
    -----
    Counter-based streams: Salmon, Moraes, Dror and Shaw (2011).

    Examples
    --------
    The three payments among Alpha, Beta and Gamma are told as sums, in effect: no draw differs.

    >>> from keiretsu.network.example import three_firms
    >>> sample(three_firms(), 2).rates.tolist()
    [[60.0, 80.0, 30.0], [60.0, 80.0, 30.0]]
    """
    for name, number, least in (("samples", samples, 1), ("first", first, 0)):
        if number < least:
            raise MisuseError(
                "network.invalid-samples", where=name, message=f"is {number}", hint=f"use {least} or more"
            )
    span = range(first, first + samples)
    payments = (*network.payments, *network.possible)
    assumed = network.assumptions
    ids = [deal.id for deal in network.deals]
    real = _uniform(seed, "real", ids, span) < [chance(deal.status, assumed).value for deal in network.deals]
    place = {key: column for column, key in enumerate(ids)}
    is_paid = real[:, np.array([place[payment.deal.id] for payment in payments], dtype=np.int64)]
    evenly = _uniform(seed, "sum", (payment.deal.id for payment in payments), span)
    drawn = _within([payment_bounds(payment, assumed) for payment in payments], evenly)
    reported = {item: _reported(network, item, span, seed) for item in Item}
    guessed = _within([guess_bounds(assumed)] * len(payments), evenly)
    return Draws(
        network=network,
        payments=payments,
        rates=refit(network, np.where(is_paid, drawn, 0.0), is_paid, guessed, reported),
        real=real,
        reported=reported,
        seed=seed,
    )


def _reported(network: Network, item: Item, span: range, seed: int) -> Floats:
    found = reported_figures(network, item)
    bounds = [reported_bounds(each, network.assumptions) if each else (np.nan, np.nan) for each in found]
    return _within(bounds, _uniform(seed, item, (party.id for party in network.parties), span))


def _within(bounds: list[tuple[float, float]], evenly: Floats) -> Floats:
    """Return amounts between bounds, shape ``(s, k)``; rounding doesn't lead above the upper bound."""
    low, high = np.array(bounds, dtype=np.float64).reshape(-1, 2).T
    return np.minimum(low + evenly * (high - low), high)


def _uniform(seed: int, what: str, ids: Iterable[str], span: range) -> Floats:
    """Return numbers from 0 to below 1, shape ``(s, k)``: for each id a span of the stream of its own."""
    streams = [_stream(f"{seed}/{what}/{key}", span) for key in ids]
    return np.array(streams, dtype=np.float64).reshape(-1, len(span)).T


def _stream(name: str, span: range) -> Floats:
    key = blake2b(name.encode(), digest_size=16).digest()
    bits = np.random.Philox(key=int.from_bytes(key, "little"))
    bits.advance(span.start // NUMBERS_A_STEP)
    passed = span.start % NUMBERS_A_STEP
    return np.random.Generator(bits).random(passed + len(span))[passed:]
