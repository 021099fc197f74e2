"""A file that the disk has damaged: every flipped byte is found, or is one that nothing rests on."""

from __future__ import annotations

import random
import shutil

import pytest
from kill_places import state

from keiretsu.errors import StoreError
from keiretsu.store import Store, backup, verify
from keiretsu.workspace import Workspace

FLIPS = 40


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A workspace with records of most kinds."""
    folder = tmp_path_factory.mktemp("damage")
    workspace = Workspace.create(folder / "deals.sqlite", pack="none")
    for number in (1, 2):
        (folder / f"{number}.txt").write_text(f"Alpha Corp invested ${number} billion in Beta Inc.")
    workspace.read([folder / "1.txt", folder / "2.txt"])
    workspace.extract()
    workspace.reconcile()
    workspace.judge_as("Ann").accept(workspace.claims()[0].id, "the filing says so")
    return folder / "deals.sqlite"


def damaged(path, folder, place, byte):
    copy = folder / f"{place}.sqlite"
    shutil.copyfile(path, copy)
    with copy.open("r+b") as file:
        file.seek(place)
        file.write(bytes([byte]))
    return copy


def is_found(path) -> bool:
    """Tell whether opening or verifying finds fault with a file."""
    try:
        return verify(Store.open(path)).problems != ()
    except StoreError:
        return True


@pytest.mark.parametrize("seed", range(FLIPS))
def test_a_flipped_byte_is_found_or_changes_nothing(path, tmp_path, seed) -> None:
    dice = random.Random(seed)
    content = path.read_bytes()
    written = [place for place, byte in enumerate(content) if byte]
    place = dice.choice(written)
    copy = damaged(path, tmp_path, place, content[place] ^ dice.randrange(1, 256))
    assert is_found(copy) or state(Store.open(copy)) == state(Store.open(path))


@pytest.mark.parametrize("length", [0.25, 0.5, 0.75, 0.99])
def test_a_file_that_was_cut_short_is_found(path, tmp_path, length) -> None:
    copy = tmp_path / "short.sqlite"
    content = path.read_bytes()
    copy.write_bytes(content[: int(len(content) * length)])
    # What is cut from the last page may be empty, and is read as such: nothing is lost then.
    assert is_found(copy) or state(Store.open(copy)) == state(Store.open(path))


def test_no_backup_is_made_of_a_damaged_file(path, tmp_path) -> None:
    content = path.read_bytes()
    copy = tmp_path / "deals.sqlite"
    copy.write_bytes(content[: len(content) // 2] + b"\x00" * (len(content) // 2))
    with pytest.raises(StoreError) as raised:
        backup(Store.open(copy), tmp_path / "friday.sqlite")
    assert raised.value.problem.code == "workspace.corrupt"
    assert [file.name for file in tmp_path.iterdir()] == ["deals.sqlite"]
