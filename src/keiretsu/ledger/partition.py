"""Part the claims about one pair, relation and layer into deals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from keiretsu.ledger.life import ENDINGS, Step, retold, standing, step_order
from keiretsu.ledger.separation import separate
from keiretsu.quantities import Period


def partition(relation: str, steps: Iterable[Step]) -> list[tuple[Step, ...]]:
    """Part the steps of one pair, relation and layer into deals, the earliest first.

    A claim opens a deal of its own when it

    - is agreed on, or dated by its text, after the deal before has ended;
    - states a total that is dated by its text apart from the deal before;
    - states a total that is larger than the deal before, and told more than a quarter later,
      unless its document calls the sum before an instalment, or, of a stake, a later sum of all
      invested so far covers both;
    - agrees on a sum in a document that says of another, or no, sum that it is in effect;
    - plans or negotiates a larger sum later than what binds the parties.

    Claims without a sum belong to the deal that lives at their time, undated ones to the first.
    What only repeats another claim in its words goes where that one goes.
    """
    told = retold(steps)
    first = sorted((group[0] for group in told.values()), key=step_order)
    series = relation == "valued"  # what a party is worth is one series
    parts = [first] if series else [part for life in _lives(first) for part in separate(relation, life)]
    repeats = {group[0].claim.id: group for group in told.values()}
    whole = (tuple(each for step in part for each in repeats[step.claim.id]) for part in parts)
    return sorted(whole, key=lambda part: min(step.day or date.min for step in part))


def _lives(steps: Sequence[Step]) -> list[list[Step]]:
    """Part steps, in order, where a deal that has ended begins anew."""
    lives: list[list[Step]] = [[]]
    waiting: list[Step] = []
    end: date | None = None
    for step in steps:
        if end is None or step.day is None or step.day <= end:
            lives[-1].append(step)
            end = _end(lives[-1]) if step.is_ending else end
        elif step.is_binding and (step.status == "agreed" or _starts_after(step, end)):
            lives.append([*waiting, step])
            waiting, end = [], None
        elif step.is_binding or step.is_ending:
            lives[-1].append(step)
            end = _end(lives[-1])
        else:
            waiting.append(step)
    lives[-1] += waiting
    return lives


def _end(life: Sequence[Step]) -> date | None:
    """Return the day on which what bound the parties ended; ``None`` where it didn't, or undated."""
    if not any(step.is_binding for step in life) or standing(life) not in ENDINGS:
        return None
    return max((step.day for step in life if step.is_ending and step.day), default=None)


def _starts_after(step: Step, day: date) -> bool:
    period = Period.parse(step.claim.date) if step.claim.date else None
    return period is not None and period.start is not None and period.start > day
