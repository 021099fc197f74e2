"""A scenario's entries as the fields of a form, and back.

The form shows what it can; what it can't is left alone and carried along (:attr:`Form.left`), so that
writing the form back changes nothing that nobody touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")
_MOST_DIGITS = 30
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


def entries_of(posted: Mapping[str, str], left: Left = (), day: str = "") -> dict[str, Any]:
    """Return the entries that a form's fields make, with what the form left alone.

    ``day`` is the date of an action that was given none yet.
    """
    tree = _tree(posted)
    found: dict[str, Any] = {}
    for key in scenario_keys():
        value = _entry(key, tree.get(key.name), day)
        if value not in (None, {}):
            found[key.name] = value
    for place, value in left:
        _put(found, place, value)
    for name in ("given", "actions"):
        if isinstance(several := found.get(name), dict):
            found[name] = [
                several[number] for number in sorted(key for key in several if isinstance(key, int))
            ]
            if not found[name]:
                del found[name]
    return found


def _tree(posted: Mapping[str, str]) -> dict[str, Any]:
    """Return fields by the parts of their names."""
    tree: dict[str, Any] = {}
    for name, value in posted.items():
        *above, last = name.split(".")
        inner = tree
        for part in above:
            inner = inner.setdefault(part, {})
            if not isinstance(inner, dict):
                break
        else:
            inner[last] = value.replace("\r\n", "\n").replace("\r", "\n")
    return tree


def _entry(key: Key, held: object, day: str) -> object:
    if isinstance(held, str):
        return _value(key, held)
    if not isinstance(held, dict):
        return None
    if key.holds is Holds.ACTIONS:
        return {int(number): _acted(each, day) for number, each in _numbered(held) if isinstance(each, dict)}
    if key.name == "parameters":
        pairs = [(each.get("key", ""), each.get("value", "")) for _, each in _numbered(held)]
        return {name.strip(): _number(value) for name, value in pairs}
    if key.name == "behaviours":
        return {turn: name for turn, name in held.items() if isinstance(name, str) and name}
    if key.name == "main":
        found = {each.name: _entry(each, held.get(each.name), day) for each in main_keys()}
        return {name: value for name, value in found.items() if value is not None}
    return _several(key, held)


def _several(key: Key, held: dict[str, Any]) -> object:
    if key.holds is Holds.SIZE:
        least, most = (str(held.get(name, "")).strip() for name in ("least", "most"))
        if not most or most == least:
            return _number(least) if least else None
        return {"least": _number(least), "most": _number(most)}
    if key.holds not in (Holds.FIRMS, Holds.LAYERS):
        return None
    rows = [_row(key, each) for _, each in _numbered(held)]
    return rows[0] if len(rows) == 1 else rows or None


def _row(key: Key, held: dict[str, str]) -> object:
    value, trait = held.get("value", "").strip(), held.get("trait", "name")
    return value if key.holds is Holds.LAYERS or trait not in TRAITS[1:] else {trait: value}


def _acted(held: dict[str, Any], day: str) -> dict[str, Any]:
    do = str(held.get("do", ""))
    kind = action_kinds().get(do)
    found: dict[str, Any] = {}
    for key in kind.keys if kind else ():
        if key.name in held:
            value = _entry(key, held[key.name], day)
        else:
            value = _first_value(key, day) if key.is_required else None
        if value is not None:
            found[key.name] = value
        if key.name == "date":
            found["do"] = do
    return found


def _first_value(key: Key, day: str) -> object:
    """Return what a key holds in an action that has just become one that needs it."""
    if key.holds is Holds.SIZE:
        return 0.1 if key.bounds is None else 0.5
    return day if key.holds is Holds.DAY else "all"


def _value(key: Key, text: str) -> object:
    text = text.strip()
    if not text:
        return None
    return _number(text) if key.holds in (Holds.COUNT, Holds.SIZE) else text


def _number(text: str) -> object:
    """Return a number as YAML writes it; what is none stays text, and the parser says so."""
    text = text.strip()
    if len(text) > _MOST_DIGITS or not _NUMBER.fullmatch(text):
        return text
    return int(text) if _WHOLE.fullmatch(text) else float(text)


def _numbered(held: Mapping[str, Any]) -> Sequence[tuple[int, dict[str, Any]]]:
    found = [
        (int(number), each)
        for number, each in held.items()
        if number.isascii() and number.isdigit() and len(number) < 6 and isinstance(each, dict)
    ]
    return sorted(found, key=lambda pair: pair[0])


def _put(found: dict[str, Any], place: Place, value: object) -> None:
    inner: Any = found
    for part in place[:-1]:
        inner = inner.setdefault(part, {})
        if not isinstance(inner, dict):
            return
    inner[place[-1]] = value
