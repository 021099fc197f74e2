"""A scenario that is being written: one text, seen as a form and as YAML."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from keiretsu.errors import Problem
from keiretsu.service.scenarios import Ready, is_plain, read_bounded
from keiretsu.service.scenarios_form import Form, Left, Place, form_of, posted_of
from keiretsu.service.scenarios_sent import entries_of, no_field
from keiretsu.service.scenarios_steps import MOST_PARTS, stepped
from keiretsu.simulation.scenarios import Scenario, has_comments, scenario_text
from keiretsu.simulation.scenarios.reading import check_entries
from keiretsu.simulation.scenarios.records import Origin

MOST_FIELDS = 700
FILE = "scenario.yaml"
NO_FIELDS = (
    *("yaml", "step", "take", "left", "seen_form", "seen_text"),
    *("csrf", "back", "paths", "seed", "samples", "how"),
)
"""What a page sends beside the fields of the form."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario as it stands.

    Parameters
    ----------
    text
        As YAML.
    form
        As a form; ``None`` where no form can show it.
    problems
        What is wrong, by the lines of the text.
    by_place
        The same, by the fields of the form.
    scenario
        The scenario; ``None`` where there is none for its problems.
    is_conflict
        Whether both form and text were changed, so that one must be chosen.
    has_comments
        Whether the text has comments, which the form would write without.
    is_stale
        Whether the form shows what stood there before, as the text can't be read.
    seen_form, seen_text
        What tells, when both come back, which of them was changed.
    focus
        The field to go on with.
    is_from_text
        Whether the text was changed, so that the form follows it.
    """

    text: str
    form: Form | None
    problems: tuple[Problem, ...]
    by_place: Mapping[str, tuple[Problem, ...]]
    scenario: Scenario | None
    is_conflict: bool = False
    has_comments: bool = False
    is_stale: bool = False
    seen_form: str = ""
    seen_text: str = ""
    focus: str = ""
    is_from_text: bool = False

    @property
    def left(self) -> str:
        """What the form leaves alone, as a hidden field carries it."""
        return json.dumps(self.form.left if self.form else ())

    def has_fields(self, posted: Mapping[str, str]) -> bool:
        """Tell whether the form has the fields that came back, so that only what they say may differ."""
        own = {name for name, _ in posted_of(self.form)} if self.form else set()
        return own == {name for name in posted if name not in NO_FIELDS}


def draft_of(text: str, made: Ready) -> Draft:
    """Return the draft of a text."""
    text = _lines(text)
    read = read_bounded(text, FILE)
    if isinstance(read, tuple):
        return Draft(text, None, read, {}, None, seen_text=_digest(text))
    form = form_of(read.entries)
    problems, scenario = _checked(read.entries, Origin(FILE, read.lines), made)
    if _would_change(form, scenario) or form.size > MOST_FIELDS:
        return Draft(text, None, problems, {}, scenario, seen_text=_digest(text))
    return Draft(
        text,
        form,
        problems,
        _by_place(read.entries, form, made) if problems else {},
        scenario,
        has_comments=has_comments(text),
        seen_form=_digest(_entries(form)),
        seen_text=_digest(text),
    )


def draft_of_posted(posted: Mapping[str, str], made: Ready) -> Draft:
    """Return the draft that a form and a text make that came back together.

    Whichever was changed counts; where both were, ``take`` says which. ``step`` is a button of the
    form: see :func:`stepped`.

    Raises
    ------
    MisuseError
        For a step that can't be taken, and for fields that no form of ours sends.
    """
    text, step, take = _lines(posted.get("yaml", "")), posted.get("step", ""), posted.get("take", "")
    left = _left(posted.get("left", "[]"))
    fields = {name: value for name, value in posted.items() if name not in NO_FIELDS}
    entries = entries_of(fields, left, made.first_day)
    is_form_new = bool(posted.get("seen_form")) and posted["seen_form"] != _digest(entries)
    is_text_new = posted.get("seen_text") != _digest(text)
    if take in ("form", "yaml"):
        is_form_new, is_text_new = take == "form", take == "yaml"
    if is_text_new and (is_form_new or step):
        return _conflict(text, entries, posted)
    if step:
        after, focus = stepped(entries, step, made.first_day)
        return replace(draft_of(scenario_text(after), made), focus=focus)
    if is_form_new:
        return draft_of(scenario_text(entries), made)
    return replace(_kept(draft_of(text, made), entries, posted), is_from_text=is_text_new)


def _conflict(text: str, entries: Mapping[str, Any], posted: Mapping[str, str]) -> Draft:
    draft = Draft(text, form_of(entries), (), {}, None, is_conflict=True)
    return replace(draft, seen_form=posted.get("seen_form", ""), seen_text=posted.get("seen_text", ""))


def _kept(draft: Draft, entries: Mapping[str, Any], posted: Mapping[str, str]) -> Draft:
    """Keep the form as it was beside a text that can't be read."""
    if draft.form is not None or draft.scenario is not None or not posted.get("seen_form"):
        return draft
    stale = replace(draft, form=form_of(entries), is_stale=True)
    return replace(stale, seen_form=posted["seen_form"], seen_text=posted.get("seen_text", ""))


