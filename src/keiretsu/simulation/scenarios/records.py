"""The scenario: a question, what happens, and the answer that theory expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, PrivateAttr

from keiretsu.simulation.scenarios.actions import Action
from keiretsu.simulation.scenarios.fields import Border, Firms, Noun, Range, Text

Place = tuple[str | int, ...]


class Sign(StrEnum):
    """Which way an outcome moves."""

    RISES = "rises"
    FALLS = "falls"


class Main(Border):
    """The outcome that answers the question, and which way theory says that it moves."""

    outcome: Text = Field(description="Its name.")
    of: Firms | None = Field(
        None, description="Of whom: firms, or the layer, market or pair that it is of; of all, unless given."
    )
    quarter: int | None = Field(
        None, ge=1, description="After how many quarters it is read; at the horizon, unless given."
    )
    expect: Sign = Field(description="Which way it moves against the baseline.")
    why: Text = Field(description="Why theory says so.")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a scenario was read: its file, and the line of each entry.

    Examples
    --------
    >>> Origin("pack/stop.yaml", {(): 1, ("actions",): 5, ("actions", 0): 6}).where("actions", 0, "times")
    'pack/stop.yaml:6'
    """

    file: str
    lines: Mapping[Place, int] = field(default_factory=dict)

    def where(self, *place: str | int) -> str:
        """Return the file and the line of an entry, or of what it stands in."""
        known: Place = ()
        for part in place:  # pydantic adds words of its own to places: these have no line
            if (*known, part) in self.lines:
                known = (*known, part)
        return f"{self.file}:{self.lines[known]}" if known in self.lines else self.file


class Scenario(Border):
    """A question of the form *what if*, as a file states it.

    Answers *what is different if this happens*, once it is compiled for an industry
    (:func:`~keiretsu.simulation.scenarios.compile_scenario`) and run beside the baseline on the same
    random numbers.

    Examples
    --------
    >>> stop = Scenario.model_validate({
    ...     "name": "stop", "title": "Funding stops", "asks": "Who runs out of money?", "about": "A test.",
    ...     "horizon": 8,
    ...     "actions": [{"date": "2026-07-01", "do": "change_funding", "firms": "all",
    ...                  "times": {"least": 0, "most": 0.5}}],
    ...     "main": {"outcome": "money", "expect": "falls", "why": "Nobody pays in."},
    ... })
    >>> stop.ranges
    {'change_funding (action 1): times': Range(least=0.0, most=0.5)}
    """

    name: Noun = Field(description="Lower case, words joined by underscores: what a command calls it.")
    title: Text = Field(description="What happens, in a line.")
    asks: Text = Field(description="The question, in one sentence.")
    about: Text = Field(description="What it is about: the mechanism, and what is assumed.")
    horizon: Annotated[int, Field(ge=1, le=400)] = Field(description="How many quarters are run.")
    given: tuple[Action, ...] = Field(
        (), description="What happens in the baseline too, so that only the rest is compared."
    )
    actions: tuple[Action, ...] = Field((), description="What happens.")
    behaviours: Mapping[Text, Text] = Field(
        default_factory=dict, description="The mechanism that acts in the turn of another, or 'off'."
    )
    parameters: Mapping[Text, Annotated[float, Field(allow_inf_nan=True)]] = Field(
        default_factory=dict, description="Values of parameters in place of the mechanisms' own."
    )
    main: Main = Field(description="The outcome that answers the question.")

    _origin: Origin = PrivateAttr(Origin("scenario"))

    def model_post_init(self, _: Any, /) -> None:  # noqa: ANN401
        """Refuse what changes nothing, and name the scenario as its place until a file does."""
        if not (self.actions or self.behaviours or self.parameters):
            raise ValueError("nothing happens in it; add an action, a behaviour or a parameter")
        self._origin = Origin(self.name)

    @property
    def events(self) -> tuple[Action, ...]:
        """All that happens in it: what is given, then the actions."""
        return (*self.given, *self.actions)

    @property
    def background(self) -> Scenario | None:
        """What the baseline has of it; ``None`` where nothing is given."""
        if not self.given:
            return None
        kept = {"actions": self.given, "given": (), "behaviours": {}, "parameters": {}}
        return self.model_copy(update=kept)

    @property
    def ranges(self) -> dict[str, Range]:
        """The sizes that are ranges, by a name: what an ensemble may draw."""
        return {
            size_name(number, action, key): size
            for number, action in enumerate(self.events)
            for key, size in action.sizes
            if size.is_drawn
        }

    def read_from(self, origin: Origin) -> Scenario:
        """Return the scenario with the place that it was read from."""
        self._origin = origin
        return self

    def where_event(self, number: int, *place: str | int) -> str:
        """Return where one of the events stands."""
        own = number - len(self.given)
        return self.where("given", number, *place) if own < 0 else self.where("actions", own, *place)

    def where(self, *place: str | int) -> str:
        """Return where an entry stands, as problems cite it."""
        return self._origin.where(*place)


def size_name(number: int, action: Action, key: str) -> str:
    """Return what the size of an action is called where it is drawn."""
    return f"{action.do} (action {number + 1}): {key}"
