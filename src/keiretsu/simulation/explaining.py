"""Why a figure of a run is what it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.closed import ClosedPeriod
from keiretsu.simulation.faults import unknown
from keiretsu.simulation.posting import Kind, Posting
from keiretsu.simulation.records import Model


def explain(model: Model, closed: ClosedPeriod, party: str, item: str, path: int) -> Reason:
    """Explain a position, or what a party is paid for an item, in one period and on one path."""
    who = model.party(party)
    if item in (one.name for one in model.instruments):
        return _position(model, closed, who, model.instrument(item), path)
    told = set[int]()
    postings = [one for one in closed.postings if one.item == item]
    if not postings:
        items = sorted({one.item for one in closed.postings} | {one.name for one in model.instruments})
        raise unknown(f"{model.name}, period {closed.period}", "item", item, items)
    own = [one for one in postings if who in one.payers or who in one.payees]
    amount = sum(float(one.flow(who)[path]) for one in own)
    text = f"{party} receives {amount:,.6g} for {item} in period {closed.period}, less what it pays"
    return Reason(text, tuple(_posting(model, closed, one, who, path, told) for one in own))


def _position(model: Model, closed: ClosedPeriod, who: int, place: int, path: int) -> Reason:
    name, instrument, told = model.names[who], model.instruments[place].name, set[int]()
    begun, ended = (float(each[place, who, path]) for each in (closed.opening, closed.positions))
    moved = tuple(
        Reason(f"{amount:+,.6g}", (_posting(model, closed, one, who, path, told),))
        for one, amount in _moves(model, closed, who, place, path)
    )
    opening = Reason(f"{begun:,.6g} at the beginning of the period")
    text = f"{name} holds {ended:,.6g} of {instrument} at the end of period {closed.period}"
    return Reason(text, (opening, *moved))


def _moves(
    model: Model, closed: ClosedPeriod, who: int, place: int, path: int
) -> Iterator[tuple[Posting, float]]:
    for one in closed.postings:
        entries = [each for each in one.entries(model) if each.instrument == place and who in each.parties]
        if entries:
            yield one, sum(float(entry.of(who)[path]) for entry in entries)


def _posting(
    model: Model, closed: ClosedPeriod, posting: Posting, who: int, path: int, told: set[int]
) -> Reason:
    single = tuple(_payments(model, posting, who, path)) if posting.many else ()
    behaviour = _behaviour(model, closed, posting.behaviour, path, told)
    return Reason(posting.text(model, path), (*single, behaviour))


def _payments(model: Model, posting: Posting, who: int, path: int) -> list[Reason]:
    """Return a party's own part in a posting of many, the largest first, each with its ground."""
    is_own = posting.payees == who
    if posting.payers.size:
        is_own = is_own | (posting.payers == who)
    rows = np.flatnonzero(is_own & (posting.received[:, path] != 0))
    largest_first = rows[np.argsort(-np.abs(posting.received[rows, path]), kind="stable")]
    return [_payment(model, posting, row, path) for row in largest_first.tolist()]


def _payment(model: Model, posting: Posting, row: int, path: int) -> Reason:
    payer = model.names[posting.payers[row]] if posting.payers.size else "nobody"
    payee, amount = model.names[posting.payees[row]], f"{float(posting.received[row, path]):,.6g}"
    ground = None if posting.many is None else posting.many.of(row)
    gains = posting.kind is Kind.REVALUATION
    text = f"{payee} gains {amount} on {payer}" if gains else f"{payer} pays {payee} {amount}"
    return Reason(text, () if ground is None else (ground,))


def _behaviour(model: Model, closed: ClosedPeriod, place: int, path: int, told: set[int]) -> Reason:
    """Return a behaviour's equation with what it read; each is told once in an explanation."""
    behaviour, name = model.behaviours[place], model.behaviour_names[place]
    if place in told:
        return Reason(f"{name}, as above")
    told.add(place)
    stated = (behaviour.__doc__ or "").strip().split("\n")[0]
    reads = closed.reads
    variables = sorted(reads.variables[place])
    because = (
        *(_parameter(model, closed, parameter, path) for parameter in sorted(reads.parameters[place])),
        *(_variable(model, closed, variable, path, told) for variable in variables),
        *(
            Reason(f"{variable} = {_value(closed.before[variable], path)} in the period before")
            for variable in sorted(reads.lags[place] & closed.before.keys())
            if variable not in variables
        ),
    )
    return Reason(f"{name}: {stated}" if stated else name, because)


def _parameter(model: Model, closed: ClosedPeriod, name: str, path: int) -> Reason:
    parameter = model.parameters[name]
    unit = f" {parameter.unit}" if parameter.unit else ""
    within = f" ({parameter.range})" if parameter.range else ""
    text = f"{name} = {_value(closed.parameters[name], path)}{unit}: {parameter.meaning}{within}"
    return Reason(text, source=parameter.source or None, estimate=not parameter.source)


def _variable(model: Model, closed: ClosedPeriod, name: str, path: int, told: set[int]) -> Reason:
    values = closed.variables if name in closed.variables else closed.before
    value = _value(values[name], path) if name in values else "0, as nothing set it"
    makers = [place for place, made in enumerate(closed.reads.sets) if name in made and place not in told]
    because = tuple(_behaviour(model, closed, maker, path, told) for maker in makers)
    return Reason(f"{name} = {value}", because)


def _value(array: Floats, path: int) -> str:
    """Return a number on a path; of many, how many there are and between what they lie."""
    on_path = array[..., path]
    if not on_path.ndim:
        return f"{float(on_path):,.6g}"
    if not on_path.size:
        return "no numbers"
    return f"{counted(on_path.size, 'number')} from {on_path.min():,.6g} to {on_path.max():,.6g}"
