"""Input-output analysis: what demand sets in motion upstream, and who would miss a firm that stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from keiretsu.errors import MisuseError
from keiretsu.measures.absorbing import collect, visits
from keiretsu.measures.arrays import Edges, Floats, FlowMatrix, edges_of, numbers
from keiretsu.measures.graphs import reached_from
from keiretsu.quantities import counted


@dataclass(frozen=True, slots=True, eq=False)
class HypotheticalExtraction:
    """What everyone would produce if some sectors stopped dealing with all others.

    Parameters
    ----------
    x
        Output of each sector as it is, shape ``(n,)``, in the flows' unit.
    x_without
        Output of each sector without the extracted ones, between 0 and ``x``. An extracted sector still
        meets its own final demand.
    extracted
        Indices of the extracted sectors.
    """

    x: Floats
    x_without: Floats
    extracted: tuple[int, ...]

    @property
    def losses(self) -> Floats:
        """Output that each sector loses, shape ``(n,)``, not negative."""
        return self.x - self.x_without

    @property
    def loss(self) -> float:
        """Output lost in all, from 0 to the sum of ``x``."""
        return float(self.losses.sum())

    @property
    def loss_elsewhere(self) -> float:
        """Output that the other sectors lose together."""
        return float(np.delete(self.losses, self.extracted).sum())


@dataclass(frozen=True, slots=True)
class _Table:
    sales: Edges
    demand: Floats
    output: Floats

    def passed_on(self) -> Edges:
        """Return ``B``, the part of each sector's output that goes to each other."""
        sales = self.sales
        return Edges(sales.parties, sales.payer, sales.payee, sales.amount / self.output[sales.payer])

    def used_up(self) -> Floats:
        """Return the part of each output that meets final demand; 1 for a sector without output."""
        return np.divide(self.demand, self.output, out=np.ones_like(self.demand), where=self.output > 0)


def leontief_inverse(flows: FlowMatrix, final_demand: ArrayLike) -> Floats:
    """Return what each sector must produce for a unit of final demand of each other.

    Answers *if customers buy one dollar more from j, how much more does i sell in all*, directly and
    through suppliers of suppliers? The sum of a column is the output multiplier of the sector, and its
    downstreamness: how many stages its product has come through.

    Formula: ``A_ij = Z_ij / x_j`` with ``x`` the output, ``L = (I - A)^-1``, so that ``x = L f``.

    Parameters
    ----------
    flows
        ``Z``, shape ``(n, n)``, dense or SciPy sparse, in any one unit of money: ``Z[i, j]`` is what
        ``i`` **sells** to ``j``. It is the transpose of a matrix of payments.
    final_demand
        ``f``, shape ``(n,)``, or ``(n, k)`` for several kinds, in the same unit: what each sector sells
        outside the table. One kind may be negative (stocks run down), a sector's total may not.

    Returns
    -------
    ndarray
        ``L``, shape ``(n, n)``, in output per unit of demand; 1 or more on the diagonal. A sector without
        output counts as a final user of what it buys: its column is 0 but for the 1 on the diagonal.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows``, ``measure.invalid-demand``; ``measure.no-outlet`` if some sectors sell
        to each other only, as no final demand then determines what they make.

    Notes
    -----
    Leontief (1936); Miller and Blair (2022). Value added may be negative: losses are allowed.

    Examples
    --------
    Alpha sells 40 to Beta, Beta 50 to Gamma; Gamma alone sells outside, for 100.

    >>> leontief_inverse([[0, 40, 0], [0, 0, 50], [0, 0, 0]], [0, 0, 100]).round(3).tolist()
    [[1.0, 0.8, 0.4], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]]
    """
    table = _table(flows, final_demand)
    output = table.output
    ghosh = _visits(table)
    inverse = np.divide(ghosh, output, out=np.zeros_like(ghosh), where=output > 0) * output[:, None]
    np.fill_diagonal(inverse, np.diag(ghosh))
    return inverse


