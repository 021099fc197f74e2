"""Clearing on a list of debts, for many paths at once: who pays which part of what it owes.

Most quarters nobody fails, and that is seen for all paths in one look over the debts. The paths on which
somebody fails are cleared one by one, in rounds of fictitious defaults, so that a path does not depend on
the others of its block.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats, Indices

ROUNDING = 1e-12  # a shortfall below this part of what is owed is none
EXACTLY = 1e-15  # by which part of itself a payment may still fall when all have settled
SWEEPS = 50  # sweeps that cost little; more only where solving costs more than sweeping


class Between(NamedTuple):
    """Who may owe whom among the firms.

    Parameters
    ----------
    debtor
        The place of the firm that owes each debt: (debts,).
    starts, order
        ``order[starts[i]:starts[i + 1]]`` are the debts that are owed to firm ``i``.
    """

    debtor: Indices
    starts: Indices
    order: Indices


class Terms(NamedTuple):
    """What is owed and had. Columns are paths.

    Parameters
    ----------
    debts, outside
        What is owed for each debt, and by each firm to others than firms: (debts, paths), (firms, paths).
    means
        What each firm has besides claims on the others: (firms, paths).
    is_forced
        Whether a firm fails whatever it has: (firms, paths).
    alpha, beta
        Which part of its means, and of what comes in, a firm that fails still pays out: (paths,).
    """

    debts: Floats
    outside: Floats
    means: Floats
    is_forced: NDArray[np.bool_]
    alpha: Floats
    beta: Floats


class Cleared(NamedTuple):
    """The greatest clearing vector on each path, all (firms, paths).

    Parameters
    ----------
    owed, received
        What each firm owes in all, and what the others pay it.
    part
        Which part of what it owes each firm pays; 1 for one that owes nothing.
    failed_in
        The round in which a firm fails, 0 if it does not: 1 if it would although all others paid in
        full, 2 if it does because of those of round 1, and so on.
    """

    owed: Floats
    received: Floats
    part: Floats
    failed_in: Indices


class Path(NamedTuple):
    """Room for one path: arrays of debts, then of firms."""

    debts: Floats
    owed: Floats
    own: Floats
    keeps: Floats
    received: Floats
    part: Floats
    failed_in: Indices


def debts_between(debtor: Indices, creditor: Indices, firms: int) -> Between:
    """Return debts in the order in which they are cleared."""
    order = np.argsort(creditor, kind="stable").astype(np.int64)
    starts = np.zeros(firms + 1, dtype=np.int64)
    np.cumsum(np.bincount(creditor, minlength=firms), out=starts[1:])
    return Between(debtor.astype(np.int64), starts, order)


@kernel
def clear(between: Between, terms: Terms) -> Cleared:
    """Find what everybody pays if nobody can pay more than it has, and what fails with it.

    Of all consistent outcomes the one that is best for everybody (Eisenberg and Noe 2001); a firm that
    fails pays in proportion to what it owes, out of ``alpha`` of its means and ``beta`` of what comes in
    (Rogers and Veraart 2013).

    Examples
    --------
    Alpha owes Beta 10 and has 4; Beta owes Gamma 8 and has 1: Beta fails because Alpha does.

    >>> owed, nothing = np.array([[10.0], [8.0]]), np.zeros((3, 1))
    >>> has, fine, all_of_it = np.array([[4.0], [1.0], [2.0]]), np.zeros((3, 1), dtype=np.bool_), np.ones(1)
    >>> between = debts_between(np.array([0, 1]), np.array([1, 2]), 3)
    >>> cleared = clear(between, Terms(owed, nothing, has, fine, all_of_it, all_of_it))
    >>> cleared.part[:, 0].tolist(), cleared.failed_in[:, 0].tolist()
    ([0.4, 0.625, 1.0], [1, 2, 0])
    """
    firms, paths = terms.means.shape
    owed, received = terms.outside.copy(), np.zeros((firms, paths))
    for firm in range(firms):
        for row in range(between.starts[firm], between.starts[firm + 1]):
            debt = between.order[row]
            debtor = between.debtor[debt]
            for path in range(paths):
                amount = terms.debts[debt, path]
                received[firm, path] += amount
                owed[debtor, path] += amount
    cleared = Cleared(owed, received, np.ones((firms, paths)), np.zeros((firms, paths), np.int64))
    fails = _failing_paths(terms, cleared)
    if fails.any():
        room = Path(
            np.empty(len(between.debtor)),
            np.empty(firms),
            np.empty(firms),
            np.empty(firms),
            np.empty(firms),
            np.empty(firms),
            np.empty(firms, np.int64),
        )
        for path in range(paths):
            if fails[path]:
                _clear_path(between, terms, cleared, path, room)
    return cleared


@kernel
def _failing_paths(terms: Terms, cleared: Cleared) -> NDArray[np.bool_]:
    """Return on which paths somebody fails although all others pay in full."""
    firms, paths = terms.means.shape
    fails = np.zeros(paths, np.bool_)
    for firm in range(firms):
        for path in range(paths):
            has = terms.means[firm, path] + cleared.received[firm, path]
            enough = cleared.owed[firm, path] * (1.0 - ROUNDING)
            fails[path] |= (has < enough) | terms.is_forced[firm, path]
    return fails


@kernel
def _clear_path(between: Between, terms: Terms, cleared: Cleared, path: int, room: Path) -> None:
    """Clear one path: let those who can't pay fail, round after round, until nobody else does."""
    alpha, beta = terms.alpha[path], terms.beta[path]
    for debt in range(len(between.debtor)):
        room.debts[debt] = terms.debts[debt, path]
    for firm in range(len(room.owed)):
        is_forced = terms.is_forced[firm, path]
        room.owed[firm] = cleared.owed[firm, path]
        # A firm that is forced to fail has the cost of it even where it can pay in full.
        room.own[firm] = terms.means[firm, path] * (alpha if is_forced else 1.0)
        room.keeps[firm] = beta if is_forced else 1.0
        room.received[firm] = cleared.received[firm, path]
        room.part[firm] = 1.0
        room.failed_in[firm] = 0
    number, some = 1, True
    while some:
        some = False
        for firm in range(len(room.owed)):
            has = room.own[firm] + room.keeps[firm] * room.received[firm]
            if room.failed_in[firm] == 0 and has < room.owed[firm] * (1.0 - ROUNDING):
                room.failed_in[firm] = number
                room.own[firm] = alpha * terms.means[firm, path]
                room.keeps[firm] = beta
                some = True
        if some:
            _settle(between, room)
            for firm in range(len(room.owed)):
                room.received[firm] = _coming_in(between, room, firm)
            number += 1
    for firm in range(len(room.owed)):
        cleared.received[firm, path] = room.received[firm]
        cleared.part[firm, path] = room.part[firm]
        cleared.failed_in[firm, path] = 1 if terms.is_forced[firm, path] else room.failed_in[firm]


