"""Readers and reviewers at one server: does anything fail or get lost, and how long do they wait?

``python -m benchmarks.web`` serves a workspace of invented claims, in a file and then in PostgreSQL, to
fifty readers and five reviewers for five minutes each, all of them on this machine. It prints the waits by
kind of request, and checks in the end that every judgement that was confirmed stands in the workspace.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from threading import Lock, Thread

from rich.table import Table
from sites import serving

from benchmarks import databases
from benchmarks.printing import print_table
from benchmarks.records import EXTRACTOR, claims, documents
from benchmarks.visitors import Reader, Reviewer, Visitor, Wait
from keiretsu.service.accounts.accounts import Accounts
from keiretsu.service.accounts.events import Actor
from keiretsu.service.identity import Role
from keiretsu.store import Store
from keiretsu.workspace import Workspace

PARTIES, DEALS = 500, 3_000


@dataclass(frozen=True)
class Asked:
    """How many claims, readers and reviewers, for how long, and how long each looks at what came."""

    claims: int
    readers: int
    reviewers: int
    minutes: float
    look: float


@dataclass
class Tally:
    """What all visitors met."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def note(self, wait: Wait) -> None:
        """Take in one answer."""
        with self.lock:
            self.waits[wait.kind].append(wait.seconds)
            self.statuses[wait.status] += 1
            if wait.error:
                self.errors.append(wait.error)


def main() -> None:
    """Measure on each database that there is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--reviewers", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument(
        "--look", type=float, default=5.0, help="seconds that each looks at an answer, on average"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    given = parser.parse_args()
    asked = Asked(given.claims, given.readers, given.reviewers, given.minutes, given.look)
    failed = False
    for name in ("sqlite", "postgresql"):
        if given.database in (name, "both"):
            with databases.empty(name) as address:
                failed |= run(name, address, asked)
    sys.exit(failed)


def run(name: str, address: str, asked: Asked) -> bool:
    """Serve a workspace to all visitors, print what they met, and tell whether anything went wrong."""
    started = time.monotonic()
    fill(address, asked.claims)
    print(f"{name}: {asked.claims:,} claims of {DEALS:,} deals made in {time.monotonic() - started:.0f} s")
    tally = Tally()
    with TemporaryDirectory(prefix="keiretsu-load-") as folder, ExitStack() as stack:
        names = [f"reader{place}" for place in range(asked.readers)]
        names += [f"reviewer{place}" for place in range(asked.reviewers)]
        tokens = _users(Path(folder), names)
        site = stack.enter_context(serving(address, state=Path(folder)))
        visitors: list[Visitor] = [
            (Reviewer if who.startswith("reviewer") else Reader)(
                site.port, who, tokens[who], asked.look, tally.note
            )
            for who in names
        ]
        warm = visitors[0].warm_up()
        print(f"{name}: the first answers of a server that has just started took {warm:.1f} s together")
        _let_loose(visitors, asked.minutes)
        lost = _lost(address, [each for each in visitors if isinstance(each, Reviewer)])
    show(name, tally, visitors, lost)
    return bool(tally.errors or lost)


def fill(address: str, number: int) -> None:
    """Make the workspace: claims with their documents, and the deals that they add up to."""
    said = claims(number, PARTIES, DEALS)
    texts = documents(number, PARTIES, DEALS)
    with Store.open(address).writer() as writer:
        writer.documents(texts)
        writer.claims([text.id for text in texts], said, EXTRACTOR)
    Workspace.open(address).reconcile()


def show(name: str, tally: Tally, visitors: list[Visitor], lost: list[str]) -> None:
    """Print the waits, the errors and what was lost."""
    shown = Table("kind", title=f"{name}: seconds that {len(visitors)} visitors waited")
    for title in ("answers", "median", "95th percentile", "longest"):
        shown.add_column(title, justify="right")
    for kind, waits in sorted(tally.waits.items()):
        cuts = quantiles(waits, n=20) if len(waits) > 1 else waits * 19
        shown.add_row(kind, f"{len(waits):,}", f"{cuts[9]:.3f}", f"{cuts[18]:.3f}", f"{max(waits):.3f}")
    print_table(shown)
    confirmed = sum(len(each.confirmed) for each in visitors if isinstance(each, Reviewer))
    told = sum(each.conflicts for each in visitors if isinstance(each, Reviewer))
    print(f"{name}: statuses {dict(sorted(tally.statuses.items()))}; errors {len(tally.errors)}")
    print(
        f"{name}: {confirmed:,} judgements confirmed, {len(lost)} lost, {told} refused because of another's"
    )
    for line in [*tally.errors[:10], *lost[:10]]:
        print(f"  {line}")


def _let_loose(visitors: list[Visitor], minutes: float) -> None:
    """Let all visitors go about the site at once, until the time is over."""
    until = time.monotonic() + 60 * minutes
    threads = [Thread(target=each.stroll, args=(until,), daemon=True) for each in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _lost(address: str, reviewers: list[Reviewer]) -> list[str]:
    """Return the confirmed judgements that the workspace doesn't hold in its history."""
    history = Workspace.open(address).store.view().judgement_history()
    held = {(one.judgement.signature.author, one.judgement.signature.reason) for one in history}
    return [
        f"{each.name}: {reason}"
        for each in reviewers
        for reason in each.confirmed
        if (each.name, reason) not in held
    ]


def _users(state: Path, names: list[str]) -> dict[str, str]:
    """Make an account for each visitor; return their tokens."""
    accounts, by = Accounts(state), Actor("benchmark")
    tokens = {}
    for name in names:
        role = Role.REVIEWER if name.startswith("reviewer") else Role.READER
        user = accounts.users.add(name, role, f"a long password of {name[::-1]}", by)
        tokens[name] = accounts.tokens.make(user.id, name, "benchmark", by)
    accounts.close()
    return tokens


if __name__ == "__main__":
    main()
