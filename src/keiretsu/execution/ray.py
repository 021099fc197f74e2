"""The workers of a Ray cluster: one given by its address, or one of this machine's own."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from keiretsu.errors import KeiretsuError, MissingExtraError
from keiretsu.execution.executor import Done, Executor, ItemT, Make, ResultT
from keiretsu.execution.ray_crew import Crew

ADDRESS = "RAY_ADDRESS"
ANSWER_SECONDS = 5.0
OBJECT_STORE_BYTES = 200 * 2**20  # for what a worker is made of; items and results go past it
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # else a warning about graphics cards
}
LOOPBACK_ONLY = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}  # read everywhere, whatever its name says


class RayExecutor(Executor):
    """Does the work in the workers of a Ray cluster.

    With ``RAY_ADDRESS`` set to a cluster's address, that cluster is used; else one is started on this
    machine, which listens on 127.0.0.1 alone and ends with the run. Where the caller has called
    ``ray.init`` already, that connection is used and left open.

    Each worker takes one of the cluster's processors. keiretsu must be installed on every node, in the
    same version. Ray tries nothing again by itself: an item whose worker or node dies has a
    :class:`WorkerLostError` as its outcome, and another worker is asked for.

    Parameters
    ----------
    workers
        The most workers at a time, on all nodes together; never more than there are items.

    Raises
    ------
    MissingExtraError
        ``execution.needs-ray`` where Ray isn't installed.
    KeiretsuError
        ``execution.unreachable`` where the address doesn't answer or no cluster can be started;
        ``execution.failed`` where every worker ends before it is ready.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def as_done(self, make: Make[ItemT, ResultT], items: Sequence[ItemT]) -> Done[ResultT]:
        """Yield each item's place and outcome as it is done; see :class:`Executor`."""
        if not items:
            return
        workers = min(self.workers, len(items))
        with _connected(workers) as ray:
            crew: Crew[ItemT, ResultT] = Crew(ray, make, items)
            try:
                for _ in range(workers):
                    crew.hire()
                for _ in items:
                    while not crew.done:
                        crew.listen()
                    yield crew.done.popleft()
            finally:
                crew.dismiss()


@contextmanager
def _connected(workers: int) -> Iterator[ModuleType]:
    """Give Ray, connected to a cluster; what was begun here ends here."""
    address = os.environ.get(ADDRESS) or "local"
    with _environment(QUIET):
        ray = _loaded()
        if is_ours := not ray.is_initialized():
            _connect(ray, address, workers)
    try:
        yield ray
    finally:
        if is_ours:
            ray.shutdown()


def _loaded() -> ModuleType:
    try:
        return import_module("ray")
    except ImportError as error:
        raise MissingExtraError(
            "execution.needs-ray",
            where="ray",
            message="isn't installed",
            hint='install it with: pip install "keiretsu[ray]"',
        ) from error


def _connect(ray: ModuleType, address: str, workers: int) -> None:
    options: dict[str, object] = {"logging_level": "error", "log_to_driver": False}
    if address == "local":
        options |= {
            "num_cpus": workers,
            "include_dashboard": False,
            "object_store_memory": OBJECT_STORE_BYTES,
            "_node_ip_address": "127.0.0.1",
        }
    else:
        _check_that_it_answers(address)
    try:
        with _loopback_only() if address == "local" else nullcontext():
            ray.init(address=address, **options)
    except (OSError, RuntimeError, ValueError, SystemExit, ray.exceptions.RayError) as error:
        told = " ".join(str(error).split())
        raise _unreachable(address, f"can't be reached or started ({told})") from error


def _check_that_it_answers(address: str) -> None:
    """Knock at the address, since Ray itself tries for two minutes and then ends the process."""
    parts = urlsplit(address if "://" in address else f"ray://{address}")
    try:
        host, port = parts.hostname, parts.port
        if host is not None and port is not None:  # else a word of Ray's own, such as auto
            socket.create_connection((host, port), ANSWER_SECONDS).close()
    except (OSError, ValueError) as error:
        raise _unreachable(address, f"doesn't answer ({error})") from error


def _unreachable(address: str, message: str) -> KeiretsuError:
    if address == "local":
        where, hint = "a Ray cluster on this machine", "use the executor processes instead"
    else:
        where, hint = f"{ADDRESS}={address}", "start that cluster, or unset it to use this machine"
    return KeiretsuError("execution.unreachable", where=where, message=message, hint=hint)


@contextmanager
def _loopback_only() -> Iterator[None]:
    """Let what is started listen on 127.0.0.1 alone; Ray's own option for it is overruled on Linux."""
    constants: Any = import_module("ray._private.ray_constants")
    before = constants.ENABLE_RAY_CLUSTER
    constants.ENABLE_RAY_CLUSTER = False  # this process has read the variable by now
    try:
        with _environment(LOOPBACK_ONLY):
            yield
    finally:
        constants.ENABLE_RAY_CLUSTER = before


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    """Set variables that aren't set, for a while: Ray reads them as it is loaded and as it starts."""
    added = {name: value for name, value in wanted.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]
