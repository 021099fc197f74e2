"""A kernel: one job, and who does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from time import perf_counter

from benchmarks import kernels


@dataclass(frozen=True)
class Settings:
    """What the jobs are done on; no folder means the documents of the packs.

    ``claims`` is how many invented claims the kernels of the store work on; ``firms``, of how many firms
    the invented industry is that a measure works on.
    """

    documents: Path | None = None
    claims: int = 1_000_000
    firms: int = 1_000


@dataclass(frozen=True)
class Kernel:
    """One job done by several.

    Parameters
    ----------
    size, unit
        How much the job is, such as 5,000 words.
    peers
        Who does it, by name; the first is what the others are compared with. Each is ready: what it
        loads is loaded, and the call does the job once.
    warm_up
        Whether each does the job once before the clock starts.
    weigh
        Whether memory is measured, for which all is made ready once more for each of them.
    part
        What part of the job a peer does that would take minutes, 0..1; its seconds are scaled to the
        whole, and the table says so.
    clock
        What gives the seconds; ``time.process_time`` where processor time is compared.
    """

    size: float
    unit: str
    peers: Mapping[str, Callable[[], object]]
    warm_up: bool = True
    weigh: bool = True
    part: Mapping[str, float] = field(default_factory=dict)
    clock: Callable[[], float] = perf_counter


def kernel_names() -> list[str]:
    """Return the modules of ``benchmarks/kernels``: adding one there is all that a new kernel needs."""
    return sorted(module.name for module in iter_modules(kernels.__path__))


def load_kernel(name: str, settings: Settings) -> Kernel:
    """Get a kernel ready: its module's ``kernel(settings)``."""
    made: Kernel = import_module(f"benchmarks.kernels.{name}").kernel(settings)
    return made
