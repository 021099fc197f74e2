"""Where sources disagree: both sides beside one another, chosen with a reason, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from keiretsu.errors import InvalidRecordError, MisuseError, Problem
from keiretsu.ledger import CONTRADICTION_RULES
from keiretsu.report.deals import DealView
from keiretsu.service.asked import Asked
from keiretsu.service.contradictions import (
    Disagreement,
    Standing,
    disagreement,
    disagreements,
)
from keiretsu.service.http import AskedOf, IdentityOf, ReviewerOf, SiteOf
from keiretsu.service.identity import Identity, Role
from keiretsu.service.judging import Outcome, Result, settle, undo
from keiretsu.service.paging import USUAL
from keiretsu.service.site import Site
from keiretsu.web.claims_shown import LATER, emphasised
from keiretsu.web.pages import back, here, show

LONGEST = 2000
STANDINGS = {
    Standing.OPEN: "needs a decision",
    Standing.DECIDED: "decided by a rule",
    Standing.SETTLED: "settled by somebody",
    Standing.COMPATIBLE: "can all be true",
}

router = APIRouter()

Text = Annotated[str, Field(max_length=LONGEST)]


class Settling(BaseModel):
    """The form of a contradiction; ``undo`` is the digest of the settlement that is taken back."""

    reading: Text = ""
    reason: Text = ""
    seen: Text = ""
    undo: Text = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a form that wasn't carried out is answered with: the person's input, and why."""

    form: Settling
    problem: Problem | None = None
    conflict: Outcome | None = None
    status: int = 200


@router.get("/contradictions")
def list_contradictions(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    standing: Standing | None = None,
    offset: Annotated[int, Query(ge=0, le=10**7)] = 0,
) -> HTMLResponse:
    """Show the disagreements, those that need a decision first."""

    def address(place: int) -> str:
        query = {"standing": standing.value if standing else "", "offset": str(place or ""), **asked.query()}
        return f"/contradictions?{urlencode({name: text for name, text in query.items() if text})}"

    found = disagreements(site, asked, standing, offset, USUAL)
    return show(
        request,
        "contradictions.html.j2",
        asked=asked,
        page=found.page,
        standing=standing,
        counts=found.counts,
        names=STANDINGS,
        rules=CONTRADICTION_RULES,
        address=address,
    )


@router.get("/contradictions/{contradiction_id:path}")
def show_contradiction(
    request: Request, site: SiteOf, asked: AskedOf, who: IdentityOf, contradiction_id: str
) -> HTMLResponse:
    """Show both sides of a disagreement, down to the sentences."""
    return _page(request, site, asked, who, disagreement(site, asked, contradiction_id), Answered(Settling()))


@router.post("/contradictions/{contradiction_id:path}")
def decide(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    who: ReviewerOf,
    contradiction_id: str,
    form: Annotated[Settling, Form()],
) -> Response:
    """Settle it, or take the settlement back; where somebody was first, what stands now is shown."""
    found = disagreement(site, asked, contradiction_id)
    try:
        outcome = _decided(site, who, found.id, form)
    except (InvalidRecordError, MisuseError) as error:
        return _page(request, site, asked, who, found, Answered(form, error.problem, status=400))
    if outcome.result in (Result.CONFLICT, Result.NOT_FOUND):
        now = disagreement(site, asked, found.id)
        return _page(request, site, asked, who, now, Answered(form, conflict=outcome, status=409))
    told = "The settlement was taken back" if form.undo else "Settled"
    return back(request, here(request), f"{told}. {LATER}")


def _decided(site: Site, who: Identity, contradiction_id: str, form: Settling) -> Outcome:
    if form.undo:
        return undo(site, who, [form.undo], form.reason).outcomes[0]
    return settle(site, who, contradiction_id, form.reading, form.reason, seen=form.seen or None)


def _page(
    request: Request, site: Site, asked: Asked, who: Identity, found: Disagreement, answered: Answered
) -> HTMLResponse:
    return show(
        request,
        "contradiction.html.j2",
        asked=asked,
        status=answered.status,
        one=found,
        chosen=answered.form.reading or found.wanted or "",
        answered=answered,
        view=_deal(site, asked, found),
        may_judge=who.role.covers(Role.REVIEWER) and asked.known_by is None,
        names=STANDINGS,
        rules=CONTRADICTION_RULES,
        emphasised=emphasised,
    )


def _deal(site: Site, asked: Asked, found: Disagreement) -> dict[str, Any] | None:
    """Return what the deal pays now by the reading that is used."""
    if found.deal is None:
        return None
    network = site.network(asked)
    payment = next((one for one in network.payments if one.deal.id == found.deal.id), None)
    stands = any(found.deal.id == deal.id for deal in (*network.deals, *network.ended))
    return {
        "of": DealView(found.deal, payment, network.currency),
        "stands": stands,
        "pays": payment is not None,
    }
