"""What a party gets of others, for many scenarios abreast: the inner loop of clearing and DebtRank."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from keiretsu.execution import usable_processors
from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats, Indices

WIDTH = 192  # scenarios abreast: few enough for the caches, many enough to hide the loops' cost
BLOCK = 2**21  # numbers an array at most, where there are very many parties


def in_threads(job: Callable[[slice, int], None], scenarios: Floats) -> None:
    """Do a job on all scenarios, shape ``(s, n)``, in a thread a processor.

    The job gets rows, and how many of them to take abreast. Which scenarios stand abreast doesn't depend
    on the number of threads, and so neither does any figure.
    """
    number, parties = scenarios.shape
    width = max(1, min(WIDTH, number, BLOCK // max(parties, 1)))
    blocks = -(-number // width)
    threads = max(1, min(usable_processors(), blocks))
    ends = [blocks * thread // threads * width for thread in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(lambda start, end: job(slice(start, end), width), ends[:-1], ends[1:]):
            pass


@kernel
def receive(party: int, starts: Indices, payers: Indices, parts: Floats, paid: Floats, sums: Floats) -> None:
    """Add up what comes in to a party in each scenario; ``paid`` has shape ``(n, scenarios)``."""
    edge, last = starts[party], starts[party + 1]
    for scenario in range(sums.size):
        sums[scenario] = 0.0
    while edge + 4 <= last:  # four at a time, as the sums needn't be fetched for each
        a, b, c, d = payers[edge], payers[edge + 1], payers[edge + 2], payers[edge + 3]
        p, q, r, s = parts[edge], parts[edge + 1], parts[edge + 2], parts[edge + 3]
        for scenario in range(sums.size):
            two = p * paid[a, scenario] + q * paid[b, scenario]
            sums[scenario] += two + (r * paid[c, scenario] + s * paid[d, scenario])
        edge += 4
    while edge < last:
        a, p = payers[edge], parts[edge]
        for scenario in range(sums.size):
            sums[scenario] += p * paid[a, scenario]
        edge += 1
