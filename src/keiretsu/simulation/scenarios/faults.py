"""What can be wrong with a scenario, told with file, line and fix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic_core import ErrorDetails

from keiretsu.errors import Problem, Severity
from keiretsu.simulation.scenarios.actions import KINDS
from keiretsu.simulation.scenarios.fields import Border, Range, Selector
from keiretsu.simulation.scenarios.records import Main, Origin, Place, Scenario

LEAST_LIKENESS = 60  # percent; below it a proposal is a guess
LEFT_OUT = "the scenario is left out"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like a name, if one is: a proposal, for people to look at.

    Examples
    --------
    >>> nearest("change_fundign", ["change_funding", "fail"])
    'change_funding'
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    found = extractOne(name, list(known), scorer=ratio, processor=str.casefold, score_cutoff=LEAST_LIKENESS)
    return None if found is None else str(found[0])


def broken(where: str, message: str, hint: str) -> Problem:
    """Return the problem of a file that can't be read at all."""
    return Problem("scenario.broken-file", Severity.ERROR, where, message, hint)


def repeated(where: str, name: str, first: str) -> Problem:
    """Return the problem of a second scenario of one name."""
    message = f"the name {name!r} is taken by {first}; {LEFT_OUT}"
    return Problem("scenario.repeated-name", Severity.ERROR, where, message, "give it another name")


def unknown(where: str, kind: str, name: str, known: Iterable[str]) -> Problem:
    """Return the problem of a name that nothing has."""
    names = list(known)
    proposal = nearest(name, names)
    hint = f"did you mean {proposal!r}?" if proposal else f"use one of: {', '.join(names) or 'none'}"
    return Problem(
        "scenario.unknown-name", Severity.ERROR, where, f"there is no {kind} {name!r} in the industry", hint
    )


def outside_horizon(where: str, message: str, hint: str) -> Problem:
    """Return the problem of an action that falls outside of the quarters that are run."""
    return Problem("scenario.outside-horizon", Severity.ERROR, where, message, hint)


def nothing_to_change(where: str, message: str, hint: str) -> Problem:
    """Return the problem of an action that touches nothing in the industry."""
    return Problem("scenario.nothing-to-change", Severity.ERROR, where, message, hint)


def invalid_value(where: str, message: str, hint: str) -> Problem:
    """Return the problem of a value that can't be."""
    return Problem("scenario.invalid-entry", Severity.ERROR, where, message, hint)


def refused(origin: Origin, faults: Sequence[ErrorDetails]) -> tuple[Problem, ...]:
    """Return the problems of the entries that the form of scenarios refuses.

    What is only amiss because something inside of it is, or because it is misspelt, is not told again.
    """
    places = [fault["loc"] for fault in faults]
    misspelt = {
        (*place[:-1], nearest(str(place[-1]), _keys(place)))
        for place in (fault["loc"] for fault in faults if fault["type"] == "extra_forbidden")
    }
    return tuple(
        _refused(origin, fault)
        for fault in faults
        if not any(fault["loc"] == place[: len(fault["loc"])] != place for place in places)
        and not (fault["type"] == "missing" and fault["loc"] in misspelt)
    )


def _refused(origin: Origin, fault: ErrorDetails) -> Problem:
    place: Place = fault["loc"]
    if fault["type"] == "union_tag_invalid":
        place = (*place, "do")
    message, hint = _words(fault, place)
    return invalid_value(origin.where(*place), f"{_path(place)}{message}; {LEFT_OUT}", hint)


def _words(fault: ErrorDetails, place: Place) -> tuple[str, str]:
    context = fault.get("ctx", {})
    match fault["type"]:
        case "extra_forbidden":
            return "is no key here", _proposed(str(place[-1]), _keys(place))
        case "missing":
            return "is missing", f"add it: {_described(place)}"
        case "union_tag_invalid":
            return f"there is no action {context['tag']!r}", _proposed(str(context["tag"]), KINDS)
        case "union_tag_not_found":
            return "says not what it does", "add do: with one of: " + ", ".join(KINDS)
        case "value_error":
            message, _, hint = str(context["error"]).partition("; ")
            return message, hint or "mend it; docs/reference/scenarios.md describes each key"
        case _:
            return fault["msg"], "mend it; docs/reference/scenarios.md describes each key"


def _path(place: Place) -> str:
    parts = [f"action {part + 1}" if isinstance(part, int) else part for part in place[:2]]
    words = [*parts, *map(str, place[2:])]
    if place[:1] == ("actions",):
        words = words[1:]
    elif place[:1] == ("given",):
        words = [f"given {words[1]}", *words[2:]] if len(words) > 1 else words
    return f"{', '.join(map(str, words))}: " if words else ""


def _keys(place: Place) -> list[str]:
    return list(_entry(place).model_fields)


def _described(place: Place) -> str:
    return _entry(place).model_fields[str(place[-1])].description or "see docs/reference/scenarios.md"


def _entry(place: Place) -> type[Border]:
    """Return the form of the entry that a key stands in."""
    match place:
        case (_,):
            return Scenario
        case ("main", _):
            return Main
        case ("actions" | "given", _, str(do), _):
            return KINDS[do]
        case _:
            return Selector if isinstance(place[-2], int) else Range


def _proposed(name: str, known: Iterable[str]) -> str:
    names = list(known)
    proposal = nearest(name, names)
    return f"did you mean {proposal!r}?" if proposal else f"use one of: {', '.join(names)}"
