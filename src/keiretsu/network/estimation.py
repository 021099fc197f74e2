"""Amounts that no source gives, filled in so that reported totals are met, and marked as estimated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

import numpy as np
from numpy.typing import NDArray

from keiretsu.errors import Problem, Severity
from keiretsu.network.fitting import fit_to_totals
from keiretsu.network.money import Rate
from keiretsu.network.records import Payment
from keiretsu.network.totals import Total
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimation:
    """The payments that no source gives, and the totals that they must fit into.

    Answers *how large could they be, given what is reported?* First each is guessed as large as the
    middle one of the known payments of its kind and layer; what a total leaves beside the known
    payments is then shared out, to these payments and to others not named, by iterative
    proportional fitting.

    Parameters
    ----------
    known
        The payments whose rates a source gives.
    totals
        Those that can be met: what is known of them is less than they are.
    """

    known: tuple[Payment, ...]
    totals: tuple[Total, ...]

    @cached_property
    def unknown(self) -> tuple[Payment, ...]:
        """The payments that a total covers and no source gives, ``u`` of them."""
        return tuple({one.deal.id: one for total in self.totals for one in total.unknown}.values())

    @cached_property
    def guesses(self) -> Floats:
        """The first guess of each unknown payment, money per year, shape ``u``."""
        bounds = [self.most(payment) for payment in self.unknown]
        typical = [_typical(payment, self.known) for payment in self.unknown]
        found = [bound if guess is None else guess for guess, bound in zip(typical, bounds, strict=True)]
        return np.array(found, dtype=np.float64)

    def most(self, payment: Payment) -> float:
        """Return the most that the totals leave for an unknown payment, money per year."""
        return min(total.amount - total.known for total in self.totals if payment in total.unknown)

    def rates(self, guesses: Floats, left: Floats) -> tuple[Floats, Floats]:
        """Return the unknown payments' rates in several draws.

        Parameters
        ----------
        guesses
            Shape ``(s, u)``.
        left
            What each total leaves beside its known payments, shape ``(s, k)``.

        Returns
        -------
        tuple of ndarray
            The rates, money per year, shape ``(s, u)``; and the misfit of each total, ``(s, k)``, as
            :class:`~keiretsu.network.fitting.Fit` has it.
        """
        others = np.array([not total.is_whole for total in self.totals])
        members = np.array([[one in total.unknown for one in self.unknown] for total in self.totals])
        fit = fit_to_totals(np.hstack([guesses, left * others]), np.hstack([members, np.diag(others)]), left)
        return fit.amounts[:, : len(self.unknown)], fit.misfit


def estimate(
    payments: Sequence[Payment], totals: Iterable[Total], currency: str
) -> tuple[list[Payment], Estimation, list[Problem]]:
    """Fill in the rates that no source gives, where a total bounds them; sums are in ``currency``.

    Returns
    -------
    tuple
        The payments, those filled in marked as estimated; what they were worked out from; and the
        problems: each total that what is known exceeds, each that contradicts others, and the
        payments that no total bounds: they stay without a rate.
    """
    every = tuple(totals)
    exceeded = tuple(total for total in every if total.known >= total.amount)
    feasible = _without_those_of(exceeded, every)
    problems = [_exceeded(total, currency) for total in exceeded]
    estimation = Estimation(tuple(one for one in payments if one.rate is not None), feasible)
    filled: dict[str, Payment] = {}
    if estimation.unknown:
        left = np.array([[total.amount - total.known for total in feasible]])
        rates, misfit = estimation.rates(estimation.guesses[None], left)
        unmet = [total for total, off in zip(feasible, misfit[0], strict=True) if abs(off) > UNMET]
        problems += [_contradicting(unmet)] if unmet else []
        for payment, rate in zip(estimation.unknown, rates[0].tolist(), strict=True):
            filled[payment.deal.id] = _filled(payment, rate, estimation, currency)
    missing = [one for one in payments if one.rate is None and one.payee and one.deal.id not in filled]
    problems += [_unbounded(missing)] if missing else []
    return [filled.get(one.deal.id, one) for one in payments], estimation, problems


NAMED = 12  # pairs without a total that are named; the others stand in the table of payments
UNMET = 1e-6  # part of a total; a larger misfit means that totals contradict each other


def _without_those_of(exceeded: tuple[Total, ...], totals: tuple[Total, ...]) -> tuple[Total, ...]:
    """Return the other totals, over the payments that no exceeded total leaves nothing for."""
    barred = {one.deal.id for total in exceeded for one in total.unknown}
    rest = (
        replace(total, payments=tuple(one for one in total.payments if one.deal.id not in barred))
        for total in totals
        if total not in exceeded
    )
    return tuple(total for total in rest if total.unknown)


def _typical(payment: Payment, known: tuple[Payment, ...]) -> float | None:
    """Return the middle known payment of the same kind and layer; of the same kind where there is none."""
    kind = [one for one in known if one.flow is payment.flow and one.rate and one.rate.per_year > 0]
    layer = [one for one in kind if one.layer == payment.layer]
    sums = [one.rate.per_year for one in layer or kind if one.rate]
    return median(sums) if sums else None


def _filled(payment: Payment, rate: float, estimation: Estimation, currency: str) -> Payment:
    bounding = tuple(total.why for total in estimation.totals if payment in total.unknown)
    payee = payment.payee.name if payment.payee else ""
    why = Reason(
        f"{payment.payer.name} pays {payee} {currency} {rate:,.0f} a year: no source gives the sum; it is"
        " filled in so that reported totals are met (iterative proportional fitting)",
        (payment.why, *bounding),
        estimate=True,
    )
    return replace(payment, rate=Rate(rate, 0.0, estimation.most(payment)), why=why, is_estimated=True)


def _exceeded(total: Total, currency: str) -> Problem:
    return Problem(
        "network.total-exceeded",
        Severity.WARNING,
        total.name,
        f"is {currency} {total.amount:,.0f} a year, and the payments known of it already make"
        f" {total.known:,.0f}, so it can't say how large the unknown ones are",
        "look whether a contract begins later, or runs longer, than assumed",
    )


def _contradicting(unmet: list[Total]) -> Problem:
    return Problem(
        "network.totals-contradict",
        Severity.WARNING,
        "; ".join(total.name for total in unmet),
        "can't be met at once by the payments that they cover, so the estimates meet them only nearly",
        "look whether the figures are of the same year, and whether a sum is told twice",
    )


def _unbounded(missing: list[Payment]) -> Problem:
    pairs = sorted({f"{one.payer.name} to {one.payee.name}" for one in missing if one.payee})
    names = ", ".join(pairs[:NAMED])
    if len(pairs) > NAMED:
        names += f" and {counted(len(pairs) - NAMED, 'other')}"
    return Problem(
        "network.no-total",
        Severity.NOTE,
        names,
        "no reported total bounds what is paid, so it stays without a weight",
        "add the payee's revenue, or the buyer's capital expenditure, to the figures",
    )
