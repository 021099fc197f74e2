"""Loops in time: money can't come back before it was sent."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import SparseMatrix, numbers
from keiretsu.measures.cycles import elementary_cycles

Windows: TypeAlias = Sequence[tuple[float, float]]
"""When money flows: pairs of a first day and the day from which on it doesn't."""


@dataclass(frozen=True, slots=True, order=True)
class TimedTrip:
    """Money that goes once around a cycle: who sends it, and the earliest day of each leg.

    Parameters
    ----------
    starter
        The place in the cycle of the party that sends it.
    days
        The earliest day on which it passes each leg, from the starter's on; never falling, and
        ``-inf`` where undated windows set no bound.
    """

    starter: int
    days: tuple[float, ...]

    @property
    def sent(self) -> float:
        """The first day on which the starter can send it."""
        return self.days[0]

    @property
    def returned(self) -> float:
        """The first day on which what the starter sent can be back."""
        return self.days[-1]


@dataclass(frozen=True, slots=True, order=True)
class TimedCycle:
    """A cycle that money can go round in time.

    Parameters
    ----------
    parties
        Indices in the order that money passes them, from the smallest.
    trips
        The earliest trip from each party from which there is one, at least one.
    """

    parties: tuple[int, ...]
    trips: tuple[TimedTrip, ...]


def timed_trips(legs: Sequence[Windows]) -> tuple[TimedTrip, ...]:
    """Find who can get money back around a given cycle, and from which day on.

    Answers *is there a sequence of days, one a leg and none before the last leg's, on which money
    goes round and returns to who sent it?* From each starter each leg is taken on the earliest day
    that is left; whoever is earlier at a party can do all that who is later can, so nothing is missed.

    Parameters
    ----------
    legs
        For each leg in the order of the cycle, the windows in which money flows along it. A window
        holds its first day and not its last; ``-inf`` and ``inf`` stand for no bound. Any unit of
        time will do, such as :meth:`datetime.date.toordinal`.

    Returns
    -------
    tuple of TimedTrip
        One for each starter that can get money back; none if the cycle doesn't respect time.

    Notes
    -----
    Time-respecting paths of Kempe, Kleinberg and Kumar (2002) and Holme and Saramaki (2012), with
    windows instead of instants. Money may go on the day that it arrives, and may rest at a party.

    Examples
    --------
    Alpha pays Beta on days 1 and 2, Beta pays Gamma from day 6 on, Gamma pays Alpha on days 3 to 7.
    What Alpha sends can be back on day 6; the others would need Alpha to pay after day 2.

    >>> timed_trips([[(1, 3)], [(6, 99)], [(3, 8)]])
    (TimedTrip(starter=0, days=(1, 6, 6)),)
    """
    found = (_trip(legs, starter) for starter in range(len(legs)))
    return tuple(trip for trip in found if trip is not None)


def _trip(legs: Sequence[Windows], starter: int) -> TimedTrip | None:
    day = -math.inf
    days: list[float] = []
    for place in range(starter, starter + len(legs)):
        open_on = [max(day, start) for start, end in legs[place % len(legs)] if max(day, start) < end]
        if not open_on:
            return None
        day = min(open_on)
        days.append(day)
    return TimedTrip(starter, tuple(days))


def time_respecting_cycles(
    payer: ArrayLike,
    payee: ArrayLike,
    start: ArrayLike,
    end: ArrayLike,
    *,
    max_length: int | None = None,
) -> Iterator[TimedCycle]:
    """Yield the elementary cycles that money can go round in time.

    Answers *along which closed chains can money come back, given when each payment is made?* A pair
    may have several payments, each with a window of its own. Amounts play no part.

    Parameters
    ----------
    payer, payee
        Indices from 0 on, shape ``p``.
    start, end
        The first day on which each payment is made, and the day from which on it is not, shape ``p``;
        ``-inf`` and ``inf`` (or ``nan``) for no bound.
    max_length
        Longest cycle wanted, in payments; ``None`` for no limit.

    Yields
    ------
    TimedCycle
        The cycle and its earliest trip from each starter.

    Raises
    ------
    MisuseError
        ``measure.invalid-payments`` for indices or days that don't fit each other, and as
        :func:`keiretsu.measures.elementary_cycles` does.

    Notes
    -----
    Where a contract runs for years its window is long, and where all windows share a day every cycle
    passes: the test can refute a loop, and hardly ever prove one. See :func:`timed_trips`.

    Examples
    --------
    Alpha pays Beta on day 1, Beta pays Alpha on day 2 and Gamma on day 1, Gamma pays Alpha on day 0.

    >>> list(time_respecting_cycles([0, 1, 1, 2], [1, 0, 2, 0], [1, 2, 1, 0], [2, 3, 2, 1], max_length=2))
    [TimedCycle(parties=(0, 1), trips=(TimedTrip(starter=0, days=(1.0, 2.0)),))]
    """
    pairs, spans = _dated(payer, payee, start, end)
    windows: defaultdict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for pair, span in zip(pairs, spans, strict=True):
        windows[pair].append(span)
    return _in_time(elementary_cycles(_adjacency(pairs), max_length=max_length), windows)


def _in_time(
    cycles: Iterable[tuple[int, ...]], windows: Mapping[tuple[int, int], Windows]
) -> Iterator[TimedCycle]:
    for cycle in cycles:
        trips = timed_trips([windows[pair] for pair in zip(cycle, (*cycle[1:], cycle[0]), strict=True)])
        if trips:
            yield TimedCycle(cycle, trips)


def _adjacency(pairs: list[tuple[int, int]]) -> SparseMatrix:
    from scipy.sparse import coo_array

    payer, payee = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    n = 1 + max((max(pair) for pair in pairs), default=-1)
    return coo_array((np.ones(payer.size), (payer, payee)), shape=(n, n))


def _dated(
    payer: ArrayLike, payee: ArrayLike, start: ArrayLike, end: ArrayLike
) -> tuple[list[tuple[int, int]], list[tuple[float, float]]]:
    """Return each payment's parties and window; what is never paid is left out."""
    code = "measure.invalid-payments"
    given = {"payer": payer, "payee": payee, "start": start, "end": end}
    columns = {name: numbers(values, code, name) for name, values in given.items()}
    shapes = {column.shape for column in columns.values()}
    if len(shapes) > 1 or columns["payer"].ndim != 1:
        told = ", ".join(f"{name} {column.shape}" for name, column in columns.items())
        raise MisuseError(
            code, where="payer", message=f"shapes differ: {told}", hint="give one number a payment in each"
        )
    for name in ("payer", "payee"):
        column = columns[name]
        if not (np.isfinite(column) & (column >= 0) & (column == np.floor(column))).all():
            raise MisuseError(
                code,
                where=name,
                message="isn't made of whole numbers from 0 on",
                hint="give indices of parties",
            )
    first = np.where(np.isnan(columns["start"]), -np.inf, columns["start"])
    last = np.where(np.isnan(columns["end"]), np.inf, columns["end"])
    paid = first < last
    pairs = zip(columns["payer"][paid].astype(int), columns["payee"][paid].astype(int), strict=True)
    spans = zip(first[paid].tolist(), last[paid].tolist(), strict=True)
    return [(int(i), int(j)) for i, j in pairs], list(spans)
