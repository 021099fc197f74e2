"""What changed between two days, or between what was known by two moments, and what that did to a figure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, TypeAlias, cast

from fastapi import APIRouter, Depends, Query, Request, Response, status

from keiretsu.api.addresses import address, why
from keiretsu.api.asking import AskedOf, Day, LimitOf, Moment, OffsetOf
from keiretsu.api.conditional import SettledRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import link
from keiretsu.api.resources.measures import known_measure
from keiretsu.api.shapes.base import finite
from keiretsu.api.shapes.changes import (
    Change,
    ChangesFound,
    Contribution,
    FigureChanged,
    FigureMoved,
    FiguresMoved,
    FigureState,
    NetworkState,
)
from keiretsu.api.shapes.jobs import Job
from keiretsu.api.shapes.parties import PartyName
from keiretsu.api.shapes.reasons import Explanation
from keiretsu.api.shapes.tables import plain
from keiretsu.errors import NotFoundError
from keiretsu.measures.charts import chart_json
from keiretsu.network.changes import Change as Found
from keiretsu.service.asked import Asked
from keiretsu.service.changes import Between, compared, figure_changed, figures_of, share_out
from keiretsu.service.changes_shared import Figure, names_of
from keiretsu.service.http import IdentityOf, SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.site import Site

router = APIRouter(route_class=SettledRoute)


def _between(
    site: SiteOf,
    asked: AskedOf,
    first: Annotated[Day, Query(alias="from", description="The earlier day.")],
    to: Annotated[Day | None, Query(description="The later day; the day asked about if not given.")] = None,
    from_known_by: Annotated[
        Moment | None,
        Query(description="By when the earlier state was recorded; as the later one if not given."),
    ] = None,
) -> Between:
    known_by = cast("datetime | None", from_known_by) or asked.known_by
    last = cast("date | None", to) or site.day(asked)
    return Between(Asked(cast("date", first), known_by), Asked(last, asked.known_by))


BetweenOf: TypeAlias = Annotated[Between, Depends(_between)]


def _figure(
    measure: str,
    figure: Annotated[str, Query(description="One figure of the measure, as its series name it.")],
    about: Annotated[str, Query(description="Whom it is about; nobody for the network as a whole.")] = "",
) -> Figure:
    return Figure(known_measure(measure).name, figure, about)


FigureOf: TypeAlias = Annotated[Figure, Depends(_figure)]


@router.get("/changes", tags=["network"], responses=faults())
def list_changes(
    request: Request,
    response: Response,
    site: SiteOf,
    between: BetweenOf,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> ChangesFound:
    """List the deals and reported figures that differ between two days, or as known by two moments."""
    found = compared(site, between)
    page = page_of(found.changes, offset, limit)
    link(request, response, page)
    return ChangesFound(
        items=[Change(**_fields(each, between)) for each in page.items],
        total=page.total,
        limit=page.limit,
        offset=page.offset,
        currency=found.after.currency,
        before=NetworkState(**_state(site, between.before)),
        after=NetworkState(**_state(site, between.after)),
    )


@router.get("/changes/why", tags=["network"], responses=faults(404))
def explain_change(
    site: SiteOf,
    between: BetweenOf,
    name: Annotated[
        list[str],
        Query(
            description="A deal by its id, or a reported figure by its party's id and its item.",
            min_length=1,
            max_length=2,
        ),
    ],
) -> Explanation:
    """Explain a change between two days, or of what was known by two moments, down to its quotes."""
    for each in compared(site, between).changes:
        if names_of(each) == name:
            return Explanation.of(each.why)
    raise NotFoundError(
        "measure.no-such-change",
        where=" ".join(name)[:200],
        message="isn't a change between the two",
        hint="look it up in the list of changes",
    )


@router.get("/measures/{measure}/changes", tags=["measures"], responses=faults(404, 409))
def list_figure_changes(
    request: Request,
    response: Response,
    site: SiteOf,
    between: BetweenOf,
    which: FigureOf,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> FigureChanged:
    """List what each change did to a figure of a measure: its mean step over all orders (Shapley 1953).

    Of more than 6 changes it is worked out in the background first: POST to the same address.
    """
    found = figure_changed(site, between, which)
    measure, figure, about = which.measure, which.name, which.about
    page = page_of(found.contributions, offset, limit)
    link(request, response, page)

    def state(asked: Asked, value: float) -> FigureState:
        return FigureState(**_state(site, asked), value=finite(value), why=why(measure, asked=asked))

    return FigureChanged(
        items=[
            Contribution(**_fields(each, between), contribution=finite(share)) for each, share in page.items
        ],
        total=page.total,
        limit=page.limit,
        offset=page.offset,
        measure=measure,
        figure=figure,
        about=about,
        unit=found.unit,
        currency=found.network.currency,
        before=state(between.before, found.before),
        after=state(between.after, found.after),
        passing_of_time=finite(found.passing_of_time),
        chart=plain(chart_json(found.chart())),
    )


@router.post(
    "/measures/{measure}/changes",
    tags=["measures"],
    status_code=status.HTTP_202_ACCEPTED,
    responses=faults(404, 429),
)
def share_out_figure(
    response: Response, site: SiteOf, between: BetweenOf, who: IdentityOf, which: FigureOf
) -> Job:
    """Have what each change did to a figure worked out in the background; asked twice, it is the same job."""
    job = Job.of(share_out(site, between, which, who.name))
    response.headers["Location"] = job.url
    return job


@router.get("/measures/{measure}/moved", tags=["measures"], responses=faults(404))
def list_moved(
    request: Request,
    response: Response,
    site: SiteOf,
    between: BetweenOf,
    measure: str,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> FiguresMoved:
    """List all figures of a measure in two states side by side."""
    page = page_of(figures_of(site, between, known_measure(measure).name), offset, limit)
    link(request, response, page)
    return FiguresMoved(
        items=[
            FigureMoved(
                name=each.name,
                about=each.about,
                unit=each.unit,
                before=finite(each.before),
                after=finite(each.after),
                difference=finite(each.difference),
            )
            for each in page.items
        ],
        total=page.total,
        limit=page.limit,
        offset=page.offset,
        measure=measure,
        currency=compared(site, between).after.currency,
        before=NetworkState(**_state(site, between.before)),
        after=NetworkState(**_state(site, between.after)),
    )


def _state(site: Site, asked: Asked) -> dict[str, Any]:
    return {"as_of": asked.as_of, "known_by": site.settled(asked).known_by}


def _fields(found: Found, between: Between) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "title": found.title,
        "deal_id": found.deal.id if found.deal else None,
        "party": PartyName.of(found.party) if found.party else None,
        "item": str(found.item) if found.item else None,
        "before": finite(found.before),
        "after": finite(found.after),
        "why": address("changes", "why", asked=between.after, **between.earlier(), name=names_of(found)),
    }
