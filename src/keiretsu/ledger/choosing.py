"""Which of several readings is used, and by which rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from keiretsu.judgements import Settlement
from keiretsu.vocabulary import reliabilities

UNKNOWN_RELIABILITY = "press"
"""What a source counts as of which nobody said how reliable it is."""
_FILED = ("filing", "official")


@dataclass(frozen=True, slots=True)
class Voice:
    """One independent origin of a reading: the day of its first telling, and how reliable it is."""

    day: date | None
    reliability: int


@dataclass(frozen=True, slots=True)
class Side:
    """A reading as the rules weigh it.

    Parameters
    ----------
    key
        What tells it from the others.
    voices
        Its independent origins.
    vagueness
        How wide its range is, 0 to 1; then whether it lacks a date, and a basis, of its own.
    size
        The order among readings that nothing else tells apart: the larger wins.
    grows
        Whether it is a sum of all so far.
    instalment_of
        The keys of the readings that it is an instalment of.
    ends
        Whether it says that a relation ended.
    """

    key: str
    voices: tuple[Voice, ...]
    vagueness: tuple[Decimal, bool, bool] = (Decimal(0), False, False)
    size: Decimal = Decimal(0)
    grows: bool = False
    instalment_of: frozenset[str] = frozenset()
    ends: bool = False

    @property
    def day(self) -> date | None:
        """The newest telling that isn't a copy."""
        return max((voice.day for voice in self.voices if voice.day), default=None)

    @property
    def reliability(self) -> int:
        """The order of the most reliable origin."""
        return min(voice.reliability for voice in self.voices)


Rule: TypeAlias = Callable[[Sequence[Side]], list[Side]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The readings, the one that is used first, and the rule that chose it."""

    sides: tuple[Side, ...]
    rule: str
    settlement: Settlement | None = None


def choose(sides: Iterable[Side], settlement: Settlement | None = None) -> Choice:
    """Choose between readings of one thing.

    A person's settlement goes before all rules. Each rule in turn drops the readings that it
    speaks against, until one is left; the rule that leaves one is the rule of the choice. A
    reading that appeared after the settlement doesn't undo it, but the rule says so.

    Examples
    --------
    >>> press, filing = Voice(date(2025, 3, 1), 3), Voice(date(2025, 3, 9), 1)
    >>> choice = choose([Side("4", (press, press)), Side("5", (filing,))])
    >>> choice.sides[0].key, choice.rule
    ('5', 'newer_filing')
    """
    ordered = sorted(sides, key=lambda side: (-side.size, side.key))
    if settlement is not None:
        for side in ordered:
            if side.key == settlement.chosen:
                return Choice(_first(side, ordered), _person(settlement, ordered), settlement)
    left = ordered
    for rule, keep in RULES.items():
        left = keep(left) or left
        if len(left) == 1:
            return Choice(_first(left[0], ordered), rule)
    return Choice(_first(left[0], ordered), "undecided")


def reliability_order(word: str | None) -> int:
    """Return how far a source can be relied on; 1 is the most reliable."""
    return reliabilities()[word or UNKNOWN_RELIABILITY].order


def _person(settlement: Settlement, sides: Iterable[Side]) -> str:
    seen = {settlement.chosen, *settlement.over}
    return "person" if all(side.key in seen for side in sides) else "person_before_new_reading"


def _first(chosen: Side, sides: Iterable[Side]) -> tuple[Side, ...]:
    return (chosen, *(side for side in sides if side is not chosen))


def _newer_filing(sides: Sequence[Side]) -> list[Side]:
    filed_order = max(reliabilities()[word].order for word in _FILED)
    filed = [
        voice.day
        for side in sides
        for voice in side.voices
        if voice.day is not None and voice.reliability <= filed_order
    ]
    newest = max(filed, default=date.min)
    return [side for side in sides if side.reliability <= filed_order or not _by(side.day, newest)]


def _by(day: date | None, newest: date) -> bool:
    return day is not None and day <= newest


def _instalment(sides: Sequence[Side]) -> list[Side]:
    keys = {side.key for side in sides}
    return [side for side in sides if not side.instalment_of & keys]


def _more_precise(sides: Sequence[Side]) -> list[Side]:
    least = min(side.vagueness for side in sides)
    return [side for side in sides if side.vagueness == least]


def _more_reliable(sides: Sequence[Side]) -> list[Side]:
    best = min(side.reliability for side in sides)
    return [side for side in sides if side.reliability == best]


def _ends(sides: Sequence[Side]) -> list[Side]:
    return [side for side in sides if side.ends]


def _more_origins(sides: Sequence[Side]) -> list[Side]:
    most = max(len(side.voices) for side in sides)
    return [side for side in sides if len(side.voices) == most]


def _newer(sides: Sequence[Side]) -> list[Side]:
    newest = max(side.day or date.min for side in sides)
    return [side for side in sides if (side.day or date.min) == newest]


def _grown(sides: Sequence[Side]) -> list[Side]:
    if not all(side.grows for side in sides):
        return list(sides)
    return [max(sides, key=lambda side: (side.size, side.key))]


RULES: Mapping[str, Rule] = {
    "newer_filing": _newer_filing,
    "instalment_of_larger": _instalment,
    "more_precise": _more_precise,
    "more_reliable": _more_reliable,
    "ends_after_begin": _ends,
    "more_origins": _more_origins,
    "newer": _newer,
    "only_grows": _grown,
}
"""Each rule keeps the readings that it doesn't speak against; in the order in which they are tried."""
