"""Run the kernels and print one table."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from benchmarks.kernel import Settings, kernel_names
from benchmarks.measure import Row, measure
from benchmarks.printing import print_table

ROUNDS = 3


def main() -> None:
    """Measure the kernels named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("kernels", nargs="*", metavar="KERNEL", help=f"of {', '.join(kernel_names())}")
    parser.add_argument(
        "--documents", type=Path, metavar="DIR", help="texts to read; else those of the packs"
    )
    parser.add_argument("--claims", type=int, default=Settings.claims, help="claims for the store's kernels")
    parser.add_argument("--firms", type=int, default=Settings.firms, help="firms for the measures' kernels")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns each; the median counts")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.kernels) - set(kernel_names())):
        parser.error(f"no kernel {', '.join(unknown)}; there are {', '.join(kernel_names())}")
    if asked.rounds < 1 or asked.claims < 1 or asked.firms < 2:
        parser.error("--rounds and --claims must be 1 or more, and --firms 2 or more")
    settings = Settings(asked.documents, asked.claims, asked.firms)
    rows: list[Row] = []
    for name in asked.kernels or kernel_names():
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows += measure(name, settings, asked.rounds)
    show(rows, as_json=asked.json)


def show(rows: list[Row], *, as_json: bool) -> None:
    """Print the rows, as a table or as JSON."""
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        print_table(table(rows))


def table(rows: list[Row]) -> Table:
    """Return the table."""
    shown = Table("kernel", "peer")
    for title in ("seconds", "per second", "ratio", "memory"):
        shown.add_column(title, justify="right")
    for row in rows:
        memory = "" if row.memory_mb is None else f"{row.memory_mb:,.0f} MB"
        rate = f"{row.per_second:,.0f} {row.unit}"
        peer = row.peer if row.part == 1 else f"{row.peer} (scaled from {row.part:.3g} of the job)"
        shown.add_row(row.kernel, peer, f"{row.seconds:.3f}", rate, _ratio(row.ratio), memory)
    return shown


def _ratio(ratio: float) -> str:
    """Return a ratio with two decimals, and a small one with two digits."""
    return f"{ratio:,.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


if __name__ == "__main__":
    main()
