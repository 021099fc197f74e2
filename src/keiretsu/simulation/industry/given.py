"""A file of parameters: YAML that gives values in place of those that the mechanisms come with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
from pathlib import Path
from typing import Any

import yaml

from keiretsu.errors import PackError

NEEDED = ("value", "source")
ALLOWED = (*NEEDED, "least", "most", "likely", "unit", "dated")


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a parameter, as a file gives it.

    Parameters
    ----------
    value
        The number.
    source
        Why this number.
    where
        The file and line, for messages.
    least, most
        The range in which it can lie, narrower than the mechanism's; that of the mechanism if ``None``.
    likely
        The range in which it probably lies; that of the mechanism if ``None``.
    unit
        Of the number, to be compared with the mechanism's; ``None`` if the file doesn't say.
    dated
        Days and the values that hold from them on, the earliest first.
    """

    value: float
    source: str
    where: str
    least: float | None = None
    most: float | None = None
    likely: tuple[float, float] | None = None
    unit: str | None = None
    dated: tuple[tuple[date, float], ...] = ()

    def numbers(self) -> Iterator[float]:
        """Yield every number that is given."""
        yield self.value
        yield from (value for _, value in self.dated)
        yield from (bound for bound in (self.least, self.most) if bound is not None)
        yield from self.likely or ()

    def fault(self, message: str, hint: str) -> PackError:
        """Return the error that says what is wrong with it."""
        return _broken(self.where, message, hint)


def read_given(path: Path) -> dict[str, Given]:
    """Return the parameters of a file, by name.

    Raises
    ------
    PackError
        If it can't be read, or as :func:`parse_given`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _broken(path.name, " ".join(str(error).split()), "give a file of UTF-8 that exists") from error
    return parse_given(text, path.name)


def parse_given(text: str, where: str) -> dict[str, Given]:
    r"""Return the parameters of the text of such a file; ``where`` is what a message calls it.

    Each entry has a name, a ``value`` and a ``source``; it may have ``least`` and ``most``, the ``likely``
    range, the ``unit``, and ``dated``: days, and the value that holds from each on.

    Raises
    ------
    PackError
        ``pack.broken-parameter`` with the line, for what is no such file.

    Examples
    --------
    >>> text = "cost of switching:\n  value: 2\n  source: A report\n  dated: {2025-07-01: 1.5}"
    >>> given = parse_given(text, "parameters.yaml")["cost of switching"]
    >>> given.value, given.dated[0], given.where
    (2.0, (datetime.date(2025, 7, 1), 1.5), 'parameters.yaml:1')
    """
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        raw = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _broken(f"{where}:{line}", f"is not YAML ({error.problem})", "mend that line") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _broken(where, f"is not YAML ({' '.join(str(error).split())})", "mend it") from error
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise _broken(f"{where}:1", "is no list of parameters", "begin each with its name and a colon")
    return _entries(node, raw, where)


def _entries(node: yaml.MappingNode, raw: Mapping[Any, Any], where: str) -> dict[str, Given]:
    _refuse_repeated_keys(node, where)
    found: dict[str, Given] = {}
    for key, entry in node.value:
        name, place = str(key.value), f"{where}:{key.start_mark.line + 1}"
        _refuse_repeated_keys(entry, where)
        found[name] = _given(raw.get(name), name, place)
    return found


def _refuse_repeated_keys(node: yaml.Node, where: str) -> None:
    """YAML lets the last of two equal keys win without a word; here that is a fault."""
    keys: set[str] = set()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        if str(key.value) in keys:
            line = key.start_mark.line + 1
            raise _broken(f"{where}:{line}", f"gives {key.value!r} twice", "remove one of the two")
        keys.add(str(key.value))


def _given(entry: object, name: str, where: str) -> Given:
    if not isinstance(entry, dict):
        raise _broken(where, f"{name} has no fields", "write value and source below it")
    strange = [str(key) for key in entry if key not in ALLOWED]
    missing = [key for key in NEEDED if key not in entry]
    if strange or missing:
        wrong = f"has no {missing[0]}" if missing else f"has a field {strange[0]!r}"
        raise _broken(where, f"{name} {wrong}", f"use {', '.join(ALLOWED)}")
    bounds = {
        key: _number(entry[key], f"{key} of {name}", where) for key in ("least", "most") if key in entry
    }
    return Given(
        value=_number(entry["value"], name, where),
        source=" ".join(str(entry["source"]).split()),
        where=where,
        likely=_likely(entry["likely"], name, where) if "likely" in entry else None,
        unit=str(entry["unit"]) if "unit" in entry else None,
        dated=_dated(entry.get("dated", {}), name, where),
        **bounds,
    )


def _dated(entries: object, name: str, where: str) -> tuple[tuple[date, float], ...]:
    if not isinstance(entries, dict) or not all(type(day) is date for day in entries):
        raise _broken(where, f"{name} has dated values without days", "write dated: {2025-07-01: 0.3}")
    return tuple((day, _number(entries[day], f"{name} from {day} on", where)) for day in sorted(entries))


def _likely(entry: object, name: str, where: str) -> tuple[float, float]:
    hint = "write likely: [0.1, 0.4]"
    if not isinstance(entry, list) or len(entry) != 2:
        raise _broken(where, f"the likely range of {name} has not two ends", hint)
    low, high = (_number(end, f"the likely range of {name}", where) for end in entry)
    if not -inf < low <= high < inf:
        raise _broken(where, f"the likely range of {name} goes from {low:g} to {high:g}", hint)
    return low, high


def _number(value: object, what: str, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise _broken(where, f"{what} is {value!r}", "give a number")
    return float(value)


def _broken(where: str, message: str, hint: str) -> PackError:
    return PackError("pack.broken-parameter", where=where, message=message, hint=hint)
