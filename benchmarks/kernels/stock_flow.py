"""A small economy on 10,000 paths: 50 firms x 40 quarters, about 35 states a firm, four suppliers each.

By processor time. The models of agents do a part of the paths. All work out the same
figures; only keiretsu keeps double-entry books of them, and checks these on every path and in every quarter.
"""

from __future__ import annotations

from time import process_time

from benchmarks.economies import arrays, with_agentpy, with_kernels, with_mesa, with_numpy
from benchmarks.economies.job import job
from benchmarks.kernel import Kernel, Settings

PATHS, WITH_AGENTS = 10_000, 20


def kernel(_settings: Settings) -> Kernel:
    """Return the kernel."""
    whole, few = job(PATHS), job(PATHS).part(0, WITH_AGENTS)
    part = WITH_AGENTS / PATHS
    return Kernel(
        PATHS,
        "paths",
        {
            "Mesa": lambda: with_mesa.run(few),
            "agentpy": lambda: with_agentpy.run(few),
            "NumPy, all paths": lambda: arrays.run(whole),
            "NumPy, blocks of 128": lambda: arrays.in_blocks(whole),
            "keiretsu, NumPy behaviours": lambda: with_numpy.run(whole),
            "keiretsu, compiled behaviours": lambda: with_kernels.run(whole),
        },
        part={"Mesa": part, "agentpy": part},
        clock=process_time,
    )
