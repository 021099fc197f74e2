"""A quarter that is over, as outcomes see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.closed import ClosedPeriod
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.levers import count
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
from keiretsu.simulation.industry.variables import VARIABLES
from keiretsu.simulation.posting import Kind, Posting
from keiretsu.simulation.records import Model
from keiretsu.simulation.starting import Start

INSTRUMENTS = tuple(Holding)


@dataclass(frozen=True, slots=True, eq=False)
class Payments:
    """What was paid in a quarter.

    Parameters
    ----------
    purchases
        For inputs: (edges, paths).
    sales
        By end customers: (firms, paths).
    invested, lent
        For new shares, and as new loans: (pairs, paths), (loans, paths).
    received
        To each firm for anything: (firms, paths).
    drawn
        By each firm from the money that it had before: (firms, paths).
    """

    purchases: Floats
    sales: Floats
    invested: Floats
    lent: Floats
    received: Floats
    drawn: Floats


@dataclass(frozen=True, eq=False)
class View:
    """What there is to measure of a quarter, or of the start. Arrays end in the axis of paths.

    Parameters
    ----------
    industry
        Whose quarter it is.
    variables
        As they stand at its end.
    positions
        What is held, less what is owed: (instruments, parties, paths).
    registers
        What is held pair by pair.
    payments
        What was paid in it; of the start, what a quarter of the first day's payments would be.
    """

    industry: Industry
    variables: Mapping[str, Floats]
    positions: Floats
    registers: Mapping[str, Floats]
    payments: Payments

    @classmethod
    def opening(cls, industry: Industry, start: Start, paths: int) -> View:
        """Return the start as a view: on the first day, before anything is paid."""
        holdings = start.holdings(_holders(industry), paths)
        variables = {name: np.asarray(value, dtype=np.float64) for name, value in start.variables.items()}
        positions, registers = holdings.positions, holdings.registers
        return cls(industry, variables, positions, registers, _expected(industry, variables, paths))

    @classmethod
    def of(cls, industry: Industry, closed: ClosedPeriod) -> View:
        """Return the view of a quarter whose books are closed."""
        variables = {**closed.before, **closed.variables}
        return cls(industry, variables, closed.positions, closed.registers, _made(industry, closed))

    @property
    def paths(self) -> int:
        """How many paths there are."""
        return int(self.positions.shape[-1])

    @property
    def firms(self) -> int:
        """How many firms there are."""
        return len(self.industry.firms)

    def variable(self, name: str) -> Floats:
        """Return one of the shared variables, 0 where no mechanism sets it: (rows, paths)."""
        return _variable(self.industry, self.variables, name, self.paths)

    def held(self, instrument: Holding) -> Floats:
        """Return what each firm holds of an instrument, less what it owes: (firms, paths)."""
        return np.asarray(self.positions[INSTRUMENTS.index(instrument), : self.firms])


def _holders(industry: Industry) -> Model:
    outside = industry.names[len(industry.firms) :]
    return Model(industry.name, industry.firms, industry.instruments, (), outside=outside)


def _variable(industry: Industry, variables: Mapping[str, Floats], name: str, paths: int) -> Floats:
    rows = count(industry, VARIABLES[name].per)
    value = variables.get(name)
    return np.zeros((rows, paths)) if value is None else np.broadcast_to(value, (rows, paths))


def _expected(industry: Industry, variables: Mapping[str, Floats], paths: int) -> Payments:
    """Return a quarter's payments at the rates of the first day."""
    supplies, firms = industry.supplies, len(industry.firms)

    def base(name: str) -> Floats:
        return QUARTER * _variable(industry, variables, f"base {name}", paths)

    spend, sales, funding = base("spend"), base("sales"), base("funding")
    received = sales + gather_sum(supplies.supplier, spend, firms)
    received += gather_sum(industry.equity.issuer, funding, firms)
    paid_out = base("costs") + gather_sum(supplies.customer, spend, firms)
    lent = np.zeros((len(industry.loans), paths))
    return Payments(spend, sales, funding, lent, received, np.maximum(paid_out - received, 0.0))


def _made(industry: Industry, closed: ClosedPeriod) -> Payments:
    variables = closed.variables  # what no mechanism has set in the quarter hasn't been paid in it
    firms, paths = len(industry.firms), closed.positions.shape[-1]
    payments = [one for one in closed.postings if one.kind is Kind.PAYMENT]
    received = np.zeros((len(industry.names), paths))
    for one in payments:
        received += gather_sum(one.payees, np.maximum(one.received, 0.0), len(received))
        received += gather_sum(one.payers, np.maximum(-one.paid, 0.0), len(received))
    return Payments(
        purchases=_variable(industry, variables, "paid", paths),
        sales=_variable(industry, variables, "end sales", paths),
        invested=_variable(industry, variables, "invested", paths),
        lent=_lent(industry, payments, paths),
        received=received[:firms],
        drawn=np.maximum(closed.opening[0, :firms] - closed.positions[0, :firms], 0.0),
    )


def _lent(industry: Industry, payments: list[Posting], paths: int) -> Floats:
    place, lent = INSTRUMENTS.index(Holding.LOANS), np.zeros((len(industry.loans), paths))
    for one in payments:
        if one.instrument == place and one.places is not None:
            lent += gather_sum(one.places, np.maximum(one.received, 0.0), len(lent))
    return lent
