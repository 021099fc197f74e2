"""Scenarios of the example's three firms, for the tests of what runs them."""

from __future__ import annotations

from typing import Any

from keiretsu.simulation.scenarios import Scenario


def scenario(name: str, *actions: dict[str, Any], horizon: int = 6, **more: Any) -> Scenario:
    """Return a scenario that asks for all firms' cash, unless told otherwise."""
    asked = {
        "name": name,
        "title": name.capitalize().replace("_", " "),
        "asks": "Who pays?",
        "about": "A test.",
        "horizon": horizon,
        "actions": actions,
        "main": {"outcome": "cash", "expect": "falls", "why": "It costs money."},
    }
    return Scenario.model_validate({**asked, **more})


def dear(firm: str = "Alpha", times: Any = 3, date: str = "2026-08-01") -> dict[str, Any]:
    """Return the action by which a firm's costs become a multiple."""
    return {"date": date, "do": "change_costs", "firms": firm, "times": times}
