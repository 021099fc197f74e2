"""What is printed: sentences that read well, and an end in one line where nothing more can be written."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from keiretsu.cli.main import main; main()"]
FULL = Path("/dev/full")
LISTED = ["pack", "list", "--json"]


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a file that is always full")
@pytest.mark.parametrize("options", [["--version"], ["pack", "list"], LISTED])
def test_a_full_disk_is_one_line_with_a_code(options: list[str]) -> None:
    with FULL.open("w") as full:
        ended = subprocess.run([*COMMAND, *options], stdout=full, stderr=subprocess.PIPE, check=False)
    told = b"the output: there is no room left to write it; free some, or send the output elsewhere"
    assert (ended.returncode, ended.stderr) == (1, b"error cli.disk-full: " + told + b"\n")


def test_a_reader_that_has_gone_is_no_news() -> None:
    running = subprocess.Popen([*COMMAND, *LISTED], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.close()
    _, told = running.communicate()
    assert (running.returncode, told) == (1, b"")


def test_a_figure_of_the_whole_network_is_named_without_whom(keiretsu, workspace: Path) -> None:
    days = ("--from", "2024-01-01", "--to", "2025-12-31", "-w", workspace)
    whole = keiretsu("changes", "circularity", "circulating share", *days)
    assert "\ncirculating share: 0 on 2024-01-01, " in whole.out
    assert whole.out.rstrip().endswith("; +0 by the passing of time")
    one = keiretsu("changes", "contagion", "loss", "Beta Labs", *days)
    assert "\nloss of Beta Labs: 0 on 2024-01-01, " in one.out


def test_what_was_checked_is_counted(keiretsu, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Alpha Cloud competes with Beta Labs.", encoding="utf-8")
    place = tmp_path / "one.sqlite"
    keiretsu("init", place, "--pack", "none")
    keiretsu("read", tmp_path / "one.txt", "-w", place)
    assert "1 document, 1 document life, " in keiretsu("verify", "-w", place).out
