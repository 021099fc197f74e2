"""What comes back of a scenario's form, as a scenario's entries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from keiretsu.errors import MisuseError
from keiretsu.service.scenarios_form import TRAITS, Left, Place
from keiretsu.simulation.scenarios.keys import Holds, Key, action_kinds, main_keys, scenario_keys

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")
_MOST_DIGITS = 30
_MOST_DIGITS_OF_PLACE = 5


def entries_of(posted: Mapping[str, str], left: Left = (), day: str = "") -> dict[str, Any]:
    """Return the entries that a form's fields make, with what the form left alone.

    ``day`` is the date of an action that was given none yet.

    Raises
    ------
    MisuseError
        ``server.invalid-request`` for fields that no form of ours sends, such as one within another.
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
                raise no_field(name)
        if last in inner:
            raise no_field(name)
        inner[last] = value.replace("\r\n", "\n").replace("\r", "\n")
    return tree


def _entry(key: Key, held: object, day: str) -> object:
    if isinstance(held, str):
        return _value(key, held)
    if not isinstance(held, dict):
        return None
    if key.holds is Holds.ACTIONS:
        return {number: _acted(each, day) for number, each in _numbered(held)}
    if key.name == "parameters":
        pairs = [(_text(each, "key"), _text(each, "value")) for _, each in _numbered(held)]
        return {name.strip(): _number(value) for name, value in pairs}
    if key.name == "behaviours":
        return {turn: name for turn in held if (name := _text(held, turn))}
    if key.name == "main":
        found = {each.name: _entry(each, held.get(each.name), day) for each in main_keys()}
        return {name: value for name, value in found.items() if value is not None}
    return _several(key, held)


def _several(key: Key, held: dict[str, Any]) -> object:
    if key.holds is Holds.SIZE:
        least, most = (_text(held, name).strip() for name in ("least", "most"))
        if not most or most == least:
            return _number(least) if least else None
        return {"least": _number(least), "most": _number(most)}
    if key.holds not in (Holds.FIRMS, Holds.LAYERS):
        raise no_field(key.name)
    rows = [_row(key, each) for _, each in _numbered(held)]
    return rows[0] if len(rows) == 1 else rows or None


def _row(key: Key, held: dict[str, Any]) -> object:
    value, trait = _text(held, "value").strip(), _text(held, "trait")
    return value if key.holds is Holds.LAYERS or trait not in TRAITS[1:] else {trait: value}


def _acted(held: dict[str, Any], day: str) -> dict[str, Any]:
    do = _text(held, "do")
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
    found = {}
    for number, each in held.items():
        if not (is_number(number) and isinstance(each, dict)):
            raise no_field(number)
        found[int(number)] = each
    return sorted(found.items())


def is_number(part: str) -> bool:
    """Tell whether a part of a place is the number of one of several."""
    return part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS_OF_PLACE


def _text(held: Mapping[str, Any], name: str) -> str:
    """Return what a field holds, nothing where it wasn't sent."""
    value = held.get(name, "")
    if not isinstance(value, str):
        raise no_field(name)
    return value


def no_field(name: str) -> MisuseError:
    """Return the error of what no form of ours sends."""
    return MisuseError(
        "server.invalid-request",
        where=name[:64] or "a field without a name",
        message="is no field of the form of a scenario, or comes twice",
        hint="load the page again and send its form from there",
    )


def _put(found: dict[str, Any], place: Place, value: object) -> None:
    inner: Any = found
    for part in place[:-1]:
        inner = inner.setdefault(part, {})
        if not isinstance(inner, dict):
            return
    inner[place[-1]] = value
