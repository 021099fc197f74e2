"""Very many claims, as columns: who pays whom how much on a day, in a fraction of a second."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from keiretsu.errors import MisuseError
from keiretsu.vocabulary import relations
from keiretsu.vocabulary.entries import MoneyDirection

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from keiretsu.network.compiled import Columns, Grouped

LAYERS = 1 << 16
_SIDES = {MoneyDirection.SUBJECT_PAYS_OBJECT: 1, MoneyDirection.OBJECT_PAYS_SUBJECT: -1}


@dataclass(frozen=True, eq=False)
class ClaimColumns:
    """Claims as columns of numbers, one entry a claim in each.

    Answers *who paid whom how much a year, on this day, by what was known then?* for many days in a row and
    for more claims than can be records. Unlike :func:`keiretsu.network.project`, which weighs claims against
    each other, it takes the newest at its word.

    Parameters
    ----------
    parties
        How many parties there are.
    subject, object
        Parties by index, ``0..parties-1``; an object of -1 is nobody inside.
    relation
        Places in ``list(keiretsu.vocabulary.relations())``.
    layer
        Layers by any numbers of their own, from 0 to 65,535.
    valid_from, recorded_at
        Days by number, ``date.toordinal()``; 0 where it isn't known from when on a claim is valid, which
        then counts as the oldest.
    per_year
        Money a year in any one currency, not negative; ``nan`` where no sum is stated.
    binding
        Whether the claim's status binds, as ``agreed`` does: other claims move no money.

    Raises
    ------
    MisuseError
        ``network.invalid-columns`` for columns of different lengths, codes or days that don't exist, or
        sums that are negative or infinite.

    Examples
    --------
    Alpha bought from Beta for 5 a year from 2024 on, and for 8 from 2025 on.

    >>> from datetime import date
    >>> supplies = list(relations()).index("supplies")
    >>> start = [date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal()]
    >>> claims = ClaimColumns(2, [1, 1], [0, 0], [supplies] * 2, [0, 0], start, start, [5, 8], [True, True])
    >>> claims.flows_as_of(date(2024, 6, 1)).toarray().tolist()
    [[0.0, 5.0], [0.0, 0.0]]
    >>> claims.flows_as_of(date(2025, 6, 1)).toarray().tolist()
    [[0.0, 8.0], [0.0, 0.0]]
    """

    parties: int
    subject: ArrayLike
    object: ArrayLike
    relation: ArrayLike
    layer: ArrayLike
    valid_from: ArrayLike
    recorded_at: ArrayLike
    per_year: ArrayLike
    binding: ArrayLike

    def __post_init__(self) -> None:
        """Check the columns."""
        self._columns  # noqa: B018 - makes them

    def flows_as_of(self, day: date, known_by: date | None = None) -> csr_array[Any, Any]:
        """Return who pays whom how much a year on a day.

        For each subject, object, relation and layer it takes the claim that begins last, of those that
        have begun by the day and were recorded by ``known_by`` (at its end); among several, that
        recorded last, and then that which stands last. If that claim isn't binding, it pays nothing.

        Parameters
        ----------
        day
            The day of the network.
        known_by
            The day up to which claims are known; ``None`` for all.

        Returns
        -------
        csr_array
            Shape ``(parties, parties)``: ``[i, j]`` is what ``i`` pays ``j``, in the currency of the columns.
            The first call sorts the claims by payer; those that follow only read them.
        """
        from scipy.sparse import csr_array

        from keiretsu.network.compiled import flows_as_of

        known = date.max if known_by is None else known_by
        kinds = len(relations()) * self._layers
        rows, payees, amounts = flows_as_of(self._grouped, kinds, day.toordinal(), known.toordinal())
        flows = csr_array((amounts, payees, rows), shape=(self.parties, self.parties))
        flows.sort_indices()
        return flows

    @cached_property
    def _grouped(self) -> Grouped:
        from keiretsu.network.compiled import grouped

        return grouped(self._columns, self.parties, self._layers)

    @property
    def _layers(self) -> int:
        return int(self._columns.layer.max(initial=0)) + 1

    @cached_property
    def _columns(self) -> Columns:
        from keiretsu.network.compiled import Columns

        last_day = date.max.toordinal()
        columns = Columns(
            subject=_codes(self.subject, "subject", 0, self.parties - 1),
            object=_codes(self.object, "object", -1, self.parties - 1),
            relation=_codes(self.relation, "relation", 0, len(relations()) - 1),
            layer=_codes(self.layer, "layer", 0, LAYERS - 1),
            valid_from=_codes(self.valid_from, "valid_from", 0, last_day),
            recorded_at=_codes(self.recorded_at, "recorded_at", 1, last_day),
            per_year=np.ascontiguousarray(self.per_year, dtype=np.float64),
            binding=np.ascontiguousarray(self.binding, dtype=np.bool_),
            payer_is=np.array([_SIDES.get(each.money, 0) for each in relations().values()], dtype=np.int32),
        )
        for column in fields(self)[1:]:
            given = getattr(columns, column.name)
            if given.shape != columns.subject.shape or given.ndim != 1:
                raise _invalid(
                    column.name, f"has shape {given.shape}, not that of subject", "give one a claim"
                )
        sums = columns.per_year
        if (sums < 0).any() or np.isinf(sums).any():
            raise _invalid("per_year", "holds a sum that is negative or infinite", "use nan for no sum")
        return columns


def _codes(given: ArrayLike, name: str, least: int, most: int) -> NDArray[np.int32]:
    whole = np.asarray(given)
    if whole.size and (whole.dtype.kind not in "iu" or whole.min() < least or whole.max() > most):
        raise _invalid(name, f"holds what is no whole number from {least} to {most}", "see ClaimColumns")
    return np.ascontiguousarray(whole, dtype=np.int32)


def _invalid(name: str, message: str, hint: str) -> MisuseError:
    return MisuseError("network.invalid-columns", where=name, message=message, hint=hint)
