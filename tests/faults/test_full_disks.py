"""A disk without room: the step is taken back as a whole, and goes through once there is room.

The disks are real ones of a few megabytes, in memory. The server's is a tablespace of its own, as
its log is on another disk; a server whose log has no room stops, which is a lost connection.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from keiretsu.documents import Document
from keiretsu.errors import StoreError
from keiretsu.store import Store
from keiretsu.workspace import Workspace


def mount(folder: Path, options: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        failed = subprocess.run(command, capture_output=True, check=False).returncode != 0
    except FileNotFoundError:
        failed = True
    if failed:
        pytest.skip("needs the right to mount a small disk")


@pytest.fixture
def disk():
    """Return a function that mounts a disk of some megabytes."""
    folders = []

    def make(megabytes: int) -> Path:
        folder = Path(tempfile.mkdtemp())
        try:
            mount(folder, f"size={megabytes}m")
        except BaseException:
            folder.rmdir()
            raise
        folders.append(folder)
        return folder

    yield make
    for folder in folders:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


@pytest.fixture(params=["sqlite", "postgresql"])
def small(request, disk):
    """A workspace on a small disk, and the function that makes room there."""
    if request.param == "sqlite":
        folder = disk(2)
        Workspace.create(folder / "deals.sqlite", pack="none")
        yield str(folder / "deals.sqlite"), lambda: mount(folder, "remount,size=64m")
        return
    server = request.getfixturevalue("postgresql")
    folder = disk(10)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        folder.chmod(0o700)
    server.run(f"CREATE TABLESPACE small LOCATION '{folder}'")
    address = server.address(server.database(more="TABLESPACE small"))
    Workspace.create(address, pack="none")
    yield address, lambda: mount(folder, "remount,size=128m")
    server.drop(address)
    server.run("DROP TABLESPACE small")


def noise(number: int, megabytes: int = 1) -> str:
    """Return text that no database can press together."""
    dice = random.Random(number)
    return "".join(dice.choices("abcdefghijklmnopqrstuvwxyz     ", k=megabytes * 2**20))


def test_reading_is_taken_back_and_goes_through_later(small, note, refused, sound, tmp_path) -> None:
    address, make_room = small
    workspace = Workspace.open(address)
    (tmp_path / "first.txt").write_text(note(1).text)
    workspace.read([tmp_path / "first.txt"])
    workspace.extract()
    claims = workspace.claims()
    assert claims
    folder = tmp_path / "more"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(noise(number))
    known_by = workspace.vintage().known_by
    assert refused(workspace.read, [folder]) == "workspace.disk-full"
    assert refused(workspace.read, [folder]) == "workspace.disk-full"
    again = Workspace.open(address)
    assert again.vintage().known_by == known_by
    assert [document.name for document in again.documents()] == ["first.txt"]
    assert again.claims() == claims
    sound(again.store)
    make_room()
    assert again.read([folder]).new == 12
    sound(again.store)


def test_a_decision_is_taken_back_or_stands_while_the_disk_fills(small, note, record, refused, sound) -> None:
    address, make_room = small
    store = Store.open(address)
    record(store, note(1))
    workspace = Workspace.open(address)
    workspace.extract()
    claim = workspace.claims()[0]
    desk = workspace.judge_as("Ann")
    acknowledged, code, number = 0, None, 0
    while code is None:
        number += 1
        try:
            record(store, Document(noise(number), name=f"{number}.txt"))
            desk.annotate(claim.id, f"{number}: {noise(number)[:200_000]}")
        except StoreError as error:
            code = error.problem.code
        else:
            acknowledged = number
    assert code == "workspace.disk-full"
    standing = store.view().judgements()
    noted = {int(one.signature.reason.partition(":")[0]) for one in standing}
    assert noted == set(range(1, acknowledged + 1))
    sound(store)
    make_room()
    desk.look()
    desk.annotate(claim.id, "see the annex")
    assert len(store.view().judgements()) == acknowledged + 1
    sound(store)
