"""What a scenario's keys hold, as a form asks for it: kind, bounds and meaning of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from keiretsu.simulation.industry.levers import LEVERS
from keiretsu.simulation.scenarios.actions import KINDS, Policy, Shock
from keiretsu.simulation.scenarios.fields import Border, Range, Selector, Within
from keiretsu.simulation.scenarios.moves import LEVER_OF
from keiretsu.simulation.scenarios.records import Main, Scenario, Sign


class Holds(StrEnum):
    """What a key holds."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    SIZE = "size"
    FIRMS = "firms"
    LAYERS = "layers"
    SIGN = "sign"
    ACTIONS = "actions"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a scenario, of its main outcome, or of an action.

    Parameters
    ----------
    name
        The key.
    holds
        What it holds.
    meaning
        What it says.
    is_required
        Whether it must be there.
    bounds
        In which a size lies; ``None`` where it has none.
    """

    name: str
    holds: Holds
    meaning: str
    is_required: bool
    bounds: Within | None = None


@dataclass(frozen=True, slots=True)
class ActionKind:
    """What can happen: the word of ``do``, whether shock, policy or strategy, what it moves, its keys."""

    do: str
    family: str
    meaning: str
    keys: tuple[Key, ...]


@cache
def scenario_keys() -> tuple[Key, ...]:
    """Return the keys of a scenario, in the order in which they are written.

    Examples
    --------
    >>> [key.name for key in scenario_keys() if not key.is_required]
    ['given', 'actions', 'behaviours', 'parameters']
    """
    return tuple(_keys(Scenario))


@cache
def main_keys() -> tuple[Key, ...]:
    """Return the keys of a scenario's main outcome."""
    return tuple(_keys(Main))


@cache
def action_kinds() -> Mapping[str, ActionKind]:
    """Return what can happen, by the word that ``do`` gives.

    Examples
    --------
    >>> [(key.name, str(key.holds)) for key in action_kinds()["unwind_stake"].keys]
    [('date', 'day'), ('holders', 'firms'), ('issuers', 'firms'), ('share', 'size')]
    """
    return {do: _kind(do, of) for do, of in KINDS.items()}


def _kind(do: str, of: type[Border]) -> ActionKind:
    shocks, policies = get_args(Shock), get_args(Policy)
    family = "shock" if of in shocks else "policy" if of in policies else "strategy"
    said = (of.__doc__ or "").splitlines()[0].partition(": ")[2]
    meaning = LEVERS[LEVER_OF[do]].meaning if do in LEVER_OF else said.rstrip(".")
    keys = [key for key in _keys(of) if key.name != "do"]
    last = ("quarters", "recovers")
    return ActionKind(do, family, meaning, tuple(sorted(keys, key=lambda key: key.name in last)))


def _keys(of: type[Border]) -> Iterator[Key]:
    for name, field in of.model_fields.items():
        checks = (getattr(each, "func", None) for each in field.metadata)
        bounds = next((each for each in checks if isinstance(each, Within)), None)
        yield Key(name, _holds(field), field.description or "", field.is_required(), bounds)


def _holds(field: FieldInfo) -> Holds:
    held = _bare(field.annotation)
    simple = {Range: Holds.SIZE, date: Holds.DAY, int: Holds.COUNT, Sign: Holds.SIGN, str: Holds.TEXT}
    if held in simple:
        return simple[held]
    if get_origin(held) is Literal:
        return Holds.TEXT
    if get_origin(held) is tuple:
        item = _bare(get_args(held)[0])
        return {Selector: Holds.FIRMS, str: Holds.LAYERS}.get(item, Holds.ACTIONS)
    return Holds.ENTRIES


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - whatever stands in an annotation
    """Return an annotation without what is said of it, and without ``None``."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        kinds = [each for each in get_args(annotation) if each is not type(None)]
        return _bare(kinds[0]) if len(kinds) == 1 else annotation
    return annotation
