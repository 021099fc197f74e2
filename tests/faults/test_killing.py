"""The script that kills keiretsu at random points, a few times; many: ``docs/explanation/faults.md``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("killing.py")


@pytest.mark.parametrize(("store", "more"), [("sqlite", []), ("postgresql", ["--server-kills", "2"])])
def test_a_killed_step_loses_nothing_and_leaves_nothing_half_written(request, tmp_path, store, more) -> None:
    if store == "postgresql":
        request.getfixturevalue("postgresql")  # for its word on what is missing
    out = tmp_path / "trials.json"
    command = [sys.executable, str(SCRIPT), "--store", store, "--times", "10", "--out", str(out), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    trials = json.loads(out.read_text())["trials"]
    assert len(trials) == 10 + sum(map(int, more[1:]))
    assert {trial["step"] for trial in trials} == {"read", "extract", "reconcile", "judge", "review"}
    assert any(trial["at"] != "over" for trial in trials)
    assert [trial["faults"] for trial in trials if trial["faults"]] == []
