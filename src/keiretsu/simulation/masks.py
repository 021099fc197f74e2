"""Who may hold and owe what, as arrays: so that checks of thousands of parties need no loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from keiretsu.simulation.records import Model

Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Masks:
    """What the books may look like.

    Parameters
    ----------
    holds, owes
        Whether a party may hold and owe an instrument: instruments x parties.
    sums_to_zero
        Whether as much of an instrument is owed as is held.
    is_worth
        Whether an instrument is part of net worth.
    """

    holds: Flags
    owes: Flags
    sums_to_zero: Flags
    is_worth: Flags

    @classmethod
    def of(cls, model: Model) -> Masks:
        """Return those of a model; sectors outside may hold and owe anything."""
        holds = np.ones((len(model.instruments), len(model.names)), dtype=bool)
        owes = holds.copy()
        inside = len(model.parties)
        for place, instrument in enumerate(model.instruments):
            owes[place, :inside] = False
            owes[place, model.places(instrument.issuers)] = True
            if instrument.holders is not None:
                holds[place, :inside] = False
                holds[place, model.places(instrument.holders)] = True
        return cls(
            holds,
            owes,
            np.array([not one.is_real for one in model.instruments]),
            np.array([not one.is_memorandum for one in model.instruments]),
        )
