"""The steps that are killed, each a row of acts that are acknowledged one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from keiretsu.cli.main import main
from keiretsu.store import judgement_digest
from keiretsu.workspace import Judge, Workspace

Act = Callable[[Workspace], object]

ACKNOWLEDGED = "recorded"
"""What the command review prints after each decision; the other steps are made to print the same."""

REVIEWER = "Ann"
ANSWERS = ("a\nthe filing says so\n", "r\nit is a rumour\n", "c\nit is over\nstatus\nended\n\n")
"""What is typed in turn: accept, reject, and correct the status."""
REVIEWED = 9


@dataclass(frozen=True)
class Step:
    """A step of the work.

    Parameters
    ----------
    acts
        How many times it acknowledges something, if nothing comes between.
    run
        Does some of the acts in the workspace at an address.
    resumes
        Whether a step that was cut short is gone on with; otherwise it is done again as a whole.
    """

    name: str
    acts: int
    run: Callable[[str, range], None]
    resumes: bool = False


def steps(articles: Sequence[Path]) -> tuple[Step, ...]:
    """Return the steps in their order; each begins from what the one before leaves."""
    reading = [_reading(path, f"2025-0{month}-01") for month, path in enumerate(articles, start=1)]
    judging: list[Act] = [lambda workspace, at=at: _decide(workspace, at) for at in range(len(DECISIONS))]
    return (
        Step("read", len(reading), _acting(reading)),
        Step("extract", 1, _acting([Workspace.extract])),
        Step("reconcile", 1, _acting([Workspace.reconcile])),
        Step("judge", len(judging), _acting(judging), resumes=True),
        Step("review", REVIEWED, _review, resumes=True),
    )


def _reading(path: Path, published: str) -> Act:
    return lambda workspace: workspace.read([path], published=published)


def _acting(acts: Sequence[Act]) -> Callable[[str, range], None]:
    def run(address: str, chosen: range) -> None:
        workspace = Workspace.open(address)
        for at in chosen:
            acts[at](workspace)
            print(ACKNOWLEDGED, flush=True)

    return run


def _review(address: str, _: range) -> None:
    main(["review", "claims", "--by", REVIEWER, "--workspace", address])


def typed(acts: range) -> str:
    """Return what a reviewer types: an answer to each of some claims, and the wish to end."""
    return "".join(ANSWERS[at % len(ANSWERS)] for at in acts) + "q\n"


DECISIONS: tuple[Callable[[Judge, list[str]], object], ...] = (
    lambda desk, claims: desk.accept(claims[0], "the filing says so"),
    lambda desk, claims: desk.reject(claims[1], "it is a rumour"),
    lambda desk, claims: desk.correct(claims[2], "the unit is wrong", {"status": "ended"}),
    lambda desk, claims: desk.annotate(claims[3], "see the annex"),
    lambda desk, _: desk.undo(_judgement(desk, "it is a rumour"), "it was no rumour"),
    lambda desk, _: desk.tell_apart(*_parties(desk)[:2], "two firms"),
    lambda desk, _: desk.merge(*_parties(desk)[2:4], "one firm"),
)


def _decide(workspace: Workspace, at: int) -> None:
    desk = workspace.judge_as("Ben")
    DECISIONS[at](desk, sorted(claim.id for claim in desk.seen.view.claims()))


def _parties(desk: Judge) -> list[str]:
    return sorted(party.id for party in desk.seen.view.parties())


def _judgement(desk: Judge, reason: str) -> str:
    return next(judgement_digest(one) for one in desk.seen.judgements() if one.signature.reason == reason)
