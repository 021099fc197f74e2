"""A scenario's entries as the fields of a form; :mod:`keiretsu.service.scenarios_sent` leads back.

The form shows what it can; what it can't is left alone and carried along (:attr:`Form.left`), so that
writing the form back changes nothing that nobody touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from keiretsu.simulation.industry.mechanism import ORDER
from keiretsu.simulation.scenarios.keys import (
    ActionKind,
    Holds,
    Key,
    action_kinds,
    main_keys,
    scenario_keys,
)

Place: TypeAlias = tuple[str | int, ...]
Left: TypeAlias = tuple[tuple[Place, Any], ...]

TRAITS = ("name", "kind", "sells", "buys")
LONG_KEYS = ("asks", "about", "why")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Row:
    """One of several: a trait and its value, a layer, or a name and its value."""

    place: str
    value: str
    trait: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A key with what it holds, as text; a size has two."""

    place: str
    key: Key
    value: str = ""
    most: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionFields:
    """An action; ``kind`` is ``None`` where the form can't show it, and ``said`` is what it says then."""

    place: str
    kind: ActionKind | None
    fields: tuple[Field, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A scenario's entries as a form shows them, and what it leaves alone."""

    fields: Mapping[str, Field]
    given: tuple[ActionFields, ...]
    actions: tuple[ActionFields, ...]
    behaviours: Mapping[str, str]
    parameters: tuple[Row, ...]
    main: Mapping[str, Field]
    left: Left = ()

    @property
    def size(self) -> int:
        """How many fields it has."""
        return sum(1 for _ in posted_of(self))


def form_of(entries: Mapping[str, Any]) -> Form:
    """Return the form of a scenario's entries, valid or not."""
    shown = _Shown()
    known = {key.name: key for key in scenario_keys()}
    shown.leave_unknown((), entries, known)
    plain = {
        name: shown.field((name,), key, entries.get(name))
        for name, key in known.items()
        if key.holds in (Holds.TEXT, Holds.COUNT)
    }
    return Form(
        plain,
        shown.actions("given", entries.get("given")),
        shown.actions("actions", entries.get("actions")),
        shown.behaviours(entries.get("behaviours")),
        shown.parameters(entries.get("parameters")),
        shown.main(entries.get("main")),
        tuple(shown.left),
    )


@dataclass
class _Shown:
    """Reads entries into fields, and remembers what no field can show."""

    left: list[tuple[Place, Any]] = field(default_factory=list)

    def leave_unknown(self, place: Place, entries: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        self.left += [((*place, name), value) for name, value in entries.items() if name not in known]

    def field(self, place: Place, key: Key, value: object) -> Field:
        at = _dotted(place)
        if value is None or value == "":
            return Field(at, key)
        found = _read(at, key, value)
        if found is None:
            self.left.append((place, value))
        return found or Field(at, key)

    def actions(self, name: str, value: object) -> tuple[ActionFields, ...]:
        if not isinstance(value, list | tuple):
            self.left += [((name,), value)] if value is not None else []
            return ()
        return tuple(self._action((name, number), each) for number, each in enumerate(value))

    def _action(self, place: Place, value: object) -> ActionFields:
        do = value.get("do") if isinstance(value, Mapping) else None
        kind = action_kinds().get(do) if isinstance(do, str) else None
        if kind is None or not isinstance(value, Mapping):
            self.left.append((place, value))
            return ActionFields(_dotted(place), None, said=str(do or "something that says not what it does"))
        known = {key.name: key for key in kind.keys}
        self.leave_unknown(place, value, {**known, "do": None})
        fields = tuple(self.field((*place, name), key, value.get(name)) for name, key in known.items())
        return ActionFields(_dotted(place), kind, fields)

    def behaviours(self, value: object) -> Mapping[str, str]:
        found = dict.fromkeys(ORDER, "")
        if value is not None and not isinstance(value, Mapping):
            self.left.append((("behaviours",), value))
            return found
        for turn, name in (value or {}).items():
            if turn in found and isinstance(name, str) and _is_line(name):
                found[turn] = name
            else:
                self.left.append((("behaviours", turn), name))
        return found

    def parameters(self, value: object) -> tuple[Row, ...]:
        if value is not None and not isinstance(value, Mapping):
            self.left.append((("parameters",), value))
            return ()
        rows = []
        for number, (name, each) in enumerate((value or {}).items()):
            if _is_line(name) and _is_word(each):
                rows.append(Row(f"parameters.{number}", _said(each), name))
            else:
                self.left.append((("parameters", name), each))
        return tuple(rows)

    def main(self, value: object) -> Mapping[str, Field]:
        known = {key.name: key for key in main_keys()}
        if value is not None and not isinstance(value, Mapping):
            self.left.append((("main",), value))
            value = None
        entries = value or {}
        self.leave_unknown(("main",), entries, known)
        return {name: self.field(("main", name), key, entries.get(name)) for name, key in known.items()}


def _read(at: str, key: Key, value: object) -> Field | None:
    """Return the field of a value, or ``None`` where no field can show it."""
    match key.holds:
        case Holds.SIZE:
            return _read_size(at, key, value)
        case Holds.FIRMS | Holds.LAYERS:
            several = list(value) if isinstance(value, list | tuple) else [value]
            rows = [_read_row(f"{at}.{number}", key, each) for number, each in enumerate(several)]
            return Field(at, key, rows=tuple(row for row in rows if row)) if all(rows) else None
        case _:
            if not _is_word(value) or (key.name not in LONG_KEYS and not _is_line(_said(value))):
                return None
            return Field(at, key, _said(value))


def _read_size(at: str, key: Key, value: object) -> Field | None:
    if _is_word(value):
        return Field(at, key, _said(value))
    if isinstance(value, Mapping) and set(value) <= {"least", "most"} and all(map(_is_word, value.values())):
        return Field(at, key, _said(value.get("least", "")), _said(value.get("most", "")))
    return None


def _read_row(at: str, key: Key, value: object) -> Row | None:
    trait: object = "name" if key.holds is Holds.FIRMS else ""
    if key.holds is Holds.FIRMS and isinstance(value, Mapping):
        if len(value) != 1 or next(iter(value)) not in TRAITS:
            return None
        ((trait, value),) = value.items()
    return Row(at, value, str(trait)) if isinstance(value, str) and _is_line(value) else None


def _is_word(value: object) -> bool:
    """Tell whether a field of a form can hold a value and give it back."""
    if isinstance(value, str):
        return not _UNSEEN.search(value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_line(value: object) -> bool:
    return isinstance(value, str) and _is_word(value) and "\n" not in value


def _said(value: object) -> str:
    return value if isinstance(value, str) else repr(value)


def _dotted(place: Place) -> str:
    return ".".join(map(str, place))


def posted_of(form: Form) -> Iterator[tuple[str, str]]:
    """Yield the names and values that a browser sends of a form."""
    for one in (*form.fields.values(), *form.main.values()):
        yield from _posted(one)
    for action in (*form.given, *form.actions):
        if action.kind is not None:
            yield f"{action.place}.do", action.kind.do
        for one in action.fields:
            yield from _posted(one)
    for turn, name in form.behaviours.items():
        yield f"behaviours.{turn}", name
    for row in form.parameters:
        yield f"{row.place}.key", row.trait
        yield f"{row.place}.value", row.value


def _posted(one: Field) -> Iterator[tuple[str, str]]:
    match one.key.holds:
        case Holds.SIZE:
            yield f"{one.place}.least", one.value
            yield f"{one.place}.most", one.most
        case Holds.FIRMS | Holds.LAYERS:
            for row in one.rows:
                yield f"{row.place}.value", row.value
                if row.trait:
                    yield f"{row.place}.trait", row.trait
        case _:
            yield one.place, one.value
