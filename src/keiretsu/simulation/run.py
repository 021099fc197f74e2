"""What a run gives: every position, payment and variable, on every path and in every period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.reasons import Reason
from keiretsu.simulation import datasets, explaining, matrices
from keiretsu.simulation.closed import ClosedPeriod
from keiretsu.simulation.compiled.moving import totals
from keiretsu.simulation.faults import unknown
from keiretsu.simulation.flows import Flows, flows
from keiretsu.simulation.posting import Kind
from keiretsu.simulation.records import Model

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The books of all periods; those of period 0 are the start.

    Parameters
    ----------
    model
        The model.
    closed
        The periods, the first one first.

    Examples
    --------
    >>> from keiretsu.simulation import simulate
    >>> from keiretsu.simulation.textbook import sim
    >>> run = simulate(sim.MODEL, 60)
    >>> run.flow("taxes")[[1, 60], 0].round(1).tolist(), run.net_worth("households")[60, 0].round(1).item()
    ([7.7, 20.0], 80.0)
    """

    model: Model
    closed: list[ClosedPeriod]

    @property
    def opening(self) -> Floats:
        """Positions before the first period: instruments x parties x paths."""
        return self.closed[0].opening

    @property
    def before(self) -> Mapping[str, Floats]:
        """The variables of that time."""
        return self.closed[0].before

    @property
    def paths(self) -> int:
        """How many paths there are."""
        return int(self.opening.shape[2])

    @property
    def periods(self) -> int:
        """How many periods were run."""
        return len(self.closed)

    def position(self, party: str, instrument: str) -> Floats:
        """Return what a party holds at the end of each period; negative if it owes: periods x paths."""
        place, who = self.model.instrument(instrument), self.model.party(party)
        return np.stack([each[place, who] for each in self.positions()])

    def positions(self) -> list[Floats]:
        """Return all positions at the end of each period: instruments x parties x paths."""
        return [self.opening, *(each.positions for each in self.closed)]

    def net_worth(self, party: str) -> Floats:
        """Return what a party holds less what it owes, without memoranda: periods x paths."""
        who, counts = self.model.party(party), self.model.masks.is_worth
        return np.stack([totals(each[counts, who]) for each in self.positions()])

    def flow(self, item: str, party: str | None = None) -> Floats:
        """Return what is paid for an item, or what a party receives for it less what it pays.

        Periods x paths; 0 at the start. An instrument is the item of what is bought of it.
        """
        return self._sums(Kind.PAYMENT, item, party)

    def revaluation(self, instrument: str, party: str | None = None) -> Floats:
        """Return what is gained on an instrument without a payment, by all holders or by one party."""
        self.model.instrument(instrument)
        return self._sums(Kind.REVALUATION, instrument, party)

    def variable(self, name: str) -> Floats:
        """Return a variable: periods x its axes x paths, ``nan`` where it was not set."""
        known = {name for each in self.closed for name in each.variables} | self.before.keys()
        if name not in known:
            raise unknown(self.model.name, "variable", name, sorted(known))
        rows = [each.get(name) for each in (self.before, *(each.variables for each in self.closed))]
        shape = np.broadcast_shapes((self.paths,), *(row.shape for row in rows if row is not None))
        return np.stack(
            [np.full(shape, np.nan) if row is None else np.broadcast_to(row, shape) for row in rows]
        )

    def register(self, instrument: str) -> Floats:
        """Return what is held of an instrument pair by pair: periods x pairs x paths.

        The first row is the end of the first period.
        """
        if instrument not in self.model.pairs:
            raise unknown(self.model.name, "instrument with pairs", instrument, tuple(self.model.pairs))
        return np.stack([each.registers[instrument] for each in self.closed])

    def balance_sheet(self, period: int, path: int = 0) -> pd.DataFrame:
        """Return who holds (+) and owes (-) what at the end of a period; rows and columns are summed."""
        self._check(period, path)
        return matrices.balance_sheet(self.model, self.positions()[period][:, :, path])

    def transaction_flows(self, period: int, path: int = 0) -> pd.DataFrame:
        """Return who receives (+) and pays (-) what in a period: the transaction-flow matrix.

        Each party has a current and a capital account, which its saving joins. Every row and every
        column sums to 0.
        """
        return matrices.transaction_flows(self.model, self._closed(period, path).postings, path)

    def revaluations(self, period: int, path: int = 0) -> pd.DataFrame:
        """Return what each party gains (+) and loses (-) on each instrument without a payment."""
        return matrices.revaluations(self.model, self._closed(period, path).postings, path)

    def table(self) -> pd.DataFrame:
        """Return all figures, one a row: path, period, party, kind, item, amount.

        A ``position`` is what is held at the end of the period, a ``payment`` what is received less
        what is paid, a ``revaluation`` what is gained.
        """
        return matrices.table(self.model, self.positions(), self._flows())

    def array(self) -> xr.Dataset:
        """Return all figures as labelled arrays: an xarray dataset of three variables.

        ``position`` is what is held at the end of the period (owed, if negative) and ``revaluation`` what
        is gained, both path x period x party x instrument. ``payment`` is what is received less what is
        paid, path x period x party x item; an instrument is the item of what is bought of it. Period 0 is
        the start, in which nothing flows.

        Examples
        --------
        >>> from keiretsu.simulation import simulate
        >>> from keiretsu.simulation.textbook import sim
        >>> books = simulate(sim.MODEL, 2).array()
        >>> dict(books.payment.sizes)
        {'path': 1, 'period': 3, 'party': 3, 'item': 4}
        >>> books.payment.sel(path=0, period=2, item="wages").round(1).to_series().to_dict()
        {'households': 47.9, 'production': -47.9, 'government': 0.0}
        """
        return datasets.dataset(self.model, self.positions(), self._flows())

    def plot(self, *variables: str, path: int = 0) -> Figure:
        """Return a picture of variables over the periods of a path; of all net worths, if none is named.

        A variable with further axes has a line for each of its numbers.
        """
        self._check(0, path)
        if variables:
            series = dict(pair for name in variables for pair in self._lines(name, path))
        else:
            series = {name: self.net_worth(name)[:, path] for name in self.model.parties}
        return matrices.plot(self.model.name, series, "" if variables else "net worth")

    def why(self, party: str, item: str, period: int, path: int = 0) -> Reason:
        """Explain a party's position in an instrument, or what it is paid for an item.

        The reason names the postings, the behaviours that made them with their equations, and the
        parameters and variables that these read.
        """
        closed = self._closed(period, path)
        return explaining.explain(self.model, closed, party, item, path)

    def _lines(self, name: str, path: int) -> Iterator[tuple[str, Floats]]:
        values = self.variable(name)[..., path]
        for place in np.ndindex(values.shape[1:]):
            label = f"{name} {', '.join(map(str, place))}" if place else name
            yield label, values[(slice(None), *place)]

    def _flows(self) -> list[Flows]:
        return [flows(self.model, each.postings) for each in self.closed]

    def _sums(self, kind: Kind, item: str, party: str | None) -> Floats:
        sums = np.zeros((self.periods + 1, self.paths))
        who = None if party is None else self.model.party(party)
        is_known = kind is Kind.REVALUATION or any(item == one.name for one in self.model.instruments)
        for period, closed in enumerate(self.closed, start=1):
            for posting in closed.postings:
                if posting.kind is kind and posting.item == item:
                    is_known = True
                    sums[period] += posting.amount if who is None else posting.flow(who)
        if not is_known:
            items = {one.item for closed in self.closed for one in closed.postings}
            raise unknown(self.model.name, "item", item, sorted(items))
        return sums

    def _closed(self, period: int, path: int) -> ClosedPeriod:
        if period == 0:
            raise unknown(self.model.name, "flow in period", 0, list(range(1, self.periods + 1)))
        self._check(period, path)
        return self.closed[period - 1]

    def _check(self, period: int, path: int) -> None:
        for kind, number, count in (("period", period, self.periods + 1), ("path", path, self.paths)):
            if not 0 <= number < count:
                raise unknown(self.model.name, kind, number, [f"0 to {count - 1}"])
