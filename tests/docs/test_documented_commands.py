"""Every command is explained by a page that a person wrote, and each of its options says what it does."""

import re

import pytest
import typer.main
from typer.core import TyperCommand, TyperGroup

from keiretsu.cli.main import app


def commands(group: TyperGroup, *above: str) -> dict[str, TyperCommand]:
    """Return the commands by the words that call them, those of groups as well."""
    found = {}
    for name, command in group.commands.items():
        called = (*above, name)
        found |= (
            commands(command, *called) if isinstance(command, TyperGroup) else {" ".join(called): command}
        )
    return found


COMMANDS = commands(typer.main.get_command(app))


@pytest.fixture(scope="module")
def written(repository) -> str:
    pages = [repository / "README.md", *(repository / "docs").rglob("*.md")]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_a_written_page(written, command):
    assert re.search(rf"(?:keiretsu|\./run) {command}\b", written)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(command):
    assert COMMANDS[command].help
    silent = [option.name for option in COMMANDS[command].params if not getattr(option, "help", None)]
    assert silent == []