def ghosh_inverse(flows: FlowMatrix, final_demand: ArrayLike) -> Floats:
    """Return how much output of each sector a unit of primary input of each other ends up in.

    Answers *if i has one dollar more of value added to pass on, in how much of j's output does it
    turn up*, directly and through customers of customers? The sum of a row is the sector's input
    multiplier and its :func:`upstreamness`.

    Formula: ``B_ij = Z_ij / x_i`` with ``x`` the output, ``G = (I - B)^-1``, so that ``x = v G`` for the
    value added ``v``.

    Parameters
    ----------
    flows, final_demand
        As for :func:`leontief_inverse`.

    Returns
    -------
    ndarray
        ``G``, shape ``(n, n)``, in output per unit of input; 1 or more on the diagonal.

    Raises
    ------
    MisuseError
        As :func:`leontief_inverse`.

    Notes
    -----
    Ghosh (1958); read as prices rather than quantities after Dietzenbacher (1997).

    Examples
    --------
    Alpha sells 40 to Beta, Beta 50 to Gamma; Gamma alone sells outside, for 100.

    >>> ghosh_inverse([[0, 40, 0], [0, 0, 50], [0, 0, 0]], [0, 0, 100]).tolist()
    [[1.0, 1.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]]
    """
    return _visits(_table(flows, final_demand))


def upstreamness(flows: FlowMatrix, final_demand: ArrayLike) -> Floats:
    """Return how many stages away from final use each sector's output is.

    Answers *is this firm close to end customers, or at the head of the chain?*

    Formula: ``u = (I - B)^-1 1`` with ``B_ij = Z_ij / x_i``: the row sums of :func:`ghosh_inverse`.

    Parameters
    ----------
    flows, final_demand
        As for :func:`leontief_inverse`.

    Returns
    -------
    ndarray
        ``u``, shape ``(n,)``, in stages: 1 for a sector that sells to final users only (or not at all), more
        for one whose products go through others; infinite where some of the output goes into a
        group of sectors that sell to each other only, and never reaches final use.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows``, ``measure.invalid-demand``.

    Notes
    -----
    Antras, Chor, Fally and Hillberry (2012).

    Examples
    --------
    Alpha sells 40 to Beta, Beta 50 to Gamma; Gamma alone sells outside, for 100.

    >>> upstreamness([[0, 40, 0], [0, 0, 50], [0, 0, 0]], [0, 0, 100]).tolist()
    [3.0, 2.0, 1.0]
    """
    table = _table(flows, final_demand)
    upward = _reversed(table.sales)
    endless = reached_from(upward, ~reached_from(upward, (table.demand > 0) | (table.output == 0)))
    steps, leaving = table.passed_on(), np.where(endless, 1.0, table.used_up())
    stages = collect(steps.where(~endless[steps.payer]), np.ones(steps.parties), leaving)
    return np.where(endless, np.inf, np.maximum(stages, 1.0))


