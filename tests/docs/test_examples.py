"""What the documentation tells a reader to type does run, page by page, in the order of the page."""

import doctest
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from keiretsu.cli.main import app
from keiretsu.simulation.industry.mechanism import mechanisms

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r'^```(\w*)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)

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


def with_databases(block, address):
    """Put databases of the tests' server in the place of those that a page names."""
    return re.sub(r"postgresql://clerk@db\.example/(\w+)", lambda found: address(found[1]), block)


def has_examples(page):
    return any(kind in ("python", "console", "pycon") for kind, _, _ in blocks(page))


def type_commands(block):
    for line, shown in typed(block):
        if not line.startswith("keiretsu "):
            continue
        words = [word for given in shlex.split(line)[1:] for word in expanded(given)]
        if words[0] == "serve":
            serve_for_a_moment(words)
            continue
        result = CliRunner().invoke(app, words)
        assert result.exit_code in (0, 1), f"{line}\n{result.output}"
        assert isinstance(result.exception, SystemExit | None), f"{line}\n{result.output}"
        assert not shown or printed_as(shown).fullmatch(result.output), f"{line}\n{result.output}"


def serve_for_a_moment(words):
    """Start the server as a reader does, and end it once it says where it is."""
    command = [Path(sys.executable).with_name("keiretsu"), *words, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert "http://127.0.0.1:" in server.stdout.readline()
        finally:
            server.terminate()


def typed(block):
    """Yield each line that is typed, with the lines that the page shows below it."""
    typed_at = [part for part in re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE) if part]
    for part in typed_at:
        line, *shown = part.rstrip("\n").split("\n")
        yield line, shown


def printed_as(shown):
    """Return the pattern of what is printed: ``...`` stands for a part of a line, or alone for any lines."""
    lines = ["(?:.*\\n)*?" if line.strip() == "..." else pattern_of(line) + "[ ]*\\n" for line in shown]
    return re.compile("".join(lines))


def pattern_of(line):
    return ".*?".join(re.escape(part) for part in line.rstrip().split("..."))


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


@pytest.fixture
def database(request):
    """Return a function that gives the address of the database of a name, empty at first."""

    @cache
    def address(name):
        server = request.getfixturevalue("postgresql")
        return server.address(server.database())

    return address


@pytest.mark.parametrize("guide", [page for page in PAGES if has_examples(page)], ids=lambda page: page.stem)
def test_examples_run(guide, reader, database, endpoint, reply):
    endpoint.replies = [reply.claims(OF_A_MODEL)]
    names = {"__name__": "example"}
    for kind, title, written in blocks(guide):
        block = with_databases(written, database) if kind in ("python", "console") else written
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
        elif kind == "pycon":
            session = doctest.DocTestParser().get_doctest(block, names, guide.stem, str(guide), 0)
            assert doctest.DocTestRunner().run(session).failed == 0


@pytest.mark.parametrize("guide", PAGES, ids=lambda page: page.stem)
def test_commands_that_need_more_than_the_page_are_understood(guide):
    """They need an id that the reader sees, a cluster, or hours; so that they are parsed, and not run."""
    for kind, _, block in blocks(guide):
        for line in re.findall(r"^keiretsu .+$", block, re.MULTILINE) if kind != "console" else ():
            understand(shlex.split(line, comments=True)[1:])


def understand(words):
    """Parse the words of a command, without doing what it says."""
    command = typer.main.get_command(app)
    context = command.make_context("keiretsu", list(words))
    while hasattr(command, "commands"):
        name, command, words = command.resolve_command(context, words)
        context = command.make_context(name, list(words), parent=context)


@pytest.mark.parametrize("wrong", ["frobnicate", "report --frobnicate", "judge frobnicate"])
def test_a_command_that_there_is_not_is_noticed(wrong):
    with pytest.raises(Exception, match="frobnicate"):
        understand(wrong.split())
