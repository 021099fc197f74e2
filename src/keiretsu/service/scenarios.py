"""The scenarios that can be run: those of the pack, those that people saved, and any text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeAlias

from keiretsu.errors import MisuseError, NotFoundError, Problem, Severity
from keiretsu.quantities import counted
from keiretsu.service.asked import Asked
from keiretsu.service.identity import Identity
from keiretsu.service.keeping import Kept
from keiretsu.service.scenarios_saved import Saved, SavedScenarios, name_taken
from keiretsu.service.site import Site
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.scenarios import Scenario, check_scenario, parse_scenario
from keiretsu.simulation.scenarios.reading import Entries, read_entries
from keiretsu.workspace.simulating import Simulating

KEPT = 8
MOST_SIGNS = 40_000
MOST_DEPTH = 12
QUARTER = timedelta(days=92)
PLACES = ("new", "draft", "run", "save", "try")
"""Names that an address takes, so that no scenario can."""

_Key: TypeAlias = tuple[str, datetime, date]
_ready: Kept[_Key, Ready] = Kept(KEPT)


@dataclass(frozen=True, eq=False)
class Ready:
    """A network that can be simulated: its industry, which is slow to make, and who its firms are."""

    simulating: Simulating
    industry: Industry

    @property
    def first_day(self) -> str:
        """A day on which something can happen: in the second quarter of a run, or the last of all days."""
        return (min(self.industry.as_of, date.max - QUARTER) + QUARTER).isoformat()

    def check(self, scenario: Scenario) -> tuple[Problem, ...]:
        """Return why the industry can't run a scenario; nothing where it can."""
        return check_scenario(scenario, self.industry, self.simulating.network.parties)


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario of the list; ``saved`` is who saved it and when, ``None`` for one of the pack."""

    name: str
    text: str
    scenario: Scenario | None
    problems: tuple[Problem, ...] = ()
    saved: Saved | None = None


def ready(site: Site, asked: Asked) -> Ready:
    """Return the industry of the day and moment asked for, made once for each."""
    vintage, day = site.settled(asked), site.day(asked)
    key = (site.settings.workspace, vintage.known_by, day)

    def make() -> Ready:
        simulating = Simulating(site.network(asked, "estimate"), vintage.pack)
        return Ready(simulating, simulating.industry())

    return _ready.get(key, make)


def saved_scenarios(site: Site) -> SavedScenarios:
    """Return the scenarios that people saved on this server."""
    return SavedScenarios(site.settings.state / "scenarios")


def scenarios(site: Site, asked: Asked) -> tuple[Listed, ...]:
    """Return all scenarios: those of the pack in its order, then those saved, by name."""
    own = _of_pack(site, asked)
    taken = {each.name for each in own}
    saved = [(_read(f"{each.name}.yaml", each.text), each) for each in saved_scenarios(site).all()]
    return (
        *own,
        *(replace(one, name=by.name, saved=by) for one, by in saved if by.name not in taken),
    )


def scenario_named(site: Site, asked: Asked, name: str) -> Listed:
    """Return a scenario by its name.

    Raises
    ------
    NotFoundError
        ``simulation.unknown-scenario`` where there is none.
    """
    for each in scenarios(site, asked):
        if each.name == name:
            return each
    raise NotFoundError(
        "simulation.unknown-scenario",
        where=name[:64],
        message="there is no scenario of this name",
        hint="list the scenarios for their names",
    )


def save_scenario(site: Site, asked: Asked, text: str, who: Identity) -> Saved:
    """Save a scenario under the name that it gives itself.

    Raises
    ------
    ForbiddenError
        For somebody who is no reviewer.
    ConflictError
        ``scenario.name-taken`` where the name is the pack's or somebody else's.
    MisuseError
        With the first problem of a text that is no scenario.
    """
    scenario = scenario_of(text)
    if scenario.name in {each.name for each in _of_pack(site, asked)}:
        raise name_taken(scenario.name, "the pack has a scenario of this name")
    if scenario.name in PLACES:
        raise name_taken(scenario.name, "this name means something else here")
    return saved_scenarios(site).save(scenario.name, text, who)


def scenario_of(text: str) -> Scenario:
    """Return the scenario of a text.

    Raises
    ------
    MisuseError
        With the first problem of a text that is none.
    """
    read = read_bounded(text)
    found = read if isinstance(read, tuple) else parse_scenario(text, "scenario")
    if isinstance(found, Scenario):
        return found
    first = found[0]
    raise MisuseError(first.code, where=first.where, message=first.message, hint=first.hint)


def read_bounded(text: str, file: str = "scenario") -> Entries | tuple[Problem, ...]:
    """Read what stands in a text from outside, which may be long, deep or no text at all."""
    if len(text) > MOST_SIGNS:
        message = f"has {counted(len(text), 'sign')}, and a scenario has at most {MOST_SIGNS:,}"
        return (Problem("scenario.broken-file", Severity.ERROR, file, message, "shorten it"),)
    read = read_entries(text, file)
    if isinstance(read, tuple) or is_plain(read.entries):
        return read
    message = "holds something else than text, numbers, lists and mappings, or is nested too deeply"
    return (Problem("scenario.broken-file", Severity.ERROR, file, message, "write it more simply"),)


def is_plain(value: Any, depth: int = MOST_DEPTH) -> bool:  # noqa: ANN401 - whatever YAML or JSON can hold
    """Tell whether a value is text, a number, or a list or mapping of these, and not too deep."""
    if depth < 0:
        return False
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and is_plain(key, 0) for key in value) and all(
            is_plain(each, depth - 1) for each in value.values()
        )
    if isinstance(value, list):
        return all(is_plain(each, depth - 1) for each in value)
    if isinstance(value, str):
        return not any("\ud800" <= sign <= "\udfff" for sign in value)
    return value is None or isinstance(value, int | float)


def _of_pack(site: Site, asked: Asked) -> tuple[Listed, ...]:
    return tuple(_read(file, text) for file, text in site.settled(asked).pack.scenarios)


@lru_cache(maxsize=256)
def _read(file: str, text: str) -> Listed:
    """Read a scenario; it goes by the name that it gives itself, or else by its file's."""
    found = parse_scenario(text, file)
    if isinstance(found, Scenario):
        return Listed(found.name, text, found)
    return Listed(file.rpartition("/")[2].removesuffix(".yaml"), text, None, found)
