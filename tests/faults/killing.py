"""Kill keiretsu at random points of its work, and look whether anything is lost or half-written.

    python tests/faults/killing.py --store sqlite --times 200 --seed 1
    python tests/faults/killing.py --store postgresql --times 200 --server-kills 20 --seed 1

Each time one step (read, extract, reconcile, judge, review) runs in a process of its own, which is
killed (SIGKILL) at a random point: half of the times anywhere in the step, half from the begin of
one of its transactions on, up to just after its end. After that

- the workspace opens, and ``verify`` finds no fault in it;
- it holds the work of a whole number of acts, all that were acknowledged among them, and at most
  the one beyond that was under way;
- the step is done again, or gone on with, and ends as it does undisturbed.

Exits with 1 where any of this fails.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import cycle, islice
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))

from kill_material import write_articles
from kill_places import Databases, Files, Place
from kill_steps import steps
from kill_trials import Course, Trial, kill_server, kill_step, rehearse

from keiretsu.workspace import Workspace

PLACES = ("between", "writing", "committing", "over")
STEPS = ("read", "extract", "reconcile", "judge", "review")


def main() -> int:
    """Run the trials that were asked for, print a table, and tell whether all went well."""
    asked = _arguments()
    begun = time.monotonic()
    trials: list[Trial] = []
    with tempfile.TemporaryDirectory(prefix="keiretsu-faults-") as name:
        folder = Path(name)
        articles = write_articles(folder)
        _warm(folder, articles)
        place: Place = Files(folder) if asked.store == "sqlite" else Databases()
        try:
            courses = rehearse(place, steps(articles))
            _tell(courses)
            for trial in _trials(place, courses, asked):
                trials.append(trial)
                _tell_fault(trial)
                if len(trials) % 20 == 0:
                    print(f"{len(trials)} kills, {time.monotonic() - begun:.0f} s", flush=True)
                if time.monotonic() - begun > asked.seconds:
                    print(f"stopped after {asked.seconds} s")
                    break
        finally:
            place.close()
    seconds = round(time.monotonic() - begun, 1)
    print(table(trials))
    print(f"{len(trials)} kills in {seconds} s, seed {asked.seed}")
    if asked.out:
        result = {
            "store": asked.store,
            "seed": asked.seed,
            "seconds": seconds,
            "trials": list(map(asdict, trials)),
        }
        asked.out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return int(any(trial.faults for trial in trials))


def table(trials: list[Trial]) -> str:
    """Return the counts of each step, as a table in Markdown."""
    heads = ("step", "killed", "kills", *PLACES, "stands", "taken back", "faults")
    groups: dict[tuple[str, str], list[Trial]] = {}
    for trial in sorted(trials, key=lambda trial: (trial.killed == "server", STEPS.index(trial.step))):
        groups.setdefault((trial.step, trial.killed), []).append(trial)
    rows = [_row(*names, group) for names, group in groups.items()]
    lines = [heads, ["---"] * len(heads), *rows, _row("all", "", trials)]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _row(step: str, killed: str, trials: list[Trial]) -> list[object]:
    places = Counter(trial.at for trial in trials)
    written = [trial for trial in trials if trial.at in ("writing", "committing")]
    stands = sum(trial.held == trial.acknowledged + 1 for trial in written)
    taken_back = sum(trial.held == trial.acknowledged for trial in written)
    faulty = sum(bool(trial.faults) for trial in trials)
    return [step, killed, len(trials), *(places[at] for at in PLACES), stands, taken_back, faulty]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", choices=("sqlite", "postgresql"), required=True)
    parser.add_argument("--times", type=int, default=200, help="how many times a step is killed")
    parser.add_argument(
        "--server-kills", type=int, default=0, help="how many times a PostgreSQL server is stopped"
    )
    parser.add_argument("--seconds", type=float, default=900, help="no trial begins later than this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a JSON file for every trial")
    asked = parser.parse_args()
    if asked.server_kills and asked.store == "sqlite":
        parser.error("--server-kills: SQLite has no server")
    return asked


def _trials(place: Place, courses: list[Course], asked: argparse.Namespace) -> Iterator[Trial]:
    dice = random.Random(asked.seed)
    ways = [(kill_step, course) for course in islice(cycle(courses), asked.times)]
    ways += [(kill_server, course) for course in islice(cycle(courses), asked.server_kills)]
    dice.shuffle(ways)
    for kill, course in ways:
        yield kill(place, course, dice)


def _warm(folder: Path, articles: list[Path]) -> None:
    """Go through all steps once, so that the processes inherit all modules and the language model."""
    workspace = Workspace.create(folder / "warm.sqlite", pack="none")
    workspace.read(articles)
    workspace.extract()
    workspace.reconcile()
    workspace.judge_as("Ann").accept(workspace.claims()[0].id, "the filing says so")
    workspace.propose_merges()


def _tell(courses: list[Course]) -> None:
    for course in courses:
        writing = sum(course.writes)
        print(
            f"{course.step.name}: {course.step.acts} acts, {len(course.writes)} transactions; "
            f"{course.seconds:.3f} s, of which writing {writing:.3f} s"
        )


def _tell_fault(trial: Trial) -> None:
    for fault in trial.faults:
        print(f"FAULT {trial}: {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
