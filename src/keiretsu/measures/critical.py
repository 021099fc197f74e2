"""Critical inputs: how much of an industry's output stops if one firm stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.errors import MisuseError
from keiretsu.measures import critical_cascade as cascade
from keiretsu.measures.arrays import (
    Edges,
    Floats,
    FlowMatrix,
    Indices,
    SparseMatrix,
    amounts_of_parties,
    edges_of,
    numbers,
)
from keiretsu.measures.grouped import fraction_of
from keiretsu.quantities import counted

CODE = "measure.invalid-layers"


@dataclass(frozen=True, slots=True, eq=False)
class SystemicRisk:
    """What stops if each firm stops in turn; over ``s`` draws each array has a first axis more.

    Parameters
    ----------
    index
        The Economic Systemic Risk Index of each firm: the part of all output that stops with it, its own
        included; 0..1, shape ``(n,)``.
    downstream
        ``downstream[i, j]``, 0..1: the part of its output that ``j`` can't make for want of inputs if
        ``i`` stops.
    upstream
        The same for what ``j`` can't sell for want of customers.
    own_share
        The part of all output that is the firm's own, shape ``(n,)``: what stops at the least.
    residual
        How much the last sweep still moved any loss; 0 or next to it.
    """

    index: Floats
    downstream: Floats
    upstream: Floats
    own_share: Floats
    residual: float

    @property
    def loss(self) -> Floats:
        """The larger of the two losses, ``loss[i, j]``: what of ``j`` stops if ``i`` stops."""
        return np.maximum(self.downstream, self.upstream)

    def draw(self, number: int) -> SystemicRisk:
        """Return what stops in one of the draws."""
        return SystemicRisk(
            index=self.index[number],
            downstream=self.downstream[number],
            upstream=self.upstream[number],
            own_share=self.own_share[number],
            residual=self.residual,
        )


def esri(
    flows: FlowMatrix | Sequence[FlowMatrix],
    layers: ArrayLike | None = None,
    *,
    essential: ArrayLike = True,
    output: ArrayLike | None = None,
) -> SystemicRisk:
    """Measure how much output stops if one firm stops: the Economic Systemic Risk Index.

    Answers *whom can this industry least do without?* A customer can make no more than its scarcest
    essential input allows (a generalised Leontief production function); a supplier can sell no more than
    its customers still make. Both are followed from firm to firm, apart, until nothing moves.

    Formula, with ``L`` what firms lose (1 for the firm that stops), ``W_jc`` what ``c`` pays ``j``, ``k`` the
    layers:

    - replaceability ``sigma_jk = min(1, s_jk / sum_m s_mk (1 - L_m))``, ``s_jk`` being all that ``j`` sells
      of the layer: the smaller its share of what is left of the market, the easier others stand in;
    - for want of inputs ``L_c = max(max_k D_ck, N_c)``, with ``D_ck = sum_j sigma_jk L_j W_jc / sum_j W_jc``
      over the suppliers of an essential layer ``k``, and ``N_c = sum_j sigma_jk L_j W_jc / W_c`` over those
      of all layers that aren't, ``W_c`` being all that ``c`` buys;
    - for want of customers ``L_j = sum_c L_c W_jc / x_j``;
    - ``index_i = sum_j x_j max(L_j for want of inputs, for want of customers) / sum_j x_j``.

    Parameters
    ----------
    flows
        What ``i`` pays ``j`` for goods, so that goods go from ``j`` to ``i``: shape ``(n, n)``, dense or
        SciPy sparse, where each firm sells goods of one layer; or one such matrix for each of ``l`` layers.
        What a firm pays itself is left out.
    layers
        With one matrix: the layer of what each firm sells, whole numbers from 0, shape ``(n,)``; one
        layer for all if left out.
    essential
        Whether a customer can make nothing without a layer: one answer, or shape ``(l,)``, or ``(l, n)`` with
        an answer for each customer.
    output
        ``x``, what each firm sells in all, shape ``(n,)`` in the unit of the flows; what it sells beyond the
        flows goes to customers who don't stop. At least what the flows pay a firm, which is taken if left
        out, or where less is given.

    Returns
    -------
    SystemicRisk
        ``.index`` with the losses that it is made of.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows`` as all measures; ``measure.invalid-layers`` for layers or answers that don't
        fit; ``measure.invalid-values`` for output that doesn't.

    Notes
    -----
    Diem, Borsos, Reisch, Kertesz and Thurner (2022). There each firm sells goods of one layer, its
    industry; here it may sell of several, with a share of each market. Final customers are those of
    ``output``. Nobody finds a supplier who isn't in the flows, and stocks count as none: this is the first
    weeks after a failure, not the years.

    Examples
    --------
    Alpha buys all its chips from Beta, and Beta all its memory from Gamma. If Gamma stops, all stop.
    If Alpha stops, Beta loses its only customer, and so does Gamma.

    >>> paid = [[0, 60, 0], [0, 0, 40], [0, 0, 0]]
    >>> esri(paid, [2, 1, 0], output=[100, 60, 40]).index.tolist()
    [1.0, 1.0, 1.0]

    If Beta sells another 60 outside, Alpha's end takes only half of Beta's and of Gamma's output.

    >>> found = esri(paid, [2, 1, 0], output=[100, 120, 40])
    >>> found.upstream[0].tolist(), round(float(found.index[0]), 3)
    ([1.0, 0.5, 0.5], 0.692)
    """
    edges, layer = _by_layer(flows, layers)
    firms = edges.parties
    purchases = cascade.Purchases(
        firms, edges.payer, edges.payee, layer, _essential(essential, edges, layer, firms)
    )
    return systemic_risk(purchases, edges.amount[None], _output(output, firms)[None]).draw(0)


def systemic_risk(purchases: cascade.Purchases, paid: Floats, output: Floats) -> SystemicRisk:
    """Measure what stops if one firm stops, in ``s`` draws of what is paid; see :func:`esri`.

    Parameters
    ----------
    purchases
        Who buys what from whom, shape ``(e,)``.
    paid
        Money per purchase, shape ``(s, e)``.
    output
        What each firm sells in all, shape ``(s, n)``; what it is paid, where that is more.
    """
    made = np.maximum(output, purchases.by_supplier.total(paid))
    down, residual = cascade.downstream(purchases, paid)
    up = cascade.upstream(purchases, paid, made)
    scaled = fraction_of(made, made.max(axis=-1, keepdims=True, initial=0.0))
    own = fraction_of(scaled, scaled.sum(axis=-1, keepdims=True))
    lost = (np.maximum(down, up) * own[:, None]).sum(axis=-1)
    return SystemicRisk(np.minimum(lost, 1.0), down, up, own, residual)


def _by_layer(flows: FlowMatrix | Sequence[FlowMatrix], layers: ArrayLike | None) -> tuple[Edges, Indices]:
    """Return the purchases of all layers, and the layer of each."""
    stack = _stack(flows)
    if stack is None:
        edges = edges_of(cast("FlowMatrix", flows)).between_parties()
        return edges, _layer_numbers(layers, edges.parties)[edges.payee]
    if layers is not None:
        raise _unfit("layers", "are given beside one matrix a layer", "leave them out")
    found = [edges_of(matrix).between_parties() for matrix in stack]
    sizes = sorted({edges.parties for edges in found})
    if len(sizes) != 1:
        raise _unfit("flows", f"are matrices of {sizes} firms", "give each layer a matrix of all firms")
    edges = Edges(
        sizes[0],
        np.concatenate([one.payer for one in found]),
        np.concatenate([one.payee for one in found]),
        np.concatenate([one.amount for one in found]),
    )
    return edges, np.repeat(np.arange(len(found)), [one.amount.size for one in found])


def _stack(flows: FlowMatrix | Sequence[FlowMatrix]) -> list[FlowMatrix] | None:
    """Return one matrix a layer, or ``None`` where one is given for all."""
    if isinstance(flows, Sequence) and any(isinstance(one, SparseMatrix) for one in flows):
        return list(flows)
    if isinstance(flows, SparseMatrix):
        return None
    dense = numbers(flows, "measure.invalid-flows", "flows")
    return list(dense) if dense.ndim == 3 else None


def _layer_numbers(layers: ArrayLike | None, firms: int) -> Indices:
    given = np.zeros(firms, dtype=np.int64) if layers is None else np.asarray(layers)
    if given.shape != (firms,) or given.dtype.kind not in "iu" or (given < 0).any():
        raise _unfit(
            "layers", f"are {given.dtype} of shape {given.shape}", "give a number from 0 for each firm"
        )
    return given.astype(np.int64)


def _essential(essential: ArrayLike, edges: Edges, layer: Indices, firms: int) -> cascade.Marks:
    given = np.asarray(essential)
    if given.dtype.kind != "b" or given.ndim > 2:
        raise _unfit("essential", f"is {given.dtype} of shape {given.shape}", "give True or False")
    number = int(layer.max(initial=-1)) + 1
    if given.ndim and (given.shape[0] < number or given.shape[1:] not in ((), (firms,))):
        raise _unfit(
            "essential",
            f"has shape {given.shape} for {counted(number, 'layer')}",
            "give an answer a layer, or layer by firm",
        )
    if given.ndim == 2:
        return np.asarray(given[layer, edges.payer], dtype=np.bool_)
    return np.asarray(given[layer] if given.ndim else np.full(layer.size, given), dtype=np.bool_)


def _output(output: ArrayLike | None, firms: int) -> Floats:
    if output is None:
        return np.zeros(firms)
    return amounts_of_parties(output, "measure.invalid-values", "output", firms)


def _unfit(where: str, message: str, hint: str) -> MisuseError:
    return MisuseError(CODE, where=where, message=message, hint=hint)
