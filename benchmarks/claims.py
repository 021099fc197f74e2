"""A million claims: how long somebody waits for a page of those that are asked for.

``python -m benchmarks.claims`` serves a workspace of invented claims, in a file and then in PostgreSQL, and
asks for pages of claims as a person would: all of them, by words, by party, by what is claimed, the last
page that can be asked for. It prints the first wait of each, by a server that has just started, and the
median and the longest of those that follow.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.table import Table
from sites import RunningSite, serving

from benchmarks import databases
from benchmarks.printing import print_table
from benchmarks.records import EXTRACTOR, claims, documents
from keiretsu.store import Store

ASKED = {
    "all, the least sure first": "/claims",
    "page 20 of these": "/claims?offset=950",
    "a common word": "/claims?words=months",
    "a rare word": "/claims?words=4711",
    "two words and a phrase": '/claims?words=Firm+bought+"months+of+talks"',
    "a word that nobody says": "/claims?words=zeppelin",
    "a party": "/claims?party=Firm+42",
    "a relation and a status": "/claims?relation=invests&status=in_talks",
    "a layer, sure, with a sum": "/claims?layer=cloud&confidence_from=80&amount=yes",
    "days": "/claims?date_from=2024-06-01&date_to=2024-12-31",
    "a word of a relation": "/claims?words=contract&relation=supplies&layer=chips",
    "what was judged": "/claims?judged=accepted",
    "the interface: a party's": "/api/v1/claims?party=Firm+42&limit=50",
}


def main() -> None:
    """Measure on each database that there is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claims", description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    given = parser.parse_args()
    for name in ("sqlite", "postgresql"):
        if given.database in (name, "both"):
            with databases.empty(name) as address:
                run(name, address, given.claims, given.rounds)


def run(name: str, address: str, number: int, rounds: int) -> None:
    """Fill a workspace, serve it, and print how long each page took."""
    started = time.monotonic()
    fill(address, number)
    print(f"{name}: {number:,} claims written in {time.monotonic() - started:.0f} s")
    shown = Table("asked for", title=f"{name}: seconds for a page of {number:,} claims")
    for title in ("first", "median", "longest"):
        shown.add_column(title, justify="right")
    with (
        TemporaryDirectory(prefix="keiretsu-claims-") as folder,
        serving(address, state=Path(folder)) as site,
    ):
        site.get("/api/v1/workspace")
        for title, path in ASKED.items():
            first, *later = (_wait(site, path) for _ in range(1 + rounds))
            shown.add_row(title, f"{first:.3f}", f"{median(later):.3f}", f"{max(later):.3f}")
    print_table(shown)


def fill(address: str, number: int) -> None:
    """Write claims with their documents; searching them needs no deals."""
    said = claims(number)
    texts = documents(number)
    with Store.open(address).writer() as writer:
        writer.documents(texts)
        writer.claims([text.id for text in texts], said, EXTRACTOR)


def _wait(site: RunningSite, path: str) -> float:
    started = time.perf_counter()
    answer = site.get(path)
    taken = time.perf_counter() - started
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status} {answer.text[:300]}")
    return taken


if __name__ == "__main__":
    main()
