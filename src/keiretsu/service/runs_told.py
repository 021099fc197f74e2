"""What came of a run, as JSON's types and an array: enough for every page without running again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from keiretsu.errors import Problem
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import chart_json
from keiretsu.reasons import Reason
from keiretsu.simulation.percentiles import LEVELS
from keiretsu.simulation.scenarios import Comparison, Scenario, parse_scenario
from keiretsu.simulation.scenarios.contrast import quantiles

if TYPE_CHECKING:
    import pandas as pd


def read_scenario_text(text: str, number: int = 1) -> Scenario | tuple[Problem, ...]:
    """Read a scenario that came without a file; reasons and problems cite it by its own name."""
    found = parse_scenario(text, f"scenario {number}")
    return parse_scenario(text, f"{found.name}.yaml") if isinstance(found, Scenario) else found


def comparison_told(found: Comparison) -> dict[str, Any]:
    """Return what a scenario changes, without the figures' ways there: see :func:`figures_of`."""
    scenario, answer = found.scenario, found.answer
    main = {
        "outcome": found.main.name,
        "of": found.main.labels[0],
        "unit": found.main.unit,
        **{name: number(value) for name, value in asdict(answer).items()},
    }
    return {
        "name": scenario.name,
        "title": scenario.title,
        "asks": scenario.asks,
        "about": scenario.about,
        "horizon": scenario.horizon,
        "quarter": found.quarter,
        "line": found.line,
        "expect": str(scenario.main.expect),
        "expected_because": scenario.main.why,
        "as_expected": found.is_as_expected,
        "main": main,
        "chart": chart_json(found.chart()),
        "difference": chart_json(found.difference()),
        "figures": rows(found.table()),
        "firms": rows(found.by_firm().reset_index()),
        "why": reason_told(found.why()),
    }


def figures_of(found: Comparison) -> Floats:
    """Return the quantiles of each figure that differs, in the order of the table.

    Figures x (baseline, scenario, difference) x (5 %, median, 95 %) x (quarters + 1).
    """
    places = {(row.outcome, row.of): place for place, row in enumerate(found.table().itertuples(index=False))}
    made = np.full((len(places), 3, 3, found.contrasts[0].quarters + 1), np.nan)
    for contrast in found.contrasts:
        if not contrast.moved:
            continue
        at = [places[contrast.name, contrast.labels[row]] for row in contrast.moved]
        moved = list(contrast.moved)
        base, new = contrast.baseline[moved], contrast.changed[moved]
        for kind, values in enumerate((base, new, new - base)):
            made[at, kind] = np.swapaxes(quantiles(values, LEVELS), 0, 1)
    return made


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows as JSON's types; what has no value is ``None``."""
    return [{str(key): number(value) for key, value in row.items()} for row in table.to_dict("records")]


def number(value: Any) -> Any:  # noqa: ANN401 - a cell of a table
    """Return a cell as one of JSON's types.

    Examples
    --------
    >>> number(np.float64(2)), number(float("nan")), number("Alpha")
    (2.0, None, 'Alpha')
    """
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def reason_told(reason: Reason) -> dict[str, Any]:
    """Return a reason as JSON's types; see :func:`reason_read`."""
    told: dict[str, Any] = {"text": reason.text}
    told |= {name: getattr(reason, name) for name in ("quote", "source") if getattr(reason, name) is not None}
    if reason.estimate:
        told["estimate"] = True
    if reason.because:
        told["because"] = [reason_told(each) for each in reason.because]
    return told


def reason_read(told: Mapping[str, Any]) -> Reason:
    """Return the reason that :func:`reason_told` told.

    Examples
    --------
    >>> one = Reason("falls", (Reason("no money", quote="It burns money.", source="a.txt"),), estimate=True)
    >>> reason_read(reason_told(one)) == one
    True
    """
    because = tuple(reason_read(each) for each in told.get("because", ()))
    return Reason(
        told["text"], because, told.get("quote"), told.get("source"), bool(told.get("estimate", False))
    )
