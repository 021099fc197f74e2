"""What behaviours give as parties, places and amounts, checked and made into arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.quantities import counted
from keiretsu.simulation.amounts import FLOAT, Amount, amount_of, kept
from keiretsu.simulation.compiled.numbers import within
from keiretsu.simulation.faults import invalid, unknown
from keiretsu.simulation.journal import Journal
from keiretsu.simulation.records import Model, Pairs

INTEGER = np.dtype(np.int64)


class Sides:
    """The two sides of postings, as a model of so many paths has them."""

    def __init__(self, model: Model, paths: int, journal: Journal) -> None:
        self.model, self.paths, self.journal = model, paths, journal

    def row(self, what: str, value: Amount) -> Floats:
        """Return one number, or one a path, as 1 x paths."""
        array = amount_of(self._where, what, value, self.paths)
        if array.ndim > 1:
            raise invalid(
                self._where(),
                f"{what} is an array of {array.ndim} axes",
                "give one number a path, or use transfer",
            )
        if array.ndim and array.shape[0] == self.paths:
            return kept(array, self.paths)[None]
        return self._over_paths(array, 1)

    def rows(self, what: str, value: Amount, number: int) -> Floats:
        """Return the amounts of so many payments: payments x paths."""
        if (
            type(value) is np.ndarray
            and value.shape == (number, self.paths)
            and value.dtype == FLOAT
            and value.flags.c_contiguous
        ):
            return kept(value, self.paths)
        array = amount_of(self._where, what, value, self.paths)
        if array.ndim > 2 or (array.ndim == 2 and array.shape[0] not in (1, number)):
            given = " x ".join(map(str, array.shape))
            raise invalid(
                self._where(),
                f"{what} has {given} amounts for {counted(number, 'payment')}",
                "give a row of paths for each",
            )
        return self._over_paths(array, number)

    def of_parties(self, what: str, side: Mapping[str, Amount]) -> tuple[Indices, Floats]:
        """Return the places of parties, and a row for each."""
        rows = [self.row(what, amount) for amount in side.values()]
        return self.model.places(side), np.concatenate([np.zeros((0, self.paths)), *rows])

    def parties(self, what: str, places: ArrayLike) -> Indices:
        """Return places of parties; whether there are such is seen when they are posted to."""
        if (
            type(places) is np.ndarray
            and places.dtype == INTEGER
            and places.ndim == 1
            and places.flags.c_contiguous
        ):
            return places
        array = np.ascontiguousarray(places)
        if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
            raise invalid(self._where(), f"the places of {what} are no list of whole numbers", "give them")
        return array.astype(np.int64)

    def places(self, what: str, places: ArrayLike, number: int) -> Indices:
        """Return places in a register of so many pairs."""
        array = self.parties(what, places)
        if not within(array, number):
            wrong = int(array[(array < 0) | (array >= number)][0])
            raise invalid(self._where(), f"{what} names place {wrong}", f"places are 0 to {number - 1}")
        return array

    def pairs(self, instrument: str) -> Pairs:
        """Return the pairs of an instrument that is kept pair by pair."""
        self.model.instrument(instrument)
        if instrument not in self.model.pairs:
            raise invalid(self._where(), f"{instrument} is not kept pair by pair", "state it with pairs")
        return self.model.pairs[instrument]

    def place_of(self, instrument: str, holder: str, issuer: str) -> Indices:
        """Return the one place of a pair in a register."""
        pair = self.model.party(holder), self.model.party(issuer)
        known = self.pairs(instrument).places
        if not (places := known.get(pair, [])):
            names = self.model.names
            pairs = (f"{names[one]}, {names[other]}" for one, other in known)
            raise unknown(self._where(), f"pair of {instrument}", f"{holder}, {issuer}", pairs)
        if len(places) > 1:
            message = f"{holder} holds {instrument} of {issuer} at {counted(len(places), 'place')}"
            raise invalid(self._where(), message, "say which, with exchange or reprice")
        return np.array(places, dtype=np.int64)

    def _over_paths(self, array: Floats, number: int) -> Floats:
        shape = number, self.paths
        if array.shape != shape or not array.flags.c_contiguous:
            array = np.broadcast_to(array, shape).copy()
        return kept(array, self.paths)

    def _where(self) -> str:
        return self.journal.where
