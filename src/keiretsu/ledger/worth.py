"""What an organisation is worth: a series over time, of which the newest is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from keiretsu.judgements import Settlement
from keiretsu.ledger.arithmetic import Worked, decided
from keiretsu.ledger.candidates import candidate, merged
from keiretsu.ledger.covering import SAME_TIME
from keiretsu.ledger.days import sum_day
from keiretsu.ledger.life import first_told
from keiretsu.ledger.sums import Sum


def read_worth(sums: Sequence[Sum], settlement: Settlement | None) -> Worked:
    """Read the newest worth; those told at about the same time, or undated, may contradict it.

    Parameters
    ----------
    sums
        At least one.
    settlement
        What a person decided.
    """
    days = {each: _last_day(each) for each in sums}
    newest = max((day for day in days.values() if day is not None), default=date.max)
    current = [each for each, day in days.items() if day is None or newest - day <= SAME_TIME]
    older = tuple(claim for each in sums if each not in current for claim in each.claims)
    worked = decided(merged(candidate(each) for each in current), settlement=settlement)
    if not older:
        return worked
    derivation = worked.derivation
    rule = "newest_stated" if derivation.rule == "only_stated" else derivation.rule
    return replace(
        worked, derivation=replace(derivation, rule=rule, set_aside=(*derivation.set_aside, *older))
    )


def _last_day(worth: Sum) -> date | None:
    """Return the day on which a worth was last told, not counting copies: it may come back to what it was."""
    days = [sum_day(step.claim) for step in first_told(worth.steps)]
    return max((day for day in days if day is not None), default=None)
