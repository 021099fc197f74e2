"""The inner loops of :mod:`keiretsu.network.columns`, compiled by Numba."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import kernel

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int32]
Wholes: TypeAlias = NDArray[np.int64]

LOW = 32  # bits of the day of recording, below the day from which on a claim is valid
SPREAD = 0x1E3779B97F4A7C15  # a large odd number: keys near each other get places far apart


class Columns(NamedTuple):
    """Claims as columns, one entry a claim: see :class:`keiretsu.network.columns.ClaimColumns`.

    ``payer_is`` says by relation who pays: 1 the subject, -1 the object, 0 nobody inside.
    """

    subject: Codes
    object: Codes
    relation: Codes
    layer: Codes
    valid_from: Codes
    recorded_at: Codes
    per_year: Floats
    binding: NDArray[np.bool_]
    payer_is: Codes


class Grouped(NamedTuple):
    """The claims that move money, those of the first payer before those of the second and so on.

    Parameters
    ----------
    starts
        Where each payer's claims begin, shape ``n + 1``.
    key
        Payee, relation and layer in one number.
    age
        From when on it is valid, and when it was recorded, in one number: the newest is the largest.
    per_year
        What is paid, 0 if nothing.
    """

    starts: Wholes
    key: Wholes
    age: Wholes
    per_year: Floats


@kernel
def grouped(columns: Columns, parties: int, layers: int) -> Grouped:
    """Put claims in the order of their payers, by counting; those of a payer stay in their order."""
    subject, other, relation, layer = columns.subject, columns.object, columns.relation, columns.layer
    valid_from, recorded_at = columns.valid_from, columns.recorded_at
    per_year, binding, payer_is = columns.per_year, columns.binding, columns.payer_is
    starts = np.zeros(parties + 1, np.int64)
    for claim in range(subject.size):
        side = payer_is[relation[claim]]
        if side != 0 and other[claim] >= 0:
            starts[(subject[claim] if side > 0 else other[claim]) + 1] += 1
    starts = np.cumsum(starts)
    free, total = starts.copy(), starts[parties]
    key, age, paid = np.empty(total, np.int64), np.empty(total, np.int64), np.empty(total, np.float64)
    for claim in range(subject.size):
        side = payer_is[relation[claim]]
        if side != 0 and other[claim] >= 0:
            payer, payee = subject[claim], other[claim]
            if side < 0:
                payer, payee = payee, payer
            at = free[payer]
            free[payer] += 1
            key[at] = (np.int64(payee) * payer_is.size + relation[claim]) * layers + layer[claim]
            age[at] = (np.int64(valid_from[claim]) << LOW) | recorded_at[claim]
            paid[at] = per_year[claim] if binding[claim] and per_year[claim] > 0 else 0.0
    return Grouped(starts, key, age, paid)


@kernel
def flows_as_of(claims: Grouped, kinds: int, day: int, known_by: int) -> tuple[Wholes, Wholes, Floats]:
    """Return the flows as compressed rows: where they start, the payees, and what they are paid.

    ``kinds`` is how many pairs of relation and layer there are.
    """
    starts, per_year = claims.starts, claims.per_year
    parties = starts.size - 1
    widest = np.int64(1)
    for payer in range(parties):
        widest = max(widest, starts[payer + 1] - starts[payer])
    newest = np.empty(widest, np.int64)
    room = np.int64(2)
    while room < 2 * widest:
        room *= 2
    slots, owner = np.empty(room, np.int64), np.full(room, -1)
    rows, payees, amounts = (
        np.zeros(parties + 1, np.int64),
        np.empty(starts[parties], np.int64),
        np.zeros(parties),
    )
    sums = np.empty(starts[parties], np.float64)
    number = 0
    for payer in range(parties):
        count = _newest(claims, payer, day, known_by, slots, owner, newest)
        for claim in newest[:count]:
            payee = claims.key[claim] // kinds
            if per_year[claim] > 0 and amounts[payee] == 0:
                payees[number] = payee
                number += 1
            amounts[payee] += per_year[claim]
        for at in range(rows[payer], number):
            sums[at], amounts[payees[at]] = amounts[payees[at]], 0.0
        rows[payer + 1] = number
    return rows, payees[:number], sums[:number]


@kernel
def _newest(
    claims: Grouped, payer: int, day: int, known_by: int, slots: Wholes, owner: Wholes, newest: Wholes
) -> int:
    """Fill ``newest`` with the payer's newest claim of each key, by a hash table; return how many."""
    starts, key, age = claims.starts, claims.key, claims.age
    count = 0
    for claim in range(starts[payer], starts[payer + 1]):
        if age[claim] >> LOW > day or age[claim] & ((1 << LOW) - 1) > known_by:
            continue
        place = ((key[claim] * SPREAD) >> LOW) & (slots.size - 1)
        while owner[place] == payer and key[newest[slots[place]]] != key[claim]:
            place = (place + 1) & (slots.size - 1)
        if owner[place] != payer:
            owner[place], slots[place], newest[count] = payer, count, claim
            count += 1
        elif age[claim] >= age[newest[slots[place]]]:
            newest[slots[place]] = claim
    return count
