"""The postings of a period, in the order in which they count, and what has yet to settle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from keiretsu.errors import KeiretsuError
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.amounts import is_finite
from keiretsu.simulation.compiled.moving import FINE, NO_SUCH_PLACE, NOT_A_NUMBER, add
from keiretsu.simulation.compiled.numbers import within
from keiretsu.simulation.faults import invalid, no_fixed_point
from keiretsu.simulation.holdings import Holdings
from keiretsu.simulation.masks import Flags
from keiretsu.simulation.merging import emptied, merged, moves
from keiretsu.simulation.posting import Entry, Key, Kind, Posting
from keiretsu.simulation.reading import Reads
from keiretsu.simulation.records import Model

CLOSE = 1e-12  # of a value: what still moves by less than this has settled
NOISE = 1e-14  # of the largest sum on the path: what differs by less is rounding


class Journal:
    """What each behaviour has posted, and the holdings that follow.

    In the first sweep postings change the holdings as they come. When behaviours act again, holdings are
    added up anew from the beginning of the period, so that a path's figures don't depend on how often
    others were worked out.

    Parameters
    ----------
    model, period
        The model, and the number of the period.
    opening
        The holdings at the beginning of the period.
    reads
        What behaviours read, to know whom a posting concerns.
    before
        The postings of the period before: what is read of an item that nobody has posted yet.
    """

    def __init__(
        self, model: Model, period: int, opening: Holdings, reads: Reads, before: Sequence[Posting]
    ) -> None:
        self.model, self.period, self.opening, self.reads = model, period, opening, reads
        self.paths = opening.largest.size
        self.sweeps, self.acting, self.is_sequential = 0, 0, model.is_sequential
        self.is_settled: Flags = np.zeros(self.paths, dtype=bool)
        self.moving: dict[str, Flags] = {}
        self._now = opening.copy()
        self._own: list[dict[Key, Posting]] = [{} for _ in model.behaviours]
        self._old: dict[Key, Posting] = {}
        self._paid: defaultdict[str, list[Posting]] = defaultdict(list)  # in the first sweep, by item
        # In a sequence of events nothing is guessed: what isn't posted yet isn't there
        self._before = () if model.is_sequential else before
        self._guessed = set[str]()

    @property
    def where(self) -> str:
        """The behaviour that acts, for messages."""
        return f"{self.model.name}, period {self.period}, {self.model.behaviour_names[self.acting]}"

    def begin_sweep(self) -> None:
        """Begin a round in which every behaviour acts once."""
        self.sweeps += 1
        self.moving = {}
        self.reads.begin()

    def end_sweep(self) -> None:
        """Note that guesses are used up: whoever read one acts again, even if nobody posts the item."""
        for item in self._guessed:
            self.moving[item] = np.ones(self.paths, dtype=bool)
        self._before, self._guessed = (), set()

    def begin(self, behaviour: int) -> None:
        """Let a behaviour act, in place of what it posted before."""
        self.acting, self._old = behaviour, self._own[behaviour]
        self._own[behaviour] = {}

    def enter(self, posting: Posting) -> bool:
        """Enter a posting of the acting behaviour; return whether it is the first by its key."""
        return self._own[self.acting].setdefault(posting.key, posting) is posting

    def end(self) -> None:
        """Let what the behaviour has posted count."""
        own, is_first = self._own[self.acting], self.sweeps == 1
        if not is_first:
            self._take_back(own)
        post = self._now.post if is_first else self._look_at
        for key, posting in own.items():
            if state := post(posting):
                raise self._wrong(posting, state)
            if is_first and posting.kind is Kind.PAYMENT:
                self._paid[posting.item].append(posting)
            if not self.is_sequential and self._was_read(posting):
                for was, rows in moves(self.model, self._old.get(key), posting):
                    self.note_change(posting.item, was, rows)

    def not_a_number(self, what: str) -> KeiretsuError:
        """Return the error that says that something is no number, and why."""
        if self.sweeps > 1:
            return no_fixed_point(self.where, f"{what} grows beyond all numbers")
        return invalid(self.where, f"{what} is not a finite number", "mend the behaviour's equation")

    def note_change(self, name: str, old: Floats, new: Floats) -> None:
        """Note on which paths something has moved that others have read."""
        size = np.maximum(np.abs(old), np.abs(new))
        moved = np.abs(new - old) > np.maximum(CLOSE * size, NOISE * self._now.largest)
        on_path: Flags = np.broadcast_to(moved, (*moved.shape[:-1], self.paths)).reshape(-1, self.paths)
        self.moving[name] = self.moving.get(name, np.zeros(self.paths, dtype=bool)) | on_path.any(axis=0)

    def flow(self, item: str) -> Floats:
        """Return the sum of what others pay for an item; what it was before, if nobody has posted it."""
        self.reads.note_item(self.acting, item)
        posted = (
            [one for one in self._of_others() if _pays(one, item)] if self.sweeps > 1 else self._paid[item]
        )
        if not posted and (before := [one for one in self._before if _pays(one, item)]):
            self._guessed.add(item)
            posted = before
        if len(posted) == 1:
            return posted[0].amount
        total = np.zeros(self.paths)
        for one in posted:
            total += one.amount
        return total

    def held(self, instrument: int, party: int) -> Floats:
        """Return what a party holds after what others have posted."""
        self.reads.note_position(self.acting, instrument, party)
        if self.sweeps == 1:
            return np.asarray(self._now.positions[instrument, party])
        held: Floats = self.opening.positions[instrument, party].copy()
        for entry in self._entries(instrument):
            if party in entry.parties:
                held += entry.of(party)
        return held

    def holdings(self, instrument: int) -> Floats:
        """Return what everybody holds after what others have posted: parties x paths."""
        self.reads.note_position(self.acting, instrument, None)
        if self.sweeps == 1:
            return np.asarray(self._now.positions[instrument])
        held: Floats = self.opening.positions[instrument].copy()
        largest = np.zeros(self.paths)
        for entry in self._entries(instrument):
            add(held, entry.parties, entry.rows, entry.sign, largest)
        return held

    def pairs(self, instrument: str) -> Floats:
        """Return a register after what others have posted: pairs x paths."""
        place = self.model.instrument(instrument)
        self.reads.note_position(self.acting, place, None)
        if self.sweeps == 1:
            return self._now.registers[instrument].view()
        held, largest = self.opening.registers[instrument].copy(), np.zeros(self.paths)
        for one in self._of_others():
            if one.instrument == place and one.places is not None:
                add(held, one.places, one.received, 1.0, largest)
        return held

    def postings(self) -> tuple[Posting, ...]:
        """Return all postings of the period, in the order of the behaviours."""
        return tuple(posting for own in self._own for posting in own.values())

    def closing(self) -> Holdings:
        """Return the holdings after all postings."""
        if self.sweeps == 1:
            return self._now
        closing = self.opening.copy()
        for posting in self.postings():
            closing.post(posting)
        return closing

    def _of_others(self) -> Iterator[Posting]:
        for behaviour, own in enumerate(self._own):
            if behaviour != self.acting:
                yield from own.values()

    def _entries(self, instrument: int) -> Iterator[Entry]:
        for posting in self._of_others():
            yield from (one for one in posting.entries(self.model) if one.instrument == instrument)

    def _take_back(self, own: dict[Key, Posting]) -> None:
        """Keep what was posted before on paths that have settled; elsewhere it is replaced, or nothing."""
        for key, posting in own.items():
            own[key] = merged(self._old.get(key), posting, self.is_settled)
        for key, old in self._old.items():
            if key not in own and (self.is_settled.any() or old.received.any() or old.paid.any()):
                own[key] = merged(old, emptied(old), self.is_settled)

    def _look_at(self, posting: Posting) -> int:
        """Return what is wrong with a posting of a later sweep; holdings are added up when they are read."""
        for rows in (posting.paid, posting.received):
            size = np.abs(rows).max(axis=0, initial=0.0)
            self._now.largest = np.maximum(self._now.largest, size)
        if not (is_finite(posting.paid) and is_finite(posting.received)):
            return NOT_A_NUMBER
        number = len(self.model.names)
        is_fine = within(posting.payers, number) and within(posting.payees, number)
        return FINE if is_fine else NO_SUCH_PLACE

    def _wrong(self, posting: Posting, state: int) -> KeiretsuError:
        if state == NOT_A_NUMBER:
            return self.not_a_number(posting.item)
        places, number = np.concatenate([posting.payers, posting.payees]), len(self.model.names)
        wrong = int(places[(places < 0) | (places >= number)][0])
        return invalid(
            self.where, f"{posting.item} names the party at {wrong}", f"places are 0 to {number - 1}"
        )

    def _was_read(self, posting: Posting) -> bool:
        reads, acting, place = self.reads, self.acting, posting.instrument
        return (
            reads.has_item(acting, posting.item)
            or (posting.kind is Kind.PAYMENT and reads.has_position(acting, 0, posting))
            or (place is not None and reads.has_position(acting, place, posting))
        )


def _pays(posting: Posting, item: str) -> bool:
    return posting.item == item and posting.kind is Kind.PAYMENT
