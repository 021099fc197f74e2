"""Read scenarios from YAML files, one a file; what is wrong with one doesn't stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from keiretsu.errors import Problem
from keiretsu.simulation.scenarios import faults
from keiretsu.simulation.scenarios.records import Origin, Place, Scenario

_AS_TEXT = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
RESOLVERS = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _AS_TEXT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
"""What YAML reads without quotation marks as something else than text."""


class _Loader(yaml.SafeLoader):
    """YAML without aliases, and with days and words such as ``off`` left as they are written."""

    yaml_implicit_resolvers = RESOLVERS

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases, with which a few lines can stand for endless ones."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias", mark)
        return super().compose_node(parent, index)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002
        """Refuse a value that isn't what its tag says, and a number that is larger than any figure."""
        try:
            made = super().construct_object(node, deep)
            if isinstance(made, int):
                float(made)
        except (AttributeError, KeyError, OverflowError) as error:
            mark, what = node.start_mark, "a value that can't be read"
            raise yaml.constructor.ConstructorError(None, None, what, mark) from error
        return made


def read_scenarios(paths: Iterable[Path]) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Read the scenarios of files, and of all ``.yaml`` files of folders.

    Answers *which scenarios are there, and what is wrong with the others*.

    Parameters
    ----------
    paths
        Files and folders, in any order; the files of a folder come by name.

    Returns
    -------
    tuple
        The scenarios, and the problems of what was left out, each with file, line and fix. Of two
        scenarios of one name the second is left out.
    """
    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for path in _files(paths):
        scenario = read_scenario(path)
        if not isinstance(scenario, Scenario):
            problems += scenario
        elif scenario.name in found:
            first = found[scenario.name].where()
            problems.append(faults.repeated(scenario.where("name"), scenario.name, first))
        else:
            found[scenario.name] = scenario
    return tuple(found.values()), tuple(problems)


def read_scenario(path: Path) -> Scenario | tuple[Problem, ...]:
    """Read the scenario of a file, or return what is wrong with it."""
    file = "/".join(path.parts[-2:])
    try:
        return parse_scenario(path.read_text(encoding="utf-8-sig"), file)
    except UnicodeDecodeError as error:
        return (faults.broken(file, f"is not UTF-8 (byte {error.start})", "save it as UTF-8"),)
    except OSError as error:
        return (faults.broken(file, f"can't be read ({error.strerror})", "check its name and permissions"),)


def parse_scenario(text: str, file: str) -> Scenario | tuple[Problem, ...]:
    r"""Read a scenario from the text of a file; ``file`` is what problems call it.

    Examples
    --------
    >>> told = parse_scenario("name: stop\ntitle: Funding stops\nactoins: []\n", "pack/stop.yaml")
    >>> print(told[-1].where, told[-1].message, told[-1].hint, sep="; ")
    pack/stop.yaml:3; actoins: is no key here; the scenario is left out; did you mean 'actions'?
    """
    read = read_entries(text, file)
    return read if isinstance(read, tuple) else check_entries(read.entries, Origin(file, read.lines))


@dataclass(frozen=True, slots=True)
class Entries:
    """What stands in a file, whether it makes a scenario or not, and the line of each entry."""

    entries: Mapping[str, Any]
    lines: Mapping[Place, int]


def read_entries(text: str, file: str) -> Entries | tuple[Problem, ...]:
    """Read what stands in the text of a file, or return why it is no mapping in YAML."""
    try:
        node, raw = _load(text)
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        return (faults.broken(f"{file}{line}", f"is not YAML ({error.problem})", "mend that line"),)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        return (faults.broken(file, f"is not YAML ({' '.join(str(error).split())})", "mend it"),)
    if not isinstance(node, yaml.MappingNode):
        return (faults.broken(file, "is not a mapping of keys to values", "write lines such as title: ..."),)
    if twice := next(_repeated_keys(node), None):
        where = f"{file}:{twice.start_mark.line + 1}"
        return (faults.broken(where, f"gives {twice.value!r} twice in one entry", "remove one of the two"),)
    return Entries(raw, dict(_lines(node)))


def check_entries(entries: Mapping[str, Any], origin: Origin) -> Scenario | tuple[Problem, ...]:
    """Return the scenario that entries make, or what is wrong; ``origin`` says where each entry stands."""
    try:
        return Scenario.model_validate(entries).read_from(origin)
    except ValidationError as error:
        return faults.refused(origin, error.errors())


def _load(text: str) -> tuple[yaml.Node | None, Any]:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.yaml"))
        else:
            yield path


def _lines(node: yaml.Node, place: Place = ()) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            yield from _lines(value, inner)
            yield inner, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*place, number))


def _repeated_keys(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield keys that stand in one entry before; YAML lets the last one win without a word."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key
                seen.add(key.value)
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated_keys(value)
