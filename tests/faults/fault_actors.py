"""Other processes that work on a workspace: ``python fault_actors.py PART ADDRESS ...``.

Each prints a line for what it did; ``judge`` waits for a line before each decision, ``write`` goes
on until its input is closed.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from keiretsu.documents import Document
from keiretsu.errors import KeiretsuError
from keiretsu.store import Store
from keiretsu.workspace import Workspace

TOLD = "told"
"""The name of the setting that each step of ``write`` gives the number of documents that there are then."""


def judge(address: str, author: str, *claims: str) -> None:
    """Reject claims, each when told to."""
    desk = Workspace.open(address).judge_as(author)
    for claim in claims:
        desk.look()
        say("ready")
        sys.stdin.readline()
        try:
            desk.reject(claim, f"{author} knows better")
        except KeiretsuError as error:
            say(str(error))
        else:
            say("recorded")


def write(address: str) -> None:
    """Record steps of three documents each, and with them how many documents there are then."""
    store = Store.open(address)
    stopped = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()
    number = 0
    while not stopped.is_set():
        with store.writer() as writer:
            for _ in range(3):
                number += 1
                writer.documents([Document(f"Alpha buys Beta, part {number}.", name=f"{number}.txt")])
            writer.setting(TOLD, str(number))
        say(str(number))


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


PARTS: dict[str, Callable[..., None]] = {"judge": judge, "write": write}

if __name__ == "__main__":
    PARTS[sys.argv[1]](*sys.argv[2:])
