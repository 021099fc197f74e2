"""The pack that a reader makes with the page about it is linted as the page says, and installs as it says."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from keiretsu.cli.main import app

TITLED = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
SHOWN = "lint-says.txt"


@pytest.fixture(scope="module")
def page(repository):
    return (repository / "docs" / "how-to" / "own-pack.md").read_text(encoding="utf-8")


@pytest.fixture
def written(page, tmp_path, monkeypatch):
    """Make the pack as the page says, and write the files that it shows."""
    monkeypatch.chdir(tmp_path)
    assert type_in('pack new ports --title "Container ports"').exit_code == 0
    files = dict(TITLED.findall(page))
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    return files


def type_in(words):
    return CliRunner().invoke(app, re.findall(r'"[^"]+"|\S+', words))


def test_the_lint_says_what_the_page_shows(written):
    linted = type_in("pack lint ports")

    assert (linted.exit_code, linted.stdout) == (0, "ports: 1 note\n")
    assert linted.stderr == written[SHOWN]


def test_no_file_of_the_example_about_bicycles_is_left(written):
    for path in Path("ports").rglob("*.*"):
        if path.name not in ("README.md", "pyproject.toml"):
            assert "Cycles" not in path.read_text(encoding="utf-8"), path


def test_every_file_that_the_page_names_stands_in_the_reference(repository, page):
    reference = (repository / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")

    for name in re.findall(r"`(\w+\.(?:yaml|csv|toml))`", page):
        assert name in reference, name
