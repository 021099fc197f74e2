"""Quarters of a small industry in which only some mechanisms act; the start gives what others would set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from keiretsu.measures.arrays import Floats
from keiretsu.simulation import Amount, Behaviour, Model, Run, Start, simulate
from keiretsu.simulation.industry.example import three_firms
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import Industry


def run_quarters(
    mechanisms: Sequence[Mechanism],
    variables: Mapping[str, Floats],
    *,
    industry: Industry | None = None,
    quarters: int = 1,
    paths: int = 1,
    parameters: Mapping[str, Amount] | None = None,
    changes: Mapping[int, Mapping[str, Amount]] | None = None,
) -> Run:
    """Return a run of the example's three firms, or of an industry, in which the mechanisms act."""
    industry = industry or three_firms()
    model = Model(
        industry.name,
        industry.firms,
        industry.instruments,
        tuple(_named(each, industry) for each in mechanisms),
        {
            **industry.parameters,
            **{name: one for each in mechanisms for name, one in each.parameters.items()},
        },
        outside=industry.names[len(industry.firms) :],
        is_sequential=True,
    )
    start = starting_from(industry, variables=variables).start
    return simulate(model, quarters, paths=paths, start=start, parameters=parameters, changes=changes)


def starting_from(
    industry: Industry,
    *,
    positions: Mapping[str, Mapping[str, Amount]] | None = None,
    variables: Mapping[str, Amount] | None = None,
    pairs: Mapping[str, Floats] | None = None,
) -> Industry:
    """Return the industry with other amounts on its first day; what is not given stays as it was."""
    was = industry.start
    start = Start(
        {**was.positions, **(positions or {})},
        {**was.variables, **(variables or {})},
        pairs={**was.pairs, **(pairs or {})},
    )
    return replace(industry, start=start)


def _named(mechanism: Mechanism, industry: Industry) -> Behaviour:
    behaviour = mechanism.make(industry)
    behaviour.__name__ = mechanism.name
    return behaviour
