"""Write the parts of the proof that come from a machine: published numbers beside ours, and benchmarks.

    python scripts/proof.py

Works out all cases of ``tests/golden/data`` anew, which takes half a minute, and reads the benchmarks as
``python -m benchmarks --json > benchmarks/results.json`` has left them. Fills ``docs/proof.md`` between
its marks, and writes ``docs/reference/golden-numbers.md``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from golden_answers import DATA
from golden_table import TABLES, Row, answered, shown

ROOT = Path(__file__).resolve().parents[1]
PROOF = ROOT / "docs" / "proof.md"
NUMBERS = ROOT / "docs" / "reference" / "golden-numbers.md"
RESULTS = ROOT / "benchmarks" / "results.json"
HEAD = """# Published numbers

Each case with its source; of each figure the number that was published or worked out by hand, and ours. Of a
figure with several numbers, the one that is furthest off is shown, with how many there are. Made by
`python scripts/proof.py`; [what it proves](../proof.md)."""
Found: TypeAlias = dict[str, list[tuple[dict[str, Any], list[Row]]]]

NAMES = {
    "contagion": "clearing and DebtRank",
    "cross_holdings": "cross-holdings",
    "cycling": "cycling of ecosystems and cities",
    "stock_flow": "stock-flow models of a textbook",
    "input_output": "input-output",
    "cycles_circulation_concentration": "cycles, circulations, concentration",
    "signed_balance": "signed networks",
    "provenance": "flow tracing and round trips",
}


def main() -> None:
    """Write both pages."""
    found = {file: [(case, figures) for _, case, figures in answered(file)] for file in TABLES}
    NUMBERS.write_text(numbers_page(found), encoding="utf-8")
    text = filled(PROOF.read_text(encoding="utf-8"), "golden", golden_part(found))
    PROOF.write_text(filled(text, "benchmarks", benchmarks_part(measured())), encoding="utf-8")


def filled(text: str, name: str, part: str) -> str:
    """Return a page with what stands between two marks replaced."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    return marks.sub(lambda found: f"{found[1]}\n{part}\n\n{found[2]}", text)


def golden_part(found: Found) -> str:
    """Return one line a file: how many cases, figures and numbers, and how many are off."""
    lines = []
    for file, of_file in found.items():
        figures = [row for _, several in of_file for row in several]
        off = sum(not row.within for row in figures)
        link = f"[{NAMES[file]}](reference/golden-numbers.md#{file.replace('_', '-')})"
        numbers = sum(row.numbers for row in figures)
        lines.append((link, references(file), len(of_file), len(figures), f"{numbers:,}", off))
    return table(("what", "after", "cases", "figures", "numbers", "off"), lines)


def references(file: str) -> str:
    """Return after whom the cases of a file are."""
    told = json.loads((DATA / f"{file}.json").read_text(encoding="utf-8"))["references"]
    return str(told).split("; flows")[0].split("; claims")[0].split("; Z[")[0]


def numbers_page(found: Found) -> str:
    """Return the page of all published numbers beside ours."""
    parts = [HEAD]
    for file, of_file in found.items():
        name = NAMES[file][0].upper() + NAMES[file][1:]
        parts.append(f"## {name} {{ #{file.replace('_', '-')} }}")
        for case, figures in of_file:
            parts.append(f"### {case['id']}\n\n{case['source']}")
            parts.append(table(("figure", "numbers", "published", "ours", "within"), map(line, figures)))
    return "\n\n".join(parts) + "\n"


def line(row: Row) -> tuple[object, ...]:
    """Return a figure as a line."""
    return f"`{row.what}`", row.numbers, shown(row.expected), shown(row.got), "yes" if row.within else "NO"


def measured() -> list[dict[str, Any]]:
    """Return the benchmarks' lines as they were last kept."""
    found: list[dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def benchmarks_part(found: list[dict[str, Any]]) -> str:
    """Return a line a kernel and peer: its speed as a share of the first one's, and its memory."""
    lines = []
    for kernel, peers in groupby(found, key=lambda row: row["kernel"]):
        for place, row in enumerate(peers):
            memory = "" if row["memory_mb"] is None else f"{row['memory_mb']:,.0f} MB"
            lines.append(
                (f"`{kernel}`" if place == 0 else "", row["peer"], seconds(row), ratio(row["ratio"]), memory)
            )
    return table(("kernel", "peer", "seconds", "ratio", "memory"), lines)


def seconds(row: dict[str, Any]) -> str:
    """Return the seconds of a job, marked where they are scaled from a part of it."""
    return f"{row['seconds']:.3g}" + ("" if row["part"] == 1 else " (scaled)")


def ratio(number: float) -> str:
    """Return a ratio with two decimals, and a small one with two digits."""
    return f"{number:,.2f}" if number >= 0.1 else f"{number:.2g}"


def table(head: tuple[str, ...], lines: Iterable[tuple[object, ...]]) -> str:
    """Return a Markdown table."""
    cells = [head, ("---",) * len(head), *lines]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", r"\|") for cell in each) + " |" for each in cells
    )


if __name__ == "__main__":
    main()
