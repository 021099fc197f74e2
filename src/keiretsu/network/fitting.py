"""Amounts fitted so that known totals are met: iterative proportional fitting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from keiretsu.errors import MisuseError

Floats = NDArray[np.float64]

ROUNDS = 2000
MET = 1e-7  # relative; how near a sum must come to its total
_CODE = "network.invalid-totals"


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Amounts that meet totals, as near as they can.

    Parameters
    ----------
    amounts
        Shape ``(s, m)``, in the totals' unit, none negative.
    misfit
        Shape ``(s, k)``: what the amounts of each total add up to, less the total, as a part of it;
        0 where it is met. Totals of 0 are met exactly.
    rounds
        How many rounds were needed.
    """

    amounts: Floats
    misfit: Floats
    rounds: int

    @property
    def is_feasible(self) -> bool:
        """Whether all totals are met at once; if not, they contradict each other."""
        return bool((np.abs(self.misfit) <= 10 * MET).all())


def fit_to_totals(guess: ArrayLike, members: ArrayLike, totals: ArrayLike) -> Fit:
    """Fit amounts to totals, changing a first guess as little as possible.

    Answers *how large is each amount if these add up to that?* Of all amounts that meet the totals it
    gives those that are nearest to the guess by relative entropy: each is the guess times one
    factor for each total that it belongs to.

    Formula: for each total in turn, ``amount_i <- amount_i * total / sum of its amounts``, until all
    are met.

    Parameters
    ----------
    guess
        Shape ``(m,)``, or ``(s, m)`` for ``s`` draws at once; an amount guessed 0 stays 0.
    members
        Shape ``(k, m)``, true where an amount belongs to a total.
    totals
        Shape ``(k,)`` or ``(s, k)``, not negative.

    Returns
    -------
    Fit
        With ``is_feasible`` false where the totals can't be met at once; then ``misfit`` names them.

    Raises
    ------
    MisuseError
        ``network.invalid-totals`` for shapes that don't fit, or what is negative or not finite.

    Notes
    -----
    Deming and Stephan (1940); convergence for totals that overlap in any way by Csiszár (1975). For
    the reconstruction of bilateral exposures from totals: Upper and Worms (2004).

    Examples
    --------
    Alpha sells for 60 to Beta and Gamma, guessed alike; Gamma buys for 30 from Alpha and Delta.

    >>> fit = fit_to_totals([10, 10, 10], [[1, 1, 0], [0, 1, 1]], [60, 30])
    >>> fit.amounts.round(1).tolist(), fit.is_feasible
    ([[36.5, 23.5, 6.5]], True)
    """
    amounts = np.atleast_2d(np.array(guess, dtype=np.float64))
    belongs = np.atleast_2d(np.asarray(members, dtype=np.bool_))
    wanted = np.atleast_2d(np.asarray(totals, dtype=np.float64))
    _check(amounts, belongs, wanted)
    wanted = np.broadcast_to(wanted, (len(amounts), len(belongs)))
    chosen = [np.flatnonzero(row) for row in belongs]
    rounds = 0
    misfit = _misfit(amounts, chosen, wanted)
    while rounds < ROUNDS and (np.abs(misfit) > MET).any():
        before = amounts.copy()
        for place, cells in enumerate(chosen):
            held = amounts[:, cells].sum(axis=1)
            factor = np.divide(wanted[:, place], held, out=np.ones_like(held), where=held > 0)
            amounts[:, cells] *= factor[:, None]
        rounds += 1
        misfit = _misfit(amounts, chosen, wanted)
        if np.allclose(amounts, before, rtol=MET / 1000, atol=0):
            break  # totals that contradict each other: the same round for ever
    return Fit(amounts, misfit, rounds)


def _misfit(amounts: Floats, chosen: list[NDArray[np.int64]], wanted: Floats) -> Floats:
    held = np.zeros(wanted.shape)
    for place, cells in enumerate(chosen):
        held[:, place] = amounts[:, cells].sum(axis=1)
    return np.divide(held - wanted, wanted, out=np.where(held > 0, 1.0, 0.0), where=wanted > 0)


def _check(amounts: Floats, belongs: NDArray[np.bool_], wanted: Floats) -> None:
    fits = belongs.shape == (wanted.shape[1], amounts.shape[1]) and len(wanted) in (1, len(amounts))
    if not fits:
        raise MisuseError(
            _CODE,
            where="members",
            message=f"has shape {belongs.shape} for {wanted.shape[1]} totals of {amounts.shape[1]} amounts",
            hint="give a row a total and a column an amount",
        )
    for name, values in (("guess", amounts), ("totals", wanted)):
        if not (np.isfinite(values) & (values >= 0)).all():
            raise MisuseError(
                _CODE,
                where=name,
                message="holds what is negative or not finite",
                hint="give amounts of 0 or more",
            )
