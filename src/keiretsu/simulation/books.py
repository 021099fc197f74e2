"""The books of one period, as behaviours read them and post to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.amounts import Amount, amount_of, is_finite, kept, sealed
from keiretsu.simulation.faults import invalid, unknown
from keiretsu.simulation.holdings import Holdings
from keiretsu.simulation.journal import Journal
from keiretsu.simulation.posting import NO_GROUNDS, Kind, Many, Posting
from keiretsu.simulation.reading import Reads
from keiretsu.simulation.records import Model
from keiretsu.simulation.sides import Sides


class Books:
    """What has been posted in a period so far, and what was at its beginning.

    A behaviour sees what all *other* behaviours last posted, and never its own postings: when it acts
    again, they are replaced. Amounts are one number, or one a path; of arrays with further axes the
    paths are the last one. What is read can't be written to.

    Parameters
    ----------
    model
        The model.
    period
        The number of the period; the first is 1.
    opening
        What was held and owed at the beginning.
    parameters
        The value of each parameter in this period.
    before
        The variables of the period before.
    posted
        The postings of the period before: what the first sweep reads of an item that nobody has posted
        yet.
    """

    def __init__(
        self,
        model: Model,
        period: int,
        opening: Holdings,
        parameters: Mapping[str, Floats],
        before: Mapping[str, Floats],
        posted: Sequence[Posting],
    ) -> None:
        self.model, self.period = model, period
        self.start, self.values, self.before = opening, parameters, before
        self.paths = opening.largest.size
        self.variables: dict[str, Floats] = {}
        self.reads = Reads(len(model.behaviours))
        self.journal = Journal(model, period, opening, self.reads, posted)
        self._sides = Sides(model, self.paths, self.journal)

    # What a behaviour reads

    def parameter(self, name: str) -> Floats:
        """Return a parameter's value in this period."""
        if name not in self.values:
            raise unknown(self.journal.where, "parameter", name, tuple(self.values))
        self.reads.parameters[self.journal.acting].add(name)
        return self.values[name]

    def last(self, variable: str) -> Floats:
        """Return a variable's value at the end of the period before.

        In the first period it is what the start gives, else 0. A variable that is not set keeps its value.
        """
        self.reads.lags[self.journal.acting].add(variable)
        return self._of_before(variable)

    def opening(self, party: str, instrument: str) -> Floats:
        """Return what a party held of an instrument when the period began; negative if it owed."""
        return sealed(self.start.positions[self.model.instrument(instrument), self.model.party(party)])

    def _of_before(self, variable: str) -> Floats:
        return self.before[variable] if variable in self.before else sealed(np.zeros(self.paths))

    def openings(self, instrument: str) -> Floats:
        """Return what every party held of an instrument when the period began: parties x paths."""
        return sealed(self.start.positions[self.model.instrument(instrument)])

    def opening_pairs(self, instrument: str) -> Floats:
        """Return the register of an instrument when the period began: pairs x paths."""
        self._sides.pairs(instrument)
        return sealed(self.start.registers[instrument])

    def held(self, party: str, instrument: str) -> Floats:
        """Return what a party holds of an instrument after what the others have posted."""
        return sealed(self.journal.held(self.model.instrument(instrument), self.model.party(party)))

    def holdings(self, instrument: str) -> Floats:
        """Return what every party holds after what the others have posted: parties x paths."""
        return sealed(self.journal.holdings(self.model.instrument(instrument)))

    def held_pairs(self, instrument: str) -> Floats:
        """Return the register of an instrument after what the others have posted: pairs x paths."""
        self._sides.pairs(instrument)
        return sealed(self.journal.pairs(instrument))

    def flow(self, item: str) -> Floats:
        """Return the sum of what the others pay for an item in this period."""
        return self.journal.flow(item)

    def __getitem__(self, variable: str) -> Floats:
        """Return a variable's value; until one is set, that of the period before."""
        self.reads.note_variable(self.journal.acting, variable)
        value = self.variables.get(variable)
        return self.last(variable) if value is None else value

    # What a behaviour does

    def __setitem__(self, variable: str, value: Amount) -> None:
        """Set a variable; an array that was made for it is kept as it is, and can't be changed any more."""
        journal, reads = self.journal, self.reads
        new = amount_of(self._where, variable, value, self.paths)
        if not is_finite(new):
            raise journal.not_a_number(variable)
        if journal.sweeps > 1 and variable in self.variables:
            new = np.where(journal.is_settled, self.variables[variable], new)
        if not journal.is_sequential and reads.has_variable(variable):
            before = self.variables[variable] if variable in self.variables else self._of_before(variable)
            journal.note_change(variable, before, new)
        reads.sets[journal.acting].add(variable)
        self.variables[variable] = kept(new, self.paths)

    def pay(self, payer: str, payee: str, item: str, amount: Amount) -> None:
        """Let one party pay another for an item that leaves no claim: wages, taxes, interest."""
        self._one_to_one(Kind.PAYMENT, payer, payee, item, amount)

    def buy(self, buyer: str, seller: str, instrument: str, amount: Amount) -> None:
        """Let one party pay another for an instrument, which the seller issues or gives away.

        A real asset is made by the seller. A negative amount is a sale back, or a repayment. Of an
        instrument that is kept pair by pair, the buyer holds what the seller owes.
        """
        self._one_to_one(Kind.PAYMENT, buyer, seller, instrument, amount, self._paid_for(instrument))

    def post(
        self,
        item: str,
        paid: Mapping[str, Amount],
        received: Mapping[str, Amount],
        instrument: str | None = None,
    ) -> None:
        """Let several pay and several receive; both sides must be the same sum on every path."""
        place = None if instrument is None else self._paid_for(instrument)
        out, in_ = (self._sides.of_parties(item, side) for side in (paid, received))
        self._enter(Posting(self.journal.acting, Kind.PAYMENT, item, *out, *in_, place))

    def revalue(self, holder: str, issuer: str | None, instrument: str, gain: Amount) -> None:
        """Let what a party holds be worth more, and what its issuer owes with it; nothing is paid.

        A loss is negative. A real asset has no issuer: its depreciation is a revaluation. That of a
        memorandum is its signing, or its end.
        """
        place = self.model.instrument(instrument)
        if issuer is not None:
            self._one_to_one(Kind.REVALUATION, issuer, holder, instrument, gain, place)
            return
        owed, gained = (self._sides.of_parties(instrument, side) for side in ({}, {holder: gain}))
        self._enter(Posting(self.journal.acting, Kind.REVALUATION, instrument, *owed, *gained, place))

    # The same for many at once

    def transfer(
        self,
        item: str,
        payers: ArrayLike,
        payees: ArrayLike,
        amounts: Amount,
        *,
        instrument: str | None = None,
        grounds: Sequence[Reason | None] | None = None,
    ) -> None:
        """Let each payer pay the payee at its place.

        Parameters
        ----------
        item
            What for. A behaviour posts it in this form once a period.
        payers, payees
            Places in the model's ``names``, shape ``(m,)``; a party may be there often.
        amounts
            Shape ``(m, paths)`` or ``(m, 1)``, or one for all.
        instrument
            A real asset that the payers get, or a claim that the payees owe.
        grounds
            The deal or figure behind each payment.

        Raises
        ------
        MisuseError
            If the places are not the model's, or not as many as the amounts.
        """
        place = None if instrument is None else self._paid_for(instrument)
        if place is not None and instrument in self.model.pairs:
            raise invalid(self.journal.where, f"{instrument} is kept pair by pair", "use exchange")
        out, in_ = self._sides.parties(item, payers), self._sides.parties(item, payees)
        if out.size != in_.size:
            message = f"{item} has {counted(out.size, 'payer')} and {counted(in_.size, 'payee')}"
            raise invalid(self.journal.where, message, "give a payee for each payer")
        self._many(Kind.PAYMENT, item, out, in_, amounts, place, None, grounds)

    def exchange(
        self,
        instrument: str,
        places: ArrayLike,
        amounts: Amount,
        *,
        grounds: Sequence[Reason | None] | None = None,
    ) -> None:
        """Let the holders of pairs pay the issuers, and hold more by it.

        Parameters
        ----------
        instrument
            One that is kept pair by pair.
        places
            Places in its register, shape ``(m,)``.
        amounts
            Shape ``(m, paths)`` or ``(m, 1)``, or one for all; a negative one is repaid.
        grounds
            The deal or figure behind each payment.

        Raises
        ------
        MisuseError
            If the places are not the register's, or not as many as the amounts.
        """
        place = self._paid_for(instrument)
        pairs = self._sides.pairs(instrument)
        at = self._sides.places(instrument, places, pairs.holders.size)
        holders, issuers = pairs.holders[at], pairs.issuers[at]
        self._many(Kind.PAYMENT, instrument, holders, issuers, amounts, place, at, grounds)

    def reprice(
        self,
        instrument: str,
        places: ArrayLike,
        gains: Amount,
        *,
        grounds: Sequence[Reason | None] | None = None,
    ) -> None:
        """Let the holdings of pairs be worth more, and what their issuers owe; nothing is paid.

        Takes what :meth:`exchange` takes. Of a memorandum it is the signing, or the end.
        """
        pairs = self._sides.pairs(instrument)
        at = self._sides.places(instrument, places, pairs.holders.size)
        place = self.model.instrument(instrument)
        holders, issuers = pairs.holders[at], pairs.issuers[at]
        self._many(Kind.REVALUATION, instrument, issuers, holders, gains, place, at, grounds)

    def reprice_held(
        self,
        instrument: str,
        parties: ArrayLike,
        gains: Amount,
        *,
        grounds: Sequence[Reason | None] | None = None,
    ) -> None:
        """Let what parties hold of a real asset be worth more, or less: depreciation.

        Parties are places in the model's ``names``; gains as :meth:`exchange` takes amounts.
        """
        place = self.model.instrument(instrument)
        if not self.model.instruments[place].is_real:
            raise invalid(self.journal.where, f"{instrument} is owed by somebody", "use reprice or revalue")
        holders = self._sides.parties(instrument, parties)
        nobody = np.zeros(0, dtype=np.int64)
        self._many(Kind.REVALUATION, instrument, nobody, holders, gains, place, None, grounds)

    # What runs the period

    def _where(self) -> str:
        return self.journal.where

    def act(self, behaviour: int) -> None:
        """Let a behaviour act, in place of what it posted before."""
        self.journal.begin(behaviour)
        self.model.behaviours[behaviour](self)
        self.journal.end()

    def sweep(self) -> None:
        """Let every behaviour act once."""
        self.journal.begin_sweep()
        for behaviour in range(len(self.model.behaviours)):
            self.act(behaviour)
        self.journal.end_sweep()

    def _paid_for(self, instrument: str) -> int:
        """Return the place of an instrument that can be paid for."""
        place = self.model.instrument(instrument)
        if place == 0:
            raise invalid(self.journal.where, "money is what one pays with", "buy another instrument")
        if self.model.instruments[place].is_memorandum:
            raise invalid(self.journal.where, f"{instrument} is off balance sheet", "use reprice or revalue")
        return place

    def _one_to_one(
        self, kind: Kind, payer: str, payee: str, item: str, amount: Amount, instrument: int | None = None
    ) -> None:
        out, in_ = self.model.place(payer), self.model.place(payee)
        rows = self._sides.row(item, amount)
        places = None
        if item in self.model.pairs and instrument is not None:
            holder, issuer = (payer, payee) if kind is Kind.PAYMENT else (payee, payer)
            places = self._sides.place_of(item, holder, issuer)
        self._enter(Posting(self.journal.acting, kind, item, out, rows, in_, rows, instrument, places))

    def _many(
        self,
        kind: Kind,
        item: str,
        payers: Indices,
        payees: Indices,
        amounts: Amount,
        instrument: int | None,
        places: Indices | None,
        grounds: Sequence[Reason | None] | None,
    ) -> None:
        rows = self._sides.rows(item, amounts, payees.size)
        paid = rows if payers.size else rows[:0]
        if grounds is not None and len(grounds) != payees.size:
            raise invalid(
                self.journal.where,
                f"{item} has {counted(len(grounds), 'ground')}",
                f"give {payees.size}, one a payment",
            )
        many = Many(grounds) if grounds else NO_GROUNDS
        acting = self.journal.acting
        self._enter(Posting(acting, kind, item, payers, paid, payees, rows, instrument, places, many))

    def _enter(self, posting: Posting) -> None:
        if not self.journal.enter(posting):
            between = "in array form" if posting.many else "between the same parties"
            raise invalid(self.journal.where, f"it posts {posting.item} {between} twice", "post the sum")
