"""The solver of the frustration index: one block of a signed network at a time, by OR-tools CP-SAT."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from keiretsu.errors import KeiretsuError
from keiretsu.measures.arrays import Indices
from keiretsu.measures.bloccuts import unsatisfiable_cycles
from keiretsu.measures.blocsearch import good_blocs, numbered_by
from keiretsu.measures.signed import Pairs
from keiretsu.measures.units import unit_exponent, whole_units

BITS = 44  # a block's weights add up to less than 2**44 units, far from the solver's limits
EFFORT = 60.0
"""Work that a proof may take at most: the solver's own measure, near to seconds, so that runs stop alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The best blocs found for one block.

    Parameters
    ----------
    labels
        The bloc of each party, ``0..blocs-1``.
    bound
        No blocs frustrate less weight than this.
    proved
        Whether the solver proved that these blocs are the best.
    """

    labels: Indices
    bound: float
    proved: bool


def solve_block(pairs: Pairs, blocs: int, hint: Indices, effort: float, seed: int = 0) -> Solved:
    """Find the blocs that frustrate least; ``hint`` is a place to start from."""
    from ortools.sat.python import cp_model

    amount = np.abs(pairs.net)
    exponent = unit_exponent(math.fsum(amount), BITS)
    units = whole_units(amount, exponent)
    step = max(int(np.gcd.reduce(units)), 1)
    model = cp_model.CpModel()
    order = _strongest_first(pairs)
    start = numbered_by(order, good_blocs(pairs, blocs, hint))
    member = _memberships(model, order, blocs)
    frustrated = _frustrations(model, pairs, member)
    for cut in unsatisfiable_cycles(pairs, blocs):
        model.add_bool_or([frustrated[edge] for edge in cut])
    for party, label in enumerate(start.tolist()):
        for bloc, literal in enumerate(member[party][: blocs if blocs > 2 else 1]):
            model.add_hint(literal, label == bloc)
    model.minimize(cp_model.LinearExpr.weighted_sum(frustrated, (units // step).tolist()))
    solver = _solver(cp_model, effort, seed)
    status = solver.solve(model)
    if status == cp_model.UNKNOWN:  # stopped before it had tried anything
        return Solved(start, 0.0, proved=False)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise KeiretsuError(
            "measure.not-optimal",
            where="frustration_index",
            message=f"the solver stopped with {solver.status_name(status)}",
            hint="report the edges as a fault of keiretsu",
        )
    chosen = [[bool(solver.boolean_value(literal)) for literal in row].index(True) for row in member]
    return Solved(
        labels=np.array(chosen, dtype=np.int64),
        bound=float(np.ldexp(round(solver.best_objective_bound) * float(step), -exponent)),
        proved=status == cp_model.OPTIMAL,
    )


def _solver(cp_model: Any, effort: float, seed: int) -> Any:  # noqa: ANN401 - OR-tools has no types
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # the same answer on each run and each machine
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.linearization_level = 2
    return solver


def _strongest_first(pairs: Pairs) -> Indices:
    strength = np.bincount(pairs.left, np.abs(pairs.net), pairs.parties)
    strength += np.bincount(pairs.right, np.abs(pairs.net), pairs.parties)
    return np.argsort(-strength, kind="stable")


def _memberships(model: Any, order: Indices, blocs: int) -> list[list[Any]]:  # noqa: ANN401
    """Return a literal for each party and bloc; which bloc bears which number is settled here."""
    member: list[list[Any]] = []
    for _ in range(order.size):
        if blocs == 2:
            first = model.new_bool_var("")
            member.append([first, first.negated()])
        else:
            member.append([model.new_bool_var("") for _ in range(blocs)])
            model.add_exactly_one(member[-1])
    # Blocs are numbered by their strongest party: the strongest of all is in bloc 0, and so on.
    for rank, party in enumerate(order[: blocs - 1].tolist()):
        for bloc in range(rank + 1, blocs):
            model.add_bool_and([member[party][bloc].negated()])
    return member


def _frustrations(model: Any, pairs: Pairs, member: list[list[Any]]) -> list[Any]:  # noqa: ANN401
    frustrated = []
    for left, right, net in zip(pairs.left.tolist(), pairs.right.tolist(), pairs.net.tolist(), strict=True):
        mark = model.new_bool_var("")
        for here, there in zip(member[left], member[right], strict=True):
            model.add_bool_or([here.negated(), there if net > 0 else there.negated(), mark])
        frustrated.append(mark)
    return frustrated