@kernel
def _coming_in(between: Between, room: Path, firm: int | np.int64) -> float:
    total = 0.0
    for row in range(between.starts[firm], between.starts[firm + 1]):
        debt = between.order[row]
        total += room.debts[debt] * room.part[between.debtor[debt]]
    return total


@kernel
def _settle(between: Between, room: Path) -> None:
    """Let those who failed pay what they can, given what the others then pay."""
    failing = np.flatnonzero(room.failed_in > 0)
    incoming = np.int64(1)
    for firm in failing:
        incoming += between.starts[firm + 1] - between.starts[firm]
    for _ in range(SWEEPS + len(failing) ** 3 // (3 * incoming)):
        fell = False
        for firm in failing:
            has = room.own[firm] + room.keeps[firm] * _coming_in(between, room, firm)
            part = min(room.part[firm], has / room.owed[firm])
            fell |= room.part[firm] - part > EXACTLY * part
            room.part[firm] = part
        if not fell:
            return
    _solve(between, room, failing)


@kernel
def _solve(between: Between, room: Path, failing: Indices) -> None:
    """Solve for the payments of those who failed, where sweeps take too long.

    The payments ``p`` of those in default solve ``p_i - beta sum_j L_ji / owed_j p_j = own_i + beta
    (what those pay that don't fail)``. No column sums to less than 0 off its diagonal, so that
    elimination needs no exchange of rows.
    """
    count = len(failing)
    place = np.full(len(room.owed), -1, np.int64)
    for row in range(count):
        place[failing[row]] = row
    system, right = np.eye(count), np.empty(count)
    for row in range(count):
        firm = failing[row]
        right[row] = room.own[firm]
        for at in range(between.starts[firm], between.starts[firm + 1]):
            debt = between.order[at]
            debtor = between.debtor[debt]
            amount = room.keeps[firm] * room.debts[debt]
            if place[debtor] < 0:
                right[row] += amount
            else:
                system[row, place[debtor]] -= amount / room.owed[debtor]
    _eliminate(system, right)
    for row in range(count):
        firm = failing[row]
        room.part[firm] = min(room.part[firm], max(right[row] / room.owed[firm], 0.0))


@kernel
def _eliminate(system: Floats, right: Floats) -> None:
    count = len(right)
    for step in range(count):
        for row in range(step + 1, count):
            factor = system[row, step] / system[step, step]
            if factor != 0.0:
                for column in range(step + 1, count):
                    system[row, column] -= factor * system[step, column]
                right[row] -= factor * right[step]
    for step in range(count - 1, -1, -1):
        for column in range(step + 1, count):
            right[step] -= system[step, column] * right[column]
        right[step] /= system[step, step]
