"""What the tests of faults share: a workspace on each database, notes to record, other processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from keiretsu.documents import Document
from keiretsu.errors import KeiretsuError
from keiretsu.store import Store, verify

ACTORS = Path(__file__).with_name("fault_actors.py")


@pytest.fixture
def store(address) -> Store:
    """An empty workspace, on each database that there is."""
    return Store.open(address)


@pytest.fixture
def note() -> Callable[..., Document]:
    """Return a function that writes a note with a claim to be found in it."""
    return lambda number=1: Document(
        f"Alpha Corp invested ${number} billion in Beta Inc.", name=f"note-{number}.txt"
    )


@pytest.fixture
def record() -> Callable[..., None]:
    """Return a function that records documents in one step."""

    def write(store: Store, *documents: Document, **options: object) -> None:
        with store.writer(**options) as writer:
            writer.documents(documents)

    return write


@pytest.fixture
def refused() -> Callable[..., str]:
    """Return a function that does what must be refused, and gives the code and the line of the refusal."""

    def code_of(action: Callable[..., object], *arguments: object) -> str:
        with pytest.raises(KeiretsuError) as raised:
            action(*arguments)
        line = str(raised.value)
        assert "\n" not in line
        assert line.startswith(f"error {raised.value.problem.code}: ")
        return raised.value.problem.code

    return code_of


@pytest.fixture
def sound() -> Callable[[Store], None]:
    """Return a function that finds no fault in a workspace."""

    def check(store: Store) -> None:
        assert verify(store).problems == ()

    return check


@pytest.fixture
def act() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that starts another process; see ``fault_actors.py``."""
    started = []

    def start(*words: object) -> subprocess.Popen[str]:
        command = [sys.executable, str(ACTORS), *map(str, words)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()
