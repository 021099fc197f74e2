"""The JSON Schema of scenario files, for editors and other programs."""

from __future__ import annotations

from typing import Any

from keiretsu.simulation.scenarios.records import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file; ``docs/reference/scenario.schema.json`` holds it.

    Answers *which keys may a scenario have, and what may each hold*. YAML's days count as text.

    Examples
    --------
    >>> schema()["required"]
    ['name', 'title', 'asks', 'about', 'horizon', 'main']
    """
    return {"$schema": DIALECT, **Scenario.model_json_schema(), "title": "A scenario of keiretsu"}
