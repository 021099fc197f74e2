"""Concentration: how few parties hold how much of a market, a budget or a supply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats, amounts


@dataclass(frozen=True, slots=True)
class Concentration:
    """The Herfindahl-Hirschman index of a market and the figures that go with it.

    Parameters
    ----------
    fraction
        Sum of squared shares, ``1/n`` for ``n`` equal firms up to 1 for a monopoly.
    shannon_bits
        Shannon entropy of the shares in bits, 0 for a monopoly up to ``log2 n``.
    """

    fraction: float
    shannon_bits: float

    @property
    def points(self) -> float:
        """The index with shares in percent, as competition authorities quote it: up to 10,000."""
        return self.fraction * 10_000

    @property
    def effective_number(self) -> float:
        """How many equal firms would be as concentrated: ``1 / fraction``, from 1."""
        return 1 / self.fraction

    @property
    def effective_number_shannon(self) -> float:
        """How many equal firms would have this entropy: ``2 ** shannon_bits``, from 1.

        It gives small firms more weight than ``effective_number`` does, and is never below it.
        """
        return float(2.0**self.shannon_bits)


def hhi(shares: ArrayLike) -> Concentration:
    """Measure how concentrated a set of shares is.

    Answers *how close is this market to a monopoly, and how many equal firms would it amount to?*

    Formula: with ``p_i`` the shares divided by their sum, ``fraction = sum p_i^2``,
    ``points = 10,000 fraction``, ``shannon_bits = -sum p_i log2 p_i``.

    Parameters
    ----------
    shares
        Shape ``(n,)``: sales, spending or shares in any one unit (money, percent, fractions). They are
        divided by their sum, so leave nobody out: firms that are missing make the rest look larger.

    Returns
    -------
    Concentration
        ``.points`` (2,600 for 30/30/20/20) and ``.fraction`` (0.26) side by side, as neither alone is
        what everyone means by the index.

    Raises
    ------
    MisuseError
        ``measure.invalid-shares`` for shares that are negative, not finite, or add up to nothing.

    Notes
    -----
    Herfindahl (1950), Hirschman (1964), Rhoades (1993); effective numbers after Jost (2006).

    Examples
    --------
    >>> market = hhi([50, 25, 25])
    >>> market.points, market.fraction, market.shannon_bits
    (3750.0, 0.375, 1.5)
    >>> round(market.effective_number, 3), round(market.effective_number_shannon, 3)
    (2.667, 2.828)
    """
    part = _normalised(shares)
    present = part[part > 0]
    return Concentration(
        fraction=float(part @ part),
        # A monopoly's entropy is 0, not minus 0.
        shannon_bits=abs(float(present @ np.log2(present))),
    )


def concentration_ratio(shares: ArrayLike, k: int) -> float:
    """Return the joint share of the ``k`` largest.

    Answers *how much do the largest few hold together?* ``CR_k = sum of the k largest p_i``.

    Parameters
    ----------
    shares
        As for :func:`hhi`.
    k
        How many, at least 1; with fewer firms than that the ratio is 1.

    Returns
    -------
    float
        A fraction, 0..1.

    Raises
    ------
    MisuseError
        ``measure.invalid-shares`` as :func:`hhi`; ``measure.invalid-option`` for ``k`` below 1.

    Notes
    -----
    Rhoades (1993).

    Examples
    --------
    >>> concentration_ratio([50, 25, 25], 2)
    0.75
    """
    if k < 1:
        raise MisuseError("measure.invalid-option", where="k", message=f"is {k}", hint="use 1 or more")
    largest = np.sort(_normalised(shares))[::-1][:k]
    return min(float(largest.sum()), 1.0)


def _normalised(shares: object) -> Floats:
    code, name = "measure.invalid-shares", "shares"
    given = amounts(shares, code, name)
    if given.ndim != 1 or not given.any():
        raise MisuseError(
            code,
            where=name,
            message=f"have shape {given.shape} and add up to {given.sum()}",
            hint="give one number a firm, at least one of them above 0",
        )
    scaled = given / given.max()
    part: Floats = scaled / scaled.sum()
    return part
