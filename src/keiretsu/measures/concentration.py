"""Concentration: how few parties hold how much of a market, a budget or a supply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats, amounts
from keiretsu.measures.grouped import Groups, fraction_of
from keiretsu.measures.options import whole

CODE = "measure.invalid-shares"


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


@dataclass(frozen=True, slots=True, eq=False)
class GroupShares:
    """The shares within each of ``g`` groups, and how concentrated each group is.

    Parameters
    ----------
    shares
        Each entry's share of its group, shape ``(..., k)``, adding up to 1 in a group; 0 in a group
        that adds up to nothing.
    totals
        The sum of each group, shape ``(..., g)``, in the unit of the amounts.
    groups
        Which entry belongs to which group.
    """

    shares: Floats
    totals: Floats
    groups: Groups

    @property
    def fraction(self) -> Floats:
        """The Herfindahl-Hirschman index of each group, 0..1; ``nan`` where it adds up to nothing."""
        return self._known(self.groups.total(self.shares**2))

    @property
    def effective_number(self) -> Floats:
        """How many equal entries would be as concentrated, from 1; ``nan`` where there is no index."""
        return np.asarray(1 / self.fraction, dtype=np.float64)

    @property
    def shannon_bits(self) -> Floats:
        """Shannon entropy of the shares of each group in bits; ``nan`` where there are none."""
        logs = np.log2(self.shares, out=np.zeros_like(self.shares), where=self.shares > 0)
        # A monopoly's entropy is 0, not minus 0.
        return self._known(np.abs(self.groups.total(self.shares * logs)))

    def ratio(self, k: int) -> Floats:
        """Return the joint share of the ``k`` largest of each group; ``nan`` where there are none."""
        found = np.zeros(self.totals.shape)
        for group in range(self.groups.size):
            ranked = np.sort(self.shares[..., self.groups.labels == group], axis=-1)
            found[..., group] = ranked[..., -k:].sum(axis=-1)
        return self._known(np.minimum(found, 1.0))

    def _known(self, values: Floats) -> Floats:
        return np.where(self.totals > 0, values, np.nan)


def shares_within(given: Floats, groups: Groups) -> GroupShares:
    """Divide amounts by the sum of their group.

    Answers *what part of its group is each of these, and how concentrated is each group*, for many
    groups, and many draws of the amounts, at once. See :func:`hhi`.

    Parameters
    ----------
    given
        Shape ``(..., k)``: amounts that are finite and not negative.
    groups
        Which of ``g`` groups each belongs to.

    Examples
    --------
    Alpha sells 30 of the first good and Beta 10; Gamma sells all of the second.

    >>> found = shares_within(np.array([30.0, 10.0, 5.0]), Groups(np.array([0, 0, 1]), 2))
    >>> found.shares.tolist(), found.fraction.tolist(), found.ratio(1).tolist()
    ([0.75, 0.25, 1.0], [0.625, 1.0], [0.75, 1.0])
    """
    # In units of the group's largest, so that nothing over- or underflows.
    scaled = fraction_of(given, groups.spread(groups.largest(given)))
    shares = fraction_of(scaled, groups.spread(groups.total(scaled)))
    with np.errstate(over="ignore"):
        totals = groups.total(given)
    return GroupShares(shares, totals, groups)


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
    market = _market(shares)
    return Concentration(fraction=float(market.fraction[0]), shannon_bits=float(market.shannon_bits[0]))


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
    return float(_market(shares).ratio(whole(k, "k", least=1))[0])


def _market(shares: object) -> GroupShares:
    given = amounts(shares, CODE, "shares")
    if given.ndim != 1 or not given.any():
        raise MisuseError(
            CODE,
            where="shares",
            message=f"have shape {given.shape} and add up to {given.sum()}",
            hint="give one number a firm, at least one of them above 0",
        )
    return shares_within(given, Groups(np.zeros(given.size, dtype=np.int64), 1))
