"""Explanations: any figure down to the quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar, cast

from fastapi import APIRouter, Query

from keiretsu.api.asking import AskedOf, Unknown, UnknownOf
from keiretsu.api.conditional import SettledRoute
from keiretsu.api.faults import faults
from keiretsu.api.shapes.reasons import Explanation
from keiretsu.errors import MisuseError, NotFoundError
from keiretsu.measures import measure_names
from keiretsu.measures.of_network import Contagion, party_named
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.service.asked import Asked
from keiretsu.service.http import SiteOf
from keiretsu.service.site import Site

router = APIRouter(tags=["why"], route_class=SettledRoute)

MOST_NAMES = 3

RecordT = TypeVar("RecordT")


@router.get("/why/{what}", responses=faults(404))
def explain(
    site: SiteOf,
    asked: AskedOf,
    what: str,
    name: Annotated[
        list[str] | None, Query(description="What it is about, once for each name.", max_length=MOST_NAMES)
    ] = None,
    unknown: UnknownOf = Unknown.EXCLUDE,
) -> Explanation:
    """Explain a figure down to its quotes.

    Ask for a `deal`, a `contradiction` or a reported `figure` by its id, a `payment` by payer and payee,
    an `assumption` by its name, `losses` by who fails (and who loses, and which kind), or a measure by
    what its table names: a loop's number for circularity, a layer for concentration, customer and
    supplier for dependence, a party (and a layer or rival) for stack, one or two parties for blocs, a
    party for contagion and provenance.
    """
    names = tuple(name or ())
    if what in SUBJECTS:
        least, most, told = SUBJECTS[what]
        if not least <= len(names) <= most:
            raise _cannot_explain(what, names)
        return Explanation.of(told(site, asked, unknown, names))
    if what not in measure_names():
        raise _unknown(what)
    return Explanation.of(site.measure(what, asked, unknown.value).why(*names))


def _deal(site: Site, asked: Asked, unknown: Unknown, names: Sequence[str]) -> Reason:
    del unknown
    found = {deal.id: deal for deal in site.settled(asked).deals(site.day(asked))}
    return _found(found, "deal", names[0]).why()


def _contradiction(site: Site, asked: Asked, unknown: Unknown, names: Sequence[str]) -> Reason:
    del unknown
    found = {one.id: one for one in site.settled(asked).contradictions(asked.as_of)}
    return _found(found, "contradiction", names[0]).why()


def _figure(site: Site, asked: Asked, unknown: Unknown, names: Sequence[str]) -> Reason:
    del unknown
    found = {figure.id: figure for figure in site.settled(asked).view.figures()}
    return _found(found, "figure", names[0]).why()


def _payment(site: Site, asked: Asked, unknown: Unknown, names: Sequence[str]) -> Reason:
    network = site.network(asked, unknown.value)
    payer, payee = (party_named(each, network.parties, network.as_of) for each in names)
    return network.why(payer, payee)


def _assumption(site: Site, asked: Asked, unknown: Unknown, names: Sequence[str]) -> Reason:
    network = site.network(asked, unknown.value)
    found = {each.name: each for each in network.assumptions}
    return _found(found, "assumption", names[0]).told()


def _losses(site: Site, asked: Asked, unknown: Unknown, names: Sequence[str]) -> Reason:
    found = cast("Contagion", site.measure("contagion", asked, unknown.value))
    return found.if_fails(names[0]).why(*names[1:])


Told = Callable[[Site, Asked, Unknown, Sequence[str]], Reason]

SUBJECTS: dict[str, tuple[int, int, Told]] = {
    "deal": (1, 1, _deal),
    "contradiction": (1, 1, _contradiction),
    "figure": (1, 1, _figure),
    "payment": (2, 2, _payment),
    "assumption": (1, 1, _assumption),
    "losses": (1, 3, _losses),
}
"""What can be explained beside measures: by how many names at least and at most, and how."""


def _found(found: dict[str, RecordT], kind: str, name: str) -> RecordT:
    if name not in found:
        raise NotFoundError(
            "workspace.cannot-explain",
            where=f"{kind} {name[:200]}",
            message=f"no {kind} of this name is there on this day",
            hint=f"look it up in the list of {kind}s",
        )
    return found[name]


def _cannot_explain(what: str, names: Sequence[str]) -> MisuseError:
    least, most, _ = SUBJECTS[what]
    takes = f"{least} to {most}" if most > least else least
    return MisuseError(
        "workspace.cannot-explain",
        where=" ".join((what, *names))[:200],
        message=f"is given {counted(len(names), 'name')}, and takes {takes}",
        hint="give each as name=",
    )


def _unknown(what: str) -> NotFoundError:
    return NotFoundError(
        "workspace.cannot-explain",
        where=what[:64],
        message="isn't a figure that can be explained",
        hint=f"ask for one of {', '.join((*SUBJECTS, *measure_names()))}",
    )
