"""Measures: their answers, intervals and series, and what they find in full."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response, status

from keiretsu.api.addresses import address, why
from keiretsu.api.asking import AskedOf, Day, LimitOf, OffsetOf, Unknown, UnknownOf
from keiretsu.api.conditional import FixedRoute, SettledRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.series import series_of
from keiretsu.api.shapes.base import finite
from keiretsu.api.shapes.jobs import Job
from keiretsu.api.shapes.measures import Interval, Intervals, Measured, MeasureName, Point, Series
from keiretsu.api.shapes.problems import Assumption, OpenProblem
from keiretsu.api.shapes.tables import Table, plain
from keiretsu.errors import NotFoundError
from keiretsu.measures import load_measure, measure_names
from keiretsu.measures.charts import chart_json
from keiretsu.measures.of_network import Measure
from keiretsu.quantities import Every, days_between
from keiretsu.service.asked import Asked
from keiretsu.service.http import IdentityOf, SiteOf
from keiretsu.service.paging import USUAL, page_of

router = APIRouter(tags=["measures"], route_class=SettledRoute)
fixed = APIRouter(tags=["measures"], route_class=FixedRoute)

NAMED_BY = {
    "blocs": ("party",),
    "circularity": ("loop",),
    "concentration": ("layer",),
    "contagion": ("party",),
    "dependence": ("customer", "supplier"),
    "provenance": ("party",),
    "stack": ("party",),
}
"""The columns of a measure's table that name a row's explanation."""


@fixed.get("/measures", responses=faults())
def list_measures(
    request: Request, response: Response, limit: LimitOf = USUAL, offset: OffsetOf = 0
) -> Paged[MeasureName]:
    """List the measures, each with the question that it answers."""
    return paged(request, response, page_of(measure_names(), offset, limit), _named)


@router.get("/measures/{measure}", responses=faults(404))
def get_measure(site: SiteOf, asked: AskedOf, measure: str, unknown: UnknownOf = Unknown.EXCLUDE) -> Measured:
    """Return a measure's answer for the network of the day: table, picture, and what it rests on."""
    known, found = known_measure(measure), site.measure(known_measure(measure).name, asked, unknown.value)
    table, network = found.table(), found.network
    return Measured(
        measure=measure,
        question=known.question,
        as_of=network.as_of,
        currency=network.currency,
        unknown=unknown,
        table=Table.of(table),
        row_why=[_row_why(measure, row, asked, unknown) for row in table.to_dict("records")],
        chart=plain(chart_json(found.chart())),
        assumptions=[Assumption.of(each) for each in network.assumptions],
        problems=[OpenProblem.of(each) for each in network.problems],
        why=why(measure, asked=asked, unknown=unknown),
    )


@router.get("/measures/{measure}/intervals", responses=faults(404, 409))
def get_intervals(site: SiteOf, asked: AskedOf, measure: str) -> Intervals:
    """Return the figures of a measure as used, with medians and 5 to 95 % over networks that could be so.

    Of more than 400 parties they are worked out in the background first: POST to the same address.
    """
    found = site.intervals(known_measure(measure).name, asked)
    return Intervals(
        measure=measure,
        as_of=found.network.as_of,
        currency=found.network.currency,
        samples=found.samples,
        seed=found.seed,
        note=found.note,
        figures=[
            Interval(
                measure=each.measure,
                name=each.name,
                about=each.about,
                unit=each.unit,
                point=finite(each.point),
                median=finite(each.median),
                low=finite(each.low),
                high=finite(each.high),
                defined=each.defined,
            )
            for each in found.figures
        ],
        why=why(measure, asked=asked),
    )


@router.post(
    "/measures/{measure}/intervals", status_code=status.HTTP_202_ACCEPTED, responses=faults(404, 429)
)
def draw_intervals(response: Response, site: SiteOf, asked: AskedOf, who: IdentityOf, measure: str) -> Job:
    """Have the intervals of a measure worked out in the background; who asks twice gets the same job."""
    job = Job.of(site.draw(asked, [known_measure(measure).name], who.name))
    response.headers["Location"] = job.url
    return job


@router.get("/measures/{measure}/series", responses=faults(404))
def get_series(
    site: SiteOf,
    asked: AskedOf,
    measure: str,
    first: Annotated[Day, Query(alias="from", description="The first day.")],
    to: Annotated[Day | None, Query(description="The last day; the day asked about if not given.")] = None,
    every: Annotated[Every, Query(description="How far the days are apart.")] = Every.QUARTER,
    figure: Annotated[str | None, Query(description="One figure of the measure, by its name.")] = None,
) -> Series:
    """Measure the networks of a range of days, 40 at most."""
    days = days_between(cast("date", first), cast("date | None", to) or site.day(asked), every)
    found = series_of(site, asked, known_measure(measure).name, days)
    shown = found if figure is None else found.only(figure)
    return Series(
        measure=measure,
        currency=shown.network.currency,
        days=list(shown.days),
        points=[
            Point(
                day=each.day,
                figure=each.name,
                about=each.about,
                unit=each.unit,
                value=finite(each.value),
            )
            for each in shown.points
        ],
        chart=plain(chart_json(shown.chart())),
        why=why(measure, asked=asked),
    )


def _named(name: str) -> MeasureName:
    return MeasureName(name=name, question=load_measure(name).question, url=address("measures", name))


def known_measure(name: str) -> Measure:
    """Return a measure by its name; one that isn't there isn't found, rather than misused."""
    if name not in measure_names():
        raise NotFoundError(
            "measure.unknown-measure",
            where=name[:64],
            message="isn't a measure",
            hint=f"use one of {', '.join(measure_names())}",
        )
    return load_measure(name)


def _row_why(measure: str, row: Mapping[Hashable, Any], asked: Asked, unknown: str) -> str | None:
    """Return the address of a row's explanation; none for a measure whose rows aren't known to have one."""
    columns = NAMED_BY.get(measure)
    if columns is None or not all(column in row for column in columns):
        return None
    return why(measure, *(str(row[column]) for column in columns), asked=asked, unknown=unknown)
