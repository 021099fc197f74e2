"""The rings of parties that money can go round in time, whatever the amounts."""

from __future__ import annotations

from keiretsu.measures.of_network.rings import Ring, is_made, legs_between, window
from keiretsu.measures.temporal import time_respecting_cycles
from keiretsu.network import Network

LONGEST = 5  # legs; a ring of more is hardly anybody's plan


def loops_in_time(network: Network, *, max_length: int = LONGEST) -> tuple[Ring, ...]:
    """Find the rings that money can go round in time, those of unknown amount too.

    Answers *along which deals could money come back to who sent it, given when each is paid?* The
    loops of :func:`circularity` need a sum on every leg, and leave out every ring with one that no
    source gives.

    Parameters
    ----------
    network
        The payments of a day. What ended before it isn't in it, and can't carry a loop.
    max_length
        Longest ring wanted, in legs.

    Returns
    -------
    tuple of Ring
        The shortest first, then soonest back; each with its ``trips``.

    Notes
    -----
    Holme and Saramaki (2012); see :func:`keiretsu.measures.time_respecting_cycles`. A deal counts as
    paid from the day on which its sum was told until the end of its term, which is an assumption
    where no claim gives it. As such windows are long, few rings fail.

    Examples
    --------
    Alpha pays Beta, and Beta pays Alpha, over the same years.

    >>> from keiretsu.network.example import three_firms
    >>> [ring.title() for ring in loops_in_time(three_firms())]
    ['Alpha → Beta → Alpha']
    """
    payments = [payment for payment in network.payments if is_made(payment) and payment.payee is not None]
    windows = [window(payment) for payment in payments]
    found = time_respecting_cycles(
        [network.index[payment.payer.id] for payment in payments],
        [network.index[payment.payee.id] for payment in payments if payment.payee],
        [start for start, _ in windows],
        [end for _, end in windows],
        max_length=max_length,
    )
    cycles = sorted(found, key=lambda one: (len(one.parties), min(trip.returned for trip in one.trips)))
    rings = (tuple(network.parties[place] for place in cycle.parties) for cycle in cycles)
    return tuple(Ring(parties, legs_between(network, parties)) for parties in rings)
