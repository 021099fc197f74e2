"""All cycles of up to four firms, beside igraph and NetworkX.

keiretsu starts from the matrix, its peers from graphs of their own. The claim: at least 4 times igraph and
1,000 times NetworkX.
"""

from __future__ import annotations

from functools import partial

import igraph
import networkx as nx

from benchmarks.industries import industry
from benchmarks.kernel import Kernel, Settings
from keiretsu.measures import elementary_cycles

LENGTH = 4


def kernel(settings: Settings) -> Kernel:
    """Return the kernel."""
    flows = industry(settings.firms).flows
    pairs = [(int(payer), int(payee)) for payer, payee in zip(*flows.nonzero(), strict=True)]
    graph = igraph.Graph(n=settings.firms, edges=pairs, directed=True)
    peers = {
        "igraph": partial(graph.simple_cycles, max=LENGTH),
        "NetworkX": lambda: list(nx.simple_cycles(nx.DiGraph(pairs), length_bound=LENGTH)),
        "keiretsu, tuples": lambda: list(elementary_cycles(flows, max_length=LENGTH)),
        "keiretsu, arrays": lambda: elementary_cycles(flows, max_length=LENGTH).as_arrays(),
    }
    return Kernel(flows.nnz, "edges", peers)