def _checked(
    entries: Mapping[str, Any], origin: Origin, made: Ready
) -> tuple[tuple[Problem, ...], Scenario | None]:
    """Return what is wrong with entries, and the scenario that they make."""
    found = check_entries(entries, origin)
    if isinstance(found, tuple):
        return found, None
    return made.check(found), found


def _would_change(form: Form, scenario: Scenario | None) -> bool:
    """Tell whether the form would write a scenario back as another one."""
    if scenario is None:
        return False
    back = check_entries(_entries(form), Origin(FILE))
    return not isinstance(back, Scenario) or back.model_dump() != scenario.model_dump()


def _by_place(entries: Mapping[str, Any], form: Form, made: Ready) -> Mapping[str, tuple[Problem, ...]]:
    """Return what is wrong by the names of the form's fields."""
    problems, _ = _checked(entries, _Places(FILE, dict.fromkeys(_places(entries, form), 0)), made)
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        found[problem.where] = (*found.get(problem.where, ()), problem)
    return found


class _Places(Origin):
    """Cites entries by their places, joined by dots, in place of lines."""

    __slots__ = ()

    def where(self, *place: str | int) -> str:
        """Return the place of an entry that the form shows."""
        known: Place = ()
        for part in place:
            if (*known, part) in self.lines:
                known = (*known, part)
        return ".".join(map(str, known))


def _places(entries: Mapping[str, Any], form: Form) -> set[Place]:
    """Return the places of what stands there, and of what the form asks for besides."""
    found = set(_within(entries, ()))
    asked = [*form.fields.values(), *form.main.values()]
    asked += [one for action in (*form.given, *form.actions) for one in action.fields]
    for one in asked:
        parts: Place = tuple(int(part) if part.isdigit() else part for part in one.place.split("."))
        found |= {parts[:depth] for depth in range(1, len(parts) + 1)}
    return found


def _within(value: object, place: Place) -> list[Place]:
    found = [place]
    pairs: Any = value.items() if isinstance(value, Mapping) else ()
    if isinstance(value, list):
        pairs = enumerate(value)
    for key, each in pairs:
        found += _within(each, (*place, key))
    return found


def _entries(form: Form) -> dict[str, Any]:
    return entries_of(dict(posted_of(form)), form.left)


def _left(text: str) -> Left:
    """Read what the form left alone, which came back from outside."""
    try:
        found = tuple((tuple(place), value) for place, value in json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise no_field("left") from error
    if not all(_is_place(place) and is_plain(value) for place, value in found):
        raise no_field("left")
    return found


def _is_place(place: Place) -> bool:
    is_short = 0 < len(place) <= MOST_PARTS
    return is_short and all(isinstance(part, str | int) and is_plain(part) for part in place)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _digest(content: object) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
