"""What the page for programmers tells a reader to type does run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "api.md"
FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
BLOCKS = FENCE.findall(PAGE.read_text(encoding="utf-8"))


@pytest.fixture
def reader(fresh_site, tmp_path):
    """Return a function that does in a reader's folder what a block says."""
    (tmp_path / "article.txt").write_text(
        "Alpha Cloud invested $1 billion in Epsilon Labs.", encoding="utf-8"
    )
    for kind, name, text in BLOCKS:
        if kind == "py":
            (tmp_path / name).write_text(text, encoding="utf-8")
    with fresh_site() as site:
        told = {"KEIRETSU_URL": site.url, "KEIRETSU_TOKEN": site.token}

        def run(*command: str) -> str:
            done = subprocess.run(
                command, cwd=tmp_path, env={**os.environ, **told}, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        yield run


def test_the_scripts_run_in_their_order(reader):
    asked, decided, simulated = [reader(sys.executable, name) for kind, name, _ in BLOCKS if kind == "py"]
    assert "Alpha Cloud -> Beta Labs: USD 6,000,000,000 a year" in asked
    assert "    Alpha Cloud invested $12 billion in Beta Labs" in asked
    assert "local" in decided or "root" in decided
    assert simulated.startswith("done ")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl isn't installed")
def test_the_commands_run(reader):
    commands = [text for kind, _, text in BLOCKS if kind == "sh"]
    assert len(commands) == 3
    for text in commands:
        kept = "\n".join(line for line in text.splitlines() if not line.startswith("export "))
        answers = reader("bash", "-ec", kept.replace("curl -s", "curl -sf"))
        assert answers.startswith("{")
