"""FollowTheMoney entities as reported figures."""

from __future__ import annotations

from collections.abc import Mapping

from keiretsu.imports.entities import Entity
from keiretsu.imports.faults import invalid_cell, missing
from keiretsu.imports.ftm_deals import origin, read_day, stated_sum
from keiretsu.ledger import Item, ReportedFigure, Source
from keiretsu.parties import Registry
from keiretsu.quantities import Period

FIGURE_SCHEMATA = {
    "Debt": (Item.DEBT, "debtor", ("date", "endDate", "startDate")),
    "Security": (Item.FUNDING, "issuer", ("issueDate",)),
}
"""What each schema reports, of whom, and the property that dates it."""


def figure_of(
    entity: Entity, proof: Entity | None, names: Mapping[str, str], registry: Registry
) -> ReportedFigure:
    """Return the figure that an entity reports: a debt owed to nobody named, or an issue of securities.

    Raises
    ------
    InvalidRecordError
        Where party, sum, date or source is missing.
    """
    item, end, dates = FIGURE_SCHEMATA[entity.schema]
    party, amount, day = entity.first(end), stated_sum(entity), read_day(entity, *dates)
    if amount is None:
        raise missing("amount")
    if day is None:
        raise missing(" or ".join(dates))
    if party is None or party not in names:
        raise invalid_cell(
            party or "", f"is the {end}, and no organisation of the file", "add it to the file"
        )
    return ReportedFigure(
        registry.resolve(names[party]), item, amount, Period.parse(day), _source(entity, proof)
    )


def _source(entity: Entity, proof: Entity | None) -> Source:
    known = origin(entity, proof)
    title, publisher, published = known["title"], known["publisher"], known["published"]
    if not (title and publisher and published):
        raise missing("proof with title, publisher and date")
    return Source(title, publisher, published, known["url"])
