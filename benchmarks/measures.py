"""Every measure beside its peers, on invented industries of several sizes, in one table.

``python -m benchmarks.measures`` takes about half an hour; name kernels or sizes for less.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

from benchmarks.__main__ import ROUNDS, show
from benchmarks.kernel import Settings
from benchmarks.measure import Row, measure

# The firms of the industry that each is timed on; none for those that don't work on an industry
SIZES: dict[str, tuple[int, ...]] = {
    "provenance": (1_000, 10_000, 100_000, 1_000_000),
    "clearing": (),
    "debtrank": (),
    "debtrank_original": (),
    "circulation": (100, 1_000, 10_000),
    "cycles": (1_000,),
    "claims_to_network": (),
    "sampling": (),
}


def main() -> None:
    """Measure the measures named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures", description=main.__doc__)
    parser.add_argument("kernels", nargs="*", metavar="KERNEL", help=f"of {', '.join(SIZES)}")
    parser.add_argument("--firms", type=int, nargs="+", metavar="N", help="sizes, in place of each one's own")
    parser.add_argument("--claims", type=int, default=Settings.claims, help="claims to make a network of")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns each; the median counts")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.kernels) - set(SIZES)):
        parser.error(f"no measure {', '.join(unknown)}; there are {', '.join(SIZES)}")
    if asked.rounds < 1 or asked.claims < 1 or min(asked.firms or [2]) < 2:
        parser.error("--rounds and --claims must be 1 or more, and --firms 2 or more")
    settings = Settings(claims=asked.claims)
    rows = [
        row for name in asked.kernels or SIZES for row in measured(name, settings, asked.firms, asked.rounds)
    ]
    show(rows, as_json=asked.json)


def measured(name: str, settings: Settings, firms: list[int] | None, rounds: int) -> list[Row]:
    """Measure a kernel at each size; the rows say which."""
    if not SIZES[name]:
        return measure(name, settings, rounds)
    return [
        replace(row, kernel=f"{name}, {size:,} firms")
        for size in firms or SIZES[name]
        for row in measure(name, replace(settings, firms=size), rounds)
    ]


if __name__ == "__main__":
    main()
