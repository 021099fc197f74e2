"""The command line as a user meets it, and a small industry to try it on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from keiretsu.cli.main import main

ARTICLES = {
    "alpha-invests.txt": "Alpha Cloud invested $10 billion in Beta Labs on 3 March 2025.",
    "beta-rents.txt": "Beta Labs signed a $50 billion deal in April 2025 to rent servers from Alpha Cloud.",
    "gamma.txt": "Gamma Chips supplies chips to Alpha Cloud. Gamma Chips competes with Delta Silicon.",
}


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def lines(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.strip()]


@pytest.fixture
def keiretsu(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run the command line in this process and return what it did."""

    def run(*arguments: str | Path) -> Outcome:
        status = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        printed = capsys.readouterr()
        return Outcome(status, printed.out, printed.err)

    return run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with three short articles of an invented industry."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def workspace(tmp_path: Path, articles: Path, keiretsu: Callable[..., Outcome]) -> Path:
    """A workspace without a pack, taken the whole way to deals."""
    place = tmp_path / "industry.sqlite"
    for step in (
        ("init", "--pack", "none"),
        ("read", articles, "--published", "2025-05-01"),
        ("extract",),
        ("reconcile",),
    ):
        assert keiretsu(*step, "--workspace", place).status == 0
    return place
