"""Every command is explained by a page that a person wrote, and each of its options says what it does."""

import re

import typer.main

from keiretsu.cli.main import app

COMMANDS = typer.main.get_command(app).commands


def test_every_command_stands_in_a_written_page(repository):
    pages = [repository / "README.md", *(repository / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    mentioned = set(re.findall(r"(?:keiretsu|\./run) ([a-z]+)", text))
    assert set(COMMANDS) - mentioned == set()


def test_every_command_and_option_has_help():
    for name, command in COMMANDS.items():
        assert command.help, name
        silent = [option.name for option in command.params if not getattr(option, "help", None)]
        assert silent == [], name
