"""Scenarios: what if a firm fails, funding stops, a regulator steps in, a customer builds its own.

A scenario is a YAML file (:func:`read_scenarios`) that is compiled for an industry
(:func:`compile_scenario`) and compared with the baseline on the same random numbers
(:class:`Comparison`).
"""

from keiretsu.simulation.scenarios.checking import asked_in_vain, check_scenario
from keiretsu.simulation.scenarios.comparison import Comparison
from keiretsu.simulation.scenarios.compiling import Compiled, Effect, compile_scenario
from keiretsu.simulation.scenarios.contrast import Contrast, Difference
from keiretsu.simulation.scenarios.naming import labels
from keiretsu.simulation.scenarios.publishing import schema
from keiretsu.simulation.scenarios.reading import parse_scenario, read_scenario, read_scenarios
from keiretsu.simulation.scenarios.records import Main, Scenario, Sign
from keiretsu.simulation.scenarios.writing import has_comments, scenario_text

__all__ = [
    "Comparison",
    "Compiled",
    "Contrast",
    "Difference",
    "Effect",
    "Main",
    "Scenario",
    "Sign",
    "asked_in_vain",
    "check_scenario",
    "compile_scenario",
    "has_comments",
    "labels",
    "parse_scenario",
    "read_scenario",
    "read_scenarios",
    "scenario_text",
    "schema",
]
