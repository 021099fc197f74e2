"""Run a model over periods and paths, with the books checked in every one.

In a period the behaviours act in their order. If one of them sets what an earlier one has read, the
period's equations are simultaneous, and the behaviours act again (Gauss-Seidel) until nothing moves by
more than 1e-12 of itself; a path that has settled is left as it is, so that a path does not depend on
the others in its batch. The books are those of W. Godley and M. Lavoie (2007), *Monetary Economics*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books, Flags
from keiretsu.simulation.checking import check_positions, check_postings, when
from keiretsu.simulation.closed import ClosedPeriod
from keiretsu.simulation.faults import invalid, no_fixed_point, unknown
from keiretsu.simulation.records import Amount, Model
from keiretsu.simulation.run import Run

MOST_SWEEPS = 2_000
BLOCK = 128  # paths whose books fit the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What is held and owed before the first period, and the variables of that time.

    Parameters
    ----------
    positions
        By instrument and party; what is owed is negative. What isn't given is 0.
    variables
        The values that behaviours read as those of the period before.
    """

    positions: Mapping[str, Mapping[str, Amount]] = field(default_factory=dict)
    variables: Mapping[str, Amount] = field(default_factory=dict)


def simulate(
    model: Model,
    periods: int,
    *,
    paths: int = 1,
    start: Start | None = None,
    parameters: Mapping[str, Amount] | None = None,
    changes: Mapping[int, Mapping[str, Amount]] | None = None,
) -> Run:
    """Run a model, and keep what everybody holds, owes, pays and earns in every period, on every path.

    Parameters
    ----------
    model
        The model.
    periods
        How many.
    paths
        How many; every amount given is one number, or one a path.
    start
        What is there before the first period; nothing, unless given.
    parameters
        Values in place of the model's.
    changes
        Values of parameters from a period on, by its number: shocks.

    Raises
    ------
    MisuseError
        If a name is not the model's, or an amount is not a number or not one a path.
    SimulationError
        If the books don't balance to 1e-9 of the largest sum, or a period's equations don't settle.

    Examples
    --------
    Alpha, which issues the money, pays Beta 10 a period; Beta pays half of what it has to Gamma.

    >>> from keiretsu.simulation import Instrument, Model
    >>> def grant(books):
    ...     '''G = 10'''
    ...     books.pay("Alpha", "Beta", "grant", 10)
    >>> def passing_on(books):
    ...     '''P = H / 2'''
    ...     books.pay("Beta", "Gamma", "purchases", books.held("Beta", "money") / 2)
    >>> money = Instrument("money", issuers=("Alpha",))
    >>> run = simulate(Model("grants", ("Alpha", "Beta", "Gamma"), (money,), (grant, passing_on)), 2)
    >>> run.position("Beta", "money")[:, 0].tolist()
    [0.0, 5.0, 7.5]
    >>> run.balance_sheet(2).loc["money"].tolist()
    [-20.0, 7.5, 12.5, 0.0]
    """
    _check_counts(model, periods=periods, paths=paths)
    _check_changes(model, parameters or {}, changes or {})
    values: dict[str, Amount] = {name: each.value for name, each in model.parameters.items()}
    values |= parameters or {}
    opening, variables = _opening(model, start or Start(), paths)
    check_positions(model, 0, opening, ())
    return _through(Run(model, opening, variables, []), periods, values, changes or {})


