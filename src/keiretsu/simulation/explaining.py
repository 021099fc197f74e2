"""Why a figure of a run is what it is."""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.reasons import Reason
from keiretsu.simulation.closed import ClosedPeriod
from keiretsu.simulation.faults import unknown
from keiretsu.simulation.posting import Posting, rows_of
from keiretsu.simulation.records import Model


def explain(model: Model, closed: ClosedPeriod, party: str, item: str, path: int) -> Reason:
    """Explain a position, or what a party is paid for an item, in one period and on one path."""
    who = model.party(party)
    if item in (one.name for one in model.instruments):
        return _position(model, closed, who, model.instrument(item), path)
    postings = [one for one in closed.postings if one.item == item]
    if not postings:
        items = sorted({one.item for one in closed.postings} | {one.name for one in model.instruments})
        raise unknown(f"{model.name}, period {closed.period}", "item", item, items)
    own = [one for one in postings if who in one.payers or who in one.payees]
    amount = sum(float(one.flow(who)[path]) for one in own)
    text = f"{party} receives {amount:,.6g} for {item} in period {closed.period}, less what it pays"
    return Reason(text, tuple(_posting(model, closed, one, path) for one in own))


def _position(model: Model, closed: ClosedPeriod, who: int, place: int, path: int) -> Reason:
    name, instrument = model.names[who], model.instruments[place].name
    begun, ended = (float(each[place, who, path]) for each in (closed.opening, closed.positions))
    moved = tuple(
        Reason(f"{amount:+,.6g}", (_posting(model, closed, one, path),))
        for one, amount in _moves(model, closed, who, place, path)
    )
    opening = Reason(f"{begun:,.6g} at the beginning of the period")
    text = f"{name} holds {ended:,.6g} of {instrument} at the end of period {closed.period}"
    return Reason(text, (opening, *moved))


def _moves(
    model: Model, closed: ClosedPeriod, who: int, place: int, path: int
) -> Iterator[tuple[Posting, float]]:
    for one in closed.postings:
        entries = [each for each in one.entries(model) if each[0] == place and who in each[1]]
        if entries:
            yield one, sum(float(rows_of(who, parties, amounts)[path]) for _, parties, amounts in entries)


def _posting(model: Model, closed: ClosedPeriod, posting: Posting, path: int) -> Reason:
    return Reason(posting.text(model, path), (_behaviour(model, closed, posting.behaviour, path, set()),))


def _behaviour(model: Model, closed: ClosedPeriod, place: int, path: int, told: set[int]) -> Reason:
    """Return a behaviour's equation with what it read; each behaviour is told once."""
    behaviour, told = model.behaviours[place], told | {place}
    stated = (behaviour.__doc__ or "").strip().split("\n")[0]
    name = model.behaviour_names[place]
    reads = closed.reads
    variables = sorted(str(key[1]) for key in reads.all[place] if key[0] == "variable")
    because = (
        *(_parameter(model, closed, parameter, path) for parameter in sorted(reads.parameters[place])),
        *(_variable(model, closed, variable, path, told) for variable in variables),
        *(
            Reason(f"{variable} = {float(closed.before[variable][path]):,.6g} in the period before")
            for variable in sorted(reads.lags[place] & closed.before.keys())
            if variable not in variables
        ),
    )
    return Reason(f"{name}: {stated}" if stated else name, because)


def _parameter(model: Model, closed: ClosedPeriod, name: str, path: int) -> Reason:
    parameter = model.parameters[name]
    text = f"{name} = {float(closed.parameters[name][path]):,.6g}: {parameter.meaning}"
    return Reason(text, source=parameter.source or None, estimate=not parameter.source)


def _variable(model: Model, closed: ClosedPeriod, name: str, path: int, told: set[int]) -> Reason:
    values = closed.variables if name in closed.variables else closed.before
    value = f"{float(values[name][path]):,.6g}" if name in values else "0, as nothing set it"
    makers = [place for place, made in enumerate(closed.reads.sets) if name in made and place not in told]
    because = tuple(_behaviour(model, closed, maker, path, told) for maker in makers)
    return Reason(f"{name} = {value}", because)
