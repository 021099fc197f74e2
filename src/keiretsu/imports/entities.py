"""FollowTheMoney entities, read from JSON lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from keiretsu.errors import Problem
from keiretsu.imports.faults import first_fault, left_out
from keiretsu.imports.table import read_text


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    id: Annotated[str, Field(min_length=1)]
    kind: Annotated[str, Field(min_length=1, alias="schema")]
    properties: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: its schema, its properties as lists of texts, and the line that it stands in."""

    id: str
    schema: str
    properties: dict[str, list[str]]
    where: str

    def first(self, *names: str) -> str | None:
        """Return the first value of the first of these properties that has one."""
        values = (value for name in names for value in self.properties.get(name, ()) if value.strip())
        return next(values, None)


def read_entities(path: Path) -> tuple[dict[str, Entity], tuple[Problem, ...]]:
    """Read a file of entities, one JSON object a line.

    Returns
    -------
    dict of str to Entity, tuple of Problem
        The entities by id, and the lines that aren't entities. Of two with one id the first counts.

    Raises
    ------
    MisuseError
        ``import.unreadable-file`` where the file can't be read.
    """
    text, found = read_text(path)
    problems = list(found)
    entities: dict[str, Entity] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            read = _Line.model_validate_json(line)
        except ValidationError as error:
            message = f"is no FollowTheMoney entity ({first_fault(error)})"
            problems.append(
                left_out(where, message, "write one entity a line, with id, schema and properties")
            )
            continue
        entities.setdefault(read.id, Entity(read.id, read.kind, read.properties, where))
    return entities, tuple(problems)
