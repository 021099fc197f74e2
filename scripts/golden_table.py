"""Print what the measures and the accounting core make of published numbers, beside these numbers.

    python scripts/golden_table.py [--failing]

One line a figure: the table and the case it is from, what it is, the number expected, the number got, and
whether it is within the case's tolerance. Of a figure with several numbers, the one furthest off is printed.
Ends with 1 if a number is off. The numbers and their sources are those of ``tests/golden/data``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import golden_answers as answer
import numpy as np
from golden_answers import LEAST, Answers, Case, cases

HEADER = "table | case | what | expected | got | within tolerance"
TABLES: dict[str, dict[str | None, tuple[str, Callable[[Case], Answers]]]] = {
    "contagion": {
        "clearing": ("01", answer.clearing),
        "clearing_with_costs": ("02", answer.clearing),
        "debtrank": ("03", answer.debtrank),
        "debtrank_of_each": ("03", answer.debtrank_of_each),
    },
    "cross_holdings": {"dependency": ("04", answer.dependency), "cascade": ("04", answer.cascade)},
    "cycling": {None: ("05", answer.cycling)},
    "stock_flow": {None: ("06", answer.stock_flow)},
    "input_output": {None: ("07", answer.input_output)},
    "cycles_circulation_concentration": {
        "cycle_count": ("08", answer.cycle_count),
        "max_circulation": ("08", answer.max_circulation),
        "concentration_or_centrality": ("08", answer.concentration),
    },
    "signed_balance": {None: ("09", answer.signed_balance)},
    "provenance": {
        "bialek4_average": ("10", answer.bialek_average),
        "bialek4_gross": ("10", answer.bialek_gross),
        "roundtrip_two_firm": ("10", answer.two_firms_unlabelled),
        "roundtrip_labelled": ("10", answer.two_firms_labelled),
        "bounds_two_firm": ("10", answer.two_firms_bounds),
    },
}


@dataclass(frozen=True)
class Row:
    """A figure of a case: the number that is furthest off, and whether all are within tolerance."""

    case: str
    what: str
    numbers: int
    expected: object
    got: object
    within: bool

    def __str__(self) -> str:
        """Return the row's part of the line."""
        what = f"{self.what} ({self.numbers} numbers)" if self.numbers > 1 else self.what
        verdict = "yes" if self.within else "NO"
        return f"{self.case} | {what} | {shown(self.expected)} | {shown(self.got)} | {verdict}"


def shown(value: object) -> str:
    """Write a number with 12 digits, anything else as it is."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def leaves(value: object, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each number of nested lists and mappings, with its place."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, Mapping):
        parts = list(value.items())
    elif isinstance(value, list | tuple):
        parts = list(enumerate(value))
    else:
        yield place, value
        return
    yield f"{place} length", len(parts)
    for key, part in parts:
        yield from leaves(part, f"{place}[{key}]")


def compare(case: Case, what: str, expected: object, got: object, tolerance: Mapping[str, float]) -> Row:
    """Compare each number expected with the one got."""
    wanted, found = dict(leaves(expected)), dict(leaves(got))
    excess = {place: over(value, found.get(place), tolerance) for place, value in wanted.items()}
    numbers = [place for place in wanted if not place.endswith(" length")]
    worst = max(numbers or wanted, key=lambda place: excess[place])
    within = max(excess.values()) <= 0 and wanted.keys() == found.keys()
    return Row(case["id"], what + worst, len(numbers), wanted[worst], found.get(worst), within)


def over(expected: object, got: object, tolerance: Mapping[str, float]) -> float:
    """Return by how much a number is further off than it may be; whole numbers and names must be equal."""
    if not isinstance(got, float):
        return 0.0 if got == expected else np.inf
    wanted = float(str(expected))
    allowed = max(tolerance.get("abs", 0.0), LEAST) + tolerance.get("rel", 0.0) * abs(wanted)
    return abs(got - wanted) - allowed if got == got else np.inf


GIVEN = {"new_final_demand"}  # stands among what is expected, and is a question


def rows(case: Case, answers: Answers) -> Iterator[Row]:
    """Yield a row for each figure of a case, and for each as it was printed where it was published."""
    for what, expected in case["expected"].items():
        if what not in GIVEN and expected is not None:
            yield compare(case, what, expected, answers.get(what), case["tolerance"])
    for what, (value, tolerance) in printed(case).items():
        yield compare(case, f"{what} as printed", value, answers.get(what), {"abs": tolerance})


def printed(case: Case) -> dict[str, tuple[Any, float]]:
    """Return the figures as they were printed, and by how much that rounds them."""
    published = case.get("published") or {}
    if "values" in published:
        return {what: (value, published["abs"][what]) for what, value in published["values"].items()}
    return {what: (one["value"], one["abs"]) for what, one in published.items()}


def answered(file: str) -> Iterator[tuple[str, Case, list[Row]]]:
    """Yield each case of a file, with the number of its table before it and its figures behind."""
    for case in cases(file):
        number, of_case = TABLES[file][case["id"] if file == "provenance" else case.get("kind")]
        yield number, case, list(rows(case, of_case(case)))


def table() -> Iterator[tuple[str, Row]]:
    """Yield the number of the table and the row, for all cases."""
    for file in TABLES:
        for number, _, found in answered(file):
            yield from ((number, row) for row in found)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description="What the measures and the accounting core make of published numbers."
    )
    parser.add_argument("--failing", action="store_true", help="print only what is off")
    only_failing = parser.parse_args().failing
    print(HEADER)
    all_rows = sorted(table(), key=lambda numbered: numbered[0])
    for number, row in all_rows:
        if not (row.within and only_failing):
            print(f"{number} | {row}")
    off = sum(not row.within for _, row in all_rows)
    numbers = sum(row.numbers for _, row in all_rows)
    counted = len({(number, row.case) for number, row in all_rows})
    print(f"{counted} cases, {len(all_rows)} figures, {numbers} numbers: {off} figures off")
    return int(off > 0)


if __name__ == "__main__":
    sys.exit(main())
