"""Run a model over periods and paths, with the books checked in every one.

In a period the behaviours act in their order. If one of them sets what an earlier one has read, the
period's equations are simultaneous, and the behaviours act again (Gauss-Seidel) until nothing moves by
more than 1e-12 of itself; a path that has settled is left as it is, so that a path does not depend on
the others in its batch. The books are those of W. Godley and M. Lavoie (2007), *Monetary Economics*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.amounts import Amount, over_paths
from keiretsu.simulation.books import Books
from keiretsu.simulation.checking import check, when
from keiretsu.simulation.closed import ClosedPeriod
from keiretsu.simulation.faults import invalid, no_fixed_point, unknown
from keiretsu.simulation.posting import Posting
from keiretsu.simulation.records import Model
from keiretsu.simulation.run import Run
from keiretsu.simulation.starting import Start, given_amounts, given_parameters

MOST_SWEEPS = 2_000
BLOCK = 128  # paths whose books fit the processor's cache


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
        How many; every amount given is one number, or an array whose last axis is 1 or the paths.
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
    begin = start or Start()
    closed = list(walk(model, periods, paths=paths, start=begin, parameters=parameters, changes=changes))
    return Run(model, closed)


def walk(
    model: Model,
    periods: int,
    *,
    paths: int = 1,
    start: Start | None = None,
    parameters: Mapping[str, Amount] | None = None,
    changes: Mapping[int, Mapping[str, Amount]] | None = None,
) -> Iterator[ClosedPeriod]:
    """Run a model, and yield the books of one period after the other without keeping them.

    Parameters
    ----------
    model, periods, paths, start, parameters, changes
        As :func:`simulate` takes them.

    Raises
    ------
    MisuseError, SimulationError
        As :func:`simulate` does.

    Examples
    --------
    >>> from keiretsu.simulation.textbook import sim
    >>> for closed in walk(sim.MODEL, 3):
    ...     print(closed.period, closed.variables["output"].round(1))
    1 [38.5]
    2 [47.9]
    3 [55.9]
    """
    _check_counts(model, periods=periods, paths=paths)
    _check_changes(model, parameters or {}, changes or {})
    begin = start or Start()
    given = {name: each.value for name, each in model.parameters.items()} | dict(parameters or {})
    values = _over_paths(given_parameters(model, given, paths), paths)
    variables = _over_paths(given_amounts(model, begin.variables, paths), paths)
    holdings, postings = begin.holdings(model, paths), tuple[Posting, ...]()
    holdings.largest = check(0, holdings, ())
    for period in range(1, periods + 1):
        if new := (changes or {}).get(period):
            values = values | _over_paths(given_parameters(model, new, paths), paths)
        books = Books(model, period, holdings, values, variables, postings)
        _settle(books)
        holdings, postings = books.journal.closing(), books.journal.postings()
        holdings = holdings.closed(check(period, holdings, postings))
        yield ClosedPeriod.of(books, holdings, postings)
        variables = variables | books.variables


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

    Only one block is in memory at a time. Its figures are, to the bit, those of all paths at once, as long
    as behaviours work path by path. NumPy adds up the rows of an array of one path in another order than
    those of many: blocks are about equal, so that only those of ``size`` below 3 can be of one path.

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
    [[40.0], [50.0, 60.0], [70.0, 80.0]]
    """
    _check_counts(model, periods=periods, paths=paths, paths_a_block=size)
    begin = start or Start()
    given = {name: each.value for name, each in model.parameters.items()} | dict(parameters or {})
    blocks = -(-paths // size)
    for block in range(blocks):
        part = slice(paths * block // blocks, paths * (block + 1) // blocks)

        yield simulate(
            model,
            periods,
            paths=part.stop - part.start,
            start=begin.part(part, paths, model),
            parameters=given_parameters(model, given, paths, part),
            changes={
                period: given_parameters(model, values, paths, part)
                for period, values in (changes or {}).items()
            },
        )


def _settle(books: Books) -> None:
    """Let the behaviours act until nothing moves that others had read."""
    journal = books.journal
    for _ in range(MOST_SWEEPS):
        with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is told by name
            books.sweep()
        if not journal.moving or books.model.is_sequential:
            return
        still = np.logical_or.reduce(list(journal.moving.values()))
        journal.is_settled = journal.is_settled | ~still
        if journal.is_settled.all():
            return
    path = int((~journal.is_settled).argmax())
    names = ", ".join(name for name, moved in journal.moving.items() if moved[path])
    where = f"{books.model.name}, {when(books.period)}, path {path}"
    raise no_fixed_point(where, f"after {MOST_SWEEPS:,} sweeps these still move: {names}")


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
        where = f"{model.name}, {when(period)}"
        for name, value in new.items():
            if name not in model.parameters:
                raise unknown(where, "parameter", name, tuple(model.parameters))
            model.parameters[name].check(f"{where}, {name}", value)


def _over_paths(values: Mapping[str, Floats], paths: int) -> dict[str, Floats]:
    return {name: over_paths(array, paths) for name, array in values.items()}
