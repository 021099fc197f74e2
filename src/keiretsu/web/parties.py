"""Parties: searched, put side by side, merged, split, and told apart."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from keiretsu.errors import ConflictError
from keiretsu.judgements import Judgement, Merge, Signature
from keiretsu.report.money import short
from keiretsu.service import parties as listed
from keiretsu.service import parties_judging as judging
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, IdentityOf, ReviewerOf, SiteOf
from keiretsu.service.identity import Identity, Role
from keiretsu.service.paging import MOST, USUAL, page_of
from keiretsu.service.parties_moves import Move, awaiting, moves
from keiretsu.service.parties_proposals import pair, proposals
from keiretsu.service.site import Site
from keiretsu.web.pages import back, here, show

PROPOSALS_A_PAGE = 10
MATCHES = 12
LATER = "Deals and sums follow at the next reconciliation."
LONGEST = 2000

router = APIRouter()

Reason = Annotated[str, Form(max_length=LONGEST)]


class View(StrEnum):
    """What the page of parties shows."""

    ALL = ""
    PROPOSALS = "proposals"
    COMPARE = "compare"
    JUDGEMENTS = "judgements"


TABS = {
    View.ALL: "All",
    View.PROPOSALS: "Proposals to merge",
    View.COMPARE: "Compare two",
    View.JUDGEMENTS: "Judgements",
}


class Decision(StrEnum):
    """What somebody decides of two parties."""

    KEEP_FIRST = "keep-first"
    KEEP_SECOND = "keep-second"
    TWO = "two"


class Search(BaseModel):
    """What is asked of the page: a view, the words and kind of a search, and two parties to compare."""

    view: View = View.ALL
    q: str = Field("", max_length=200)
    kind: str = ""
    sort: listed.Order = listed.Order.DEALS
    offset: int = Field(0, ge=0)
    limit: int = Field(USUAL, ge=1, le=MOST)
    a: str = Field("", max_length=200)
    b: str = Field("", max_length=200)
    first: str = ""
    second: str = ""


@router.get("/parties")
def show_parties(
    request: Request, site: SiteOf, asked: AskedOf, who: IdentityOf, search: Annotated[Search, Query()]
) -> HTMLResponse:
    """Show the parties, or what waits for a decision of them, or what was decided."""
    made = _MAKERS[search.view](site, asked, search)
    template = f"parties_{search.view}.html.j2" if search.view else "parties.html.j2"
    about = common(request, site, asked, who)
    return show(request, template, asked=asked, search=search, tabs=TABS, **made, **about)


@router.post("/parties/decide")
def decide(
    request: Request,
    site: SiteOf,
    who: ReviewerOf,
    first: Annotated[str, Form()],
    second: Annotated[str, Form()],
    decision: Annotated[Decision, Form()],
    seen: Annotated[str, Form()],
    reason: Reason = "",
    back_to: Annotated[str, Form(alias="back")] = "/parties",
) -> Response:
    """Record that two parties are one, or that they are two."""
    acts: dict[Decision, Callable[[], None]] = {
        Decision.KEEP_FIRST: lambda: judging.merge(site, who, first, second, reason, seen),
        Decision.KEEP_SECOND: lambda: judging.merge(site, who, second, first, reason, seen),
        Decision.TWO: lambda: judging.tell_apart(site, who, first, second, reason, seen),
    }
    notice = (
        "Two parties: no merge of them is proposed." if decision is Decision.TWO else f"One party. {LATER}"
    )
    return _recorded(request, site, (first, second), acts[decision], back_to, notice)


@router.post("/parties/split")
def split_party(
    request: Request,
    site: SiteOf,
    who: ReviewerOf,
    party: Annotated[str, Form()],
    name: Annotated[list[str], Form()],
    seen: Annotated[str, Form()],
    reason: Reason = "",
    back_to: Annotated[str, Form(alias="back")] = "/parties",
) -> Response:
    """Record that some names of a party are another's."""
    held = listed.directory(site, judging.NOW).find(party)

    def act() -> None:
        judging.split(site, who, held, name, reason, seen)

    return _recorded(request, site, (party,), act, back_to, f"{', '.join(name)}: another party. {LATER}")


@router.post("/parties/undo")
def undo(
    request: Request,
    site: SiteOf,
    who: ReviewerOf,
    judgement: Annotated[str, Form()],
    reason: Reason = "",
    back_to: Annotated[str, Form(alias="back")] = "/parties",
) -> Response:
    """Take a judgement of parties back."""

    def act() -> None:
        judging.undo(site, who, judgement, reason)

    return _recorded(request, site, (), act, back_to, f"Taken back. {LATER}")


def common(request: Request, site: Site, asked: Asked, who: Identity) -> dict[str, Any]:
    """Return what all pages of parties show: who may decide, and what waits for a reconciliation."""
    return {
        "may_judge": who.role.covers(Role.REVIEWER) and asked.known_by is None,
        "waiting": awaiting(site, asked),
        "here": here(request),
        "currency": site.network(asked).currency,
        "short": short,
    }


def new_moves(site: Site, asked: Asked, *more: Judgement) -> tuple[Move, ...]:
    """Return the deals that judgements would give other ends, but for those that get them anyway."""
    known = {(move.deal.id, move.ends) for move in awaiting(site, asked)}
    found = moves(site.settled(asked), *more)
    return tuple(move for move in found if (move.deal.id, move.ends) not in known)


def _all(site: Site, asked: Asked, search: Search) -> dict[str, Any]:
    found = listed.directory(site, asked)
    rows = found.search(search.q, search.kind, search.sort)
    return {"page": page_of(rows, search.offset, search.limit), "kinds": found.kinds}


def _proposals(site: Site, asked: Asked, search: Search) -> dict[str, Any]:
    page = page_of(proposals(site, asked), search.offset, PROPOSALS_A_PAGE)
    return {"page": page, "pairs": [(one, pair(site, asked, one.first, one.second)) for one in page.items]}


def _compare(site: Site, asked: Asked, search: Search) -> dict[str, Any]:
    found = listed.directory(site, asked)
    first, second = (found.find(each) if each else None for each in (search.first, search.second))
    made: dict[str, Any] = {
        "first": (first, found.search(search.a)[:MATCHES] if search.a else ()),
        "second": (second, found.search(search.b)[:MATCHES] if search.b else ()),
        "pair": None,
    }
    if first and second and first != second:
        merge = Merge(first.id, second.id, Signature("preview", "preview"))
        made["pair"] = pair(site, asked, first, second)
        made["moved"] = new_moves(site, asked, merge)
    return made


def _judgements(site: Site, asked: Asked, search: Search) -> dict[str, Any]:
    return {"page": page_of(judging.standing(site, asked), search.offset, search.limit)}


_MAKERS: dict[View, Callable[[Site, Asked, Search], dict[str, Any]]] = {
    View.ALL: _all,
    View.PROPOSALS: _proposals,
    View.COMPARE: _compare,
    View.JUDGEMENTS: _judgements,
}


def _recorded(
    request: Request, site: Site, ids: tuple[str, ...], act: Callable[[], None], back_to: str, notice: str
) -> Response:
    """Return to the page, or show what stands where somebody else was first."""
    try:
        act()
    except ConflictError as error:
        now = judging.standing(site, judging.NOW)
        about = [one for one in now if set(ids) & set(one.parties)]
        return show(
            request, "parties_conflict.html.j2", status=409, problem=error.problem, standing=about, ids=ids
        )
    return back(request, back_to, notice)