def in_blocks(
    model: Model,
    periods: int,
    *,
    paths: int,
    size: int = BLOCK,
    start: Start | None = None,
    parameters: Mapping[str, Amount] | None = None,
    changes: Mapping[int, Mapping[str, Amount]] | None = None,
) -> Iterator[Run]:
    """Run a model on many paths, and yield the run of each block of paths, in order.

    Only one block is in memory at a time. Its figures are, to the bit, those of all paths at once.

    Parameters
    ----------
    model, periods, paths, start, parameters, changes
        As :func:`simulate` takes them.
    size
        Paths a block, at most.

    Examples
    --------
    >>> import numpy as np
    >>> from keiretsu.simulation.textbook import sim
    >>> spent = np.linspace(10, 20, 5)
    >>> blocks = in_blocks(sim.MODEL, 60, paths=5, size=2, parameters={"government spending": spent})
    >>> [run.flow("consumption")[60].round(1).tolist() for run in blocks]
    [[40.0, 50.0], [60.0, 70.0], [80.0]]
    """
    _check_counts(model, periods=periods, paths=paths, paths_a_block=size)
    begin = start or Start()
    for low in range(0, paths, size):
        part = slice(low, min(low + size, paths))

        def cut(values: Mapping[str, Amount], part: slice = part) -> dict[str, Amount]:
            return {name: row[part] for name, row in _rows(model, values, paths).items()}

        yield simulate(
            model,
            periods,
            paths=part.stop - part.start,
            start=Start({name: cut(held) for name, held in begin.positions.items()}, cut(begin.variables)),
            parameters=cut(
                {name: each.value for name, each in model.parameters.items()} | dict(parameters or {})
            ),
            changes={period: cut(values) for period, values in (changes or {}).items()},
        )


def _through(
    run: Run, periods: int, values: Mapping[str, Amount], changes: Mapping[int, Mapping[str, Amount]]
) -> Run:
    """Close the books of each period in turn."""
    model, opening, variables, flows = run.model, run.opening, run.before, dict[str, Floats]()
    for period in range(1, periods + 1):
        values = {**values, **changes.get(period, {})}
        books = Books(model, period, opening, _rows(model, values, run.paths), variables, flows)
        _settle(books)
        opening = _checked(books)
        run.closed.append(ClosedPeriod.of(books, opening))
        variables, flows = variables | books.variables, books.flows()
    return run


def _settle(books: Books) -> None:
    """Let the behaviours act until nothing moves that others had read."""
    moving: dict[str, Flags] = {}
    for _ in range(MOST_SWEEPS):
        with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is told by name
            moving = books.sweep()
        still = np.zeros(books.paths, dtype=bool)
        for moved in moving.values():
            still |= moved
        books.is_settled = books.is_settled | ~still
        if books.is_settled.all():
            return
    path = int((~books.is_settled).argmax())
    names = ", ".join(name for name, moved in moving.items() if moved[path])
    where = f"{books.model.name}, {when(books.period)}, path {path}"
    raise no_fixed_point(where, f"after {MOST_SWEEPS:,} sweeps these still move: {names}")


def _checked(books: Books) -> Floats:
    postings, closing = books.postings(), books.closing()
    check_postings(books.model, books.period, postings)
    check_positions(books.model, books.period, closing, postings)
    return closing


def _check_counts(model: Model, **counts: int) -> None:
    for name, count in counts.items():
        if count < 1:
            words = name.replace("_", " ")
            raise invalid(model.name, f"{count} {words} are no run", "ask for 1 or more")


def _check_changes(
    model: Model, parameters: Mapping[str, Amount], changes: Mapping[int, Mapping[str, Amount]]
) -> None:
    for period in changes:
        if period < 1:
            raise invalid(model.name, f"nothing can change in period {period}", "the first period is 1")
    for period, new in {**changes, 0: parameters}.items():
        for name in new:
            if name not in model.parameters:
                raise unknown(f"{model.name}, {when(period)}", "parameter", name, tuple(model.parameters))


def _opening(model: Model, start: Start, paths: int) -> tuple[Floats, dict[str, Floats]]:
    positions = np.zeros((len(model.instruments), len(model.names), paths))
    for instrument, held in start.positions.items():
        for party, amount in held.items():
            positions[model.instrument(instrument), model.party(party)] = _row(model, party, amount, paths)
    return positions, _rows(model, start.variables, paths)


def _rows(model: Model, values: Mapping[str, Amount], paths: int) -> dict[str, Floats]:
    return {name: _row(model, name, value, paths) for name, value in values.items()}


def _row(model: Model, name: str, value: Amount, paths: int) -> Floats:
    array = np.asarray(value, dtype=float)
    if array.shape not in ((), (paths,)) or not np.isfinite(array).all():
        message = f"{name} is neither a finite number nor {paths} of them, one a path"
        raise invalid(model.name, message, "give a number, or one a path")
    return np.broadcast_to(array, (paths,))
