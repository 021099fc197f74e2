"""The books of one period, as behaviours read them and post to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.faults import invalid, no_fixed_point, unknown
from keiretsu.simulation.posting import Key, Kind, Posting, rows_of
from keiretsu.simulation.reading import Reads
from keiretsu.simulation.records import Amount, Model

Flags: TypeAlias = NDArray[np.bool_]

CLOSE = 1e-12  # of a value: what still moves by less than this has settled
NOISE = 1e-14  # of the largest sum on the path: what differs by less is rounding


class Books:
    """What has been posted in a period so far, and what was at its beginning.

    A behaviour sees what all *other* behaviours last posted, and never its own postings: when it acts
    again, they are replaced. Amounts are one number, or one a path.

    Parameters
    ----------
    model
        The model.
    period
        The number of the period; the first is 1.
    opening
        Positions at the beginning: instruments x parties x paths. What is owed is negative.
    parameters
        The value of each parameter in this period, one a path.
    before
        The variables of the period before.
    guesses
        The flows of the period before, by item: what the first sweep reads of an item that nobody has
        posted yet.
    """

    def __init__(
        self,
        model: Model,
        period: int,
        opening: Floats,
        parameters: Mapping[str, Floats],
        before: Mapping[str, Floats],
        guesses: Mapping[str, Floats],
    ) -> None:
        self.model, self.period, self.before = model, period, before
        self.paths = opening.shape[2]
        self.start, self.values = opening, parameters
        self.variables: dict[str, Floats] = {}
        self.reads = Reads(len(model.behaviours))
        self.is_settled, self.sweeps = np.zeros(self.paths, dtype=bool), 0
        self._moving: dict[str, Flags] = {}
        self._postings: list[dict[Key, Posting]] = [{} for _ in model.behaviours]
        self._largest = np.abs(opening).max(axis=(0, 1), initial=0.0)
        self._guesses, self._guessed = dict(guesses), set[str]()
        self._acting = 0
        self._old: dict[Key, Posting] = {}

    # What a behaviour reads

    def parameter(self, name: str) -> Floats:
        """Return a parameter's value in this period."""
        if name not in self.values:
            raise unknown(self._where(), "parameter", name, tuple(self.values))
        self.reads.parameters[self._acting].add(name)
        return self.values[name]

    def last(self, variable: str) -> Floats:
        """Return a variable's value at the end of the period before.

        In the first period it is what the start gives, else 0. A variable that is not set keeps its value.
        """
        self.reads.lags[self._acting].add(variable)
        return self.before.get(variable, np.zeros(self.paths))

    def opening(self, party: str, instrument: str) -> Floats:
        """Return what a party held of an instrument when the period began; negative if it owed."""
        return _sealed(self.start[self.model.instrument(instrument), self.model.party(party)])

    def held(self, party: str, instrument: str) -> Floats:
        """Return what a party holds of an instrument after what the others have posted."""
        place, who = self.model.instrument(instrument), self.model.party(party)
        self.reads.note(self._acting, ("position", place, who))
        held = self.start[place, who].copy()
        for posting in self._of_others():
            for changed, parties, amounts in posting.entries(self.model):
                if changed == place and who in parties:
                    held += rows_of(who, parties, amounts)
        return np.asarray(held)

    def flow(self, item: str) -> Floats:
        """Return the sum of what the others pay for an item in this period."""
        self.reads.note(self._acting, ("item", item))
        amounts = [one.amount for one in self._of_others() if one.item == item and one.kind is Kind.PAYMENT]
        if not amounts and item in self._guesses:
            self._guessed.add(item)
            return self._guesses[item].copy()
        return np.asarray(sum(amounts, np.zeros(self.paths)))

    def __getitem__(self, variable: str) -> Floats:
        """Return a variable's value; until one is set, that of the period before."""
        self.reads.note(self._acting, ("variable", variable))
        return self.variables[variable] if variable in self.variables else self.last(variable)

    # What a behaviour does

    def __setitem__(self, variable: str, value: Amount) -> None:
        """Set a variable."""
        new, old = self._amount(value, variable)[0].copy(), self.variables.get(variable)
        if old is not None:
            new = np.where(self.is_settled, old, new)
        if self.reads.is_stale(self._acting, ("variable", variable), or_own=True):
            self._note_change(variable, old if old is not None else self.last(variable), new)
        self.reads.sets[self._acting].add(variable)
        self.variables[variable] = _sealed(new)

    def pay(self, payer: str, payee: str, item: str, amount: Amount) -> None:
        """Let one party pay another for an item that leaves no claim: wages, taxes, interest."""
        self.post(item, {payer: amount}, {payee: amount})

    def buy(self, buyer: str, seller: str, instrument: str, amount: Amount) -> None:
        """Let one party pay another for an instrument, which the seller issues or gives away.

        A real asset is made by the seller. A negative amount is a sale back, or a repayment.
        """
        self.post(instrument, {buyer: amount}, {seller: amount}, instrument)

    def post(
        self,
        item: str,
        paid: Mapping[str, Amount],
        received: Mapping[str, Amount],
        instrument: str | None = None,
    ) -> None:
        """Let several pay and several receive; both sides must be the same sum on every path."""
        place = None if instrument is None else self.model.instrument(instrument)
        if place == 0:
            raise invalid(self._where(), "money is what one pays with", "buy another instrument")
        self._enter(Kind.PAYMENT, item, paid, received, place)

    def revalue(self, holder: str, issuer: str | None, instrument: str, gain: Amount) -> None:
        """Let what a party holds be worth more, and what its issuer owes with it; nothing is paid.

        A loss is negative. A real asset has no issuer: its depreciation is a revaluation.
        """
        place = self.model.instrument(instrument)
        owed = {} if issuer is None else {issuer: gain}
        self._enter(Kind.REVALUATION, instrument, owed, {holder: gain}, place)

    # What runs the period

    def act(self, behaviour: int) -> None:
        """Let a behaviour act, in place of what it posted before."""
        self._acting, self._old = behaviour, self._postings[behaviour]
        self._postings[behaviour] = {}
        self.model.behaviours[behaviour](self)
        for posting in list(self._old.values()):
            nothing = np.zeros_like(posting.paid), np.zeros_like(posting.received)
            if self.is_settled.any() or posting.amount.any():
                self._record(posting, *nothing)

    def sweep(self) -> dict[str, Flags]:
        """Let every behaviour act once; return what moved after another had read it, by paths."""
        self._moving = {}
        self.sweeps += 1
        self.reads.begin()
        for behaviour in range(len(self.model.behaviours)):
            self.act(behaviour)
        for item in self._guessed:  # a guess moves whoever read it, even if nobody posts the item
            self._moving[item] = np.ones(self.paths, dtype=bool)
        self._guesses, self._guessed = {}, set()
        return self._moving

    def flows(self) -> dict[str, Floats]:
        """Return what is paid for each item."""
        flows = dict[str, Floats]()
        for posting in self.postings():
            if posting.kind is Kind.PAYMENT:
                flows[posting.item] = flows.get(posting.item, 0.0) + posting.amount
        return flows

    def postings(self) -> tuple[Posting, ...]:
        """Return all postings of the period, in the order of the behaviours."""
        return tuple(posting for own in self._postings for posting in own.values())

    def closing(self) -> Floats:
        """Return the positions after all postings."""
        positions = self.start.copy()
        for posting in self.postings():
            for instrument, parties, amounts in posting.entries(self.model):
                np.add.at(positions[instrument], list(parties), amounts)
        return positions

    def _of_others(self) -> Iterator[Posting]:
        for behaviour, own in enumerate(self._postings):
            if behaviour != self._acting:
                yield from own.values()

    def _enter(
        self,
        kind: Kind,
        item: str,
        paid: Mapping[str, Amount],
        received: Mapping[str, Amount],
        instrument: int | None,
    ) -> None:
        sides = [(tuple(map(self.model.party, side)), self._side(side, item)) for side in (paid, received)]
        (payers, out), (payees, in_) = sides
        new = Posting(self._acting, kind, item, payers, out, payees, in_, instrument)
        if new.key in self._postings[self._acting]:
            raise invalid(self._where(), f"it posts {item} between the same parties twice", "post the sum")
        self._record(new, out, in_)

    def _record(self, posting: Posting, paid: Floats, received: Floats) -> None:
        old = self._old.pop(posting.key, None)
        if old is not None:
            paid = np.where(self.is_settled, old.paid, paid)
            received = np.where(self.is_settled, old.received, received)
        elif self.is_settled.any():
            paid, received = np.where(self.is_settled, 0.0, paid), np.where(self.is_settled, 0.0, received)
        new = Posting(
            self._acting,
            posting.kind,
            posting.item,
            posting.payers,
            _sealed(paid),
            posting.payees,
            _sealed(received),
            posting.instrument,
        )
        self._postings[self._acting][posting.key] = new
        for rows in (paid, received):
            self._largest = np.maximum(self._largest, np.abs(rows).max(axis=0, initial=0.0))
        if self._was_read(new):
            before = (
                (np.zeros_like(paid), np.zeros_like(received)) if old is None else (old.paid, old.received)
            )
            for was, rows in zip(before, (paid, received), strict=True):
                self._note_change(new.item, was, rows)

    def _was_read(self, posting: Posting) -> bool:
        keys: list[Key] = [("item", posting.item)]
        for place, parties, _ in posting.entries(self.model):
            keys.extend(("position", place, who) for who in parties)
        return any(self.reads.is_stale(self._acting, key) for key in keys)

    def _note_change(self, name: str, old: Floats, new: Floats) -> None:
        size = np.maximum(np.abs(old), np.abs(new))
        moved = np.abs(new - old) > np.maximum(CLOSE * size, NOISE * self._largest)
        moved = moved.any(axis=0) if moved.ndim > 1 else moved
        self._moving[name] = self._moving.get(name, np.zeros(self.paths, dtype=bool)) | moved

    def _side(self, side: Mapping[str, Amount], item: str) -> Floats:
        if not side:
            return np.zeros((0, self.paths))
        return np.concatenate([self._amount(amount, item) for amount in side.values()])

    def _amount(self, amount: Amount, what: str) -> Floats:
        array: Floats = np.asarray(amount, dtype=float)
        if array.shape not in ((), (1,), (self.paths,)):
            given = " x ".join(map(str, array.shape))
            raise invalid(
                self._where(), f"{what} has {given} values", f"give one, or {self.paths}, one a path"
            )
        if not np.isfinite(array).all():
            if self.sweeps > 1:
                raise no_fixed_point(self._where(), f"{what} grows beyond all numbers")
            raise invalid(self._where(), f"{what} is not a finite number", "mend the behaviour's equation")
        return np.broadcast_to(array, (1, self.paths))

    def _where(self) -> str:
        name = self.model.behaviour_names[self._acting]
        return f"{self.model.name}, period {self.period}, {name}"


def _sealed(array: Floats) -> Floats:
    """Return a view that can't be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
