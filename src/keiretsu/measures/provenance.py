"""The provenance of a dollar: which ultimate sources a party's inflow came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Edges, Floats, FlowMatrix, SparseMatrix, amounts, edges_of
from keiretsu.measures.mixing import trace_back
from keiretsu.quantities import counted


@dataclass(frozen=True, slots=True, eq=False)
class SourceShares:
    """Each party's inflow by ultimate source, under proportional sharing.

    Parameters
    ----------
    shares
        Shape ``(s, n)``: ``shares[k, j]`` is the part of party ``j``'s inflow that entered from source
        ``k``, 0..1. A column adds up to 1 less ``unsourced[j]``; for a party without any inflow it
        is all 0.
    unsourced
        Shape ``(n,)``: the part of each party's inflow that came from no source, 0..1: from closed
        loops that no source reaches ("circulating, no outside source"), or from parties that
        pay though nothing comes in. All 0 where each dollar can be followed back to a source.
    throughflow
        ``T``, shape ``(n,)``: each party's whole inflow, payments to oneself included, in the
        flows' unit.
    edges
        The flows that were traced.
    """

    shares: Floats
    unsourced: Floats
    throughflow: Floats
    edges: Edges

    @property
    def amounts(self) -> Floats:
        """Each party's inflow by source in the flows' unit, shape ``(s, n)``."""
        return self.shares * self.throughflow

    @property
    def N(self) -> Floats:  # noqa: N802 - the literature's symbol
        """The fundamental matrix ``(I - G)^-1`` with ``G_ij = F_ij / T_i``, shape ``(n, n)``.

        ``N[i, j]`` is how often a dollar that enters at ``i`` passes ``j``, itself included, so that
        the inflow of ``j`` that entered at ``i`` is ``z_i N[i, j]``.

        Raises
        ------
        MisuseError
            ``measure.closed-loop`` where a loop without an outside source makes it infinite, or a
            party pays though nothing comes in.
        """
        if self.unsourced.any():
            raise MisuseError(
                "measure.closed-loop",
                where=f"parties {np.flatnonzero(self.unsourced).tolist()}",
                message="money reaches them that no source put in, so N is infinite",
                hint="give the cash on hand that it started from as a source",
            )
        inflow = self.throughflow[:, None]
        flows = self.edges.dense()
        passed_on = np.divide(flows, inflow, out=np.zeros_like(flows), where=inflow > 0)
        visits: Floats = np.linalg.inv(np.eye(self.edges.parties) - passed_on).astype(np.float64)
        return visits


def source_shares(flows: FlowMatrix, sources: ArrayLike | SparseMatrix) -> SourceShares:
    """Trace each party's inflow back to the sources it ultimately came from.

    Answers *whose money is it?* Every party pools all that it receives, and whatever it pays out
    carries the mix of the pool. The mix is a convention, not an observation: money is fungible,
    and :func:`round_trip` gives the bounds of what could be so under any other routing.

    Formula: ``T_j = z_j + sum_i F_ij``; ``G_ij = F_ij / T_i``; ``N = (I - G)^-1``;
    ``shares[k, j] = sum_i z_ik N_ij / T_j``.

    Parameters
    ----------
    flows
        ``F``, shape ``(n, n)``, dense or SciPy sparse, in any one unit of money; ``F[i, j]`` is the
        cash that ``i`` pays ``j``.
    sources
        ``z``, in the same unit. Shape ``(n, s)``: cash that enters each party (row) from each outside
        source (column). Shape ``(n,)``: one source a party, its own outside cash, so that the
        result is ``(n, n)``.

    Returns
    -------
    SourceShares
        ``shares`` (columns add up to 1 with ``unsourced``), ``throughflow``, ``N``.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows`` or ``measure.invalid-sources`` for amounts that are negative or not
        finite, or shapes that don't fit.

    Notes
    -----
    Where a party pays out more than comes in, it spends cash that it already had. This function does
    not guess whose: what is paid out carries the mix of what came in. To see own cash as a source,
    add the shortfall to ``sources`` in a column of its own. Money in a loop that no source reaches
    has no beginning in the period; it is reported as ``unsourced``, and so is what the loop pays
    to others, and what a party pays to which nothing comes in at all.

    Proportional sharing after Bialek (1996); the absorbing chain of Kemeny and Snell (1960), as in
    Finn's (1976) analysis of flows.

    Examples
    --------
    Customers pay Alpha 120 and Beta 40; Alpha pays Beta 60 and Beta pays Gamma 50. Each column is
    one party; the first source is customers, the second an investor who gives Beta 25.

    >>> result = source_shares([[0, 60, 0], [0, 0, 50], [0, 0, 0]], [[120, 0], [40, 25], [0, 0]])
    >>> result.shares.tolist()
    [[1.0, 0.8, 0.8], [0.0, 0.2, 0.2]]
    >>> result.throughflow.tolist()
    [120.0, 125.0, 50.0]
    """
    edges = edges_of(flows)
    entering = _sources(sources, edges.parties)
    mix = trace_back(edges, entering)
    return SourceShares(
        shares=np.ascontiguousarray(mix[:, :-1].T),
        unsourced=mix[:, -1].copy(),
        throughflow=entering.sum(axis=1) + edges.received(),
        edges=edges,
    )


def _sources(sources: object, parties: int) -> Floats:
    code, name = "measure.invalid-sources", "sources"
    entering = amounts(sources, code, name)
    if entering.ndim == 1 and entering.size == parties:
        return np.diag(entering)
    if entering.ndim != 2 or entering.shape[0] != parties:
        raise MisuseError(
            code,
            where=name,
            message=f"has shape {entering.shape}, which doesn't fit {counted(parties, 'party', 'parties')}",
            hint="give one row a party and one column a source, or one number a party",
        )
    return entering
