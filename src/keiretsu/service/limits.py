"""Limits on how often somebody may ask, and on how often somebody may guess."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from ipaddress import IPv6Address, ip_address
from threading import Lock

MOST_KEYS = 10_000
"""How many askers are remembered; the one not seen for the longest is forgotten first."""


class Buckets:
    """A bucket of permits for each asker, which fills at a steady rate.

    Parameters
    ----------
    rate
        Permits a second.
    burst
        How many a bucket holds.
    clock
        Tells the seconds.

    Examples
    --------
    >>> buckets = Buckets(rate=1, burst=2, clock=lambda: 0.0)
    >>> [buckets.wait("alpha") for _ in range(3)]
    [0, 0, 1]
    """

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: Hashable) -> int:
        """Take a permit and return 0, or return the seconds to wait for one."""
        now = self._clock()
        with self._lock:
            left, then = self._left.pop(key, (float(self._burst), now))
            left = min(self._burst, left + (now - then) * self._rate)
            is_let = left >= 1
            self._left[key] = (left - is_let, now)
            if len(self._left) > MOST_KEYS:
                self._left.popitem(last=False)
        return 0 if is_let else math.ceil((1 - left) / self._rate)


class Attempts:
    """Counts guesses, each as wrong until it is known to be right.

    A guess that isn't let is remembered under no key, so that sending many makes it forget none.

    Parameters
    ----------
    most
        How many wrong guesses there may be in the time.
    seconds
        The time.
    clock
        Tells the seconds.

    Examples
    --------
    >>> attempts = Attempts(most=1, seconds=60, clock=lambda: 0.0)
    >>> attempts.wait(["alpha"]), attempts.wait(["alpha"])
    (0, 60)
    >>> attempts.forgive("alpha")
    >>> attempts.wait(["alpha"])
    0
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._made: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, keys: Sequence[Hashable]) -> int:
        """Count a guess under several keys and return 0, or return the seconds until one is let."""
        now = self._clock()
        with self._lock:
            made = [self._recent(key, now) for key in keys]
            full = [each[0] for each in made if len(each) >= self._most]
            if full:
                return max(1, math.ceil(max(full) + self._seconds - now))
            for key, each in zip(keys, made, strict=True):
                self._count(key, each, now)
        return 0

    def forgive(self, key: Hashable) -> None:
        """Forget the guesses under a key, as the last one was right."""
        with self._lock:
            self._made.pop(key, None)

    def take_back(self, key: Hashable) -> None:
        """Forget the last guess under a key."""
        with self._lock:
            made = self._made.get(key)
            if made:
                made.pop()

    def _recent(self, key: Hashable, now: float) -> deque[float]:
        made = self._made.get(key, deque())
        while made and made[0] <= now - self._seconds:
            made.popleft()
        return made

    def _count(self, key: Hashable, made: deque[float], now: float) -> None:
        made.append(now)
        self._made[key] = made
        self._made.move_to_end(key)
        if len(self._made) > MOST_KEYS:
            self._made.popitem(last=False)


def subnet(address: str) -> str:
    """Return what of an address an asker can't change at will: whoever has one of IPv6 has 2**64 of them.

    Examples
    --------
    >>> subnet("192.0.2.1"), subnet("2001:db8::1"), subnet("2001:db8::ffff")
    ('192.0.2.1', '20010db800000000/64', '20010db800000000/64')
    """
    try:
        read = ip_address(address)
    except ValueError:
        return address
    return f"{int(read) >> 64:016x}/64" if isinstance(read, IPv6Address) else address
