"""The simulation of a workspace's network: its industry, its scenarios, and what they change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from keiretsu.errors import MisuseError, Problem
from keiretsu.execution import Executor
from keiretsu.measures.of_network.naming import party_named
from keiretsu.network import SEED, Network
from keiretsu.simulation import SimulationError
from keiretsu.simulation.experiment import IndustryExperiment
from keiretsu.simulation.industry.given import parse_given
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.industry.running import Plan, books_of
from keiretsu.simulation.run import Run
from keiretsu.simulation.scenarios import (
    Comparison,
    Scenario,
    compile_scenario,
    parse_scenario,
    read_scenarios,
)
from keiretsu.simulation.start import drawn_start, industry_of
from keiretsu.simulation.study import PATHS, Study
from keiretsu.workspace.packing import PackContent

ALL = "all"
THREE_YEARS = 12
YAML_ENDINGS = (".yaml", ".yml")


class Simulating:
    """What a vintage's network becomes under scenarios.

    Parameters
    ----------
    network
        The network of a day.
    pack
        What the workspace has taken over from its pack.
    """

    def __init__(self, network: Network, pack: PackContent) -> None:
        self.network, self.pack = network, pack

    def industry(self) -> Industry:
        """Return the industry that the network is the start of, with the pack's parameters."""
        text = self.pack.parameters_text
        return industry_of(self.network, overrides=parse_given(text, "parameters.yaml") if text else None)

    def firm(self, name: str) -> str:
        """Return what the industry calls a party, by its name, an alias, a unit or an id.

        Raises
        ------
        MisuseError
            Where no party of the network goes by the name.
        """
        return self.network.label(party_named(name, self.network.parties, self.network.as_of))

    def scenarios(self) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
        """Return the pack's scenarios, and what is wrong with others."""
        read = [parse_scenario(text, name) for name, text in self.pack.scenarios]
        problems = tuple(problem for each in read if not isinstance(each, Scenario) for problem in each)
        return tuple(each for each in read if isinstance(each, Scenario)), problems

    def chosen(self, names: Iterable[str]) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
        """Return scenarios by the pack's names, ``all`` of these, and those of files and folders.

        Raises
        ------
        MisuseError
            For a name that is neither a scenario of the pack nor a file.
        """
        own, problems = self.scenarios()
        known, found, faults = {each.name: each for each in own}, dict[str, Scenario](), list[Problem]()
        for name in names:
            if name == ALL:
                found |= known
                faults += problems
            elif name in known:
                found[name] = known[name]
            elif Path(name).is_dir() or (name.endswith(YAML_ENDINGS) and Path(name).is_file()):
                read, wrong = read_scenarios([Path(name)])
                found |= {each.name: each for each in read}
                faults += wrong
            else:
                raise _unknown(name, known)
        return tuple(found.values()), tuple(faults)

    def study(self, *, paths: int = PATHS, seed: int = SEED, executor: Executor | None = None) -> Study:
        """Return what scenarios are compared on: paths that differ in their start and in their shocks."""
        industry = self.industry()
        return Study(
            industry,
            self.network.parties,
            paths,
            seed,
            draw_start=partial(drawn_start, industry, self.network, seed=seed),
            executor=executor,
        )

    def experiment(
        self,
        scenario: Scenario | None = None,
        outcome: str | None = None,
        of: str = "",
        *,
        quarters: int | None = None,
        seed: int = SEED,
    ) -> IndustryExperiment:
        """Return the experiment that tells what drives an outcome, or what can come of it.

        Parameters
        ----------
        scenario
            What happens: figures are differences to the baseline. Nothing, unless given.
        outcome, of
            What is asked, and of whom: all together if empty. The scenario's main outcome, unless given.
        quarters
            How many are run: the scenario's horizon, else three years.
        seed
            Of the random numbers.

        Raises
        ------
        MisuseError
            For an outcome, or for somebody, that isn't there, and where neither is asked.
        """
        study = self.study(seed=seed)
        main = scenario.main if scenario else None
        if outcome is None and main is None:
            raise _nothing_asked()
        asked = (main.outcome, main.of or "") if outcome is None and main else (outcome or "", of)
        horizon = quarters or (scenario.horizon if scenario else THREE_YEARS)
        plan = Plan(study.industry, horizon, seed, draw_start=study.draw_start)
        return IndustryExperiment(plan, scenario, (asked,), self.network.parties)

    def books(
        self,
        scenario: Scenario | None = None,
        *,
        path: int = 0,
        quarters: int | None = None,
        seed: int = SEED,
    ) -> Run:
        """Return all books of one path: every payment with the behaviour that made it, and why.

        Raises
        ------
        SimulationError
            For a scenario that can't be compiled for this industry, with its first problem.
        """
        study = self.study(seed=seed)
        horizon = quarters or (scenario.horizon if scenario else THREE_YEARS)
        plan = Plan(study.industry, horizon, seed, draw_start=study.draw_start)
        if scenario is not None:
            compiled = compile_scenario(scenario, study.industry, self.network.parties, quarters=horizon)
            for one in compiled.problems:
                raise SimulationError(one.code, where=one.where, message=one.message, hint=one.hint)
            plan = replace(plan, changes=compiled.changes, behaviours=compiled.behaviours)
        return books_of(plan, [path])

    def compare(
        self,
        scenarios: Sequence[Scenario],
        *,
        paths: int = PATHS,
        seed: int = SEED,
        executor: Executor | None = None,
        on_progress: Callable[[int], None] | None = None,
    ) -> tuple[tuple[Comparison, ...], tuple[Problem, ...]]:
        """Return each scenario beside its baseline, on the same random numbers, and what can't be run."""
        return self.study(paths=paths, seed=seed, executor=executor).compare(scenarios, on_progress)


def _nothing_asked() -> MisuseError:
    return MisuseError(
        "simulation.invalid-plan",
        where="the experiment",
        message="it has neither a scenario nor an outcome",
        hint="name an outcome, such as failures, or a scenario, which has one of its own",
    )


def _unknown(name: str, known: dict[str, Scenario]) -> MisuseError:
    return MisuseError(
        "simulation.unknown-scenario",
        where=name,
        message="is neither a scenario of the pack nor a YAML file",
        hint=f"use {ALL}, a file, or one of: {', '.join(known) or 'none'}",
    )