def hypothetical_extraction(
    flows: FlowMatrix, final_demand: ArrayLike, sector: int | Sequence[int]
) -> HypotheticalExtraction:
    """Find what everyone would produce if a sector neither bought from nor sold to the others.

    Answers *how much output hangs on this firm?* as if it were cut out and nobody replaced it.

    Formula: ``x_without = (I - A*)^-1 f`` with ``A*`` the ``A`` of :func:`leontief_inverse`, row and column
    of the sector set to 0; ``loss = sum(x - x_without)``. Final demand stays, the sector's own included.

    Parameters
    ----------
    flows, final_demand
        As for :func:`leontief_inverse`.
    sector
        Index of the sector, or several to extract at once.

    Returns
    -------
    HypotheticalExtraction
        ``x``, ``x_without``, ``loss`` in the flows' unit.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows``, ``measure.invalid-demand``; ``measure.invalid-sector`` for an index that
        isn't one of the table's.

    Notes
    -----
    Paelinck, de Caevel and Degueldre (1965); Dietzenbacher and Lahr (2013). A sector without output
    counts as a final user of what it buys, until it is extracted. So do sectors that sell to each
    other only: no demand determines what they make, and they go on as before.

    Examples
    --------
    Alpha sells 40 to Beta, Beta 50 to Gamma; Gamma alone sells outside, for 100. Without Beta, nobody
    needs Alpha, and Gamma still sells.

    >>> result = hypothetical_extraction([[0, 40, 0], [0, 0, 50], [0, 0, 0]], [0, 0, 100], 1)
    >>> result.x_without.tolist(), result.loss, result.loss_elsewhere
    ([0.0, 0.0, 100.0], 90.0, 40.0)
    """
    table = _table(flows, final_demand)
    sales, n = table.sales, table.sales.parties
    cut = np.zeros(n, dtype=np.bool_)
    cut[_sectors(sector, n)] = True
    lost = cut[sales.payer] | cut[sales.payee]
    missing = sales.where(lost).paid()
    ending = (table.demand > 0) | (missing > 0) | (table.output == 0)
    settled = ~reached_from(_reversed(sales.where(~lost)), ending) | (table.output == 0)
    # What is left of each output, as a part of it: what still sells outside, or to what is left.
    remaining = np.where(settled, 1.0, table.used_up())
    gone = np.divide(missing, table.output, out=np.zeros(n), where=table.output > 0)
    steps = table.passed_on().where(~lost & ~settled[sales.payer])
    leaving = np.where(settled, 1.0, remaining + gone)
    left = np.minimum(collect(steps, remaining, leaving), 1.0)
    return HypotheticalExtraction(
        x=table.output, x_without=left * table.output, extracted=tuple(np.flatnonzero(cut).tolist())
    )


def _visits(table: _Table) -> Floats:
    """Return the Ghosh inverse, or say why there is none."""
    open_ended = reached_from(_reversed(table.sales), (table.demand > 0) | (table.output == 0))
    if not open_ended.all():
        raise MisuseError(
            "measure.no-outlet",
            where=f"sectors {np.flatnonzero(~open_ended).tolist()}",
            message="sell to each other only, so that no final demand determines what they make",
            hint="add what they sell outside to final_demand, or leave them out",
        )
    return visits(table.passed_on().dense(), table.used_up())


def _reversed(edges: Edges) -> Edges:
    return Edges(edges.parties, edges.payee, edges.payer, edges.amount)


def _table(flows: FlowMatrix, final_demand: ArrayLike) -> _Table:
    sales = edges_of(flows)
    code, name = "measure.invalid-demand", "final_demand"
    given = numbers(final_demand, code, name)
    if given.ndim not in (1, 2) or given.shape[0] != sales.parties:
        raise MisuseError(
            code,
            where=name,
            message=f"has shape {given.shape}, which doesn't fit {counted(sales.parties, 'sector')}",
            hint="give one number a sector, or a row a sector and a column a kind of demand",
        )
    demand = given.sum(axis=1) if given.ndim == 2 else given
    wrong = ~(np.isfinite(demand) & (demand >= 0))
    if wrong.any():
        first = int(np.argmax(wrong))
        raise MisuseError(
            code,
            where=f"{name}[{first}]",
            message=f"is {demand[first]} in all, and a sector's demand is finite and not negative",
            hint="check that what it sells to the others isn't more than its output",
        )
    return _Table(sales, demand, sales.paid() + demand)


def _sectors(sector: int | Sequence[int], parties: int) -> NDArray[np.int64]:
    given = np.atleast_1d(np.asarray(sector))
    whole = given.dtype.kind in "iu" or given.size == 0
    if given.ndim != 1 or not whole or ((given < 0) | (given >= parties)).any():
        raise MisuseError(
            "measure.invalid-sector",
            where="sector",
            message=f"is {sector!r}, and the table's sectors are 0 to {parties - 1}",
            hint="give the index of a sector's row, or several",
        )
    return given.astype(np.int64)
