"""The reference is made from the code, and leaves out nothing that the library offers."""

import re
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

import pytest
import typer.main

import keiretsu as kr
from keiretsu.cli.main import app
from keiretsu.network import Assumptions

USED_OTHERWISE = {"api", "cli", "server", "service", "web"}  # as commands, pages and addresses
ROOMS = [each.name for each in iter_modules(kr.__path__) if each.name not in USED_OTHERWISE]


@pytest.mark.parametrize("room", ["keiretsu", *ROOMS])
def test_every_public_name_of_a_room_is_explained(made_pages, room):
    module = kr if room == "keiretsu" else import_module(f"keiretsu.{room}")
    page = made_pages[f"reference/library/{room}.md"]
    explained = re.findall(r"^## `(\w+)` \{ #\w+ \}\n\n(?=[^#\s])", page, re.MULTILINE)
    assert set(getattr(module, "__all__", [])) - set(explained) == set()
    assert explained


def test_every_name_is_listed_with_a_meaning(made_pages):
    rows = re.findall(
        r"^\| \[`(\w+)`\]\(library/([\w.]+\.md)#\w+\) \| (.*) \|$", made_pages["reference/library.md"], re.M
    )
    assert len(rows) > 200
    assert [
        name for name, page, meaning in rows if not meaning or f"reference/library/{page}" not in made_pages
    ] == []


def test_the_workspace_has_every_method(made_pages):
    offered = {
        name for name in dir(import_module("keiretsu.workspace").Workspace) if not name.startswith("_")
    }
    explained = re.findall(
        r"^### `Workspace\.(\w+)`\n\n", made_pages["reference/library/workspace.md"], re.MULTILINE
    )
    assert offered == set(explained)


def test_every_command_and_option_stands_in_the_command_line_page(made_pages):
    page = made_pages["reference/commands.md"]
    for words, command in commands(typer.main.get_command(app)):
        section = page.split(f"## `keiretsu {words}`\n")[1].split("\n## ")[0]
        options = [
            option for parameter in command.params for option in parameter.opts if option.startswith("--")
        ]
        assert [option for option in options if option not in section] == [], words


def commands(group, *above):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *above, name)
        else:
            yield " ".join((*above, name)), command


def test_every_assumption_is_listed(made_pages):
    page = made_pages["reference/assumptions.md"]
    assert [each.name for each in Assumptions() if f"| `{each.name}` |" not in page] == []


def test_every_group_of_entry_points_is_explained(repository):
    groups = {name for name in entry_points().groups if name.startswith("keiretsu.")}
    written = "\n".join(
        page.read_text(encoding="utf-8") for page in (repository / "docs" / "how-to").glob("*.md")
    )
    assert {group for group in groups if group not in written} == set()
