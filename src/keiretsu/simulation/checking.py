"""Whether the books of a period balance, and which posting broke them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.faults import SimulationError
from keiretsu.simulation.posting import Kind, Posting, rows_of
from keiretsu.simulation.records import Model

BALANCED = 1e-9  # of the largest sum on the path
NAMED = 5  # postings that a message lists


def check_postings(model: Model, period: int, postings: Sequence[Posting]) -> None:
    """Stop if the two sides of a posting differ.

    Raises
    ------
    SimulationError
        With the posting, the behaviour that made it, and by how much it is off.
    """
    for posting in postings:
        if posting.kind is Kind.REVALUATION and _is_real(model, posting):
            continue
        paid, received = posting.paid.sum(axis=0), posting.received.sum(axis=0)
        size = np.maximum(np.abs(posting.paid).sum(axis=0), np.abs(posting.received).sum(axis=0))
        off = np.abs(paid - received) > BALANCED * size
        if off.any():
            path = int(off.argmax())
            raise _broken(
                f"{model.name}, period {period}, path {path}",
                f"{posting.text(model, path)}: {paid[path]:,.6g} is paid and {received[path]:,.6g} received",
                f"let {model.behaviour_names[posting.behaviour]} post the same sum to both sides",
            )


def check_positions(model: Model, period: int, positions: Floats, postings: Sequence[Posting]) -> None:
    """Stop if an instrument's assets aren't its liabilities, or somebody holds or owes what it can't.

    Raises
    ------
    SimulationError
        With the instrument, the party, and the postings that moved its position.
    """
    size = np.abs(positions).max(axis=(0, 1), initial=0.0)
    for posting in postings:
        size = np.maximum(size, np.abs(posting.received).max(axis=0, initial=0.0))
    allowed = BALANCED * size
    for place, instrument in enumerate(model.instruments):
        if not instrument.is_real:
            _check_sum(model, period, place, positions[place], allowed)
    for sign, word in ((-1, "owe"), (1, "hold")):  # who overspends is told before who was overpaid
        for place, instrument in enumerate(model.instruments):
            for party, name in enumerate(model.parties):
                off = sign * positions[place, party] > allowed
                if off.any() and not instrument.may(word, name):
                    path = int(off.argmax())
                    amount = f"{abs(positions[place, party, path]):,.6g} of {instrument.name}"
                    raise _broken(
                        f"{model.name}, {when(period)}, path {path}",
                        f"{name} would {word} {amount} and may not"
                        + _moved_by(model, place, party, path, postings),
                        f"mend the behaviour whose amount is wrong, or let {name} {word} {instrument.name}",
                    )


def when(period: int) -> str:
    """Return a period's name."""
    return f"period {period}" if period else "the start"


def _is_real(model: Model, posting: Posting) -> bool:
    return posting.instrument is not None and model.instruments[posting.instrument].is_real


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


def _moved_by(model: Model, place: int, party: int, path: int, postings: Sequence[Posting]) -> str:
    moves = [
        (float(rows_of(party, parties, amounts)[path]), posting)
        for posting in postings
        for changed, parties, amounts in posting.entries(model)
        if changed == place and party in parties
    ]
    moves.sort(key=lambda moved: -abs(moved[0]))
    listed = ", ".join(
        f"{model.behaviour_names[posting.behaviour]} ({posting.item} {amount:+,.6g})"
        for amount, posting in moves[:NAMED]
    )
    return f", after {listed}" if listed else ""


def _broken(where: str, message: str, hint: str) -> SimulationError:
    return SimulationError("simulation.books-do-not-balance", where=where, message=message, hint=hint)
