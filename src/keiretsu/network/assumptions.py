"""Named assumptions: what no source says and the network needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import yaml

from keiretsu.errors import PackError
from keiretsu.quantities import measured
from keiretsu.reasons import Reason


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that is assumed: its unit, its meaning, and why this number.

    Examples
    --------
    >>> Assumptions()["supply_term_years"].why().text
    'assumed: supply_term_years = 5 years'
    """

    name: str
    value: float
    unit: str
    meaning: str
    source: str

    def why(self) -> Reason:
        """Return the assumption as a leaf of an explanation."""
        return Reason(
            f"assumed: {self.name} = {measured(self.value, self.unit)}", source=self.source, estimate=True
        )

    def told(self) -> Reason:
        """Return the assumption with its meaning, for lists of what was assumed."""
        return Reason(f"{self.why().text}: {self.meaning}", source=self.source, estimate=True)


@dataclass(frozen=True)
class Assumptions:
    """The assumptions in force, by name: a pack's own over the defaults.

    Raises
    ------
    PackError
        For a name that keiretsu doesn't use, or a value outside of its limits.

    Examples
    --------
    >>> [assumption.name for assumption in Assumptions()][:2]
    ['supply_term_years', 'capital_term_years']
    """

    given: Mapping[str, Assumption] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, assumption in self.given.items():
            if name not in _limits():
                raise _broken(name, "isn't an assumption that keiretsu uses", f"use {', '.join(_limits())}")
            least, most = _limits()[name]
            if not least <= assumption.value <= most:
                raise _broken(name, f"is {assumption.value:g}", f"give a number from {least:g} to {most:g}")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a pack's assumptions from YAML: name to value, unit, meaning and source."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise _unreadable(path.name, error) from error
        return cls.parse(text, path.name)

    @classmethod
    def parse(cls, text: str, where: str) -> Self:
        """Read assumptions from the text of such a file; ``where`` is what a message calls it."""
        try:
            raw = yaml.safe_load(text) or {}
            return cls({name: _assumption(name, entry) for name, entry in raw.items()})
        except (yaml.YAMLError, AttributeError, TypeError, KeyError, ValueError) as error:
            raise _unreadable(where, error) from error

    def __getitem__(self, name: str) -> Assumption:
        looked_up = _LOOKED_UP.get()
        if looked_up is not None:
            looked_up.add(name)
        return self._named(name)

    def __iter__(self) -> Iterator[Assumption]:
        return (self._named(name) for name in _defaults())

    def _named(self, name: str) -> Assumption:
        return self.given[name] if name in self.given else _default(name)


_LOOKED_UP: ContextVar[set[str] | None] = ContextVar("looked_up", default=None)


@contextmanager
def looked_up_assumptions() -> Iterator[set[str]]:
    """Gather the names of the assumptions that are looked up within the block, on this thread.

    Answers *which of them do these figures stand on*, whoever works the figures out: a number that
    nobody looked up can't bear on them. Going through all of them is no looking up.

    Examples
    --------
    >>> with looked_up_assumptions() as names:
    ...     [each.name for each in Assumptions()][:1], Assumptions()["loan_years"].value
    (['supply_term_years'], 5.0)
    >>> names
    {'loan_years'}
    """
    names: set[str] = set()
    before = _LOOKED_UP.set(names)
    try:
        yield names
    finally:
        _LOOKED_UP.reset(before)


@cache
def _defaults() -> dict[str, dict[str, Any]]:
    text = files("keiretsu.network").joinpath("assumptions.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def _limits() -> dict[str, tuple[float, float]]:
    return {name: (entry["least"], entry["most"]) for name, entry in _defaults().items()}


@cache
def _default(name: str) -> Assumption:
    return _assumption(name, _defaults()[name])


def _assumption(name: str, entry: Mapping[str, Any]) -> Assumption:
    words = {key: " ".join(entry[key].split()) for key in ("unit", "meaning", "source")}
    return Assumption(name, float(entry["value"]), **words)


def _unreadable(where: str, error: Exception) -> PackError:
    line = " ".join(str(error).split())
    return _broken(where, line, "give value, unit, meaning and source for each name")


def _broken(where: str, message: str, hint: str) -> PackError:
    return PackError("pack.broken-assumption", where=where, message=message, hint=hint)
