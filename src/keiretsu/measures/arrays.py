"""What the measures take: matrices of flows, dense or sparse, checked and turned into edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from keiretsu.errors import MisuseError
from keiretsu.quantities import counted

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]


@runtime_checkable
class SparseMatrix(Protocol):
    """A SciPy sparse array or matrix, known by its coordinate form."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows and columns."""
        ...

    def tocoo(self) -> Any:  # noqa: ANN401 - SciPy is only imported where it is used
        """Return the entries with their coordinates."""
        ...


FlowMatrix: TypeAlias = ArrayLike | SparseMatrix


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The positive entries of a flow matrix, in row order, one entry a pair.

    Parameters
    ----------
    parties
        Number of parties ``n``.
    payer, payee
        Indices ``0..n-1`` of each entry's row and column.
    amount
        What the payer pays the payee, finite and above zero.
    """

    parties: int
    payer: Indices
    payee: Indices
    amount: Floats

    def where(self, keep: NDArray[np.bool_]) -> Edges:
        """Return the edges that ``keep`` marks."""
        return Edges(self.parties, self.payer[keep], self.payee[keep], self.amount[keep])

    def between_parties(self) -> Edges:
        """Return the edges without payments to oneself."""
        between = self.payer != self.payee
        return self if between.all() else self.where(between)

    def paid(self) -> Floats:
        """Return what each party pays, shape ``n``."""
        return np.bincount(self.payer, self.amount, self.parties).astype(np.float64)

    def received(self) -> Floats:
        """Return what each party receives, shape ``n``."""
        return np.bincount(self.payee, self.amount, self.parties).astype(np.float64)

    def dense(self) -> Floats:
        """Return the matrix, shape ``(n, n)``."""
        matrix = np.zeros((self.parties, self.parties))
        matrix[self.payer, self.payee] = self.amount
        return matrix


def edges_of(flows: FlowMatrix, *, code: str = "measure.invalid-flows", name: str = "flows") -> Edges:
    """Check a flow matrix and return its positive entries.

    Parameters
    ----------
    flows
        Shape ``(n, n)``, dense or SciPy sparse; ``flows[i, j]`` is what ``i`` pays ``j``.
    code, name
        Problem code and name of the argument, for the message.

    Raises
    ------
    MisuseError
        For a matrix that is not square or holds entries that are negative or not finite.

    Examples
    --------
    >>> edges = edges_of([[0, 5, 0], [0, 0, 10], [20, 0, 0]])
    >>> list(zip(edges.payer.tolist(), edges.payee.tolist(), edges.amount.tolist(), strict=True))
    [(0, 1, 5.0), (1, 2, 10.0), (2, 0, 20.0)]
    """
    if isinstance(flows, SparseMatrix):
        shape, payer, payee, amount = _sparse_entries(flows, code, name)
    else:
        dense = numbers(flows, code, name)
        if dense.shape == (0,):  # a list of no rows
            dense = dense.reshape(0, 0)
        shape = dense.shape
        _require_square(shape, code, name)
        payer, payee = np.nonzero(dense)
        amount = dense[payer, payee]
    _require_amounts(amount, code, name, lambda first: [int(payer[first]), int(payee[first])])
    edges = Edges(shape[0], payer, payee, amount)
    positive = amount > 0
    return edges if positive.all() else edges.where(positive)


def numbers(values: object, code: str, name: str) -> Floats:
    """Return ``values`` as an array of floats, or say that they are no numbers."""
    try:
        array = np.asarray(values)
        if array.dtype.kind not in "biufO":
            raise TypeError(str(array.dtype))
        return cast("Floats", array.astype(np.float64))
    except (TypeError, ValueError) as error:
        raise MisuseError(
            code, where=name, message=f"isn't an array of numbers ({error})", hint="give numbers, rows alike"
        ) from None


def amounts(values: object, code: str, name: str) -> Floats:
    """Return ``values`` as an array of finite amounts that are not negative; sparse becomes dense."""
    dense = values.tocoo().toarray() if isinstance(values, SparseMatrix) else values
    array = numbers(dense, code, name)
    _require_amounts(array.ravel(), code, name, lambda first: _place(first, array.shape))
    return array


def amounts_of_parties(
    values: object, code: str, name: str, parties: int, *, scenarios: bool = False
) -> Floats:
    """Return ``values`` as one such amount a party, shape ``(n,)``; or, of scenarios, ``(s, n)`` as well."""
    array = amounts(values, code, name)
    if array.ndim not in ((1, 2) if scenarios else (1,)) or array.shape[-1] != parties:
        raise MisuseError(
            code,
            where=name,
            message=f"has shape {array.shape}, which doesn't fit {counted(parties, 'party', 'parties')}",
            hint="give one number a party" + ", in a row a scenario if there are several" * scenarios,
        )
    return array


def _place(position: int, shape: tuple[int, ...]) -> list[int]:
    return [int(index) for index in np.unravel_index(position, shape)]


def _sparse_entries(
    flows: SparseMatrix, code: str, name: str
) -> tuple[tuple[int, ...], Indices, Indices, Floats]:
    from scipy.sparse import csr_array, csr_matrix

    _require_square(flows.shape, code, name)
    if isinstance(flows, csr_array | csr_matrix) and flows.has_canonical_format:
        rows, given = flows, numbers(flows.data, code, name)
    else:
        # A matrix may state a pair twice; both count.
        entries = flows.tocoo()
        given = numbers(entries.data, code, name)
        rows = csr_array((given, (entries.row, entries.col)), shape=(flows.shape[0], flows.shape[1]))
        rows.sum_duplicates()
        given = rows.data
    payer = np.repeat(np.arange(flows.shape[0]), np.diff(rows.indptr))
    return flows.shape, payer, rows.indices.astype(np.int64), given


def _require_square(shape: tuple[int, ...], code: str, name: str) -> None:
    if len(shape) != 2 or shape[0] != shape[1]:
        raise MisuseError(
            code, where=name, message=f"has shape {shape}, not n by n", hint="give a row and a column a party"
        )


def _require_amounts(amount: Floats, code: str, name: str, place: Callable[[int], list[int]]) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        fits = np.isfinite(amount.sum())
    if fits and amount.min(initial=0.0) >= 0:
        return
    wrong = ~(np.isfinite(amount) & (amount >= 0))
    if wrong.any():
        first = int(np.argmax(wrong))
        raise MisuseError(
            code,
            where=f"{name}{place(first)}",
            message=f"is {amount[first]}, and an amount is finite and not negative",
            hint="leave an unknown amount at 0, and turn a negative one into a payment the other way",
        )
    raise MisuseError(
        code, where=name, message="adds up to more than a float holds", hint="use a larger unit of money"
    )
