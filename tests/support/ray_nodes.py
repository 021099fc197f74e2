"""Nodes of a Ray cluster of the tests' own, all on this machine's loopback addresses."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

INSTALL = 'pip install "keiretsu[ray]"'
SHORT_OF_MEMORY = 80 * 2**20  # the object store's least
FATAL_SECONDS = 90
ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": secrets.token_hex(32),
}


class Cluster:
    """A head and as many more nodes as are added, each a process group with one processor."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kr-"))  # short: a socket's path has 107 signs at most
        self.address = f"127.0.0.2:{free_port('127.0.0.2')}"
        self.nodes: dict[str, subprocess.Popen[bytes]] = {}
        self.start(
            "127.0.0.2",
            "--head",
            f"--port={self.address.rpartition(':')[2]}",
            f"--temp-dir={self.folder}",
            "--include-dashboard=false",
            "--disable-usage-stats",
        )

    def add(self, host: str) -> None:
        """Add a node at a loopback address of its own."""
        self.start(host, f"--address={self.address}")

    def start(self, host: str, *options: str) -> None:
        words = ["start", "--block", f"--node-ip-address={host}", "--num-cpus=1"]
        words.append(f"--object-store-memory={SHORT_OF_MEMORY}")
        log = self.folder / f"{host}.log"
        with log.open("wb") as output:
            self.nodes[host] = subprocess.Popen(
                [Path(sys.executable).with_name("ray"), *words, *options],
                stdout=output,
                stderr=output,
                env=os.environ | ENVIRONMENT,
                start_new_session=True,
            )
        deadline = time.monotonic() + FATAL_SECONDS
        while b"Ray runtime started" not in log.read_bytes():
            if self.nodes[host].poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"no Ray node at {host}: {log.read_text()[-3000:]}")
            time.sleep(0.1)

    def kill(self, host: str) -> None:
        """End a node and all of its workers at once, as a power cut does."""
        node = self.nodes.pop(host)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(node.pid, signal.SIGKILL)
        node.wait()

    def close(self) -> None:
        """End every node, and take the folder away."""
        for host in [*self.nodes]:
            self.kill(host)
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port(host: str) -> int:
    """Return a port of an address that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((host, 0))
        return int(listener.getsockname()[1])
