"""What the documentation tells a reader to type does run, page by page, in the order of the page."""

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from keiretsu.cli.main import app
from keiretsu.simulation.industry.mechanism import mechanisms

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)

OF_A_MODEL = {
    "quote": "Alpha Corp invested $2 billion in Beta Inc. last week.",
    "relation": "invests",
    "subject": "Alpha",
    "object": "Beta",
    "amount": {"low": 2e9, "high": 2e9, "currency": "USD", "basis": "total"},
    "status": "in_effect",
}
"""What a language model states of the text on the page about it."""


def blocks(page):
    return FENCE.findall(page.read_text(encoding="utf-8"))


def has_examples(page):
    return any(kind in ("python", "console") for kind, _, _ in blocks(page))


def type_commands(block):
    lines = block.replace("\\\n", " ").splitlines()
    for line in (line.removeprefix("$ ") for line in lines if line.startswith("$ keiretsu ")):
        words = [word for given in shlex.split(line)[1:] for word in expanded(given)]
        result = CliRunner().invoke(app, words)
        assert result.exit_code in (0, 1), f"{line}\n{result.output}"
        assert isinstance(result.exception, SystemExit | None), f"{line}\n{result.output}"


def expanded(word):
    """Do with a pattern what the shell does."""
    return sorted(str(path) for path in Path().glob(word)) if "*" in word else [word]


def make_installable(project):
    """Let Python find a reader's project as it does after ``pip install``: by its name and entry points."""
    told = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    metadata = project.parent / f"{told['name'].replace('-', '_')}-{told['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Name: {told['name']}\nVersion: {told['version']}\n", encoding="utf-8"
    )
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in entries.items())
        for group, entries in told["entry-points"].items()
    ]
    (metadata / "entry_points.txt").write_text("\n".join(groups), encoding="utf-8")


@pytest.fixture
def reader(demo_folder, tmp_path, monkeypatch):
    """Return a folder in which a reader types: with the demo, and with what is installed while reading."""
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("KEIRETSU_WORKSPACE", raising=False)
    yield monkeypatch
    mechanisms.cache_clear()


@pytest.mark.parametrize("guide", [page for page in PAGES if has_examples(page)], ids=lambda page: page.stem)
def test_examples_run(guide, reader, endpoint, reply):
    endpoint.replies = [reply.claims(OF_A_MODEL)]
    names = {"__name__": "example"}
    for kind, title, block in blocks(guide):
        if title:
            Path(title).parent.mkdir(parents=True, exist_ok=True)
            Path(title).write_text(block, encoding="utf-8")
            if Path(title).name == "pyproject.toml":
                make_installable(Path(title))
                reader.syspath_prepend(Path(title).parent.resolve())
                mechanisms.cache_clear()
        elif kind == "console":
            type_commands(block)
        elif kind == "python":
            exec(compile(block, str(guide), "exec"), names)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_of_the_root_pages_lead_somewhere(name):
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
