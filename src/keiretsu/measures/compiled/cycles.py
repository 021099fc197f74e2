"""The search for elementary cycles, which can stop anywhere and go on later.

From each party in turn, the smallest index first, all chains of payments are followed that may still come
back to it within the longest length; then it is taken out. A party that a chain could not come back from
is locked for chains that reach it as late or later, until one that it depends on is found to lead
back (Johnson 1975; Gupta and Suzumura 2021). Before that, the locks are set by each party's distance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Indices

# Places in ``Search.now``
ROOT, DEPTH, FAR, LONGEST = range(4)
SHORT = 6  # up to this length, following a chain in vain costs less than keeping locks up to date


class Search(NamedTuple):
    """A search: the graph, and how far it has come.

    Parameters
    ----------
    first, stop, payees
        Whom each party pays: ``payees[first[i]:stop[i]]``, in order.
    first_in, stop_in, payers
        The same, of who pays it.
    path, place, nearest, before
        The chain of parties being followed; for each of them, which of its payees is next, the fewest
        edges back to the root that were found, and its lock before it was entered.
    lock
        A chain may enter a party if it has fewer parties than this, counted from ``_base`` of the root: lower
        ones are left from roots before, and mean that the party was too far for the breadth-first search.
    on_path
        Whether a party is in the chain.
    queue
        Room for a list of parties.
    now
        The root, the length of the chain, the lock of parties that were too far, and the longest length
        wanted.
    """

    first: Indices
    stop: Indices
    payees: Indices
    first_in: Indices
    stop_in: Indices
    payers: Indices
    path: Indices
    place: Indices
    nearest: Indices
    before: Indices
    lock: Indices
    on_path: NDArray[np.bool_]
    queue: Indices
    now: Indices


@kernel
def find(search: Search, found: Indices, lengths: Indices, steps: int) -> int:
    """Go on until all is searched, or so many edges were looked at, or there is no room for more.

    Returns
    -------
    int
        How many cycles were found: their ``lengths``, and one after the other in ``found``.
    """
    number = used = 0
    while search.now[ROOT] < search.first.size:
        if search.now[DEPTH] == 0:
            steps -= _begin(search)
        number, used, steps = _follow(search, found, lengths, number, used, steps)
        if search.now[DEPTH] > 0:
            break
        _take_out(search)
    return number


@kernel
def _follow(
    search: Search, found: Indices, lengths: Indices, number: int, used: int, steps: int
) -> tuple[int, int, int]:
    """Follow the chains from the root; the chain is empty at the end unless there is a reason to stop."""
    # By names of their own: by the name of the tuple, the inner loop is several times slower
    now, first, stop, payees = search.now, search.first, search.stop, search.payees
    path, place, before, lock = search.path, search.place, search.before, search.lock
    nearest, on_path = search.nearest, search.on_path
    root, longest, depth, far, base = now[ROOT], now[LONGEST], now[DEPTH], now[FAR], _base(now)
    while depth > 0:
        here = path[depth - 1]
        if place[depth - 1] == stop[here]:
            depth -= 1
            on_path[here] = False
            if longest <= SHORT:
                lock[here] = before[depth]
            elif depth > 0 and nearest[depth] < longest:
                nearest[depth - 1] = min(nearest[depth - 1], nearest[depth] + 1)
                steps -= _unlock(search, here, base + longest - nearest[depth] + 1)
            continue
        if steps <= 0 or number == lengths.size or used + depth > found.size:
            break
        steps -= 1
        there = payees[place[depth - 1]]
        place[depth - 1] += 1
        known = lock[there] if lock[there] >= base else far
        if there == root:
            for at in range(depth):
                found[used + at] = path[at]
            lengths[number] = depth
            used, number = used + depth, number + 1
            nearest[depth - 1] = 1
            if depth == longest:  # the root stands first, and no one else can be entered
                place[depth - 1] = stop[here]
        elif base + depth < known:
            path[depth], place[depth], before[depth], lock[there] = there, first[there], known, base + depth
            nearest[depth], on_path[there] = longest, True
            depth += 1
    now[DEPTH] = depth
    return number, used, steps


@kernel
def _base(now: Indices) -> int:
    """Return what the root's locks are counted from: more than any lock of the roots before."""
    return int((now[ROOT] + 1) * (now[LONGEST] + 1))


@kernel
def _begin(search: Search) -> int:
    """Start a chain at the root, and lock each party by its distance back; return the edges looked at."""
    now, first_in, stop_in, payers = search.now, search.first_in, search.stop_in, search.payers
    lock, queue, root, longest, base = search.lock, search.queue, now[ROOT], now[LONGEST], _base(now)
    if search.first[root] == search.stop[root] or first_in[root] == stop_in[root]:
        return 1
    search.path[0], search.place[0], search.nearest[0] = root, search.first[root], longest
    search.on_path[root] = True
    queue[0], lock[root] = root, base
    done, size, steps, distance, level_ends = 0, 1, 1, 1, 1
    # Half way is enough: what is further is entered by few chains
    while done < size and distance <= max(longest // 2, 1):
        here = queue[done]
        done += 1
        for at in range(first_in[here], stop_in[here]):
            if lock[payers[at]] < base:
                lock[payers[at]] = base + longest - distance + 1
                queue[size] = payers[at]
                size += 1
        steps += stop_in[here] - first_in[here]
        if done == level_ends:
            distance, level_ends = distance + 1, size
    now[DEPTH], now[FAR] = 1, base + (0 if done == size else longest - distance + 1)
    return steps


@kernel
def _unlock(search: Search, party: int, lock_of_party: int) -> int:
    """Open a party that leads back, and those that can come to it in time; return the edges looked at."""
    first_in, stop_in, payers = search.first_in, search.stop_in, search.payers
    lock, queue, base, far = search.lock, search.queue, _base(search.now), search.now[FAR]
    lock[party] = lock_of_party
    queue[0] = party
    done, size, steps = 0, 1, 0
    while done < size:
        here = queue[done]
        done += 1
        for at in range(first_in[here], stop_in[here]):
            payer = payers[at]
            known = lock[payer] if lock[payer] >= base else far
            if not search.on_path[payer] and known < lock[here] - 1:
                lock[payer] = lock[here] - 1
                queue[size] = payer
                size += 1
        steps += stop_in[here] - first_in[here]
    return steps


@kernel
def _take_out(search: Search) -> None:
    """Go to the next root, and take out this one: the smallest stands first with all that know it."""
    root = search.now[ROOT]
    search.now[ROOT] += 1
    for at in range(search.first_in[root], search.stop_in[root]):
        search.first[search.payers[at]] += 1
    for at in range(search.first[root], search.stop[root]):
        search.first_in[search.payees[at]] += 1
