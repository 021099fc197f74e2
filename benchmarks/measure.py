"""Seconds and memory of a kernel's peers."""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from mmap import PAGESIZE
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path
from statistics import median

from benchmarks.kernel import Kernel, Settings, load_kernel

PROC = Path("/proc")
SAMPLING_SECONDS = 0.05


@dataclass(frozen=True)
class Row:
    """One line of the table: ``ratio`` is the peer's speed as a share of the first one's.

    ``part`` is what part of the job was timed and scaled to the whole.
    """

    kernel: str
    peer: str
    seconds: float
    per_second: float
    unit: str
    ratio: float
    memory_mb: float | None
    part: float = 1.0


def measure(name: str, settings: Settings, rounds: int) -> list[Row]:
    """Let the peers of a kernel take turns, so that what else the machine does hits all alike."""
    ready = load_kernel(name, settings)
    gc.freeze()  # else the collector looks at what was made ready again and again, in the middle of a job
    seconds = timed(ready, rounds)
    gc.unfreeze()
    memory = {peer: peak_memory(name, peer, settings) if ready.weigh else None for peer in ready.peers}
    return rows(name, ready, seconds, memory)


def rows(
    name: str, kernel: Kernel, seconds: Mapping[str, list[float]], memory: Mapping[str, float | None]
) -> list[Row]:
    """Return the medians of the rounds; ratios are worked out round by round first."""
    first = next(iter(kernel.peers), "")
    return [
        Row(
            name,
            peer,
            median(seconds[peer]),
            kernel.size / median(seconds[peer]),
            kernel.unit,
            median(one / other for one, other in zip(seconds[first], seconds[peer], strict=True)),
            memory[peer],
            kernel.part.get(peer, 1.0),
        )
        for peer in kernel.peers
    ]


def timed(kernel: Kernel, rounds: int) -> dict[str, list[float]]:
    """Return each peer's seconds for the whole job, round by round."""
    for do in kernel.peers.values() if kernel.warm_up else ():
        do()
    seconds: dict[str, list[float]] = {peer: [] for peer in kernel.peers}
    for _ in range(rounds):
        for peer, do in kernel.peers.items():
            start = kernel.clock()
            do()
            seconds[peer].append((kernel.clock() - start) / kernel.part.get(peer, 1.0))
    return seconds


def peak_memory(name: str, peer: str, settings: Settings) -> float | None:
    """Return the most memory in MB that the job takes in a process of its own, with those it starts.

    ``None`` where the system doesn't tell.
    """
    if not PROC.is_dir():
        return None
    process = get_context("spawn").Process(target=_do_once, args=(name, peer, settings))
    process.start()
    most = peak_of(process)
    return most if process.exitcode == 0 else None


def peak_of(process: SpawnProcess) -> float:
    """Return the most memory in MB that a process and those it starts take, until it ends; 0 if not told."""
    most = 0
    while process.is_alive():
        most = max(most, _resident(process.pid or 0))
        time.sleep(SAMPLING_SECONDS)
    process.join()
    return most / 1e6


def _do_once(name: str, peer: str, settings: Settings) -> None:
    load_kernel(name, settings).peers[peer]()


def _resident(pid: int) -> int:
    """Return the resident bytes of a process and its descendants; shared pages count in each."""
    total = 0
    with suppress(OSError, ValueError):
        folder = PROC / str(pid)
        total = int((folder / "statm").read_text().split()[1]) * PAGESIZE
        for children in folder.glob("task/*/children"):
            total += sum(_resident(int(child)) for child in children.read_text().split())
    return total
