"""Pages that MkDocs makes while it builds: words, problems, assumptions, commands and rooms.

MkDocs calls :func:`on_config` and :func:`on_files` (``hooks`` in ``mkdocs.yml``). What is generated
is never committed, so that it can't drift from the code.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from library_pages import library_pages
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from keiretsu.errors import catalogue
from keiretsu.network import Assumptions
from keiretsu.simulation.industry.levers import LEVERS
from keiretsu.simulation.industry.mechanism import ORDER, Mechanism, mechanisms
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.industry.variables import VARIABLES
from keiretsu.vocabulary import bases, layers, relations, reliabilities, statuses, terms

FOLDERS = {
    "How-to": "how-to",
    "Reference": "reference",
    "Explanation": "explanation",
    "Decisions": "decisions",
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lay out the navigation: what is in a folder is in its section."""
    docs = Path(config.docs_dir)
    nav: list[Any] = [{"Home": "index.md"}, "tutorial.md", "proof.md"]
    library = [name for name in library_pages() if name.startswith("reference/library/")]
    first = [f"how-to/{name}.md" for name in config.extra["how_to"]]
    for title, folder in FOLDERS.items():
        written = {path.relative_to(docs).as_posix() for path in (docs / folder).glob("*.md")}
        made = {name for name in PAGES if name.startswith(f"{folder}/")}
        rooms = ["reference/library.md", {"Rooms": library}, "errors/index.md"]
        rest = (written | made) - set(first)
        pages = [page for page in first if page in written] + sorted(rest, key=lambda page: page[:-3])
        nav.append({title: pages + (rooms if folder == "reference" else [])})
    config.nav = nav
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for name, text in generated():
        files.append(File.generated(config, name, content=text))
    return files


def generated() -> Iterator[tuple[str, str]]:
    """Yield each generated page: its name below ``docs/`` and its text."""
    for name, make in PAGES.items():
        yield name, make()
    yield from library_pages().items()
    for code in catalogue():
        yield f"errors/{code}/index.md", problem_page(code)


def vocabulary_page() -> str:
    """Return the page of the words that claims are written in."""
    parts = [
        "# Vocabulary\n\nThe words that claims are written in. A word outside of these is refused.",
        "## Relations",
        table(
            ("relation", "direction", "meaning", "money"),
            (
                (
                    f"`{each.name}`",
                    f"{each.subject} {'↔' if each.symmetric else '→'} {each.object}",
                    each.meaning,
                    each.money.replace("_", " "),
                )
                for each in relations().values()
            ),
        ),
        "## Layers\n\nFrom the ground up. In other industries the text's own noun, as in `aircraft`.",
        meanings(layers().values()),
        "## Statuses\n\nHow far the text says that a deal is.",
        table(
            ("status", "meaning", "binding"),
            ((f"`{each.name}`", each.meaning, yes(each.binding)) for each in statuses().values()),
        ),
        "## Bases of an amount",
        meanings(bases().values()),
        "## Terms",
        table(
            ("term", "meaning", "about"),
            ((f"`{each.name}`", each.meaning, each.about) for each in terms().values()),
        ),
        "## Reliabilities\n\nOf sources, the most reliable first. Where nothing is known, it is `press`.",
        meanings(reliabilities().values()),
    ]
    return "\n\n".join(parts)


def assumptions_page() -> str:
    """Return the page of the named assumptions."""
    rows = (
        (f"`{each.name}`", f"{each.value:g} {each.unit}", each.meaning, each.source) for each in Assumptions()
    )
    return (
        "# Assumptions\n\nWhat no source says and the network needs, with its value where a pack gives "
        "no other. Every report prints the ones in force, and `why` marks what rests on them.\n\n"
        + table(("name", "value", "meaning", "why this value"), rows)
    )


def behaviours_page() -> str:
    """Return the page of how an industry behaves: its mechanisms, and what they share."""
    head = (
        "# Behaviours of an industry\n\nWhat the simulation of an industry is made of, in the order in which "
        "it acts within a quarter. [What it means](../explanation/industry.md)."
    )
    parts = [
        head,
        *(mechanism_part(turn, mechanisms()[turn]) for turn in ORDER),
        "## Variables\n\nWhat the behaviours share: one value of each a firm, edge or pair, on every path.",
        table(
            ("name", "one a", "set by", "meaning"),
            ((f"`{name}`", each.per, each.set_by, each.meaning) for name, each in VARIABLES.items()),
        ),
        "## Levers\n\nWhat a scenario can move, and what it is at rest.",
        table(
            ("name", "one a", "at rest", "meaning"),
            ((f"`{name}`", each.per, f"{each.value:g}", each.meaning) for name, each in LEVERS.items()),
        ),
        "## Outcomes\n\nWhat is measured of each quarter.",
        table(
            ("name", "one a", "unit", "meaning"),
            ((f"`{each.name}`", each.per, each.unit, each.about) for each in OUTCOMES.values()),
        ),
    ]
    return "\n\n".join(parts)


def mechanism_part(turn: str, mechanism: Mechanism) -> str:
    """Return the section of one behaviour."""
    rows = (
        (f"`{name}`", f"{each.value:g}", each.range, each.unit, each.meaning, each.source or "assumption")
        for name, each in mechanism.parameters.items()
    )
    read = table(("parameter", "value", "range", "unit", "meaning", "source"), rows)
    said = (
        f"## {turn}\n\n{mechanism.about}\n\n**Rule.** {mechanism.equation}\n\n**Source.** {mechanism.source}"
    )
    return f"{said}\n\n{read}" if mechanism.parameters else said


def problems_page() -> str:
    """Return the list of the problem codes."""
    rows = ((f"[{code}]({code}/index.md)", entry.meaning) for code, entry in sorted(catalogue().items()))
    return (
        "# Problems\n\nWhat keiretsu can find wrong, by code. A line of a problem reads: severity, code, "
        "where, what; what next. The rest of the batch goes on.\n\n" + table(("code", "meaning"), rows)
    )


def problem_page(code: str) -> str:
    """Return the page of one problem code."""
    entry = catalogue()[code]
    return f"# {code}\n\n{entry.meaning}\n\n**Cause.** {entry.cause}\n\n**Cure.** {entry.cure}\n"


def commands_page() -> str:
    """Return the page of the command line, from its own help."""
    ask = [sys.executable, "-m", "typer", "keiretsu.cli.main", "utils", "docs", "--name", "keiretsu"]
    help_text = subprocess.run(ask, check=True, capture_output=True, text=True).stdout  # noqa: S603
    summary, rest = help_text.split("**Commands**:", 1)
    commands = rest[rest.index("\n## ") :]  # the list before them cuts its lines short
    return summary.replace("# `keiretsu`", "# Command line", 1) + commands


def meanings(entries: Iterable[Any]) -> str:
    """Return words with their meanings as a table."""
    return table(("word", "meaning"), ((f"`{each.name}`", each.meaning) for each in entries))


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    lines = [list(head), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)


def yes(flag: bool) -> str:  # noqa: FBT001 - one word for one bit
    """Return ``yes`` or nothing."""
    return "yes" if flag else ""


PAGES: dict[str, Callable[[], str]] = {
    "reference/assumptions.md": assumptions_page,
    "reference/behaviours.md": behaviours_page,
    "reference/commands.md": commands_page,
    "reference/vocabulary.md": vocabulary_page,
    "errors/index.md": problems_page,
}
