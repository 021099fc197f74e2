"""Networks of the AI pack that could be so, and every registered measure of each.

The network is built from the pack's documents as the demo does, before the clock starts. The peer
measures the same draws one network at a time, without the quantiles. The claim: a thousand networks
within a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.kernel import Kernel, Settings
from benchmarks.texts import PACKS
from keiretsu.measures import intervals
from keiretsu.measures.of_network.result import Measure
from keiretsu.measures.registry import load_measure, measure_names
from keiretsu.network import Network, sample
from keiretsu.workspace import Workspace

DRAWS = 200  # the peer takes minutes for a thousand


def kernel(settings: Settings) -> Kernel:
    """Return the kernel."""
    network = _network(settings.documents or PACKS / "ai" / "documents")
    measures = [load_measure(name) for name in measure_names()]
    peers = {
        "one network at a time": lambda: _one_by_one(network, measures),
        "all in blocks": lambda: len(intervals(network, measures, samples=DRAWS).figures),
    }
    return Kernel(DRAWS, "networks", peers, warm_up=False)


def _one_by_one(network: Network, measures: Sequence[Measure]) -> int:
    """Return how many figures there are, as the other peer does."""
    figures = 0
    for draw in sample(network, DRAWS).blocks(1):
        figures = sum(len(measure.statistics(draw)) for measure in measures)
    return figures


@cache
def _network(documents: Path) -> Network:
    """Build the network in a process of its own, so that the language model isn't weighed."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_built, documents).result()


def _built(documents: Path) -> Network:
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "ai.sqlite", pack="ai")
        workspace.read([documents])
        workspace.extract()
        workspace.reconcile()
        return workspace.network()
