"""Whether the books of a period balance, and which posting broke them.

A compiled look at all paths says whether all is well. Only if it isn't, what is wrong is found out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.compiled.balancing import balance, register_adds_up
from keiretsu.simulation.compiled.moving import totals
from keiretsu.simulation.faults import SimulationError, no_fixed_point
from keiretsu.simulation.holdings import Holdings
from keiretsu.simulation.posting import Kind, Posting
from keiretsu.simulation.records import Model

BALANCED = 1e-9  # of the largest sum on the path
NAMED = 5  # postings that a message lists


def check(period: int, holdings: Holdings, postings: Sequence[Posting]) -> Floats:
    """Return the size of the largest position on each path, if the books of a period balance.

    Raises
    ------
    SimulationError
        With what is off, on which path, and by which posting and behaviour.
    """
    model, masks = holdings.model, holdings.model.masks
    for posting in postings:
        if posting.paid is not posting.received:
            _check_sides(model, period, posting)
    largest, size = holdings.largest, np.zeros(holdings.largest.size)
    may = masks.holds, masks.owes, masks.sums_to_zero
    if not balance(holdings.positions, may, largest, BALANCED, size):
        _tell_positions(model, period, holdings.positions, BALANCED * largest, postings)
    for name, pairs in model.pairs.items():
        positions = holdings.positions[model.instrument(name)]
        register = holdings.registers[name]
        if not register_adds_up(register, pairs.holders, pairs.issuers, positions, largest, BALANCED):
            _tell_register(model, period, name, holdings, BALANCED * largest, postings)
    return size


def when(period: int) -> str:
    """Return a period's name."""
    return f"period {period}" if period else "the start"


def _check_sides(model: Model, period: int, posting: Posting) -> None:
    if posting.kind is Kind.REVALUATION and model.instruments[posting.instrument or 0].is_real:
        return
    paid, received = totals(posting.paid), totals(posting.received)
    size = np.maximum(totals(np.abs(posting.paid)), totals(np.abs(posting.received)))
    off = np.abs(paid - received) > BALANCED * size
    if off.any():
        path = int(off.argmax())
        raise _broken(
            f"{model.name}, period {period}, path {path}",
            f"{posting.text(model, path)}: {paid[path]:,.6g} is paid and {received[path]:,.6g} received",
            f"let {model.behaviour_names[posting.behaviour]} post the same sum to both sides",
        )


def _tell_positions(
    model: Model, period: int, positions: Floats, allowed: Floats, postings: Sequence[Posting]
) -> None:
    """Stop with what is wrong; who overspends is told before who was overpaid."""
    if not np.isfinite(allowed).all():
        path = int((~np.isfinite(allowed)).argmax())
        raise no_fixed_point(
            f"{model.name}, {when(period)}, path {path}", "what is held grows beyond all numbers"
        )
    for place, instrument in enumerate(model.instruments):
        if not instrument.is_real:
            _check_sum(model, period, place, positions[place], allowed)
    for word, sign, may in (("owe", -1, model.masks.owes), ("hold", 1, model.masks.holds)):
        off = (sign * positions > allowed) & ~may[:, :, None]
        if off.any():
            place, party, path = (int(each) for each in np.argwhere(off)[0])
            name, instrument = model.names[party], model.instruments[place]
            amount = f"{abs(positions[place, party, path]):,.6g} of {instrument.name}"
            raise _broken(
                f"{model.name}, {when(period)}, path {path}",
                f"{name} would {word} {amount} and may not" + _moved_by(model, place, party, path, postings),
                f"mend the behaviour whose amount is wrong, or let {name} {word} {instrument.name}",
            )


def _check_sum(model: Model, period: int, place: int, positions: Floats, allowed: Floats) -> None:
    total = positions.sum(axis=0)
    off = np.abs(total) > allowed
    if off.any():
        path = int(off.argmax())
        name = model.instruments[place].name
        raise _broken(
            f"{model.name}, {when(period)}, path {path}",
            f"assets in {name} exceed what is owed by {total[path]:,.6g}",
            "give each holding its debtor",
        )


def _tell_register(
    model: Model, period: int, name: str, holdings: Holdings, allowed: Floats, postings: Sequence[Posting]
) -> None:
    """Stop with what is wrong with a register."""
    place, pairs, register = model.instrument(name), model.pairs[name], holdings.registers[name]
    below = register < -allowed
    if below.any():
        pair, path = (int(each) for each in np.argwhere(below)[0])
        holder, issuer = model.names[pairs.holders[pair]], model.names[pairs.issuers[pair]]
        raise _broken(
            f"{model.name}, {when(period)}, path {path}",
            f"{holder} would hold {register[pair, path]:,.6g} of {name} of {issuer}"
            + _listed(model, _register_moves(pair, place, path, postings)),
            "let nobody be repaid more than it holds",
        )
    by_party = np.zeros_like(holdings.positions[place])
    np.add.at(by_party, pairs.holders, register)
    np.add.at(by_party, pairs.issuers, -register)
    off = np.abs(by_party - holdings.positions[place]) > allowed
    if off.any():
        party, path = (int(each) for each in np.argwhere(off)[0])
        raise _broken(
            f"{model.name}, {when(period)}, path {path}",
            f"{model.names[party]} has {holdings.positions[place, party, path]:,.6g} of {name}, and "
            f"{by_party[party, path]:,.6g} in its register" + _moved_by(model, place, party, path, postings),
            "post it pair by pair: with buy, revalue, exchange or reprice",
        )


def _register_moves(
    pair: int, place: int, path: int, postings: Sequence[Posting]
) -> list[tuple[float, Posting]]:
    return [
        (float(one.received[one.places == pair, path].sum()), one)
        for one in postings
        if one.instrument == place and one.places is not None and pair in one.places
    ]


def _moved_by(model: Model, place: int, party: int, path: int, postings: Sequence[Posting]) -> str:
    return _listed(
        model,
        [
            (float(entry.of(party)[path]), posting)
            for posting in postings
            for entry in posting.entries(model)
            if entry.instrument == place and party in entry.parties
        ],
    )


def _listed(model: Model, moves: list[tuple[float, Posting]]) -> str:
    moves.sort(key=lambda moved: -abs(moved[0]))
    listed = ", ".join(
        f"{model.behaviour_names[posting.behaviour]} ({posting.item} {amount:+,.6g})"
        for amount, posting in moves[:NAMED]
    )
    return f", after {listed}" if listed else ""


def _broken(where: str, message: str, hint: str) -> SimulationError:
    return SimulationError("simulation.books-do-not-balance", where=where, message=message, hint=hint)
