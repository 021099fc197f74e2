"""What the buttons of a scenario's form do to its entries: add, remove, and move up."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from keiretsu.errors import MisuseError
from keiretsu.service.scenarios_sent import is_number

MOST_PARTS = 6
GROWING = ("given", "actions", "parameters", "main")
FIRST_ACTION = {"do": "change_funding", "firms": "all", "times": 0.5}


def stepped(entries: Mapping[str, Any], step: str, day: str) -> tuple[dict[str, Any], str]:
    """Return the entries after a step such as ``add:actions`` or ``up:actions.1``, and where to go on.

    Parameters
    ----------
    entries
        A scenario's.
    step
        ``add``, ``remove`` or ``up``, a colon, and the place.
    day
        The date of a new action.

    Raises
    ------
    MisuseError
        ``server.invalid-request`` for a step that can't be taken.

    Examples
    --------
    >>> stepped({"main": {"of": "Alpha"}}, "add:main.of", "")
    ({'main': {'of': ['Alpha', '']}}, 'main.of.1')
    """
    made = deepcopy(dict(entries))
    verb, _, at = step.partition(":")
    parts = at.split(".")[: MOST_PARTS + 1]
    place: list[Any] = [int(part) if is_number(part) else part for part in parts]
    try:
        match verb if place[0] in GROWING and len(place) <= MOST_PARTS else "":
            case "add":
                return made, _add(made, place, day)
            case "remove":
                return made, _remove(made, place)
            case "up":
                several, number = _within(made, place[:-1]), place[-1]
                several.insert(max(0, number - 1), several.pop(number))
                return made, ".".join(map(str, (*place[:-1], max(0, number - 1))))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        pass
    raise MisuseError(
        "server.invalid-request", where=step[:64], message="can't be done", hint="go back and try again"
    )


def _add(made: dict[str, Any], place: list[Any], day: str) -> str:
    if place == ["parameters"]:
        held = made.setdefault("parameters", {})
        held.setdefault("", "")
        return f"parameters.{list(held).index('')}"
    inner = _within(made, place[:-1])
    several = inner.setdefault(place[-1], [])
    if not isinstance(several, list):
        several = inner[place[-1]] = [several]
    several.append({"date": day, **FIRST_ACTION} if place in (["actions"], ["given"]) else "")
    return ".".join(map(str, (*place, len(several) - 1)))


def _remove(made: dict[str, Any], place: list[Any]) -> str:
    if place[0] not in made:
        raise KeyError(place[0])
    inner = _within(made, place[:-1])
    if isinstance(inner, list):
        inner.pop(place[-1])
    elif place[0] == "parameters":
        del inner[list(inner)[place[-1]]]
    else:
        above = _within(made, place[:-2])
        del above[place[-2]]
    if isinstance(inner, list) and not inner:
        del _within(made, place[:-2])[place[-2]]
    return ".".join(map(str, place[:-1]))


def _within(made: dict[str, Any], place: list[Any]) -> Any:  # noqa: ANN401 - a list or a mapping
    inner: Any = made
    for part in place:
        inner = inner.setdefault(part, {}) if isinstance(part, str) else inner[part]
    return inner
