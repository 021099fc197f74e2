"""What the network and the simulation would refuse of a pack's files."""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.errors import PackError, Problem, Severity
from keiretsu.packs.finding import find_packs
from keiretsu.packs.looked import Looked


def names_that_clash(looked: Looked) -> Iterator[Problem]:
    """Yield the note that another pack is found by this one's name."""
    for pack in find_packs().packs:
        if pack.name == looked.pack.name and pack.folder.resolve() != looked.folder.resolve():
            yield Problem(
                "pack.name-clash",
                Severity.NOTE,
                looked.file("pack.yaml"),
                f"calls the pack {pack.name!r}, and by that name the pack of {pack.origin} is found",
                f"name this one by its path ({looked.folder}), or give it another name",
            )


def broken_assumptions(looked: Looked) -> Iterator[Problem]:
    """Yield what is wrong with the assumptions."""
    from keiretsu.network import Assumptions

    if not looked.pack.assumptions_path.is_file():
        yield Problem(
            "pack.missing-assumptions",
            Severity.ERROR,
            looked.file(looked.pack.assumptions_path.name),
            "is missing, so that contracts without a stated length have no yearly sum",
            "add the file; see docs/reference/packs.md",
        )
        return
    try:
        Assumptions.load(looked.pack.assumptions_path)
    except PackError as error:
        yield error.problem


def broken_parameters(looked: Looked) -> Iterator[Problem]:
    """Yield what is wrong with the values for the behaviours of the simulation."""
    from keiretsu.simulation.industry.given import read_given

    if looked.pack.parameters_path is not None:
        try:
            read_given(looked.pack.parameters_path)
        except PackError as error:
            yield error.problem


def broken_scenarios(looked: Looked) -> Iterator[Problem]:
    """Yield what is wrong with the scenarios."""
    from keiretsu.simulation.scenarios.reading import read_scenarios

    yield from read_scenarios(looked.pack.scenario_paths)[1]


def broken_outcomes(looked: Looked) -> Iterator[Problem]:
    """Yield what is wrong with the outcomes that a backtest reads."""
    yield from looked.outcomes.problems
